// Customers of a small night, each with something that waits in the market or is known of nowhere, and
// the market they live in. All of them have paid.
import type { Facts } from '../../../shared/domain/facts.ts';
import type { Mprn } from '../../../shared/domain/mprn.ts';
import { schemaVersion } from '../../../shared/market/messages.ts';
import { drawOf, streamOf, uuidOf } from '../../../shared/drill/market/draw.ts';
import type {
  AfterPhone,
  MarketOptions,
  Waiting017,
} from '../../../shared/drill/market/options.ts';

const MIN = 60_000;
/** So that the list of a small night has several parts. */
const FEW_LINES = 4;
export const SUPPLIER = 'ABC';
export const NETWORKS = 'ESB';

export type Kind =
  /** No 017 left. */
  | 'never'
  /** Its E05 lies in EMMA. */
  | 'waitingE05'
  /** Its E05 left EMMA, and no receipt came: gone, or at the hub. */
  | 'lostE05'
  /** No export says that there is an E05. It has reached Networks; where the hub failed it waits for that. */
  | 'unspokenE05'
  /** A D05 from before the payment waits and is on EMMA's list. */
  | 'waitingD05'
  /** A D05 waits that is on no list of ours. */
  | 'hiddenD05'
  /** On supply, with a waiting D05 from before the payment: nobody has a case. */
  | 'noCase'
  /** Not to be switched from afar. */
  | 'crew';
const kinds: readonly Kind[] = [
  'never',
  'never',
  'waitingE05',
  'lostE05',
  'waitingD05',
  'waitingD05',
  'hiddenD05',
  'noCase',
  'crew',
];

export interface Customer {
  readonly mprn: Mprn;
  readonly kind: Kind;
  readonly paidAt: number;
  readonly priority: boolean;
  readonly waiting: Waiting017 | null;
  /** Another D05 that waits, of an earlier day. */
  readonly second: Waiting017 | null;
}

/** Where a night fails: the hub, or between it and the meters, points 8 to 12. */
export type FailedPoint = 7 | 8 | 9 | 10 | 11 | 12;

export interface Failure {
  readonly point: FailedPoint;
  readonly from: number;
  readonly to: number;
  /** It fails once more when all had begun to run; null where it does not. */
  readonly again: { readonly from: number; readonly to: number } | null;
}

/** What nobody knows of the market: by seed every way of it, in some nights. */
export interface MarketWays {
  /** Null: the hub, or Networks' way to the meters, by the night's own dice. */
  readonly point: FailedPoint | null;
  readonly phoneDoes017: boolean;
  readonly afterPhone: AfterPhone;
  /** The market fails a second time. */
  readonly failsAgain: boolean;
  /** Some are another supplier's customers from some time of the night on. */
  readonly someLeave: boolean;
  /** Of some two D05s wait. */
  readonly someHaveTwo: boolean;
  /** Answers say the TxRefNbr of what they answer, and not its business reference alone. */
  readonly namesOriginal: boolean;
  /** The day's list comes in parts of a few lines. */
  readonly listsInParts: boolean;
}

export const shippedWays: MarketWays = {
  point: null,
  phoneDoes017: true,
  afterPhone: 'confirmed',
  failsAgain: false,
  someLeave: false,
  someHaveTwo: false,
  namesOriginal: true,
  listsInParts: false,
};

/** Half of the nights are of the market as we suppose it to be. */
export function waysOf(seed: number): MarketWays {
  const draw = streamOf(seed, 'ways');
  if (draw() < 0.5) return shippedWays;
  return {
    point: pointOf(seed),
    phoneDoes017: draw() < 0.5,
    afterPhone:
      (['nothing', 'recorded', 'confirmed'] as const)[Math.floor(draw() * 3)] ?? 'nothing',
    failsAgain: draw() < 0.5,
    someLeave: draw() < 0.5,
    someHaveTwo: draw() < 0.5,
    namesOriginal: drawOf(seed, 'names the original') < 0.5,
    listsInParts: drawOf(seed, 'lists in parts') < 0.5,
  };
}

