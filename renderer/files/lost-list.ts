// Customers that a lost database no longer has, as a file that can be brought in again: its columns
// are named as every export names them.
import { toCsv } from '../../shared/domain/intake/table.ts';
import { writeFileTime } from '../../shared/domain/times.ts';
import type { Summary } from '../../shared/domain/summary.ts';

const columns: readonly (readonly [string, (row: Summary) => string])[] = [
  ['MPRN', (row) => row.mprn ?? ''],
  ['Customer', (row) => row.name],
  ['Phone', (row) => row.phone],
  ['Address', (row) => row.address],
  ['Register', (row) => row.register],
  ['CTF', (row) => row.ctf],
  ['Payment time (Irish time)', (row) => (row.paidAt === null ? '' : writeFileTime(row.paidAt))],
  ['Open D05', (row) => row.openD05],
  ['Failure point', (row) => (row.failurePoint === null ? '' : String(row.failurePoint))],
];

export function lostList(rows: readonly Summary[]): string {
  return toCsv([
    columns.map(([name]) => name),
    ...rows
      .filter((row) => row.open && row.power !== 'confirmed')
      .map((row) => columns.map(([, cell]) => cell(row))),
  ]);
}
