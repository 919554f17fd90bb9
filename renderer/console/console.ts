// The one object behind the screens: `snapshot`, `subscribe`, `run`. A command is decided and
// stored by the store; memory and screen follow only after the transaction is durable. Views get
// data and callbacks, never the store.
import type { Bridge, Enrolled, Hello, Host, World } from '../../shared/bridge.ts';
import { fail, type Result } from '../../shared/lib/result.ts';
import { MINUTE } from '../../shared/domain/backstop-clock.ts';
import type { CaseState } from '../../shared/domain/case.ts';
import type { OutstandingList } from '../../shared/domain/outstanding.ts';
import { decide, readsOf, subjectsOf, type Command } from '../../shared/domain/commands.ts';
import type { CustomerRow } from '../../shared/domain/customer.ts';
import { clockSettings, newDesk, sideOf } from '../../shared/domain/desk.ts';
import type { DomainEvent } from '../../shared/domain/events.ts';
import { readHead, type Entry, type Tip } from '../../shared/log/entry.ts';
import type { SyncStatus, Timers } from '../../shared/sync/engine.ts';
import type { CallFailure } from '../../shared/sync/failure.ts';
import type { ExchangeReply } from '../../shared/sync/protocol.ts';
import type {
  BookImport,
  Bringing,
  Contact,
  Opened,
  Store,
  StoreTrouble,
  Taken,
  Trouble,
  Written,
} from '../store/ports.ts';
import type { AlarmWords } from './alarm-plan.ts';
import { AlarmLine } from './alarm-line.ts';
import type { Calling } from './alarm-stack.ts';
import { Alarms, isUrgent, type AlarmInput } from './alarms.ts';
import { Beside, nothingBeside } from './beside.ts';
import { Drafts } from './drafts.ts';
import { Enrolment } from './enrolment.ts';
import { JournalMirror } from './journal-mirror.ts';
import { bringBackLost } from './lost-database.ts';
import { DEADLINE_MS, Faulty, Running, troubleOf, withDeadline } from '../store/guarded.ts';
import { mayRelease, mpidOf } from './organisation.ts';
import { Memory } from './memory.ts';
import { firstPlace, openedCase, readPlace, type Place } from './place.ts';
import { basketOf, QueueKeeper, type LaterQueue } from './queue-keeper.ts';
import type { Snapshot, Unread, WaitingEntry } from './snapshot.ts';
import { ClockKept, keepSparePlace, sparePlace } from './spare.ts';
import { ConsoleSync, type WindowHub } from './sync.ts';
import { byDeskClock, ToldClock, uncheckedOf } from './told-clock.ts';
import { summarise } from '../../shared/domain/summary.ts';
import { leaving } from './queue.ts';
import { isCase, undoableAfter, undoing, whyNoUndo } from './undo.ts';

export interface ConsoleOptions {
  readonly world: World;
  readonly bridge: Host;
  readonly store: Store;
  readonly hello: Hello;
  readonly now: () => number;
  /** Milliseconds that never jump: tells a moved clock from time that passed. */
  readonly steady: () => number;
  /** Puts `now` right by so much, once the gateway has told the time; 0 lets the laptop's stand. */
  readonly setClockOffset: (ms: number) => void;
  readonly hub: WindowHub;
  readonly timers: Timers;
  readonly alarmWords: AlarmWords;
  readonly every: (ms: number, work: () => void) => () => void;
  /** Does work after the screen was drawn. */
  readonly later: (work: () => void) => void;
}

const TICK_MS = 5000;
const JUMP_MS = 2 * MINUTE;
/** So many changed cases are worth the store's tidying. */
const SHELVE_FROM = 50;

/** What changes; the rest of a snapshot follows from it. */
type State = Omit<Snapshot, Derived>;
type Derived = 'queue' | 'summaries' | 'incident' | 'incidents' | 'requests' | 'calling' | 'basket';

