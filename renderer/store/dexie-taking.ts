// What one transaction does with entries that came from elsewhere: which of them are new, what they
// say of clocks, and every projection after them. Nothing is awaited but the database itself.
import { Dexie } from 'dexie';
import { must } from '../../shared/lib/check.ts';
import { chainHashOf, ORIGIN, readHead, type Entry } from '../../shared/log/entry.ts';
import { aheadBy, orderStamp, saidItself, type Clocks } from '../../shared/domain/clocks.ts';
import { isShown } from '../../shared/log/shown.ts';
import { newDesk, type DeskState } from '../../shared/domain/desk.ts';
import { applyToIncident, type IncidentState } from '../../shared/domain/incident.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import type { Summary } from '../../shared/domain/summary.ts';
import { existing, putCases } from './case-rows.ts';
import type { ChainRow, ConsoleDatabase, ExceptionRow, PlaceRow } from './database.ts';
import { entriesOf, historyIn, knownCases } from './dexie-cases.ts';
import type { Link } from '../../shared/sync/links.ts';
import { farAheadOf, firstOf, type Incoming } from './incoming.ts';
import type { Contact, SetAside, Taken } from './ports.ts';
import { clockOf, clocksWith } from '../../shared/domain/said-clocks.ts';
import { foldAll, requestOf } from '../../shared/domain/folds.ts';
import { isCaseSubject, piecesOf, type Piece } from '../../shared/domain/pieces.ts';
import { projectCases, projectDesk, refoldDesk, requestRowOf, subjectsWith } from './projection.ts';
import type { TipRow } from './tip.ts';
import { touchedWith } from './shelf.ts';

const SLICE_CASES = 500;

/** What is known of the gateway and of the others, kept beside the log. */
export type KeptContact = Pick<Contact, 'lastAt' | 'partners' | 'authors'>;

/** Inside whatever transaction runs. */
export class Taking {
  readonly #database: ConsoleDatabase;

  constructor(database: ConsoleDatabase) {
    this.#database = database;
  }

