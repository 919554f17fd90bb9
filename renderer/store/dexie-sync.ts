// The log as the sync engine sees it: what is still to be sent, and what comes from others, stored
// together with how far it was read. A reply is one transaction: entries, cases, requests, the
// clocks of others and the new standing, or nothing of it.
import { Dexie } from 'dexie';
import { must } from '../../shared/lib/check.ts';
import { ORIGIN, type Entry, type Tip } from '../../shared/log/entry.ts';
import { isFarAhead, laterStamp } from '../../shared/log/stamp.ts';
import { orderOf, type Clocks } from '../../shared/domain/clocks.ts';
import { CHECKED } from '../../shared/domain/checked.ts';
import type { DeskState } from '../../shared/domain/desk.ts';
import { isMisfit, misfitRows } from '../../shared/domain/events.ts';
import type { Standing } from '../../shared/sync/engine.ts';
import type { ExchangeReply, WireEntry, WireLink } from '../../shared/sync/protocol.ts';
import type { ConsoleDatabase, ExceptionRow } from './database.ts';
import { chainOf } from './dexie-chains.ts';
import { Taking, type KeptContact } from './dexie-taking.ts';
import { asideShown, readIncoming, verify, type Incoming } from './incoming.ts';
import { anotherDevice, underNewName } from './new-device.ts';
import type { Contact, Explained, SetAside, StoreTools, SyncStore, Taken } from './ports.ts';
import { clocksWith } from '../../shared/domain/said-clocks.ts';
import { piecesOf, type Piece } from '../../shared/domain/pieces.ts';
import { withOrder, type TipRow } from './tip.ts';

const firstStanding: Standing = { acknowledged: 0, cursor: 0, mark: '' };

const noContact: KeptContact = { lastAt: null, partners: [], authors: {} };

export class DexieSync implements SyncStore {
  readonly #database: () => ConsoleDatabase;
  readonly #tools: StoreTools;
  /** Told after each transaction that changed cases under the windows' hands. */
  readonly #onTaken: (subjects: readonly string[]) => void;
  /** Replies that were verified before their turn to be stored. */
  readonly #verified = new WeakMap<ExchangeReply, Incoming>();

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

