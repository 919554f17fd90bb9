// The journal in plain memory, for simulations: what the contract means, with no file around it.
import { shownHash, shownHead } from '../../shared/log/shown.ts';
import { markAfter } from './marks.ts';
import { sizeOf, storedBody } from './stored-entry.ts';
import type {
  Author,
  ChainEnd,
  Device,
  FeedRow,
  Invite,
  Journal,
  JournalEntry,
  Organisation,
  ReadEntry,
} from './journal.ts';

interface Held {
  readonly entries: JournalEntry[];
  readonly byPlace: Map<string, JournalEntry>;
  readonly chains: Map<string, ChainEnd>;
  readonly feeds: Map<string, { readonly mark: string; readonly entry: JournalEntry }[]>;
  readonly audiences: Map<string, string[]>;
  readonly organisations: Map<string, Organisation>;
  readonly invites: Map<string, Invite>;
  readonly devices: Map<string, { readonly device: Device; readonly tokenHash: string }>;
  readonly seen: Map<string, number>;
  readonly recovery: { isBackup: boolean; until: number | null };
}

export class MemoryJournal implements Journal {
  #held: Held;

  constructor(held?: Held) {
    this.#held = held ?? {
      entries: [],
      byPlace: new Map(),
      chains: new Map(),
      feeds: new Map(),
      audiences: new Map(),
      organisations: new Map(),
      invites: new Map(),
      devices: new Map(),
      seen: new Map(),
      recovery: { isBackup: false, until: null },
    };
  }

  /** A copy as it stands, as a backup is one. */
  backup(): MemoryJournal {
    const copy = copyOf(this.#held);
    return new MemoryJournal({ ...copy, recovery: { ...copy.recovery, isBackup: true } });
  }

  write<R>(work: () => R): R {
    const before = copyOf(this.#held);
    try {
      return work();
    } catch (error) {
      this.#held = before;
      throw error;
    }
  }

  chainEnd(device: string): ChainEnd | null {
    return this.#held.chains.get(device) ?? null;
  }

  hashAt(device: string, seq: number): string | null {
    return this.#held.byPlace.get(`${device}/${seq}`)?.hash ?? null;
  }

  refusedAt(device: string, seq: number) {
    return this.#held.byPlace.get(`${device}/${seq}`)?.refused ?? null;
  }

  append(entry: JournalEntry, audience: readonly string[], author: Author): void {
    const key = `${entry.device}/${entry.seq}`;
    if (this.#held.byPlace.has(key)) throw new Error(`${key} is there already`);
    this.#held.entries.push(entry);
    this.#held.byPlace.set(key, entry);
    this.#held.chains.set(entry.device, { seq: entry.seq, hash: entry.hash });
    for (const organisation of audience) {
      if (entry.subject !== null) this.#allow(entry.subject, organisation);
      const isOwn = organisation === author.organisation;
      this.#feedIn(organisation, entry, isOwn ? entry.hash : author.shownHash());
    }
  }

  audienceOf(subject: string): readonly string[] {
    return this.#held.audiences.get(subject) ?? [];
  }

  widen(subject: string, organisation: string): void {
    if (this.audienceOf(subject).includes(organisation)) return;
    this.#allow(subject, organisation);
    for (const entry of this.#held.entries)
      if (entry.subject === subject) {
        const isOwn = this.device(entry.device)?.organisation === organisation;
        const hash = isOwn ? entry.hash : shownHash(shownHead(entry.head ?? '{}'));
        this.#feedIn(organisation, entry, hash);
      }
  }

  feed(
    organisation: string,
    after: number,
    limits: { readonly entries: number; readonly bytes: number; readonly exceptDevice: string },
  ) {
    const rows: FeedRow[] = [];
    let readTo = after;
    let bytes = 0;
    for (const { entry } of (this.#held.feeds.get(organisation) ?? []).slice(after)) {
      const own = entry.device === limits.exceptDevice;
      const size = own ? 0 : sizeOf({ ...entry, body: storedBody(entry.body) });
      if (rows.length === limits.entries || (rows.length > 0 && bytes + size > limits.bytes))
        return { rows, readTo, more: true };
      readTo += 1;
      if (own) continue;
      bytes += size;
      rows.push({ number: readTo, entry: readEntry(entry) });
    }
    return { rows, readTo, more: false };
  }

  markAt(organisation: string, number: number): string | null {
    if (number === 0) return '';
    return this.#held.feeds.get(organisation)?.[number - 1]?.mark ?? null;
  }

  chainEnds(organisation: string): ReadonlyMap<string, number> {
    return new Map(this.devices(organisation).map(({ id }) => [id, this.chainEnd(id)?.seq ?? 0]));
  }

  addOrganisation(organisation: Organisation): void {
    this.#held.organisations.set(organisation.id, organisation);
  }

  organisation(id: string): Organisation | null {
    return this.#held.organisations.get(id) ?? null;
  }

  organisations(): readonly Organisation[] {
    return [...this.#held.organisations.values()].sort((one, other) =>
      one.id < other.id ? -1 : 1,
    );
  }

  addInvite(invite: Invite): void {
    this.#held.invites.set(invite.codeHash, invite);
  }

  takeInvite(codeHash: string, now: number): Invite | null {
    const invite = this.#held.invites.get(codeHash);
    this.#held.invites.delete(codeHash);
    return invite === undefined || invite.expiresAt < now ? null : invite;
  }

  putDevice(device: Device, tokenHash: string): void {
    const before = this.#held.devices.get(device.id);
    if (before !== undefined && before.device.organisation !== device.organisation) return;
    this.#held.devices.set(device.id, { device, tokenHash });
  }

  deviceByToken(tokenHash: string): Device | null {
    for (const each of this.#held.devices.values())
      if (each.tokenHash === tokenHash) return each.device;
    return null;
  }

  device(id: string): Device | null {
    return this.#held.devices.get(id)?.device ?? null;
  }

  devices(organisation: string): readonly Device[] {
    return [...this.#held.devices.values()]
      .map(({ device }) => device)
      .filter((device) => device.organisation === organisation)
      .sort((one, other) => one.enrolledAt - other.enrolledAt || (one.id < other.id ? -1 : 1));
  }

  revoke(device: string, now: number): void {
    const found = this.#held.devices.get(device);
    if (found === undefined || found.device.revokedAt !== null) return;
    this.#held.devices.set(device, { ...found, device: { ...found.device, revokedAt: now } });
  }

  saw(device: string, now: number): void {
    this.#held.seen.set(device, now);
  }

  lastSeen(organisation: string): ReadonlyMap<string, number> {
    return new Map(
      this.devices(organisation).flatMap(({ id }) => {
        const at = this.#held.seen.get(id);
        return at === undefined ? [] : [[id, at] as const];
      }),
    );
  }

  isBackup(): boolean {
    return this.#held.recovery.isBackup;
  }

  recover(until: number): void {
    Object.assign(this.#held.recovery, { isBackup: false, until });
  }

  recoveringUntil(): number | null {
    return this.#held.recovery.until;
  }

  check(): void {}

  close(): void {}

  #allow(subject: string, organisation: string): void {
    const audience = this.#held.audiences.get(subject) ?? [];
    if (!audience.includes(organisation))
      this.#held.audiences.set(subject, [...audience, organisation]);
  }

  #feedIn(organisation: string, entry: JournalEntry, hash: string): void {
    const feed = this.#held.feeds.get(organisation) ?? [];
    const mark = markAfter(feed.at(-1)?.mark ?? '', feed.length + 1, hash);
    this.#held.feeds.set(organisation, [...feed, { mark, entry }]);
  }
}

function readEntry({ device, seq, prev, subject, refused, ...rest }: JournalEntry): ReadEntry {
  const { head, body, headHash } = rest;
  const texts = head === null ? { head, body: null, headHash } : { head, body };
  return { device, seq, prev, subject, refused, ...texts };
}

function copyOf(held: Held): Held {
  return {
    entries: [...held.entries],
    byPlace: new Map(held.byPlace),
    chains: new Map(held.chains),
    feeds: new Map(held.feeds),
    audiences: new Map(held.audiences),
    organisations: new Map(held.organisations),
    invites: new Map(held.invites),
    devices: new Map(held.devices),
    seen: new Map(held.seen),
    recovery: { ...held.recovery },
  };
}
