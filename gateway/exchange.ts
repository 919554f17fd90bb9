// One exchange with one device, decided here and nowhere else: which entries are stored, which are
// set aside, which whole exchange is refused, and what the device reads next. It knows no HTTP and
// no clock; the journal is the only thing it touches. It reads heads and never a body.
import { must } from '../shared/lib/check.ts';
import { fail, ok, type Result } from '../shared/lib/result.ts';
import { ORIGIN } from '../shared/log/entry.ts';
import { shownHash, shownHead } from '../shared/log/shown.ts';
import {
  MOST_ENTRIES,
  MOST_HEAD,
  PROTOCOL,
  readWireHead,
  type EntryRefusal,
  type ExchangeRefusal,
  type ExchangeReply,
  type ExchangeRequest,
  type FeedEntry,
  type WireEntry,
  type WireHead,
  type WireLink,
  type WirePlace,
} from '../shared/sync/protocol.ts';
import { ledgerOf, seenBy, type Ledger, type Seen } from './audience.ts';
import { bodyHash, chainHashOf, headHashOf } from './hashes.ts';
import type { Author, ChainEnd, Device, FeedRow, Journal } from './journal/journal.ts';
import { noteSeen, partnersOf } from './partners.ts';

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
): Result<Exchanged, ExchangeRefusal> {
  if (who.revokedAt !== null) return fail({ code: 'revoked' });
  if (request.device !== who.id) return fail({ code: 'otherDevice' });
  const isRecovering = now < (journal.recoveringUntil() ?? 0);
  const taken = take(journal, who, request.entries, isRecovering);
  if (!taken.ok) return taken;
  noteSeen(journal, who, now);
  const rewound = journal.markAt(who.organisation, request.cursor) !== request.mark;
  const from = rewound ? 0 : request.cursor;
  const { rows, readTo, more } = journal.feed(who.organisation, from, {
    entries: MOST_ENTRIES,
    bytes: REPLY_BYTES,
    exceptDevice: who.id,
  });
  const authors = authorsOf(journal, rows);
  const end = journal.chainEnd(who.id);
  // Asked only of whom it would be taken from.
  const asks = isRecovering && canBring(who) && request.tips !== undefined;
  const lost = asks ? lostChains(journal, who, request.tips ?? {}) : [];
  return ok({
    stored: taken.value.stored,
    reply: {
      protocol: PROTOCOL,
      now,
      acknowledged: end?.seq ?? 0,
      acknowledgedHash: end?.hash ?? ORIGIN,
      refused: [...taken.value.refused],
      entries: rows.map(({ entry }) =>
        feedEntry(entry, authors.get(entry.device) === who.organisation),
      ),
      authors: others(authors, who),
      cursor: readTo,
      mark: journal.markAt(who.organisation, readTo) ?? '',
      more,
      rewound,
      ...(lost.length === 0 ? {} : { lost: Object.fromEntries(lost) }),
      partners: partnersOf(journal, who, now),
    },
  });
}

interface Taken {
  readonly stored: number;
  readonly refused: readonly { readonly seq: number; readonly reason: EntryRefusal }[];
}

/** Thrown out of a write, so that nothing of it stays. */
class Refused extends Error {
  readonly reason: ExchangeRefusal;
  constructor(reason: ExchangeRefusal) {
    super(reason.code);
    this.reason = reason;
  }
}

/** All of it in one transaction; a refusal of the whole leaves nothing behind. */
function take(
  journal: Journal,
  who: Device,
  links: readonly WireLink[],
  isRecovering: boolean,
): Result<Taken, ExchangeRefusal> {
  if (links.length === 0) return ok({ stored: 0, refused: [] });
  try {
    return ok(
      journal.write(() => {
        const ledger = ledgerOf(journal, who);
        const taken = { stored: 0, refused: [] as { seq: number; reason: EntryRefusal }[] };
        for (const wire of links) {
          const link = readLink(wire);
          const author = authorOf(ledger, who, link.device);
          // A colleague's chain is brought back where it was lost, and written to by nobody else.
          const mayBring = link.device === who.id || (isRecovering && canBring(who));
          const reason = mayBring ? takeOne(ledger, author, link, link.device === who.id) : null;
          if (reason === 'stored') taken.stored += 1;
          else if (reason !== null) taken.refused.push({ seq: link.seq, reason });
        }
        return taken;
      }),
    );
  } catch (error) {
    if (error instanceof Refused) return fail(error.reason);
    throw error;
  }
}

/** A link as it came: its place in a chain, and the entry itself where it has a text. */
interface Link extends WirePlace {
  readonly written: { readonly wire: WireEntry; readonly head: WireHead } | null;
}

