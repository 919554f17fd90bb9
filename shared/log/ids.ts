import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** `count` random bytes; injected, because shared has no randomness of its own. */
export type RandomBytes = (count: number) => Uint8Array;

function uuidOf(bytes: Uint8Array, version: number): string {
  bytes[6] = (bytes[6]! & 0x0f) | (version << 4);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytesToHex(bytes);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

/** UUIDv7 (RFC 9562): sorts by the time of its making. `now` in ms. */
export function uuid7(now: number, random: RandomBytes): string {
  const bytes = new Uint8Array(16);
  bytes.set(random(10), 6);
  let rest = now;
  for (let index = 5; index >= 0; index--) {
    bytes[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return uuidOf(bytes, 7);
}

/** UUIDv4, for devices and TxRefNbr. */
export function uuid4(random: RandomBytes): string {
  return uuidOf(Uint8Array.from(random(16)), 4);
}

/** UUIDv8 (RFC 9562): worked out from a text, not drawn; the same text has the same one. */
export function uuid8(text: string): string {
  return uuidOf(digestOf(text).slice(0, 16), 8);
}

/** SHA-256 of a text's UTF-8 bytes. */
export function digestOf(text: string): Uint8Array {
  return sha256(utf8ToBytes(text));
}

/** Eight random bytes as hex: enough that a short body cannot be guessed from its hash. */
export function newSalt(random: RandomBytes): string {
  return bytesToHex(random(8));
}