export class Console {
  readonly #options: ConsoleOptions;
  readonly #listeners = new Set<() => void>();
  readonly #memory = new Memory();
  readonly #drafts: Drafts;
  readonly #alarms: Alarms;
  readonly #stops: (() => void)[] = [];
  readonly #sync: ConsoleSync;
  readonly #gatewayClock: ToldClock;
  /** Null where the host keeps no journal. */
  readonly #clockKept: ClockKept | null = null;
  /** How the exchange stands by the laptop's own clock. */
  #engineSays: SyncStatus | null = null;
  readonly #enrolment: Enrolment;
  #mirror: JournalMirror | null = null;
  readonly #queue: QueueKeeper;
  readonly #line: AlarmLine;
  #clock = { wall: 0, steady: 0 };
  #state: State;
  #snapshot: Snapshot;
  /** Whom N brought up last. */
  #broughtUp: string | null = null;
  /** The last entry of the call that N was to leave: pressed once more it does. */
  #leaving: string | null = null;
  /** Counts the moves from case to case: of two that overlap the later one stands. */
  #moves = 0;
  /** Read as a whole, and listening. */
  #isUp = false;
  readonly #beside = new Beside(
    (work, otherwise) => this.#read(work, otherwise),
    (beside) => {
      this.#set(beside);
      this.#alarms.planSoon(this.#alarmInput, []);
    },
  );
  #heading: { readonly move: number; readonly subject: string | null } | null = null;
  /** The place as it was last written down. */
  #placeKept = '';
  /** Changed since the store last made the next start quick. */
  #unshelved = SHELVE_FROM;
  #started: Promise<void> = Promise.resolve();
  /** Counts the acts: what was read while one was written is read again. */
  #acts = 0;

  private constructor(options: ConsoleOptions) {
    this.#options = options;
    this.#drafts = new Drafts(options.store);
    this.#alarms = new Alarms(options.bridge, options.alarmWords, options.later, (missing) => {
      if (missing !== this.#snapshot.alarmsMissing) this.#set({ alarmsMissing: missing });
    });
    this.#enrolment = new Enrolment(options);
    this.#queue = new QueueKeeper(options.now);
    this.#line = new AlarmLine(options.now, options.store);
    // Nothing is told in practice: what is kept of the clock is of the live world.
    if (options.hello.can.journal && options.world === 'live')
      this.#clockKept = new ClockKept(options.store, options.bridge, () => this.#snapshot.device);
    this.#gatewayClock = new ToldClock({
      store: this.#clockKept ?? options.store,
      setOffset: options.setClockOffset,
      now: options.now,
      written: () => this.#snapshot.saved.entries,
      unchecked: async (from, upTo) => {
        const { device } = this.#snapshot;
        const entries = await options.store.entriesAfter(device, from - 1, upTo - from + 1);
        return entries.map(uncheckedOf);
      },
      correct: async (command) => {
        const written = await this.run(command);
        if (!written.ok) return false;
        const taken = await options.store.sync.catchUpClocks();
        if (taken !== null) this.#memory.take(taken);
        await this.#readCurrent();
        return true;
      },
    });
    this.#sync = new ConsoleSync({
      bridge: options.bridge,
      store: options.store,
      timers: options.timers,
      hub: options.hub,
      onStatus: (status) => this.#heardOfSync(status, true),
      onTold: (status) => {
        const before = this.#engineSays?.lastAt ?? null;
        this.#heardOfSync(status, false);
        if (status.lastAt !== before) void this.#exchangedElsewhere();
      },
      onTaken: (taken, reply) => void this.#taken(taken, reply),
    });
    const now = options.now();
    this.#state = {
      world: options.world,
      hello: options.hello,
      now,
      device: '',
      operator: null,
      desk: newDesk,
      place: firstPlace,
      current: null,
      saved: {
        entries: 0,
        acknowledged: 0,
        lastAt: null,
        notSent: 0,
        oldestNotSentAt: null,
        journal: null,
      },
      enrolment: null,
      sync: null,
      exceptions: [],
      notAccepted: [],
      ...nothingBeside,
      lost: null,
      partners: [],
      authors: {},
      clockOffset: 0,
      book: null,
      trouble: null,
      refused: null,
      undoable: null,
      fixedBy: null,
      tookBack: null,
      clockJump: null,
      alarmsMissing: false,
      broughtBack: null,
    };
    this.#snapshot = this.#shown();
  }

  /** Reads the store; a store that cannot be opened gives a console that says so and stays. */
  static async open(options: ConsoleOptions): Promise<Console> {
    const made = new Console(options);
    await made.#start();
    return made;
  }

  readonly getSnapshot = (): Snapshot => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  async #start(): Promise<void> {
    const { store, bridge, world, hello } = this.#options;
    // Listened to before anything is read: what another window writes meanwhile is read once more.
    const missed: (readonly string[])[] = [];
    this.#stops.push(
      store.onForeignWrite((subjects) => {
        if (this.#isUp) void this.#reload(subjects);
        else missed.push(subjects);
      }),
    );
    const opened = await this.#openWhole();
    if (!opened.ok) {
      this.#set({ trouble: opened.error });
      return;
    }
    const { tip, desk, book, contact } = opened.value;
    this.#memory.take(opened.value);
    await this.#read(() => this.#gatewayClock.resume(), undefined);
    const read = await this.#read(
      () =>
        Promise.all([
          store.kept('place'),
          store.entriesAfter(tip.device, contact.acknowledged, 1),
          this.#enrolment.load(tip.device),
          this.#drafts.load(),
          this.#line.load(this.#memory.summaries, clockSettings(desk).alarmMinutes),
        ]),
      null,
    );
    if (read === null) return;
    const [kept, first, enrolment] = read;
    const isLost = kept === undefined && this.#snapshot.broughtBack !== null;
    const place = isLost ? await sparePlace(bridge, world) : readPlace(kept);
    const oldest = first[0] === undefined ? null : recordedAt(first[0].head);
    this.#clock = { wall: this.#options.now(), steady: this.#options.steady() };
    // Started anew, a window stays where its person is: another one may have kept its place last.
    const isFirst = this.#snapshot.device === '';
    this.#set({
      device: tip.device,
      desk,
      operator: desk.operator ?? this.#snapshot.operator,
      book,
      place: isFirst ? place : this.#snapshot.place,
      enrolment,
      now: this.#options.now(),
      clockOffset: this.#gatewayClock.offset,
      ...contactShown(contact),
      saved: {
        entries: tip.seq,
        acknowledged: contact.acknowledged,
        lastAt: null,
        notSent: tip.seq - contact.acknowledged,
        oldestNotSentAt: oldest,
        journal: null,
      },
    });
    this.#clockKept?.keepSpare();
    await this.#readCurrent();
    if (enrolment !== null) this.#sync.start(enrolment);
    if (hello.can.journal) {
      this.#mirror = new JournalMirror(world, tip.device, {
        bridge,
        entriesAfter: (device, seq, limit) => store.entriesAfter(device, seq, limit),
        onChange: (journal) => this.#set({ saved: { ...this.#snapshot.saved, journal } }),
      });
      void this.#mirror.catchUp();
    }
    this.#stops.push(
      this.#options.every(TICK_MS, () => this.tick()),
      this.#options.hub.onRenamed(() => void this.#startAnew()),
      bridge.on('woke', ({ sleptMs }) => {
        this.#woke(sleptMs);
        this.tryNow();
      }),
    );
    this.#alarms.plan(this.#alarmInput());
    void this.#gatewayClock.heardOf(contact);
    this.#isUp = true;
    await (missed.length === 0 ? this.#beside.wrote(null) : this.#reload(allOf(missed)));
  }

  /** Opens the store; what it has lost is put back from the journal on disk first. */
  async #openWhole(): Promise<Result<Opened, StoreTrouble>> {
    const { store, bridge, world, hello } = this.#options;
    const opened = await store.open();
    if (!opened.ok || !hello.can.journal) return opened;
    const back = await bringBackLost(opened.value.tip, { world, bridge, store });
    if (!back.ok) return back;
    if (back.value === 0) return opened;
    this.#set({ broughtBack: back.value });
    return store.open();
  }

  close(): void {
    this.#isUp = false;
    this.#sync.stop();
    for (const stop of this.#stops.splice(0)) stop();
  }

  /**
   * Some systems' steady clock stands still in sleep. What it has missed of a sleep is no jump of the
   * clock; what it has not missed was counted as time already.
   */
  #woke(sleptMs: number): void {
    const missed = this.#jumped();
    this.#clock.steady -= Math.max(0, Math.min(sleptMs, missed));
    // A look before the host told of the sleep has said it as a jump.
    const { clockJump } = this.#snapshot;
    if (clockJump !== null && Math.abs(clockJump - sleptMs) <= JUMP_MS)
      this.#set({ clockJump: null });
    this.tick();
  }

  #jumped(): number {
    return this.#options.now() - this.#clock.wall - (this.#options.steady() - this.#clock.steady);
  }

  /** Looks at the clock: everything shown is computed again from instants. */
  tick(): void {
    const wall = this.#options.now();
    const steady = this.#options.steady();
    const jump = this.#jumped();
    this.#clock = { wall, steady };
    this.#set({
      now: wall,
      ...(Math.abs(jump) > JUMP_MS ? { clockJump: Math.round(jump / MINUTE) * MINUTE } : {}),
    });
    if (this.#snapshot.trouble === null) this.#line.alive(wall);
    if (this.#unshelved < SHELVE_FROM || this.#snapshot.trouble !== null) return;
    this.#unshelved = 0;
    // The next start reads what it reads without it, only slower.
    void this.#options.store.shelve().catch(() => undefined);
  }

  /** The one way in for everything that is recorded. */
  async run(
    command: Command,
    then: (written: Written) => Partial<Place> = () => ({}),
  ): Promise<Result<Written, Trouble>> {
    this.#queue.letGo();
    // Read only means it: nothing is written until a person has tried again.
    const { trouble } = this.#snapshot;
    if (trouble !== null) return fail(trouble);
    const { store } = this.#options;
    const operator =
      command.do === 'arrive'
        ? command.name
        : (this.#snapshot.operator ?? this.#snapshot.desk.operator ?? '');
    const before = this.#snapshot.place;
    const placeKept = this.#placeKept;
    const written = await store.act({
      operator,
      subjects: subjectsOf(command),
      reads: readsOf(command),
      ...(command.do === 'correctClock' && command.movesTip === true
        ? { clockAheadMs: command.aheadMs }
        : {}),
      // Where the act leads is written down with it: a kill cannot come between the two.
      keep: (done) => {
        const value = moved(before, this.#snapshot.place, then(done));
        const text = JSON.stringify(value);
        if (text === placeKept) return null;
        // Known from here on: a move meanwhile is written after it, and the act sees that it was.
        this.#placeKept = text;
        this.#keepSpare(value);
        return { key: 'place', value };
      },
      decide: (look) => {
        this.#mustBeOurs(look.tip);
        return decide(command, {
          now: look.now,
          operator,
          device: look.tip.device,
          caseOf: look.caseOf,
          requestOf: look.requestOf,
          operatorOfDesk: look.operatorOfDesk,
          openHolds: look.openHolds,
          guardOf: look.guardOf,
          channelOf: (channel) => this.#snapshot.channels.find((each) => each.channel === channel),
          fixOf: look.fixOf,
          fixes: look.fixes,
          dailyOf: look.dailyOf,
          supplier: mpidOf(this.#snapshot),
          mayRelease: mayRelease(this.#snapshot),
          newId: look.newId,
          salt: look.salt,
          reference: look.reference,
        });
      },
    });
    if (!written.ok) this.#placeKept = '';
    await this.#after(written, command.do, before, then);
    return written;
  }

  async bring(bringing: Omit<Bringing, 'operator'>) {
    const { trouble } = this.#snapshot;
    if (trouble !== null) return fail(trouble);
    const written = await this.#options.store.bring({
      ...bringing,
      operator: this.#snapshot.operator ?? '',
      onTip: (tip) => this.#mustBeOurs(tip),
    });
    if (written.ok) await this.#after(written, 'report');
    else if (written.error.code !== 'cancelled')
      await this.#after(written as Result<Written, Trouble>, 'report');
    return written;
  }

  async #after(
    written: Result<Written, Trouble>,
    did: Command['do'],
    before: Place = this.#snapshot.place,
    then: (written: Written) => Partial<Place> = () => ({}),
  ): Promise<void> {
    if (!written.ok) {
      const store = isStoreTrouble(written.error) ? written.error : null;
      this.#set({ refused: written.error, ...(store === null ? {} : { trouble: store }) });
      return;
    }
    const { value } = written;
    const urgent = value.summaries.filter((summary) =>
      isUrgent(summary, this.#memory.summary(summary.subject)),
    );
    this.#memory.take(value);
    for (const { medical, subject } of urgent) if (medical) this.#line.told(subject);
    this.#acts += 1;
    this.#unshelved += value.summaries.length;
    if (did !== 'claim' && did !== 'release' && value.subject !== null)
      this.#queue.unpass(value.subject);
    await this.#beside.wrote(value.entries.map(({ subject }) => subject));
    const to = then(value);
    if (to.subject !== undefined) this.#moves += 1;
    const wanted = { ...this.#snapshot.place, ...to };
    const current =
      value.states.find((state) => state.subject === wanted.subject) ??
      (await this.#caseNow(wanted.subject));
    // The person may have gone elsewhere meanwhile: only what this act asked for is changed.
    const place = moved(before, this.#snapshot.place, to);
    const at = this.#options.now();
    const { saved, desk } = this.#snapshot;
    // Between two ticks the shown time stands still: an act draws only what it changed.
    const now = Math.abs(at - this.#snapshot.now) < TICK_MS ? this.#snapshot.now : at;
    // One change of the snapshot for the whole act: the screen is drawn once.
    this.#set({
      now,
      place,
      ...(place.subject === wanted.subject ? { current } : {}),
      refused: null,
      trouble: null,
      tookBack: null,
      desk: value.desk ?? desk,
      operator: value.desk?.operator ?? this.#snapshot.operator,
      saved: {
        ...saved,
        entries: value.tip.seq,
        notSent: value.tip.seq - saved.acknowledged,
        lastAt: value.entries.length > 0 ? at : saved.lastAt,
        oldestNotSentAt: saved.oldestNotSentAt ?? (value.entries.length > 0 ? at : null),
      },
      // Taking the next customer is nothing to take back: what was done to the last one still is.
      fixedBy: did === 'placeGuard' || did === 'releaseFixes' || did === 'takeOut' ? did : null,
      undoable: did === 'claim' ? this.#snapshot.undoable : undoableAfter(value, did),
    });
    this.#keepPlace(place);
    this.#alarms.planSoon(this.#alarmInput, urgent);
    void this.#mirror?.catchUp();
    if (value.entries.length > 0 && this.#snapshot.enrolment !== null) this.#sync.poke();
  }

  async undo(): Promise<void> {
    const last = this.#snapshot.undoable;
    if (last === null) return this.#set({ refused: { code: whyNoUndo(this.#snapshot.fixedBy) } });
    const { subject, entry, joined } = last;
    const state = await this.#options.store.caseOf(subject);
    const isHere = this.#snapshot.place.subject === subject;
    // Taken back whole, there is no case left to stand in.
    const isWhole = entry === state?.opened.entry && joined === undefined;
    const done = await this.run(undoing(last, state?.opened.entry), () =>
      joined !== undefined || (!isHere && !isWhole && isCase(subject))
        ? { ...openedCase, subject }
        : isHere && isWhole
          ? { ...openedCase, subject: null }
          : {},
    );
    if (done.ok) this.#set({ tookBack: last });
  }

  /** Moves about; kept so that the program comes back here. */
  async go(to: Partial<Place>): Promise<void> {
    const place = { ...this.#snapshot.place, ...to };
    this.#keepPlace(place);
    if (to.subject === undefined) return this.#set({ place });
    const move = (this.#moves += 1);
    this.#heading = { move, subject: to.subject };
    if (to.subject === this.#snapshot.current?.subject) return this.#set({ place });
    const before = this.#snapshot.place;
    const current = await this.#caseNow(to.subject);
    if (move === this.#moves)
      this.#set({ place: moved(before, this.#snapshot.place, to), current });
  }

  #keepPlace(place: Place): void {
    const text = JSON.stringify(place);
    if (text === this.#placeKept) return;
    this.#placeKept = text;
    this.#keepSpare(place);
    void this.#options.store.keep('place', place).catch(() => (this.#placeKept = ''));
  }

  #keepSpare(place: Place): void {
    const { bridge, world, hello } = this.#options;
    if (hello.can.journal) keepSparePlace(bridge, world, place);
  }

  /** The case that is open, or the one that is being opened: an arrow held down goes on from there. */
  get heading(): string | null {
    const isUnderWay = this.#heading?.move === this.#moves;
    return isUnderWay && this.#heading !== null
      ? this.#heading.subject
      : this.#snapshot.place.subject;
  }

  async open(subject: string | null): Promise<void> {
    await this.go({ ...openedCase, subject });
  }

  /**
   * Claims the next customer and opens the case; what is left unfinished goes behind the others, and
   * whom N brought up before is put down when nothing was done or typed about them.
   */
  async next(): Promise<void> {
    const left = this.#snapshot.current;
    if (left !== null && this.#isBegun(left) && !this.#meansToLeave(left)) {
      this.#set({ refused: leaving(summarise(left), this.#options.now(), this.#snapshot.desk) });
      return;
    }
    if (left !== null && left.claim?.device === this.#snapshot.device) this.#pass(left.subject);
    const { next } = this.#snapshot.queue;
    if (next === null) return;
    const { subject } = next;
    const isLeft = next.claimedBy?.device === this.#snapshot.device;
    const before = this.#broughtUp;
    const claim: Command = {
      do: 'claim',
      subject,
      ...(before === null || before === subject || this.#drafts.hasAny(`${before}/`)
        ? {}
        : { instead: before }),
    };
    const done = await this.run(claim, () => ({ ...openedCase, subject }));
    if (!done.ok) return;
    this.#broughtUp = subject;
    if (isLeft) this.#pass(subject);
  }

  /** A call of this desk that has no outcome yet. */
  #isBegun({ open, power, claim, call, answers, outcome }: CaseState): boolean {
    if (!open || power !== null || claim?.device !== this.#snapshot.device) return false;
    return call === null
      ? outcome === null && Object.keys(answers).length > 0
      : call.waitingSince === null;
  }

  /** N was pressed before, and nothing has been done since. */
  #meansToLeave({ last }: CaseState): boolean {
    const isSecond = this.#leaving === last.entry;
    this.#leaving = isSecond ? null : last.entry;
    return isSecond;
  }

  /** Puts a customer down: back into the queue, out of the call, and not the next one on N. */
  async putDown(subject: string): Promise<void> {
    const done = await this.run({ do: 'release', subject }, () => ({
      ...openedCase,
      subject: null,
    }));
    if (done.ok) this.#pass(subject);
  }

  #pass(subject: string): void {
    this.#queue.pass(subject);
    this.#set({});
  }

  /** The pointer moves over the list: rows keep their places while it does, and a moment longer. */
  hold(): void {
    this.#queue.hold();
  }

  /** The pointer left, or the person acted: rows take their places. */
  letGo(): void {
    if (this.#queue.letGo()) this.#set({});
  }

  draft(key: string): string {
    return this.#drafts.read(key);
  }

  /**
   * Kept while somebody types, so that Esc, a colleague or a crash loses nothing. `-40` counts from
   * the time that the screen shows: it never gives more minutes than it says.
   */
  setDraft(key: string, text: string): void {
    this.#drafts.write(key, text, this.#snapshot.now);
  }

  /** When a draft was last typed, UTC ms. */
  typedAt(key: string): number | null {
    return this.#drafts.typedAt(key);
  }

  dropDrafts(prefix: string): void {
    this.#drafts.drop(prefix);
  }

  history(subject: string): Promise<readonly DomainEvent[] | Unread> {
    return this.#read<readonly DomainEvent[] | Unread>((store) => store.history(subject), 'unread');
  }

  caseOf(subject: string): Promise<CaseState | undefined> {
    return this.#read((store) => store.caseOf(subject), undefined);
  }

  /** The newest whole list of outstanding 017s; null before the first. */
  outstanding(): Promise<OutstandingList | null | Unread> {
    return this.#read<OutstandingList | null | Unread>((store) => store.outstanding(), 'unread');
  }

  /** Every whole list of them, the newest last. */
  everyOutstanding(): Promise<readonly OutstandingList[] | Unread> {
    return this.#read<readonly OutstandingList[] | Unread>(
      (store) => store.everyOutstanding(),
      'unread',
    );
  }

  casesOf(subjects: readonly string[]): Promise<readonly CaseState[] | Unread> {
    return this.#read<readonly CaseState[] | Unread>((store) => store.casesOf(subjects), 'unread');
  }

  searchBook(typed: string, limit: number): Promise<readonly CustomerRow[] | Unread> {
    return this.#read<readonly CustomerRow[] | Unread>(
      (store) => store.searchBook(typed, limit),
      'unread',
    );
  }

  customer(mprn: string): Promise<CustomerRow | undefined> {
    return this.#read((store) => store.customer(mprn), undefined);
  }

  /** What a store in trouble cannot give is said as its trouble, and nothing waits for it for ever. */
  async #read<R>(work: (store: Store) => Promise<R>, otherwise: R): Promise<R> {
    // An empty database in the place of ours would say that nobody is there.
    const { trouble } = this.#snapshot;
    if (trouble?.code === 'storeBroken' && trouble.isAnother === true) return otherwise;
    try {
      return await withDeadline(work(this.#options.store), DEADLINE_MS, new Running());
    } catch (error) {
      this.#set({ trouble: troubleOf(error) });
      return otherwise;
    }
  }

  async importBook(book: BookImport) {
    const { trouble } = this.#snapshot;
    if (trouble !== null) return fail(trouble);
    const done = await this.#options.store.importBook(book);
    if (done.ok) this.#set({ book: done.value });
    else if (done.error.code !== 'cancelled') this.#set({ trouble: done.error });
    return done;
  }

  kept(key: string): Promise<unknown> {
    return this.#read((store) => store.kept(key), undefined);
  }

  /** Something by name that is no entry; false when it was not kept, and the trouble is said. */
  async keep(key: string, value: unknown): Promise<boolean> {
    if (this.#snapshot.trouble !== null) return false;
    return this.#read(async (store) => {
      await store.keep(key, value);
      return true;
    }, false);
  }

  /** Practice rings nobody; a host that cannot dial says so, and the number is dialled by hand. */
  async dial(number: string): Promise<void> {
    if (this.#options.world === 'practice') {
      return this.#set({ refused: { code: 'practiceNoDial' } });
    }
    const done = await this.#options.bridge.dial({ number });
    if (!done.ok) this.#set({ refused: { code: 'notDialled', number } });
  }

  /** Runs `work` in so many milliseconds, by the timers that were handed in. */
  after(ms: number, work: () => void): () => void {
    return this.#options.timers.after(ms, work);
  }

  get bridge(): Bridge {
    return this.#options.bridge;
  }

  /** A file for another program; where it cannot be written a person hears of it. */
  async saveFile(file: {
    readonly name: string;
    readonly content: string | Uint8Array<ArrayBuffer>;
  }): Promise<void> {
    const saved = await this.#options.bridge.saveFile(file);
    // Whoever closed the dialog knows that nothing was saved.
    if (!saved.ok && saved.reason !== 'cancelled') this.#set({ refused: { code: 'notSaved' } });
  }

  /** An alarm rang in the host: a mark is news now; what was agreed and has passed shows itself. */
  heard(tag: string): void {
    this.#line.rang(tag);
    this.#set({ now: this.#options.now() });
  }

  /** Opens the customer an alarm is about. */
  async showAlarm(alarm: Calling | undefined = this.#snapshot.calling[0]): Promise<void> {
    if (alarm !== undefined) await this.open(alarm.customer.subject);
  }

  /** A person has seen it; the queue still shows whom it was about. */
  closeAlarm(alarm: Calling | undefined = this.#snapshot.calling[0]): void {
    if (alarm === undefined) return;
    this.#line.close(alarm);
    this.#set({});
  }

  clearNotice(): void {
    this.#set({ refused: null, clockJump: null, broughtBack: null, lost: null, undoable: null });
  }

  /** Tries the store again after trouble. */
  async retry(): Promise<void> {
    if (!this.#isUp) {
      this.#set({ trouble: null, refused: null });
      return this.#startAnew();
    }
    const opened = await this.#options.store.open();
    if (opened.ok && this.#isAnother(opened.value.tip)) return this.#afterLoss();
    this.#set({ trouble: opened.ok ? null : opened.error, refused: null });
    // What was answered with trouble may have been written all the same: show what stands.
    if (opened.ok) await this.#reload([]);
  }

  /** An older state of the database that was open, or an empty one in its place. */
  #isAnother({ device, seq }: Tip): boolean {
    return device !== this.#snapshot.device || seq < this.#snapshot.saved.entries;
  }

  /** What is on this screen is not there any more, whatever another window made of it since. */
  #mustBeOurs(tip: Tip): void {
    if (this.#snapshot.device === '' || !this.#isAnother(tip)) return;
    throw new Faulty({
      code: 'storeBroken',
      detail: 'another database in its place',
      isAnother: true,
    });
  }

  /**
   * The database was lost under us. From a journal on disk everything is put back; where there is
   * none it is said what is gone, and the screen's last knowledge is kept for a file.
   */
  async #afterLoss(): Promise<void> {
    const { saved, device, operator } = this.#snapshot;
    const customers = this.#memory.summaries;
    this.#memory.forget();
    this.#set({ trouble: null, refused: null, current: null });
    await this.#startAnew();
    const now = this.#snapshot;
    const left = now.device === device ? now.saved.entries : 0;
    const entries = saved.entries - left;
    const away = Math.max(0, saved.acknowledged - left);
    if (entries > 0) this.#set({ lost: { entries, away, customers } });
    if (now.trouble === null && now.desk.operator === null && operator !== null)
      await this.run({ do: 'arrive', name: operator, onlyIfNobody: true });
  }

  async #reload(subjects: readonly string[]): Promise<void> {
    const read = await this.#options.store.reload(subjects);
    // It goes on under another name: that is read as a whole.
    if (read.tip.device !== this.#snapshot.device) return;
    this.#memory.take(read);
    this.#set({
      ...(read.desk === null ? {} : { desk: read.desk }),
      ...contactShown(read.contact),
    });
    await this.#delivered(read.tip.seq, read.contact.acknowledged);
    await this.#readCurrent();
    await this.#beside.wrote(null);
  }

  /** How many entries only this laptop has, and since when. */
  async #delivered(entries: number, acknowledged: number): Promise<void> {
    const { device } = this.#snapshot;
    const [oldest] = await this.#options.store.entriesAfter(device, acknowledged, 1);
    if (device !== this.#snapshot.device) return;
    const { saved } = this.#snapshot;
    const last = Math.max(entries, saved.entries);
    this.#set({
      saved: {
        ...saved,
        entries: last,
        acknowledged,
        notSent: last - acknowledged,
        oldestNotSentAt: oldest === undefined ? null : recordedAt(oldest.head),
      },
    });
  }

  /** Another window exchanged: what it heard of delivery stands in the database. */
  async #exchangedElsewhere(): Promise<void> {
    const contact = await this.#options.store.sync.contact();
    this.#set(contactShown(contact));
    const { saved } = this.#snapshot;
    if (contact.acknowledged !== saved.acknowledged)
      await this.#delivered(saved.entries, contact.acknowledged);
  }

  /** What came from others is stored: memory and screen follow. */
  async #taken(taken: Taken, reply: ExchangeReply): Promise<void> {
    const before = this.#snapshot;
    const urgent = taken.summaries.filter((summary) =>
      isUrgent(summary, this.#memory.summary(summary.subject)),
    );
    this.#memory.take(taken);
    for (const { medical, subject } of urgent) if (medical) this.#line.told(subject);
    this.#acts += 1;
    this.#unshelved += taken.summaries.length;
    this.#set({
      ...(taken.desk === null ? {} : { desk: taken.desk }),
      ...contactShown(taken.contact),
    });
    if (reply.acknowledged !== before.saved.acknowledged)
      await this.#delivered(before.saved.entries, reply.acknowledged);
    if (before.place.subject !== null && taken.subjects.includes(before.place.subject))
      await this.#readCurrent();
    if (taken.summaries.length > 0) this.#alarms.planSoon(this.#alarmInput, urgent);
    if (reply.entries.length > 0) {
      const isClock = taken.subjects.some((subject) => subject.startsWith('clock:'));
      await this.#beside.wrote(isClock ? null : taken.subjects);
    }
    void this.#gatewayClock.heardOf(taken.contact);
  }

  /** `isOurs`: this window exchanges itself, and no other one has told it. */
  #heardOfSync(sync: SyncStatus, isOurs: boolean): void {
    this.#engineSays = sync;
    this.#set({ sync: byDeskClock(sync, this.#gatewayClock.offset) });
    if (sync.phase === 'waiting' && sync.failure === null && sync.skewMs !== null)
      void this.#clockTold(sync.skewMs, isOurs);
  }

  async #clockTold(skewMs: number, isOurs: boolean): Promise<void> {
    const before = this.#gatewayClock.offset;
    await this.#gatewayClock.told(skewMs, isOurs);
    if (this.#gatewayClock.offset === before) return;
    this.#clock = { wall: this.#options.now(), steady: this.#options.steady() };
    const { offset } = this.#gatewayClock;
    this.#set({
      clockOffset: offset,
      now: this.#options.now(),
      ...(this.#engineSays === null ? {} : { sync: byDeskClock(this.#engineSays, offset) }),
    });
  }

  /** Joins an organisation with a one-time code; what was written before is adopted. */
  async enrol(address: string | null, code: string): Promise<Result<Enrolled, CallFailure>> {
    const joined = await this.#enrolment.join(this.#snapshot.device, address, code);
    if (joined.ok) {
      this.#set({ enrolment: joined.value });
      this.#sync.start(joined.value);
      this.#options.hub.renamed();
    }
    return joined;
  }

  /** This database is a copy: what it wrote from there on goes on under a new name. */
  async becomeNewDevice(): Promise<void> {
    const failure = this.#snapshot.sync?.failure;
    if (failure?.code !== 'forked') return;
    await this.#options.store.sync.becomeNewDevice(failure.seq);
    this.#options.hub.renamed();
    await this.#startAnew();
  }

  /**
   * Who this device is, or whom it belongs to, has changed: everything is read again, in place, one
   * time after the other.
   */
  #startAnew(): Promise<void> {
    const start = () => {
      this.close();
      this.#engineSays = null;
      this.#set({ sync: null, enrolment: null });
      return this.#start();
    };
    this.#started = this.#started.then(start, start);
    return this.#started;
  }

  async explainException(key: string, why: string, isSentAgain = false): Promise<void> {
    const said = {
      by: this.#snapshot.operator ?? '',
      why,
      ...(isSentAgain ? { isSentAgain } : {}),
    };
    this.#set(contactShown(await this.#options.store.sync.explain(key, said)));
  }

  /** An own entry that was set aside goes out once more, as a new one at the end of the chain. */
  async sendAgain(key: string, why: string): Promise<void> {
    const aside = this.#snapshot.exceptions.find((each) => each.key === key);
    if (aside === undefined) return;
    const [entry] = await this.#options.store.entriesAfter(aside.device, aside.seq - 1, 1);
    if (entry === undefined || entry.seq !== aside.seq || entry.body === null) return;
    const { subject, kind, version, bodyHash, to, recordedAt, happenedAt } = readHead(entry);
    const done = await this.run({
      do: 'sendAgain',
      subject,
      entry: entry.id,
      draft: {
        subject,
        kind,
        version,
        body: { text: entry.body, hash: bodyHash },
        happenedAt: happenedAt ?? recordedAt,
        ...(to === undefined ? {} : { to }),
      },
    });
    if (done.ok) await this.explainException(key, why, true);
  }

  /** What the gateway has not yet, oldest first. */
  async waiting(limit: number): Promise<readonly WaitingEntry[] | Unread> {
    const { device, saved } = this.#snapshot;
    const entries = await this.#read<readonly Entry[] | Unread>(
      (store) => store.entriesAfter(device, saved.acknowledged, limit),
      'unread',
    );
    if (entries === 'unread') return entries;
    return entries.map((entry) => {
      const { seq } = entry;
      const { kind, subject, operator, recordedAt } = readHead(entry);
      return { seq, kind, subject, operator, recordedAt };
    });
  }

  /** A person asks for a try now, or the system says the network is back. */
  tryNow(): void {
    this.#sync.tryNow();
  }

  async #caseNow(subject: string | null): Promise<CaseState | null> {
    if (subject === null) return null;
    for (;;) {
      const acts = this.#acts;
      const found = (await this.caseOf(subject)) ?? null;
      if (acts === this.#acts) return found;
    }
  }

  async #readCurrent(): Promise<void> {
    const { subject } = this.#snapshot.place;
    const current = await this.#caseNow(subject);
    if (this.#snapshot.place.subject === subject) this.#set({ current });
  }

  readonly #alarmInput = (): AlarmInput => {
    const { now, desk, queue, enrolment, guards } = this.#snapshot;
    // A supplier's customers are none of ESB Networks': its desk rings for none of them.
    const side = sideOf(desk, enrolment === null ? null : enrolment.organisation.isNetworks);
    const summaries = side === 'networks' ? [] : this.#memory.summaries;
    return { summaries, now, settings: clockSettings(desk), guards, badge: queue.counts.past };
  };

  #set(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    this.#snapshot = this.#shown();
    for (const listener of this.#listeners) listener();
  }

  #shown(): Snapshot {
    const state = this.#state;
    const { summaries, incidents, incident, requests } = this.#memory;
    const { place, desk, device, now } = state;
    return seen(state, this.#queue.queueOf({ summaries, place, desk, device, now }), {
      summaries,
      incidents,
      incident,
      requests,
      calling: this.#line.lineOf(summaries, now),
      basket: basketOf(summaries, state.current?.call?.call),
    });
  }
}

