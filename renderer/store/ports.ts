// The port between the console and whatever keeps its log: a Dexie database in the product, plain
// memory in tests. One contract suite runs over both. Every write is one act: entries, projections
// and the chain's tip in one durable transaction, or nothing.
import type { Asks } from '../../shared/domain/events.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { Entry, Tip } from '../../shared/log/entry.ts';
import type { Span } from '../../shared/domain/clocks.ts';
import type { CaseState } from '../../shared/domain/case.ts';
import type { Decision, Refusal } from '../../shared/domain/commands.ts';
import type { CustomerRow } from '../../shared/domain/customer.ts';
import type { DeskState } from '../../shared/domain/desk.ts';
import type { DomainEvent, IntakeRow } from '../../shared/domain/events.ts';
import type { ChannelState } from '../../shared/domain/channel.ts';
import type { DailyState } from '../../shared/domain/daily.ts';
import type { FixState } from '../../shared/domain/fix.ts';
import type { GuardState } from '../../shared/domain/guard.ts';
import type { IncidentState } from '../../shared/domain/incident.ts';
import type { OutstandingList } from '../../shared/domain/outstanding.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import type { Summary } from '../../shared/domain/summary.ts';
import type { LogPort } from '../../shared/sync/engine.ts';
import type { ExchangeReply, WireEntry } from '../../shared/sync/protocol.ts';

/** Time and randomness, handed in. */
export interface StoreTools {
  readonly now: () => number;
  readonly random: (count: number) => Uint8Array;
  /** What `now` was put right by, once a gateway has told the time, ms. */
  readonly clockOffset?: () => number;
  /** Ms since any fixed moment, by a clock that nobody sets. */
  readonly steady: () => number;
}

/** Why a store cannot take the act. Nothing of it was stored. */
export type StoreTrouble =
  | { readonly code: 'storeFull' }
  | { readonly code: 'storeHung' }
  | {
      readonly code: 'storeBroken';
      readonly detail: string;
      /** Another database, or an empty one, lies where ours was: what it says is not about us. */
      readonly isAnother?: true;
    }
  | { readonly code: 'storeNewer' };

export type Trouble = Refusal | StoreTrouble;

export interface Opened {
  readonly tip: Tip;
  readonly desk: DeskState;
  readonly summaries: readonly Summary[];
  readonly incidents: readonly IncidentState[];
  /** Those of the last two days. */
  readonly requests: readonly RequestState[];
  readonly book: BookState | null;
  readonly contact: Contact;
}

/** What is known of the gateway and, by it, of the others. */
export interface Contact {
  /** The last seq of the own chain that the gateway has. */
  readonly acknowledged: number;
  /** UTC ms of the last exchange; null before the first. */
  readonly lastAt: number | null;
  readonly partners: ExchangeReply['partners'];
  /** Devices of other organisations → organisation. */
  readonly authors: Readonly<Record<string, string>>;
  /** Entries that were set aside and nobody has explained away yet. */
  readonly exceptions: readonly SetAside[];
  /** Of those, clocks that are ahead and that nobody has said a word of yet. */
  readonly unsaidClocks: readonly SetAside[];
  /** Own entries that the gateway has a place for and no text of: nobody else can see them. */
  readonly notAccepted: readonly NotAccepted[];
}

export interface NotAccepted extends Pick<SetAside, 'seq' | 'subject'> {
  /** A person has said why it needs no more. */
  readonly isExplained: boolean;
}

/** An entry that was not taken over as it is: shown until a person has dealt with it. */
export interface SetAside {
  readonly key: string;
  readonly why:
    | 'bodyAltered'
    | 'foreignSubject'
    | 'roleForbids'
    | 'withoutText'
    | 'farAhead'
    | 'unreadable'
    | 'chainBroken'
    | 'forked';
  readonly device: string;
  readonly seq: number;
  /** UTC ms. */
  readonly at: number;
  readonly subject: string | null;
  readonly kind: string | null;
  /** Of a clock that is ahead: what it showed meanwhile, and by how much at least it is wrong. */
  readonly ahead?: Span & { readonly aheadMs: number };
  readonly explained: Explained | null;
}

