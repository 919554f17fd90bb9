// A gateway that was restored from a backup has lost what came after it. For some days its consoles
// bring that back, a colleague's entries too; at any other time nobody writes in another's name.
import type { Journal } from './journal/journal.ts';

export const RECOVERY_DAYS = 7;
const DAY = 86_400_000;

/** Begins when a backup is served for the first time; until when, UTC ms, or null. */
export function recoverIfRestored(journal: Journal, now: number): number | null {
  if (!journal.isBackup()) return null;
  return recoverFor(journal, RECOVERY_DAYS, now);
}

export function recoverFor(journal: Journal, days: number, now: number): number {
  const until = now + days * DAY;
  journal.recover(until);
  return until;
}
