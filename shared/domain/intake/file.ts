// From bytes to text: what kind of file it is, in which encoding, or why it cannot be read. A size
// above the limit is refused before anything is decoded.
import { fail, ok, type Result } from '../../lib/result.ts';

export const MOST_BYTES = 50 * 1024 * 1024;

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export type FileProblem =
  | { readonly code: 'tooLarge'; readonly megabytes: number; readonly most: number }
  | { readonly code: 'empty' }
  | { readonly code: 'xlsx' }
  | { readonly code: 'xls' }
  | { readonly code: 'pdf' }
  | { readonly code: 'picture' }
  | { readonly code: 'binary' }
  | { readonly code: 'noTable' };

export interface Decoded {
  readonly text: string;
  readonly encoding: Encoding;
}

/** TextDecoder of the platform: handed in, because it is not part of the language. */
export type Decode = (bytes: Uint8Array, encoding: Encoding, fatal: boolean) => string | undefined;

const startsWith = (bytes: Uint8Array, ...signs: number[]): boolean =>
  signs.every((sign, index) => bytes[index] === sign);

export function decodeBytes(bytes: Uint8Array, decode: Decode): Result<Decoded, FileProblem> {
  if (bytes.length > MOST_BYTES) {
    return fail({
      code: 'tooLarge',
      megabytes: Math.ceil(bytes.length / 1024 / 1024),
      most: MOST_BYTES / 1024 / 1024,
    });
  }
  const kind = kindOf(bytes);
  if (kind !== null) return fail(kind);
  if (startsWith(bytes, 0xff, 0xfe)) return textOf(bytes, 'utf-16le', decode);
  if (startsWith(bytes, 0xfe, 0xff)) return textOf(bytes, 'utf-16be', decode);
  if (bytes.subarray(0, 4096).includes(0)) return fail({ code: 'binary' });
  const utf8 = decode(bytes, 'utf-8', true);
  return utf8 === undefined ? textOf(bytes, 'windows-1252', decode) : checked(utf8, 'utf-8');
}

function kindOf(bytes: Uint8Array): FileProblem | null {
  if (bytes.length === 0) return { code: 'empty' };
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) return { code: 'xlsx' };
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return { code: 'xls' };
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46)) return { code: 'pdf' };
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47) || startsWith(bytes, 0xff, 0xd8, 0xff))
    return { code: 'picture' };
  return null;
}

function textOf(
  bytes: Uint8Array,
  encoding: Encoding,
  decode: Decode,
): Result<Decoded, FileProblem> {
  return checked(decode(bytes, encoding, false) ?? '', encoding);
}

function checked(text: string, encoding: Encoding): Result<Decoded, FileProblem> {
  const plain = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  return plain.trim() === '' ? fail({ code: 'empty' }) : ok({ text: plain, encoding });
}
