// What a console and a gateway say to each other: one call, `POST /v1/exchange`, that may be
// repeated as often as anybody likes. The console sends the next entries of its own chain and says
// how far it has read its organisation's feed; the gateway says how far it has the chain, and gives
// the next entries of the feed. Texts travel as they were hashed, never re-serialised.
import * as v from 'valibot';
import { fail, ok, type Result } from '../lib/result.ts';
import { decode } from '../lib/decode.ts';
import { chainHashOf, headHashOf, ORIGIN, readHeadText, type Entry } from '../log/entry.ts';
import { shownHash } from '../log/shown.ts';

export const PROTOCOL = 2;

/** Limits of one exchange; above them the gateway refuses with 413 and nothing is stored. */
export const MOST_ENTRIES = 1000;
export const MOST_BYTES = 8 * 1024 * 1024;
/** Signs of a head, as it was written and as others are shown it. */
export const MOST_HEAD = 4000;
/** Entries a console sends at first: twice as many after each full batch, half after a failure. */
export const BATCH = 500;

const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const device = v.pipe(v.string(), v.uuid());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const text = v.pipe(v.string(), v.maxLength(200_000));

/** An entry on the wire: its texts and the hash before it; everything else stands in the head. */
export const wireEntrySchema = v.object({
  head: v.pipe(v.string(), v.maxLength(MOST_HEAD)),
  body: v.nullable(v.union([text, v.pipe(v.array(text), v.maxLength(2000))])),
  prev: hash,
});
export type WireEntry = v.InferOutput<typeof wireEntrySchema>;

/** An entry of another organisation: its head without the place in its chain (shown.ts). */
export const shownEntrySchema = v.object({
  shown: wireEntrySchema.entries.head,
  body: wireEntrySchema.entries.body,
});
export type ShownEntry = v.InferOutput<typeof shownEntrySchema>;

/** The place of an entry whose text was set aside: enough for its chain to go on behind it. */
export const wirePlaceSchema = v.object({ device, seq: count, prev: hash, headHash: hash });
export type WirePlace = v.InferOutput<typeof wirePlaceSchema>;
export type WireLink = WireEntry | WirePlace;

const tips = v.record(device, count);

export const exchangeRequestSchema = v.object({
  protocol: v.literal(PROTOCOL),
  device,
  /** How far this console has read the feed, and the feed's mark there ('' at its beginning). */
  cursor: count,
  mark: v.union([hash, v.literal('')]),
  /** Of the own chain; or of a colleague's that the gateway has lost, places without text too. */
  entries: v.pipe(v.array(v.union([wireEntrySchema, wirePlaceSchema])), v.maxLength(MOST_ENTRIES)),
  /** Said after a start and after a rewind: how far every chain of the organisation is known. */
  tips: v.optional(tips),
});
export type ExchangeRequest = v.InferOutput<typeof exchangeRequestSchema>;

/** Why one entry was set aside: its place in the chain is kept, its text is not. */
export const entryRefusals = [
  'bodyAltered',
  'foreignSubject',
  'roleForbids',
  /** A colleague brought back its place: why it was set aside is not known any more. */
  'withoutText',
] as const;
export type EntryRefusal = (typeof entryRefusals)[number];

