// An entry is a head and a body, both JSON text, hashed as bytes and never re-serialised.
//   bodyHash = SHA-256(body)           a list hashes its rows one by one, so one row can go
//   hash     = SHA-256(prev ‖ SHA-256(head))     prev = hash of the same device's entry before
// A body may be absent (not for you, or purged after retention); the chain still verifies.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { assert } from '../lib/check.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { entryHashes } from './hashing.ts';
import type { Stamp } from './stamp.ts';

export interface Head {
  /** UUIDv7. */
  readonly id: string;
  /** UUID; belongs to one database and never to a copy of it. */
  readonly device: string;
  /** Gapless per device, from 1. Not in what another organisation is shown (shown.ts). */
  readonly seq?: number;
  readonly stamp: Stamp;
  /** UTC ms, this device's clock with `clockOffset` added. */
  readonly recordedAt: number;
  /** Which run of its clock wrote it (Reading); absent in the first. */
  readonly epoch?: number;
  /** How far the gateway's clock was ahead of the device's, ms; absent while they agree. */
  readonly clockOffset?: number;
  /** UTC ms, as told or read, when it was another time than the recording. */
  readonly happenedAt?: number;
  readonly operator: string;
  readonly subject: string;
  readonly kind: string;
  readonly version: number;
  readonly bodyHash: string;
  /** Whom a request is for: an organisation's id, or `networks`. */
  readonly to?: string;
}

/** Salted text of one value; or of a list, row by row, where `#<hash>` stands for a purged row. */
export type Body = string | readonly string[];

/** As stored and as mirrored: the texts, what indexes need of the head, and the chain. */
export interface Entry {
  readonly id: string;
  readonly device: string;
  readonly seq: number;
  readonly subject: string;
  readonly stamp: Stamp;
  readonly kind: string;
  readonly head: string;
  readonly body: Body | null;
  readonly prev: string;
  readonly hash: string;
}

/** What `decide` makes: no id, no time, no chain yet. */
export interface Draft {
  readonly subject: string;
  readonly kind: string;
  readonly version: number;
  readonly body: SealedBody;
  readonly happenedAt?: number;
  readonly to?: string;
}

export interface SealedBody {
  readonly text: Body;
  readonly hash: string;
}

/** When a device wrote by its own clock, and in which run of that clock (seal-all.ts, epochAfter). */
export interface Reading {
  /** 0 in the first; any other number tells no more than that it is another run. */
  readonly epoch: number;
  /** `recordedAt`, UTC ms. */
  readonly at: number;
}

/** Where a device's chain ends. */
export interface Tip {
  readonly device: string;
  readonly seq: number;
  readonly hash: string;
  readonly stamp: Stamp | null;
  /** Of the last entry; absent where there is none. */
  readonly last?: Reading & { readonly clockOffset: number };
}

/** `prev` of a device's first entry. */
export const ORIGIN = '0'.repeat(64);

const ofText = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

export const { bodyHash, headHashOf, chainHashOf } = entryHashes({
  ofText,
  ofHashes: (hashes) => bytesToHex(sha256(hexToBytes(hashes.join('')))),
});

/** Text of a value with its salt: equal values of two entries cannot be told apart by hash. */
export function sealBody(value: unknown, salt: string): SealedBody {
  const text = JSON.stringify([salt, value]);
  return { text, hash: bodyHash(text) };
}

/** A list whose rows can be purged one by one. */
export function sealList(rows: readonly unknown[], saltOf: (index: number) => string): SealedBody {
  const texts = rows.map((row, index) => JSON.stringify([saltOf(index), row]));
  return { text: texts, hash: bodyHash(texts) };
}

/** Takes one row out of a list; its hash stays, so the entry still verifies. */
export function purgeRow(body: readonly string[], index: number): readonly string[] {
  return body.map((row, at) => (at === index && !row.startsWith('#') ? `#${ofText(row)}` : row));
}

/** The value inside a salted text. Throws when the text is not ours: that is a broken store. */
export function openBody(text: string): unknown {
  const pair: unknown = JSON.parse(text);
  assert(Array.isArray(pair) && pair.length === 2, 'a body is salt and value');
  return pair[1];
}

