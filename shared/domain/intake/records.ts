// From text to records. A quoted cell may hold separators and line breaks; a quotation mark that is
// never closed must not swallow the rows behind it, so that what looks like a row is one: such a mark
// is a sign of its cell like any other. Ends of lines may be mixed.

import { closing, Lines, readLine, unquoted, type Line } from './lines.ts';

export interface TextRecord {
  readonly cells: readonly string[];
  /** Lines of the file, as an editor counts them: where it begins, and how many it takes. */
  readonly line: number;
  readonly lines: number;
  /** The column of a quotation mark that opens and is not closed. */
  readonly stray: number | null;
  /** Where the next one begins. */
  readonly next: number;
}

/** What a row of this file looks like. */
interface Shape {
  readonly width: number;
  /** Columns of figures: numbers, and times. */
  readonly figures: readonly number[];
}

const delimiters = [',', ';', '\t', '|'] as const;
const HEAD = 64_000;
const SAMPLE = 60;

export function* recordsOf(text: string, delimiter: string, from = 0): Generator<TextRecord> {
  const shape = shapeOf(text, delimiter, from);
  yield* walk(text, delimiter, from, shape);
}

/** `sep=;`, which spreadsheets write for each other, and where the line behind it begins. */
export function namedDelimiter(
  text: string,
): { readonly delimiter: string; readonly next: number } | null {
  const named = /^"?sep=([,;\t|])"?(?:\r\n|\n|\r|$)/i.exec(text);
  return named === null ? null : { delimiter: named[1] ?? ',', next: named[0].length };
}

/** Which delimiter splits the first lines most evenly into more than one cell. */
export function findDelimiter(text: string): string {
  const head = text.slice(0, HEAD);
  let best = ',';
  let most = 0;
  for (const delimiter of delimiters) {
    for (const rows of samples(head, delimiter, 0)) {
      const { width, share } = widthOf(rows.slice(0, 12));
      if (width < 2 || width * share <= most) continue;
      most = width * share;
      best = delimiter;
    }
  }
  return best;
}

function* walk(
  text: string,
  delimiter: string,
  from: number,
  shape: Shape | null,
): Generator<TextRecord> {
  const lines = new Lines(text);
  // After one that runs to the end of the file nothing is closed on another line any more.
  const seen = { isOpenToTheEnd: false };
  let line = 1 + countLines(text.slice(0, from));
  for (let at = from; at < text.length;) {
    const first = lines.at(at);
    const read = first.text.includes('"')
      ? readQuoted(lines, first, delimiter, shape, seen)
      : { cells: first.text.split(delimiter), lines: 1, stray: null, next: first.next };
    if (read.cells.some((cell) => cell.trim() !== '')) yield { ...read, line };
    line += read.lines;
    at = read.next;
  }
}

type Read = Omit<TextRecord, 'line'>;

function readQuoted(
  lines: Lines,
  first: Line,
  delimiter: string,
  shape: Shape | null,
  seen: { isOpenToTheEnd: boolean },
): Read {
  const read = seen.isOpenToTheEnd ? null : readOver(lines, first, delimiter, shape, seen);
  if (read !== null && !read.isDoubtful && (read.lines > 1 || read.cells.length === shape?.width))
    return read;
  if (read?.isDoubtful === false) return spanned(first, delimiter, shape) ?? read;
  const alone = { ...readLine(first.text, delimiter), lines: 1, next: first.next };
  if (read === null) return alone;
  // A mark stands inside a quoted cell: whichever reading has the width of a row.
  const isRow = read.cells.length === shape?.width;
  return isRow || (read.lines === 1 && alone.cells.length !== shape?.width) ? read : alone;
}

/** Two stray marks that seem to belong together: without them the line is a row, with figures between. */
function spanned(first: Line, delimiter: string, shape: Shape | null): Read | null {
  const { cells, stray, end } = unquoted(first.text, delimiter);
  const isGiven = (column: number) => (cells[column] ?? '').trim() !== '';
  const given = shape?.figures.filter(isGiven) ?? [];
  const isOne =
    cells.length === shape?.width &&
    given.every((column) => isNearlyFigure((cells[column] ?? '').trim())) &&
    given.some((column) => column > stray && column <= end);
  return isOne ? { cells, lines: 1, stray, next: first.next } : null;
}