/** The queue is built when it is looked at: an act shows its case before twenty thousand others. */
function seen(
  state: State,
  queue: LaterQueue,
  derived: Omit<Pick<Snapshot, Derived>, 'queue'>,
): Snapshot {
  return {
    ...state,
    ...derived,
    get queue() {
      return queue();
    },
  };
}

const contactShown = ({ exceptions, notAccepted, partners, authors }: Contact) => ({
  exceptions,
  notAccepted,
  partners,
  authors,
});

/**
 * Where `to` leads from `now`. What the person has changed since `before`, while something was read
 * or written, is theirs: a sheet opened by a quick key is not closed by the move it overtook.
 */
function moved(before: Place, now: Place, to: Partial<Place>): Place {
  const wanted = Object.entries(to).filter(([key]) => {
    const field = key as keyof Place;
    return field === 'subject' || now[field] === before[field];
  });
  return { ...now, ...Object.fromEntries(wanted) };
}

function isStoreTrouble(trouble: Trouble): trouble is StoreTrouble {
  return trouble.code.startsWith('store');
}

function recordedAt(head: string): number | null {
  const value: unknown = (JSON.parse(head) as { recordedAt?: unknown }).recordedAt;
  return typeof value === 'number' ? value : null;
}

/** Subjects of several writes; none stands for everything. */
function allOf(writes: readonly (readonly string[])[]): readonly string[] {
  return writes.some((subjects) => subjects.length === 0) ? [] : writes.flat();
}
