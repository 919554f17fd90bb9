// The text of an exchange's request. Its entries are most of it, and are known before the rest: they
// may be made ready while the gateway still works on the batch before.
import type { ExchangeRequest } from './protocol.ts';

export class ExchangeTexts {
  readonly #ready = new WeakMap<object, string>();

  /** Makes the text of entries that will soon be sent as this very list. */
  prepare(entries: ExchangeRequest['entries']): void {
    this.#ready.set(entries, JSON.stringify(entries));
  }

  of(request: ExchangeRequest): string {
    const { entries, ...rest } = request;
    const ready = this.#ready.get(entries);
    if (ready === undefined) return JSON.stringify(request);
    return `${JSON.stringify(rest).slice(0, -1)},"entries":${ready}}`;
  }
}