  /** Projections after `entries`, which are stored already; `stale` subjects are folded anew. */
  async fold(
    { entries, pieces }: { readonly entries: readonly Entry[]; readonly pieces: readonly Piece[] },
    clocks: Clocks,
    stale: ReadonlySet<string>,
    device: string,
  ): Promise<Omit<Taken, 'contact'>> {
    const database = this.#database;
    const subjects = [...new Set([...pieces.map(({ event }) => event.subject), ...stale])];
    const known = await knownCases(
      database,
      await existing(database, subjects.filter(isCaseSubject)),
    );
    const orphans = new Set(await this.#orphans());
    const isNew = ids(pieces);
    const historyOf = async (subject: string) => {
      const origins = known.get(subject)?.row.origins ?? [];
      const all = await historyIn(database, subject, origins, clocks);
      return all.filter((event) => !isNew.has(event.id));
    };
    const summaries: Summary[] = [];
    const stillOrphans = new Set(orphans);
    const { idbtrans: transaction } = must(Dexie.currentTransaction, 'inside a transaction');
    // The database writes some cases while the next ones are folded.
    for (const slice of slicesOf(pieces, stale)) {
      const world = { known, orphans, stale: slice.stale, historyOf };
      const done = await projectCases(slice.pieces, world);
      putCases(transaction, done.cases, known);
      for (const { summary } of done.cases) {
        summaries.push(summary);
        stillOrphans.delete(summary.subject);
      }
      for (const subject of done.orphans) stillOrphans.add(subject);
    }
    await this.#touch(summaries.map(({ subject }) => subject));
    await database.meta.put({ key: 'orphans', value: [...stillOrphans] });
    const [incidents, requests] = await this.#folded(entries, clocks, stale);
    const before = (await this.#meta<DeskState>('desk')) ?? newDesk;
    let desk = projectDesk(entries, before, device, clocks, await this.#authors());
    if (desk !== null) await database.meta.put({ key: 'desk', value: desk });
    if ([...stale].some((subject) => subject.startsWith('desk:')))
      desk = await this.refoldDesk(clocks);
    return {
      summaries,
      desk,
      incidents,
      requests,
      subjects: [...new Set([...subjects, ...entries.map((entry) => entry.subject)])],
    };
  }

  /** The organisation's settings from all that is here; null where no desk has said anything. */
  async refoldDesk(clocks: Clocks): Promise<DeskState | null> {
    const database = this.#database;
    const said = await database.entries
      .where('[subject+stamp]')
      .between(['desk:', Dexie.minKey], ['desk;', Dexie.minKey])
      .toArray();
    if (said.length === 0) return null;
    const before = (await this.#meta<DeskState>('desk')) ?? newDesk;
    const desk = refoldDesk(said, before, clocks, await this.#authors());
    await database.meta.put({ key: 'desk', value: desk });
    return desk;
  }

  async #authors(): Promise<KeptContact['authors']> {
    return (await this.#meta<KeptContact>('contact'))?.authors ?? {};
  }

  async #folded(
    entries: readonly Entry[],
    clocks: Clocks,
    stale: ReadonlySet<string>,
  ): Promise<readonly [readonly IncidentState[], readonly RequestState[]]> {
    const database = this.#database;
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
    const authors = await this.#authors();
    for (const subject of of('request:')) {
      const state = requestOf(await entriesOf(database, subject), clocks, authors);
      if (state !== undefined) requests.push(state);
    }
    await database.incidents.bulkPut(incidents.map((state) => ({ subject: state.subject, state })));
    await database.requests.bulkPut(requests.map(requestRowOf));
    return [incidents, requests];
  }

  /** Entries that are not here yet, their chains followed; what does not fit is flagged. */
  async newOf(
    incoming: Incoming,
    authors: Readonly<Record<string, string>>,
    now: number,
    own: string,
  ): Promise<{ readonly entries: readonly Entry[]; readonly exceptions: readonly ExceptionRow[] }> {
    const database = this.#database;
    const devices = [...new Set(incoming.links.map(({ device }) => device))];
    const rows = await database.chains.bulkGet(devices);
    const chains = new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.device, row]])));
    const entries: Entry[] = [];
    const exceptions: ExceptionRow[] = [];
    const places: PlaceRow[] = [];
    const flag = (link: Link, why: SetAside['why'], of = `${link.device}:${link.seq}`) =>
      exceptions.push({
        key: `${why}:${of}`,
        why,
        device: link.device,
        seq: link.seq,
        at: now,
        subject: link.entry?.subject ?? null,
        kind: link.entry?.kind ?? null,
        entry: why === 'chainBroken' ? null : link.entry,
        explained: null,
      });
    const wanted = incoming.links.flatMap(({ entry }) => (entry === null ? [] : [entry.id]));
    const here = await database.entries.where('id').anyOf(wanted).toArray();
    const known = new Map(here.map((entry) => [entry.id, entry]));
    for (const link of incoming.links) {
      const { device, seq } = link;
      const organisation = authors[device] ?? null;
      const chain: ChainRow = chains.get(device) ?? { device, seq: 0, hash: ORIGIN, organisation };
      const isColleague = organisation === null;
      const same = link.entry === null ? undefined : known.get(link.entry.id);
      if (link.entry !== null && link.seq === 0) {
        // Known by its id alone; it is given the next place that we have for what its device shows us.
        const entry = { ...link.entry, seq: chain.seq + 1 };
        if (same !== undefined) {
          if (!isShown(same, entry))
            flag({ ...link, entry, seq: entry.seq }, 'unreadable', entry.id);
          continue;
        }
        entries.push(entry);
        known.set(entry.id, entry);
        chains.set(device, { device, seq: entry.seq, hash: entry.hash, organisation });
        continue;
      }
      // Twice in one reply, or our own come back: it stands already.
      const isHere = same !== undefined && same.hash === link.entry?.hash;
      if (isHere && (device === own || seq <= chain.seq)) continue;
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
        if (same === undefined) entries.push(link.entry);
        else flag(link, 'unreadable');
        known.set(link.entry.id, link.entry);
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
  async flagFarAhead(entries: readonly Entry[], clocks: Clocks, now: number): Promise<void> {
    const { exceptions } = this.#database;
    const flagged = await exceptions.filter(({ why }) => why === 'farAhead').toArray();
    const isSaid = ({ device, ahead }: ExceptionRow) =>
      ahead !== undefined && saidItself(clocks, device, firstOf(ahead));
    await exceptions.bulkDelete(flagged.filter(isSaid).map(({ key }) => key));
    await this.putExceptions(farAheadOf(entries, clocks, now, flagged));
  }

  /** What others say of their clocks, and the subjects that must be folded anew for it. */
  async clocksAfter(
    entries: readonly Entry[],
  ): Promise<{ readonly clocks: Clocks; readonly stale: ReadonlySet<string> }> {
    const database = this.#database;
    const before = (await this.#meta<Clocks>('clocks')) ?? {};
    const stale = new Set<string>();
    const clocks = clocksWith(before, entries);
    const corrected = new Set(
      entries
        .filter((entry) => clocksWith(before, [entry]) !== before)
        .map((entry) => clockOf(entry)),
    );
    for (const device of corrected) await this.#touched(device, before, clocks, stale);
    if (clocks !== before) await database.meta.put({ key: 'clocks', value: clocks });
    return { clocks, stale };
  }

  /** Adds the subjects of what a device wrote that is of another time now. */
  async #touched(device: string, before: Clocks, now: Clocks, into: Set<string>): Promise<void> {
    const entries = await this.#database.entries
      .where('[device+seq]')
      .between([device, Dexie.minKey], [device, Dexie.maxKey])
      .toArray();
    for (const entry of entries) {
      const head = readHead(entry);
      const isSame = (of: (clocks: Clocks) => string | number) => of(before) === of(now);
      if (isSame((clocks) => orderStamp(head, clocks)) && isSame((clocks) => aheadBy(clocks, head)))
        continue;
      if (!entry.subject.startsWith('intake:')) into.add(entry.subject);
      for (const { event } of piecesOf(entry, {})) into.add(event.subject);
    }
  }

  async putExceptions(rows: readonly ExceptionRow[]): Promise<void> {
    const database = this.#database;
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
    await this.#database.meta.put({ key: 'tip', value: { ...tip, touched } satisfies TipRow });
  }

  async #orphans(): Promise<readonly string[]> {
    return (await this.#meta<string[]>('orphans')) ?? [];
  }

  async #tip(): Promise<TipRow> {
    return must(await this.#meta<TipRow>('tip'), 'the store was opened');
  }

  async #meta<T>(key: string): Promise<T | undefined> {
    return (await this.#database.meta.get(key))?.value as T | undefined;
  }
}

interface Slice {
  readonly pieces: readonly Piece[];
  readonly stale: ReadonlySet<string>;
}

/** Pieces in slices of some hundred cases, all of one case in one slice; then the merely stale. */
function* slicesOf(pieces: readonly Piece[], stale: ReadonlySet<string>): Generator<Slice> {
  const bySubject = new Map<string, Piece[]>();
  for (const piece of pieces) {
    const found = bySubject.get(piece.event.subject);
    if (found === undefined) bySubject.set(piece.event.subject, [piece]);
    else found.push(piece);
  }
  for (const subject of stale) if (!bySubject.has(subject)) bySubject.set(subject, []);
  const subjects = [...bySubject.keys()];
  for (let from = 0; from < subjects.length; from += SLICE_CASES) {
    const slice = subjects.slice(from, from + SLICE_CASES);
    yield {
      pieces: slice.flatMap((subject) => bySubject.get(subject) ?? []),
      stale: new Set(slice.filter((subject) => stale.has(subject))),
    };
  }
}

const ids = (pieces: readonly Piece[]): ReadonlySet<string> =>
  new Set(pieces.map(({ event }) => event.id));