/** Of these nights some fail where some customers' E05s are spoken of by nobody, by dice of their own. */
function pointOf(seed: number): FailedPoint | null {
  const points = [8, 9, 11, 12, 7, null, null] as const;
  return points[Math.floor(drawOf(seed, 'failed point') * points.length)] ?? null;
}

/** Who leaves for another supplier, and when, whatever is on its way for them. */
export function leaversOf(
  customers: readonly Customer[],
  seed: number,
  { from, to }: Failure,
): readonly { readonly mprn: Mprn; readonly at: number }[] {
  return customers.flatMap(({ mprn }) => {
    const draw = streamOf(seed, `leaves|${mprn}`);
    if (draw() >= 0.25) return [];
    return [{ mprn, at: from + Math.floor(draw() * (to + 10 * MIN - from)) }];
  });
}

/** Between a few minutes after it works again and the end of the night. */
export function failureAgain(seed: number, to: number): Failure['again'] {
  const from = to + Math.floor(1 + drawOf(seed, 'fails again') * 4) * MIN;
  return { from, to: from + Math.floor(2 + drawOf(seed, 'works again') * 6) * MIN };
}

export function customersOf(
  seed: number,
  random: () => number,
  from: number,
  ways: MarketWays,
): readonly Customer[] {
  const count = 5 + Math.floor(random() * 4);
  return Array.from({ length: count }, (_, index): Customer => {
    const mprn = `101000000${String(index + 10)}` as Mprn;
    const drawn = kinds[Math.floor(random() * kinds.length)] ?? 'never';
    const isUnspoken = drawn === 'never' && ways.point !== null && drawOf(seed, mprn) < 0.5;
    const kind = isUnspoken ? 'unspokenE05' : drawn;
    const paidAt = from - Math.floor(random() * 30) * MIN;
    const priority = random() < 0.1;
    const unnamed = waitingOf(kind, mprn, paidAt, seed, random, ways.point);
    const earlier = ways.someHaveTwo ? secondOf(unnamed, seed) : null;
    const [waiting, second] = ways.namesOriginal
      ? [unnamed, earlier]
      : [referred(unnamed), referred(earlier)];
    return { mprn, kind, paidAt, priority, waiting, second };
  });
}

function waitingOf(
  kind: Kind,
  mprn: Mprn,
  paidAt: number,
  seed: number,
  random: () => number,
  point: FailedPoint | null,
): Waiting017 | null {
  if (kind === 'never' || kind === 'crew') return null;
  const isOn = kind === 'waitingE05' || kind === 'lostE05' || kind === 'unspokenE05';
  const reason = isOn ? 'E05' : 'D05';
  const at = isOn ? paidAt + MIN : paidAt - 20 * MIN;
  const message: Waiting017['message'] = {
    type: '017',
    header: {
      MarketTimestamp: at,
      TxRefNbr: uuidOf(seed, `${reason}|${mprn}`),
      SenderID: SUPPLIER,
      RecipientID: NETWORKS,
      SupplierMPID: SUPPLIER,
      VersionNumber: schemaVersion,
    },
    body: { MPRN: mprn, MeterPointStatusReason: reason },
    lines: [],
  };
  if (kind === 'unspokenE05') {
    // Past the hub it went by another way; at the hub our own EMMA has it, or has let it go.
    if (point !== 7) return { message, at, lies: 'hub', receipt: 'none' };
    return { message, at, lies: drawOf(seed, `lies|${mprn}`) < 0.5 ? 'emma' : 'hub' };
  }
  const isInEmma = random() < 0.5;
  switch (kind) {
    case 'waitingE05':
      return { message, at, lies: 'emma' };
    case 'lostE05':
      return { message, at, lies: isInEmma ? 'nowhere' : 'hub', receipt: 'unknown' };
    case 'hiddenD05':
      return { message, at, lies: 'hub', receipt: 'none' };
    default:
      return { message, at, lies: isInEmma ? 'emma' : 'hub' };
  }
}

