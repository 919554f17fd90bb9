import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../../tools/commands.ts';
import { decodeFile, bytesOf } from '../../../shared/domain/intake/file.ts';
import { readTable } from '../../../shared/domain/intake/table.ts';
import { hasPaidSince, switches } from '../../../shared/domain/outstanding.ts';
import {
  outstandingOf,
  readOutstanding,
  type OutstandingList,
} from '../../../shared/market/outstanding.ts';
import { at, mprn, pick, startDecoder, txRefNbr } from './messages.ts';

const now = Date.parse('2026-11-21T20:45:00Z');

function listOf(text: string): OutstandingList {
  const read = readOutstanding(readTable(text), { now });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

const head = 'MPRN,Reason,TxRefNbr,Sent at,State,Last qualifying payment';
const row = (changes: readonly string[]) =>
  listOf(`${head}\n${changes.join(',')}`).rows.map(({ outstanding, findings }) => ({
    outstanding,
    findings: findings.map(({ level, code, field }) => `${level} ${code} ${field}`),
  }))[0];

describe('the sample list', () => {
  const sample = async () => {
    const bytes = readFileSync(join(root, 'test', 'data', 'outstanding-017.csv'));
    const decoded = await decodeFile(bytesOf(bytes), startDecoder);
    if (!decoded.ok) throw new Error(decoded.error.code);
    return listOf(decoded.value.text);
  };

  test('OUT1 comes in whole, every column known, nothing to say about any row', async () => {
    const list = await sample();
    expect(list.mapping).toEqual(['mprn', 'reason', 'txRefNbr', 'sentAt', 'state', 'paidAt']);
    expect(list.rows).toHaveLength(155);
    expect(outstandingOf(list)).toHaveLength(155);
    expect(list.rows.flatMap(({ findings }) => findings)).toEqual([]);
    expect(pick(outstandingOf(list), 0)).toEqual({
      mprn: '10199063347',
      reason: 'E05',
      txRefNbr: 'bc0cb979-28be-4622-b287-d676a9832cc6',
      businessReference: null,
      sentAt: Date.parse('2026-11-21T20:12:00Z'),
      state: 'queuedInEmma',
      paidAt: Date.parse('2026-11-21T19:53:00Z'),
    });
  });

  test('OUT2 says whom a waiting D05 would cut off who has paid since', async () => {
    const all = outstandingOf(await sample());
    const off = all.filter((one) => switches(one) === 'off');
    const paid = off.filter(hasPaidSince);
    expect([all.length, off.length, paid.length]).toEqual([155, 73, 50]);
    // The ones nobody looks at: on supply, so in no export of failed reconnections.
    const cases = readFileSync(join(root, 'test', 'data', 'hub-outage.csv'), 'utf8');
    expect(paid.filter((one) => !cases.includes(one.mprn))).toHaveLength(35);
    expect(hasPaidSince({ ...pick(paid, 0), sentAt: null })).toBe(false);
  });
});

describe('rows', () => {
  test('OUT3 a row stays in the list whatever is missing beside its MPRN', () => {
    expect(row(['10001234567', '', '', '', '', ''])).toEqual({
      outstanding: {
        mprn,
        reason: null,
        txRefNbr: null,
        businessReference: null,
        sentAt: null,
        state: 'unknown',
        paidAt: null,
      },
      findings: [
        'needsInformation reasonMissing reason',
        'needsInformation txRefNbrMissing txRefNbr',
        'needsInformation timeMissing sentAt',
      ],
    });
    expect(switches({ reason: null })).toBe(null);
  });

  test.each([
    [['1000123456O', 'D05', 'T', '21/11/2026 18:00', 'at hub', ''], 'refuse mprn mprn'],
    [['81001234567', 'D05', 'T', '21/11/2026 18:00', 'at hub', ''], 'refuse mprn mprn'],
    [['20001234567', 'D05', 'T', '21/11/2026 18:00', 'at hub', ''], 'warn mprnUnusual mprn'],
    [['10001234567', 'D01', 'T', '21/11/2026 18:00', 'at hub', ''], 'warn otherReason reason'],
    [
      ['10001234567', 'off', 'T', '21/11/2026 18:00', 'at hub', ''],
      'needsInformation reasonUnknown reason',
    ],
    [['10001234567', '017 D05', 'T', '21/11/2026 18:00', 'at hub', ''], undefined],
    [
      ['10001234567', 'd05', 'two words', '21/11/2026 18:00', 'at hub', ''],
      'needsInformation txRefNbrMisfit txRefNbr',
    ],
    [['10001234567', 'D05', 'T', '11/21/2026 18:00', 'at hub', ''], 'needsInformation time sentAt'],
    [['10001234567', 'D05', 'T', '22/11/2026 18:00', 'at hub', ''], 'warn inFuture sentAt'],
    [['10001234567', 'D05', 'T', '01/11/2026 18:00', 'at hub', ''], 'warn longAgo sentAt'],
    [['10001234567', 'D05', 'T', '21/11/2026 18:00', 'somewhere', ''], 'warn stateUnknown state'],
    [['10001234567', 'D05', 'T', '21/11/2026 18:00', 'constructor', ''], 'warn stateUnknown state'],
    [
      ['10001234567', 'D05', 'T', '21/11/2026 18:00', 'at hub', 'soon'],
      'needsInformation time paidAt',
    ],
  ])('OUT4 %j', (cells, finding) => {
    expect(row(cells)?.findings).toEqual(finding === undefined ? [] : [finding]);
    expect(row(cells)?.outstanding === null).toBe(finding?.startsWith('refuse') ?? false);
  });

  test('OUT5 the same message twice is listed once; another one under its TxRefNbr is listed and said', () => {
    const list = listOf(
      [
        head,
        '10001234567,D05,T1,21/11/2026 18:00,at hub,',
        '10 001 234 567,D05,T1,21/11/2026 18:00,at hub,',
        '10001234567,E05,T1,21/11/2026 18:30,at hub,',
        '10001234567,E05,T2,21/11/2026 18:31,at hub,',
      ].join('\n'),
    );
    expect(outstandingOf(list).map(({ reason, txRefNbr: key }) => `${reason} ${key}`)).toEqual([
      'D05 T1',
      'E05 T1',
      'E05 T2',
    ]);
    expect(list.rows.map(({ findings }) => findings)).toEqual([
      [],
      [{ level: 'warn', code: 'sameAs', record: 2, field: 'txRefNbr' }],
      [{ level: 'needsInformation', code: 'txRefNbrTaken', record: 2, field: 'txRefNbr' }],
      [],
    ]);
  });
});

describe('columns', () => {
  test('OUT6 are known by other words, in any order, with any delimiter', () => {
    const list = listOf(
      `Queue;Message status;Sent;Transaction reference;Meter point;Reason code;Our reference\nx;queued;21.11.2026 18:05;${txRefNbr};10-001-234-567;e05;CON-20261121-0007`,
    );
    expect(list.rows.flatMap(({ findings }) => findings)).toEqual([]);
    const reason = 'E05';
    const businessReference = 'CON-20261121-0007';
    const state = 'queuedInEmma';
    expect(outstandingOf(list)).toEqual([
      { mprn, reason, txRefNbr, businessReference, sentAt: at, state, paidAt: null },
    ]);
  });

  test('OUT6 without a header are known by content, times not at all', () => {
    const list = listOf(`10001234567,D05,${txRefNbr},21/11/2026 18:05,at hub\n`);
    expect(list.mapping).toEqual(['mprn', 'reason', 'txRefNbr', null, 'state']);
    expect(pick(list.rows, 0).record).toBe(1);
  });

  test('OUT6 are what a person says they are', () => {
    const table = readTable('A,B\n10001234567,D05\n');
    expect(readOutstanding(table, { now })).toEqual({
      ok: false,
      error: { code: 'noColumn', field: 'mprn' },
    });
    const read = readOutstanding(table, { now, mapping: ['mprn', 'reason'] });
    expect(read.ok && outstandingOf(read.value)).toHaveLength(1);
    expect(readOutstanding(readTable('MPRN,Sent\n10001234567,x\n'), { now })).toEqual({
      ok: false,
      error: { code: 'noColumn', field: 'reason' },
    });
  });
});