export interface Explained {
  readonly by: string;
  /** UTC ms. */
  readonly at: number;
  readonly why: string;
  /** It went out once more under a place of its own. */
  readonly isSentAgain?: boolean;
}

export interface BookState {
  readonly rows: number;
  readonly file: string;
  readonly importedAt: number;
}

/** What one act changed; the screen follows only after it is durable. */
export interface Written {
  readonly subject: string | null;
  readonly entries: readonly Entry[];
  readonly tip: Tip;
  /** Open cases as they stand now; a closed one comes with `open: false`. */
  readonly summaries: readonly Summary[];
  /** The folded cases behind them; not of a whole file. */
  readonly states: readonly CaseState[];
  readonly desk: DeskState | null;
  readonly incidents: readonly IncidentState[];
  readonly requests: readonly RequestState[];
}

/** What came from others, as it stands now. */
export type Taken = Pick<Written, 'summaries' | 'desk' | 'incidents' | 'requests'> & {
  readonly contact: Contact;
  /** Subjects that changed. */
  readonly subjects: readonly string[];
};

/** What `decide` may look at, inside the writing transaction. */
export interface Look {
  readonly tip: Tip;
  readonly caseOf: (subject: string) => CaseState | undefined;
  /** Of the MPRNs that were asked for: those of which Networks was asked to stop a D05. */
  readonly openHolds: (asks?: Asks) => readonly string[];
  readonly requestOf: (subject: string) => RequestState | undefined;
  readonly guardOf: (subject: string) => GuardState | undefined;
  readonly fixOf: (subject: string) => FixState | undefined;
  /** Of everybody where that was asked for. */
  readonly fixes: () => readonly FixState[];
  readonly dailyOf: (day: string) => DailyState | undefined;
  readonly operatorOfDesk: () => string | null;
  readonly reference: () => string;
  readonly salt: () => string;
  readonly newId: () => string;
  readonly now: number;
}

export interface Act {
  readonly operator: string;
  /** Cases to read before deciding. */
  readonly subjects: readonly string[];
  /**
   * Requests of MPRNs or by their subjects, guards, back-fixes of some or of everybody, days of the market
   * and the desk, read likewise: two windows may do the same at once.
   */
  readonly reads?: {
    readonly requestsOf: readonly string[];
    readonly requests: readonly string[];
    readonly guards: readonly string[];
    readonly fixes: readonly string[];
    readonly everyFix: boolean;
    readonly dailies: readonly string[];
    readonly desk: boolean;
  };
  readonly decide: (look: Look) => Result<Decision, Refusal>;
  /** The clock was so far ahead until now: stamps go on from where they should be. */
  readonly clockAheadMs?: number;
  /** What is kept by name in the same transaction, once it is known what was written. */
  readonly keep?: (written: Written) => Kept | null;
}

export interface Kept {
  readonly key: string;
  readonly value: unknown;
}

export interface Bringing {
  readonly operator: string;
  readonly file: string;
  readonly rows: readonly IntakeRow[];
  /** MPRNs that the earlier export listed and this one does not. */
  readonly unlisted: readonly string[];
  /** Sees the end of the chain inside the writing transaction; throws when it is not ours. */
  readonly onTip?: (tip: Tip) => void;
  readonly onProgress?: (done: number, of: number) => void;
  readonly signal?: AbortSignal;
}

export interface BookImport {
  readonly file: string;
  /** Chunks of checked rows; pulled one at a time so that reading and writing take turns. */
  readonly chunks: AsyncIterable<readonly CustomerRow[]>;
  readonly onProgress?: (rows: number) => void;
  readonly signal?: AbortSignal;
}

