// An E05 that lay in our own EMMA and that a person has taken out there: what was left to run is handed to
// nobody, so its handing over EMMA is that person's act, and with it the following ends. As of a D05 this
// word stands against the list that was here, and not against a newer one that still has the message (BF16).
import type { BackFixStep } from './back-fix-step.ts';
import type { FixItem } from './fix-item.ts';
import type { OutstandingMessage } from './outstanding.ts';
import type { Against } from './stopped-d05.ts';

/** It waits where we alone see it, and could be taken out. */
export const waitsInEmma = ({
  type,
  owner,
  channel,
}: Pick<BackFixStep, 'type' | 'owner' | 'channel'>): boolean =>
  type === 'letWaiting017Run' && owner === 'supplier' && channel === 'emma';

export const isE05Out = ({ type, standing, handing }: FixItem): boolean =>
  type === 'letWaiting017Run' && standing === 'takenBack' && handing?.channel === 'emma';

/** By whom, and when; null of what nobody has taken out. */
export function e05OutBy(item: FixItem): { readonly who: string; readonly at: number } | null {
  const { handing, takenBack } = item;
  if (!isE05Out(item) || takenBack === null) return null;
  return { who: handing?.person ?? takenBack.operator, at: takenBack.at };
}

/** A newer list that still has it knows better. */
export const e05StaysOut = (item: FixItem, listedAt: number | null): boolean => {
  const by = e05OutBy(item);
  return by !== null && (listedAt === null || by.at >= listedAt);
};

/** Without a name it is the one of this round. */
export const isE05TakenOut = (
  { txRefNbr }: Pick<OutstandingMessage, 'txRefNbr'>,
  items: readonly FixItem[],
  { listedAt, round }: Against,
): boolean =>
  items.some(
    (item) =>
      item.about === txRefNbr &&
      e05StaysOut(item, listedAt) &&
      (txRefNbr !== null || item.since >= round),
  );
