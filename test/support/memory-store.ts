// The store's port in plain memory: what the contract means, with nothing of a database around it.
// Only for tests. One act after another, each all or nothing, as in the real one.
import { must } from '../../shared/lib/check.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { chainHashOf, ORIGIN, type Entry, type Tip } from '../../shared/log/entry.ts';
import { inOrder as inLogOrder } from '../../shared/log/merge.ts';
import { isShown } from '../../shared/log/shown.ts';
import { isFarAhead, laterStamp, shiftStamp } from '../../shared/log/stamp.ts';
import { foldCase } from '../../shared/domain/case.ts';
import { orderOf, saidItself, type Clocks } from '../../shared/domain/clocks.ts';
import { applyToIncident } from '../../shared/domain/incident.ts';
import type { Standing } from '../../shared/sync/engine.ts';
import {
  toWire,
  type ExchangeReply,
  type WireLink,
  type WirePlace,
} from '../../shared/sync/protocol.ts';
import { CHECKED } from '../../shared/domain/checked.ts';
import { anotherDevice, underNewName } from '../../renderer/store/new-device.ts';
import { asideShown, farAheadOf, firstOf, readIncoming } from '../../renderer/store/incoming.ts';
import { uuid4 } from '../../shared/log/ids.ts';
import { matchesCustomer, type CustomerRow } from '../../shared/domain/customer.ts';
import { newDesk, type DeskState } from '../../shared/domain/desk.ts';
import { isMisfit, misfitRows, type DomainEvent } from '../../shared/domain/events.ts';
import type { ChannelState } from '../../shared/domain/channel.ts';
import type { DailyState } from '../../shared/domain/daily.ts';
import type { FixState } from '../../shared/domain/fix.ts';
import type { GuardState } from '../../shared/domain/guard.ts';
import type { IncidentState } from '../../shared/domain/incident.ts';
import { everyList, newestList, type OutstandingList } from '../../shared/domain/outstanding.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import type { CaseRow } from '../../renderer/store/database.ts';
import { prepare } from '../../renderer/store/dexie-intake.ts';
import {
  following,
  isOwnName,
  keptWith,
  tipBehind,
  verifyLost,
} from '../../renderer/store/lost.ts';
import type {
  Act,
  BookImport,
  BookState,
  Bringing,
  Contact,
  Lost,
  Opened,
  SetAside,
  Store,
  StoreTools,
  StoreTrouble,
  SyncStore,
  Taken,
  Trouble,
  Written,
} from '../../renderer/store/ports.ts';
import { clocksWith, latestOf } from '../../shared/domain/said-clocks.ts';
import {
  channelsOf,
  dailiesOf,
  fixesOf,
  guardsOf,
  foldAll,
  requestOf,
} from '../../shared/domain/folds.ts';
import {
  eventsOfCase,
  isCaseSubject,
  piecesOf,
  piecesOfRows,
  type Piece,
} from '../../shared/domain/pieces.ts';
import { ClockRun, type Begun } from '../../shared/log/clock-run.ts';
import { sealAll } from '../../shared/log/seal-all.ts';
import {
  lookOf,
  projectCases,
  projectDesk,
  refoldDesk,
  projected,
  readState,
  readSummary,
  subjectsWith,
  type KnownCase,
} from '../../renderer/store/projection.ts';
import { withOrder, type TipRow } from '../../renderer/store/tip.ts';

/** What several stores of one name share, as windows share a database. */
class Shelf {
  entries: readonly Entry[] = [];
  tip: TipRow | null = null;
  readonly cases = new Map<string, CaseRow>();
  readonly requests = new Map<string, RequestState>();
  readonly incidents = new Map<string, IncidentState>();
  readonly kept = new Map<string, string>();
  readonly places = new Map<string, WirePlace>();
  readonly chains = new Map<string, { seq: number; hash: string; organisation: string | null }>();
  exceptions: readonly SetAside[] = [];
  clocks: Clocks = {};
  readonly pieces = new WeakMap<
    Entry,
    { readonly clocks: Clocks; readonly pieces: readonly Piece[] }
  >();
  standing: Standing = { acknowledged: 0, cursor: 0, mark: '' };
  contact: Omit<Contact, 'acknowledged' | 'exceptions' | 'notAccepted' | 'unsaidClocks'> = {
    lastAt: null,
    partners: [],
    authors: {},
  };
  desk: DeskState | null = null;
  book: { readonly state: BookState; readonly rows: ReadonlyMap<string, CustomerRow> } | null =
    null;
  readonly listeners = new Map<MemoryStore, (subjects: readonly string[]) => void>();
  #last: Promise<unknown> = Promise.resolve();

