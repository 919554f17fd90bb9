// A judge that cannot find anything proves nothing: gateways that leak are given to it here.
import { expect, test } from 'vitest';
import { readHeadText } from '../../shared/log/entry.ts';
import type { JournalEntry } from '../../gateway/journal/journal.ts';
import type { Leak } from './gateway.ts';
import { simulate } from './simulation.ts';

const kindOf = ({ head }: JournalEntry) =>
  head === null ? undefined : (readHeadText(head) as { readonly kind: string }).kind;

const leaks: readonly {
  readonly what: string;
  readonly leak: Leak;
  readonly found: RegExp;
  /** Seeds in which there is something to leak. */
  readonly from?: number;
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
    leak: (entry) => (kindOf(entry) === 'clock.corrected' ? ['DEF'] : []),
    found: /^DEF sees clock:\S+ of ABC$/,
    from: 48,
  },
];

test.each(leaks)(
  'SYNC10: it is noticed when a gateway leaks $what',
  async ({ leak, found, from = 1 }) => {
    const problems: string[] = [];
    for (let seed = from; seed < from + 5; seed++)
      problems.push(...(await simulate(seed, { leak })).problems);
    expect(problems.some((each) => found.test(each))).toBe(true);
  },
);
