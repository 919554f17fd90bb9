// What keeps a disconnection from being sent: a hold on one customer, or the one order that pauses
// monitoring and disconnections of a whole supplier (points 1 to 3: a lost payment file means MPRNs
// that nobody knows). Nothing lapses by itself: a date only calls for a person. Two persons lift one;
// somebody alone at night is authorised by phone, and stands on a list until another one countersigns.
// Nobody lifts what they had not seen: who asks and who agrees say which placings they had before them.
import type { DomainEvent } from './events.ts';

/** `hold`: of one customer. `pause`: monitoring and disconnections of all. */
export type GuardKind = 'hold' | 'pause';

/** Subject of the supplier-wide order; a customer's is `guard:<mprn>`. */
export const PAUSE = 'guard:all';
export const guardSubject = (mprn: string): string => `guard:${mprn}`;

interface By {
  readonly operator: string;
  readonly device: string;
  /** UTC ms, when it happened. */
  readonly at: number;
  readonly entry: string;
}

export interface Placing extends By {
  readonly because: string;
  /** Who ordered it, where somebody else wrote it down. */
  readonly confirmer: string | null;
}

/** Entries of the placings that somebody had before them; null where an entry did not say so yet. */
type Seen = readonly string[] | null;

interface Asking extends By {
  readonly seen: Seen;
  readonly why: string;
  /** What was tried before disconnections may run again, of a pause. */
  readonly test: string | null;
}

export type Lifting =
  | { readonly state: 'stands' }
  /** One person asks; a second one has to agree. */
  | { readonly state: 'asked'; readonly ask: Asking }
  | {
      readonly state: 'lifted';
      readonly ask: Asking;
      readonly second: By & { readonly seen: Seen };
    }
  /** By one person alone, authorised by phone; it counts, and is to be countersigned. */
  | {
      readonly state: 'liftedAlone';
      readonly ask: Asking;
      readonly authorisedBy: string;
      /** UTC ms, when that was said. */
      readonly authorisedAt: number;
    };

export interface GuardState {
  readonly subject: string;
  readonly kind: GuardKind;
  readonly mprn: string | null;
  /** Every reason it was placed for since it last stood, oldest first. */
  readonly placed: readonly Placing[];
  /** From when on a payment may be missing, of a pause, UTC ms: the window that is exposed. */
  readonly since: number | null;
  /** Until when, UTC ms; null while it goes on. */
  readonly until: number | null;
  /** When somebody is to look at it again, UTC ms. It goes on standing after that. */
  readonly reviewAt: number | null;
  readonly lifting: Lifting;
  /** Who last wanted it lifted and did not lift it, and the placings that this person had not seen. */
  readonly unseen: { readonly by: By; readonly placed: readonly Placing[] } | null;
  /** Who agreed afterwards to what one person did alone. */
  readonly countersigned: By | null;
}

/** Nothing of a guard is taken back by one person: an `entry.undone` here says nothing. */
export function foldGuard(events: readonly DomainEvent[]): GuardState | undefined {
  let state: GuardState | undefined;
  for (const event of events) state = applyToGuard(state, event);
  return state;
}