  /** As it stands, for another laptop. */
  copy(): Shelf {
    const copy = new Shelf();
    const { entries, tip, exceptions, clocks, standing, contact, desk, book } = this;
    Object.assign(copy, { entries, tip, exceptions, clocks, standing, contact, desk, book });
    for (const name of ['cases', 'requests', 'incidents', 'kept', 'places', 'chains'] as const)
      for (const [key, value] of this[name]) (copy[name] as Map<string, unknown>).set(key, value);
    return copy;
  }

  /** One at a time, as transactions are. */
  turn<R>(work: () => Promise<R>): Promise<R> {
    const next = this.#last.then(work, work);
    this.#last = next.catch(() => undefined);
    return next;
  }
}

export class MemoryDisk {
  readonly #shelves = new Map<string, Shelf>();

  shelf(name: string): Shelf {
    const found = this.#shelves.get(name) ?? new Shelf();
    this.#shelves.set(name, found);
    return found;
  }

  copy(): MemoryDisk {
    const copy = new MemoryDisk();
    for (const [name, shelf] of this.#shelves) copy.#shelves.set(name, shelf.copy());
    return copy;
  }
}

export class MemoryStore implements Store {
  readonly #shelf: Shelf;
  readonly #tools: StoreTools;
  readonly #run: ClockRun;

  constructor(disk: MemoryDisk, name: string, tools: StoreTools) {
    this.#shelf = disk.shelf(name);
    this.#tools = tools;
    this.#run = new ClockRun(tools.steady);
  }

  async open(): Promise<Result<Opened, StoreTrouble>> {
    const shelf = this.#shelf;
    const device = () => uuid4(this.#tools.random);
    shelf.tip ??= { device: device(), seq: 0, hash: ORIGIN, stamp: null, references: 0, taken: 0 };
    await this.sync.catchUpClocks();
    return ok({
      tip: this.#tip(),
      desk: shelf.desk ?? newDesk,
      summaries: [...shelf.cases.values()].filter((row) => row.open === 1).map(readSummary),
      incidents: [...shelf.incidents.values()],
      requests: [...shelf.requests.values()],
      book: shelf.book?.state ?? null,
      contact: this.#contact(),
    });
  }

  #begun(now: number): Begun {
    return this.#run.at(now - (this.#tools.clockOffset?.() ?? 0));
  }

