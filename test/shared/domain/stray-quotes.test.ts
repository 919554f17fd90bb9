import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dice } from '../../simulation/clock.ts';
import { checkRow } from '../../../shared/domain/intake/check-row.ts';
import { headerWords, recogniseColumns } from '../../../shared/domain/intake/columns.ts';
import { belowTitles } from '../../../shared/domain/intake/header-words.ts';
import { linesOf, readTable, readTableSlowly } from '../../../shared/domain/intake/table.ts';
import { readOutstanding } from '../../../shared/market/outstanding.ts';

const now = Date.parse('2026-11-29T01:55:00Z');
const mprnOf = (no: number) => `10${String(551761494 + no * 7919).padStart(9, '0')}`;
const header = 'MPRN,Customer,Address,Payment time';
const lineOf = (no: number, name = `Customer ${no}`) =>
  `${mprnOf(no)},${name},"${no} Main Street, Sligo",2026-11-29T01:30:00Z`;
const plainLine = (no: number, name = `Customer ${no}`) =>
  `${mprnOf(no)},${name},Sligo,2026-11-29T01:30:00Z`;
const all = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

function rowsOf(text: string) {
  const table = readTable(text);
  const { mapping } = recogniseColumns(table);
  return table.records.map((record) => checkRow(record, { now, mapping }));
}
const namesOf = (text: string) => rowsOf(text).map(({ mprn, facts }) => [mprn, facts.name]);
const whole = (count: number) => all(count).map((no) => [mprnOf(no), `Customer ${no}`]);

describe('a quotation mark that is never closed', () => {
  test.each([
    ['no other quotes in the file', plainLine],
    ['quoted addresses in every row', lineOf],
  ])('IN21 swallows no customer: %s', (_name, make) => {
    for (const broken of [1, 5, 29, 30]) {
      const lines = all(30).map((no) => make(no, no === broken ? `"Customer ${no}` : undefined));
      const text = [header, ...lines].join('\n');
      expect(namesOf(text)).toEqual(whole(30));
      const said = rowsOf(text).filter(({ findings }) => findings.length > 0);
      expect(said.map(({ record }) => record)).toEqual([broken + 1]);
      expect(said[0]?.findings).toEqual([{ level: 'warn', code: 'strayQuote', field: 'name' }]);
    }
  });

  test('IN21 nor where a later mark seems to close it', () => {
    const lines = all(30).map((no) =>
      plainLine(
        no,
        no === 5 ? `"Customer 5` : no === 6 || no === 20 ? `Customer ${no}"` : undefined,
      ),
    );
    expect(rowsOf([header, ...lines].join('\r\n')).map(({ mprn }) => mprn)).toEqual(
      all(30).map(mprnOf),
    );
  });

  test('IN21 nor in every row, nor in rows that end early', () => {
    const lines = all(30).map((no) => `${mprnOf(no)},"Customer ${no}`);
    expect(namesOf([header, ...lines].join('\n'))).toEqual(whole(30));
  });

  test('IN21 a name with marks of its own keeps them', () => {
    const text = [
      header,
      plainLine(1, '"Nan" Murphy'),
      plainLine(2, 'Mary "May" Ryan'),
      plainLine(3),
    ];
    expect(namesOf(text.join('\n')).map(([, name]) => name)).toEqual([
      '"Nan" Murphy',
      'Mary "May" Ryan',
      'Customer 3',
    ]);
  });

  test('IN21 what really is one cell stays one: line breaks, separators and doubled marks in it', () => {
    const address = (no: number) => `"Apt ${no}, ""The Mill"",\n${no} Main St, Sligo"`;
    const lines = all(5).map(
      (no) => `${mprnOf(no)},Customer ${no},${address(no)},2026-11-29T01:30:00Z`,
    );
    const table = readTable([header, ...lines].join('\r\n'));
    expect(table.records.map(({ cells }) => cells[2])).toEqual(
      all(5).map((no) => `Apt ${no}, "The Mill",\n${no} Main St, Sligo`),
    );
    expect([linesOf(table), table.records.length]).toEqual([10, 5]);
    // Rows that end early keep their cells too.
    const early = [header, plainLine(1), plainLine(2), `${mprnOf(3)},Mary,"1 Main Street, Sligo"`];
    expect(readTable(early.join('\n')).records[2]?.cells).toEqual([
      mprnOf(3),
      'Mary',
      '1 Main Street, Sligo',
    ]);
    const notes = [
      'MPRN,Note',
      `${mprnOf(1)},"rang, twice\nno answer, 10 pm"`,
      `${mprnOf(2)},"a\n\nb"`,
    ];
    expect(readTable(notes.join('\n')).records.map(({ cells }) => cells[1])).toEqual([
      'rang, twice\nno answer, 10 pm',
      'a\n\nb',
    ]);
  });

  test('IN21 a list of outstanding 017s loses no message by one', () => {
    const lines = readFileSync('test/data/outstanding-017.csv', 'utf8').trim().split('\n');
    const at = Date.parse('2026-11-21T20:45:00Z');
    const clean = readOutstanding(readTable(lines.join('\n')), { now: at });
    for (const column of [0, 1, 2, 4]) {
      const cells = (lines[10] ?? '').split(',');
      cells[column] = `"${cells[column]}`;
      const broken = lines.map((line, index) => (index === 10 ? cells.join(',') : line));
      const read = readOutstanding(readTable(broken.join('\n')), { now: at });
      if (!read.ok || !clean.ok) throw new Error('not read');
      expect(read.value.rows.map(({ outstanding }) => outstanding)).toEqual(
        clean.value.rows.map(({ outstanding }) => outstanding),
      );
      const said = read.value.rows.filter(({ findings }) => findings.length > 0);
      expect(said.map(({ record, findings }) => [record, findings[0]?.code])).toEqual([
        [11, 'strayQuote'],
      ]);
    }
  });

  test('IN21 marks strewn over the files that we have lose no row', () => {
    const roll = dice(21);
    const below = (count: number) => Math.floor(roll() * count);
    for (const name of ['hub-outage.csv', 'hub-outage-dirty.csv', 'outstanding-017.csv']) {
      const lines = readFileSync(`test/data/${name}`, 'utf8').trim().split(/\r?\n/).slice(0, 100);
      const clean = readTable(lines.join('\n'));
      const bare = (cell = '') => cell.replaceAll('"', '');
      for (let round = 0; round < 300; round++) {
        const strewn = [...lines];
        for (let marks = 1 + below(4); marks > 0; marks--) {
          const at = 1 + below(lines.length - 1);
          const cells = (strewn[at] ?? '').split(clean.delimiter);
          const column = below(cells.length);
          const cell = cells[column] ?? '';
          const middle = `${cell.slice(0, 3)}"${cell.slice(3)}`;
          cells[column] = [`"${cell}`, `${cell}"`, middle][below(3)] ?? cell;
          strewn[at] = cells.join(clean.delimiter);
        }
        const read = readTable(strewn.join('\n'));
        const found = new Set(read.records.map(({ cells }) => bare(cells[0])));
        const lost = clean.records.filter(({ cells }) => !found.has(bare(cells[0])));
        expect([name, round, lost]).toEqual([name, round, []]);
      }
    }
  });

  test('IN22 the ends of lines may be mixed in one file', () => {
    const part = (from: number, to: number, end: string) =>
      all(to)
        .slice(from)
        .map((no) => `${lineOf(no)}${end}`)
        .join('');
    const text = `${header}\r\n${part(0, 5, '\r\n')}${part(5, 35, '\n')}${part(35, 40, '\r')}`;
    expect(namesOf(text)).toEqual(whole(40));
  });

  test('IN21 read in slices it is the same, and a file full of them takes no longer than any other', async () => {
    const watch = {
      onProgress: () => undefined,
      isCancelled: () => false,
      breathe: () => Promise.resolve(),
    };
    const lines = all(60_000).map((no) => plainLine(no, no % 2 ? `"Customer ${no}` : undefined));
    const text = [header, ...lines].join('\n');
    const slowly = await readTableSlowly(text, watch);
    expect(slowly?.records).toHaveLength(60_000);
    expect(JSON.stringify(slowly) === JSON.stringify(readTable(text))).toBe(true);
  });

  test('IN23 a row with more cells than its header is said: a separator stands in one of them', () => {
    const [row] = rowsOf([header, plainLine(1, 'Murphy, Mary'), plainLine(2)].join('\n'));
    expect(row?.findings).toContainEqual({ level: 'warn', code: 'moreCells', field: 'mprn' });
  });
});