export const exchangeReplySchema = v.object({
  protocol: v.literal(PROTOCOL),
  /** The gateway's clock, UTC ms. */
  now: count,
  /** The last seq of this device that is stored for good. */
  acknowledged: count,
  /** Hash of that entry; the origin's at 0. Another one than ours means a copied database. */
  acknowledgedHash: hash,
  refused: v.array(v.object({ seq: count, reason: v.picklist(entryRefusals) })),
  entries: v.array(v.union([wireEntrySchema, wirePlaceSchema, shownEntrySchema])),
  /** Organisations of the devices above that are not of the own one. */
  authors: v.record(device, v.string()),
  cursor: count,
  mark: v.union([hash, v.literal('')]),
  more: v.boolean(),
  /** The feed is not the one that was read before (an older backup): it starts again at 0. */
  rewound: v.boolean(),
  /** Chains of colleagues that this gateway has lost and this console has: seq it has. */
  lost: v.optional(tips),
  /** The other side, as far as it may be known: Networks to a supplier, suppliers to Networks. */
  partners: v.array(
    v.object({
      organisation: v.string(),
      name: v.string(),
      isNetworks: v.boolean(),
      /** When any of its devices last exchanged; its picture is as old as that. */
      lastAt: v.nullable(count),
      /** The same of each of its devices that did lately: what one of them wrote is as old as that. */
      devices: v.optional(v.record(device, count)),
    }),
  ),
});
export type ExchangeReply = v.InferOutput<typeof exchangeReplySchema>;
export type FeedEntry = ExchangeReply['entries'][number];

/** Refusals of a whole exchange: nothing of it was stored. */
export type ExchangeRefusal =
  | { readonly code: 'malformed' | 'revoked' | 'otherDevice' | 'chainBroken' }
  /** The same seq with another hash: this database was copied. */
  | { readonly code: 'forked'; readonly seq: number };

export function toWire(entry: Entry): WireEntry {
  return {
    head: entry.head,
    body:
      entry.body === null ? null : typeof entry.body === 'string' ? entry.body : [...entry.body],
    prev: entry.prev,
  };
}

export interface WireHead {
  readonly id: string;
  readonly device: string;
  readonly seq: number;
  readonly subject: string;
  readonly stamp: string;
  readonly kind: string;
  readonly bodyHash: string;
  /** Whom a request is for: an organisation's id, or `networks`. */
  readonly to?: string | undefined;
}

/** What a wire entry says it is, read from its head: the columns cannot differ from it. */
export function readWireHead(wire: WireEntry): Result<WireHead, 'columnsMissing'> {
  const head = decode(headSchema, readHeadText(wire.head));
  return head.ok ? ok(head.value) : fail('columnsMissing');
}

/** The same of one that is shown without its place, which is 0 until its reader gives it one. */
export function readShownHead({ shown }: ShownEntry): Result<WireHead, 'columnsMissing'> {
  const head = decode(shownHeadSchema, readHeadText(shown));
  return head.ok ? ok({ ...head.value, seq: 0 }) : fail('columnsMissing');
}

/** As a console stores it, but for its `seq`. */
export function entryOfShown({ shown, body }: ShownEntry, head: WireHead): Entry {
  const { id, device: of, seq, subject, stamp, kind } = head;
  const chain = { prev: ORIGIN, hash: shownHash(shown) };
  return { id, device: of, seq, subject, stamp, kind, head: shown, body, ...chain };
}

/** An entry as a console stores it; `hash` is computed, never believed. */
export function entryOfWire(wire: WireEntry, head: WireHead): Entry {
  const { id, device: of, seq, subject, stamp, kind } = head;
  return {
    id,
    device: of,
    seq,
    subject,
    stamp,
    kind,
    head: wire.head,
    body: wire.body,
    prev: wire.prev,
    hash: chainHashOf(wire.prev, headHashOf(wire.head)),
  };
}

/** Only what a journal needs; fields of a newer console stay in the text. */
const headSchema = v.object({
  id: v.pipe(v.string(), v.uuid()),
  device,
  seq: v.pipe(count, v.minValue(1)),
  subject: v.pipe(v.string(), v.regex(/^[a-z]+:.{1,120}$/)),
  stamp: v.pipe(v.string(), v.regex(/^[0-9a-z]{9}\.[0-9a-z]{4}\..{1,60}$/)),
  kind: v.pipe(v.string(), v.regex(/^[a-zA-Z]+\.[a-zA-Z0-9]+$/)),
  bodyHash: hash,
  to: v.optional(v.pipe(v.string(), v.maxLength(40))),
});
const { seq: _seq, ...shownColumns } = headSchema.entries;
const shownHeadSchema = v.object(shownColumns);
