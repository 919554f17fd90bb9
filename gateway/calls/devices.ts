// The devices of one organisation: its own people see and revoke them, nobody else.
import type { DeviceList } from '../../shared/sync/calls.ts';
import type { Journal } from '../journal/journal.ts';

export function devicesOf(journal: Journal, organisation: string): DeviceList {
  const seen = journal.lastSeen(organisation);
  const ends = journal.chainEnds(organisation);
  return {
    devices: journal.devices(organisation).map(({ id, role, enrolledAt, revokedAt }) => ({
      device: id,
      role,
      enrolledAt,
      revokedAt,
      lastSeenAt: seen.get(id) ?? null,
      entries: ends.get(id) ?? 0,
    })),
  };
}

/** False when the organisation has no such device. */
export function revokeOf(
  journal: Journal,
  organisation: string,
  device: string,
  now: number,
): boolean {
  if (journal.device(device)?.organisation !== organisation) return false;
  journal.revoke(device, now);
  return true;
}
