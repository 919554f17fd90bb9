import type { Summary } from '../../shared/domain/summary.ts';
import type { MarkShape } from '../ui/runway-bins.ts';

/** Who they are is told on the phone too: a priority customer never becomes just a call. */
export function shapeOf(summary: Pick<Summary, 'onCall' | 'register' | 'medical'>): MarkShape {
  const isOnCall = summary.onCall !== null;
  if (summary.register === 'priority' || summary.medical)
    return isOnCall ? 'priorityPhone' : 'priority';
  if (summary.register === 'special') return isOnCall ? 'specialPhone' : 'special';
  return isOnCall ? 'phone' : 'other';
}
