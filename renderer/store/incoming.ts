// What a gateway's reply brings, read and verified before any transaction is opened: hashing is
// slow, and nothing that does not verify may come near the log.
import { must } from '../../shared/lib/check.ts';
import type { Entry } from '../../shared/log/entry.ts';
import {
  entryRefusals,
  readWireHead,
  type ExchangeReply,
  type FeedEntry,
} from '../../shared/sync/protocol.ts';
import { placeOf, readLink, type Link } from '../../shared/sync/links.ts';
import { isFarAhead, stampTime } from '../../shared/log/stamp.ts';
import { aheadBy, orderStamp, type Clocks } from '../../shared/domain/clocks.ts';
import type { ExceptionRow } from './database.ts';
import type { Contact, SetAside } from './ports.ts';

export interface Incoming {
  /** In the order of the feed. */
  readonly links: readonly Link[];
  readonly exceptions: readonly ExceptionRow[];
}

/** The entries of a reply, verified: the slow part, which needs nothing of the store. */
export function verify(reply: Pick<ExchangeReply, 'entries'>, now: number): Incoming {
  const links: Link[] = [];
  const exceptions: ExceptionRow[] = [];
  for (const each of reply.entries) {
    const read = readLink(each);
    if (read !== null) links.push(read);
    else {
      exceptions.push(unreadable(each, now));
      const place = placeOf(each);
      if (place !== null) links.push(place);
    }
  }
  return { links, exceptions };
}

/** The same and what the gateway set aside of device `own`. */
export function readIncoming(
  reply: ExchangeReply,
  own: string,
  now: number,
  { links, exceptions }: Incoming = verify(reply, now),
): Incoming {
  const refused = reply.refused.map(({ seq, reason }) => ({
    key: `refused:${own}:${seq}`,
    why: reason,
    device: own,
    seq,
    at: now,
    subject: null,
    kind: null,
    entry: null,
    explained: null,
  }));
  return { links, exceptions: [...exceptions, ...refused] };
}

function unreadable(each: FeedEntry, at: number): ExceptionRow {
  const known = 'head' in each ? readWireHead(each) : null;
  const { device, seq } = known?.ok === true ? known.value : { device: '', seq: 0 };
  return {
    key: `unreadable:${each.prev}`,
    why: 'unreadable',
    device,
    seq,
    at,
    subject: known?.ok === true ? known.value.subject : null,
    kind: known?.ok === true ? known.value.kind : null,
    entry: each,
    explained: null,
  };
}

/** More than this between two entries is a pause, or a clock that was set in between, ms [D]. */
const MOST_APART = 60 * 60_000;

/**
 * The entries of each device that claim a time well after the gateway's, with nothing said of it: in
 * runs that one clock may have written, the first of each by its place.
 */
export function farAheadOf(
  entries: readonly Entry[],
  clocks: Clocks,
  now: number,
): readonly ExceptionRow[] {
  const byDevice = new Map<string, Entry[][]>();
  for (const entry of entries) {
    if (!isFarAhead(orderStamp(entry, clocks), now)) continue;
    const runs = byDevice.get(entry.device) ?? [];
    byDevice.set(entry.device, runs);
    const run = runs.at(-1);
    const last = run?.at(-1);
    const isApart =
      last === undefined || stampTime(entry.stamp) - stampTime(last.stamp) > MOST_APART;
    if (run === undefined || isApart) runs.push([entry]);
    else run.push(entry);
  }
  return [...byDevice.values()].flatMap((runs) => rowsOf(runs, now));
}

/** The last entry was written at the latest when it came, and each run before the one behind it. */
function rowsOf(runs: readonly (readonly Entry[])[], now: number): readonly ExceptionRow[] {
  let latest = now;
  const rows: ExceptionRow[] = [];
  for (const run of [...runs].reverse()) {
    const first = must(run[0], 'a run has an entry');
    const last = run.at(-1) ?? first;
    const aheadMs = stampTime(last.stamp) - latest;
    latest = stampTime(first.stamp) - aheadMs;
    const { device, seq, subject, kind } = first;
    rows.push({
      key: `farAhead:${device}:${seq}`,
      why: 'farAhead',
      device,
      seq,
      at: now,
      subject,
      kind,
      ahead: { upTo: last.seq, aheadMs },
      entry: null,
      explained: null,
    });
  }
  return rows.reverse();
}

const refusals: ReadonlySet<string> = new Set(entryRefusals);

/** What was set aside as a person sees it: what is to be dealt with, and what nobody else has. */
export function asideShown(
  rows: readonly SetAside[],
  own: string,
  clocks: Clocks,
): Pick<Contact, 'exceptions' | 'notAccepted' | 'unsaidClocks'> {
  return {
    unsaidClocks: rows.filter(
      ({ why, device, seq }) => why === 'farAhead' && aheadBy(clocks, device, seq) === 0,
    ),
    exceptions: rows.filter((row) => row.explained === null),
    notAccepted: rows
      .filter(({ device, why }) => device === own && refusals.has(why))
      .filter(({ explained }) => explained?.isSentAgain !== true)
      .map(({ seq, subject, explained }) => ({ seq, subject, isExplained: explained !== null })),
  };
}