/** As it is meant by the book; null where that would swallow a row, or the rest of the file. */
function readOver(
  lines: Lines,
  first: Line,
  delimiter: string,
  shape: Shape | null,
  seen: { isOpenToTheEnd: boolean },
): (Read & { readonly isDoubtful: boolean }) | null {
  const cells: string[] = [];
  let line = first;
  let count = 1;
  let isDoubtful = false;
  for (let at = 0; ;) {
    if (line.text[at] !== '"') {
      const end = line.text.indexOf(delimiter, at);
      cells.push(line.text.slice(at, end < 0 ? undefined : end));
      if (end < 0) break;
      at = end + 1;
      continue;
    }
    const pieces: string[] = [];
    let start = at + 1;
    let close = closing(line.text, start, delimiter);
    while (close.at < 0) {
      if (close.isMarked) isDoubtful = true;
      pieces.push(line.text.slice(start), line.end);
      if (line.next >= lines.length) {
        seen.isOpenToTheEnd = shape !== null;
        return null;
      }
      if (count === 1 && isRowBehind(cells.length, first.text, delimiter, shape)) return null;
      line = lines.at(line.next);
      count += 1;
      if (isRow(line.text, delimiter, shape)) return null;
      start = 0;
      close = closing(line.text, 0, delimiter);
    }
    if (close.isMarked) isDoubtful = true;
    pieces.push(line.text.slice(start, close.at));
    cells.push(pieces.join('').replaceAll('""', '"'));
    if (close.next < 0) break;
    at = close.next;
  }
  return { cells, lines: count, stray: null, next: line.next, isDoubtful };
}

/** Whether a line by itself is a row of this file. */
function isRow(text: string, delimiter: string, shape: Shape | null): boolean {
  if (shape === null || text === '') return false;
  const { cells } = readLine(text, delimiter);
  if (shape.figures.length === 0) return cells.length === shape.width;
  const given = shape.figures.map((column) => (cells[column] ?? '').trim()).filter(Boolean);
  if (given.length === 0 || !given.every(isNearlyFigure)) return false;
  // A row that ends early is known by a number as long as an MPRN.
  return cells.length === shape.width || given.some((cell) => /\d{7}/.test(cell));
}

/** Whether a line is a row although a cell opens in it: behind that cell stand figures where they belong. */
function isRowBehind(
  opening: number,
  text: string,
  delimiter: string,
  shape: Shape | null,
): boolean {
  if (shape === null || !isRow(text, delimiter, shape)) return false;
  const { cells } = readLine(text, delimiter);
  return (
    cells.length === shape.width &&
    shape.figures.some((column) => column > opening && (cells[column] ?? '').trim() !== '')
  );
}

/** A figure with a slip in it too: `1000123456O`, `1.00012E+10`, a mark behind it. */
const isNearlyFigure = (cell: string): boolean =>
  (cell.match(/\d/g)?.length ?? 0) * 2 >= cell.replaceAll('"', '').length;

const isFigure = (cell: string): boolean => /^'?\+?\d[\d\s.:/+\-TZ]*$/.test(cell);

function shapeOf(text: string, delimiter: string, from: number): Shape | null {
  const [byTheBook, alone] = samples(text.slice(0, from + HEAD), delimiter, from);
  const rows = widthOf(byTheBook).share >= 0.7 ? byTheBook : alone;
  const { width } = widthOf(rows);
  if (width < 2) return null;
  const like = rows.filter((cells) => cells.length === width);
  const ofData = like.filter((cells) => cells.some((cell) => isFigure(cell.trim())));
  const figures = Array.from({ length: width }, (_, column) => column).filter((column) => {
    const given = ofData.map((cells) => (cells[column] ?? '').trim()).filter(Boolean);
    return given.length > 0 && given.filter(isFigure).length >= given.length * 0.7;
  });
  return { width, figures };
}

type Rows = readonly (readonly string[])[];

/** The first rows as they are meant by the book, and each line by itself. */
function samples(head: string, delimiter: string, from: number): readonly [Rows, Rows] {
  const byTheBook: (readonly string[])[] = [];
  for (const { cells } of walk(head, delimiter, from, null)) {
    if (byTheBook.push(cells) >= SAMPLE) break;
  }
  const lines = new Lines(head);
  const alone: (readonly string[])[] = [];
  for (let at = from; at < head.length && alone.length < SAMPLE;) {
    const line = lines.at(at);
    if (line.text.trim() !== '') alone.push(readLine(line.text, delimiter).cells);
    at = line.next;
  }
  return [byTheBook, alone];
}

/** How wide most rows are, and how many of them. */
function widthOf(rows: Rows): { readonly width: number; readonly share: number } {
  const counts = new Map<number, number>();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  let width = 0;
  let most = 0;
  for (const [each, count] of counts) {
    if (each < 2 || count <= most) continue;
    width = each;
    most = count;
  }
  return { width, share: rows.length === 0 ? 0 : most / rows.length };
}

const countLines = (text: string): number => text.match(/\r\n|\n|\r/g)?.length ?? 0;
