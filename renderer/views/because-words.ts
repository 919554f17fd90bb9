// Why a back-fix is planned, in a sentence: with what had failed and since when, where that is known.
import type { BackFixStep, Because } from '../../shared/domain/back-fix-step.ts';
import { interfaceOf } from '../../shared/domain/interfaces.ts';
import type { IncidentState } from '../../shared/domain/incident.ts';
import type { Family, Words } from '../i18n/words.tsx';

/** A failure that ended longer ago is not this night's any more [D]. */
const STILL_SAID_MS = 24 * 60 * 60_000;

export type Why = Pick<BackFixStep, 'because' | 'point'> & Partial<Pick<BackFixStep, 'owner'>>;
type Reason = Because | 'unspoken017';

/** Of one that may have gone Networks is asked; of one that nobody spoke of somebody of ours looks. */
const reasonOf = ({ because, owner }: Why): Reason =>
  because === 'unknown017' && owner === 'supplier' ? 'unspoken017' : because;

export interface Failures {
  readonly incidents: readonly IncidentState[];
  readonly now: number;
}

/** What failed at this point, or at whichever failed last where nobody named one. */
function failureAt(point: number | null, { incidents, now }: Failures): IncidentState | null {
  const known = incidents.filter(
    (each) =>
      (point === null || each.point === point) &&
      each.since <= now &&
      (each.endedAt === null || now - each.endedAt < STILL_SAID_MS),
  );
  const open = known.filter(({ endedAt }) => endedAt === null);
  const [first, ...others] = open.length > 0 ? open : known;
  if (first === undefined) return null;
  return others.reduce((last, each) => (each.since > last.since ? each : last), first);
}

/** Where this night's failure was, also once it has been ended: what is to be put right is the same. */
export const failedPoint = (failures: Failures): number | null =>
  failureAt(null, failures)?.point ?? null;

export function becauseWords(why: Why, failures: Failures, { t, format }: Words): string {
  const failure = failureAt(why.point, failures);
  const point = why.point ?? failure?.point ?? null;
  if (point === null) return plainly(reasonOf(why), t);
  const since = failure === null ? '' : format.when(failure.since, failures.now);
  const failed = t(`backfix.failed.${String(interfaceOf(point).no) as Family<'backfix.failed'>}`);
  return t(`backfix.because.${reasonOf(why)}`, { down: t('backfix.failed', { failed, since }) });
}

const plainly = (reason: Reason, t: Words['t']): string =>
  t(`backfix.because.${reason}`, { down: '' });

/** Of many with one reason its sentence; where what failed differs, it is left to each of them. */
export function sharedBecause(
  all: readonly Why[],
  failures: Failures,
  words: Words,
): readonly string[] {
  const reasons = new Map<Reason, Set<string>>();
  for (const why of all) {
    const reason = reasonOf(why);
    const said = reasons.get(reason) ?? new Set<string>();
    reasons.set(reason, said.add(becauseWords(why, failures, words)));
  }
  return [...reasons].flatMap(([reason, said]) =>
    said.size === 1 ? [...said] : [plainly(reason, words.t)],
  );
}