describe('what stands above the header', () => {
  const body = [header, plainLine(1), plainLine(2)].join('\n');

  test('IN24 a line that names the separator is obeyed and is no header', () => {
    const table = readTable(`sep=;\r\n${body.replaceAll(',', ';')}`);
    expect(table).toMatchObject({ delimiter: ';', headerLine: 2 });
    expect(table.header).toEqual(header.split(','));
    expect(table.records).toHaveLength(2);
  });

  test('IN24 title lines are passed over, and said by their numbers', () => {
    for (const title of [
      'Failed reconnections 21 Nov,,,',
      'Failed reconnections\n\nNight of 21 Nov',
    ]) {
      const table = belowTitles(readTable(`${title}\n${body}`), headerWords);
      expect(recogniseColumns(table).mapping).toEqual(['mprn', 'name', 'address', 'paidAt']);
      expect(table.headerLine).toBe(title.split('\n').length + 1);
      expect(table.records).toHaveLength(2);
    }
    const list = readOutstanding(
      readTable('Messages of tonight\nMPRN,Reason,TxRefNbr\n10001234567,D05,a1\n'),
      { now },
    );
    expect(list.ok && list.value.rows.map(({ outstanding }) => outstanding?.mprn)).toEqual([
      '10001234567',
    ]);
  });

  test('IN24 a row of data is never taken for a title', () => {
    const bare = `${plainLine(1)}\n${header}\n${plainLine(2)}`;
    expect(belowTitles(readTable(bare), headerWords)).toEqual(readTable(bare));
  });
});
