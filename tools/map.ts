// The import table as the README's map: `node tools/map.ts` prints it, `--write` puts it between the
// README's markers. A test compares the two.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './commands.ts';
import { rooms, targets, type Target } from './import-table.ts';

const markers = /(<!-- map -->)([^]*?)(<!-- \/map -->)/;

/** Rows import columns; a room's own packages stand in the last one. */
export function printMap(): string {
  const columns = Object.keys(targets) as Target[];
  const rows = rooms.map((room) => [
    room.name,
    ...columns.map((column) => (room.may.includes(column) ? '●' : '')),
    Object.keys(room.packages ?? {}).join(', '),
  ]);
  return [['', ...columns, 'packages of its own'], ['-', ...columns.map(() => '-'), '-'], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |\n`)
    .join('');
}

/** What stands between the markers of a text, null where there are none. */
export function mapIn(text: string): string | null {
  return markers.exec(text)?.[2] ?? null;
}

/** Equal cell by cell: the formatter may line the columns up. */
export function sameMap(one: string, other: string): boolean {
  return JSON.stringify(cellsOf(one)) === JSON.stringify(cellsOf(other));
}

function cellsOf(map: string): readonly (readonly string[])[] {
  return map
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^[|\s:-]+$/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));
}

if (import.meta.main) {
  const map = printMap();
  if (process.argv.includes('--write')) {
    const readme = join(root, 'README.md');
    const text = await readFile(readme, 'utf8');
    if (mapIn(text) === null) throw new Error('README.md has no <!-- map --> … <!-- /map -->.');
    await writeFile(readme, text.replace(markers, `$1\n\n${map}\n$3`));
  } else {
    process.stdout.write(map);
  }
}
