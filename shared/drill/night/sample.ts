// The sample night as its three files have it, read by the product's own intake: who was without power
// and known when, which 017s waited where, and the customer book.
import { MINUTE } from '../../domain/backstop-clock.ts';
import type { Facts } from '../../domain/facts.ts';
import { recogniseColumns } from '../../domain/intake/columns.ts';
import { checkRow, type CheckedRow } from '../../domain/intake/check-row.ts';
import { readTable } from '../../domain/intake/table.ts';
import type { Mprn } from '../../domain/mprn.ts';
import { schemaVersion } from '../../market/messages.ts';
import { outstandingOf, readOutstanding, type Outstanding } from '../../market/outstanding.ts';
import { drawOf, uuidOf } from '../market/draw.ts';
import type { AfterPhone, MarketOptions, MeterOptions, Waiting017 } from '../market/options.ts';

export interface SampleFiles {
  /** hub-outage.csv */
  readonly outage: string;
  /** outstanding-017.csv */
  readonly outstanding: string;
  /** customers.csv */
  readonly customers: string;
}

export interface SampleRow extends CheckedRow {
  readonly mprn: Mprn;
  /** When the supplier's systems know that this reconnection failed, UTC ms. */
  readonly failedAt: number;
}

export interface Sample {
  readonly rows: readonly SampleRow[];
  readonly messages: readonly Outstanding[];
  readonly book: ReadonlyMap<string, Facts>;
}

export const SUPPLIER = 'SPG';
export const NETWORKS = 'ESB';
export const MPID = { sender: SUPPLIER, recipient: NETWORKS } as const;

const at = (clock: string): number => Date.parse(`2026-11-21T${clock}:00Z`);
/** Irish winter time is UTC. */
export const HUB_DOWN = at('17:30');
/** The list of outstanding 017s is of this moment. */
export const LISTED = at('20:35');
/** Reports of the last customers of the sample have come by then. */
export const LAST_EXPORT = at('20:40');
/** The next morning, after the market's day has ended. */
export const NIGHT_ENDS = at('23:59') + 196 * MINUTE;

export function readSample(files: SampleFiles): Sample {
  const rows = checked(files.outage).flatMap((row): readonly SampleRow[] => {
    const { paidAt, message017 } = row.facts;
    if (row.mprn === null || paidAt === undefined) return [];
    const failedAt = Math.max(paidAt, message017?.sentAt ?? paidAt);
    return [{ ...row, mprn: row.mprn as Mprn, failedAt }];
  });
  const listed = readOutstanding(readTable(files.outstanding), { now: LISTED });
  const messages = listed.ok ? outstandingOf(listed.value) : [];
  const book = checked(files.customers).flatMap(({ mprn, facts }) =>
    mprn === null ? [] : [[mprn, facts] as const],
  );
  return { rows, messages, book: new Map(book) };
}

function checked(text: string): readonly CheckedRow[] {
  const table = readTable(text);
  const { mapping } = recogniseColumns(table);
  return table.records.map((record) => checkRow(record, { now: LISTED, mapping }));
}

/** D05s that went by another way and stand in no list of EMMA's: only asking finds them [D]. */
const UNLISTED = 2;

/** What is not public of the market, and was to be agreed [D]: nights are played every way. */
export interface Ways {
  /** The call that puts a customer back does the E05 that Networks has received; else that runs later. */
  readonly phoneDoes017: boolean;
  /** What becomes of a reconnection by phone in Networks' own systems. */
  readonly afterPhone: AfterPhone;
}
export const shippedWays: Ways = { phoneDoes017: true, afterPhone: 'confirmed' };
export const everyWay: readonly Ways[] = [true, false].flatMap((phoneDoes017) =>
  (['confirmed', 'recorded', 'nothing'] as const).map((afterPhone) => ({
    phoneDoes017,
    afterPhone,
  })),
);

