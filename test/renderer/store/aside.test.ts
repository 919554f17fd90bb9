// What was set aside, as a person sees it.
import { expect, test } from 'vitest';
import type { Entry } from '../../../shared/log/entry.ts';
import { asideShown, farAheadOf } from '../../../renderer/store/incoming.ts';
import type { Explained, SetAside } from '../../../renderer/store/ports.ts';

const explained: Explained = { by: 'Aoife', at: 0, why: 'read out by phone' };
const row = (key: string, change: Partial<SetAside>): SetAside => ({
  key,
  why: 'foreignSubject',
  device: 'own',
  seq: 1,
  at: 0,
  subject: null,
  kind: null,
  explained: null,
  ...change,
});
const shown = (...rows: readonly SetAside[]) =>
  asideShown(rows, 'own', {
    told: [{ epoch: 0, from: 1, upTo: 5, aheadMs: 600_000, said: '6' }],
  });

test('STORE23: what was explained is not shown any more', () => {
  const { exceptions } = shown(row('open', {}), row('done', { explained }));
  expect(exceptions.map(({ key }) => key)).toEqual(['open']);
});

test('DELIVERY4: not accepted is an own entry that the gateway set aside, explained or not, until it went out again', () => {
  const { notAccepted } = shown(
    row('open', { seq: 1 }),
    row('explained', { seq: 2, explained }),
    row('again', { seq: 3, explained: { ...explained, isSentAgain: true } }),
    row('a colleague’s', { seq: 4, device: 'other' }),
    row('not the gateway', { seq: 5, why: 'unreadable' }),
  );
  expect(notAccepted).toEqual([
    { seq: 1, subject: null, isExplained: false },
    { seq: 2, subject: null, isExplained: true },
  ]);
});

test('STORE37: of clocks that are ahead those that nobody has said a word of are left to be said', () => {
  const ahead = (ms: number) => ({ epoch: 0, from: ms, upTo: ms, aheadMs: 1 });
  const { unsaidClocks } = shown(
    row('said', { why: 'farAhead', device: 'told', ahead: ahead(5) }),
    row('after it', { why: 'farAhead', device: 'told', ahead: ahead(6) }),
    row('never', { why: 'farAhead', device: 'other', ahead: ahead(1) }),
    row('no clock', { why: 'chainBroken', device: 'other' }),
  );
  expect(unsaidClocks.map(({ key }) => key)).toEqual(['after it', 'never']);
});

test('STORE37: a run that comes in pieces is one run, and what is said of it turns none of it round', () => {
  const MIN = 60_000;
  const now = Date.parse('2026-11-21T20:11:00Z');
  const ahead = 180 * MIN;
  const wrote = (minutes: number, epoch = 7) => {
    const head = JSON.stringify({ recordedAt: now + ahead + minutes * MIN, epoch });
    return {
      device: 'other',
      seq: 100 + minutes,
      head,
      subject: 's',
      kind: 'k',
    } as unknown as Entry;
  };
  const first = farAheadOf([wrote(-110), wrote(-90), wrote(-60)], {}, now);
  const from = now + ahead - 110 * MIN;
  expect(first.map((each) => each.ahead)).toEqual([
    { epoch: 7, from, upTo: now + ahead - 60 * MIN, aheadMs: 120 * MIN },
  ]);
  const second = farAheadOf([wrote(-57), wrote(0), wrote(0, 8)], {}, now, first);
  expect(second.map((each) => each.ahead)).toEqual([
    { epoch: 7, from, upTo: now + ahead, aheadMs: ahead },
    { epoch: 8, from: now + ahead, upTo: now + ahead, aheadMs: ahead },
  ]);
});

test('STORE37: of a clock that was set in between each run is told by itself, and none is put behind what came after it', () => {
  const MIN = 60_000;
  const DAY = 24 * 60 * MIN;
  const now = Date.parse('2026-11-21T20:11:00Z');
  // Ten minutes fast, then set a day ahead; the last was written a minute before it came.
  const written = [10, DAY / MIN - 4, DAY / MIN - 2, DAY / MIN - 1].map((minutes, index) => {
    const head = JSON.stringify({ recordedAt: now + minutes * MIN });
    return { device: 'other', seq: index + 7, head, subject: 's', kind: 'k' } as unknown as Entry;
  });
  const found = farAheadOf(written, {}, now).map(({ seq, ahead }) => [seq, ahead]);
  const aheadMs = DAY - MIN;
  const ran = (from: number, upTo: number) => ({ epoch: 0, from: now + from, upTo: now + upTo });
  expect(found).toEqual([
    // At the latest three minutes before it came, as the first of those behind it.
    [7, { ...ran(10 * MIN, 10 * MIN), aheadMs: 10 * MIN + 3 * MIN }],
    [8, { ...ran(DAY - 4 * MIN, DAY - MIN), aheadMs }],
  ]);
});