  act(act: Act): Promise<Result<Written, Trouble>> {
    const shelf = this.#shelf;
    return shelf.turn(async () => {
      const now = this.#tools.now();
      const begun = this.#begun(now);
      const tip = must(shelf.tip, 'the store was opened');
      const known = this.#known(act.subjects);
      const { look, references } = lookOf(
        tip,
        {
          caseOf: (subject) => known.get(subject)?.state,
          requests: [...shelf.requests.values()].filter(
            ({ made, subject }) =>
              act.reads?.requestsOf.includes(made.mprn) || act.reads?.requests.includes(subject),
          ),
          desk: shelf.desk ?? undefined,
          guards: this.#guards(act.reads?.guards ?? []),
          fixes:
            act.reads?.everyFix === true ? this.#everyFix() : this.#fixes(act.reads?.fixes ?? []),
          dailies: this.#dailies((subject) => act.reads?.dailies.includes(subject) === true),
        },
        now,
        this.#tools,
      );
      const decided = act.decide(look);
      if (!decided.ok) return decided;
      const ahead = act.clockAheadMs ?? 0;
      const from =
        ahead <= 0 || tip.stamp === null ? tip : { ...tip, stamp: shiftStamp(tip.stamp, -ahead) };
      const clocks = clocksWith(shelf.clocks, shelf.entries);
      const sealed = sealAll(decided.value.drafts, from, act.operator, now, this.#tools, {
        latestIn: (subject) =>
          latestOf(
            shelf.entries.filter((entry) => entry.subject === subject),
            clocks,
            tip.device,
            now,
          ),
        startsEpoch: begun.startsEpoch || act.clockAheadMs !== undefined,
      });
      const pieces = sealed.entries.flatMap((entry) => piecesOf(entry, shelf.clocks));
      const { cases } = await this.#project(pieces, known);
      const desk = projectDesk(sealed.entries, shelf.desk ?? newDesk, tip.device, clocks);
      shelf.entries = [...shelf.entries, ...sealed.entries];
      if (sealed.entries.length > 0) begun.wrote();
      for (const { row } of cases) shelf.cases.set(row.subject, row);
      const { incidents, requests } = this.#fold(sealed.entries);
      shelf.desk = desk ?? shelf.desk;
      shelf.tip = {
        ...sealed.tip,
        ...withOrder({ order: tip.order, references: references() }, sealed.entries),
        references: references(),
        taken: tip.taken,
      };
      this.#announce(sealed.entries);
      const written: Written = {
        subject: decided.value.subject,
        entries: sealed.entries,
        tip: sealed.tip,
        summaries: cases.map(({ summary }) => summary),
        states: cases.map(({ state }) => state),
        desk,
        incidents,
        requests,
      };
      const kept = act.keep?.(written) ?? null;
      if (kept !== null) await this.keep(kept.key, kept.value);
      return ok(written);
    });
  }

