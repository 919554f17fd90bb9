// A judge that cannot find anything proves nothing: gateways that leak are given to it here, a fold
// that tells nobody of a double call, and consoles that never hear what the time is.
import { expect, test } from 'vitest';
import { readHeadText } from '../../shared/log/entry.ts';
import type { CaseState } from '../../shared/domain/case.ts';
import type { JournalEntry } from '../../gateway/journal/journal.ts';
import type { Leak } from './gateway.ts';
import type { FeedEntry } from '../../shared/sync/protocol.ts';
import { simulate, type World } from './simulation.ts';

const kindOf = ({ head }: JournalEntry) =>
  head === null ? undefined : (readHeadText(head) as { readonly kind: string }).kind;

const leaks: readonly {
  readonly what: string;
  readonly leak: Leak;
  readonly found: RegExp;
}[] = [
  {
    what: 'what Networks says of ABC’s request, to DEF',
    leak: (entry) => (kindOf(entry) === 'request.taken' ? ['DEF'] : []),
    found: /^DEF sees request:\S+ of ESB$/,
  },
  {
    what: 'what Networks decided, to both suppliers',
    leak: (entry) => (kindOf(entry) === 'request.decided' ? ['ABC', 'DEF'] : []),
    found: /^(?:ABC|DEF) sees request:\S+ of ESB$/,
  },
  {
    what: 'a supplier’s own request, to the other one',
    leak: (entry) => (kindOf(entry) === 'request.made' ? ['DEF'] : []),
    found: /^DEF sees request:\S+ of ABC$/,
  },
  {
    what: 'a supplier’s own customer, to Networks',
    leak: (entry) => (kindOf(entry) === 'case.reported' ? ['ESB'] : []),
    found: /^ESB sees mprn:\d+ of (?:ABC|DEF)$/,
  },
  {
    what: 'what a supplier says of its clock, to the other one',
    leak: (entry) => (kindOf(entry) === 'clock.corrected' ? ['ABC', 'DEF'] : []),
    found: /^(?:DEF sees clock:\S+ of ABC|ABC sees clock:\S+ of DEF)$/,
  },
];

/** Not every night has something of a kind to leak, or to miss. */
const NIGHTS = 20;

async function isNoticed(world: World, found: RegExp): Promise<boolean> {
  for (let seed = 1; seed <= NIGHTS; seed++) {
    const { problems } = await simulate(seed, world);
    if (problems.some((each) => found.test(each))) return true;
  }
  return false;
}

test.each(leaks)('SYNC10: it is noticed when a gateway leaks $what', async ({ leak, found }) => {
  expect(await isNoticed({ leak }, found)).toBe(true);
});

test('SYNC10: it is noticed when a gateway has an entry twice in one feed', async () => {
  const leak: Leak = (entry, audience) =>
    kindOf(entry) === 'case.reported' ? audience.slice(0, 1) : [];
  expect(await isNoticed({ leak }, /^ABC: an entry is in the feed twice$/)).toBe(true);
});

test('SYNC10: it is noticed when a console does not keep what it was sent', async () => {
  const misses = (entry: FeedEntry) =>
    'head' in entry &&
    (readHeadText(entry.head) as { readonly kind: string }).kind === 'case.claimed';
  expect(await isNoticed({ misses }, /^ABC: consoles differ$/)).toBe(true);
});

test('SYNC10: it is noticed when what a desk wrote never arrives', async () => {
  expect(await isNoticed({ isCutOff: true }, /^ABC: not everything arrived$/)).toBe(true);
});

test('SYNC10: it is noticed when somebody writes after everything has healed', async () => {
  expect(
    await isNoticed({ isRestless: true }, /^somebody wrote after everything had healed$/),
  ).toBe(true);
});

test('STORE36: it is noticed when nobody is told that two desks called one customer', async () => {
  const shows = (state: CaseState) => ({ ...state, clash: null });
  let [found, twice] = [0, 0];
  for (let seed = 1; seed <= 5; seed++) {
    const { problems, faults } = await simulate(seed, { shows });
    found += problems.filter((each) => each.includes('nobody is told that two called')).length;
    twice += faults['called by two'] ?? 0;
  }
  expect(twice).toBeGreaterThan(0);
  expect(found).toBe(twice);
});

test('STORE24: it is noticed when a laptop a day ahead is never put right', async () => {
  const { problems } = await simulate(1, { isDeaf: true });
  expect(problems.some((each) => / orders \d+ entries 14\d\d minutes after/.test(each))).toBe(true);
});
