// What must be true once everything has healed. It is judged by what was written and by whom, and by
// nothing the gateway says of it: a gateway that leaks must not be asked whether it does.
import { readHead, readHeadText, type Entry } from '../../shared/log/entry.ts';
import { stampTime } from '../../shared/log/stamp.ts';
import type { Journal } from '../../gateway/journal/journal.ts';
import type { SimulatedDesk } from './desk.ts';

const MIN = 60_000;
const EVERYTHING = 2 ** 40;

export const NETWORKS = 'ESB';
export const suppliers = ['ABC', 'DEF'] as const;

export interface Night {
  readonly desks: readonly SimulatedDesk[];
  /** Laptops that are gone for good. */
  readonly gone: ReadonlySet<SimulatedDesk>;
  readonly journal: Journal;
  /** The gateway went on from a backup. */
  readonly isRestored?: boolean;
}

export async function judge(night: Night): Promise<readonly string[]> {
  const left = night.desks.filter((desk) => !night.gone.has(desk));
  return [
    ...lostWork(night, left),
    ...(await differences(night, left)),
    ...left.flatMap((desk) => undelivered(desk, night.journal)),
    ...[...suppliers, NETWORKS].flatMap((each) => storedTwice(each, night.journal)),
    ...(await crossings(night.desks, left)),
    ...requestsMissed(night, left),
    ...left.flatMap((desk) => misplaced(desk, left)),
  ];
}

/** What colleagues had of a lost laptop is in the gateway. */
function lostWork({ gone, journal }: Night, left: readonly SimulatedDesk[]): readonly string[] {
  return [...gone].flatMap((lost) => {
    // Networks holds single requests of it and not its chain: those it keeps, and cannot bring back.
    const colleagues = left.filter((desk) => desk.organisation === lost.organisation);
    const known = colleagues.flatMap((desk) =>
      desk.others.flatMap((entry) => (entry.device === lost.device ? [entry.seq] : [])),
    );
    return (journal.chainEnd(lost.device)?.seq ?? 0) < Math.max(0, ...known)
      ? ['what colleagues had of a lost laptop is not in the gateway']
      : [];
  });
}

/**
 * Single entries of the other side that the gateway lost with a backup and whose laptop is gone for
 * good: nobody writes in another organisation's name, so whoever has seen one has it alone (SYNC11).
 */
export const gonePast = (desk: SimulatedDesk, night: Night): readonly Entry[] => [
  ...[...night.gone].flatMap(({ organisation, device, own }) => {
    const end = night.journal.chainEnd(device)?.seq ?? 0;
    // Where it stood in its chain only the laptop itself can say.
    const past = new Set(own.flatMap(({ id, seq }) => (seq > end ? [id] : [])));
    return organisation === desk.organisation ? [] : desk.others.filter(({ id }) => past.has(id));
  }),
  ...untold(desk, night),
];

/**
 * What the other side said of a colleague's clock, which the gateway did not know any more when that was
 * sent again: whoever had it from before has it alone (AUD2).
 */
function untold(desk: SimulatedDesk, { desks, journal, isRestored }: Night): readonly Entry[] {
  if (isRestored !== true) return [];
  const authors = new Map(desks.map(({ device, organisation }) => [device, organisation]));
  const all = { entries: EVERYTHING, bytes: EVERYTHING, exceptDevice: '' };
  const fed = new Set(
    journal.feed(desk.organisation, 0, all).rows.flatMap(({ entry }) => {
      const head = entry.head === null ? null : readHeadText(entry.head);
      return head === null ? [] : [(head as { readonly id: string }).id];
    }),
  );
  return desk.others.filter(
    ({ id, device, kind, subject }) =>
      kind === 'clock.corrected' &&
      subject !== `clock:${device}` &&
      authors.get(device) !== desk.organisation &&
      !fed.has(id),
  );
}

async function differences(
  night: Night,
  left: readonly SimulatedDesk[],
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const organisation of [...suppliers, NETWORKS]) {
    const all = left.filter((desk) => desk.organisation === organisation);
    const past = all.flatMap((desk) => gonePast(desk, night));
    const states = await Promise.all(all.map((desk) => desk.stateHash(past)));
    if (new Set(states).size > 1) problems.push(`${organisation}: consoles differ`);
  }
  return problems;
}

function undelivered(desk: SimulatedDesk, journal: Journal): readonly string[] {
  const { phase, failure } = desk.status;
  const ids = new Set(desk.entries.map((entry) => entry.id));
  return [
    ...(phase === 'stopped' ? [`a desk stopped: ${failure?.code}`] : []),
    ...((journal.chainEnd(desk.device)?.seq ?? 0) === desk.own.length
      ? []
      : [`${desk.organisation}: not everything arrived`]),
    ...(ids.size === desk.entries.length ? [] : ['an entry is stored twice']),
  ];
}

