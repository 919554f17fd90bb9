// The figures of one run: noted one by one, shown as one table at the end.
import { writeFile } from 'node:fs/promises';

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly goal: string;
  readonly what: string;
}

export class Figures {
  readonly #all: Figure[] = [];

  readonly note = (name: string, value: number, goal: string, what: string): void => {
    this.#all.push({ name, value: Math.round(value * 100) / 100, goal, what });
    process.stderr.write(`${name} ${value.toFixed(2)}\n`);
  };

  table(): string {
    const rows = [
      ['figure', 'value', 'goal', ''],
      ...this.#all.map((each) => [each.name, String(each.value), each.goal, each.what]),
    ];
    const widths = [0, 1, 2].map((column) =>
      Math.max(...rows.map((row) => (row[column] ?? '').length)),
    );
    return rows
      .map((row) =>
        row
          .map((cell, column) =>
            column === 3
              ? cell
              : column === 1
                ? cell.padStart(widths[1] ?? 0)
                : cell.padEnd(widths[column] ?? 0),
          )
          .join('  '),
      )
      .join('\n');
  }

  async writeJson(file: string): Promise<void> {
    const named = Object.fromEntries(this.#all.map((each) => [each.name, each.value]));
    await writeFile(file, `${JSON.stringify(named, null, 2)}\n`);
  }
}

export type Note = Figures['note'];

export function quantile(times: readonly number[], share: number): number {
  const sorted = times.slice().sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