/** The market of a night: meters, who has paid when, what waits where; the same for every policy. */
export function marketOf(sample: Sample, seed: number, ways: Ways = shippedWays): MarketOptions {
  const outage = { from: HUB_DOWN, to: null };
  return {
    seed,
    from: HUB_DOWN,
    supplier: SUPPLIER,
    networks: NETWORKS,
    meters: metersOf(sample),
    waiting: [...waitingOf(sample, seed), ...unlistedOf(sample, seed)].sort(
      (one, other) => one.at - other.at,
    ),
    // What the hub had taken does not come out of it either.
    outages: [
      { point: 7, ...outage },
      { point: 8, ...outage },
    ],
    afterPhone: ways.afterPhone,
    phoneDoes017: ways.phoneDoes017,
    drainMs: 1000 + Math.floor(3000 * drawOf(seed, 'drain')),
    phone: { noAnswer: 0.06, unknown: 0.12 },
    faults: {
      rejected: { share: 0.3, most: 5, reason: 'E05' },
      answerLost: { share: 0.2, most: 3, reason: 'E05' },
      answerDoubled: { share: 0.2, most: 1 },
      answerLate: { share: 0.05, most: 3 },
    },
  };
}

function metersOf({ rows, messages, book }: Sample): readonly MeterOptions[] {
  const paid = new Map<string, Set<number>>();
  const pays = (mprn: string, when: number | null | undefined) => {
    if (when === null || when === undefined) return;
    paid.set(mprn, (paid.get(mprn) ?? new Set()).add(when));
  };
  for (const { mprn, facts } of rows) pays(mprn, facts.paidAt);
  for (const { mprn, paidAt } of messages) pays(mprn, paidAt);
  const payments = (mprn: string) => [...(paid.get(mprn) ?? [])].sort((one, two) => one - two);
  const off = new Set<string>(rows.map(({ mprn }) => mprn));
  const others = new Set(messages.map(({ mprn }) => mprn).filter((mprn) => !off.has(mprn)));
  return [
    ...rows.map(({ mprn, facts }) => ({
      mprn,
      isOn: false,
      ctf: facts.ctf ?? '04',
      // Switched off at the meter by hand, it is not switched on from afar.
      isSwitchable: facts.status === 'DR',
      payments: payments(mprn),
    })),
    ...[...others].map((mprn) => ({
      mprn,
      isOn: true,
      ctf: book.get(mprn)?.ctf ?? '04',
      payments: payments(mprn),
    })),
  ];
}

function waitingOf({ messages }: Sample, seed: number): readonly Waiting017[] {
  return messages.flatMap(({ mprn, reason, txRefNbr, sentAt, state }): readonly Waiting017[] => {
    if (txRefNbr === null || sentAt === null || (reason !== 'D05' && reason !== 'E05')) return [];
    const base = { message: message(mprn, reason, txRefNbr, sentAt), at: sentAt };
    if (state === 'queuedInEmma') return [{ ...base, lies: 'emma' }];
    if (state !== 'unknown') return [{ ...base, lies: 'hub' }];
    // Nobody knows: it arrived without a receipt, or it is gone.
    const isGone = drawOf(seed, `unknown|${txRefNbr}`) < 0.5;
    return [{ ...base, lies: isGone ? 'nowhere' : 'hub', receipt: 'unknown' }];
  });
}

function unlistedOf({ rows, messages }: Sample, seed: number): readonly Waiting017[] {
  const listed = new Set<string>(messages.map(({ mprn }) => mprn));
  const free = rows.filter(({ mprn, facts }) => !listed.has(mprn) && isRemote(facts));
  return free
    .sort((one, two) => drawOf(seed, `d05|${one.mprn}`) - drawOf(seed, `d05|${two.mprn}`))
    .slice(0, UNLISTED)
    .map(({ mprn, facts }) => {
      const sentAt = (facts.paidAt ?? HUB_DOWN) - 60 * MINUTE;
      const d05 = message(mprn, 'D05', uuidOf(seed, `d05|${mprn}`), sentAt);
      return { message: d05, at: sentAt, lies: 'hub', receipt: 'none' };
    });
}

/** What Networks can switch from afar. */
export const isRemote = ({ ctf, status }: Facts): boolean =>
  (ctf ?? '04') === '04' && (status ?? 'DR') === 'DR';

/** The sample's list says no business reference: so there is none on them. */
function message(
  mprn: Mprn,
  reason: 'D05' | 'E05',
  txRefNbr: string,
  sentAt: number,
): Waiting017['message'] {
  return {
    type: '017',
    header: {
      MarketTimestamp: sentAt,
      TxRefNbr: txRefNbr,
      SenderID: SUPPLIER,
      RecipientID: NETWORKS,
      SupplierMPID: SUPPLIER,
      VersionNumber: schemaVersion,
    },
    body: { MPRN: mprn, MeterPointStatusReason: reason },
    lines: [],
  };
}
