// What a gateway's reply brings, read and verified before any transaction is opened: hashing is
// slow, and nothing that does not verify may come near the log.
import { readHead, readingOf, type Entry, type Reading } from '../../shared/log/entry.ts';
import { shownHash } from '../../shared/log/shown.ts';
import {
  entryRefusals,
  readShownHead,
  readWireHead,
  type ExchangeReply,
  type FeedEntry,
} from '../../shared/sync/protocol.ts';
import { placeOf, readLink, type Link } from '../../shared/sync/links.ts';
import { FAR_AHEAD_MS } from '../../shared/log/stamp.ts';
import { aheadAt, type Clocks, type Span } from '../../shared/domain/clocks.ts';
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
  const known = 'head' in each ? readWireHead(each) : 'shown' in each ? readShownHead(each) : null;
  const { device, seq } = known?.ok === true ? known.value : { device: '', seq: 0 };
  return {
    key: `unreadable:${'shown' in each ? shownHash(each.shown) : each.prev}`,
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
 * runs that one clock may have written, the first of each by its place. What came in pieces is one run:
 * `earlier` are those that were found before.
 */
export function farAheadOf(
  entries: readonly Entry[],
  clocks: Clocks,
  now: number,
  earlier: readonly SetAside[] = [],
): readonly ExceptionRow[] {
  const byDevice = new Map<string, Run[]>();
  for (const entry of entries) {
    const reading = readingOf(readHead(entry));
    const at = reading.at - aheadAt(clocks, entry.device, reading);
    if (at <= now + FAR_AHEAD_MS) continue;
    const runs = byDevice.get(entry.device) ?? [];
    byDevice.set(entry.device, runs);
    const run = runs.at(-1);
    const isOfRun =
      run !== undefined &&
      reading.epoch === run.last.epoch &&
      reading.at - run.last.at <= MOST_APART;
    if (isOfRun) runs[runs.length - 1] = { ...run, last: reading };
    else runs.push({ entry, first: beginOf(entry.device, reading, earlier), last: reading });
  }
  return [...byDevice.values()].flatMap((runs) => rowsOf(runs, now));
}

/** Where the run of a reading began, as far as it has been seen. */
function beginOf(device: string, reading: Reading, earlier: readonly SetAside[]): Reading {
  const before = earlier.find(
    (row) =>
      row.device === device &&
      row.ahead?.epoch === reading.epoch &&
      row.ahead.from <= reading.at &&
      reading.at - row.ahead.upTo <= MOST_APART,
  );
  return before?.ahead === undefined ? reading : firstOf(before.ahead);
}

interface Run {
  /** The first of it. */
  readonly entry: Entry;
  readonly first: Reading;
  readonly last: Reading;
}

/** The last entry was written at the latest when it came, and each run before the one behind it. */
function rowsOf(runs: readonly Run[], now: number): readonly ExceptionRow[] {
  let latest = now;
  const rows: ExceptionRow[] = [];
  for (const { entry, first, last } of [...runs].reverse()) {
    const aheadMs = last.at - latest;
    latest = first.at - aheadMs;
    const { device, seq, subject, kind } = entry;
    rows.push({
      key: `farAhead:${device}:${seq}`,
      why: 'farAhead',
      device,
      seq,
      at: now,
      subject,
      kind,
      ahead: { epoch: first.epoch, from: first.at, upTo: last.at, aheadMs },
      entry: null,
      explained: null,
    });
  }
  return rows.reverse();
}

/** The first reading of a run. */
export const firstOf = ({ epoch, from }: Span): Reading => ({ epoch, at: from });

const refusals: ReadonlySet<string> = new Set(entryRefusals);

/** What was set aside as a person sees it: what is to be dealt with, and what nobody else has. */
export function asideShown(
  rows: readonly SetAside[],
  own: string,
  clocks: Clocks,
): Pick<Contact, 'exceptions' | 'notAccepted' | 'unsaidClocks'> {
  return {
    unsaidClocks: rows.filter(
      ({ why, device, ahead }) =>
        why === 'farAhead' && ahead !== undefined && aheadAt(clocks, device, firstOf(ahead)) === 0,
    ),
    exceptions: rows.filter((row) => row.explained === null),
    notAccepted: rows
      .filter(({ device, why }) => device === own && refusals.has(why))
      .filter(({ explained }) => explained?.isSentAgain !== true)
      .map(({ seq, subject, explained }) => ({ seq, subject, isExplained: explained !== null })),
  };
}
