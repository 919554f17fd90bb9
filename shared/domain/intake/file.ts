// From bytes to text: what kind of file it is, in which encoding, or why it cannot be read. A size
// above the limit is refused before a byte of it is read; the rest is decoded piece by piece.
import { fail, ok, type Result } from '../../lib/result.ts';

export const MOST_BYTES = 50 * 1024 * 1024;

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export type FileProblem =
  | { readonly code: 'tooLarge'; readonly megabytes: number; readonly most: number }
  | { readonly code: 'empty' }
  /** A zip, and no workbook that we can read. */
  | { readonly code: 'zip' }
  | { readonly code: 'unpacksTooLarge'; readonly most: number }
  | { readonly code: 'xls' }
  | { readonly code: 'pdf' }
  | { readonly code: 'picture' }
  | { readonly code: 'binary' }
  | { readonly code: 'noTable' };

export interface Cancelled {
  readonly code: 'cancelled';
}

export interface Decoded {
  readonly text: string;
  readonly encoding: Encoding;
}

/** A file as it lies on the disk: read piece by piece, never more of it than is asked for. */
export interface Bytes {
  readonly size: number;
  readonly read: (from: number, to: number) => Promise<Uint8Array>;
}

/**
 * A TextDecoder of the platform, handed in because it is not part of the language. The function it
 * gives takes the pieces in turn and answers with their text; `undefined` once a byte does not fit.
 */
export type StartDecoder = (
  encoding: Encoding,
  fatal: boolean,
) => (bytes: Uint8Array, last: boolean) => string | undefined;

/** How long work lets itself be watched and stopped. */
export interface Watch {
  /** `rows` so far, once the file is being split into them; until then 0. */
  readonly onProgress: (done: number, of: number, rows: number) => void;
  readonly isCancelled: () => boolean;
  /** Lets the page paint and hear a click. */
  readonly breathe: () => Promise<void>;
}

export const unwatched: Watch = {
  onProgress: () => undefined,
  isCancelled: () => false,
  breathe: () => Promise.resolve(),
};

const SLICE = 2 * 1024 * 1024;
const HEAD = 4096;

const startsWith = (bytes: Uint8Array, ...signs: number[]): boolean =>
  signs.every((sign, index) => bytes[index] === sign);

export function bytesOf(bytes: Uint8Array): Bytes {
  return { size: bytes.length, read: (from, to) => Promise.resolve(bytes.subarray(from, to)) };
}

export async function decodeFile(
  file: Bytes,
  start: StartDecoder,
  watch: Watch = unwatched,
): Promise<Result<Decoded, FileProblem | Cancelled>> {
  if (file.size > MOST_BYTES) {
    return fail({
      code: 'tooLarge',
      megabytes: Math.ceil(file.size / 1024 / 1024),
      most: MOST_BYTES / 1024 / 1024,
    });
  }
  const head = await file.read(0, Math.min(HEAD, file.size));
  const kind = kindOf(head);
  if (kind !== null) return fail(kind);
  if (startsWith(head, 0xff, 0xfe)) return decodeAs('utf-16le', false, file, start, watch);
  if (startsWith(head, 0xfe, 0xff)) return decodeAs('utf-16be', false, file, start, watch);
  if (head.includes(0)) return fail({ code: 'binary' });
  const utf8 = await decodeAs('utf-8', true, file, start, watch);
  if (utf8.ok || utf8.error.code !== 'binary') return utf8;
  // A byte that does not fit among many that do is damage; the text is UTF-8 all the same.
  const damaged = await decodeAs('utf-8', false, file, start, watch);
  if (damaged.ok && isMostlyRead(damaged.value.text)) return damaged;
  return decodeAs('windows-1252', false, file, start, watch);
}

/** What stands where a byte could not be read. */
export const UNREAD = '\uFFFD';

/** More signs beyond ASCII were understood than were not. */
function isMostlyRead(text: string): boolean {
  const beyond = text.match(/[^\0-\x7f]/g)?.length ?? 0;
  const unread = text.split(UNREAD).length - 1;
  return beyond - unread > unread;
}

/** `binary` when a byte does not fit and the decoder is a fatal one. */
async function decodeAs(
  encoding: Encoding,
  fatal: boolean,
  file: Bytes,
  start: StartDecoder,
  watch: Watch,
): Promise<Result<Decoded, FileProblem | Cancelled>> {
  const decode = start(encoding, fatal);
  const pieces: string[] = [];
  for (let from = 0; from < file.size; from += SLICE) {
    if (watch.isCancelled()) return fail({ code: 'cancelled' });
    const to = Math.min(file.size, from + SLICE);
    const text = decode(await file.read(from, to), to === file.size);
    if (text === undefined) return fail({ code: 'binary' });
    pieces.push(text);
    watch.onProgress(to, file.size, 0);
  }
  return checked(pieces.join(''), encoding);
}

/** A workbook of today is a zip of pages; it is read elsewhere. */
export function isZip(head: Uint8Array): boolean {
  return startsWith(head, 0x50, 0x4b, 0x03, 0x04);
}

/** Kinds of files that are no text, by their first bytes. */
export function kindOf(bytes: Uint8Array): FileProblem | null {
  if (bytes.length === 0) return { code: 'empty' };
  if (isZip(bytes)) return { code: 'zip' };
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return { code: 'xls' };
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46)) return { code: 'pdf' };
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47) || startsWith(bytes, 0xff, 0xd8, 0xff))
    return { code: 'picture' };
  return null;
}

function checked(text: string, encoding: Encoding): Result<Decoded, FileProblem> {
  const plain = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  return plain.trim() === '' ? fail({ code: 'empty' }) : ok({ text: plain, encoding });
}
