// A desk that writes real entries into a real chain, and remembers what of the feed it has read.
import { ORIGIN, seal, sealBody, tipAfter, type Entry, type Tip } from '../../shared/log/entry.ts';
import { isSharedSubject } from '../../shared/log/seal-all.ts';
import { shownHead } from '../../shared/log/shown.ts';
import { laterStamp, nextStamp } from '../../shared/log/stamp.ts';
import {
  PROTOCOL,
  type ExchangeReply,
  type ExchangeRequest,
  type ShownEntry,
  type WireEntry,
} from '../../shared/sync/protocol.ts';

export const NOW = Date.parse('2026-11-21T20:11:00Z');

/** A device's id made of one repeated hexadecimal digit. */
export const idOf = (digit: string) =>
  `${digit.repeat(8)}-${digit.repeat(4)}-4${digit.repeat(3)}-8${digit.repeat(3)}-${digit.repeat(12)}`;

/** How it stands in another organisation's feed. */
export const shownOf = ({ head, body }: Entry): ShownEntry => ({
  shown: shownHead(head),
  body: body === null || typeof body === 'string' ? body : [...body],
});

export interface Writing {
  readonly to?: string;
  readonly kind?: string;
  /** UTC ms; a clock of its own. */
  readonly at?: number;
  /** Eight hexadecimal digits that its id and its salt are made of; its count in the chain otherwise. */
  readonly name?: string;
}

export class Desk<W extends { readonly id: string } = { readonly id: string }> {
  readonly who: W;
  readonly entries: Entry[] = [];
  #tip: Tip;
  cursor = 0;
  mark = '';

  constructor(who: W) {
    this.who = who;
    this.#tip = { device: who.id, seq: 0, hash: ORIGIN, stamp: null };
  }

  write(
    subject: string,
    note: string,
    { to, kind = 'case.noted', at = NOW, name = this.#count() }: Writing = {},
  ): Entry {
    const before = isSharedSubject(subject)
      ? (this.entries.findLast((each) => each.subject === subject)?.stamp ?? null)
      : this.#tip.stamp;
    const entry = seal(
      {
        subject,
        kind,
        version: 1,
        body: sealBody({ note }, `salt ${name}`),
        ...(to === undefined ? {} : { to }),
      },
      this.#tip,
      {
        id: idOf('a').slice(0, -8) + name,
        now: at,
        stamp: nextStamp(before, at, this.who.id),
        operator: 'Aoife',
      },
    );
    this.entries.push(entry);
    this.#tip = { ...tipAfter(entry), stamp: laterStamp(this.#tip.stamp, entry.stamp) };
    return entry;
  }

  #count(): string {
    return String(this.entries.length).padStart(8, '0');
  }

  request(
    entries: readonly WireEntry[] = [],
    more: Partial<ExchangeRequest> = {},
  ): ExchangeRequest {
    return {
      protocol: PROTOCOL,
      device: this.who.id,
      cursor: this.cursor,
      mark: this.mark,
      entries: [...entries],
      ...more,
    };
  }

  heard({ cursor, mark }: ExchangeReply): void {
    this.cursor = cursor;
    this.mark = mark;
  }
}