/** The gateway's own feed of an organisation: no place in a chain and no id is in it twice. */
function storedTwice(organisation: string, journal: Journal): readonly string[] {
  const { rows } = journal.feed(organisation, 0, {
    entries: EVERYTHING,
    bytes: EVERYTHING,
    exceptDevice: '',
  });
  const places = rows.map(({ entry }) => `${entry.device}/${entry.seq}`);
  const ids = rows.flatMap(({ entry }) =>
    entry.head === null ? [] : [(readHeadText(entry.head) as { readonly id: string }).id],
  );
  return [places, ids].some((each) => new Set(each).size !== each.length)
    ? [`${organisation}: an entry is in the feed twice`]
    : [];
}

/** Entries, and names of organisations, that somebody sees whom they do not concern. */
async function crossings(
  everybody: readonly SimulatedDesk[],
  left: readonly SimulatedDesk[],
): Promise<readonly string[]> {
  const authors = new Map(everybody.map((desk) => [desk.device, desk.organisation]));
  const concerned = concernedIn(everybody);
  const problems: string[] = [];
  for (const desk of left) {
    for (const entry of desk.others) {
      if (concerned(entry).has(desk.organisation)) continue;
      problems.push(`${desk.organisation} sees ${entry.subject} of ${authors.get(entry.device)}`);
    }
    for (const known of await desk.partners())
      if (desk.organisation !== NETWORKS && known !== NETWORKS)
        problems.push(`${desk.organisation} hears of ${known}`);
  }
  return problems;
}

/**
 * Whom each entry concerns, from what was written and where. A request is between Networks and one
 * supplier: the one who made it, or whom Networks named when it typed the request. What is said of a
 * clock is for its own organisation and for those whom it names; everything else is its own alone.
 */
function concernedIn(
  everybody: readonly SimulatedDesk[],
): (entry: Entry) => ReadonlySet<string | undefined> {
  const authors = new Map(everybody.map((desk) => [desk.device, desk.organisation]));
  const supplierOf = new Map<string, string | undefined>();
  for (const { organisation, own } of everybody)
    for (const entry of own)
      if (entry.kind === 'request.made')
        supplierOf.set(
          entry.subject,
          organisation === NETWORKS ? readHead(entry).to : organisation,
        );
  return (entry) => {
    const author = authors.get(entry.device);
    if (entry.subject.startsWith('request:'))
      return new Set([NETWORKS, supplierOf.get(entry.subject)]);
    if (entry.subject.startsWith('clock:')) return new Set([author, ...named(author, entry)]);
    return new Set([author]);
  };
}

/** `partners` are Networks for a supplier, and every supplier for Networks. */
function named(author: string | undefined, entry: Entry): readonly (string | undefined)[] {
  const { to } = readHead(entry);
  if (to === 'networks') return [NETWORKS];
  if (to === 'partners') return author === NETWORKS ? suppliers : [NETWORKS];
  return [to];
}

/** Every request that reached the gateway is at Networks. */
function requestsMissed({ desks, journal }: Night, left: readonly SimulatedDesk[]) {
  const networks = left.find((desk) => desk.organisation === NETWORKS);
  const has = new Set(networks?.entries.map(({ id }) => id));
  return desks.flatMap((desk) => {
    const end = journal.chainEnd(desk.device)?.seq ?? 0;
    return desk.own.flatMap(({ subject, id, seq }) =>
      subject.startsWith('request:') && seq <= end && !has.has(id)
        ? [`Networks has not the request at ${seq}`]
        : [],
    );
  });
}

/** Ten minutes wrong, and put right by a clock that is wrong by ten the other way meanwhile. */
const FURTHEST_OFF = 25 * MIN;

/** Entries that everybody orders by a time at which they were not written. */
function misplaced(desk: SimulatedDesk, left: readonly SimulatedDesk[]): readonly string[] {
  return left.flatMap((author) => {
    const off = desk.entries.flatMap((entry) => {
      // What is said of a clock is ordered by itself.
      if (entry.device !== author.device || entry.kind === 'clock.corrected') return [];
      const ms = stampTime(desk.orderOf(entry)) - author.whenWritten(entry).at;
      return Math.abs(ms) > FURTHEST_OFF ? [Math.round(ms / MIN)] : [];
    });
    return off.length === 0
      ? []
      : [`${desk.organisation} orders ${off.length} entries ${off[0]} minutes after their time`];
  });
}
