// For whom an answer is, at a desk and at the agent alike: both read files by this.
import { describe, expect, test } from 'vitest';
import { bytesOf } from '../../../shared/domain/intake/file.ts';
import { isMpid, mpidIn } from '../../../shared/domain/mpid.ts';
import { writeCsv } from '../../../shared/market/csv.ts';
import { readMessageFile } from '../../../shared/market/file.ts';
import { writeJson } from '../../../shared/market/json.ts';
import type { Message } from '../../../shared/market/messages.ts';
import { describeProblem } from '../../../shared/market/problem.ts';
import { writeXml } from '../../../shared/market/xml.ts';
import { readMarketFiles } from '../../../renderer/files/market-files.ts';
import { at, e05, mprn, startDecoder } from './messages.ts';

const answer = (txRefNbr: string, parties: Readonly<Record<string, string>>): Message => ({
  type: '106E',
  header: { MarketTimestamp: at, TxRefNbr: txRefNbr, ...parties },
  body: { MPRN: mprn },
  lines: [],
});

const read = (text: string, us: string | null) =>
  readMessageFile(bytesOf(new TextEncoder().encode(text)), startDecoder, { wall: 'utc', us });

describe('MSG21: an answer that is for somebody else stays out', () => {
  test.each([
    ['its recipient', { RecipientID: 'QQQ' }, 'RecipientID'],
    ['its supplier', { RecipientID: 'ABC', SupplierMPID: 'QQQ' }, 'SupplierMPID'],
    ['both', { SenderID: 'XYZ', RecipientID: 'QQQ', SupplierMPID: 'QQQ' }, 'RecipientID'],
  ])('by %s', async (_what, parties, field) => {
    const xml = writeXml(answer('T', parties), 'utc');
    expect(await read(xml, 'ABC')).toEqual({ ok: false, error: { code: 'notForUs', field } });
    // As nobody has said who we are, or what was said is no MPID.
    for (const us of [null, '', 'ABC Energy']) expect((await read(xml, us)).ok).toBe(true);
  });

  test('letter case and blanks make no other; whoever sends it, and whoever is not named, is let in', async () => {
    for (const parties of [
      {},
      { RecipientID: 'abc', SupplierMPID: 'Abc' },
      { SenderID: 'XYZ', RecipientID: 'ABC' },
    ])
      for (const us of ['ABC', ' abc '])
        expect((await read(writeXml(answer('T', parties), 'utc'), us)).ok).toBe(true);
    expect([mpidIn(' abc '), isMpid('abc'), isMpid('ABCD')]).toEqual(['ABC', true, false]);
  });

  test('a request goes out from us: its recipient is somebody else', async () => {
    expect((await read(writeXml(e05, 'utc'), 'SUP')).ok).toBe(true);
  });

  test.each([
    ['table', writeCsv, 3],
    ['JSON', writeJson, 2],
  ] as const)('of a %s the others are taken in', async (_what, write, record) => {
    const text = write([
      answer('ours', { RecipientID: 'ABC' }),
      answer('theirs', { RecipientID: 'QQQ' }),
      answer('ours-too', { RecipientID: 'ABC' }),
    ]);
    const file = await read(text, 'ABC');
    if (!file.ok) throw new Error(file.error.code);
    expect(file.value.messages.map(({ message }) => message.header.TxRefNbr)).toEqual([
      'ours',
      'ours-too',
    ]);
    expect(file.value.refused).toEqual([
      { record, problem: { code: 'notForUs', field: 'RecipientID' } },
    ]);
  });

  test('dropped at a desk it is refused with that reason; who we are is not said in it', async () => {
    const content = new Blob([writeXml(answer('T', { RecipientID: 'QQQ' }), 'utc')]);
    const problem = { code: 'notForUs', field: 'RecipientID' } as const;
    expect(
      await readMarketFiles([{ name: 'a.xml', content }], { wall: 'utc', us: 'ABC' }),
    ).toMatchObject([{ parts: [{ is: 'refused', record: null, problem }] }]);
    expect(
      await readMarketFiles([{ name: 'a.xml', content }], { wall: 'utc', us: '' }),
    ).toMatchObject([{ parts: [{ is: 'answer' }] }]);
    expect(describeProblem(problem)).toBe(
      'Set aside: for another market participant, not for us (field RecipientID).',
    );
  });
});
