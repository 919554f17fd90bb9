// The log as the sync engine sees it: what is still to be sent, and what comes from others, stored
// together with how far it was read. A reply is one transaction: entries, cases, requests, the
// clocks of others and the new standing, or nothing of it.
import { must } from '../../shared/lib/check.ts';
import { chainHashOf, ORIGIN, type Entry, type Tip } from '../../shared/log/entry.ts';
import { uuid4 } from '../../shared/log/ids.ts';
import { isFarAhead, laterStamp } from '../../shared/log/stamp.ts';
import { aheadBy, orderStamp, type Clocks } from '../../shared/domain/clocks.ts';
import { newDesk, type DeskState } from '../../shared/domain/desk.ts';
import { eventOf, isMisfit, misfitRows } from '../../shared/domain/events.ts';
import { applyToIncident, type IncidentState } from '../../shared/domain/incident.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import type { Standing } from '../../shared/sync/engine.ts';
import {
  toWire,
  type ExchangeReply,
  type WireEntry,
  type WireLink,
} from '../../shared/sync/protocol.ts';
import type { ChainRow, ConsoleDatabase, ExceptionRow, PlaceRow } from './database.ts';
import { entriesOf, historyIn, knownCases } from './dexie-cases.ts';
import { farAheadOf, readIncoming, type Incoming, type Link } from './incoming.ts';
import { underNewName } from './new-device.ts';
import type { Contact, SetAside, StoreTools, SyncStore, Taken } from './ports.ts';
import {
  clocksWith,
  foldAll,
  isCaseSubject,
  piecesOf,
  projectCases,
  projectDesk,
  requestOf,
  requestRowOf,
  subjectsWith,
  type Piece,
  type TipRow,
} from './projection.ts';
import { touchedWith } from './shelf.ts';

const firstStanding: Standing = { acknowledged: 0, cursor: 0, mark: '' };
/** Bytes of one batch: small enough for a bad line. */
const BATCH_BYTES = 1_000_000;
const PLACE_BYTES = 200;
const STEP = 50;
/** From so many cases on, asking for all keys is quicker than asking for each. */
const MANY = 1000;

type KeptContact = Pick<Contact, 'lastAt' | 'partners' | 'authors'>;
const noContact: KeptContact = { lastAt: null, partners: [], authors: {} };

export class DexieSync implements SyncStore {
  readonly #database: () => ConsoleDatabase;
  readonly #tools: StoreTools;
  /** Told after each transaction that changed cases under the windows' hands. */
  readonly #onTaken: (subjects: readonly string[]) => void;

  constructor(
    database: () => ConsoleDatabase,
    tools: StoreTools,
    onTaken: (subjects: readonly string[]) => void,
  ) {
    this.#database = database;
    this.#tools = tools;
    this.#onTaken = onTaken;
  }

