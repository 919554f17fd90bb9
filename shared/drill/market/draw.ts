// Randomness as a function of seed and words: what befalls a message depends on the message and never
// on who was served before it. So the same night can be played twice, once with and once without the
// console, and meets the same faults.

/** 0 to 1, 1 excluded. */
export type Draw = () => number;

/** Least and most; in ms where it is a time. */
export type Span = readonly [least: number, most: number];

export function streamOf(seed: number, words: string): Draw {
  let [state] = mixed(seed, words);
  // mulberry32
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let next = Math.imul(state ^ (state >>> 15), 1 | state);
    next = (next + Math.imul(next ^ (next >>> 7), 61 | next)) ^ next;
    return ((next ^ (next >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One draw for these words; use a stream for more. */
export function drawOf(seed: number, words: string): number {
  return mixed(seed, words)[0] / 2 ** 32;
}

export function between(draw: Draw, [least, most]: Span): number {
  return Math.floor(least + draw() * (most - least + 1));
}

/** Looks like a UUID; 128 bits, so that no night has one twice. */
export function uuidOf(seed: number, words: string): string {
  const hex = mixed(seed, words)
    .map((part) => part.toString(16).padStart(8, '0'))
    .join('');
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** Four words of 32 bits, each depending on every sign (cyrb128). */
function mixed(seed: number, words: string): readonly [number, number, number, number] {
  let [a, b, c, d] = [1779033703 ^ seed, 3144134277 ^ seed, 1013904242, 2773480762];
  for (let place = 0; place < words.length; place++) {
    const sign = words.charCodeAt(place);
    a = b ^ Math.imul(a ^ sign, 597399067);
    b = c ^ Math.imul(b ^ sign, 2869860233);
    c = d ^ Math.imul(c ^ sign, 951274213);
    d = a ^ Math.imul(d ^ sign, 2716044179);
  }
  a = Math.imul(c ^ (a >>> 18), 597399067);
  b = Math.imul(d ^ (b >>> 22), 2869860233);
  c = Math.imul(a ^ (c >>> 17), 951274213);
  d = Math.imul(b ^ (d >>> 19), 2716044179);
  a ^= b ^ c ^ d;
  return [a >>> 0, (b ^ a) >>> 0, (c ^ a) >>> 0, (d ^ a) >>> 0];
}
