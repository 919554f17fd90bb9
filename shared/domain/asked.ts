// By what somebody can know what became of a message of ours: a person at the other end, a whole list of the
// market's, or a 131. What never arrived goes again within seconds, so none of these is taken unsaid.
import { FAR_AHEAD_MS } from '../log/stamp.ts';
import { windowOf, type DailyState } from './daily.ts';
import { isBegunWith } from './daily-parts.ts';
import type { FixItem } from './fix-item.ts';
import { isAnother } from './guard.ts';
import { isContradicted } from './proof.ts';

export const foundThat = ['arrived', 'notArrived', 'unknown'] as const;
export type Found = (typeof foundThat)[number];
export type AskedHow = '603' | '131' | 'call';

export type AskedFault =
  /** A call has somebody at the other end. */
  | 'askedWhom'
  /** The named person is whoever writes it. */
  | 'ownWord'
  | 'askedNoList'
  | 'askedNo131';

/** What this day's list says of it; null where it says nothing. `now` is UTC ms. */
export function listFinds(
  { txRefNbr, handing, intent }: FixItem,
  daily: DailyState,
  now: number,
): 'arrived' | 'notArrived' | null {
  const { day, lines, lists } = daily;
  if (txRefNbr === null || lines === null) return null;
  if (lines.some((each) => each.txRefNbr === txRefNbr)) return 'arrived';
  const at = handing?.at ?? intent?.at;
  const span = windowOf(day);
  if (at === undefined || span === null || now < span.to) return null;
  // Near three o'clock another clock than ours may have it in the next day, or the one before.
  const isOfDay = at >= span.from + FAR_AHEAD_MS && at < span.to - FAR_AHEAD_MS;
  const mayLack = !lists.isOver || isBegunWith(lists, txRefNbr) || isContradicted(daily);
  return isOfDay && !mayLack ? 'notArrived' : null;
}

/** A 131 of a message that never arrived there is not: whatever it says of it, the market has it. */
export const has131 = ({ answers }: FixItem): boolean =>
  answers.some(({ type, of }) => type === '131' && of === 'this');

export function askedFault(
  item: FixItem,
  said: { readonly found: Found; readonly how: AskedHow; readonly person?: string },
  known: {
    /** The day that is named. */
    readonly daily: DailyState | undefined;
    /** Whoever writes it. */
    readonly operator: string;
    readonly now: number;
  },
): AskedFault | null {
  const { found, how, person = '' } = said;
  const { daily, operator, now } = known;
  switch (how) {
    case 'call':
      if (person.trim() === '') return 'askedWhom';
      return isAnother(person, operator) ? null : 'ownWord';
    case '603':
      return daily !== undefined && listFinds(item, daily, now) === found ? null : 'askedNoList';
    case '131':
      return found === 'arrived' && has131(item) ? null : 'askedNo131';
  }
}
