// What has run as far as anybody knows though no answer names it: switched on or off after the list was
// made, by a word that names nothing, a customer's only message of that direction is what did it [D].
import type { CaseState } from './case.ts';
import { lastSwitching, switchedAt } from './evidence.ts';
import type { FixState } from './fix.ts';
import { switches, type OutstandingList, type OutstandingMessage } from './outstanding.ts';

/**
 * Told in the future tense, a cut-off that has happened would be asked to be stopped, and the E05 that put
 * a customer on to be cancelled. Put on by people, whatever waits waits still.
 */
export function ranUnnamed(
  message: OutstandingMessage,
  fix: FixState,
  { list, state }: { readonly list: OutstandingList; readonly state: CaseState | undefined },
): boolean {
  const last = lastSwitching(fix.heard);
  const { sentAt } = message;
  if (last === undefined || sentAt === null) return false;
  const { original, businessReference, networksReference } = last;
  if ((original ?? businessReference ?? networksReference) !== undefined) return false;
  const at = switchedAt(last);
  if (at <= list.asOf || at < sentAt) return false;
  const isOn = switches(message) === 'on';
  if (isOn !== (last.tells === 'energised')) return false;
  // Beside a person's word it would be confirmed (FIX57).
  const { level, by } = state?.power ?? {};
  if (isOn && !(level === 'claimed' && by === 'message')) return false;
  const alike = list.messages.filter(
    (each) => each.mprn === message.mprn && (switches(each) === 'on') === isOn,
  );
  return alike.length === 1;
}
