// FIX72: lines of a daily list that cannot be read, in whatever a list comes as.
import { expect, test } from 'vitest';
import { readMarketFiles } from '../../../renderer/files/market-files.ts';
import { isAside, judge } from '../../../renderer/views/judged-answers.ts';

const line = (type: string, txRefNbr: string) =>
  `<TransactionDetails MessageTypeCode="${type}" TxRefNbr="${txRefNbr}"/>`;
const listXml = (...lines: readonly string[]) =>
  `<ieXMLDocument><MessageHeader MessageTypeCode="603" MarketTimestamp="2026-11-22T03:00:00Z" TxRefNbr="L1"/>
  <MIM603_DailySummaryTransactionDetails ReconciliationDate="2026-11-21"><Group>${lines.join('')}</Group>
  </MIM603_DailySummaryTransactionDetails></ieXMLDocument>`;

async function readOf(name: string, text: string) {
  const [file] = await readMarketFiles([{ name, content: new Blob([text]) }], { wall: 'utc' });
  const parts = file?.parts ?? [];
  const dailies = parts.flatMap((part) => (part.is === 'daily' ? [part.daily] : []));
  const refused = parts.flatMap((part) => (part.is === 'refused' ? [part.record] : []));
  return { file, dailies, refused };
}

const madeAt = Date.parse('2026-11-22T03:00:00Z');

test.each([
  ['a number that is none', [line('017', 'a'), line('017', 'two words')], 1, 1],
  ['half of a line', [line('017', 'a'), '<TransactionDetails TxRefNbr="b"/>'], 1, 1],
  ['half of one by another name', [line('017', 'a'), '<Other MessageTypeCode="017"/>'], 1, 1],
  ['a line that says nothing', [line('017', 'a'), '<TransactionDetails/>'], 1, 1],
  ['names that nobody guessed', ['<Row What="017" Ref="a"/>', '<Row What="017" Ref="b"/>'], 0, 2],
  ['all of them read', [line('017', 'a'), '<Signature By="ESB"/>'], 1, undefined],
])('FIX72, MSG10 in XML: %s', async (_, lines, read, unread) => {
  const { dailies, refused } = await readOf('603.xml', listXml(...lines));
  expect(dailies).toHaveLength(1);
  expect(dailies[0]).toMatchObject({ type: '603', day: '2026-11-21', madeAt });
  expect([dailies[0]?.lines?.length, dailies[0]?.unread]).toEqual([read, unread]);
  expect(refused).toHaveLength(unread ?? 0);
});

test('FIX72 a wrong row of a table of lines', async () => {
  const { dailies, refused } = await readOf('603.csv', 'Type;TxRefNbr\n017;a\n;b\n017;two words\n');
  expect(dailies).toMatchObject([{ type: '603', day: '', unread: 2, lines: [{ txRefNbr: 'a' }] }]);
  expect(dailies[0]?.madeAt).toBeUndefined();
  expect(refused).toEqual([3, 4]);
});

test('FIX72 of a table of messages each row that may be a line of the list; one of another type is none', async () => {
  const header =
    'Message type;Timestamp;TxRefNbr;MPRN;Reconciliation date;Listed MessageTypeCode;Listed TxRefNbr';
  const at = '2026-11-22T03:00:00Z';
  const list = (type: string, of: string) => `${type};${at};L1;;2026-11-21;017;${of}`;
  const ofTable = (...rows: readonly string[]) =>
    readOf('all.csv', [header, ...rows, ''].join('\n'));
  const good = [list('603', 'a'), list('603', 'b')];
  expect((await ofTable(...good)).dailies[0]?.unread).toBeUndefined();
  expect((await ofTable(...good, list('603', 'two words'))).dailies[0]?.unread).toBe(1);
  expect((await ofTable(...good, list('', 'c'))).dailies[0]?.unread).toBe(1);
  const other = await ofTable(...good, `106E;${at};T2;no MPRN;;;`);
  expect([other.dailies[0]?.unread, other.refused]).toEqual([undefined, [4]]);
});

test('FIX72, FIX54 the desk says how many, and the original is a person’s to keep', async () => {
  const { file } = await readOf('603.xml', listXml(line('017', 'a'), line('017', 'two words')));
  const here = { fixes: new Map(), rows: [], cases: [], lists: [], requests: [] };
  const { parts, daily } = judge(file === undefined ? [] : [file], here);
  expect(daily).toHaveLength(1);
  expect(parts.map(({ verdict }) => verdict)).toMatchObject([
    { is: 'daily', day: '2026-11-21', unread: 1, madeAt },
    { is: 'refused', problem: { code: 'misfit', field: 'TxRefNbr' } },
  ]);
  expect(parts.filter(isAside).map(({ record }) => record)).toEqual([2]);
  expect(await file?.content?.text()).toContain('two words');
});