/** The rows of a list; a purged row is `undefined`. */
export function openList(rows: readonly string[]): readonly unknown[] {
  return rows.map((row) => (row.startsWith('#') ? undefined : openBody(row)));
}

export interface Sealing {
  readonly id: string;
  readonly now: number;
  /** What `now` was put right by, ms. */
  readonly clockOffset?: number;
  readonly stamp: Stamp;
  readonly operator: string;
  /** The run of the clock; that of the entry before where it is not given. */
  readonly epoch?: number;
}

/** Puts a draft at the end of a chain. */
export function seal(draft: Draft, tip: Tip, sealing: Sealing): Entry {
  const epoch = sealing.epoch ?? tip.last?.epoch ?? 0;
  const head: Head & { readonly seq: number } = {
    id: sealing.id,
    device: tip.device,
    seq: tip.seq + 1,
    stamp: sealing.stamp,
    recordedAt: sealing.now,
    ...(epoch === 0 ? {} : { epoch }),
    ...(sealing.clockOffset ? { clockOffset: sealing.clockOffset } : {}),
    ...(draft.happenedAt === undefined ? {} : { happenedAt: draft.happenedAt }),
    operator: sealing.operator,
    subject: draft.subject,
    kind: draft.kind,
    version: draft.version,
    bodyHash: draft.body.hash,
    ...(draft.to === undefined ? {} : { to: draft.to }),
  };
  const text = JSON.stringify(head);
  return {
    id: head.id,
    device: head.device,
    seq: head.seq,
    subject: head.subject,
    stamp: head.stamp,
    kind: head.kind,
    head: text,
    body: draft.body.text,
    prev: tip.hash,
    hash: chainHash(tip.hash, text),
  };
}

export function tipAfter(entry: Entry): Tip {
  const { device, seq, hash, stamp } = entry;
  const head = readHead(entry);
  const last = { ...readingOf(head), clockOffset: head.clockOffset ?? 0 };
  return { device, seq, hash, stamp, last };
}

export function readingOf({ epoch = 0, recordedAt }: Pick<Head, 'epoch' | 'recordedAt'>): Reading {
  return { epoch, at: recordedAt };
}

function chainHash(prev: string, head: string): string {
  return chainHashOf(prev, headHashOf(head));
}

/** The text of a head as a value; undefined when it is no JSON. */
export function readHeadText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Reads a head loosely: fields of a newer console are kept in the text, ignored here. */
export function readHead(entry: Pick<Entry, 'head'>): Head {
  return JSON.parse(entry.head) as Head;
}

export type Breakage =
  | 'headAltered'
  | 'bodyAltered'
  | 'columnsDiffer'
  | 'chainBroken'
  | 'gap'
  | 'otherDevice';

/** One entry by itself: its hash, its body's hash, and that the indexed columns repeat the head. */
export function verifyEntry(entry: Entry): Result<Head, Breakage> {
  if (chainHash(entry.prev, entry.head) !== entry.hash) return fail('headAltered');
  const head = readHead(entry);
  const repeated =
    head.id === entry.id &&
    head.device === entry.device &&
    (head.seq ?? entry.seq) === entry.seq &&
    head.subject === entry.subject &&
    head.stamp === entry.stamp &&
    head.kind === entry.kind;
  if (!repeated) return fail('columnsDiffer');
  if (entry.body !== null && bodyHash(entry.body) !== head.bodyHash) return fail('bodyAltered');
  return ok(head);
}

/** A device's entries in order of seq, from `tip` on. */
export function verifyChain(
  entries: readonly Entry[],
  tip: Tip,
): Result<Tip, { readonly seq: number; readonly breakage: Breakage }> {
  let at = tip;
  for (const entry of entries) {
    const refuse = (breakage: Breakage) => fail({ seq: entry.seq, breakage });
    if (entry.device !== at.device) return refuse('otherDevice');
    if (entry.seq !== at.seq + 1) return refuse('gap');
    if (entry.prev !== at.hash) return refuse('chainBroken');
    const verified = verifyEntry(entry);
    if (!verified.ok) return refuse(verified.error);
    at = tipAfter(entry);
  }
  return ok(at);
}
