// What the screens are drawn from: one value, replaced as a whole at every change.
import type { Enrolled, Hello, World } from '../../shared/bridge.ts';
import type { CaseState } from '../../shared/domain/case.ts';
import type { ChannelState } from '../../shared/domain/channel.ts';
import type { DailyState } from '../../shared/domain/daily.ts';
import type { DeskState } from '../../shared/domain/desk.ts';
import type { FixState } from '../../shared/domain/fix.ts';
import type { GuardState } from '../../shared/domain/guard.ts';
import type { IncidentState } from '../../shared/domain/incident.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import type { Summary } from '../../shared/domain/summary.ts';
import type { SyncStatus } from '../../shared/sync/engine.ts';
import type { BookState, Contact, StoreTrouble, Trouble } from '../store/ports.ts';
import type { Calling } from './alarm-stack.ts';
import type { MirrorState } from './journal-mirror.ts';
import type { Place } from './place.ts';
import type { Queue } from './queue.ts';
import type { FixedBy, Undoable, UndoneWork } from './undo.ts';

export interface Lost {
  readonly entries: number;
  /** Of those, how many the gateway has. */
  readonly away: number;
  /** Customers as they were last seen. */
  readonly customers: readonly Summary[];
}

export interface Snapshot {
  readonly world: World;
  readonly hello: Hello;
  readonly now: number;
  readonly device: string;
  readonly operator: string | null;
  readonly desk: DeskState;
  readonly place: Place;
  readonly queue: Queue;
  readonly summaries: readonly Summary[];
  /** The case that is open on the screen, as the log has it. */
  readonly current: CaseState | null;
  readonly incident: IncidentState | null;
  readonly incidents: readonly IncidentState[];
  readonly saved: SavedState;
  /** As what this device was enrolled; null while it works for itself. */
  readonly enrolment: Enrolled | null;
  /** How the exchange with the gateway stands, by the desk's clock; null where there is none. */
  readonly sync: SyncStatus | null;
  /** What was put aside by the gateway or on arrival, and nobody has explained away yet. */
  readonly exceptions: Contact['exceptions'];
  /** Own entries that nobody else can see, because the gateway has not their text. */
  readonly notAccepted: Contact['notAccepted'];
  /** What went with a database that was lost while it was open; null when none was. */
  readonly lost: Lost | null;
  /** The other side, as far as it may be known, and how old its picture is. */
  readonly partners: Contact['partners'];
  /** Devices of other organisations → organisation. */
  readonly authors: Contact['authors'];
  /** Holds on disconnections, lifted ones too. */
  readonly guards: readonly GuardState[];
  /** Ways by which back-fixes leave, as far as anybody spoke of them. */
  readonly channels: readonly ChannelState[];
  /** Daily counts and lists of the market, the oldest day first. */
  readonly dailies: readonly DailyState[];
  /** Released back-fixes of a customer, by `fix:<mprn>`. */
  readonly fixes: ReadonlyMap<string, FixState>;
  /** Requests of the last two days, of both sides. */
  readonly requests: readonly RequestState[];
  /** What this laptop's clock is put right by, ms; 0 while it agrees with the gateway's. */
  readonly clockOffset: number;
  readonly book: BookState | null;
  /** Why nothing can be written; null while all is well. */
  readonly trouble: StoreTrouble | null;
  /** The last refusal or trouble a person should read. */
  readonly refused: Trouble | Notice | null;
  /** What the last undo took back, to be said in words; null after the next act. */
  readonly tookBack: UndoneWork | null;
  readonly fixedBy: FixedBy | null;
  readonly undoable: Undoable | null;
  /** The laptop's clock moved by this much (ms, whole minutes) against its own ticking. */
  readonly clockJump: number | null;
  /** The host did not take every alarm: some ring on this screen only. */
  readonly alarmsMissing: boolean;
  /** Entries that the database had lost and the journal on disk gave back at this start. */
  readonly broughtBack: number | null;
  /** What calls for a person now, worst first; closed by a person, or by what is done about it. */
  readonly calling: readonly Calling[];
  /** This call's basket: every case on the same call, this desk. */
  readonly basket: readonly Summary[];
}

/** What was not done, and is no refusal of the log. */
export type Notice =
  | { readonly code: 'nothingDone' }
  /** Pressed once more, N passes the customer by until then, UTC ms. */
  | { readonly code: 'callOpen'; readonly until: number; readonly isFirst: boolean }
  | { readonly code: 'liftedByTwo' }
  | { readonly code: 'releasedOneByOne' }
  | { readonly code: 'takenOut' }
  | { readonly code: 'practiceNoDial' }
  | { readonly code: 'notSaved' }
  | { readonly code: 'notDialled'; readonly number: string };

/** In the place of what the database cannot give now: nobody takes it for nothing being there. */
export type Unread = 'unread';

/** An entry that the gateway has not yet. */
export interface WaitingEntry {
  readonly seq: number;
  readonly kind: string;
  readonly subject: string;
  readonly operator: string;
  readonly recordedAt: number;
}

export interface SavedState {
  readonly entries: number;
  readonly lastAt: number | null;
  /** The last own entry that the gateway has. */
  readonly acknowledged: number;
  /** Entries that only this laptop has, and since when. */
  readonly notSent: number;
  readonly oldestNotSentAt: number | null;
  readonly journal: MirrorState | null;
}
