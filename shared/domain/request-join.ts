// Requests of both sides that mean the same, as one picture that both sides are shown.
//
//   asked   a supplier's own: grouped by supplier, MPRN and night; a group is one picture
//   typed   by Networks' coordinator from the phone: joins the picture it agrees with best
//           1 reference and MPRN   2 reference alone   3 MPRN and supplier alone
//           (else it is a picture of its own, with others typed of the same supplier and MPRN)
//
// No two customers of a supplier ever share a picture: a slip on the phone must not hide anybody.
// Nothing is chosen away: every difference is listed with who said what when (request-differences.ts),
// and where one value must be worked with, the safer one is taken (JOIN8). Whose device an entry came
// from is the gateway's knowledge (`authors`), never the entry's own word.
import { MINUTE } from './backstop-clock.ts';
import { comparable } from './reference.ts';
import { givenBy, isTyped, type NetworksWord, type RequestState, type Said } from './request.ts';
import { differencesOf } from './request-differences.ts';
import type { Clash, Picture } from './request-picture.ts';

/** Requests further apart than this are of another night. */
export const NIGHT = 8 * 60 * MINUTE;

export interface JoinContext {
  /** Organisations of devices that are not of the own one. */
  readonly authors: Readonly<Record<string, string>>;
  /** The own organisation; null while this device is of none. */
  readonly own: string | null;
  /** This is Networks' own desk: what another organisation says that it typed was not typed here. */
  readonly isNetworks?: boolean;
}

interface Group {
  readonly supplier: string | null;
  readonly asked: RequestState[];
  readonly typed: RequestState[];
}

/** Every picture of these requests, in the order of their first asking. Whatever order they come in. */
export function joinRequests(
  states: readonly RequestState[],
  context: JoinContext,
): readonly Picture[] {
  const standing = states
    .filter((state) => state.withdrawn === null)
    .map((state) => fairly(state, context))
    .sort(byMaking);
  const asked = nights(
    standing.filter((state) => !isTyped(state)),
    context,
  );
  const index = indexOf(asked);
  const alone: RequestState[] = [];
  for (const state of standing.filter(isTyped)) {
    const group = bestFor(state, index, context);
    if (group === undefined) alone.push(state);
    else group.typed.push(state);
  }
  const pictures = [...asked, ...nights(alone, context)]
    .map((group) => pictureOf(group, context))
    .sort((one, other) => one.firstAt - other.firstAt || compare(one.id, other.id));
  return withClashes(pictures);
}

/**
 * Only Networks types a request from the phone. A supplier that says so of its own asked like everybody
 * else: it must get into nobody's picture, nor learn by silence that there is one.
 */
