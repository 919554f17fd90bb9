// Delivery in words: what has arrived where, and why not. Never mixed with what is said of power.
import type { CallFailure } from '../../shared/sync/failure.ts';
import type { Summary } from '../../shared/domain/summary.ts';
import type { Words } from '../i18n/words.tsx';
import type { Snapshot } from '../console/snapshot.ts';

export function failureWords(failure: CallFailure, { t }: Words): string {
  switch (failure.code) {
    case 'tls':
      return t(`failure.tls.${failure.why}`);
    case 'server':
      return t('failure.server', failure);
    default:
      return t(`failure.${failure.code}`);
  }
}

/** A clock that is wrong stalls nothing, and is said wherever it is said that all has arrived. */
export function clockWords(
  { clockOffset }: Pick<Snapshot, 'clockOffset'>,
  { t, format }: Words,
): string | null {
  if (clockOffset === 0) return null;
  return t('delivery.clockOff', {
    span: format.span(Math.abs(clockOffset)),
    ahead: clockOffset < 0,
  });
}

export type Delivery =
  | 'accepted'
  | 'aside'
  | 'sending'
  | 'waiting'
  | 'stalled'
  | 'stopped'
  | 'alone';

/** How what this laptop wrote stands with its gateway. */
export function deliveryOf(
  snapshot: Pick<Snapshot, 'enrolment' | 'sync' | 'saved' | 'notAccepted'>,
): Delivery {
  const { enrolment, sync, saved, notAccepted } = snapshot;
  if (enrolment === null || sync === null) return enrolment === null ? 'alone' : 'waiting';
  if (sync.phase === 'stopped') return 'stopped';
  if (sync.stalledSince !== null) return 'stalled';
  if (saved.notSent === 0 && sync.lastAt !== null)
    return notAccepted.every(({ isExplained }) => isExplained) ? 'accepted' : 'aside';
  return sync.phase === 'exchanging' ? 'sending' : 'waiting';
}

export type CaseDelivery = 'here' | 'sent' | 'accepted' | 'aside';

type Reached = Pick<Snapshot, 'saved' | 'sync' | 'notAccepted'>;

/** The least of a case's entries: all of it is accepted, or some was set aside, is on its way, or only here. */
export function caseDelivery(
  summary: Pick<Summary, 'seqs' | 'subject'>,
  snapshot: Reached & Pick<Snapshot, 'device'>,
): CaseDelivery {
  if (snapshot.notAccepted.some(({ subject }) => subject === summary.subject)) return 'aside';
  return seqDelivery(summary.seqs[snapshot.device] ?? 0, snapshot);
}

export function seqDelivery(seq: number, { saved, sync, notAccepted }: Reached): CaseDelivery {
  if (notAccepted.some((each) => each.seq === seq)) return 'aside';
  if (seq <= saved.acknowledged) return 'accepted';
  return seq <= (sync?.sentTo ?? 0) ? 'sent' : 'here';
}

const kinds = new Set([
  'case.reported',
  'case.learnt',
  'case.claimed',
  'case.released',
  'step.answered',
  'call.started',
  'call.waiting',
  'call.joined',
  'call.left',
  'outcome.recorded',
  'power.recorded',
  'power.stillOff',
  'power.cutOff',
  'power.heardOff',
  'case.excluded',
  'breach.acknowledged',
  'case.noted',
  'case.referenced',
  'case.unlisted',
  'case.closed',
  'entry.undone',
  'clock.corrected',
  'intake.rows',
  'outstanding.listed',
] as const);
type NamedKind = typeof kinds extends Set<infer K> ? K : never;

const isNamed = (kind: string): kind is NamedKind => (kinds as ReadonlySet<string>).has(kind);

export function kindWords(kind: string, { t }: Words): string {
  if (isNamed(kind)) return t(`kind.${kind}`);
  if (kind.startsWith('request.')) return t('kind.request');
  if (kind.startsWith('guard.')) return t('kind.guard');
  if (kind.startsWith('fix.')) return t('kind.fix');
  if (kind.startsWith('channel.')) return t('kind.channel');
  if (kind.startsWith('daily.')) return t('kind.daily');
  if (kind.startsWith('market.')) return t('kind.market');
  if (kind.startsWith('incident.')) return t('kind.incident');
  return /^(?:desk|order|share|operator)\./.test(kind) ? t('kind.desk') : t('kind.other');
}