  async pending(seq: number, limit: number): Promise<WireEntry[]> {
    const links = await this.chain((await this.#tip()).device, seq, limit);
    return links.filter((link) => 'head' in link);
  }

  chain(device: string, seq: number, limit: number): Promise<WireLink[]> {
    return chainOf(this.#database(), device, seq, limit);
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
    const [kept, clocks, standing, rows] = await Promise.all([
      this.#meta<KeptContact>('contact'),
      this.#meta<Clocks>('clocks'),
      this.standing(),
      database.exceptions.toArray(),
    ]);
    return {
      ...(kept ?? noContact),
      acknowledged: standing.acknowledged,
      ...asideShown(rows.map(shown), (await this.#tip()).device, clocks ?? {}),
    };
  }

  expect(reply: ExchangeReply): void {
    this.#verified.set(reply, verify(reply, this.#tools.now()));
  }

  async take(reply: ExchangeReply): Promise<Taken> {
    const database = this.#database();
    const now = this.#tools.now();
    const { device } = await this.#tip();
    const incoming = readIncoming(reply, device, now, this.#verified.get(reply));
    const taken = await database.transaction(
      'rw',
      [
        database.entries,
        database.cases,
        database.bundles,
        database.bundled,
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
    const taking = new Taking(database);
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
    const { entries, exceptions } = await taking.newOf(incoming, authors, now, tip.device);
    const misfits = entries.filter(isMisfit).map((entry) => misfitOf(entry, now));
    await taking.putExceptions([...incoming.exceptions, ...exceptions, ...misfits]);
    if (entries.length === 0)
      return { summaries: [], desk: null, incidents: [], requests: [], subjects: [] };
    // Written while the rest is worked out; what is read below comes after it.
    const added = database.entries.bulkAdd([...entries]);
    added.catch(() => undefined);
    const { clocks, stale } = await taking.clocksAfter(entries);
    await taking.flagFarAhead(entries, clocks, reply.now);
    const stamp = entries.reduce((latest, entry) => {
      const order = orderOf(entry, clocks);
      // By the gateway's clock: our own may be as wrong as theirs.
      return isFarAhead(order, reply.now) ? latest : laterStamp(latest, order);
    }, tip.stamp);
    await database.meta.put({ key: 'tip', value: { ...tip, stamp, taken: tip.taken + 1 } });
    const pieces = entries.map((entry) => piecesOf(entry, clocks));
    await taking.putExceptions(
      entries
        .filter((entry, index) => misfitRows(entry, pieces[index]?.length ?? 0) > 0)
        .map((entry) => misfitOf(entry, now)),
    );
    const taken = await taking.fold({ entries, pieces: pieces.flat() }, clocks, stale, tip.device);
    await added;
    return taken;
  }

  /**
   * What this device has said of clocks, its own and colleagues', taken into its projections: after
   * the act that says it, and at every start, should the program have died between the two.
   */
  async catchUpClocks(): Promise<Omit<Taken, 'contact'> | null> {
    const database = this.#database();
    const { device } = await this.#tip();
    const said = await this.#saidOfClocks();
    const known = (await this.#meta<Clocks>('clocks')) ?? {};
    if (clocksWith(known, said) === known) return null;
    const taken = await database.transaction('rw', database.tables, async () => {
      const taking = new Taking(database);
      const { clocks, stale } = await taking.clocksAfter(said);
      const tip = await this.#tip();
      await database.meta.put({ key: 'tip', value: { ...tip, taken: tip.taken + 1 } });
      return taking.fold({ entries: [], pieces: [] }, clocks, stale, device);
    });
    this.#onTaken(taken.subjects);
    return taken;
  }

  /** An earlier version kept of the organisation's settings what was said at this desk alone. */
  async catchUpSettings(): Promise<void> {
    const database = this.#database();
    if ((await this.#meta<Partial<DeskState>>('desk'))?.said !== undefined) return;
    const clocks = (await this.#meta<Clocks>('clocks')) ?? {};
    await database.transaction('rw', database.tables, async () => {
      await new Taking(database).refoldDesk(clocks);
    });
  }

  async #saidOfClocks(): Promise<readonly Entry[]> {
    return this.#database()
      .entries.where('[subject+stamp]')
      .between(['clock:', Dexie.minKey], ['clock;', Dexie.minKey])
      .toArray();
  }

  async explain(key: string, said: Omit<Explained, 'at'>): Promise<Contact> {
    const explained = { ...said, at: this.#tools.now() };
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
      const device = anotherDevice(tip.device, this.#tools);
      const before = (await this.#meta<Clocks>('clocks')) ?? {};
      const renamed = underNewName(own, tip, device, before, this.#tools);
      const { entries: again, tip: end } = renamed;
      const checked = await this.#meta<unknown>(`kept:${CHECKED}`);
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
      // Known by name even where nothing is common: its journal on disk is of this database.
      await database.chains.put({
        device: tip.device,
        seq: seq - 1,
        hash: seq === 1 ? ORIGIN : must(last, 'what comes before a fork is stored').hash,
        organisation: null,
      });
      // What was said of the old name beyond here went with it.
      const clocks = clocksWith({}, await this.#saidOfClocks());
      const next: TipRow = {
        ...end,
        ...withOrder({ references: 0 }, again),
        references: 0,
        taken: tip.taken + 1,
        touched: tip.touched ?? null,
      };
      await database.meta.bulkPut([
        { key: 'tip', value: next },
        // Read again from the start: the feed now holds what the old name wrote elsewhere.
        { key: 'standing', value: firstStanding },
        { key: 'clocks', value: clocks },
        { key: `kept:${CHECKED}`, value: renamed.checked(checked) },
      ]);
      const stale = new Set(again.flatMap((entry) => piecesOf(entry, {}).map(subjectOfPiece)));
      for (const entry of again) if (!entry.subject.startsWith('intake:')) stale.add(entry.subject);
      const done = await new Taking(database).fold(
        { entries: [], pieces: [] },
        clocks,
        stale,
        device,
      );
      return { tip: next, subjects: done.subjects };
    });
    this.#onTaken(taken.subjects);
    return taken.tip;
  }

  async #tip(): Promise<TipRow> {
    return must(await this.#meta<TipRow>('tip'), 'the store was opened');
  }

  async #meta<T>(key: string): Promise<T | undefined> {
    return (await this.#database().meta.get(key))?.value as T | undefined;
  }
}

const subjectOfPiece = ({ event }: Piece): string => event.subject;

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