function readLink(wire: WireLink): Link {
  if (!('head' in wire)) return { ...wire, written: null };
  const head = readWireHead(wire);
  if (!head.ok) throw new Refused({ code: 'malformed' });
  const { device, seq } = head.value;
  const headHash = headHashOf(wire.head);
  return { device, seq, prev: wire.prev, headHash, written: { wire, head: head.value } };
}

function authorOf(ledger: Ledger, who: Device, device: string): Device {
  const author = ledger.device(device);
  if (author?.organisation !== who.organisation) throw new Refused({ code: 'otherDevice' });
  return author;
}

/** Whoever only reads, or only carries, brings nothing in another's name. */
const canBring = (who: Device): boolean => !['auditor', 'agent'].includes(who.role);

/**
 * Stores one entry, or its place alone when it is set aside; null when it is not its turn. A chain that
 * is not ours to continue is its own laptop's to hear of: whoever only brings it back is not stopped.
 */
function takeOne(
  ledger: Ledger,
  author: Device,
  link: Link,
  isOwn: boolean,
): EntryRefusal | 'stored' | null {
  const { journal } = ledger;
  const { device, seq, prev, headHash, written } = link;
  const hash = chainHashOf(prev, headHash);
  const end: ChainEnd = journal.chainEnd(device) ?? { seq: 0, hash: ORIGIN };
  if (seq <= end.seq) {
    if (journal.hashAt(device, seq) !== hash) {
      if (!isOwn) return null;
      throw new Refused({ code: 'forked', seq });
    }
    // The answer that said why it was set aside may have been lost on its way.
    return journal.refusedAt(device, seq);
  }
  // Entries in between are missing: the device hears how far we are and sends them.
  if (seq > end.seq + 1) return null;
  if (prev !== end.hash) {
    if (!isOwn) return null;
    throw new Refused({ code: 'chainBroken' });
  }
  const place = { device, seq, prev, headHash, hash };
  const judged =
    written === null ? 'withoutText' : judge(ledger, author, written.wire, written.head);
  if (written === null || typeof judged === 'string') {
    const refused = typeof judged === 'string' ? judged : 'withoutText';
    // What is set aside belongs to no subject: it must let nobody see one.
    const entry = { ...place, subject: null, head: null, body: null, refused };
    journal.append(entry, [author.organisation], byOf(author, null));
    return refused;
  }
  const { subject, audience } = judged;
  const { head, body } = written.wire;
  if (subject !== null) for (const each of audience) journal.widen(subject, each);
  const shown = subject === null ? null : shownHead(head);
  // Nobody could read on behind it: no desk of ours writes what grows when it is written anew.
  if (shown !== null && shown.length > MOST_HEAD) throw new Refused({ code: 'malformed' });
  const entry = { ...place, subject, head, body, refused: null };
  journal.append(entry, audience, byOf(author, shown));
  return 'stored';
}

/** `shown`: its head as others read it; null where there are no others. */
const byOf = ({ organisation }: Device, shown: string | null): Author => ({
  organisation,
  shownHash: () => shownHash(must(shown, 'what others read is of a subject')),
});

function judge(
  ledger: Ledger,
  author: Device,
  wire: WireEntry,
  head: WireHead,
): Seen | EntryRefusal {
  if (wire.body !== null && bodyHash(wire.body) !== head.bodyHash) return 'bodyAltered';
  return seenBy(ledger, author, head);
}

/** A device's organisation is the gateway's knowledge. */
function authorsOf(journal: Journal, rows: readonly FeedRow[]): ReadonlyMap<string, string> {
  const devices = new Set(rows.map(({ entry }) => entry.device));
  return new Map(
    [...devices].flatMap((device) => {
      const organisation = journal.device(device)?.organisation;
      return organisation === undefined ? [] : [[device, organisation] as const];
    }),
  );
}

/** Of colleagues it goes without saying. */
const others = (authors: ReadonlyMap<string, string>, who: Device): Record<string, string> =>
  Object.fromEntries([...authors].filter(([, organisation]) => organisation !== who.organisation));

/** What another organisation wrote is shown without its place: that would tell what it wrote to others. */
function feedEntry(entry: FeedRow['entry'], isOwn: boolean): FeedEntry {
  const { device, seq, prev } = entry;
  if (entry.head === null) return { device, seq, prev, headHash: entry.headHash };
  const { head } = entry;
  const body = entry.body === null || typeof entry.body === 'string' ? entry.body : [...entry.body];
  return isOwn ? { head, prev, body } : { shown: shownHead(head), body };
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
