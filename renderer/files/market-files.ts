// The market's answers from files or a paste, on their way to the back-fixes that they prove: each
// file is read by itself, and one that is refused holds up no other.
import { answerFrom, type AnswerFrom } from '../../shared/market/answers.ts';
import { readMessageFile } from '../../shared/market/file.ts';
import { isDay } from '../../shared/domain/daily.ts';
import type { DailyLine } from '../../shared/domain/daily-events.ts';
import type { Message, MessageOf } from '../../shared/market/messages.ts';
import { describeProblem } from '../../shared/market/problem.ts';
import { shippedWall } from '../../shared/market/values.ts';
import { startDecoder } from './decoder.ts';

export interface RefusedFile {
  readonly file: string;
  /** Of a table: the row. */
  readonly record: number | null;
  readonly why: string;
}

export interface MarketFiles {
  readonly answers: readonly AnswerFrom[];
  /** What is no answer: requests, daily counts and lists, by their file. */
  readonly others: readonly { readonly file: string; readonly message: Message }[];
  /** Daily counts and lists; `day` is empty where the file does not say it. */
  readonly daily: readonly DailyFile[];
  readonly refused: readonly RefusedFile[];
}

export interface DailyFile {
  readonly file: string;
  readonly day: string;
  readonly lines?: readonly DailyLine[];
  readonly counts?: Readonly<Record<string, number>>;
}

export interface NamedContent {
  readonly name: string;
  readonly content: Blob;
}

export async function readMarketFiles(files: readonly NamedContent[]): Promise<MarketFiles> {
  const answers: AnswerFrom[] = [];
  const others: MarketFiles['others'][number][] = [];
  const daily: DailyFile[] = [];
  const refused: RefusedFile[] = [];
  for (const { name, content } of files) {
    const read = await readMessageFile(
      {
        size: content.size,
        read: async (from, to) => new Uint8Array(await content.slice(from, to).arrayBuffer()),
      },
      startDecoder,
      { wall: shippedWall },
    );
    if (!read.ok) {
      refused.push({ file: name, record: null, why: describeProblem(read.error) });
      continue;
    }
    for (const { record, problem } of read.value.refused)
      refused.push({ file: name, record, why: describeProblem(problem) });
    if (read.value.daily !== null) daily.push(dailyOf(name, read.value.daily, undefined));
    for (const { message } of read.value.messages) {
      const answer = answerFrom(message, shippedWall, name);
      if (answer !== null) answers.push(answer);
      else if (message.type === '602' || message.type === '603')
        daily.push(dailyOf(name, message, message.body.ReconciliationDate));
      else others.push({ file: name, message });
    }
  }
  return { answers, others, daily, refused };
}

function dailyOf(
  file: string,
  of: Pick<MessageOf<'602'>, 'type' | 'lines'> | Pick<MessageOf<'603'>, 'type' | 'lines'>,
  said: string | undefined,
): DailyFile {
  const day = said?.slice(0, 10) ?? '';
  const base = { file: file.slice(0, 200), day: isDay(day) ? day : '' };
  if (of.type === '603')
    return {
      ...base,
      lines: of.lines.map((line) => ({ type: line.MessageTypeCode, txRefNbr: line.TxRefNbr })),
    };
  const counts = of.lines.map(({ MessageTypeCode, Count }) => [MessageTypeCode, Count] as const);
  return { ...base, counts: Object.fromEntries(counts) };
}