function fairly(state: RequestState, { authors, isNetworks }: JoinContext): RequestState {
  const isOthers = isNetworks === true && authors[state.made.device] !== undefined;
  if (!isOthers || !isTyped(state)) return state;
  const { via: _via, supplier: _supplier, ...made } = state.made;
  return { ...state, made };
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const byMaking = (one: RequestState, other: RequestState): number =>
  one.made.at - other.made.at || compare(one.subject, other.subject);

function bySaying(one: Said, other: Said): number {
  return one.at - other.at || compare(one.entry, other.entry);
}

/** Who asks: of a supplier's own the gateway knows it, of a typed one the coordinator was told. */
export function supplierOf(state: RequestState, context: JoinContext): string | null {
  const told = isTyped(state)
    ? (state.made.supplier ?? null)
    : (context.authors[state.made.device] ?? context.own);
  return told === null || told.trim() === '' ? null : told.trim();
}

/** Organisation ids and MPIDs are compared as they are said: without case. */
export function isSameSupplier(one: string | null, other: string | null): boolean {
  return one === null || other === null || one.toUpperCase() === other.toUpperCase();
}

/** Same supplier, same MPRN, the same asked for, and no more than a night between one and the next. */
function nights(states: readonly RequestState[], context: JoinContext): readonly Group[] {
  const open = new Map<string, Group>();
  const groups: Group[] = [];
  for (const state of states) {
    const supplier = supplierOf(state, context);
    const key = `${supplier?.toUpperCase() ?? ''} ${state.made.mprn} ${state.made.type}`;
    const known = open.get(key);
    const list = known === undefined ? [] : isTyped(state) ? known.typed : known.asked;
    const last = list.at(-1);
    if (known !== undefined && last !== undefined && state.made.at - last.made.at <= NIGHT) {
      list.push(state);
      continue;
    }
    const group: Group = isTyped(state)
      ? { supplier, asked: [], typed: [state] }
      : { supplier, asked: [state], typed: [] };
    open.set(key, group);
    groups.push(group);
  }
  return groups;
}

interface Index {
  readonly byMprn: ReadonlyMap<string, readonly Group[]>;
  readonly byReference: ReadonlyMap<string, readonly Group[]>;
  readonly byHeard: ReadonlyMap<string, readonly Group[]>;
}

function indexOf(groups: readonly Group[]): Index {
  const byMprn = new Map<string, Group[]>();
  const byReference = new Map<string, Group[]>();
  const byHeard = new Map<string, Group[]>();
  const put = (map: Map<string, Group[]>, key: string, group: Group) => {
    const list = map.get(key);
    if (list === undefined) map.set(key, [group]);
    else if (!list.includes(group)) list.push(group);
  };
  for (const group of groups) {
    for (const { made, answer } of group.asked) {
      put(byMprn, made.mprn, group);
      put(byReference, comparable(made.reference), group);
      if (answer?.esbnReference !== undefined)
        put(byHeard, comparable(answer.esbnReference), group);
    }
  }
  return { byMprn, byReference, byHeard };
}

function bestFor(typed: RequestState, index: Index, context: JoinContext): Group | undefined {
  const { made } = typed;
  const byReference = new Set([
    ...(made.referenceOf === 'supplier'
      ? (index.byReference.get(comparable(made.reference)) ?? [])
      : []),
    ...givenBy(typed).flatMap((each) => index.byHeard.get(comparable(each)) ?? []),
  ]);
  const byMprn = new Set(index.byMprn.get(made.mprn) ?? []);
  const supplier = supplierOf(typed, context);
  let best: Group | undefined;
  let bestRank = Number.NEGATIVE_INFINITY;
  for (const group of new Set([...byReference, ...byMprn])) {
    const away = distance(typed, group);
    if (away > NIGHT || !isSameSupplier(supplier, group.supplier)) continue;
    // Who asks to stop a D05 asks for no power: switched for it, somebody is put on who should not be.
    if (group.asked[0]?.made.type !== made.type) continue;
    const agrees = (byReference.has(group) ? 2 : 0) + (byMprn.has(group) ? 1 : 0);
    // Agreement first; of equals the nearer in time, and of those the one that came first.
    const rank = agrees - away / (NIGHT + 1);
    if (rank > bestRank) {
      best = group;
      bestRank = rank;
    }
  }
  return best;
}

/** Milliseconds between a request and the nearest end of a group; 0 inside. */
function distance(state: RequestState, group: Group): number {
  const first = group.asked[0]?.made.at ?? state.made.at;
  const last = group.asked.at(-1)?.made.at ?? state.made.at;
  return Math.max(0, first - state.made.at, state.made.at - last);
}

function pictureOf(group: Group, context: JoinContext): Picture {
  const { asked, typed, supplier } = group;
  const all = [...asked, ...typed].sort(byMaking);
  const first = all[0]!;
  const newestAsk = asked.at(-1) ?? typed.at(-1) ?? first;
  const words = wordsOf(all, supplier, context);
  const decided = words.decided;
  // Asked once more after an end: everything Networks said before belongs to the time before.
  const again =
    decided !== null &&
    decided.word.outcome !== 'promised' &&
    newestAsk.subject !== decided.request &&
    newestAsk.made.at > decided.word.at;
  const from = again ? newestAsk.made.at : Number.NEGATIVE_INFINITY;
  const since = <W extends Said>(found: Found<W> | null): W | null =>
    found !== null && found.word.at > from ? found.word : null;
  const networks: NetworksWord = {
    taken: since(words.taken),
    assigned: since(words.assigned),
    decided: since(words.decided),
    d05: since(words.d05),
  };
  const heard = newest(asked, (state) => state.answer)?.word ?? null;
  const paid = all.flatMap(({ made }) => (made.paidAt === undefined ? [] : [made.paidAt]));
  const picture = {
    id: first.subject,
    supplier,
    type: newestAsk.made.type,
    mprn: newestAsk.made.mprn,
    reference: newestAsk.made.reference,
    target: (again ? null : (words.decided ?? words.taken))?.request ?? newestAsk.subject,
    asked,
    typed,
    firstAt: first.made.at,
    askedAt: newestAsk.made.at,
    paidAt: paid.length === 0 ? null : Math.min(...paid),
    priority: all.some(({ made }) => made.priority),
    secondIdentifier:
      [newestAsk, ...all].find(({ made }) => made.secondIdentifier !== undefined)?.made
        .secondIdentifier ?? null,
    networks,
    heard,
    before: again ? decided.word : null,
    d05Waiting: networks.d05?.answer === 'waiting' || heard?.d05 === 'waiting',
    desks: new Set(asked.map(({ made }) => made.device)).size,
    times: typed.length,
  };
  return { ...picture, differences: differencesOf(picture), clashes: [] };
}

interface Found<W> {
  readonly word: W;
  readonly request: string;
}

/** The newest word of each kind; one that the supplier's own device wrote is no word of Networks. */
function wordsOf(
  all: readonly RequestState[],
  supplier: string | null,
  context: JoinContext,
): { readonly [K in keyof NetworksWord]: Found<NonNullable<NetworksWord[K]>> | null } {
  const counts = (word: Said): boolean => {
    const organisation = context.authors[word.device] ?? context.own;
    return organisation === null || supplier === null || !isSameSupplier(organisation, supplier);
  };
  const pick = <W extends Said>(of: (word: NetworksWord) => W | null) =>
    newest(all, (state) => {
      const word = of(state.networks);
      return word !== null && counts(word) ? word : null;
    });
  return {
    taken: pick((word) => word.taken),
    assigned: pick((word) => word.assigned),
    decided: pick((word) => word.decided),
    d05: pick((word) => word.d05),
  };
}

function newest<W extends Said>(
  states: readonly RequestState[],
  of: (state: RequestState) => W | null,
): Found<W> | null {
  let found: Found<W> | null = null;
  for (const state of states) {
    const word = of(state);
    if (word !== null && (found === null || bySaying(found.word, word) < 0))
      found = { word, request: state.subject };
  }
  return found;
}

function withClashes(pictures: readonly Picture[]): readonly Picture[] {
  const byMprn = new Map<string, Set<Picture>>();
  const byReference = new Map<string, Set<Picture>>();
  const put = (map: Map<string, Set<Picture>>, key: string, picture: Picture) => {
    const found = map.get(key);
    if (found === undefined) map.set(key, new Set([picture]));
    else found.add(picture);
  };
  for (const picture of pictures) {
    for (const mprn of mprnsOf(picture)) put(byMprn, mprn, picture);
    for (const told of toldReferences(picture)) put(byReference, told, picture);
  }
  return pictures.map((picture) => {
    const clashes: Clash[] = [];
    const others = (found: ReadonlySet<Picture> | undefined) =>
      [...(found ?? [])].filter(
        (other) => other !== picture && Math.abs(other.firstAt - picture.firstAt) <= NIGHT,
      );
    const note = (why: Clash['why'], other: Picture) => {
      if (!clashes.some((each) => each.picture === other.id))
        clashes.push({ why, picture: other.id, mprn: other.mprn, supplier: other.supplier });
    };
    for (const told of toldReferences(picture)) {
      for (const other of others(byReference.get(told))) {
        if (isSameSupplier(other.supplier, picture.supplier)) note('sameReference', other);
      }
    }
    for (const mprn of mprnsOf(picture)) {
      for (const other of others(byMprn.get(mprn))) {
        const same = isSameSupplier(other.supplier, picture.supplier);
        // Power and a D05 of one customer are two things that one supplier may well ask for.
        if (!same || other.type === picture.type) note(same ? 'sameMprn' : 'otherSupplier', other);
      }
    }
    return clashes.length === 0 ? picture : { ...picture, clashes };
  });
}

const mprnsOf = (picture: Picture): ReadonlySet<string> =>
  new Set([...picture.asked, ...picture.typed].map(({ made }) => made.mprn));

/** References the coordinator was told: a supplier's own may be alike on two desks by chance. */
const toldReferences = (picture: Picture): ReadonlySet<string> =>
  new Set(
    picture.typed.flatMap(({ made }) =>
      made.referenceOf === 'supplier' ? [comparable(made.reference)] : [],
    ),
  );

/** The picture that a request stands in. */
export function pictureWith(pictures: readonly Picture[], subject: string): Picture | undefined {
  return pictures.find(
    ({ asked, typed }) =>
      asked.some((state) => state.subject === subject) ||
      typed.some((state) => state.subject === subject),
  );
}
