// What somebody found of a 017 of which nobody had spoken, as the case has it from then on: whoever looked
// in our own EMMA, or asked Networks.
import { isLookInEmma, type BackFixStep } from './back-fix-step.ts';
import type { Facts, MessageState } from './facts.ts';
import { mayRun } from './outstanding.ts';

/** What can be found, by who looks: Networks cannot see what lies in EMMA, nor we what has left it. */
export function answersTo(
  question: Pick<BackFixStep, 'type' | 'owner' | 'because'>,
): readonly Extract<MessageState, 'notSent' | 'queuedInEmma' | 'unknown' | 'accepted'>[] {
  if (question.type !== 'askFirst' || question.because !== 'unknown017') return [];
  return isLookInEmma(question) ? ['notSent', 'queuedInEmma', 'unknown'] : ['accepted', 'notSent'];
}

/**
 * A case names one message: a D05 that stood there and may run still waits, and is said to. `about`: the
 * TxRefNbr that was asked about.
 */
export function saidOf017(
  { message017, openD05 }: Facts,
  state: MessageState,
  about: string | null = null,
): Facts {
  const named = about === null ? {} : { txRefNbr: about };
  const reason = message017?.reason ?? 'E05';
  if (reason !== 'D05') {
    // The time of another one is not its own.
    const isOther = about !== null && (message017?.txRefNbr ?? about) !== about;
    return { message017: { ...(isOther ? {} : message017), reason, ...named, state } };
  }
  const stillWaits = message017 !== undefined && mayRun(message017) && openD05 !== 'no';
  return {
    message017: { reason: 'E05', ...named, state },
    ...(stillWaits ? { openD05: 'yes' } : {}),
  };
}
