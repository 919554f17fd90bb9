import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { must } from '../../../shared/lib/check.ts';
import {
  matchesCustomer,
  normalisePhone,
  queryKeys,
  searchKeys,
  type CustomerRow,
} from '../../../shared/domain/customer.ts';
import {
  checkRow,
  readMoney,
  worstLevel,
  type CheckedRow,
} from '../../../shared/domain/intake/check-row.ts';
import { mappingKey, recogniseColumns } from '../../../shared/domain/intake/columns.ts';
import {
  compareWithOpen,
  knownCase,
  comesIn,
  type KnownCase,
} from '../../../shared/domain/intake/compare.ts';
import {
  bytesOf as inMemory,
  decodeFile,
  MOST_BYTES,
  type StartDecoder,
} from '../../../shared/domain/intake/file.ts';
import {
  neutralise,
  readTable,
  readTableSlowly,
  toCsv,
  withoutHeader,
} from '../../../shared/domain/intake/table.ts';
import { shiftSample } from '../../../shared/domain/sample.ts';
import { World } from './world.ts';

const now = Date.parse('2026-11-21T20:45:00Z');
const bytesOf = (name: string) => new Uint8Array(readFileSync(`test/data/${name}`));
const startDecoder: StartDecoder = (encoding, fatal) => {
  const decoder = new TextDecoder(encoding, { fatal, ignoreBOM: true });
  return (bytes, last) => {
    try {
      return decoder.decode(bytes, { stream: !last });
    } catch {
      return undefined;
    }
  };
};
const decode = (bytes: Uint8Array) => decodeFile(inMemory(bytes), startDecoder);

async function rowsOf(name: string): Promise<{
  readonly rows: readonly CheckedRow[];
  readonly encoding: string;
  readonly delimiter: string;
}> {
  const decoded = await decode(bytesOf(name));
  if (!decoded.ok) throw new Error(decoded.error.code);
  const table = readTable(decoded.value.text);
  const { mapping } = recogniseColumns(table);
  return {
    rows: table.records.map((record) => checkRow(record, { now, mapping })),
    encoding: decoded.value.encoding,
    delimiter: table.delimiter,
  };
}

/** What the expected file says, as level and code. */
const wordings: readonly (readonly [RegExp, (row: CheckedRow, standing: string) => boolean])[] = [
  [/^ok/, (row) => worstLevel(row) === 'ok'],
  [/NI MPRN/, (row) => isProblem(row, 'northernIreland')],
  [/gas GPRN/, (row) => isProblem(row, 'gas')],
  [/phone number/, (row) => isProblem(row, 'phone')],
  [/letter O/, (row) => isProblem(row, 'letter')],
  [/scientific/, (row) => isProblem(row, 'scientific')],
  [/12 digits/, (row) => isProblem(row, 'tooLong')],
  [/^override: prefix/, (row) => has(row, 'override', 'mprnUnusual')],
  [/MPRN missing/, (row) => has(row, 'needsInformation', 'mprnMissing')],
  [
    /impossible date/,
    (row) =>
      row.findings.some(
        (each) =>
          each.level === 'refuse' && each.code === 'time' && each.problem.code === 'noSuchDay',
      ),
  ],
  [/in the future/, (row) => warns(row, 'paidInFuture')],
  [/older than 7 days/, (row) => warns(row, 'paidLongAgo')],
  [/payment time missing/, (row) => has(row, 'needsInformation', 'paidMissing')],
  [/CTF 02/, (row) => warns(row, 'notRemote')],
  [/unknown register/, (row) => warns(row, 'registerUnknown')],
  [/^unchanged/, (_row, standing) => standing === 'unchanged'],
  [/^duplicate/, (_row, standing) => standing === 'duplicate'],
];
const has = (row: CheckedRow, level: string, code: string) =>
  row.findings.some((each) => each.level === level && each.code === code);
/** Comes in with that said of it, and nothing worse. */
const warns = (row: CheckedRow, code: string) =>
  has(row, 'warn', code) && worstLevel(row) === 'warn';
const isProblem = (row: CheckedRow, code: string) =>
  row.findings.some(
    (each) => each.level === 'refuse' && each.code === 'mprn' && each.problem.code === code,
  );

