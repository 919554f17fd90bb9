// The second copy of the log, on disk: one JSON line per entry, one file per world and device.
// A batch is answered only after fdatasync. Lines come gapless; the same ones again change nothing;
// a line torn by a crash is cut off when the file is opened, and kept beside it. It is read again
// when the page's database has lost what is here.
import { constants } from 'node:fs';
import { mkdir, open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type {
  JournalDevicesReply,
  JournalLinesReply,
  JournalReply,
  World,
} from '../shared/bridge.ts';

interface OpenFile {
  readonly path: string;
  readonly handle: FileHandle;
  lastSeq: number;
  /** Where a reader stopped: its next call goes on there. */
  readTo: { readonly seq: number; readonly offset: number };
}

/** Bytes of lines in one reply, beyond a first line of any length. */
const REPLY_BYTES = 4 * 1024 * 1024;
const fileName = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.jsonl$/;

export interface Journal {
  /** Devices with a journal, the one written last first. */
  devices(world: World): Promise<JournalDevicesReply>;
  /** Lines after `after`; none at the end. */
  read(world: World, device: string, after: number): Promise<JournalLinesReply>;
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
  const forget = async (file: OpenFile): Promise<void> => {
    files.delete(file.path);
    await file.handle.close().catch(() => undefined);
  };
  /** One at a time: two batches never interleave in one file. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work, work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  return {
    devices: (world) =>
      inTurn(async () => {
        try {
          const names = await readdir(join(folder, world)).catch((error: unknown) => {
            if (isMissing(error)) return [];
            throw error;
          });
          const found: { readonly device: string; readonly at: number }[] = [];
          for (const name of names) {
            const device = fileName.exec(name)?.[1];
            if (device === undefined) continue;
            found.push({ device, at: (await stat(join(folder, world, name))).mtimeMs });
          }
          found.sort((one, other) => other.at - one.at);
          return { ok: true, devices: found.map(({ device }) => device) };
        } catch {
          return { ok: false, reason: 'notReadable' };
        }
      }),
    read: (world, device, after) =>
      inTurn(async () => {
        try {
          return { ok: true, lines: await linesAfter(await fileOf(world, device), after) };
        } catch {
          return { ok: false, reason: 'notReadable' };
        }
      }),
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
          await writeWhole(file.handle, fresh.map((line) => `${line}\n`).join(''), size);
          await file.handle.datasync();
        } catch (error) {
          // A batch half written is taken back, so that the next one starts on a whole line; where that
          // fails too, the file is opened and repaired anew before anything is written behind it.
          await file.handle.truncate(size).catch(() => forget(file));
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

/** A disk that gets full takes a part and says how much: that is no failure of its own. */
async function writeWhole(handle: FileHandle, text: string, at: number): Promise<void> {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, at + done);
    // Nothing, and no reason: told as what it nearly always is.
    if (bytesWritten === 0) throw Object.assign(new Error('nothing written'), { code: 'ENOSPC' });
    done += bytesWritten;
  }
}

async function openRepaired(path: string): Promise<OpenFile> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const handle = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    return await repaired(path, handle);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function repaired(path: string, handle: FileHandle): Promise<OpenFile> {
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
    await keepTorn(`${path}.torn`, content.subarray(end));
    await handle.truncate(end);
    await handle.datasync();
  }
  return { path, handle, lastSeq, readTo: { seq: 0, offset: 0 } };
}

/** Whole or not at all: a part of it would be kept again at each look while the disk is full. */
async function keepTorn(path: string, end: Uint8Array): Promise<void> {
  const torn = await open(path, 'a', 0o600);
  const { size } = await torn.stat();
  try {
    await torn.writeFile(end);
    await torn.datasync();
  } catch (error) {
    await torn.truncate(size).catch(() => undefined);
    throw error;
  } finally {
    await torn.close();
  }
}

/** Read in pieces: a journal of many nights does not fit in one message. */
async function linesAfter(file: OpenFile, after: number): Promise<readonly string[]> {
  let { seq, offset } = file.readTo.seq <= after ? file.readTo : { seq: 0, offset: 0 };
  const lines: string[] = [];
  let bytes = 0;
  let rest = Buffer.alloc(0);
  let at = offset;
  const piece = Buffer.alloc(1024 * 1024);
  while (bytes < REPLY_BYTES) {
    const { bytesRead } = await file.handle.read(piece, 0, piece.length, at);
    if (bytesRead === 0) break;
    at += bytesRead;
    let whole = Buffer.concat([rest, piece.subarray(0, bytesRead)]);
    for (
      let end = whole.indexOf(0x0a);
      end >= 0 && bytes < REPLY_BYTES;
      end = whole.indexOf(0x0a)
    ) {
      seq += 1;
      offset += end + 1;
      if (seq > after) {
        lines.push(whole.subarray(0, end).toString('utf8'));
        bytes += end;
      }
      whole = whole.subarray(end + 1);
    }
    rest = whole;
  }
  file.readTo = { seq, offset };
  return lines;
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

function reasonOf(error: unknown): 'full' | 'notWritable' {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOSPC' || code === 'EDQUOT' ? 'full' : 'notWritable';
}
