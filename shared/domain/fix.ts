// What becomes of a customer's back-fixes once they are released: handed to a channel, answered,
// rejected, in doubt, proved. One subject a customer, `fix:<mprn>`, so that two desks that release
// apart have released once: a back-fix is known by what it is and by how many like it were settled
// before. The market's answers are facts beside them; what they mean is worked out here, whatever
// order they came in.
//   released ─▶ intended ─▶ handed ─▶ proved
//                    ╲         ├────▶ rejected ─▶ (released once more, under a new TxRefNbr)
//                     ╲        └────▶ outcomeUnknown ─▶ asked: arrived, or not (the same one again)
//                      ╲─────────────▶ outcomeUnknown
// Taken back, or with an agent that is gone, it is released again as the same one.
import type { BackFixType } from './back-fix-step.ts';
import type { DomainEvent } from './events.ts';
import { byMarketTime, isKnown, type Heard } from './evidence.ts';
import { wroteAtOf, writtenAt, type WroteAt } from './written-at.ts';
import {
  byOf,
  itemOf,
  type Attempt,
  type FixBy,
  type FixItem,
  type FixStanding,
} from './fix-item.ts';

export const fixSubject = (mprn: string): string => `fix:${mprn}`;
export const isFixSubject = (subject: string): boolean => subject.startsWith('fix:');

export interface FixState {
  readonly subject: string;
  readonly mprn: string;
  /** In the order of their plan. */
  readonly items: readonly FixItem[];
  /** All that the market said of this customer, oldest first by its own time, each once. */
  readonly heard: readonly Heard[];
  /** A person who looked at all of it and agrees; void once there is anything that they had not seen. */
  readonly signed: FixBy | null;
  /** Who signed last, where that is over less than there is by now. */
  readonly signedLess: FixBy | null;
  /** Entries of all that there is to be signed. */
  readonly toSign: readonly string[];
  /** Device → UTC ms: when each that wrote of it wrote last. */
  readonly wroteAt: WroteAt;
  /** UTC ms, when anything of it last changed. */
  readonly changedAt: number;
}

/** Taken back by a person who typed it: a proof and a signature, never what left the house. */
const undoable = new Set<string>(['fix.proved', 'fix.signed']);

export function foldFix(events: readonly DomainEvent[]): FixState | undefined {
  const [first] = events;
  if (first === undefined) return undefined;
  const undone = new Set(
    events.flatMap((each) => (each.kind === 'entry.undone' ? [each.body.entry] : [])),
  );
  const standing = events.filter(({ id, kind }) => !(undoable.has(kind) && undone.has(id)));
  const heard = heardIn(standing);
  const keys = new Map<string, Attempt[]>();
  for (const each of standing) {
    if (each.kind !== 'fix.released') continue;
    const found = keys.get(each.body.key);
    if (found === undefined) keys.set(each.body.key, [each]);
    else found.push(each);
  }
  const items = [...keys.values()]
    .map((attempts) => itemOf(attempts, standing, heard))
    .sort((one, other) => one.order - other.order || one.released.at - other.released.at);
  const changes = standing.filter(({ kind }) => kind !== 'fix.signed');
  const last = changes.at(-1);
  const toSign = changes.map(({ id }) => id);
  // By what its author had seen; where an older entry does not say that, by what stands before it.
  const isOverAll = ({ body: { seen }, stamp }: DomainEvent<'fix.signed'>) =>
    seen === undefined
      ? last === undefined || stamp >= last.stamp
      : toSign.every((id) => seen.includes(id));
  const signatures = standing.filter((each) => each.kind === 'fix.signed');
  const signature = signatures.filter(isOverAll).at(-1);
  const less = signature === undefined ? signatures.at(-1) : undefined;
  return {
    subject: first.subject,
    mprn: first.subject.slice('fix:'.length),
    items,
    heard,
    signed: signature === undefined ? null : byOf(signature),
    signedLess: less === undefined ? null : byOf(less),
    toSign,
    wroteAt: wroteAtOf(events),
    changedAt: last?.recordedAt ?? first.recordedAt,
  };
}

function heardIn(events: readonly DomainEvent[]): readonly Heard[] {
  const found: Heard[] = [];
  for (const each of events) {
    if (each.kind !== 'market.heard' || isKnown(each.body, found)) continue;
    found.push({ ...each.body, entry: each.id, learntAt: writtenAt(each) });
  }
  return found.sort(byMarketTime);
}

const over = new Set<FixStanding>(['proved', 'takenBack']);

/** Nothing more is to be done about it, by anybody. */
export const isSettled = ({ standing }: Pick<FixItem, 'standing'>): boolean => over.has(standing);

/** It happens without anybody handing anything over; only its proof is waited for. */
export const happensByItself = (type: BackFixType): boolean =>
  type === 'letWaiting017Run' || type === 'watch';

/** Types that must be settled before what comes after them leaves the house. */
const firstOfAll = new Set<BackFixType>(['askFirst', 'cancelD05', 'correctAccount']);

/**
 * What this one waits for: a cut-off comes before any correction, and asking before any message. A 017
 * of ours waits for one that is left to run, until that has run, was rejected, or is followed no more.
 */
export function waitsFor(state: FixState, item: FixItem): FixItem | null {
  const isHeldBy = (each: FixItem) =>
    each.type === 'letWaiting017Run'
      ? item.txRefNbr !== null &&
        // One of ours that another desk follows is no other one.
        !item.txRefNbrs.includes(each.about ?? '') &&
        item.released.despite === null &&
        each.standing !== 'rejected'
      : firstOfAll.has(each.type) &&
        each.order < item.order &&
        // Networks has it in hand: whether it is stopped by that is their word, which the guard reads (REPLAY4).
        !(each.type === 'cancelD05' && each.standing === 'handed' && item.txRefNbr !== null) &&
        // No question keeps our own account wrong, or a crew from somebody without power.
        (each.type !== 'askFirst' || item.txRefNbr !== null);
  return (
    state.items.find((each) => each.key !== item.key && !isSettled(each) && isHeldBy(each)) ?? null
  );
}

/** An agent that was about to write a file and has said nothing since for so long has died in it [D]. */
export const AGENT_SILENT_MS = 10 * 60_000;

/** Handed over, or about to be, and nothing heard for so long: asked about as if its outcome were unknown. */
export function needsAsking(item: FixItem, now: number, answerWithinMs: number): boolean {
  const { standing, since } = item;
  return (
    standing === 'outcomeUnknown' ||
    (standing === 'handed' && now - since >= answerWithinMs) ||
    (standing === 'intended' && now - since >= AGENT_SILENT_MS)
  );
}
