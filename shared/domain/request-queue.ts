// The coordinator's order of work over joined requests: priority first, inside it those whose payment
// time nobody knows (they may be the oldest), then the least time left to the backstop. Promised ones
// stand behind until their time has come, unless the two sides name two MPRNs; what is decided is no
// work any more.
import { deadlineOf, MINUTE } from './backstop-clock.ts';
import { PROMISE_MINUTES } from './waits.ts';
import type { Picture } from './request-picture.ts';
import { foldText } from './summary.ts';

export const requestStages = [
  'new',
  'taken',
  'promised',
  'promisePassed',
  'done',
  'refused',
] as const;
/** `refused`: Networks cannot or will not, and says why. */
export type RequestStage = (typeof requestStages)[number];

export function stageOf(picture: Picture, now: number): RequestStage {
  const { taken, decided, assigned, d05 } = picture.networks;
  // What is asked for is the answer about the D05, and nothing is switched for it.
  if (picture.type === 'holdD05' && d05 !== null && d05.answer !== 'unknown')
    return d05.answer === 'waiting' ? 'refused' : 'done';
  if (decided === null) return taken === null && assigned === null ? 'new' : 'taken';
  if (decided.outcome === 'done') return 'done';
  if (decided.outcome !== 'promised') return 'refused';
  return (promisedUntil(picture) ?? now) > now ? 'promised' : 'promisePassed';
}

/** Until when nothing is to be done about a promise; without a time a quarter of an hour. */
export function promisedUntil(picture: Picture): number | null {
  const { decided } = picture.networks;
  if (decided?.outcome !== 'promised') return null;
  return decided.promisedAt ?? decided.at + PROMISE_MINUTES * MINUTE;
}

/** Without a payment time the clock counts from when somebody first asked. */
export function clockOf(picture: Picture): {
  readonly paidAt: number | null;
  readonly noticedAt: number;
} {
  return { paidAt: picture.paidAt, noticedAt: picture.firstAt };
}

export function orderRequests(pictures: readonly Picture[], now: number): readonly Picture[] {
  const keyed = pictures.map((picture) => {
    const stage = stageOf(picture, now);
    const rest = isWork(picture, now) ? 0 : stage === 'promised' ? 1 : 2;
    return { picture, rest };
  });
  return keyed
    .sort(
      (one, other) =>
        one.rest - other.rest ||
        Number(other.picture.priority) - Number(one.picture.priority) ||
        Number(one.picture.paidAt !== null) - Number(other.picture.paidAt !== null) ||
        deadlineOf(clockOf(one.picture)) - deadlineOf(clockOf(other.picture)) ||
        (one.picture.id < other.picture.id ? -1 : 1),
    )
    .map(({ picture }) => picture);
}

export const requestGroups = [
  'work',
  'new',
  'taken',
  'promised',
  'promisePassed',
  'done',
  'refused',
  'd05',
  'differences',
] as const;
/** A way of looking at the requests: each is a filter and a count. */
export type RequestGroup = (typeof requestGroups)[number];

export function isInRequestGroup(picture: Picture, group: RequestGroup, now: number): boolean {
  const stage = stageOf(picture, now);
  switch (group) {
    case 'work':
      return isWork(picture, now);
    case 'd05':
      return picture.d05Waiting;
    case 'differences':
      return picture.differences.length > 0 || picture.clashes.length > 0;
    default:
      return stage === group;
  }
}

/** Somebody has to do something about it now. */
export function isWork(picture: Picture, now: number): boolean {
  const stage = stageOf(picture, now);
  // A promise for one of two MPRNs cannot be left to run: somebody may be switched who should not be.
  if (stage === 'promised') return picture.differences.some((each) => each.grave);
  return stage === 'new' || stage === 'taken' || stage === 'promisePassed';
}

export function countRequests(
  pictures: readonly Picture[],
  now: number,
): Readonly<Record<RequestGroup, number>> {
  const counts: Record<RequestGroup, number> = {
    work: 0,
    new: 0,
    taken: 0,
    promised: 0,
    promisePassed: 0,
    done: 0,
    refused: 0,
    d05: 0,
    differences: 0,
  };
  for (const picture of pictures) {
    for (const group of requestGroups) if (isInRequestGroup(picture, group, now)) counts[group]++;
  }
  return counts;
}

/**
 * Who is next for this desk: the first that nobody has in hand; when there is none, of this desk's
 * own the one after the open one, round and round.
 */
export function nextRequest(
  ordered: readonly Picture[],
  now: number,
  me: { readonly device: string; readonly open: string | null },
): Picture | null {
  const work = ordered.filter((picture) => {
    const { taken } = picture.networks;
    return (taken === null || taken.device === me.device) && isWork(picture, now);
  });
  const fresh = work.find((picture) => picture.id !== me.open && stageOf(picture, now) !== 'taken');
  if (fresh !== undefined) return fresh;
  const after = work[(work.findIndex((picture) => picture.id === me.open) + 1) % work.length];
  return after === undefined || after.id === me.open ? null : after;
}

/** True when every word typed stands somewhere in it: MPRN, reference, supplier, second identifier. */
export function matchesRequest(
  picture: Picture,
  query: string,
  nameOf: (supplier: string) => string,
): boolean {
  const all = [...picture.asked, ...picture.typed];
  const text = foldText(
    [
      ...all.flatMap(({ made, networks }) => [
        made.mprn,
        signs(made.reference),
        signs(networks.taken?.esbnReference ?? ''),
        signs(networks.decided?.esbnReference ?? ''),
        signs(made.secondIdentifier ?? ''),
      ]),
      picture.supplier ?? '',
      picture.supplier === null ? '' : nameOf(picture.supplier),
    ].join(' '),
  );
  const words = foldText(query)
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  const run = signs(foldText(query));
  return (
    words.every((word) => text.includes(signs(word))) || (run.length > 2 && text.includes(run))
  );
}

const signs = (text: string): string => text.replace(/[^0-9a-z]/gi, '');