/** The engine's port to the log, less the device (which may change), and what came of a reply. */
export interface SyncStore extends Omit<LogPort, 'device' | 'take'> {
  take(reply: ExchangeReply): Promise<Taken>;
  contact(): Promise<Contact>;
  /**
   * What this device has said of its own clock, taken into its own projections: after the act that
   * says it (and at every start, should the program have died between the two).
   */
  catchUpClocks(): Promise<Omit<Taken, 'contact'> | null>;
  /** Writes down why an entry that was set aside needs no more attention. */
  explain(key: string, explained: Omit<Explained, 'at'>): Promise<Contact>;
  /**
   * This database is a copy: what it wrote from `seq` on goes on under a new device's name, each
   * entry with its id, time and author; the old texts are kept aside. All of it or nothing.
   */
  becomeNewDevice(seq: number): Promise<Tip>;
}

/** Entries of one device as they stand in the journal on disk, in order. */
export interface Lost {
  readonly device: string;
  readonly entries: readonly WireEntry[];
  /** What was kept by name with them (Store.keep), of that which was kept outside the database too. */
  readonly kept?: Readonly<Record<string, unknown>>;
}

export interface Store {
  open(): Promise<Result<Opened, StoreTrouble>>;
  /**
   * Puts back what this database has lost and the journal on disk still has. The own chain goes on
   * behind its last entry; a database that has written nothing yet takes the name of the device it
   * is given first; what another name of this laptop wrote is taken as a colleague's. What does not
   * verify or does not follow ends it. Answers how many were stored; all of a call or nothing.
   */
  restore(lost: Lost): Promise<Result<number, StoreTrouble>>;
  act(act: Act): Promise<Result<Written, Trouble>>;
  /** All rows of a file in one transaction; `cancelled` leaves everything as it was. */
  bring(bringing: Bringing): Promise<Result<Written, Trouble | { readonly code: 'cancelled' }>>;
  /** Work for a quiet moment that makes the next start quick; may be cut off anywhere. */
  shelve(): Promise<void>;
  caseOf(subject: string): Promise<CaseState | undefined>;
  casesOf(subjects: readonly string[]): Promise<readonly CaseState[]>;
  /** Everything that was written about a subject, oldest first. */
  history(subject: string): Promise<readonly DomainEvent[]>;
  /** Entries of a device after `seq`, for mirrors and exports. */
  entriesAfter(device: string, seq: number, limit: number): Promise<readonly Entry[]>;
  /** The newest whole list of outstanding 017s; null before the first. */
  outstanding(): Promise<OutstandingList | null>;
  /** Every whole list of them, the newest last. */
  everyOutstanding(): Promise<readonly OutstandingList[]>;
  /** Every hold on disconnections there ever was, lifted ones too. */
  guards(): Promise<readonly GuardState[]>;
  /** Ways by which back-fixes leave. */
  channels(): Promise<readonly ChannelState[]>;
  /** Daily counts and lists of the market, the oldest day first. */
  dailies(): Promise<readonly DailyState[]>;
  /** Released back-fixes of these subjects, of everybody for `null`. */
  fixes(subjects: readonly string[] | null): Promise<readonly FixState[]>;

  importBook(
    book: BookImport,
  ): Promise<Result<BookState, StoreTrouble | { readonly code: 'cancelled' }>>;
  searchBook(typed: string, limit: number): Promise<readonly CustomerRow[]>;
  customer(mprn: string): Promise<CustomerRow | undefined>;

  /** Small things that are no entries: place, drafts, remembered columns. */
  keep(key: string, value: unknown): Promise<void>;
  kept(key: string): Promise<unknown>;

  /** What the sync engine needs of the log. */
  readonly sync: SyncStore;

  /** Called when another tab or window wrote to the same database. */
  onForeignWrite(listener: (subjects: readonly string[]) => void): () => void;
  /** Reads again what changed elsewhere. */
  reload(subjects: readonly string[]): Promise<
    Pick<Written, 'summaries' | 'desk' | 'incidents' | 'requests' | 'tip'> & {
      readonly contact: Contact;
    }
  >;
  close(): Promise<void>;
}
