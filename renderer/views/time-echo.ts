// What a typed time was understood as, in words, or what is wrong with it.
import { parsePromisedTime, parseTypedTime, type ReadTime } from '../../shared/domain/times.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { TimeProblem } from '../../shared/domain/times.ts';
import { BACKSTOP_MINUTES, MINUTE } from '../../shared/domain/backstop-clock.ts';
import type { Words } from '../i18n/words.tsx';

export interface TimeEcho {
  readonly at: number | null;
  readonly echo: string;
  /** `warn` is taken as it is and must be looked at. */
  readonly tone: 'good' | 'warn' | 'bad' | undefined;
}

export function echoTime(
  typed: string,
  now: number,
  words: Words,
  options: {
    readonly leaning?: 'past' | 'future';
    readonly clock?: boolean;
    readonly empty?: string;
    /** The backstop of the customer: a promise after it is no help. */
    readonly deadline?: number | undefined;
    /** When it was typed: `+20` and a bare clock time are read as of then. */
    readonly typedAt?: number | null;
    /** Not before this, and what to say when it is. */
    readonly notBefore?: { readonly at: number; readonly words: string } | undefined;
  } = {},
): TimeEcho {
  if (typed.trim() === '') return { at: null, echo: options.empty ?? '', tone: undefined };
  const as = options.typedAt ?? now;
  const read =
    options.leaning === 'future' ? parsePromisedTime(typed, as) : parseTypedTime(typed, as);
  if (!read.ok) return { at: null, echo: problemWords(read.error, words), tone: 'bad' };
  const { notBefore } = options;
  if (notBefore !== undefined && read.value.at < notBefore.at) {
    const when = words.format.when(read.value.at, now);
    return { at: null, echo: `${when}: ${notBefore.words}`, tone: 'bad' };
  }
  const late = options.deadline !== undefined && read.value.at > options.deadline;
  const soonest = options.leaning === 'future' && read.value.at < now;
  return {
    at: read.value.at,
    echo: understood(read, now, words, options),
    // A payment past its backstop may be a slip of the hand, and is urgent where it is none.
    tone:
      late || soonest || (options.clock === true && isPast(read.value.at, now)) ? 'warn' : 'good',
  };
}

const isPast = (paidAt: number, now: number): boolean =>
  paidAt + BACKSTOP_MINUTES * MINUTE < now || paidAt > now;

function understood(
  read: Result<ReadTime, TimeProblem> & { readonly ok: true },
  now: number,
  words: Words,
  options: {
    readonly leaning?: 'past' | 'future';
    readonly clock?: boolean;
    readonly deadline?: number | undefined;
  },
): string {
  const { t, format } = words;
  const { at, doubled, future, old } = read.value;
  const minutes = Math.ceil((at + BACKSTOP_MINUTES * MINUTE - now) / MINUTE);
  const when =
    read.value.day === 'today' && format.when(at, now) === format.clock(at)
      ? `${t('day.today')} ${format.when(at, now)}`
      : format.when(at, now);
  const told = [when];
  if (options.clock === true) told.push(t('time.left', { minutes }));
  if (options.leaning === 'future' && at > now)
    told.push(t('time.ahead', { ms: Math.ceil((at - now) / MINUTE) * MINUTE }));
  if (options.deadline !== undefined && at > now)
    told.push(promiseWords(at, options.deadline, words));
  const parts = [told.join(', ')];
  if (doubled) parts.push(t('time.doubled'));
  if (future && options.leaning !== 'future') parts.push(t('time.future'));
  if (old) parts.push(t('time.old'));
  return parts.join('. ');
}

/** How far a promise is from the backstop, on which side of it. */
export function promiseWords(at: number, deadline: number, words: Words): string {
  return at > deadline
    ? words.t('time.afterBackstop', { minutes: Math.ceil((at - deadline) / MINUTE) })
    : words.t('time.beforeBackstop', { minutes: Math.floor((deadline - at) / MINUTE) });
}

export function problemWords(problem: TimeProblem, words: Words): string {
  const { t } = words;
  switch (problem.code) {
    case 'noSuchHour':
      return t('timeProblem.noSuchHour', problem);
    case 'noSuchMinute':
      return t('timeProblem.noSuchMinute', problem);
    case 'noSuchDay':
      return t('timeProblem.noSuchDay', problem);
    case 'noSuchMonth':
      return t('timeProblem.noSuchMonth', problem);
    default:
      return t(`timeProblem.${problem.code}`);
  }
}
