// One exchange with one device, decided here and nowhere else: which entries are stored, which are
// set aside, which whole exchange is refused, and what the device reads next. It knows no HTTP and
// no clock; the journal is the only thing it touches. It reads heads and never a body.
import { fail, ok, type Result } from '../shared/lib/result.ts';
import { bodyHash, chainHashOf, headHashOf, ORIGIN } from '../shared/log/entry.ts';
import {
  MOST_ENTRIES,
  PROTOCOL,
  readWireHead,
  type EntryRefusal,
  type ExchangeRefusal,
  type ExchangeReply,
  type ExchangeRequest,
  type FeedEntry,
  type WireEntry,
  type WireHead,
} from '../shared/sync/protocol.ts';
import type { ChainEnd, Device, FeedRow, Journal, JournalEntry } from './journal/journal.ts';

/** Bytes of feed in one reply. */
const REPLY_BYTES = 4 * 1024 * 1024;

export interface Exchanged {
  readonly reply: ExchangeReply;
  /** Entries that were stored now. */
  readonly stored: number;
}

export function exchange(
  journal: Journal,
  who: Device,
  request: ExchangeRequest,
  now: number,
  partners: ExchangeReply['partners'] = [],
): Result<Exchanged, ExchangeRefusal> {
  if (who.revokedAt !== null) return fail({ code: 'revoked' });
  if (request.device !== who.id) return fail({ code: 'otherDevice' });
  const taken = take(journal, who, request.entries);
  if (!taken.ok) return taken;
  const rewound = journal.markAt(who.organisation, request.cursor) !== request.mark;
  const from = rewound ? 0 : request.cursor;
  const { rows, readTo, more } = journal.feed(who.organisation, from, {
    entries: MOST_ENTRIES,
    bytes: REPLY_BYTES,
    exceptDevice: who.id,
  });
  const end = journal.chainEnd(who.id);
  const lost = request.tips === undefined ? [] : lostChains(journal, who, request.tips);
  return ok({
    stored: taken.value.stored,
    reply: {
      protocol: PROTOCOL,
      now,
      acknowledged: end?.seq ?? 0,
      acknowledgedHash: end?.hash ?? ORIGIN,
      refused: [...taken.value.refused],
      entries: rows.map(({ entry }) => feedEntry(entry)),
      authors: authorsOf(journal, who, rows),
      cursor: readTo,
      mark: journal.markAt(who.organisation, readTo) ?? '',
      more,
      rewound,
      ...(lost.length === 0 ? {} : { lost: Object.fromEntries(lost) }),
      partners: [...partners],
    },
  });
}

interface Taken {
  readonly stored: number;
  readonly refused: readonly { readonly seq: number; readonly reason: EntryRefusal }[];
}

/** All of it in one transaction; a refusal of the whole leaves nothing behind. */
function take(
  journal: Journal,
  who: Device,
  entries: readonly WireEntry[],
): Result<Taken, ExchangeRefusal> {
  if (entries.length === 0) return ok({ stored: 0, refused: [] });
  class Refused extends Error {
    readonly reason: ExchangeRefusal;
    constructor(reason: ExchangeRefusal) {
      super(reason.code);
      this.reason = reason;
    }
  }
  try {
    return ok(
      journal.write(() => {
        const refused: { seq: number; reason: EntryRefusal }[] = [];
        const ends = new Map<string, ChainEnd>();
        let stored = 0;
        for (const wire of entries) {
          const read = readWireHead(wire);
          if (!read.ok) throw new Refused({ code: 'malformed' });
          const { device, seq, subject } = read.value;
          if (!mayWriteFor(journal, who, device)) throw new Refused({ code: 'otherDevice' });
          const headHash = headHashOf(wire.head);
          const hash = chainHashOf(wire.prev, headHash);
          const end = ends.get(device) ?? journal.chainEnd(device) ?? { seq: 0, hash: ORIGIN };
          ends.set(device, end);
          if (seq <= end.seq) {
            if (journal.hashAt(device, seq) !== hash) throw new Refused({ code: 'forked', seq });
            continue;
          }
          // Entries in between are missing: the device hears how far we are and sends them.
          if (seq > end.seq + 1) continue;
          if (wire.prev !== end.hash) throw new Refused({ code: 'chainBroken' });
          const audience = audienceFor(journal, who, read.value);
          const reason = reasonAgainst(wire, read.value, audience);
          const entry: JournalEntry = {
            device,
            seq,
            prev: wire.prev,
            headHash,
            hash,
            // What is set aside belongs to no subject: it must let nobody see one.
            subject: reason === null ? subject : `refused:${device}`,
            head: reason === null ? wire.head : null,
            body: reason === null ? wire.body : null,
            refused: reason,
          };
          const readers = reason === null && audience !== null ? audience : [who.organisation];
          for (const organisation of readers) journal.widen(entry.subject, organisation);
          journal.append(entry, readers);
          if (reason === null) stored += 1;
          else refused.push({ seq, reason });
          ends.set(device, { seq, hash });
        }
        return { stored, refused };
      }),
    );
  } catch (error) {
    if (error instanceof Refused) return fail(error.reason);
    throw error;
  }
}

/** Its own chain; or a colleague's, brought back after the gateway has lost it. */
function mayWriteFor(journal: Journal, who: Device, device: string): boolean {
  if (device === who.id) return true;
  return journal.device(device)?.organisation === who.organisation;
}

/**
 * Who may see an entry: those who may see its subject, its own organisation, and for a request the
 * one it is addressed to. Null when the subject belongs to others.
 */
function audienceFor(journal: Journal, who: Device, head: WireHead): readonly string[] | null {
  const { subject, to } = head;
  const known = journal.audienceOf(subject);
  if (known.length > 0 && !known.includes(who.organisation)) return null;
  const audience = new Set([...known, who.organisation]);
  if (subject.startsWith('request:')) {
    for (const organisation of journal.organisations()) {
      if (to === organisation.id || (to === 'networks' && organisation.isNetworks))
        audience.add(organisation.id);
    }
  }
  return [...audience];
}

function reasonAgainst(
  wire: WireEntry,
  head: WireHead,
  audience: readonly string[] | null,
): EntryRefusal | null {
  if (audience === null) return 'foreignSubject';
  if (wire.body !== null && bodyHash(wire.body) !== head.bodyHash) return 'bodyAltered';
  return null;
}

/** A device's organisation is the gateway's knowledge; of colleagues it goes without saying. */
function authorsOf(
  journal: Journal,
  who: Device,
  rows: readonly FeedRow[],
): Record<string, string> {
  const authors: Record<string, string> = {};
  for (const device of new Set(rows.map(({ entry }) => entry.device))) {
    const organisation = journal.device(device)?.organisation;
    if (organisation !== undefined && organisation !== who.organisation)
      authors[device] = organisation;
  }
  return authors;
}

function feedEntry(entry: JournalEntry): FeedEntry {
  const { device, seq, prev, headHash, head, body } = entry;
  if (head === null) return { device, seq, prev, headHash };
  return { head, prev, body: body === null || typeof body === 'string' ? body : [...body] };
}

/** Chains of colleagues that this console has further than we do, and how far we have them. */
function lostChains(
  journal: Journal,
  who: Device,
  tips: Readonly<Record<string, number>>,
): readonly (readonly [string, number])[] {
  const ends = journal.chainEnds(who.organisation);
  return Object.entries(tips).flatMap(([device, seq]) => {
    const end = ends.get(device);
    return device === who.id || end === undefined || end >= seq ? [] : [[device, end] as const];
  });
}
