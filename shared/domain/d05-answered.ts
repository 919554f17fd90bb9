// Which released back-fixes Networks' word on a D05 ends: told in one call, it is written once.
import { isTakeOut } from './back-fix-step.ts';
import type { D05Answer } from './events.ts';
import type { FixState } from './fix.ts';
import type { FixItem } from './fix-item.ts';

/**
 * A cancelled D05 ends what was to cancel it and the question whether one waits; none queued ends the
 * question alone, since Networks cannot see what lies in our own EMMA (GUARD9). Held ends nothing (`toldBy`).
 */
export function endedBy(answer: D05Answer, fix: FixState | undefined): readonly FixItem[] {
  const isCancelled = answer === 'cancelled';
  if (!isCancelled && answer !== 'none') return [];
  return (fix?.items ?? []).filter((item) => {
    const { type, because, standing, proof } = item;
    const isOpen = standing === 'released' || standing === 'handed';
    if (!isOpen || isTakeOut(item) || !proof.includes('namedPerson')) return false;
    return type === 'askFirst' ? because === 'd05NotAsked' : isCancelled && type === 'cancelD05';
  });
}

/**
 * A D05 that Networks holds runs no more until they are told to let it, and is still to be cancelled: what is
 * to cancel it is told to them, and by its order it holds back no message (FIX3).
 */
export const toldBy = (answer: D05Answer, fix: FixState | undefined): readonly FixItem[] =>
  answer === 'held'
    ? (fix?.items ?? []).filter(
        ({ type, standing, channel }) =>
          type === 'cancelD05' && standing === 'released' && channel === 'phone',
      )
    : [];