describe('bringing in a file', () => {
  test.each(['hub-outage-dirty.csv', 'hub-outage-dirty-windows1252.csv'])(
    'IN1: every record of %s gets what is expected of it',
    async (name) => {
      const loaded = new Map(
        (await rowsOf('hub-outage.csv')).rows.map((row) => [row.mprn, row.facts]),
      );
      const { rows } = compareWithOpen(
        (await rowsOf(name)).rows,
        (mprn) => loaded.get(mprn),
        [],
        now,
      );
      const expected = readTable(
        new TextDecoder().decode(bytesOf('hub-outage-dirty.expected.csv')),
      ).records;
      expect(expected).toHaveLength(rows.length);
      for (const { cells } of expected) {
        const [record = '', wording = ''] = cells;
        const row = must(
          rows.find((each) => each.record === Number(record)),
          `record ${record}`,
        );
        const [, holds] = must(
          wordings.find(([pattern]) => pattern.test(wording)),
          `a meaning for "${wording}"`,
        );
        expect(
          holds(row, row.standing.is),
          `${name} ${record}: ${wording}: ${JSON.stringify(row.findings)}`,
        ).toBe(true);
      }
    },
  );

  test('IN6: encodings, delimiters, quotes and line breaks in cells are read as they were meant', async () => {
    expect(await rowsOf('hub-outage-dirty.csv')).toMatchObject({
      encoding: 'utf-8',
      delimiter: ';',
    });
    const western = await rowsOf('hub-outage-dirty-windows1252.csv');
    expect(western.encoding).toBe('windows-1252');
    const names = western.rows.map((row) => row.facts.name);
    expect(names).toContain('Ó Séaghdha, Síle');
    expect(western.rows.find((row) => row.record === 18)?.facts.address).toContain(
      '"The Old Mill"\n',
    );
    for (const delimiter of [',', ';', '\t', '|']) {
      const table = readTable(
        [
          ['MPRN', 'Paid at', 'Note'],
          ['10001234567', '19:50', 'a'],
        ]
          .map((row) => row.join(delimiter))
          .join('\n'),
      );
      expect(table.delimiter).toBe(delimiter);
      expect(table.records).toHaveLength(1);
    }
    const utf16 = new Uint8Array([
      0xff,
      0xfe,
      ...[...'MPRN\n1'].flatMap((sign) => [sign.charCodeAt(0), 0]),
    ]);
    expect(await decode(utf16)).toMatchObject({
      ok: true,
      value: { encoding: 'utf-16le', text: 'MPRN\n1' },
    });
  });

  test.each([
    [[0x50, 0x4b, 3, 4], 'zip'],
    [[0xd0, 0xcf, 0x11, 0xe0], 'xls'],
    [[0x25, 0x50, 0x44, 0x46], 'pdf'],
    [[0x89, 0x50, 0x4e, 0x47], 'picture'],
    [[0x41, 0, 0x42, 0x43], 'binary'],
    [[], 'empty'],
    [[0x20, 0x0a], 'empty'],
  ])('IN4: bytes %j are refused as %s', async (bytes, code) => {
    expect(await decode(new Uint8Array(bytes))).toEqual({ ok: false, error: { code } });
  });

  test('IN25: a damaged byte leaves the rest of a file as it is, and its row says so', async () => {
    const text = 'MPRN,Customer\n10034721433,Síle Ó Sé\n10447035576,Máire\n10934478153,X';
    const bytes = new Uint8Array([...new TextEncoder().encode(text), 0xe9, 0x0a]);
    const decoded = await decode(bytes);
    expect(decoded).toMatchObject({ ok: true, value: { encoding: 'utf-8' } });
    const table = readTable(decoded.ok ? decoded.value.text : '');
    const { mapping } = recogniseColumns(table);
    const rows = table.records.map((record) => checkRow(record, { now, mapping }));
    expect(rows.map(({ facts }) => facts.name)).toEqual(['Síle Ó Sé', 'Máire', 'X\uFFFD']);
    expect(rows.map((row) => has(row, 'warn', 'unreadSign'))).toEqual([false, false, true]);
    // A file of another encoding is still one.
    const western = new Uint8Array(
      [...'MPRN,Name\n1,S\xedle \xd3'].map((sign) => sign.charCodeAt(0)),
    );
    expect(await decode(western)).toMatchObject({
      ok: true,
      value: { encoding: 'windows-1252', text: 'MPRN,Name\n1,Síle Ó' },
    });
  });

  test('IN7: above the stated limit a file is refused before a byte of it is read', async () => {
    let wasRead = false;
    const read = () => {
      wasRead = true;
      return Promise.resolve(new Uint8Array());
    };
    const refused = await decodeFile({ size: MOST_BYTES + 1, read }, startDecoder);
    expect(refused).toEqual({ ok: false, error: { code: 'tooLarge', megabytes: 51, most: 50 } });
    expect(wasRead).toBe(false);
  });

  test('IN2: a second export says new, changed and what, unchanged, no longer listed', async () => {
    const first = (await rowsOf('hub-outage.csv')).rows;
    const later = (await rowsOf('hub-outage-later.csv')).rows;
    const known = new Map(first.map((row) => [row.mprn, row.facts]));
    const listed = first.flatMap((row) => (row.mprn === null ? [] : [row.mprn]));
    const { rows, noLongerListed } = compareWithOpen(later, (mprn) => known.get(mprn), listed, now);
    const text = (name: string) =>
      new TextDecoder().decode(bytesOf(name)).trim().split(/\r?\n/).slice(1);
    const before = new Map(text('hub-outage.csv').map((line) => [line.split(',')[0], line]));
    const after = new Map(text('hub-outage-later.csv').map((line) => [line.split(',')[0], line]));
    const count = (is: string) => rows.filter((row) => row.standing.is === is).length;
    expect(count('new')).toBe([...after.keys()].filter((mprn) => !before.has(mprn)).length);
    expect(count('unchanged')).toBe(
      [...after].filter(([mprn, line]) => before.get(mprn) === line).length,
    );
    expect(count('changed')).toBe(after.size - count('new') - count('unchanged'));
    expect(noLongerListed).toHaveLength(
      [...before.keys()].filter((mprn) => !after.has(mprn)).length,
    );
    const changed = must(
      rows.find((row) => row.standing.is === 'changed'),
      'something changed',
    );
    expect(
      changed.standing.is === 'changed' && changed.standing.differences.length,
    ).toBeGreaterThan(0);
    expect(
      rows
        .filter((row) => comesIn(row, false))
        .every((row) => row.standing.is === 'new' || row.standing.is === 'changed'),
    ).toBe(true);
  });

  test('IN26: what a file says against a person’s word, or with a later payment, is news once', () => {
    const world = new World();
    const mprn = '10000000017';
    const subject = world.report(mprn, 30, { name: 'Síle Byrne', phone: '0871234567' });
    const paidAt = world.now - 20 * 60_000;
    const stated = { name: 'S Byrne', paidAt, serial: '1234567' };
    const row = { record: 2, cells: [], mprn, typedMprn: mprn, facts: stated, findings: [] };
    const look = (isUnlisted = false) => {
      const state = world.case(subject);
      return must(
        compareWithOpen(
          [row],
          () => state.facts,
          [],
          world.now,
          () => ({ ...knownCase(state), isUnlisted }),
        ).rows[0],
        'the row',
      );
    };
    const bring = () =>
      world.run({ do: 'report', mprn, source: 'file', noticedAt: world.now, facts: stated });
    const fields = (each: readonly { readonly field: string }[]) => each.map(({ field }) => field);
    const { standing } = look();
    if (standing.is !== 'changed') throw new Error('nothing is news');
    expect(fields(standing.differences)).toEqual(['serial']);
    expect(fields(standing.kept)).toEqual(['name', 'paidAt']);
    bring();
    expect(world.case(subject).facts.name).toBe('Síle Byrne');
    expect(look().standing).toEqual({ is: 'unchanged' });
    expect(comesIn(look(), true)).toBe(false);
    // Named no more, and named again: that is news, and comes in.
    expect(look(true).standing).toMatchObject({ is: 'changed', listedAgain: true });
    // The same word on a waiting D05 after Networks said that there is none is news once more.
    const d05 = { ...row, facts: { openD05: 'yes' as const } };
    const said = () => {
      const state = world.case(subject);
      const [only] = compareWithOpen(
        [d05],
        () => state.facts,
        [],
        world.now,
        () => knownCase(state),
      ).rows;
      return only?.standing.is;
    };
    world.run({ do: 'report', mprn, source: 'file', noticedAt: world.now, facts: d05.facts });
    expect(said()).toBe('unchanged');
    world.now += 60_000;
    world.answer(subject, 'queuedD05', 'none');
    expect(said()).toBe('changed');
  });

  test('IN20: a row says what its payment does to a known clock: less time, none though it differs, or nothing', () => {
    const mprn = '10001234567';
    const paidAt = now - 30 * 60_000;
    const clock = (minutesAgo: number, known: Partial<KnownCase> = {}) =>
      compareWithOpen(
        [
          {
            record: 2,
            cells: [],
            mprn,
            typedMprn: mprn,
            facts: { paidAt: now - minutesAgo * 60_000 },
            findings: [],
          },
        ],
        () => ({ paidAt }),
        [],
        now,
        () => ({
          paidAt,
          noticedAt: now - 20 * 60_000,
          told: [],
          heard: new Map(),
          isUnlisted: false,
          ...known,
        }),
      ).rows[0]?.clock;
    expect(clock(30)).toBeNull();
    expect(clock(40)).toBe('less');
    expect(clock(20)).toBe('stays');
    // What a person put right is moved by no file; a time that is the first one known may be earlier.
    expect(clock(40, { told: ['paidAt'] })).toBe('stays');
    expect(clock(40, { paidAt: null })).toBe('less');
    expect(clock(10, { paidAt: null })).toBeNull();
  });

  test('IN27: a list from paper says when they called: a row without a payment counts from then, and no later than now', () => {
    const text = [
      'MPRN,Customer,Called at,Payment time',
      '10001234567,Customer 1,2026-11-21 19:30,',
      '10447035576,Customer 2,tomorrow or so,',
      '10934478153,Customer 3,2026-11-21 23:50,',
      '10404117016,Customer 4,,',
    ].join('\n');
    const table = readTable(text);
    const { mapping } = recogniseColumns(table);
    expect(mapping).toEqual(['mprn', 'name', 'noticedAt', 'paidAt']);
    const checked = table.records.map((record) => checkRow(record, { now, mapping }));
    const called = Date.parse('2026-11-21T19:30:00Z');
    expect(checked.map(({ noticedAt }) => noticedAt)).toEqual([
      called,
      undefined,
      undefined,
      undefined,
    ]);
    expect(checked[0]?.findings).toMatchObject([{ code: 'paidMissing', noticedAt: called }]);
    // What is no time, or has not come, is said, and the row counts from now.
    for (const row of [checked[1], checked[2]])
      expect(row?.findings.map(({ code }) => code)).toEqual(['noticedUnread', 'paidMissing']);
    expect(checked[3]?.findings.map(({ code }) => code)).toEqual(['paidMissing']);
  });

  test('FILE1: a payment of days ago comes in to be looked at; one hours before the one that is known is left out until a person lets it in', () => {
    const mprn = '10001234567';
    const paid = (hoursAgo: number): CheckedRow => ({
      record: 2,
      cells: [],
      mprn,
      typedMprn: mprn,
      facts: { paidAt: now - hoursAgo * 3_600_000 },
      findings: [],
    });
    const look = (hoursAgo: number, knownHoursAgo: number | null, since = now) => {
      const known =
        knownHoursAgo === null ? undefined : { paidAt: now - knownHoursAgo * 3_600_000 };
      const [row] = compareWithOpen([paid(hoursAgo)], () => known, [], since).rows;
      const found = must(row, 'one row');
      return [found.findings.map(({ code }) => code), comesIn(found, false), comesIn(found, true)];
    };
    expect(look(1, null)).toEqual([[], true, true]);
    expect(look(25, null)).toEqual([['paidDaysBefore'], true, true]);
    // An outage that began yesterday reaches further back.
    expect(look(25, null, now - 20 * 3_600_000)).toEqual([[], true, true]);
    expect(look(2.5, 1)).toEqual([[], true, true]);
    expect(look(3.5, 1)).toEqual([['clockMoves'], false, true]);
    expect(look(1, 5)).toEqual([[], true, true]);
    // Looked at again it says the same once.
    const [once] = compareWithOpen([paid(30)], () => undefined, [], now).rows;
    const [twice] = compareWithOpen(
      once === undefined ? [] : [once],
      () => undefined,
      [],
      now,
    ).rows;
    expect(twice?.findings).toHaveLength(1);
  });

  test('IN13: read in slices, whatever their borders cut, a file is the same text and the same table', async () => {
    const watch = {
      onProgress: () => undefined,
      isCancelled: () => false,
      breathe: () => Promise.resolve(),
    };
    // Three million characters, two and three bytes each in places, quotes and breaks in cells.
    const row = (index: number) =>
      `${10_000_000_000 + index};"Ó Séaghdha, ""Síle"" €${index}";"${index} An tSráid\nMhór";21/11/2026 19:50`;
    const text = [
      'MPRN;Name;Address;Paid at',
      ...Array.from({ length: 45_000 }, (_, at) => row(at)),
    ].join('\r\n');
    const bytes = new TextEncoder().encode(text);
    expect(bytes.length).toBeGreaterThan(3_000_000);
    const decoded = await decode(bytes);
    expect(decoded).toMatchObject({ ok: true, value: { encoding: 'utf-8' } });
    expect(decoded.ok && decoded.value.text === text).toBe(true);
    const slowly = await readTableSlowly(text, watch);
    const table = readTable(text);
    expect(slowly?.records).toHaveLength(45_000);
    expect(JSON.stringify(slowly) === JSON.stringify(table)).toBe(true);
  });

  test('IN14: reading stops where it is when it is cancelled', async () => {
    let slices = 0;
    const watch = {
      onProgress: () => undefined,
      isCancelled: () => slices >= 2,
      breathe: () => {
        slices += 1;
        return Promise.resolve();
      },
    };
    const text = `MPRN,Name\n${'10001234567,Mary Murphy of Cork\n'.repeat(150_000)}`;
    expect(await readTableSlowly(text, watch)).toBeUndefined();
    expect(slices).toBe(2);
  });

  test('IN8: columns are known by the words of their headers, in any order; without a header by content', () => {
    const map = (header: string) => recogniseColumns(readTable(`${header}\nx,x,x,x`)).mapping;
    expect(map('Name,Meter point,Topup date,Vuln')).toEqual(['name', 'mprn', 'paidAt', 'register']);
    expect(map('MPRN No.,Mobile,Paid at,Balance')).toEqual(['mprn', 'phone', 'paidAt', 'credit']);
    const bare = readTable(
      'Mary Murphy,10001234567,21/11/2026 19:50\nJohn Ryan,10447035576,21/11/2026 19:55',
    );
    const found = recogniseColumns(bare);
    expect(found).toEqual({ hasHeader: false, mapping: ['name', 'mprn', 'paidAt'] });
    expect(withoutHeader(bare).records.map((record) => record.record)).toEqual([1, 2]);
    expect(mappingKey(['MPRN No.', 'Paid at'])).toBe(mappingKey(['mprn no', 'PAID AT']));
  });

  test('IN9: formulas are text here and harmless when saved for a spreadsheet', () => {
    expect(neutralise('=HYPERLINK("http://x")')).toBe(`'=HYPERLINK("http://x")`);
    expect(toCsv([['+1', '-2', '@x', 'plain', '\tx']])).toBe(`'+1,'-2,'@x,plain,"'\tx"`);
    // Where a comma is a decimal sign, spreadsheets split at semicolons, in the middle of a cell too.
    expect(toCsv([['x;=1+1;y', 'x\t=1+1', 'x\n=1+1', 'a-b', '10;20']])).toBe(
      `"x;'=1+1;y","x\t'=1+1","x\n'=1+1",a-b,"10;20"`,
    );
  });

  test.each([
    ['20', 2000],
    ['20,00', 2000],
    ['20.5', 2050],
    ['€1,234.50', 123_450],
    ['1.234,50', 123_450],
    ['-3.50', -350],
    ['abc', null],
  ])('IN10: the amount %j is %j cents', (text, cents) => {
    expect(readMoney(text)).toBe(cents);
  });

  test('SAMPLE1: the sample moved to now has some past the backstop, some about to be, most in time', async () => {
    const minutes = shiftSample((await rowsOf('hub-outage.csv')).rows, now).map(
      (row) => (now - (row.facts.paidAt ?? now)) / 60_000,
    );
    const between = (from: number, to: number) =>
      minutes.filter((each) => each >= from && each < to).length;
    expect([between(0, 60), between(60, 75), between(75, 110)]).toEqual([81, 24, 15]);
    const original = (await rowsOf('hub-outage.csv')).rows;
    const moved = shiftSample(original, now);
    const paid = (row: CheckedRow | undefined) => row?.facts.paidAt ?? 0;
    const pairs = original.flatMap((one, at) =>
      original.map(
        (other, index) => [paid(one) - paid(other), paid(moved[at]) - paid(moved[index])] as const,
      ),
    );
    // Who paid earlier still paid earlier.
    expect(pairs.every(([before, after]) => before >= 0 || after < 0)).toBe(true);
  });
});

describe('customer book', () => {
  const row: CustomerRow = {
    mprn: '10034721433',
    account: 'SP2439120',
    name: 'Síle Ó Séaghdha',
    phone: '020 915 9090',
    address: '96 Sample Street, Cork',
    eircode: 'T12 PWED',
    serial: '341780484',
    register: 'none',
    ctf: '04',
  };

  test.each([
    'seagh',
    'SÍLE ó',
    'sp2439',
    '0209159',
    '+353 20 915 9090',
    't12 pwed',
    'T12PWED',
    '3417804',
    '10 034 721',
  ])('CUST1: %j finds the customer', (typed) => {
    expect(matchesCustomer(row, typed)).toBe(true);
    for (const key of queryKeys(typed))
      expect(searchKeys(row).some((each) => each.startsWith(key))).toBe(true);
  });

  test('CUST2: every word must agree; keys per row are few', () => {
    expect(matchesCustomer(row, 'sile murphy')).toBe(false);
    expect(searchKeys(row).length).toBeLessThanOrEqual(8);
    expect(normalisePhone('00353 87 123 4567')).toBe('0871234567');
  });
});
