// The folders on a disk or a share: `outbox`, `staging`, `inbox`, `claimed`, `archive` and `poison`
// under one folder. A rename within it is the one step that cannot be half done.
import { mkdir, open, readdir, readFile, rename, rm, stat, lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { leftAlone } from '../../shared/domain/agent-stands.ts';
import { bytesOf, type Bytes } from '../../shared/domain/intake/file.ts';
import { fail, ok } from '../../shared/lib/result.ts';
import { MOST_MESSAGE_BYTES } from '../../shared/market/file.ts';
import type {
  FolderIs,
  FolderTrouble,
  InboxPort,
  OfFolder,
  OutboxPort,
  Unreadable,
} from './folder.ts';

export const folderRooms = [
  'outbox',
  'staging',
  'inbox',
  'claimed',
  'archive',
  'poison',
  'holds',
] as const;
type FolderRoom = (typeof folderRooms)[number];

/** A file that changes within this may still be on its way; by our own clock, not by the share's. */
export const REST_MS = 2000;
const REASON = '.reason.txt';
/** Of so many files in the poison folder the reason is read. */
const MOST_REASONS = 500;
/** With `.reason.txt` behind it a name still fits into what disks allow. */
const MOST_NAME = 200;

/** Once, for a folder that is new to this agent: later a room that is not there is a share that is not. */
export async function makeRooms(root: string): OfFolder<null> {
  return guarded(async () => {
    for (const room of folderRooms) await mkdir(join(root, room), { recursive: true });
    return null;
  });
}

export class NodeFolder implements OutboxPort, InboxPort {
  readonly #root: string;
  readonly #steady: () => number;
  /** Sizes and times of files as they were seen, and since when they are as they are. */
  readonly #seen = new Map<string, { readonly like: string; readonly since: number }>();
  /** Names in the inbox that are no UTF-8, by what is shown of them. */
  #raw: ReadonlyMap<string, Buffer> = new Map();
  #leftAlone: string | null = null;

  /** `steady`: ms since any fixed moment, by a clock that nobody sets. */
  constructor(root: string, steady: () => number) {
    this.#root = root;
    this.#steady = steady;
  }

  stage(name: string, text: string): OfFolder<null> {
    return guarded(async () => {
      const path = this.#path('staging', name);
      try {
        await writeDurably(path, text);
        await syncFolder(this.#path('staging'));
      } catch (error) {
        await rm(path, { force: true }).catch(() => undefined);
        throw error;
      }
      return null;
    });
  }

  send(name: string): OfFolder<null> {
    return guarded(async () => {
      await this.#move('staging', name, 'outbox', name);
      return null;
    });
  }

  find(name: string): OfFolder<'outbox' | 'staging' | 'nowhere'> {
    return guarded(async () => {
      for (const room of ['outbox', 'staging'] as const) {
        // A room that is not there says nothing of what is in it.
        await stat(this.#path(room));
        if (await isThere(this.#path(room, name))) return room;
      }
      return 'nowhere';
    });
  }

  tidy(keep: ReadonlySet<string>): OfFolder<null> {
    return guarded(async () => {
      for (const name of await readdir(this.#path('staging')))
        if (!keep.has(name)) await rm(this.#path('staging', name), { force: true });
      return null;
    });
  }

  waiting(most: number): OfFolder<readonly string[]> {
    return guarded(async () => {
      const claimed = (await readdir(this.#path('claimed'))).sort();
      const names = await this.#inInbox();
      const there = new Set(names);
      for (const name of this.#seen.keys()) if (!there.has(name)) this.#seen.delete(name);
      const before = new Set(claimed);
      const fresh: string[] = [];
      this.#leftAlone = null;
      for (const [index, name] of names.entries()) {
        // Those of the next pass are looked at already: it need not wait for them again.
        if (fresh.length === most && index >= 2 * most) break;
        // One of the same name is first kept where it belongs.
        const isAtRest = await this.#isAtRest(name);
        if (isAtRest && fresh.length < most && !before.has(name)) fresh.push(name);
      }
      return [...claimed, ...fresh];
    });
  }

  async leftAlone(): OfFolder<string | null> {
    return ok(this.#leftAlone);
  }

  async claim(name: string): OfFolder<Bytes | Unreadable | null> {
    const claimed = await guarded(async () => {
      if (await isThere(this.#path('claimed', name))) return true;
      await stat(this.#path('inbox'));
      if (!(await isThere(this.#inboxPath(name)))) return false;
      await rename(this.#inboxPath(name), this.#path('claimed', name));
      await syncFolder(this.#path('claimed'));
      await syncFolder(this.#path('inbox'));
      return true;
    });
    // Barred from one, or it is open in another program: whether from all, the next one shows.
    if (!claimed.ok && claimed.error.is === 'readOnly' && claimed.error.why !== 'EROFS')
      return fail({ ...claimed.error, atFile: true });
    if (!claimed.ok) return claimed;
    this.#seen.delete(name);
    return claimed.value ? guarded(() => readOrWhyNot(this.#path('claimed', name))) : ok(null);
  }

  archive(name: string, day: string): OfFolder<null> {
    return guarded(async () => {
      const folder = join(this.#path('archive'), day);
      // Not recursive: where the archive itself is gone, it is not made anew somewhere else.
      await mkdir(folder).catch((error: unknown) => {
        if (codeOf(error) !== 'EEXIST') throw error;
      });
      await rename(this.#path('claimed', name), join(folder, await freeName(folder, name)));
      await syncFolder(folder);
      await syncFolder(this.#path('claimed'));
      return null;
    });
  }

  poison(name: string, reason: string): OfFolder<null> {
    return guarded(async () => {
      const folder = this.#path('poison');
      const free = await freeName(folder, name);
      // The reason first: no file is ever there without one.
      const beside = join(folder, `${free}${REASON}`);
      try {
        await writeDurably(beside, `${reason}\n`);
        await rename(this.#path('claimed', name), join(folder, free));
      } catch (error) {
        await rm(beside, { force: true }).catch(() => undefined);
        throw error;
      }
      await syncFolder(folder);
      await syncFolder(this.#path('claimed'));
      return null;
    });
  }

  inPoison(): OfFolder<{ readonly count: number; readonly sentences: readonly string[] }> {
    return guarded(async () => {
      const names = await readdir(this.#path('poison'));
      const there = new Set(names);
      // A person who has dealt with a file takes it away, and may leave its reason.
      const lying = names.filter((name) => there.has(`${name}${REASON}`)).sort();
      const sentences: string[] = [];
      for (const name of lying.slice(0, MOST_REASONS)) {
        const text = await readFile(this.#path('poison', `${name}${REASON}`), 'utf8');
        sentences.push(text.trimEnd());
      }
      return { count: lying.length, sentences };
    });
  }

  /** What is not UTF-8 has a name all the same, by which it is claimed and kept. */
  async #inInbox(): Promise<readonly string[]> {
    const raw = new Map<string, Buffer>();
    const names = new Set<string>();
    for (const each of await readdir(this.#path('inbox'), { encoding: 'buffer' })) {
      const name = each.toString();
      if (!isWhole(name)) continue;
      // Shown alike, one of them comes after the other.
      if (!names.has(name) && !each.equals(Buffer.from(name))) raw.set(name, each);
      names.add(name);
    }
    this.#raw = raw;
    return [...names].sort();
  }

  #inboxPath(name: string): string | Buffer {
    const raw = this.#raw.get(name);
    return raw === undefined
      ? this.#path('inbox', name)
      : Buffer.concat([Buffer.from(this.#path('inbox', '/')), raw]);
  }

  async #isAtRest(name: string): Promise<boolean> {
    const found = await lstat(this.#inboxPath(name)).catch(() => null);
    if (found !== null && !found.isFile()) this.#leftAlone = leftAlone[found.isDirectory() ? 0 : 1];
    if (found === null || !found.isFile()) return false;
    const now = this.#steady();
    const like = `${found.size} ${found.mtimeMs}`;
    // Whatever hour a share writes beside it: at rest is what has not changed before our eyes.
    const before = this.#seen.get(name);
    if (before?.like === like) return now - before.since >= REST_MS;
    this.#seen.set(name, { like, since: now });
    return false;
  }

  async #move(from: FolderRoom, name: string, to: FolderRoom, as: string): Promise<void> {
    await rename(this.#path(from, name), this.#path(to, as));
    await syncFolder(this.#path(to));
    await syncFolder(this.#path(from));
  }

  #path(room: FolderRoom, name = ''): string {
    return join(this.#root, room, name);
  }
}

/** Barred from its bytes we still may put it aside: that is the folder's right, and no file's. */
async function readOrWhyNot(path: string): Promise<Bytes | Unreadable> {
  const { size } = await stat(path);
  // Refused for its size by whoever reads it, before a byte of it is asked for.
  if (size > MOST_MESSAGE_BYTES)
    return { size, read: () => Promise.reject(new Error('larger than any message')) };
  try {
    return bytesOf(await readFile(path));
  } catch (error) {
    const code = codeOf(error);
    if (code === null || !barred.includes(code)) throw error;
    return { unreadable: code };
  }
}

const barred: readonly string[] = ['EACCES', 'EPERM', 'EISDIR'];

/** Names under which programs write what is not yet whole, or hide what is none of ours. */
export function isWhole(name: string): boolean {
  return !name.startsWith('.') && !/\.(tmp|part)$/i.test(name);
}

/** The name, shorter where it is too long, and with a number where it is taken. */
async function freeName(folder: string, name: string): Promise<string> {
  const dot = name.lastIndexOf('.');
  const [base, end] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  const fits = Buffer.byteLength(name) <= MOST_NAME;
  const short = fits ? base : [...base].slice(0, MOST_NAME / 5).join('');
  const tail = fits ? end : [...end].slice(0, 10).join('');
  for (let count = 1; ; count++) {
    const free = count === 1 ? `${short}${tail}` : `${short} (${count})${tail}`;
    const isTaken = await isThere(join(folder, free));
    // What is called as its reason would be is somebody's original.
    if (!isTaken && !(await isThere(join(folder, `${free}${REASON}`)))) return free;
  }
}

async function isThere(path: string | Buffer): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const handle = await open(path, 'w');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** So that a name is on disk as well as what it names; Windows keeps names by itself. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function guarded<T>(work: () => Promise<T>): OfFolder<T> {
  try {
    return ok(await work());
  } catch (error) {
    const code = codeOf(error);
    if (code === null) throw error;
    return fail(troubleOf(code));
  }
}

const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;

const troubles: Readonly<Record<string, FolderIs>> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  ENODEV: 'missing',
  ENXIO: 'missing',
  ESTALE: 'missing',
  EHOSTDOWN: 'missing',
  ENOTCONN: 'missing',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EACCES: 'readOnly',
  EPERM: 'readOnly',
  EROFS: 'readOnly',
  ETIMEDOUT: 'slow',
};

export const troubleOf = (code: string): FolderTrouble => ({
  is: troubles[code] ?? 'broken',
  why: code,
});
