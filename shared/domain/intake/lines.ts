// Lines of a table by themselves: where each begins and ends, and its cells when nothing but the line
// counts.

export interface Line {
  readonly text: string;
  readonly end: string;
  readonly next: number;
}

/** One line by itself: a quoted cell ends in it, or its mark is a sign like any other. */
export function readLine(
  text: string,
  delimiter: string,
): { readonly cells: readonly string[]; readonly stray: number | null } {
  const cells: string[] = [];
  let stray: number | null = null;
  for (let at = 0; ;) {
    const close = text[at] === '"' ? closing(text, at + 1, delimiter) : null;
    if (close !== null && close.at >= 0 && !close.isMarked) {
      cells.push(text.slice(at + 1, close.at).replaceAll('""', '"'));
      if (close.next < 0) break;
      at = close.next;
      continue;
    }
    const end = text.indexOf(delimiter, at);
    const cell = text.slice(at, end < 0 ? undefined : end);
    const isStray = close !== null && !cell.includes('"', 1);
    if (isStray) stray ??= cells.length;
    cells.push(isStray ? cell.slice(1) : cell);
    if (end < 0) break;
    at = end + 1;
  }
  return { cells, stray };
}

/** Split at every separator: marks are signs, left off at the ends of cells that two of them span. */
export function unquoted(
  text: string,
  delimiter: string,
): { readonly cells: readonly string[]; readonly stray: number; readonly end: number } {
  const cells = text.split(delimiter);
  const stray = cells.findIndex((cell) => cell.startsWith('"'));
  const end = cells.findIndex((cell, index) => index > stray && cell.trimEnd().endsWith('"'));
  return { cells: cells.map((cell) => cell.replace(/^"|"$/g, '')), stray, end };
}

/** The mark that closes a cell in this line, and whether one stood before it that closes nothing. */
export function closing(
  text: string,
  from: number,
  delimiter: string,
): { readonly at: number; readonly next: number; readonly isMarked: boolean } {
  let isMarked = false;
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at)) {
    if (text[at + 1] === '"') {
      at += 2;
      continue;
    }
    let after = at + 1;
    while (text[after] === ' ') after += 1;
    if (after >= text.length) return { at, next: -1, isMarked };
    if (text[after] === delimiter) return { at, next: after + 1, isMarked };
    isMarked = true;
    at += 1;
  }
  return { at: -1, next: -1, isMarked };
}

/** Lines by where they begin, whatever ends each of them. */
export class Lines {
  readonly #text: string;
  readonly #found = new Map<string, { readonly from: number; readonly at: number }>();

  constructor(text: string) {
    this.#text = text;
  }

  get length(): number {
    return this.#text.length;
  }

  at(from: number): Line {
    const end = Math.min(this.#find('\n', from), this.#find('\r', from));
    const sign = this.#text[end] ?? '';
    const brk = sign === '\r' && this.#text[end + 1] === '\n' ? '\r\n' : sign;
    return { text: this.#text.slice(from, end), end: brk, next: end + brk.length };
  }

  /** Remembered, so that a file without any of them is not searched to its end for each line. */
  #find(sign: string, from: number): number {
    const known = this.#found.get(sign);
    if (known !== undefined && known.from <= from && from <= known.at) return known.at;
    const found = this.#text.indexOf(sign, from);
    const at = found < 0 ? this.#text.length : found;
    this.#found.set(sign, { from, at });
    return at;
  }
}