  async standing(): Promise<Standing> {
    return (await this.#meta<Standing>('standing')) ?? firstStanding;
  }

  async pending(seq: number, limit: number): Promise<readonly WireEntry[]> {
    const links = await this.chain((await this.#tip()).device, seq, limit);
    return links.filter((link) => 'head' in link);
  }

  async chain(device: string, seq: number, limit: number): Promise<readonly WireLink[]> {
    const database = this.#database();
    const batch: WireLink[] = [];
    let bytes = 0;
    let after = seq;
    while (batch.length < limit && bytes < BATCH_BYTES) {
      const entries = await database.entries
        .where('[device+seq]')
        .between([device, after + 1], [device, Infinity])
        .limit(Math.min(STEP, limit - batch.length))
        .toArray();
      for (const entry of entries) {
        if (entry.seq !== after + 1 || bytes >= BATCH_BYTES) break;
        batch.push(toWire(entry));
        after = entry.seq;
        bytes += sizeOf(entry);
      }
      if (entries.length > 0 && entries.at(-1)?.seq === after) continue;
      // What came without its text has its place; behind a real gap nothing could be taken.
      const place = await database.places.get([device, after + 1]);
      if (place === undefined) break;
      batch.push(place);
      after = place.seq;
      bytes += PLACE_BYTES;
    }
    return batch;
  }

  async ownHash(seq: number): Promise<string | null> {
    if (seq === 0) return ORIGIN;
    const { device } = await this.#tip();
    const found = await this.#database().entries.get({ device, seq });
    return found?.hash ?? null;
  }

  async tips(): Promise<Readonly<Record<string, number>>> {
    const rows = await this.#database().chains.toArray();
    return Object.fromEntries(
      rows.flatMap((row) => (row.organisation === null ? [[row.device, row.seq]] : [])),
    );
  }

  async contact(): Promise<Contact> {
    const database = this.#database();
    const [kept, standing, rows] = await Promise.all([
      this.#meta<KeptContact>('contact'),
      this.standing(),
      database.exceptions.toArray(),
    ]);
    return {
      ...(kept ?? noContact),
      acknowledged: standing.acknowledged,
      exceptions: rows.filter((row) => row.explained === null).map(shown),
    };
  }

  async take(reply: ExchangeReply): Promise<Taken> {
    const database = this.#database();
    const now = this.#tools.now();
    const incoming = readIncoming(reply, (await this.#tip()).device, now);
    const taken = await database.transaction(
      'rw',
      [
        database.entries,
        database.cases,
        database.requests,
        database.incidents,
        database.chains,
        database.places,
        database.exceptions,
        database.meta,
      ],
      async () => this.#inside(reply, incoming, now),
    );
    if (taken.subjects.length > 0) this.#onTaken(taken.subjects);
    return { ...taken, contact: await this.contact() };
  }

  async #inside(
    reply: ExchangeReply,
    incoming: Incoming,
    now: number,
  ): Promise<Omit<Taken, 'contact'>> {
    const database = this.#database();
    const { acknowledged, cursor, mark } = reply;
    const [tip, kept] = await Promise.all([this.#tip(), this.#meta<KeptContact>('contact')]);
    const authors = { ...kept?.authors, ...reply.authors };
    await database.meta.bulkPut([
      { key: 'standing', value: { acknowledged, cursor, mark } satisfies Standing },
      {
        key: 'contact',
        value: { lastAt: now, partners: reply.partners, authors } satisfies KeptContact,
      },
    ]);
    const { entries, exceptions } = await this.#unknown(incoming, authors, now);
    const misfits = entries.filter(isMisfit).map((entry) => misfitOf(entry, now));
    await this.#putExceptions([...incoming.exceptions, ...exceptions, ...misfits]);
    if (entries.length === 0)
      return { summaries: [], desk: null, incidents: [], requests: [], subjects: [] };
    await database.entries.bulkAdd([...entries]);
    const { clocks, stale } = await this.#clocks(entries);
    await this.#flagFarAhead(entries, clocks, reply.now);
    const stamp = entries.reduce((latest, entry) => {
      const order = orderStamp(entry, clocks);
      return isFarAhead(order, now) ? latest : laterStamp(latest, order);
    }, tip.stamp);
    await database.meta.put({ key: 'tip', value: { ...tip, stamp, taken: tip.taken + 1 } });
    const pieces = entries.map((entry) => piecesOf(entry, clocks));
    await this.#putExceptions(
      entries
        .filter((entry, index) => misfitRows(entry, pieces[index]?.length ?? 0) > 0)
        .map((entry) => misfitOf(entry, now)),
    );
    return this.#project({ entries, pieces: pieces.flat() }, clocks, stale, tip.device);
  }

  /** Projections after `entries`, which are stored already; `stale` subjects are folded anew. */
  async #project(
    { entries, pieces }: { readonly entries: readonly Entry[]; readonly pieces: readonly Piece[] },
    clocks: Clocks,
    stale: ReadonlySet<string>,
    device: string,
  ): Promise<Omit<Taken, 'contact'>> {
    const database = this.#database();
    const subjects = [...new Set([...pieces.map(({ event }) => event.subject), ...stale])];
    const known = await knownCases(database, await this.#stored(subjects.filter(isCaseSubject)));
    const orphans = new Set(await this.#orphans());
    const isNew = ids(pieces);
    const projectedCases = await projectCases(pieces, {
      known,
      orphans,
      stale,
      historyOf: async (subject) => {
        const origins = known.get(subject)?.row.origins ?? [];
        const all = await historyIn(database, subject, origins, clocks);
        return all.filter((event) => !isNew.has(event.id));
      },
    });
    await database.cases.bulkPut(projectedCases.cases.map(({ row }) => row));
    await this.#touch(projectedCases.cases.map(({ row }) => row.subject));
    for (const { state } of projectedCases.cases) orphans.delete(state.subject);
    await database.meta.put({
      key: 'orphans',
      value: [...new Set([...orphans, ...projectedCases.orphans])],
    });
    const [incidents, requests] = await this.#folded(entries, clocks, stale);
    const before = (await this.#meta<DeskState>('desk')) ?? newDesk;
    const desk = projectDesk(entries, before, device, clocks);
    if (desk !== null) await database.meta.put({ key: 'desk', value: desk });
    return {
      summaries: projectedCases.cases.map(({ summary }) => summary),
      desk,
      incidents,
      requests,
      subjects: [...new Set([...subjects, ...entries.map((entry) => entry.subject)])],
    };
  }

  /**
   * Those of the subjects that have a case. Of many the keys are read first, all in one go: a new
   * console would ask twenty thousand times for what is not there.
   */
  async #stored(subjects: readonly string[]): Promise<readonly string[]> {
    if (subjects.length < MANY) return subjects;
    const keys = new Set(await this.#database().cases.toCollection().primaryKeys());
    return subjects.filter((subject) => keys.has(subject));
  }

  async #folded(
    entries: readonly Entry[],
    clocks: Clocks,
    stale: ReadonlySet<string>,
  ): Promise<readonly [readonly IncidentState[], readonly RequestState[]]> {
    const database = this.#database();
    const of = (prefix: string) => [
      ...new Set([
        ...subjectsWith(prefix, entries),
        ...[...stale].filter((subject) => subject.startsWith(prefix)),
      ]),
    ];
    const incidents: IncidentState[] = [];
    for (const subject of of('incident:')) {
      const state = foldAll(await entriesOf(database, subject), applyToIncident, clocks);
      if (state !== undefined) incidents.push(state);
    }
    const requests: RequestState[] = [];
    const authors = (await this.#meta<KeptContact>('contact'))?.authors ?? {};
    for (const subject of of('request:')) {
      const state = requestOf(await entriesOf(database, subject), clocks, authors);
      if (state !== undefined) requests.push(state);
    }
    await database.incidents.bulkPut(incidents.map((state) => ({ subject: state.subject, state })));
    await database.requests.bulkPut(requests.map(requestRowOf));
    return [incidents, requests];
  }

  /** Entries that are not here yet, their chains followed; what does not fit is flagged. */
  async #unknown(
    incoming: Incoming,
    authors: Readonly<Record<string, string>>,
    now: number,
  ): Promise<{ readonly entries: readonly Entry[]; readonly exceptions: readonly ExceptionRow[] }> {
    const database = this.#database();
    const devices = [...new Set(incoming.links.map(({ device }) => device))];
    const rows = await database.chains.bulkGet(devices);
    const chains = new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.device, row]])));
    const entries: Entry[] = [];
    const exceptions: ExceptionRow[] = [];
    const places: PlaceRow[] = [];
    const flag = (link: Link, why: SetAside['why']) =>
      exceptions.push({
        key: `${why}:${link.device}:${link.seq}`,
        why,
        device: link.device,
        seq: link.seq,
        at: now,
        subject: link.entry?.subject ?? null,
        kind: link.entry?.kind ?? null,
        entry: why === 'chainBroken' ? null : link.entry,
        explained: null,
      });
    const ids = new Set(
      await database.entries
        .where('id')
        .anyOf(incoming.links.flatMap(({ entry }) => (entry === null ? [] : [entry.id])))
        .primaryKeys(),
    );
    for (const link of incoming.links) {
      const { device, seq } = link;
      const organisation = authors[device] ?? null;
      const chain: ChainRow = chains.get(device) ?? { device, seq: 0, hash: ORIGIN, organisation };
      const isColleague = organisation === null;
      if (seq <= chain.seq) {
        const stored = await database.entries.get({ device, seq });
        if (stored !== undefined || link.entry === null) {
          if (stored !== undefined && link.entry !== null && stored.hash !== link.entry.hash)
            flag(link, 'forked');
          continue;
        }
      } else if (isColleague && (seq !== chain.seq + 1 || link.prev !== chain.hash)) {
        flag(link, 'chainBroken');
      }
      if (link.entry !== null) {
        // One id is one entry: another one under it would be taken for it by whoever undoes it.
        if (ids.has(link.entry.id)) flag(link, 'unreadable');
        else entries.push(link.entry);
        ids.add(link.entry.id);
      }
      if (link.entry === null && isColleague)
        places.push({ device, seq, prev: link.prev, headHash: link.headHash });
      const hash = link.entry === null ? chainHashOf(link.prev, link.headHash) : link.entry.hash;
      if (seq > chain.seq) chains.set(device, { device, seq, hash, organisation });
    }
    await database.chains.bulkPut([...chains.values()]);
    await database.places.bulkPut(places);
    return { entries, exceptions };
  }

  /** A clock that is ahead of the gateway's is shown, once for each laptop, until that says so itself. */
  async #flagFarAhead(entries: readonly Entry[], clocks: Clocks, now: number): Promise<void> {
    const { exceptions } = this.#database();
    const flagged = await exceptions.filter(({ why }) => why === 'farAhead').toArray();
    const isSaid = ({ device, seq }: ExceptionRow) => aheadBy(clocks, device, seq) !== 0;
    await exceptions.bulkDelete(flagged.filter(isSaid).map(({ key }) => key));
    await this.#putExceptions(farAheadOf(entries, clocks, now));
  }

