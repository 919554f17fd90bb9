// The market's word that somebody is off, taken from the files it delivered and laid against what the
// market did: nothing here asks what the product made of it.
import type { Entry } from '../../../shared/log/entry.ts';
import type { Truth } from '../../../shared/drill/market/meters.ts';
import { SUPPLIER } from './customers.ts';
import type { Brought } from './mail.ts';

export interface WordOfOff {
  readonly file: string;
  readonly mprn: string;
  /** Of the answer. */
  readonly txRefNbr: string;
  /** When the meter was switched in truth, UTC ms. */
  readonly offAt: number;
}

/** De-energised, as the market has it [C]. */
const saysOff = new Set<string>(['106D', '306']);

/** Of the files that came whole those that tell how a customer of ours is in truth: off, and by that message. */
export function wordsOfOff(brought: Iterable<Brought>, { meters }: Truth): readonly WordOfOff[] {
  return [...brought].flatMap(({ name, answer: { message, about }, isTorn }) => {
    if (isTorn || !saysOff.has(message.type) || !('MPRN' in message.body)) return [];
    const mprn = message.body.MPRN;
    const meter = meters.get(mprn);
    const last = meter?.history.at(-1);
    if (meter === undefined || last === undefined || last.isOn || meter.supplier !== SUPPLIER)
      return [];
    if (last.cause.by !== 'message' || last.cause.txRefNbr !== about) return [];
    return [{ file: name, mprn, txRefNbr: message.header.TxRefNbr, offAt: last.at }];
  });
}

/** Which answers are on a console's disk, by their numbers in the texts that lie there. */
export class OnDisk {
  readonly #read = new Set<string>();
  readonly #texts = new Map<string, string>();

  has({ mprn, txRefNbr }: WordOfOff, entries: readonly Entry[]): boolean {
    for (const entry of entries) this.#take(entry);
    return this.#texts.get(mprn)?.includes(txRefNbr) === true;
  }

  #take({ hash, subject, body }: Entry): void {
    if (this.#read.has(hash) || typeof body !== 'string') return;
    this.#read.add(hash);
    const mprn = subject.split(':')[1] ?? '';
    this.#texts.set(mprn, `${this.#texts.get(mprn) ?? ''}\n${body}`);
  }
}
