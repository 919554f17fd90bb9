// The speakable reference of a request, `K7-042-R`: made with no network, said over a bad line,
// written on paper. First two signs say which device made it, then its number, then a check letter.
// The letters leave out I, O and Q, which leaves 23: a prime, so with weights that all differ
// modulo 23 every single wrong sign and every swap of neighbours shows (REF1).
import { fail, ok, type Result } from '../lib/result.ts';
import { digestOf } from '../log/ids.ts';

const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ';
const MODULUS = LETTERS.length;
const DEVICE_DIGITS = '23456789';

const nato: Readonly<Record<string, string>> = {
  A: 'alfa',
  B: 'bravo',
  C: 'charlie',
  D: 'delta',
  E: 'echo',
  F: 'foxtrot',
  G: 'golf',
  H: 'hotel',
  J: 'juliett',
  K: 'kilo',
  L: 'lima',
  M: 'mike',
  N: 'november',
  P: 'papa',
  R: 'romeo',
  S: 'sierra',
  T: 'tango',
  U: 'uniform',
  V: 'victor',
  W: 'whiskey',
  X: 'x-ray',
  Y: 'yankee',
  Z: 'zulu',
};
const digitWords = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

export type ReferenceProblem =
  | { readonly code: 'empty' }
  | { readonly code: 'notAReference' }
  | { readonly code: 'checkLetter' };

/** Two signs of a device: the same for ever, and the same on every desk that sees the device id. */
export function devicePart(device: string): string {
  const hex = device.replace(/[^0-9a-f]/gi, '');
  // The last digits of a UUIDv4 are random; the first of a UUIDv7 would be the hour.
  const value = Number.parseInt(hex.slice(-8), 16) || 0;
  return (
    (LETTERS[value % MODULUS] ?? 'A') + (DEVICE_DIGITS[Math.floor(value / MODULUS) % 8] ?? '2')
  );
}

/** Whose references they are. */
export interface Giver {
  readonly device: string;
  /**
   * A secret of that device, by which its numbers follow each other in an order that tells nobody how
   * many it gave to others in between. Without one they count on.
   */
  readonly order?: string | undefined;
}

/** The `count`th reference that a device gives out, from 1. */
export function makeReference(of: Giver & { readonly count: number }): string {
  const device = devicePart(of.device);
  const number = String(of.order === undefined ? of.count : numberAt(of.count, of.order));
  const digits = number.padStart(3, '0');
  return `${device}-${digits}-${checkLetter(device + digits)}`;
}

/** How many references a device had given out when it gave out this one; 0 for another's. */
export function countOf(reference: string, { device, order }: Giver): number {
  const [part, digits] = reference.split('-');
  if (part !== devicePart(device) || !/^\d+$/.test(digits ?? '')) return 0;
  return order === undefined ? Number(digits) : countAt(Number(digits), order);
}

/** Three digits while there are any left, then four; beyond that they count on. */
const blocks = [
  [0, 1000],
  [1000, 10_000],
] as const;

function numberAt(count: number, order: string): number {
  const block = blocks.find(([, end]) => count <= end);
  return block === undefined ? count : (shuffled(block, order)[count - 1 - block[0]] ?? count);
}

function countAt(number: number, order: string): number {
  const block = blocks.find(([from, end]) => from <= number && number < end);
  return block === undefined ? number : block[0] + 1 + shuffled(block, order).indexOf(number);
}

const known = { key: '', numbers: [] as readonly number[] };

/** The numbers of a block in the order of a secret: Fisher and Yates, with a hash to draw from. */
function shuffled([from, end]: (typeof blocks)[number], order: string): readonly number[] {
  const key = `${order} ${from}`;
  if (known.key === key) return known.numbers;
  const numbers = Array.from({ length: end - from }, (_, index) => from + index);
  let drawn: DataView | null = null;
  for (let left = numbers.length - 1, at = 0; left > 0; left--, at += 4) {
    const inDigest = at % 32;
    if (drawn === null || inDigest === 0) drawn = viewOf(digestOf(`${key} ${at}`));
    const pick = drawn.getUint32(inDigest) % (left + 1);
    [numbers[left], numbers[pick]] = [numbers[pick] ?? 0, numbers[left] ?? 0];
  }
  known.key = key;
  known.numbers = numbers;
  return numbers;
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);

function valueOf(sign: string): number {
  const letter = LETTERS.indexOf(sign);
  return letter >= 0 ? letter : Number(sign);
}

/** Weights 2, 3, 4 …: all different and none a multiple of 23 for up to 21 signs. */
function checkLetter(signs: string): string {
  let sum = 0;
  for (let index = 0; index < signs.length; index++)
    sum += (index + 2) * valueOf(signs[index] ?? '');
  return LETTERS[sum % MODULUS] ?? 'A';
}

/** Reads what somebody typed or heard: any case, with or without hyphens, NATO words too. */
export function parseReference(typed: string): Result<string, ReferenceProblem> {
  const signs = unspoken(typed)
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
  if (signs === '') return fail({ code: 'empty' });
  const parts = /^([A-HJ-NPR-Z][2-9])(\d{3,6})([A-HJ-NPR-Z])$/.exec(signs);
  if (parts === null) return fail({ code: 'notAReference' });
  const [, device = '', count = '', check = ''] = parts;
  if (checkLetter(device + count) !== check) return fail({ code: 'checkLetter' });
  return ok(`${device}-${count}-${check}`);
}

function unspoken(typed: string): string {
  return typed
    .toLowerCase()
    .replace(/x-?ray/g, 'x')
    .split(/[\s,-]+/)
    .map((word) => {
      const digit = digitWords.indexOf(word === 'niner' ? 'nine' : word);
      if (digit >= 0) return String(digit);
      const letter = Object.entries(nato).find(
        ([, said]) =>
          said === word ||
          (said === 'alfa' && word === 'alpha') ||
          (said === 'juliett' && word === 'juliet'),
      );
      return letter?.[0] ?? word;
    })
    .join('');
}

/** `kilo seven, zero four two, romeo`: words to say, one per sign. */
export function speakReference(reference: string): readonly string[] {
  return [...reference.replace(/-/g, '')].map(
    (sign) => nato[sign] ?? digitWords[Number(sign)] ?? sign,
  );
}

/** A reference as it is compared: a speakable one in its one form, another by its letters and digits. */
export function comparable(reference: string): string {
  const read = parseReference(reference);
  return read.ok ? read.value : reference.toUpperCase().replace(/[^A-Z0-9]/g, '');
}
