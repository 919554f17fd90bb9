// How a device becomes one of an organisation: somebody there makes a one-time code, the console
// says it, and gets a token in return. A code that is refused stays as it was.
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { Enrolment, InviteReply, Role } from '../../shared/sync/calls.ts';
import { must } from '../../shared/lib/check.ts';
import type { Device, Invite, Journal, Organisation } from '../journal/journal.ts';
import { hashOfCode, hashOfToken, newCode, newToken } from '../secrets.ts';

const DAY_MS = 24 * 60 * 60_000;
export const INVITE_DAYS = 7;

/** The coordinator's desk is Networks' own. */
export const mayHold = (organisation: Organisation, role: Role): boolean =>
  role !== 'coordinator' || organisation.isNetworks;

export function invite(
  journal: Journal,
  organisation: Organisation,
  role: Role,
  options: { readonly now: number; readonly days?: number },
): Result<InviteReply, 'roleNotHere'> {
  if (!mayHold(organisation, role)) return fail('roleNotHere');
  const code = newCode();
  const expiresAt = options.now + (options.days ?? INVITE_DAYS) * DAY_MS;
  journal.addInvite({ codeHash: hashOfCode(code), organisation: organisation.id, role, expiresAt });
  return ok({ code, role, expiresAt });
}

/** A browser repeats a call whose line was cut before a word came back: within this it may. */
const AGAIN_MS = 60_000;

interface Used {
  readonly invite: Invite;
  readonly device: string;
  readonly at: number;
}
/** Codes that were used a moment ago, by hash; gone with the program, as they should be. */
const used = new WeakMap<Journal, Map<string, Used>>();

function usedLately(journal: Journal, codeHash: string, device: string, now: number) {
  const found = used.get(journal)?.get(codeHash);
  const isRevoked = (journal.device(device)?.revokedAt ?? null) !== null;
  const isAgain = found?.device === device && now - found.at <= AGAIN_MS;
  return isAgain && !isRevoked ? found.invite : null;
}

function remember(journal: Journal, codeHash: string, use: Used): void {
  const codes = used.get(journal) ?? new Map<string, Used>();
  for (const [hash, { at }] of codes) if (use.at - at > AGAIN_MS) codes.delete(hash);
  codes.set(codeHash, use);
  used.set(journal, codes);
}

export function enrol(
  journal: Journal,
  request: { readonly device: string; readonly code: string },
  now: number,
): Result<Enrolment & { readonly token: string }, 'unknownCode' | 'otherOrganisation'> {
  return journal.write(() => {
    const codeHash = hashOfCode(request.code);
    const taken =
      journal.takeInvite(codeHash, now) ?? usedLately(journal, codeHash, request.device, now);
    if (taken === null) return fail('unknownCode');
    const before = journal.device(request.device);
    if (before !== null && before.organisation !== taken.organisation) {
      journal.addInvite(taken);
      return fail('otherOrganisation');
    }
    // The answer to the first try may have been lost, and the token with it.
    remember(journal, codeHash, { invite: taken, device: request.device, at: now });
    const token = newToken();
    const { organisation, role } = taken;
    const device = { id: request.device, organisation, role, enrolledAt: now, revokedAt: null };
    journal.putDevice(device, hashOfToken(token));
    return ok({ ...enrolmentOf(journal, device), token });
  });
}

export function enrolmentOf(journal: Journal, { id, organisation, role }: Device): Enrolment {
  const found = must(journal.organisation(organisation), 'a device is one of an organisation');
  return { device: id, organisation: { ...found }, role };
}
