// What follows from the market's answers beside the back-fixes that they prove: power that is back by a
// message, and a customer whom a waiting D05 has cut off again, who is back at the top of the queue
// with the original clock as soon as anybody here knows.
import type { Draft } from '../log/entry.ts';
import { beganAt } from './closing.ts';
import { subjectOf, type CaseState } from './case.ts';
import type { Context } from './decision.ts';
import type { EventBody, Make } from './events.ts';
import { countsAt, isKnown, isSameWord, lastSwitching, SOON_MS } from './evidence.ts';
import type { Answered, Learnt } from './evidence.ts';
import { fixSubject, type FixState } from './fix.ts';
import { namesOurs } from './own-word.ts';

export interface HeardOf {
  readonly mprn: string;
  readonly answer: Answered;
  /** Of somebody without a case who has paid since a D05 was sent: that payment, UTC ms. */
  readonly paidSince?: number;
}

export function answersOf(
  answers: readonly HeardOf[],
  context: Context,
  make: Make,
): readonly Draft[] {
  const drafts: Draft[] = [];
  const byMprn = new Map<string, HeardOf[]>();
  for (const each of answers) {
    const found = byMprn.get(each.mprn);
    if (found === undefined) byMprn.set(each.mprn, [each]);
    else found.push(each);
  }
  for (const [mprn, found] of byMprn) {
    const subject = fixSubject(mprn);
    const fix = context.fixOf?.(subject);
    const known = fix?.heard ?? [];
    const fresh = found.filter(
      ({ answer }, index) =>
        !isKnown(answer, known) &&
        !found.slice(0, index).some((before) => isSameWord(before.answer, answer)),
    );
    for (const { answer } of fresh) drafts.push(make(subject, 'market.heard', answer));
    if (fresh.length > 0) drafts.push(...onCase(mprn, fresh, fix, context, make));
  }
  return drafts;
}

/**
 * Only the last switching counts, by the market's own time: a word that is older than one which is
 * known changes nothing.
 */
function onCase(
  mprn: string,
  fresh: readonly HeardOf[],
  fix: FixState | undefined,
  context: Context,
  make: Make,
): readonly Draft[] {
  const subject = subjectOf(mprn);
  const learnt = fresh.map(({ answer }) => ({ ...answer, learntAt: context.now }));
  const last = lastSwitching<Learnt>([...(fix?.heard ?? []), ...learnt]);
  if (last === undefined || !learnt.some((each) => each === last)) return [];
  const state = context.caseOf(subject);
  const at = countsAt(last);
  if (state === undefined) {
    if (last.tells !== 'deEnergised') return [];
    const paidAt = fresh.find(({ paidSince }) => paidSince !== undefined)?.paidSince;
    // A colleague with no line to us may have put this customer back.
    if (paidAt === undefined || at < paidAt)
      return [make(subject, 'power.heardOff', markOf(last), at)];
    return paidAndOff(subject, last, paidAt, context, make);
  }
  return last.tells === 'energised'
    ? ofEnergised(state, last, fix, context, make)
    : ofCutOff(state, last, fresh, make);
}

/** Somebody without a case who had paid, and was switched off after that: alarmed, with the clock of that payment. */
function paidAndOff(
  subject: string,
  off: Learnt,
  paidAt: number,
  context: Context,
  make: Make,
): readonly Draft[] {
  const report = make(subject, 'case.reported', {
    source: 'message',
    facts: { paidAt, openD05: 'no' },
    noticedAt: context.now,
  });
  return [report, make(subject, 'power.cutOff', markOf(off), countsAt(off))];
}

/** A payment has become known of somebody whom the market had switched off after it, and who has no case. */
export function paymentKnown(
  { mprn, paidAt }: { readonly mprn: string; readonly paidAt: number },
  context: Context,
  make: Make,
): readonly Draft[] {
  const subject = subjectOf(mprn);
  const last = lastSwitching(context.fixOf?.(fixSubject(mprn))?.heard ?? []);
  if (last?.tells !== 'deEnergised' || countsAt(last) < paidAt) return [];
  return context.caseOf(subject) === undefined
    ? paidAndOff(subject, last, paidAt, context, make)
    : [];
}

/** What names nothing that is known here says so, and confirms only what somebody else has said. */
function ofEnergised(
  state: CaseState,
  answer: Learnt,
  fix: FixState | undefined,
  context: Context,
  make: Make,
): readonly Draft[] {
  const began = beganAt(state);
  // By a slow clock here it may be learnt before it was paid, and is of this round all the same.
  const at = Math.max(countsAt(answer), Math.min(answer.effectiveAt ?? answer.at, began));
  // An earlier reconnection says nothing of this one.
  if (!state.open || state.power?.level === 'confirmed' || at < began) return [];
  const isConfirmed = namesOurs(answer, state, fix) || (state.power?.by ?? 'message') !== 'message';
  return [
    make(
      state.subject,
      'power.recorded',
      {
        level: isConfirmed ? 'confirmed' : 'claimed',
        by: 'message',
        backAt: at,
        learntAt: context.now,
        ...(answer.statusCode ? { statusAfter: answer.statusCode } : {}),
      },
      at,
    ),
  ];
}

/** Off before it was back is the reason why there is a case; off after it is a cut-off. */
function ofCutOff(
  state: CaseState,
  answer: Learnt,
  fresh: readonly HeardOf[],
  make: Make,
): readonly Draft[] {
  const at = countsAt(answer);
  const backAt = state.power?.backAt ?? null;
  if (state.open) {
    // A promise that was kept and not recorded is off again all the same.
    const wasBack = backAt ?? (state.outcome?.outcome === 'done' ? state.outcome.at : null);
    const kind = wasBack !== null && at >= wasBack ? 'power.cutOff' : 'power.heardOff';
    return [make(state.subject, kind, markOf(answer), at)];
  }
  // Closed: whoever runs out of credit weeks later is off by right. So soon after they were put back
  // nobody can tell from here, and a customer too many at the top of the queue harms nobody.
  const paidAt = fresh.find(({ paidSince }) => paidSince !== undefined)?.paidSince;
  const { because } = state.closed ?? {};
  // Who was said to be another supplier's and is cut off all the same may have been ours.
  const isOurs = because === 'proof' || because === 'notOurs';
  if (!isOurs || backAt === null || at < backAt) return [];
  return paidAt !== undefined || at - backAt < SOON_MS
    ? [make(state.subject, 'power.cutOff', markOf(answer), at)]
    : [];
}

const markOf = ({ type, txRefNbr }: Answered): EventBody<'power.cutOff'> => ({ type, txRefNbr });
