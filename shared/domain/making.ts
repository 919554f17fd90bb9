// What every decision about a case has in common: how its drafts are made, and whose a claim is.
import { ok, type Result } from '../lib/result.ts';
import type { Draft } from '../log/entry.ts';
import type { CaseState } from './case.ts';
import type { Context, Decision, Refusal } from './decision.ts';
import { draft, NOTHING_SEEN, type EventBody, type EventKind, type ListKind } from './events.ts';

type MakeOf = <K extends Exclude<EventKind, ListKind>>(kind: K, body: EventBody<K>) => Draft;

export function maker(context: Context, subject: string, happenedAt?: number): MakeOf {
  // A request of ours is for Networks; everything else stays in its own organisation.
  const to = subject.startsWith('request:') ? 'networks' : undefined;
  return (kind, body) => draft(subject, kind, body, { salt: context.salt(), happenedAt, to });
}

export function one<K extends Exclude<EventKind, ListKind>>(
  context: Context,
  subject: string,
  kind: K,
  body: EventBody<K>,
): Result<Decision, Refusal> {
  return ok({ drafts: [maker(context, subject)(kind, body)], subject });
}

type Claim = { readonly operator: string; readonly device: string };

/** Another desk has it. A colleague who took over this desk has taken over its cases with it. */
export const isOther = (claim: Claim, context: Context): boolean => claim.device !== context.device;

export const isMine = (claim: Claim | null, context: Context): boolean =>
  claim !== null && claim.operator === context.operator && claim.device === context.device;

/**
 * What whoever claims, rings or ends a call knows of: so that two desks that knew nothing of each
 * other are told afterwards. The first of a case that is not the customer's first names its report.
 */
export const seenBy = (state: CaseState | undefined): { readonly seen: string } => ({
  seen: state?.work?.entry ?? (state?.earlier ? state.opened.entry : NOTHING_SEEN),
});
