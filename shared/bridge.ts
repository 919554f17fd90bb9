// The one table of calls between the page and its host. `Bridge`, the preload, main's handlers,
// the web host and the test double are all derived from it: renaming a row breaks each of them
// at compile time. The page never gets a channel, only these functions.
import * as v from 'valibot';
import type { Result } from './lib/result.ts';
import {
  codeSchema,
  roleSchema,
  type DeviceList,
  type Enrolment,
  type InviteReply,
} from './sync/calls.ts';
import type { CallFailure, Failure } from './sync/failure.ts';
import {
  exchangeRequestSchema,
  type ExchangeReply,
  type ExchangeRequest,
} from './sync/protocol.ts';

const text = (most: number) => v.pipe(v.string(), v.maxLength(most));
const instant = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Live and practice never share a file, a folder or a database. */
export const worldSchema = v.picklist(['live', 'practice']);
export type World = v.InferOutput<typeof worldSchema>;

/** A point in time (UTC, ms) at which the host must make itself heard, even if the page sleeps. */
export const alarmSchema = v.strictObject({ at: instant, title: text(200), tag: text(100) });
export type Alarm = v.InferOutput<typeof alarmSchema>;

/** `backstop.json`: what an administrator may lay beside the program. All of it is optional. */
export const administratorFileSchema = v.object({
  organisation: v.optional(v.object({ name: text(200), mpid: v.optional(text(3)) })),
  /** Desk-to-desk and public numbers, with who vouches for each and since when. */
  numbers: v.optional(
    v.array(
      v.object({
        id: text(40),
        label: text(100),
        number: text(40),
        owner: v.optional(text(100)),
        lastVerified: v.optional(text(40)),
      }),
    ),
  ),
  /** By which ways a 017 of ours can leave, one of them at least; and where our own ledger is. */
  channels: v.optional(
    v.pipe(
      v.object({
        emma: v.optional(v.object({ use: v.boolean() })),
        webform: v.optional(v.object({ use: v.boolean(), address: v.optional(text(300)) })),
        ledger: v.optional(v.object({ where: text(300) })),
      }),
      v.check(
        ({ emma, webform }) => emma?.use !== false || webform?.use !== false,
        'one way at least by which a 017 can leave',
      ),
    ),
  ),
  /** Whose clock the market's times show, and whom a 017 is for. */
  market: v.optional(
    v.object({
      wall: v.optional(v.picklist(['utc', 'irish'])),
      recipient: v.optional(v.pipe(v.string(), v.trim(), v.regex(/^[!-~]{3}$/))),
    }),
  ),
  roster: v.optional(v.array(v.object({ name: text(100), role: v.optional(text(40)) }))),
  gateway: v.optional(v.object({ address: text(300) })),
  policies: v.optional(v.record(text(60), v.union([text(500), v.number(), v.boolean()]))),
});
export type AdministratorFile = v.InferOutput<typeof administratorFileSchema>;

/** What the host is and can do, asked once at start. */
export interface Hello {
  readonly host: 'desktop' | 'web';
  readonly version: string;
  /** Folder of the disk journal; null in a browser, which has none. */
  readonly journalFolder: string | null;
  readonly administrator: AdministratorFile | null;
  /** One clear problem the person should know of, as a code the catalogue has a sentence for. */
  readonly problems: readonly HostProblem[];
  readonly can: Readonly<Record<'dial' | 'notify' | 'print' | 'journal' | 'badge', boolean>>;
}

export type HostProblem =
  | { readonly code: 'administratorFileInvalid'; readonly where: string; readonly what: string }
  | { readonly code: 'journalNotWritable'; readonly where: string }
  | { readonly code: 'noSound' };

export interface JournalState {
  readonly path: string;
  /** Entries of this device that are on disk; the page sends again what comes after. */
  readonly lastSeq: number;
}

export type JournalReply =
  | { readonly ok: true; readonly state: JournalState }
  | {
      readonly ok: false;
      readonly reason: 'notWritable' | 'full' | 'gap';
      readonly lastSeq: number;
    };

/** What the host keeps a few words of, beside the journal: the door, each world's place, and of the clock. */
export const spareSchema = v.picklist(['door', 'live', 'practice', 'clock']);
export type SpareName = v.InferOutput<typeof spareSchema>;

export type JournalDevicesReply =
  | { readonly ok: true; readonly devices: readonly string[] }
  | { readonly ok: false; readonly reason: 'notReadable' };

export type JournalLinesReply =
  | { readonly ok: true; readonly lines: readonly string[] }
  | { readonly ok: false; readonly reason: 'notReadable' };

export type SaveReply =
  | { readonly ok: true; readonly where: string }
  | { readonly ok: false; readonly reason: 'cancelled' | 'notWritable' };

/** Where and as what this device was enrolled; `isTokenSealed` false: the system keeps no secrets. */
export interface Enrolled extends Enrolment {
  readonly address: string;
  readonly isTokenSealed: boolean;
}

export type DoneReply = { readonly ok: true } | { readonly ok: false; readonly reason: string };

const device = v.pipe(v.string(), v.uuid());

const call = <A extends v.GenericSchema, R>(args: A, _reply?: R) => ({
  args,
  reply: undefined as R,
});

