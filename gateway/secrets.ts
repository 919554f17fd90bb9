// Tokens and one-time codes. Both are random and only their SHA-256 is kept: whoever reads the
// journal, or a backup of it, can be nobody's console.
import { createHash, randomBytes, randomInt } from 'node:crypto';

/** 256 bits, as text that fits a header and a cookie. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** Letters and digits that are not taken for one another, read or heard: no B, I, L, O, S, Z, 0, 1, 2, 5, 8. */
const ALPHABET = 'ACDEFGHJKMNPQRTUVWXY34679';
const GROUPS = 4;
const GROUP = 4;

/** A one-time code in groups, e.g. `K7QH-3MXD-RA9C-WUT6`: 74 bits. */
export function newCode(): string {
  const sign = () => ALPHABET.charAt(randomInt(ALPHABET.length));
  return Array.from({ length: GROUPS }, () => Array.from({ length: GROUP }, sign).join('')).join(
    '-',
  );
}

export const hashOfToken = (token: string): string => sha256(`token ${token}`);

/** Case, hyphens and gaps are the typist's. */
export const hashOfCode = (code: string): string =>
  sha256(`code ${code.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`);

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
