// The market's answers from files or a paste, on their way to the back-fixes that they prove: each
// file is read by itself, and one that is refused holds up no other.
import { answerFrom, type AnswerFrom } from '../../shared/market/answers.ts';
import { readMessageFile } from '../../shared/market/file.ts';
import type { Message } from '../../shared/market/messages.ts';
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
  readonly refused: readonly RefusedFile[];
}

export interface NamedContent {
  readonly name: string;
  readonly content: Blob;
}

export async function readMarketFiles(files: readonly NamedContent[]): Promise<MarketFiles> {
  const answers: AnswerFrom[] = [];
  const others: MarketFiles['others'][number][] = [];
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
    for (const { message } of read.value.messages) {
      const answer = answerFrom(message, shippedWall, name);
      if (answer === null) others.push({ file: name, message });
      else answers.push(answer);
    }
  }
  return { answers, others, refused };
}
