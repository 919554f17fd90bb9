// The second copy of the log, on disk: one JSON line per entry, one file per world and device.
// A batch is answered only after fdatasync. Lines come gapless; the same ones again change nothing;
// a line torn by a crash is cut off when the file is opened, and kept beside it.
import { constants } from 'node:fs';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { JournalReply, World } from '../shared/bridge.ts';

interface OpenFile {
  readonly path: string;
  readonly handle: FileHandle;
  lastSeq: number;
}

export interface Journal {
  state(world: World, device: string): Promise<JournalReply>;
  append(batch: {
    readonly world: World;
    readonly device: string;
    readonly firstSeq: number;
    readonly lines: readonly string[];
  }): Promise<JournalReply>;
  close(): Promise<void>;
}

export function openJournal(folder: string): Journal {
  const files = new Map<string, Promise<OpenFile>>();
  let turn: Promise<unknown> = Promise.resolve();

  const fileOf = (world: World, device: string): Promise<OpenFile> => {
    const path = join(folder, world, `${device}.jsonl`);
    const known = files.get(path);
    if (known !== undefined) return known;
    const opening = openRepaired(path);
    files.set(path, opening);
    opening.catch(() => files.delete(path));
    return opening;
  };
  /** One at a time: two batches never interleave in one file. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work, work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  return {
    state: (world, device) =>
      inTurn(async () => {
        try {
          const file = await fileOf(world, device);
          return { ok: true, state: { path: file.path, lastSeq: file.lastSeq } };
        } catch (error) {
          return { ok: false, reason: reasonOf(error), lastSeq: 0 };
        }
      }),
    append: ({ world, device, firstSeq, lines }) =>
      inTurn(async () => {
        let file: OpenFile;
        try {
          file = await fileOf(world, device);
        } catch (error) {
          return { ok: false, reason: reasonOf(error), lastSeq: 0 };
        }
        if (firstSeq > file.lastSeq + 1) return { ok: false, reason: 'gap', lastSeq: file.lastSeq };
        const fresh = lines.slice(file.lastSeq + 1 - firstSeq);
        if (fresh.some((line, index) => seqOf(line) !== file.lastSeq + 1 + index)) {
          return { ok: false, reason: 'gap', lastSeq: file.lastSeq };
        }
        if (fresh.length === 0)
          return { ok: true, state: { path: file.path, lastSeq: file.lastSeq } };
        const { size } = await file.handle.stat();
        try {
          await file.handle.write(fresh.map((line) => `${line}\n`).join(''), size);
          await file.handle.datasync();
        } catch (error) {
          // A batch half written is taken back, so that the next one starts on a whole line.
          await file.handle.truncate(size).catch(() => undefined);
          return { ok: false, reason: reasonOf(error), lastSeq: file.lastSeq };
        }
        file.lastSeq += fresh.length;
        return { ok: true, state: { path: file.path, lastSeq: file.lastSeq } };
      }),
    close: () =>
      inTurn(async () => {
        for (const opening of files.values()) await (await opening).handle.close();
        files.clear();
      }),
  };
}

function seqOf(line: string): number | null {
  try {
    const { seq } = JSON.parse(line) as { seq?: unknown };
    return typeof seq === 'number' && !line.includes('\n') ? seq : null;
  } catch {
    return null;
  }
}

async function openRepaired(path: string): Promise<OpenFile> {
  await mkdir(dirname(path), { recursive: true });
  const handle = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  const content = await handle.readFile();
  const whole = content.lastIndexOf(0x0a) + 1;
  let end = whole;
  let lastSeq = 0;
  let at = 0;
  for (const line of content.subarray(0, whole).toString('utf8').split('\n')) {
    if (line === '') continue;
    const seq = seqOf(line);
    if (seq !== lastSeq + 1) {
      // Not ours from here on: cut, and asked for again from the database.
      end = at;
      break;
    }
    lastSeq = seq;
    at += Buffer.byteLength(line) + 1;
  }
  if (end < content.length) {
    const torn = await open(`${path}.torn`, 'a', 0o600);
    await torn.writeFile(content.subarray(end));
    await torn.close();
    await handle.truncate(end);
    await handle.datasync();
  }
  return { path, handle, lastSeq };
}

function reasonOf(error: unknown): 'full' | 'notWritable' {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOSPC' || code === 'EDQUOT' ? 'full' : 'notWritable';
}
