// What one organisation asks of the other, with only what that needs. A request is a supplier's own,
// or typed by Networks' coordinator from the phone; what the supplier heard and what Networks says of
// itself stand side by side in it and never replace each other. Requests of both sides that mean
// the same are joined in request-join.ts. Entries arrive in any order, so a request is folded from
// its whole history, oldest stamp first.
import { inOrder } from '../log/merge.ts';
import type { DomainEvent, EventBody, EventKind } from './events.ts';

/** Who said it, on which device, when it happened (UTC ms), and the entry that says so. */
export interface Said {
  readonly operator: string;
  readonly device: string;
  readonly at: number;
  readonly entry: string;
}

type Word<K extends EventKind> = EventBody<K> & Said;

/** Networks' own record of a request. */
export interface NetworksWord {
  readonly taken: Word<'request.taken'> | null;
  readonly assigned: Word<'request.assigned'> | null;
  readonly decided: Word<'request.decided'> | null;
  readonly d05: Word<'request.d05Answered'> | null;
}

export interface RequestState {
  readonly subject: string;
  readonly made: Word<'request.made'>;
  /** The making itself was taken back: a request that never should have been. */
  readonly withdrawn: Said | null;
  /** What the supplier heard. */
  readonly answer: Word<'request.answered'> | null;
  readonly networks: NetworksWord;
  readonly last: Said;
}

const nothing: NetworksWord = { taken: null, assigned: null, decided: null, d05: null };

const saidBy = (event: DomainEvent): Said => ({
  operator: event.operator,
  device: event.device,
  at: event.happenedAt,
  entry: event.id,
});

/**
 * The whole history of one request, in whatever order it came. The making may stand behind what was
 * said about it (a clock that was slow). `undefined` while it is not here: what is known about a
 * request that nobody has seen made is kept and shown to nobody.
 */
export function foldRequest(
  history: readonly DomainEvent[],
  authors: Readonly<Record<string, string>> = {},
): RequestState | undefined {
  const isOneSide = (one: string, other: string) => authors[one] === authors[other];
  const events = [...history].sort(inOrder).filter(isFair(history, isOneSide));
  const undone = new Map<string, DomainEvent>();
  for (const event of events) {
    if (event.kind === 'entry.undone') undone.set(event.body.entry, event);
  }
  const making = events.filter((event) => event.kind === 'request.made');
  // Taken back and made once more under its subject (DELIVERY5), it is the later one.
  const made = making.find(({ id }) => !undone.has(id)) ?? making[0];
  let state = made === undefined ? undefined : applyToRequest(undefined, made);
  if (state === undefined || made === undefined) return undefined;
  for (const event of events) {
    if (event !== made && !undone.has(event.id)) state = applyToRequest(state, event) ?? state;
  }
  const withdrawing = undone.get(made.id);
  return withdrawing === undefined ? state : { ...state, withdrawn: saidBy(withdrawing) };
}

type IsOneSide = (device: string, other: string) => boolean;

/**
 * Nobody takes back or opens again what the other side said, and what a supplier heard is said by
 * the one who asked (REQ20). Whose a device is, the gateway knows: of our own nothing is named.
 */
function isFair(history: readonly DomainEvent[], isOneSide: IsOneSide) {
  const authorOf = new Map(history.map((event) => [event.id, event.device]));
  const maker = history.find((event) => event.kind === 'request.made');
  const networks = history.find((event) => networksKinds.has(event.kind))?.device;
  return (event: DomainEvent): boolean => {
    switch (event.kind) {
      case 'entry.undone': {
        const author = authorOf.get(event.body.entry);
        return author === undefined || isOneSide(author, event.device);
      }
      case 'request.reopened':
        return event.body.by === 'networks'
          ? networks === undefined || isOneSide(networks, event.device)
          : isSuppliers(event.device, maker, isOneSide);
      case 'request.answered':
        return isSuppliers(event.device, maker, isOneSide);
      default:
        return true;
    }
  };
}

const networksKinds: ReadonlySet<string> = new Set([
  'request.taken',
  'request.assigned',
  'request.decided',
  'request.d05Answered',
]);

/** Of a request that Networks typed itself the supplier is whoever is not its maker. */
function isSuppliers(
  device: string,
  maker: DomainEvent | undefined,
  isOneSide: IsOneSide,
): boolean {
  if (maker?.kind !== 'request.made') return true;
  return maker.body.via === 'phone' || isOneSide(maker.device, device);
}

function applyToRequest(
  state: RequestState | undefined,
  event: DomainEvent,
): RequestState | undefined {
  const said = saidBy(event);
  if (event.kind === 'request.made') {
    const made = { ...event.body, ...said };
    return (
      state ?? {
        subject: event.subject,
        made,
        withdrawn: null,
        answer: null,
        networks: nothing,
        last: said,
      }
    );
  }
  const next = state === undefined ? undefined : change(state, event, said);
  return next === undefined || next === state ? next : { ...next, last: said };
}

function change(state: RequestState, event: DomainEvent, said: Said): RequestState {
  const networks = (word: Partial<NetworksWord>): RequestState => ({
    ...state,
    networks: { ...state.networks, ...word },
  });
  switch (event.kind) {
    case 'request.answered':
      return { ...state, answer: { ...event.body, ...said } };
    case 'request.reopened':
      return event.body.by === 'networks'
        ? networks({ decided: null })
        : { ...state, answer: null };
    case 'request.taken':
      return networks({ taken: { ...event.body, ...said } });
    case 'request.assigned':
      return networks({ assigned: { ...event.body, ...said } });
    case 'request.decided':
      return networks({ decided: { ...event.body, ...said } });
    case 'request.d05Answered':
      return networks({ d05: { ...event.body, ...said } });
    default:
      return state;
  }
}

/** Typed by Networks' coordinator from the phone. */
export function isTyped(state: RequestState): boolean {
  return state.made.via === 'phone';
}

/** References that Networks gave out for a request: they are what the supplier may have heard. */
export function givenBy(state: RequestState): readonly string[] {
  const { made, networks } = state;
  const given = [
    made.referenceOf === 'networks' ? made.reference : undefined,
    networks.taken?.esbnReference,
    networks.decided?.esbnReference,
  ];
  return given.flatMap((each) => (each === undefined || each === '' ? [] : [each]));
}
