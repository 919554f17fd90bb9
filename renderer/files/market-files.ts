// The market's answers from files or a paste, on their way to the back-fixes that they prove: each
// file is read by itself, part by part, and one that is refused holds up no other. What a file was
// stays beside what was read of it: whatever is set aside is saved to the last byte.
import { answerFrom, type AnswerFrom } from '../../shared/market/answers.ts';
import { MOST_MESSAGE_BYTES, readMessageFile, type FileOptions } from '../../shared/market/file.ts';
import {
  dailyFrom,
  dailyOfTable,
  linesLeftOut,
  unreadIn,
  type DailyFrom,
} from '../../shared/market/daily-list.ts';
import type { RefusedRecord } from '../../shared/market/csv.ts';
import type { MessageProblem } from '../../shared/market/problem.ts';
import type { Received } from '../../shared/market/raw.ts';
import type { Wall } from '../../shared/market/values.ts';
import { startDecoder } from './decoder.ts';

/** A message of a file, or what was to be one. `record`: of a table the row; null of a single message. */
export type Part = { readonly record: number | null } & (
  | { readonly is: 'answer'; readonly from: AnswerFrom }
  | {
      readonly is: 'request';
      readonly type: string;
      readonly mprn: string | null;
      readonly txRefNbr: string;
    }
  | { readonly is: 'daily'; readonly daily: DailyFile }
  | { readonly is: 'refused'; readonly problem: MessageProblem | UnreadProblem }
);

/** What stands before any reading. */
export interface UnreadProblem {
  readonly code: 'notReadable' | 'folder';
}

export const isUnread = (problem: MessageProblem | UnreadProblem): problem is UnreadProblem =>
  problem.code === 'notReadable' || problem.code === 'folder';

export interface MarketFile {
  readonly name: string;
  /** As it was dropped; null of a folder, and of what could not be read. */
  readonly content: Blob | null;
  readonly parts: readonly Part[];
}

/** Daily counts and lists, and the file they stand in. */
export interface DailyFile extends DailyFrom {
  readonly file: string;
}

export interface NamedContent {
  readonly name: string;
  readonly content: Blob | null;
}

export async function readMarketFiles(
  files: readonly NamedContent[],
  options: FileOptions,
): Promise<readonly MarketFile[]> {
  const read: MarketFile[] = [];
  for (const { name, content } of files) {
    const held = content === null ? null : await heldOf(content);
    const parts =
      held === null
        ? [refusedWhole({ code: content === null ? 'folder' : 'notReadable' })]
        : await partsOf(name, held, options);
    read.push({ name, content: held, parts });
  }
  return read;
}

/**
 * Its bytes as they are now, whatever becomes of the file before they are saved; null where they cannot be
 * read. What is larger than any message is not read, and stays where it lies.
 */
async function heldOf(content: Blob): Promise<Blob | null> {
  if (content.size > MOST_MESSAGE_BYTES) return content;
  try {
    return new Blob([await content.arrayBuffer()]);
  } catch {
    return null;
  }
}

async function partsOf(
  name: string,
  content: Blob,
  options: FileOptions,
): Promise<readonly Part[]> {
  const read = await readMessageFile(
    {
      size: content.size,
      read: async (from, to) => new Uint8Array(await content.slice(from, to).arrayBuffer()),
    },
    startDecoder,
    options,
  );
  if (!read.ok) return [refusedWhole(read.error)];
  const { messages, refused, daily } = read.value;
  return [
    ...(daily === null
      ? []
      : [
          {
            is: 'daily',
            record: null,
            daily: inFile(name, dailyOfTable(daily, refused.length)),
          } as const,
        ]),
    ...[
      ...messages.map((each) =>
        partOf(name, each, { unread: unreadIn(each, refused), wall: options.wall }),
      ),
      ...messages.flatMap(({ notes }) => linesLeftOut(notes).map(refusedLine)),
      ...refused.map(refusedLine),
    ].sort((one, other) => (one.record ?? 0) - (other.record ?? 0)),
  ];
}

const refusedWhole = (problem: MessageProblem | UnreadProblem): Part => ({
  is: 'refused',
  record: null,
  problem,
});

const refusedLine = ({ record, problem }: RefusedRecord): Part => ({
  is: 'refused',
  record,
  problem,
});

/** `unread`: of a list, how many of its lines could not be read. */
function partOf(
  name: string,
  { message, record = null }: ReceivedPart,
  { unread, wall }: { readonly unread: number; readonly wall: Wall },
): Part {
  const from = answerFrom(message, wall, name);
  if (from !== null) return { is: 'answer', record, from };
  if (message.type === '602' || message.type === '603') {
    const daily = dailyFrom(message, unread);
    return daily.ok
      ? { is: 'daily', record, daily: inFile(name, daily.value) }
      : { is: 'refused', record, problem: daily.error };
  }
  const { TxRefNbr: txRefNbr } = message.header;
  const mprn = 'MPRN' in message.body ? (message.body.MPRN ?? null) : null;
  return { is: 'request', record, type: message.type, mprn, txRefNbr };
}

const inFile = (name: string, daily: DailyFrom): DailyFile => ({
  ...daily,
  file: name.slice(0, 200),
});

type ReceivedPart = Pick<Received, 'message'> & { readonly record?: number | null };
