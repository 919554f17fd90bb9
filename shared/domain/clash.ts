// Two desks that have worked on one customer without knowing of each other. Claims, calls and
// outcomes are work, and each says which was the last that its writer had seen. What a desk knew is
// read from that and from its own earlier work, never from where an entry stands: a clock that is put
// right moves entries, and does not change what anybody knew.
import type { DomainEvent } from './events.ts';

export interface Who {
  readonly operator: string;
  readonly device: string;
  /** UTC ms, when it happened. */
  readonly at: number;
}

type WorkKind = 'case.claimed' | 'call.started' | 'call.joined' | 'outcome.recorded';
const workKinds: ReadonlySet<string> = new Set<WorkKind>([
  'case.claimed',
  'call.started',
  'call.joined',
  'outcome.recorded',
]);
export const isWork = (event: DomainEvent): event is DomainEvent<WorkKind> =>
  workKinds.has(event.kind);

/** Whoever joins a call is on the line with Networks. */
export const isToNetworks = (event: DomainEvent<'call.started' | 'call.joined'>): boolean =>
  event.kind === 'call.joined' || event.body.to === 'networks';

export interface Work extends Who {
  readonly entry: string;
  readonly seq: number;
  /** The last work its writer had seen; null in calls and outcomes that were not asked yet. */
  readonly seen: string | null;
  /** Rings Networks, or is on the line with them. */
  readonly rings: boolean;
  /** Taken back: it clashes with nobody, but whoever saw it knew what its writer knew. */
  readonly undone?: true;
  /** Comes after the case was closed: should the customer be reported again, it is of that case. */
  readonly late?: true;
}

export interface Clash {
  readonly first: Who;
  readonly second: Who;
  /** Every device that worked without knowing of another's work; the first two where it is absent. */
  readonly parties?: readonly string[];
  /** Two of them have rung Networks about this customer. */
  readonly bothCalled: boolean;
}

export function workOf(event: DomainEvent<WorkKind>, marks: Pick<Work, 'undone' | 'late'>): Work {
  const { operator, device, happenedAt: at, id: entry, seq } = event;
  return {
    operator,
    device,
    at,
    entry,
    seq,
    // A claim that says nothing knew of nothing.
    seen: event.body.seen ?? (event.kind === 'case.claimed' ? '' : null),
    rings: (event.kind === 'call.started' || event.kind === 'call.joined') && isToNetworks(event),
    ...marks,
  };
}

type Knowledge = ReadonlyMap<Work, ReadonlySet<Work>>;

/** All that the writer of each knew: what it says it saw, its own earlier work, and what those knew. */
function knowledgeOf(works: readonly Work[]): Knowledge {
  const known = new Map<Work, Set<Work>>();
  const byEntry = new Map(works.map((work) => [work.entry, work]));
  const fill = (work: Work): ReadonlySet<Work> => {
    const before = known.get(work);
    if (before !== undefined) return before;
    const all = new Set<Work>();
    known.set(work, all);
    for (const each of directly(work)) {
      all.add(each);
      for (const further of fill(each)) all.add(further);
    }
    return all;
  };
  const directly = (work: Work): readonly Work[] => {
    const own = works.filter(({ device, seq }) => device === work.device && seq < work.seq);
    if (work.seen === null) return [...own, ...works.slice(0, works.indexOf(work))];
    const seen = byEntry.get(work.seen);
    return seen === undefined ? own : [...own, seen];
  };
  for (const work of works) fill(work);
  return known;
}

const knows = (known: Knowledge, one: Work, other: Work): boolean =>
  known.get(one)?.has(other) === true;

/**
 * Work among that of a closed case that is of the next one, which begins with `report`: what came after
 * the closing, by who did not know of it, and what knew of the report and was moved by a clock.
 */
export function workOfNext(works: readonly Work[], report: string): readonly Work[] {
  const known = knowledgeOf(works);
  const isOfNext = (work: Work) =>
    work.late === true || [work, ...(known.get(work) ?? [])].some(({ seen }) => seen === report);
  return works.filter(isOfNext).map(({ late: _late, ...work }) => work);
}

/** What whoever works next has seen: of work of which no other work knows, the last. */
export function lastWork(works: readonly Work[]): Work | null {
  const known = knowledgeOf(works);
  const standing = works.filter(({ undone }) => undone !== true);
  const isLast = (work: Work) =>
    !standing.some((each) => each !== work && knows(known, each, work));
  return standing.filter(isLast).at(-1) ?? standing.at(-1) ?? null;
}

/** The same works in the same order give the same clash, whichever of them came first. */
export function clashOf(works: readonly Work[]): Clash | null {
  const known = knowledgeOf(works);
  const standing = works.filter(({ undone }) => undone !== true);
  const isApart = (one: Work, other: Work): boolean =>
    one.device !== other.device && !knows(known, one, other) && !knows(known, other, one);
  // Whoever goes on from one side of a clash is not a third side of it.
  const isTold = (one: Work, other: Work): boolean =>
    standing.some((each) => knows(known, one, each) && isApart(each, other));
  const pairs = standing.flatMap((later, index) =>
    standing
      .slice(0, index)
      .reverse()
      .filter((each) => isApart(each, later) && !isTold(each, later) && !isTold(later, each))
      .map((earlier) => ({ earlier, later })),
  );
  const [first] = pairs;
  if (first === undefined) return null;
  const parties = [
    ...new Set(pairs.flatMap(({ earlier, later }) => [earlier.device, later.device])),
  ];
  const callers = new Set(standing.flatMap(({ rings, device }) => (rings ? [device] : [])));
  return {
    first: whoOf(first.earlier),
    second: whoOf(first.later),
    parties,
    bothCalled: parties.filter((each) => callers.has(each)).length > 1,
  };
}

const whoOf = ({ operator, device, at }: Work): Who => ({ operator, device, at });
