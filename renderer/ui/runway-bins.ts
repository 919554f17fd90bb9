// Where each mark of the runway stands. Marks are piled in columns by minutes since payment. While
// the tallest pile fits, every customer is a mark of their own, smaller when there are many; a few
// piles that do not fit become bars with their figure and leave the others their marks; beyond that
// every pile is a bar on one scale, so that twice as tall always means twice as many.
// Pure, so that twenty thousand customers cost one pass and a hundred and fifty rectangles.

/** Who it is; `on the phone` keeps the shape and is drawn hollow. */
export type MarkShape =
  | 'priority'
  | 'special'
  | 'other'
  | 'phone'
  | 'priorityPhone'
  | 'specialPhone';

export interface Mark {
  readonly subject: string;
  /** Minutes since payment. */
  readonly minutes: number;
  readonly shape: MarkShape;
}

export interface Column {
  /** Middle of the column, minutes. */
  readonly minutes: number;
  /** From the floor up: whoever must not be overlooked stands on top, of equals the oldest. */
  readonly marks: readonly Mark[];
}

export interface Bins {
  readonly columns: readonly Column[];
  /** Beyond the right end, the longest without power last. */
  readonly older: readonly Mark[];
  readonly tallest: number;
}

export interface Picture extends Bins {
  readonly drawn: 'marks' | 'bars';
  /** How many marks fit over each other; a higher pile among marks is a bar. */
  readonly fits: number;
  /** Pixels from one mark to the next. */
  readonly pitch: number;
}

/** Pixels to draw in, minutes they stand for, and the pitch of a full-size mark. */
export interface Plot {
  readonly end: number;
  readonly width: number;
  readonly height: number;
  readonly pitch: number;
}

const rank: Readonly<Record<MarkShape, number>> = {
  other: 0,
  special: 1,
  phone: 2,
  specialPhone: 2,
  priority: 3,
  priorityPhone: 4,
};
const sizes = [1, 0.78, 0.6];
const QUARTER = 15;

export function arrange(marks: readonly Mark[], plot: Plot): Picture {
  for (const size of sizes) {
    const pitch = plot.pitch * size;
    const step = stepOf(plot, pitch);
    if (tallestOf(marks, plot.end, step) * pitch > plot.height) continue;
    return { ...binMarks(marks, plot.end, step), drawn: 'marks', pitch, fits: Infinity };
  }
  for (const size of sizes) {
    const pitch = plot.pitch * size;
    const bins = binMarks(marks, plot.end, stepOf(plot, pitch));
    const fits = Math.floor(plot.height / pitch);
    const high = bins.columns.filter((column) => column.marks.length > fits).length;
    if (high <= bins.columns.length / FEW) return { ...bins, drawn: 'marks', pitch, fits };
  }
  const bins = binMarks(marks, plot.end, stepOf(plot, plot.pitch));
  return { ...bins, drawn: 'bars', pitch: plot.pitch, fits: 0 };
}

/** One pile in so many may be a bar among marks. */
const FEW = 8;

export function isBar(picture: Picture, column: Column): boolean {
  return picture.drawn === 'bars' || column.marks.length > picture.fits;
}

/** A hair's breadth is added: 75 minutes divided by a thirteenth of a quarter must not round down. */
function columnOf(mark: Mark, step: number): number {
  return Math.floor(Math.max(0, mark.minutes) / step + 1e-9);
}

/** How high the highest pile would be, without piling. */
function tallestOf(marks: readonly Mark[], end: number, step: number): number {
  const counts = new Uint32Array(Math.ceil(end / step) + 1);
  let tallest = 0;
  for (const mark of marks) {
    if (mark.minutes >= end) continue;
    const at = columnOf(mark, step);
    const count = (counts[at] ?? 0) + 1;
    counts[at] = count;
    if (count > tallest) tallest = count;
  }
  return tallest;
}

/** Minutes in a column: a whole number of columns to the quarter hour, so that none straddles 75. */
function stepOf(plot: Plot, pitch: number): number {
  const pixelsPerQuarter = (plot.width / plot.end) * QUARTER;
  return QUARTER / Math.max(1, Math.floor(pixelsPerQuarter / pitch));
}

/** `end`: minutes at the right edge; `step`: minutes a column is wide. */
export function binMarks(marks: readonly Mark[], end: number, step: number): Bins {
  const columns = new Map<number, Mark[]>();
  const older: Mark[] = [];
  let tallest = 0;
  for (const mark of marks) {
    if (mark.minutes >= end) {
      older.push(mark);
      continue;
    }
    const at = columnOf(mark, step);
    const column = columns.get(at);
    if (column === undefined) columns.set(at, [mark]);
    else column.push(mark);
    tallest = Math.max(tallest, column?.length ?? 1);
  }
  return {
    columns: [...columns]
      .sort(([one], [other]) => one - other)
      .map(([at, inside]) => ({
        minutes: (at + 0.5) * step,
        marks: inside.sort(
          (one, other) => rank[one.shape] - rank[other.shape] || one.minutes - other.minutes,
        ),
      })),
    older: older.sort((one, other) => one.minutes - other.minutes),
    tallest,
  };
}

export interface Stand {
  /** Index into the columns; the one after the last is the pile of those beyond the end. */
  readonly column: number;
  readonly row: number;
}

export function pileAt(bins: Bins, column: number): readonly Mark[] {
  return column === bins.columns.length ? bins.older : (bins.columns[column]?.marks ?? []);
}

export function standOf(bins: Bins, subject: string | null): Stand | null {
  if (subject === null) return null;
  for (let column = 0; column <= bins.columns.length; column += 1) {
    const row = pileAt(bins, column).findIndex((mark) => mark.subject === subject);
    if (row >= 0) return { column, row };
  }
  return null;
}

export type Step = 'left' | 'right' | 'up' | 'down' | 'first' | 'last';

/** The mark one step on from another: along the floor, or up and down a pile. */
export function stepFrom(bins: Bins, from: Stand, step: Step): Mark | undefined {
  const end = bins.columns.length - (bins.older.length > 0 ? 0 : 1);
  const pile = pileAt(bins, from.column);
  if (step === 'up') return pile[Math.min(pile.length - 1, from.row + 1)];
  if (step === 'down') return pile[Math.max(0, from.row - 1)];
  const column =
    step === 'first'
      ? 0
      : step === 'last'
        ? end
        : Math.max(0, Math.min(end, from.column + (step === 'left' ? -1 : 1)));
  return pileAt(bins, column).at(-1);
}

/** Where the keyboard starts: whoever meets the backstop next; when nobody will, the latest. */
export function firstToLook(bins: Bins, backstopMinutes: number): Mark | undefined {
  const inTime = bins.columns.filter((column) => column.minutes < backstopMinutes);
  return (inTime.at(-1) ?? bins.columns.at(-1))?.marks.at(-1) ?? bins.older.at(-1);
}