/** Of those with a waiting D05 some have one more, which was sent hours before and lies at the hub. */
function secondOf(waiting: Waiting017 | null, seed: number): Waiting017 | null {
  if (waiting?.message.body.MeterPointStatusReason !== 'D05') return null;
  const { header, body } = waiting.message;
  if (drawOf(seed, `second|${body.MPRN}`) > 0.5) return null;
  const at = waiting.at - 180 * MIN;
  const TxRefNbr = uuidOf(seed, `second D05|${body.MPRN}`);
  const message = { ...waiting.message, header: { ...header, MarketTimestamp: at, TxRefNbr } };
  return { message, at, lies: 'hub', receipt: 'given' };
}

/** Under a business reference of the supplier's other systems. */
function referred(waiting: Waiting017 | null): Waiting017 | null {
  if (waiting === null) return null;
  const { header, body } = waiting.message;
  const MPBusinessReference = `REF-${header.TxRefNbr.slice(0, 8)}`;
  return { ...waiting, message: { ...waiting.message, body: { ...body, MPBusinessReference } } };
}

/** What an export of the supplier's says of a customer who is off, at the point that failed. */
export function factsOf({ kind, paidAt, priority, waiting }: Customer, point: FailedPoint): Facts {
  const message = waiting?.message;
  // Where EMMA or the hub failed the supplier's systems know of whom none left; past them they do not say.
  const none = point === 7 && kind !== 'unspokenE05' && kind !== 'noCase';
  const spoken = kind === 'waitingE05' || kind === 'lostE05' ? message : undefined;
  return {
    paidAt,
    ctf: kind === 'crew' ? '02' : '04',
    status: 'DR',
    ...(priority ? { register: 'priority' as const } : {}),
    ...(spoken === undefined
      ? none
        ? { message017: { reason: 'E05', state: 'notSent' as const } }
        : {}
      : {
          message017: {
            reason: 'E05',
            txRefNbr: spoken.header.TxRefNbr,
            sentAt: spoken.header.MarketTimestamp,
            state: kind === 'waitingE05' ? ('queuedInEmma' as const) : ('unknown' as const),
          },
        }),
  };
}

export function marketOf(
  customers: readonly Customer[],
  seed: number,
  { point, from, to, again }: Failure,
  { phoneDoes017, afterPhone, namesOriginal, listsInParts }: MarketWays,
): MarketOptions {
  const points = point === 7 ? [7, 8] : [point];
  const times = [{ from: from - 60 * MIN, to }, ...(again === null ? [] : [again])];
  return {
    seed,
    from: from - 60 * MIN,
    supplier: SUPPLIER,
    networks: NETWORKS,
    meters: customers.map(({ mprn, kind, paidAt }) => ({
      mprn,
      isOn: kind === 'noCase',
      ctf: kind === 'crew' ? '02' : '04',
      payments: [paidAt],
    })),
    waiting: customers.flatMap(({ waiting, second }) => [waiting ?? [], second ?? []].flat()),
    outages: points.flatMap((each) => times.map((time) => ({ point: each, ...time }))),
    afterPhone,
    phoneDoes017,
    namesOriginal,
    ...(listsInParts ? { mostLines: FEW_LINES } : {}),
    crewMs: [10 * MIN, 30 * MIN],
    lateMs: [3 * MIN, 20 * MIN],
    delayedAfterMs: 10 * MIN,
    phone: { noAnswer: 0.06, unknown: 0.12 },
    faults: {
      rejected: { share: 0.2, reason: 'E05' },
      rejectedAtGateway: { share: 0.05, reason: 'E05' },
      requestLost: { share: 0.08 },
      answerLost: { share: 0.06 },
      answerDoubled: { share: 0.1 },
      answerLate: { share: 0.1 },
      answerOutOfOrder: { share: 0.15 },
    },
  };
}
