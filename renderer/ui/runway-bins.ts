// Marks on the runway stand in columns by minutes since payment. Few in a column: one mark each;
// more than fit: a bar with its count, split into what it is made of. Pure, so that twenty
// thousand customers cost one pass and a hundred rectangles.

export type MarkShape = 'priority' | 'special' | 'other' | 'phone';

export interface Mark {
  readonly subject: string;
  /** Minutes since payment. */
  readonly minutes: number;
  readonly shape: MarkShape;
  readonly label: string;
}

export interface Column {
  /** Middle of the column, minutes. */
  readonly minutes: number;
  readonly marks: readonly Mark[];
}

export interface Bins {
  readonly columns: readonly Column[];
  /** Beyond the right end. */
  readonly older: readonly Mark[];
}

const rank: Readonly<Record<MarkShape, number>> = { other: 0, phone: 1, special: 2, priority: 3 };

/** `end`: minutes at the right edge; `step`: minutes a column is wide. */
export function binMarks(marks: readonly Mark[], end: number, step: number): Bins {
  const columns = new Map<number, Mark[]>();
  const older: Mark[] = [];
  for (const mark of marks) {
    if (mark.minutes >= end) {
      older.push(mark);
      continue;
    }
    const at = Math.floor(Math.max(0, mark.minutes) / step);
    const column = columns.get(at);
    if (column === undefined) columns.set(at, [mark]);
    else column.push(mark);
  }
  return {
    columns: [...columns]
      .sort(([one], [other]) => one - other)
      .map(([at, inside]) => ({
        minutes: (at + 0.5) * step,
        marks: inside.sort((one, other) => rank[one.shape] - rank[other.shape]),
      })),
    older,
  };
}
