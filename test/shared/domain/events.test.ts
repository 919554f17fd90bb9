import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { draft, eventOf, events, isKnown, isMisfit } from '../../../shared/domain/events.ts';
import { ORIGIN, seal, type Entry } from '../../../shared/log/entry.ts';

const tip = { device: 'd', seq: 0, hash: ORIGIN, stamp: null };
const sealed = (over: Partial<Entry> = {}): Entry => ({
  ...seal(draft('mprn:10001234567', 'case.noted', { note: 'x' }, { salt: 's' }), tip, {
    id: 'e',
    now: 5,
    stamp: 'a',
    operator: 'Aoife',
  }),
  ...over,
});

test('EVENT1: the shape of what is stored is pinned: a change raises the kind’s version and this hash', () => {
  const shape = JSON.stringify(events, (key, value: unknown) =>
    key === '~standard' || key === '~run' || key === 'message'
      ? undefined
      : value instanceof RegExp
        ? String(value)
        : value,
  );
  expect(createHash('sha256').update(shape).digest('hex').slice(0, 16)).toMatchInlineSnapshot(
    `"2956c81a7148a476"`,
  );
});

test('EVENT2: a kind of a newer console, or a newer version of ours, is passed over, not misread', () => {
  expect(eventOf(sealed())).toMatchObject({ kind: 'case.noted', body: { note: 'x' } });
  expect(eventOf(sealed({ kind: 'case.teleported' }))).toBeUndefined();
  expect(isKnown('toString')).toBe(false);
  const newer = sealed();
  expect(
    eventOf({ ...newer, head: newer.head.replace('"version":1', '"version":2') }),
  ).toBeUndefined();
});

test('EVENT3: an absent body is an absent event; our own misfit is a bug and throws', () => {
  expect(eventOf(sealed({ body: null }))).toBeUndefined();
  expect(() => draft('mprn:1', 'case.noted', { note: 7 } as never, { salt: 's' })).toThrow(
    'fits its schema',
  );
});

test('EVENT4: what others wrote and fits nothing is nobody’s event, and is told from what is merely newer', () => {
  const misfit = sealed({ body: JSON.stringify(['s', { note: 7 }]) });
  expect(eventOf(misfit)).toBeUndefined();
  expect(isMisfit(misfit)).toBe(true);
  expect(isMisfit(sealed({ body: 'no pair at all' }))).toBe(true);
  expect(isMisfit(sealed())).toBe(false);
  expect(isMisfit(sealed({ kind: 'case.teleported' }))).toBe(false);
});

test('EVENT4: an instant no date can be made of is a misfit, not a broken screen', () => {
  const learnt = sealed({
    kind: 'case.learnt',
    body: JSON.stringify(['s', { facts: { paidAt: 1e300 } }]),
  });
  expect(isMisfit(learnt)).toBe(true);
});
