// A seeded night as a desk writes it: reports, claims, calls, the answers of the script, outcomes and
// power, sealed into one real chain. The same texts go to our gateway and to every peer.
import { seal, sealBody, tipAfter, ORIGIN, type Entry, type Tip } from '../../shared/log/entry.ts';
import { uuid7 } from '../../shared/log/ids.ts';
import { nextStamp } from '../../shared/log/stamp.ts';
import { draft, draftRows, type IntakeRow } from '../../shared/domain/events.ts';
import type { Facts } from '../../shared/domain/facts.ts';
import type { Draft } from '../../shared/log/entry.ts';
import { customerAt, mprnAt, seededRandom } from '../synthetic.ts';

export const START = Date.parse('2026-11-21T20:11:00Z');
const MINUTE = 60_000;
const CHUNK_ROWS = 500;
const OPERATOR = 'Aoife Murphy';

/** Writes drafts at the end of one device's chain; ids, salts and times follow from the seed. */
class Writer {
  #tip: Tip;
  #now = START;
  readonly #random: () => number;
  readonly #bytes: (count: number) => Uint8Array;

  constructor(device: string, seed: number) {
    this.#tip = { device, seq: 0, hash: ORIGIN, stamp: null };
    this.#random = seededRandom(seed);
    this.#bytes = (count) =>
      Uint8Array.from({ length: count }, () => Math.floor(this.#random() * 256));
  }

  readonly salt = (): string => Buffer.from(this.#bytes(8)).toString('hex');
  readonly random = (): number => this.#random();
  readonly newId = (): string => uuid7(this.#now, this.#bytes);

  get now(): number {
    return this.#now;
  }

  write(each: Draft): Entry {
    this.#now += 200 + Math.floor(this.#random() * 4000);
    const entry = seal(each, this.#tip, {
      id: this.newId(),
      now: this.#now,
      stamp: nextStamp(this.#tip.stamp, this.#now, this.#tip.device),
      operator: OPERATOR,
    });
    this.#tip = tipAfter(entry);
    return entry;
  }
}

function factsAt(index: number, random: () => number): Facts {
  const { name, account, phone, address, eircode, serial } = customerAt(index, random);
  return {
    name,
    account,
    phone,
    address,
    eircode,
    serial,
    register: random() < 0.01 ? 'priority' : random() < 0.08 ? 'special' : 'none',
    ctf: '04',
    status: 'DR',
    paidAt: START - Math.floor(random() * 100) * MINUTE,
    amountCents: 2000,
    message017: { state: random() < 0.5 ? 'queuedInEmma' : 'notSent' },
    openD05: random() < 0.1 ? 'yes' : 'no',
    failurePoint: 7,
  };
}

/** What one customer's call leaves behind: about a dozen entries. */
function callOf(writer: Writer, index: number, isReported: boolean): readonly Draft[] {
  const subject = `mprn:${mprnAt(index)}`;
  const options = () => ({ salt: writer.salt() });
  const call = writer.newId();
  const answer = (step: string, given: string, fields?: Record<string, string>) =>
    draft(
      subject,
      'step.answered',
      {
        script: 'networks-reenergise',
        scriptVersion: 1,
        step,
        answer: given,
        call,
        ...(fields === undefined ? {} : { fields }),
      },
      options(),
    );
  const reference = `B-${call.slice(-4).toUpperCase()}-${index % 1000}`;
  return [
    ...(isReported
      ? []
      : [
          draft(
            subject,
            'case.reported',
            { source: 'call', facts: factsAt(index, writer.random), noticedAt: writer.now },
            options(),
          ),
        ]),
    draft(subject, 'case.claimed', {}, options()),
    draft(subject, 'call.started', { call, to: 'networks', number: '1800372757' }, options()),
    draft(subject, 'call.joined', { call }, options()),
    answer('answered', 'answered', { person: 'Declan' }),
    answer('safety', 'call'),
    answer('secondIdentifier', 'given', { serial: String(100_000_000 + index) }),
    answer('queuedD05', 'waiting'),
    answer('reference', 'given', { esbnReference: `N${100_000 + index}` }),
    draft(
      subject,
      'outcome.recorded',
      {
        outcome: 'done',
        call,
        reference,
        esbnReference: `N${100_000 + index}`,
        person: 'Declan',
        promisedAt: writer.now + 30 * MINUTE,
        note: 'They switch it remotely within half an hour; the customer was told to wait by the meter.',
      },
      options(),
    ),
    draft(subject, 'call.left', { call }, options()),
    draft(
      subject,
      'case.noted',
      { note: 'Rang the customer, no answer, will ring again at ten past.' },
      options(),
    ),
    draft(
      subject,
      'power.recorded',
      {
        level: 'claimed',
        by: 'customer',
        backAt: writer.now,
        learntAt: writer.now,
        person: 'the customer',
      },
      options(),
    ),
  ];
}

/** `count` entries of one desk, as they would be drained after a night without a network. */
export function nightOf(device: string, count: number, seed: number): readonly Entry[] {
  const writer = new Writer(device, seed);
  const entries: Entry[] = [];
  for (let index = 0; entries.length < count; index++)
    for (const each of callOf(writer, index, false))
      if (entries.length < count) entries.push(writer.write(each));
  return entries;
}

/** A file of `cases` customers in chunks, and the calls of the first `called` of them. */
export function outageOf(
  device: string,
  cases: number,
  called: number,
  seed: number,
): readonly Entry[] {
  const writer = new Writer(device, seed);
  const entries: Entry[] = [];
  const intake = writer.newId();
  for (let from = 0; from < cases; from += CHUNK_ROWS) {
    const rows = rowsAt(from, Math.min(cases, from + CHUNK_ROWS), writer.random);
    const head = {
      file: 'hub-outage.csv',
      intake,
      chunk: Math.floor(from / CHUNK_ROWS),
      rows: rows.length,
    };
    entries.push(writer.write(draftRows(`intake:${intake}`, head, rows, writer.salt)));
  }
  for (let index = 0; index < called; index++)
    for (const each of callOf(writer, index, true)) entries.push(writer.write(each));
  return entries;
}

function rowsAt(from: number, to: number, random: () => number): readonly IntakeRow[] {
  return Array.from({ length: to - from }, (_, at) => ({
    mprn: mprnAt(from + at),
    record: from + at,
    source: 'file' as const,
    noticedAt: START,
    facts: factsAt(from + at, random),
  }));
}

/** One small entry more, as a desk of the crowd writes it. */
export function noteAfter(tip: Tip, at: number, newId: string, salt: string): Entry {
  const text = { note: 'Rang the customer, no answer, will ring again at ten past.' };
  return seal(
    {
      subject: `mprn:${mprnAt(at % 20_000)}`,
      kind: 'case.noted',
      version: 1,
      body: sealBody(text, salt),
    },
    tip,
    {
      id: newId,
      now: START + at,
      stamp: nextStamp(tip.stamp, START + at, tip.device),
      operator: OPERATOR,
    },
  );
}