  async bring(
    bringing: Bringing,
  ): Promise<Result<Written, Trouble | { readonly code: 'cancelled' }>> {
    const prepared = await prepare(bringing, this.#tools);
    if (prepared === null) return fail({ code: 'cancelled' });
    const shelf = this.#shelf;
    return shelf.turn(async () => {
      const now = this.#tools.now();
      const begun = this.#begun(now);
      const tip = must(shelf.tip, 'the store was opened');
      bringing.onTip?.(tip);
      const drafts = prepared.chunks.map((chunk) => chunk.draft);
      const sealed = sealAll(drafts, tip, bringing.operator, now, this.#tools, begun);
      const gone = sealAll(prepared.unlisted, sealed.tip, bringing.operator, now, this.#tools);
      const pieces = [
        ...prepared.chunks.flatMap((chunk, index) =>
          piecesOfRows(must(sealed.entries[index], 'one each'), chunk.rows, shelf.clocks),
        ),
        ...gone.entries.flatMap((entry) => piecesOf(entry, shelf.clocks)),
      ];
      const { cases } = await this.#project(
        pieces,
        this.#known(pieces.map(({ event }) => event.subject)),
      );
      const total = bringing.rows.length;
      for (let done = 0; done < total; done += 1000) {
        if (bringing.signal?.aborted === true) return fail({ code: 'cancelled' } as const);
        bringing.onProgress?.(Math.min(total, Math.floor((total + done + 1000) / 2)), total);
      }
      if (bringing.signal?.aborted === true) return fail({ code: 'cancelled' } as const);
      const entries = [...sealed.entries, ...gone.entries];
      shelf.entries = [...shelf.entries, ...entries];
      begun.wrote();
      for (const { row } of cases) shelf.cases.set(row.subject, row);
      shelf.tip = {
        ...gone.tip,
        ...withOrder(tip, sealed.entries),
        references: tip.references,
        taken: tip.taken,
      };
      bringing.onProgress?.(bringing.rows.length, bringing.rows.length);
      this.#announce(entries);
      return ok({
        subject: prepared.subject,
        entries,
        tip: gone.tip,
        summaries: cases.map(({ summary }) => summary),
        states: [],
        desk: null,
        incidents: [],
        requests: [],
      });
    });
  }

  restore(lost: Lost): Promise<Result<number, StoreTrouble>> {
    const shelf = this.#shelf;
    return shelf.turn(() => {
      const incoming = verifyLost(lost, this.#tools.now());
      const { device } = lost;
      const tip = this.#tip();
      const isOwn = isOwnName(device, tip);
      const known = new Set(shelf.entries.map(({ id }) => id));
      const entries = isOwn
        ? following(incoming, device, tip)
        : incoming.links.flatMap(({ entry }) =>
            entry === null || known.has(entry.id) ? [] : [entry],
          );
      if (entries.length === 0) return Promise.resolve(ok(0));
      const last = incoming.links.at(-1)?.entry;
      const clocks = clocksWith(shelf.clocks, entries);
      if (isOwn) {
        const end = tipBehind(entries, device, tip, clocks);
        shelf.tip = end;
        const before = JSON.parse(shelf.kept.get(CHECKED) ?? 'null') as unknown;
        for (const [key, value] of Object.entries(keptWith(lost, before, end, this.#tools.now())))
          shelf.kept.set(key, JSON.stringify(value));
      } else if (last) {
        const { seq, hash } = last;
        shelf.chains.set(device, { seq, hash, organisation: null });
      }
      shelf.entries = union(shelf.entries, entries);
      this.#rebuild(entries);
      return Promise.resolve(ok(entries.length));
    });
  }

  async caseOf(subject: string) {
    return (await this.casesOf([subject]))[0];
  }

  casesOf(subjects: readonly string[]) {
    return Promise.resolve([...this.#rows(subjects).values()].map(readState));
  }

  history(subject: string): Promise<readonly DomainEvent[]> {
    return Promise.resolve(this.#events(subject));
  }

  guards(): Promise<readonly GuardState[]> {
    const subjects = this.#shelf.entries.map(({ subject }) => subject);
    return Promise.resolve(this.#guards(subjects.filter((each) => each.startsWith('guard:'))));
  }

  #guards(subjects: readonly string[]): readonly GuardState[] {
    const { entries, clocks } = this.#shelf;
    return guardsOf(
      entries.filter(({ subject }) => subjects.includes(subject)),
      clocks,
    );
  }

  channels(): Promise<readonly ChannelState[]> {
    const { entries, clocks } = this.#shelf;
    return Promise.resolve(
      channelsOf(
        entries.filter(({ subject }) => subject.startsWith('channel:')),
        clocks,
      ),
    );
  }

  dailies(): Promise<readonly DailyState[]> {
    return Promise.resolve(this.#dailies((subject) => subject.startsWith('daily:')));
  }

  #dailies(are: (subject: string) => boolean): readonly DailyState[] {
    const { entries, clocks } = this.#shelf;
    return dailiesOf(
      entries.filter(({ subject }) => are(subject)),
      clocks,
    );
  }

  fixes(subjects: readonly string[] | null): Promise<readonly FixState[]> {
    return Promise.resolve(subjects === null ? this.#everyFix() : this.#fixes(subjects));
  }

  #everyFix(): readonly FixState[] {
    const all = this.#shelf.entries.map(({ subject }) => subject);
    return this.#fixes(all.filter((subject) => subject.startsWith('fix:')));
  }

  #fixes(subjects: readonly string[]): readonly FixState[] {
    const { entries, clocks } = this.#shelf;
    const asked = new Set(subjects);
    return fixesOf(
      entries.filter(({ subject }) => asked.has(subject)),
      clocks,
    );
  }

  outstanding(): Promise<OutstandingList | null> {
    return Promise.resolve(newestList(this.#shelf.entries, this.#shelf.clocks));
  }

  everyOutstanding(): Promise<readonly OutstandingList[]> {
    return Promise.resolve(everyList(this.#shelf.entries, this.#shelf.clocks));
  }

  entriesAfter(device: string, seq: number, limit: number): Promise<readonly Entry[]> {
    const after = this.#shelf.entries.filter((each) => each.device === device && each.seq > seq);
    const chain = after.sort((one, other) => one.seq - other.seq);
    return Promise.resolve(chain.slice(0, limit));
  }

  async importBook(
    book: BookImport,
  ): Promise<Result<BookState, StoreTrouble | { readonly code: 'cancelled' }>> {
    const rows = new Map<string, CustomerRow>();
    for await (const chunk of book.chunks) {
      if (book.signal?.aborted === true) return fail({ code: 'cancelled' });
      for (const row of chunk) rows.set(row.mprn, row);
      book.onProgress?.(rows.size);
    }
    const state = { rows: rows.size, file: book.file, importedAt: this.#tools.now() };
    this.#shelf.book = { state, rows };
    return ok(state);
  }

  /** Everything is in memory: a start has nothing to read. */
  shelve(): Promise<void> {
    return Promise.resolve();
  }

  searchBook(typed: string, limit: number): Promise<readonly CustomerRow[]> {
    const rows = [...(this.#shelf.book?.rows.values() ?? [])];
    return Promise.resolve(rows.filter((row) => matchesCustomer(row, typed)).slice(0, limit));
  }

  customer(mprn: string): Promise<CustomerRow | undefined> {
    return Promise.resolve(this.#shelf.book?.rows.get(mprn));
  }

  keep(key: string, value: unknown): Promise<void> {
    this.#shelf.kept.set(key, JSON.stringify(value));
    return Promise.resolve();
  }

  kept(key: string): Promise<unknown> {
    const text = this.#shelf.kept.get(key);
    return Promise.resolve(text === undefined ? undefined : JSON.parse(text));
  }

  onForeignWrite(listener: (subjects: readonly string[]) => void): () => void {
    this.#shelf.listeners.set(this, listener);
    return () => this.#shelf.listeners.delete(this);
  }

  reload(subjects: readonly string[]) {
    const shelf = this.#shelf;
    const wide = subjects.length === 0 || subjects.some((each) => each.startsWith('intake:'));
    const rows = wide
      ? [...shelf.cases.values()].filter((row) => row.open === 1)
      : [...this.#rows(subjects).values()];
    return Promise.resolve({
      tip: must(shelf.tip, 'the store was opened'),
      desk: shelf.desk,
      summaries: rows.map(readSummary),
      incidents: [...shelf.incidents.values()],
      requests: [...shelf.requests.values()],
      contact: this.#contact(),
    });
  }

  close(): Promise<void> {
    this.#shelf.listeners.delete(this);
    return Promise.resolve();
  }

  /** What comes from others is folded anew from everything there is: the plain meaning of it. */
  readonly sync: SyncStore = {
    standing: () => Promise.resolve(this.#shelf.standing),
    pending: async (seq, limit) => {
      const links = await this.sync.chain(this.#tip().device, seq, limit);
      return links.filter((link) => 'head' in link);
    },
    chain: (device, seq, limit) => {
      const { entries, places } = this.#shelf;
      const links: WireLink[] = [];
      const bySeq = new Map<number, Entry>();
      for (const each of entries)
        if (each.device === device && each.seq > seq) bySeq.set(each.seq, each);
      for (let at = seq + 1; links.length < limit; at++) {
        const entry = bySeq.get(at);
        const place = places.get(`${device}/${at}`);
        if (entry === undefined && place === undefined) break;
        links.push(entry === undefined ? place! : toWire(entry));
      }
      return Promise.resolve(links);
    },
    ownHash: (seq) => {
      const { device } = this.#tip();
      const found = this.#shelf.entries.find((each) => each.device === device && each.seq === seq);
      return Promise.resolve(seq === 0 ? ORIGIN : (found?.hash ?? null));
    },
    tips: () =>
      Promise.resolve(
        Object.fromEntries(
          [...this.#shelf.chains].flatMap(([device, { seq, organisation }]) =>
            organisation === null ? [[device, seq]] : [],
          ),
        ),
      ),
    take: (reply) => this.#shelf.turn(() => Promise.resolve(this.#take(reply))),
    contact: () => Promise.resolve(this.#contact()),
    catchUpClocks: () =>
      this.#shelf.turn(() => {
        const { clocks, entries } = this.#shelf;
        const said = entries.filter((each) => each.subject.startsWith('clock:'));
        if (clocksWith(clocks, said) === clocks) return Promise.resolve(null);
        return Promise.resolve(this.#rebuild(said));
      }),
    explain: (key, said) => {
      this.#shelf.exceptions = this.#shelf.exceptions.map((each) =>
        each.key === key ? { ...each, explained: { ...said, at: this.#tools.now() } } : each,
      );
      return Promise.resolve(this.#contact());
    },
    becomeNewDevice: (seq) => this.#shelf.turn(() => Promise.resolve(this.#becomeNewDevice(seq))),
  };

  #take(reply: ExchangeReply): Taken {
    const shelf = this.#shelf;
    const now = this.#tools.now();
    const tip = this.#tip();
    const incoming = readIncoming(reply, tip.device, now);
    const authors = { ...shelf.contact.authors, ...reply.authors };
    shelf.standing = {
      acknowledged: reply.acknowledged,
      cursor: reply.cursor,
      mark: reply.mark,
    };
    shelf.contact = { lastAt: now, partners: reply.partners, authors };
    for (const { entry: _entry, ...row } of incoming.exceptions) {
      if (shelf.exceptions.some((each) => each.key === row.key)) continue;
      const about = shelf.entries.find(
        (each) => each.device === row.device && each.seq === row.seq,
      );
      shelf.exceptions = [
        ...shelf.exceptions,
        { ...row, subject: about?.subject ?? row.subject, kind: about?.kind ?? row.kind },
      ];
    }
    const nothing = { summaries: [], desk: null, incidents: [], requests: [], subjects: [] };
    if (incoming.links.length === 0) return { ...nothing, contact: this.#contact() };
    const came: Entry[] = [];
    const placeOf = ({ device, seq }: { readonly device: string; readonly seq: number }) =>
      `${device}:${seq}`;
    const placed = new Map<string, Entry>();
    const known = new Map<string, Entry>();
    for (const entry of shelf.entries) {
      placed.set(placeOf(entry), entry);
      known.set(entry.id, entry);
    }
    for (const link of incoming.links) {
      const there = placed.get(placeOf(link));
      if (link.device === tip.device && there !== undefined && there.hash === link.entry?.hash)
        continue;
      const organisation = authors[link.device] ?? null;
      const chain = shelf.chains.get(link.device) ?? { seq: 0, hash: ORIGIN, organisation };
      if (link.entry !== null && link.seq === 0) {
        const entry = { ...link.entry, seq: chain.seq + 1 };
        const same = known.get(entry.id);
        if (same !== undefined && isShown(same, entry)) continue;
        if (same !== undefined) {
          this.#setAside(entry, now, 'unreadable', entry.id);
          continue;
        }
        if (isMisfit(entry)) this.#setAside(entry, now, 'unreadable');
        known.set(entry.id, entry);
        came.push(entry);
        shelf.chains.set(link.device, { seq: entry.seq, hash: entry.hash, organisation });
        continue;
      }
      const hash = link.entry === null ? chainHashOf(link.prev, link.headHash) : link.entry.hash;
      if (link.seq > chain.seq)
        shelf.chains.set(link.device, { seq: link.seq, hash, organisation });
      if (link.entry === null) {
        const { device, seq, prev, headHash } = link;
        this.#shelf.places.set(`${device}/${seq}`, { device, seq, prev, headHash });
        continue;
      }
      const { id, device, seq } = link.entry;
      if (there !== undefined) {
        if (there.hash !== link.entry.hash) this.#setAside(link.entry, now, 'forked');
        continue;
      }
      const same = known.get(id);
      const isTaken = same !== undefined && (same.device !== device || same.seq !== seq);
      if (!isTaken) known.set(id, link.entry);
      const reports = piecesOf(link.entry, {}).length;
      if (isTaken || isMisfit(link.entry) || misfitRows(link.entry, reports) > 0)
        this.#setAside(link.entry, now, 'unreadable');
      if (!isTaken) came.push(link.entry);
    }
    const before = new Set(shelf.entries);
    const merged = union(shelf.entries, came);
    const fresh = merged.filter((entry) => !before.has(entry));
    if (fresh.length === 0) return { ...nothing, contact: this.#contact() };
    shelf.entries = merged;
    const rebuilt = this.#rebuild(fresh, reply.now);
    shelf.exceptions = shelf.exceptions.filter(
      ({ why, device, ahead }) =>
        why !== 'farAhead' ||
        ahead === undefined ||
        !saidItself(shelf.clocks, device, firstOf(ahead)),
    );
    const ahead = farAheadOf(fresh, shelf.clocks, reply.now, shelf.exceptions);
    for (const { entry: _entry, ...row } of ahead)
      if (!shelf.exceptions.some((each) => each.key === row.key))
        shelf.exceptions = [...shelf.exceptions, row];
    return { ...rebuilt, contact: this.#contact() };
  }

  #setAside(
    { device, seq, subject, kind }: Entry,
    at: number,
    why: SetAside['why'],
    of = `${device}:${seq}`,
  ): void {
    const key = `${why}:${of}`;
    if (this.#shelf.exceptions.some((each) => each.key === key)) return;
    const row = { key, why, device, seq, at, subject, kind, explained: null };
    this.#shelf.exceptions = [...this.#shelf.exceptions, row];
  }

  /** Everything from everything. */
  #rebuild(fresh: readonly Entry[], now = this.#tools.now()): Omit<Taken, 'contact'> {
    const shelf = this.#shelf;
    const tip = this.#tip();
    shelf.clocks = clocksWith(shelf.clocks, shelf.entries);
    const stamp = fresh.reduce((latest, entry) => {
      const order = orderOf(entry, shelf.clocks);
      return entry.device === tip.device || isFarAhead(order, now)
        ? latest
        : laterStamp(latest, order);
    }, tip.stamp);
    shelf.tip = { ...tip, stamp, taken: tip.taken + 1 };
    const bySubject = new Map<string, Piece[]>();
    for (const piece of shelf.entries.flatMap((entry) => this.#piecesOf(entry))) {
      const found = bySubject.get(piece.event.subject) ?? [];
      bySubject.set(piece.event.subject, found);
      found.push(piece);
    }
    const subjects = [...bySubject.keys()];
    const summaries = [...bySubject].flatMap(([subject, pieces]) => {
      const found = pieces.sort(inOrder);
      const state = foldCase(found.map(({ event }) => event));
      if (state === undefined) return [];
      const origins = found.flatMap(({ origin }) => (origin === null ? [] : [origin]));
      const made = projected(state, origins, found.at(-1)?.event.stamp ?? '');
      shelf.cases.set(subject, made.row);
      return [made.summary];
    });
    const { incidents, requests } = this.#fold(shelf.entries);
    const { authors } = shelf.contact;
    const heard = projectDesk(fresh, shelf.desk ?? newDesk, tip.device, shelf.clocks, authors);
    const desk = refoldDesk(shelf.entries, heard ?? shelf.desk ?? newDesk, shelf.clocks, authors);
    shelf.desk = desk;
    this.#announce(fresh);
    return { summaries, desk, incidents, requests, subjects };
  }

  /** Read once: an entry never changes, only what is known of clocks. */
  #piecesOf(entry: Entry): readonly Piece[] {
    const shelf = this.#shelf;
    const known = shelf.pieces.get(entry);
    if (known?.clocks === shelf.clocks) return known.pieces;
    const pieces = piecesOf(entry, shelf.clocks);
    shelf.pieces.set(entry, { clocks: shelf.clocks, pieces });
    return pieces;
  }

  #becomeNewDevice(seq: number): Tip {
    const shelf = this.#shelf;
    const tip = this.#tip();
    const isParted = (entry: Entry) => entry.device === tip.device && entry.seq >= seq;
    const device = anotherDevice(tip.device, this.#tools);
    const parted = shelf.entries.filter(isParted).sort((one, other) => one.seq - other.seq);
    const renamed = underNewName(parted, tip, device, shelf.clocks, this.#tools);
    const { entries: again, tip: end } = renamed;
    const checked = JSON.parse(shelf.kept.get(CHECKED) ?? 'null') as unknown;
    const last = shelf.entries.find((each) => each.device === tip.device && each.seq === seq - 1);
    shelf.chains.set(tip.device, {
      seq: seq - 1,
      hash: last?.hash ?? ORIGIN,
      organisation: null,
    });
    shelf.entries = [...shelf.entries.filter((entry) => !isParted(entry)), ...again];
    shelf.tip = {
      ...end,
      ...withOrder({ references: 0 }, again),
      references: 0,
      taken: tip.taken,
    };
    shelf.standing = { acknowledged: 0, cursor: 0, mark: '' };
    shelf.kept.set(CHECKED, JSON.stringify(renamed.checked(checked)));
    // What was said of the old name beyond here went with it.
    shelf.clocks = {};
    this.#rebuild(again);
    return this.#tip();
  }

  #contact(): Contact {
    const { contact, standing, exceptions } = this.#shelf;
    return {
      ...contact,
      acknowledged: standing.acknowledged,
      ...asideShown(exceptions, this.#tip().device, this.#shelf.clocks),
    };
  }

  #tip(): TipRow {
    return must(this.#shelf.tip, 'the store was opened');
  }

  #project(pieces: readonly Piece[], known: ReadonlyMap<string, KnownCase>) {
    return projectCases(pieces, {
      known,
      orphans: new Set(this.#shelf.entries.map((entry) => entry.subject).filter(isCaseSubject)),
      historyOf: (subject) => Promise.resolve(this.#events(subject)),
    });
  }

  #fold(entries: readonly Entry[]) {
    const shelf = this.#shelf;
    const all = (subject: string) => shelf.entries.filter((each) => each.subject === subject);
    const incidents = subjectsWith('incident:', entries).flatMap(
      (subject) => foldAll(all(subject), applyToIncident, shelf.clocks) ?? [],
    );
    const requests = subjectsWith('request:', entries).flatMap(
      (subject) => requestOf(all(subject), shelf.clocks, shelf.contact.authors) ?? [],
    );
    for (const state of incidents) shelf.incidents.set(state.subject, state);
    for (const state of requests) shelf.requests.set(state.subject, state);
    return { incidents, requests };
  }

  #known(subjects: readonly string[]): ReadonlyMap<string, KnownCase> {
    return new Map(
      [...this.#rows(subjects)].map(([subject, row]) => [subject, { row, state: readState(row) }]),
    );
  }

  #rows(subjects: readonly string[]): ReadonlyMap<string, CaseRow> {
    const found = [...new Set(subjects)].flatMap((subject) => this.#shelf.cases.get(subject) ?? []);
    return new Map(found.map((row) => [row.subject, row]));
  }

  #events(subject: string): readonly DomainEvent[] {
    const { entries, cases, clocks } = this.#shelf;
    return eventsOfCase(
      entries.filter((entry) => entry.subject === subject),
      new Map(entries.map((entry) => [entry.id, entry])),
      cases.get(subject)?.origins ?? [],
      clocks,
    );
  }

  #announce(entries: readonly Entry[]): void {
    const subjects = [...new Set(entries.map((entry) => entry.subject))];
    for (const [store, listener] of this.#shelf.listeners) {
      if (store !== this) listener(subjects);
    }
  }
}

/** Every entry of both once, known by its device and seq. */
function union(one: readonly Entry[], other: readonly Entry[]): readonly Entry[] {
  const all = new Map<string, Entry>();
  for (const entry of [...one, ...other]) {
    const place = `${entry.device}/${entry.seq}`;
    if (!all.has(place)) all.set(place, entry);
  }
  return [...all.values()].sort(inLogOrder);
}

/** Written once more, on purpose: the order of a case's events. */
function inOrder({ event: one }: Piece, { event: other }: Piece): number {
  const row = ({ id }: DomainEvent) => Number(id.split('#')[1] ?? 0);
  if (one.stamp !== other.stamp) return one.stamp < other.stamp ? -1 : 1;
  return one.seq - other.seq || row(one) - row(other);
}
