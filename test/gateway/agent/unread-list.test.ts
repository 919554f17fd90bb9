// A daily list of which the agent cannot read a line.
import { expect, test } from 'vitest';
import { codeOfReason } from '../../../gateway/agent/poison.ts';
import { must } from '../../../shared/lib/check.ts';
import { aNight } from './night.ts';

test('FIX72, AGENT11: it is taken in with how many those are, and lies in the poison folder to the last byte', async () => {
  const night = await aNight();
  const text = `<ieXMLDocument><MessageHeader MessageTypeCode="603" MarketTimestamp="2026-11-22T03:00:00Z" TxRefNbr="L1"/>
  <MIM603_DailySummaryTransactionDetails ReconciliationDate="2026-11-21">
    <TransactionDetails MessageTypeCode="017" TxRefNbr="a"/><TransactionDetails TxRefNbr="b"/>
  </MIM603_DailySummaryTransactionDetails></ieXMLDocument>`;
  night.folder.write('603.xml', text);
  await night.delegate.agent.hear();
  const { lists } = must(night.delegate.log.views.dailyOf('2026-11-21'), 'it was taken in');
  expect(lists).toMatchObject({ whole: [{ txRefNbr: 'a' }], isOver: true, unread: 1 });
  const { bytes, reason } = must(night.folder.poisoned.get('603.xml'), 'a person looks at it');
  expect(new TextDecoder().decode(bytes)).toBe(text);
  expect(codeOfReason(reason)).toBe('partly');
  expect(reason).toContain('(1, row 2; the first: ');
  expect(night.folder.archived.size).toBe(0);
  expect(night.delegate.events.map(({ is }) => is)).toEqual(
    expect.arrayContaining(['listed', 'poisoned']),
  );
});
