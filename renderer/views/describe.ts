// Words for a case at a moment: what the row, the head of the case and the runway say about it.
import {
  BACKSTOP_MINUTES,
  readClock,
  timeTaken,
  type ClockSettings,
} from '../../shared/domain/backstop-clock.ts';
import { mprnOf, type CaseState } from '../../shared/domain/case.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import type { FailurePoint } from '../../shared/domain/interfaces.ts';
import { isOverdue, laneOf } from '../../shared/domain/lanes.ts';
import type { Summary } from '../../shared/domain/summary.ts';
import type { Words } from '../i18n/words.tsx';
import type { LeftTone, Tone } from '../ui/parts.tsx';

export interface DescribedLeft {
  readonly figure: string;
  readonly unit: string;
  readonly tone: LeftTone;
  readonly used: number | null;
}

/** More than this is said in hours: nobody reads −3526 at a glance. */
const MOST_MINUTES = 600;

/** `11 min`, `−7 past`, `? paid?`; and minutes to power once it is back. */
export function describeLeft(
  summary: Pick<Summary, 'paidAt' | 'noticedAt' | 'backAt'>,
  now: number,
  settings: ClockSettings,
  words: Words,
): DescribedLeft {
  const { t } = words;
  if (summary.backAt !== null && summary.paidAt !== null) {
    const taken = timeTaken(summary, summary.backAt);
    return {
      figure: String(taken.minutes),
      unit: t('row.back'),
      tone: taken.inTime ? 'ok' : 'late',
      used: taken.minutes / BACKSTOP_MINUTES,
    };
  }
  const clock = readClock(summary, now, settings);
  if (clock.basis === 'noticed') {
    return { figure: '?', unit: t('row.paid'), tone: 'need', used: null };
  }
  if (clock.phase === 'past') {
    const past = -clock.minutesLeft;
    return past > MOST_MINUTES
      ? { figure: `−${Math.floor(past / 60)}`, unit: t('row.hoursPast'), tone: 'late', used: 1 }
      : { figure: `−${past}`, unit: t('row.past'), tone: 'late', used: 1 };
  }
  return {
    figure: String(clock.minutesLeft),
    unit: t('row.min'),
    tone: clock.phase === 'supplierPast' ? 'soon' : 'plain',
    used: clock.minutesSince / BACKSTOP_MINUTES,
  };
}

/** The tag on the right of a row: who is first, in words. */
export function describeTag(
  summary: Summary,
  words: Words,
): { readonly tone: Tone; readonly text: string } | null {
  if (summary.cutOff) return { tone: 'late', text: words.t('row.cutOff') };
  if (summary.medical) return { tone: 'late', text: words.t('row.medical') };
  if (summary.register === 'priority') return { tone: 'late', text: words.t('register.priority') };
  if (summary.register === 'special') return { tone: 'soon', text: words.t('register.special') };
  return null;
}

/** The state of a case in one short line. */
export function describeState(
  summary: Summary,
  now: number,
  me: {
    readonly device: string;
    readonly points: readonly FailurePoint[];
  },
  words: Words,
): string {
  const { t, format } = words;
  const when = (at: number | null) => (at === null ? '' : format.when(at, now));
  if (summary.power === 'confirmed') return t('row.confirmed', { at: when(summary.backAt) });
  if (summary.power === 'claimed') return t('row.saidBack', { at: when(summary.backAt) });
  if (summary.onCall !== null) {
    if (summary.waitingSince !== null) {
      return t('row.waitingLine', { span: format.span(now - summary.waitingSince) });
    }
    // Whoever sits at this desk has taken its calls over with it.
    if (summary.onCall.device !== me.device) {
      return t('row.onCall', { operator: summary.onCall.operator });
    }
  }
  // Whoever has it: a promise that has passed is never hidden behind a name.
  const passed = isOverdue(summary, now) ? describeOutcome(summary, now, words) : null;
  if (passed !== null) return passed;
  if (summary.claimedBy !== null) {
    const mine = summary.claimedBy.device === me.device;
    if (mine && summary.onCall !== null && summary.answered === 0) return t('row.inBasket');
    return mine
      ? t('row.you', { step: summary.answered })
      : t('row.claimed', { operator: summary.claimedBy.operator });
  }
  const outcome = describeOutcome(summary, now, words);
  if (outcome !== null) return outcome;
  if (summary.excluded) return t('row.excluded');
  if (summary.unlisted) return t('row.unlisted');
  // Nobody said so: the market did, and the tag has it.
  if (summary.cutOff) return t('row.ringForPower');
  if (summary.stillOff > 0) return t('row.stillOff', { count: summary.stillOff });
  return t(`lane.${laneOf(summary, now, me.points)}`);
}

function describeOutcome(summary: Summary, now: number, words: Words): string | null {
  const { t, format } = words;
  const again = summary.againAt === null ? '' : format.when(summary.againAt, now);
  switch (summary.outcome) {
    case null:
      return null;
    case 'done':
      return t('row.done');
    case 'promised':
      if (summary.promisedAt === null) return t('row.promisedNoTime');
      return isOverdue(summary, now)
        ? t('row.promiseBroken', { at: format.when(summary.promisedAt, now) })
        : t('row.promised', { at: format.when(summary.promisedAt, now) });
    case 'noAnswer':
      return t('row.noAnswer', { at: again });
    case 'busy':
      return t('row.busy', { at: again });
    case 'callBack':
      return t('row.callBack', { at: again });
    case 'refused':
      return t('row.refused');
    case 'wrongCustomer':
      return t('row.wrongCustomer');
    case 'notRemote':
      return t('row.notRemote');
    case 'networkFault':
      return t('row.networkFault');
  }
}

/** The town, from the end of an address: enough to tell two customers apart on a row. */
export function townOf(address: string): string {
  const parts = address.split(',');
  return parts.length < 2 ? '' : (parts.at(-1) ?? '').trim();
}

const digitWords = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** `ten, nine three four, four seven eight, one five three`: as a person says it on the phone. */
export function spokenMprn(groups: readonly string[]): string {
  return groups
    .map((group, index) =>
      index === 0 && group === '10'
        ? 'ten'
        : [...group].map((digit) => digitWords[Number(digit)]).join(' '),
    )
    .join(', ');
}

/** `10 934 478 153, Customer 0003`: whose sheet this is, when it covers the case. */
export function caseLabel(state: CaseState | null, words: Words): string {
  if (state === null) return '';
  const mprn = mprnOf(state.subject);
  const name = state.facts.name ?? '';
  return [mprn === null ? words.t('row.noMprn') : formatMprn(mprn), name]
    .filter(Boolean)
    .join(', ');
}