function applyToGuard(state: GuardState | undefined, event: DomainEvent): GuardState | undefined {
  const by = byOf(event);
  if (event.kind === 'guard.placed') {
    const { because, confirmer = null, since = null, until = null, reviewAt = null } = event.body;
    const placing = { ...by, because, confirmer };
    // Whoever wants it lifted knew of this one: a clock that was put right has moved it.
    const isSeen = state !== undefined && hadSeen(state.lifting, placing);
    const stood = state !== undefined && (isStanding(state) || isSeen) ? state : undefined;
    const asked = stood?.lifting.state === 'asked' ? stood.lifting.ask : null;
    return {
      subject: event.subject,
      kind: event.subject === PAUSE ? 'pause' : 'hold',
      mprn: event.subject === PAUSE ? null : event.subject.slice('guard:'.length),
      placed: [...(stood?.placed ?? []), placing],
      since: earliest(stood?.since ?? null, since),
      // Whoever says that it goes on knows of more that is missing than whoever gave an end.
      until: stood === undefined ? until : latest(stood.until, until),
      reviewAt: reviewAt ?? stood?.reviewAt ?? null,
      // Whoever places it anew did not know that it could go: what was asked before is void.
      lifting: stood !== undefined && isSeen ? stood.lifting : { state: 'stands' },
      unseen: asked === null || isSeen ? (stood?.unseen ?? null) : { by: asked, placed: [placing] },
      countersigned: stood !== undefined && isSeen ? stood.countersigned : null,
    };
  }
  if (state === undefined) return undefined;
  const { lifting } = state;
  switch (event.kind) {
    case 'guard.liftAsked': {
      if (!isStanding(state)) return state;
      const { why, test = null, authorisedBy, authorisedAt, seen = null } = event.body;
      const missed = unseenOf(state.placed, seen);
      if (missed.length > 0) return { ...state, unseen: { by, placed: missed } };
      const ask = { ...by, seen, why, test };
      const alone = { authorisedBy: authorisedBy ?? '', authorisedAt: authorisedAt ?? by.at };
      // Whatever program wrote it: without somebody else's word it is a question to a second person.
      const isAlone = authorisationFault(alone, by.operator, by.at + CLOCK_AHEAD_MS) === null;
      return {
        ...state,
        unseen: null,
        lifting: isAlone ? { state: 'liftedAlone', ask, ...alone } : { state: 'asked', ask },
      };
    }
    case 'guard.liftConfirmed': {
      const { of, seen = null } = event.body;
      // Only what was asked is agreed to, and only by somebody else.
      if (
        lifting.state !== 'asked' ||
        lifting.ask.entry !== of ||
        !isAnother(lifting.ask.operator, event.operator)
      )
        return state;
      const missed = unseenOf(state.placed, seen);
      return missed.length > 0
        ? { ...state, unseen: { by, placed: missed } }
        : {
            ...state,
            unseen: null,
            lifting: { state: 'lifted', ask: lifting.ask, second: { ...by, seen } },
          };
    }
    case 'guard.liftRefused':
      return lifting.state === 'asked' && lifting.ask.entry === event.body.of
        ? { ...state, lifting: { state: 'stands' } }
        : state;
    case 'guard.countersigned':
      return lifting.state === 'liftedAlone' &&
        lifting.ask.entry === event.body.of &&
        isAnother(lifting.ask.operator, event.operator)
        ? { ...state, countersigned: state.countersigned ?? by }
        : state;
    case 'guard.reviewed':
      return { ...state, reviewAt: event.body.reviewAt };
    default:
      return state;
  }
}

/** Of placings those that somebody had not seen; an entry that does not say so had seen what is before it. */
const unseenOf = (placed: readonly Placing[], seen: Seen): readonly Placing[] =>
  seen === null ? [] : placed.filter(({ entry }) => !seen.includes(entry));

/** Whether all who want it lifted had this placing before them, wherever it stands. */
function hadSeen(lifting: Lifting, { entry }: Placing): boolean {
  if (lifting.state === 'stands' || lifting.ask.seen?.includes(entry) !== true) return false;
  return lifting.state !== 'lifted' || lifting.second.seen?.includes(entry) === true;
}

const byOf = (event: DomainEvent): By => ({
  operator: event.operator,
  device: event.device,
  at: event.happenedAt,
  entry: event.id,
});

const earliest = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? one : Math.min(one, other);

const latest = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? null : Math.max(one, other);

/** The same name on another laptop is the same person. */
export function isAnother(one: string, other: string): boolean {
  return one.trim().toLowerCase() !== other.trim().toLowerCase();
}

/** A clock that is put right afterwards may have been ahead by so much when a time was typed by it [D]. */
const CLOCK_AHEAD_MS = 60 * 60_000;

/** Why this is nobody's word on the phone: no name, one's own, or a time that has not come. */
export function authorisationFault(
  said: { readonly authorisedBy: string; readonly authorisedAt: number },
  operator: string,
  now: number,
): 'samePerson' | 'authorisedInFuture' | null {
  if (said.authorisedBy.trim() === '' || !isAnother(said.authorisedBy, operator))
    return 'samePerson';
  return said.authorisedAt > now ? 'authorisedInFuture' : null;
}

/** Everybody who confirmed it, each once. */
export const confirmersOf = (placed: readonly Placing[]): string =>
  [...new Set(placed.flatMap(({ confirmer }) => confirmer ?? []))].join('; ');

/** Disconnections are kept back: also while somebody asks that they need not be. */
export function isStanding({ lifting }: Pick<GuardState, 'lifting'>): boolean {
  return lifting.state === 'stands' || lifting.state === 'asked';
}

/** Its date has come and nobody has looked: an alarm, and no more than that. */
export function isDue(state: GuardState, now: number): boolean {
  return isStanding(state) && state.reviewAt !== null && state.reviewAt <= now;
}

/** Lifted by one person alone, and nobody has agreed to it since. */
export function awaitsCountersign({ lifting, countersigned }: GuardState): boolean {
  return lifting.state === 'liftedAlone' && countersigned === null;
}

/** Whether this customer's disconnection must not be sent, by a hold of theirs or by the pause. */
export function isHeld(guards: readonly GuardState[], mprn: string): boolean {
  return guards.some((each) => (each.mprn === mprn || each.kind === 'pause') && isStanding(each));
}
