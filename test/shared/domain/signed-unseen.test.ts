// The second person signs what was before them, and nothing that they had not seen.
import { describe, expect, test } from 'vitest';
import { planBackFix, shippedPlan } from '../../../shared/domain/back-fix.ts';
import { subjectOf } from '../../../shared/domain/case.ts';
import type { DomainEvent } from '../../../shared/domain/events.ts';
import type { Answered } from '../../../shared/domain/evidence.ts';
import { fixSubject, foldFix, type FixState } from '../../../shared/domain/fix.ts';
import { must } from '../../../shared/lib/check.ts';
import { Desks } from './desks.ts';
import { noneLeft } from './world.ts';

const MPRN = '10934478153';
const SUBJECT = subjectOf(MPRN);
const MIN = 60_000;

const fixOf = (desks: Desks): FixState =>
  must(foldFix(desks.events(fixSubject(MPRN))), 'something was released');

let answers = 0;
const hear = (desks: Desks, desk: string, answer: Partial<Answered>) =>
  desks.run(desk, {
    do: 'hear',
    answers: [
      {
        mprn: MPRN,
        answer: {
          type: '307',
          tells: 'energised',
          txRefNbr: `answer-${(answers += 1)}`,
          at: desks.now,
          ...answer,
        },
      },
    ],
  });

const planned = (desks: Desks) =>
  planBackFix(must(desks.caseOf(SUBJECT), 'there is a case'), 7, shippedPlan).steps;

/** A priority customer, put back, with a 017 that is answered; Brian has all of it. */
function proved() {
  const desks = new Desks();
  const since = desks.now;
  desks.run('Aoife', {
    do: 'report',
    mprn: MPRN,
    source: 'call',
    noticedAt: since,
    facts: { paidAt: since - 30 * MIN, openD05: 'no', register: 'priority', ...noneLeft },
  });
  const at = { backAt: desks.now, learntAt: desks.now };
  desks.run('Aoife', { do: 'power', subject: SUBJECT, level: 'claimed', by: 'customer', ...at });
  desks.run('Aoife', {
    do: 'releaseFixes',
    items: [{ mprn: MPRN, steps: planned(desks) }],
    outOf: 1,
    mostShare: 1,
  });
  const fixes = [{ mprn: MPRN, key: 'send017/1' }];
  desks.run('Aoife', { do: 'handOver', fixes, channel: 'emma' });
  const sent = must(fixOf(desks).items[0]?.txRefNbr, 'it was sent');
  hear(desks, 'Aoife', { original: sent });
  desks.hears('Brian');
  return { desks, sent };
}

const sign = (desks: Desks, desk: string) => desks.run(desk, { do: 'signFixes', mprn: MPRN });
const close = (desks: Desks, desk: string) =>
  desks.run(desk, { do: 'closeProved', cases: [{ mprn: MPRN, plan: planned(desks) }] });

describe('a signature', () => {
  test('FIX14: over a reject that its author had not seen is none: the case does not close on it, and does on a new one', () => {
    const { desks, sent } = proved();
    hear(desks, 'Aoife', { type: '117R', tells: 'rejected', original: sent });
    expect(sign(desks, 'Brian')).toHaveLength(1);
    desks.hears('Aoife');
    expect(fixOf(desks).items[0]?.discrepancies).toEqual(['answeredBothWays']);
    expect([fixOf(desks).signed, close(desks, 'Aoife')]).toEqual([null, []]);
    // And the sheet says whose it was.
    expect(fixOf(desks).signedLess).toMatchObject({ operator: 'Brian' });
    desks.hears('Brian');
    sign(desks, 'Brian');
    desks.hears('Aoife');
    expect(fixOf(desks)).toMatchObject({ signed: { operator: 'Brian' }, signedLess: null });
    close(desks, 'Aoife');
    expect(desks.caseOf(SUBJECT)?.open).toBe(false);
  });

  test('FIX14: nor over a cut-off or an answer of which they had not heard, whichever clock is slow', () => {
    const unheard: readonly Partial<Answered>[] = [
      { type: '306', tells: 'deEnergised' },
      { type: '131', tells: 'requestStatus', status: 'open' },
    ];
    for (const behind of [-60 * MIN, 0, 60 * MIN]) {
      for (const answer of unheard) {
        const { desks } = proved();
        desks.ahead.set('Brian', -behind);
        hear(desks, 'Aoife', answer);
        sign(desks, 'Brian');
        expect(fixOf(desks).signed).toBe(null);
      }
    }
  });

  test('FIX14: by who had seen all of it stands, though another signed later who had not', () => {
    const { desks, sent } = proved();
    hear(desks, 'Aoife', { type: '117R', tells: 'rejected', original: sent });
    desks.hears('Ciara');
    sign(desks, 'Ciara');
    sign(desks, 'Brian');
    expect(fixOf(desks).signed).toMatchObject({ operator: 'Ciara' });
  });

  test('FIX14: stands also where a clock that was put right moves behind it what its author had seen', () => {
    const { desks } = proved();
    sign(desks, 'Brian');
    const [signature, ...others] = [...desks.events(fixSubject(MPRN))].reverse();
    const moved = [{ ...must(signature, 'it was signed'), stamp: '0' }, ...others.reverse()];
    expect(foldFix(moved)?.signed).toMatchObject({ operator: 'Brian' });
  });

  test('FIX14: of an older program is over what stands before it, and nothing else', () => {
    const { desks, sent } = proved();
    sign(desks, 'Brian');
    const old = (): readonly DomainEvent[] =>
      desks
        .events(fixSubject(MPRN))
        .map((each) => (each.kind === 'fix.signed' ? { ...each, body: {} } : each));
    expect(foldFix(old())?.signed).toMatchObject({ operator: 'Brian' });
    hear(desks, 'Aoife', { type: '117R', tells: 'rejected', original: sent });
    expect(foldFix(old())?.signed).toBe(null);
  });
});