  /** What others say of their clocks, and the subjects that must be folded anew for it. */
  async #clocks(
    entries: readonly Entry[],
  ): Promise<{ readonly clocks: Clocks; readonly stale: ReadonlySet<string> }> {
    const database = this.#database();
    const before = (await this.#meta<Clocks>('clocks')) ?? {};
    const stale = new Set<string>();
    const clocks = clocksWith(before, entries);
    for (const entry of entries) {
      if (!entry.subject.startsWith('clock:')) continue;
      const event = eventOf(entry);
      if (event?.kind !== 'clock.corrected') continue;
      await this.#touched(entry.device, event.body.from, event.body.upTo, stale);
    }
    if (clocks !== before) await database.meta.put({ key: 'clocks', value: clocks });
    return { clocks, stale };
  }

  /** Adds the subjects that entries of a device speak of. */
  async #touched(device: string, from: number, upTo: number, into: Set<string>): Promise<void> {
    const entries = await this.#database()
      .entries.where('[device+seq]')
      .between([device, from], [device, upTo], true, true)
      .toArray();
    for (const entry of entries) {
      if (!entry.subject.startsWith('intake:')) into.add(entry.subject);
      for (const { event } of piecesOf(entry, {})) into.add(event.subject);
    }
  }

  /**
   * What this device has said of its own clock, taken into its own projections: after the act that
   * says it, and at every start, should the program have died between the two.
   */
  async catchUpClocks(): Promise<Omit<Taken, 'contact'> | null> {
    const database = this.#database();
    const { device } = await this.#tip();
    const said = await entriesOf(database, `clock:${device}`);
    const known = (await this.#meta<Clocks>('clocks'))?.[device] ?? [];
    if (said.length === known.length) return null;
    const taken = await database.transaction('rw', database.tables, async () => {
      const { clocks, stale } = await this.#clocks(said);
      const tip = await this.#tip();
      await database.meta.put({ key: 'tip', value: { ...tip, taken: tip.taken + 1 } });
      return this.#project({ entries: [], pieces: [] }, clocks, stale, device);
    });
    this.#onTaken(taken.subjects);
    return taken;
  }

  async explain(key: string, by: string, why: string): Promise<Contact> {
    const explained = { by, at: this.#tools.now(), why };
    await this.#database().exceptions.update(key, { explained });
    return this.contact();
  }

  async becomeNewDevice(seq: number): Promise<Tip> {
    const database = this.#database();
    const taken = await database.transaction('rw', database.tables, async () => {
      const tip = await this.#tip();
      const own = await database.entries
        .where('[device+seq]')
        .between([tip.device, seq], [tip.device, Infinity])
        .toArray();
      const last = await database.entries.get({ device: tip.device, seq: seq - 1 });
      const device = uuid4(this.#tools.random);
      const before = (await this.#meta<Clocks>('clocks')) ?? {};
      const { entries: again, tip: end } = underNewName(own, tip, device, before, this.#tools);
      const now = this.#tools.now();
      await database.entries.bulkDelete(own.map((entry) => entry.id));
      await database.exceptions.bulkPut(
        own.map((entry) => ({
          key: `forked:${entry.device}:${entry.seq}`,
          why: 'forked' as const,
          device: entry.device,
          seq: entry.seq,
          at: now,
          subject: entry.subject,
          kind: entry.kind,
          entry,
          explained: { by: '', at: now, why: device },
        })),
      );
      await database.entries.bulkAdd([...again]);
      if (seq > 1) {
        await database.chains.put({
          device: tip.device,
          seq: seq - 1,
          hash: must(last, 'what comes before a fork is stored').hash,
          organisation: null,
        });
      }
      const next: TipRow = {
        ...end,
        references: tip.references,
        taken: tip.taken + 1,
        touched: tip.touched ?? null,
      };
      await database.meta.bulkPut([
        { key: 'tip', value: next },
        // Read again from the start: the feed now holds what the old name wrote elsewhere.
        { key: 'standing', value: firstStanding },
        { key: 'clocks', value: clocksWith(before, again) },
        { key: 'kept:clock.checked', value: end.seq },
      ]);
      const stale = new Set(again.flatMap((entry) => piecesOf(entry, {}).map(subjectOfPiece)));
      for (const entry of again) if (!entry.subject.startsWith('intake:')) stale.add(entry.subject);
      const clocks = clocksWith(before, again);
      const done = await this.#project({ entries: [], pieces: [] }, clocks, stale, device);
      return { tip: next, subjects: done.subjects };
    });
    this.#onTaken(taken.subjects);
    return taken.tip;
  }

  async #putExceptions(rows: readonly ExceptionRow[]): Promise<void> {
    const database = this.#database();
    for (const row of rows) {
      const known = await database.exceptions.get(row.key);
      if (known !== undefined) continue;
      const entry =
        row.subject === null && row.seq > 0
          ? await database.entries.get({ device: row.device, seq: row.seq })
          : undefined;
      await database.exceptions.put({
        ...row,
        subject: entry?.subject ?? row.subject,
        kind: entry?.kind ?? row.kind,
      });
    }
  }

  /** The shelf no longer has these cases as they are. */
  async #touch(subjects: readonly string[]): Promise<void> {
    if (subjects.length === 0) return;
    const tip = await this.#tip();
    const touched = touchedWith(tip.touched, subjects);
    await this.#database().meta.put({ key: 'tip', value: { ...tip, touched } satisfies TipRow });
  }

  async #orphans(): Promise<readonly string[]> {
    return (await this.#meta<string[]>('orphans')) ?? [];
  }

  async #tip(): Promise<TipRow> {
    return must(await this.#meta<TipRow>('tip'), 'the store was opened');
  }

  async #meta<T>(key: string): Promise<T | undefined> {
    return (await this.#database().meta.get(key))?.value as T | undefined;
  }
}

const subjectOfPiece = ({ event }: Piece): string => event.subject;

const ids = (pieces: readonly Piece[]): ReadonlySet<string> =>
  new Set(pieces.map(({ event }) => event.id));

/** Kept in the log, passed over by every fold, and shown: it fits nothing that we know. */
const misfitOf = ({ device, seq, subject, kind }: Entry, at: number): ExceptionRow => ({
  key: `unreadable:${device}:${seq}`,
  why: 'unreadable',
  device,
  seq,
  at,
  subject,
  kind,
  entry: null,
  explained: null,
});

const shown = ({ entry: _entry, ...row }: ExceptionRow): SetAside => row;

function sizeOf(entry: Entry): number {
  const body =
    entry.body === null
      ? 0
      : typeof entry.body === 'string'
        ? entry.body.length
        : entry.body.reduce((sum, row) => sum + row.length, 0);
  return entry.head.length + body;
}