export const calls = {
  hello: call(v.strictObject({}), undefined as unknown as Hello),
  /** Where the disk journal of this device stands. */
  journalState: call(
    v.strictObject({ world: worldSchema, device: v.pipe(v.string(), v.uuid()) }),
    undefined as unknown as JournalReply,
  ),
  /** Appends lines (one entry each, JSON text) and answers after fsync. Gapless per device. */
  appendJournal: call(
    v.strictObject({
      world: worldSchema,
      device: v.pipe(v.string(), v.uuid()),
      firstSeq: v.pipe(v.number(), v.integer(), v.minValue(1)),
      lines: v.pipe(v.array(text(16_000_000)), v.minLength(1), v.maxLength(1000)),
    }),
    undefined as unknown as JournalReply,
  ),
  /** Devices that have a journal in this world's folder, the one written last first. */
  journalDevices: call(
    v.strictObject({ world: worldSchema }),
    undefined as unknown as JournalDevicesReply,
  ),
  /** Lines of a journal after `after`, in order, as many as one reply carries; none at its end. */
  readJournal: call(
    v.strictObject({
      world: worldSchema,
      device: v.pipe(v.string(), v.uuid()),
      after: v.pipe(v.number(), v.integer(), v.minValue(0)),
    }),
    undefined as unknown as JournalLinesReply,
  ),
  /** Words of where the person is, for a start after which the page's database is gone. */
  keepSpare: call(
    v.strictObject({ name: spareSchema, text: text(20_000) }),
    undefined as unknown as DoneReply,
  ),
  readSpare: call(v.strictObject({ name: spareSchema }), undefined as unknown as string | null),
  /** Replaces the whole set of alarms. One that does not fit costs no other: it is left out, and said. */
  setAlarms: call(
    v.strictObject({
      alarms: v.pipe(v.array(v.fallback(v.nullable(alarmSchema), null)), v.maxLength(2000)),
    }),
    undefined as unknown as DoneReply,
  ),
  saveFile: call(
    v.strictObject({
      name: text(200),
      content: v.union([text(200_000_000), v.instance(Uint8Array)]),
    }),
    undefined as unknown as SaveReply,
  ),
  /** Hands a number to whatever dials on this machine (`tel:`). */
  dial: call(
    v.strictObject({ number: v.pipe(v.string(), v.regex(/^\+?[0-9 ]{3,20}$/)) }),
    undefined as unknown as DoneReply,
  ),
  print: call(v.strictObject({}), undefined as unknown as DoneReply),
  /** Number of customers past their backstop, on the program's icon. */
  setBadge: call(
    v.strictObject({ count: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
    undefined as unknown as DoneReply,
  ),

  // The gateway. Only the live world calls it; the token stays with the host, the page never has it.
  /** Makes this device one of an organisation. `address` null: the administrator's, or our origin. */
  enrol: call(
    v.strictObject({ device, address: v.nullable(text(300)), code: codeSchema }),
    undefined as unknown as Result<Enrolled, CallFailure>,
  ),
  /** As what the host has this device enrolled, for a page that has lost its own note of it. */
  enrolmentOf: call(v.strictObject({ device }), undefined as unknown as Enrolled | null),
  exchange: call(
    v.strictObject({ device, request: exchangeRequestSchema }),
    undefined as unknown as Result<ExchangeReply, Failure>,
  ),
  listDevices: call(
    v.strictObject({ device }),
    undefined as unknown as Result<DeviceList, CallFailure>,
  ),
  revokeDevice: call(
    v.strictObject({ device, target: device }),
    undefined as unknown as Result<DeviceList, CallFailure>,
  ),
  inviteDevice: call(
    v.strictObject({ device, role: roleSchema }),
    undefined as unknown as Result<InviteReply, CallFailure>,
  ),
} as const;

export type CallName = keyof typeof calls;
export type Arguments<K extends CallName> = v.InferInput<(typeof calls)[K]['args']>;
export type Reply<K extends CallName> = (typeof calls)[K]['reply'];

/** What the host tells the page unasked. */
export const signals = {
  /** An alarm went off (or was found overdue after sleep). */
  alarm: v.strictObject({ tag: text(100), lateByMs: v.number() }),
  /** A native menu item or system shortcut. */
  command: v.strictObject({
    name: v.picklist(['next', 'addCaller', 'find', 'bringInFile', 'keys', 'settings', 'print']),
  }),
  /** The machine woke up: recompute everything from instants. 0: how long it slept is not known. */
  woke: v.strictObject({ sleptMs: v.number() }),
} as const;
export type SignalName = keyof typeof signals;
export type Signal<S extends SignalName> = v.InferOutput<(typeof signals)[S]>;

export type Bridge = {
  readonly [K in CallName]: (args: Arguments<K>) => Promise<Reply<K>>;
} & {
  /** Listens; the returned function stops. */
  readonly on: <S extends SignalName>(
    signal: S,
    listener: (value: Signal<S>) => void,
  ) => () => void;
};

/** A host that sends the exchange itself can make its entries ready before they are sent. */
export interface Host extends Bridge {
  readonly prepareExchange?: (entries: ExchangeRequest['entries']) => void;
}

/** IPC channel of a call or signal; one place, so that nobody invents a second scheme. */
export const channelOf = (name: CallName | SignalName): string => `backstop:${name}`;
