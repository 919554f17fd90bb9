// The port between the gateway and whatever keeps its journal: chains of devices, and for every
// organisation one numbered feed of what it may see. Answers are immediate (the file is local) and
// a write is durable when it returns. One contract suite runs over every implementation.
import type { Role } from '../../shared/sync/calls.ts';
import type { EntryRefusal } from '../../shared/sync/protocol.ts';

export interface Organisation {
  /** Market participant id, e.g. `ABC`. */
  readonly id: string;
  readonly name: string;
  /** ESB Networks: requests addressed to `networks` are in its feed. */
  readonly isNetworks: boolean;
}

export interface Device {
  readonly id: string;
  readonly organisation: string;
  readonly role: Role;
  /** UTC ms. */
  readonly enrolledAt: number;
  readonly revokedAt: number | null;
}

/** An entry as it lies in the journal; a refused one keeps its place in the chain and no text. */
export interface JournalEntry {
  readonly device: string;
  readonly seq: number;
  readonly prev: string;
  readonly headHash: string;
  readonly hash: string;
  /** What it is about, where others may come to see it too; null when it stays with its own. */
  readonly subject: string | null;
  readonly head: string | null;
  readonly body: string | readonly string[] | null;
  readonly refused: EntryRefusal | null;
}

/** Whose an entry is, and what stands for it in the feed of anybody else (shownHash). */
export interface Author {
  readonly organisation: string;
  readonly shownHash: () => string;
}

/** An entry as it is read: its hashes follow from its texts, and are given only where those are not. */
export type ReadEntry = Pick<JournalEntry, 'device' | 'seq' | 'prev' | 'subject' | 'refused'> &
  (
    | { readonly head: string; readonly body: JournalEntry['body'] }
    | { readonly head: null; readonly body: null; readonly headHash: string }
  );

export interface FeedRow {
  readonly number: number;
  readonly entry: ReadEntry;
}

export interface ChainEnd {
  readonly seq: number;
  readonly hash: string;
}

export interface Invite {
  readonly codeHash: string;
  readonly organisation: string;
  readonly role: Role;
  /** UTC ms. */
  readonly expiresAt: number;
}

export interface Journal {
  /** One durable transaction: all of it, or nothing when `work` throws. */
  write<R>(work: () => R): R;

  chainEnd(device: string): ChainEnd | null;
  /** Hash of a stored entry, to tell a repeat from a fork. */
  hashAt(device: string, seq: number): string | null;
  /** Why a stored entry was set aside; null when it was not. */
  refusedAt(device: string, seq: number): EntryRefusal | null;
  /** Puts an entry at the end of its chain and into the feeds of `audience`, which may see its subject. */
  append(entry: JournalEntry, audience: readonly string[], author: Author): void;
  /** Organisations that may see a subject, its owner first; empty when nobody wrote about it. */
  audienceOf(subject: string): readonly string[];
  /** Lets one more organisation see a subject: its history is appended to that feed. */
  widen(subject: string, organisation: string): void;

  /** What an organisation may see after `number`, without the entries of `exceptDevice`. */
  feed(
    organisation: string,
    after: number,
    limits: { readonly entries: number; readonly bytes: number; readonly exceptDevice: string },
  ): { readonly rows: readonly FeedRow[]; readonly readTo: number; readonly more: boolean };
  /**
   * The mark of a feed at a number: two feeds with one mark are the same up to there. '' at 0, null
   * where the feed has no such number. It follows from what that organisation is shown and from
   * nothing else.
   */
  markAt(organisation: string, number: number): string | null;
  /** How far every chain of an organisation's devices is known. */
  chainEnds(organisation: string): ReadonlyMap<string, number>;

  addOrganisation(organisation: Organisation): void;
  organisation(id: string): Organisation | null;
  organisations(): readonly Organisation[];

  addInvite(invite: Invite): void;
  /** Takes an invite out for good; null when there is none, or it has expired. */
  takeInvite(codeHash: string, now: number): Invite | null;

  /** A device with the hash of its token. Enrolling again replaces the token. */
  putDevice(device: Device, tokenHash: string): void;
  deviceByToken(tokenHash: string): Device | null;
  device(id: string): Device | null;
  devices(organisation: string): readonly Device[];
  revoke(device: string, now: number): void;
  /** A device exchanged just now. */
  saw(device: string, now: number): void;
  /** When each device of an organisation last exchanged; one that never did is not in it. */
  lastSeen(organisation: string): ReadonlyMap<string, number>;

  /** This file was made by a backup, and nobody has begun to recover from it yet. */
  isBackup(): boolean;
  /** Until when (UTC ms) consoles may bring back what was lost; no backup any more. */
  recover(until: number): void;
  recoveringUntil(): number | null;

  /** Throws when the journal cannot be read. */
  check(): void;
  close(): void;
}
