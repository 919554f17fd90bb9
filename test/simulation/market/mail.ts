// Between the agent's folders and the market: EMMA, which takes files out of the outbox when it likes
// to, and whatever carries the market's answers into the inbox, late, twice, in another order, torn or
// never. Both are the harness's own; what it saw go by is what the night is judged by.
import { must } from '../../../shared/lib/check.ts';
import type { Delivered } from '../../../shared/drill/market/chain.ts';
import { readXml, writeXml } from '../../../shared/market/xml.ts';
import type { MessageOf } from '../../../shared/market/messages.ts';
import type { MemoryFolder } from '../../support/memory-folder.ts';
import type { Clock } from '../clock.ts';
import type { MarketProgram } from './market-program.ts';

const SECOND = 1000;
const LATE_MS = 60 * SECOND;
/** EMMA tries a market that is down so often. */
const AGAIN_MS = 10 * SECOND;

/** A 017 that came to lie in the outbox. */
export interface Sent017 {
  readonly at: number;
  readonly name: string;
  readonly txRefNbr: string;
  readonly mprn: string;
  /** EMMA has given it to the market. */
  isGiven: boolean;
}

/** An answer as it was laid into the inbox. */
export interface Brought {
  readonly name: string;
  readonly text: string;
  readonly answer: Delivered;
  readonly isTorn: boolean;
}

export interface MailOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly market: MarketProgram;
  readonly folder: MemoryFolder;
  readonly fault: (name: string) => void;
  readonly onSent: (sent: readonly Sent017[], newest: Sent017) => void;
}

export class Mail {
  isHealed = false;
  readonly sent: Sent017[] = [];
  readonly brought = new Map<string, Brought>();
  /** What never comes, also when all is well. */
  loses: (answer: Delivered) => boolean = () => false;
  readonly #options: MailOptions;
  #noticed = 0;
  #files = 0;
  /** Of the newest answer in the inbox, UTC ms. */
  #newestAt = 0;
  /** Files that are on their way into the inbox, or out of the outbox. */
  #underWay = 0;

  constructor(options: MailOptions) {
    this.#options = options;
  }

  get isIdle(): boolean {
    return this.#underWay === 0 && this.#options.folder.outbox.size === 0;
  }

  /** After every step of the agent: what has come to lie in the outbox since. */
  notice(): void {
    const { folder, clock, fault, onSent } = this.#options;
    for (const name of folder.sent.slice(this.#noticed)) {
      const { header, body } = read017(must(folder.outbox.get(name), 'it has just been put there'));
      const [txRefNbr, mprn] = [header.TxRefNbr, body.MPRN];
      const newest: Sent017 = { at: clock.now, name, txRefNbr, mprn, isGiven: false };
      this.sent.push(newest);
      fault('017 in the outbox');
      this.bring();
      onSent(this.sent, newest);
    }
    this.#noticed = folder.sent.length;
  }

  /** EMMA looks into the outbox. */
  collect(): void {
    const { folder, market, random } = this.#options;
    if (!market.isUp) return;
    for (const [name, text] of folder.outbox) {
      if (!this.isHealed && random() < 0.4) continue;
      folder.outbox.delete(name);
      this.#give(name, text, this.isHealed ? SECOND : random() * 60 * SECOND);
    }
  }

  /** Taken from the outbox it is EMMA's, and waits with it for a market that is down. */
  #give(name: string, text: string, ms: number): void {
    const { market, clock } = this.#options;
    this.#later(ms, () => {
      if (!market.send(read017(text), clock.now)) return this.#give(name, text, AGAIN_MS);
      this.bring();
      for (const each of this.sent) if (each.name === name) each.isGiven = true;
    });
  }

  /** What the market has said since the last time. */
  bring(): void {
    const { market, clock, random, fault } = this.#options;
    const chance = (share: number) => !this.isHealed && random() < share;
    for (const answer of market.advance(clock.now)) {
      if (chance(0.04) || this.loses(answer)) {
        fault('answer lost on its way');
        continue;
      }
      const wait = () => (this.isHealed ? SECOND : random() * 90 * SECOND);
      if (chance(0.1)) {
        fault('answer twice');
        this.#lay(answer, wait());
      }
      if (chance(0.05)) {
        fault('answer torn');
        this.#lay(answer, wait(), true);
      }
      this.#lay(answer, wait());
    }
  }

  /** Somebody puts a file that was set aside into the inbox once more. */
  again({ answer, isTorn }: Brought): void {
    if (!isTorn) this.#lay(answer, SECOND);
  }

  #lay(answer: Delivered, ms: number, isTorn = false): void {
    const { folder, clock, fault } = this.#options;
    this.#files += 1;
    const name = `${answer.message.type}-${this.#files}.xml`;
    const whole = writeXml(answer.message, 'utc');
    const text = isTorn ? whole.slice(0, whole.length / 2) : whole;
    this.#later(ms, () => {
      const { at } = answer;
      if (clock.now - at > LATE_MS) fault('answer late');
      if (at < this.#newestAt) fault('answer overtaken');
      this.#newestAt = Math.max(this.#newestAt, at);
      folder.write(name, text);
      this.brought.set(name, { name, text, answer, isTorn });
    });
  }

  #later(ms: number, work: () => void): void {
    this.#underWay += 1;
    this.#options.clock.after(ms, () => {
      this.#underWay -= 1;
      work();
    });
  }
}

function read017(text: string): MessageOf<'017'> {
  const read = readXml(text, 'utc');
  if (!read.ok || read.value.message.type !== '017')
    throw new Error('The agent writes nothing but 017s that can be read');
  return read.value.message;
}
