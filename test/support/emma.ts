// EMMA between the agent's folder and the hub of the simulated market: what lies in the outbox is taken
// away and sent, and answers are laid into the inbox, each written elsewhere and moved in whole.
import { readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Delivered } from '../../shared/drill/market/chain.ts';
import type { Market } from '../../shared/drill/market/market.ts';
import type { MessageOf } from '../../shared/market/messages.ts';
import { readXml, writeXml } from '../../shared/market/xml.ts';

export class Emma {
  readonly taken: MessageOf<'017'>[] = [];
  readonly #folder: string;
  readonly #market: Market;
  #laid = 0;

  constructor(folder: string, market: Market) {
    this.#folder = folder;
    this.#market = market;
  }

  names(room: 'outbox' | 'inbox' | 'poison'): readonly string[] {
    return readdirSync(join(this.#folder, room)).filter((name) => !name.startsWith('.'));
  }

  take(at: number): readonly MessageOf<'017'>[] {
    const fresh = this.names('outbox').map((name) => {
      const path = join(this.#folder, 'outbox', name);
      const read = readXml(readFileSync(path, 'utf8'), 'utc');
      if (!read.ok || read.value.message.type !== '017') throw new Error(`${name} is no 017`);
      rmSync(path);
      return read.value.message;
    });
    for (const message of fresh) this.#market.send(message, at);
    this.taken.push(...fresh);
    return fresh;
  }

  lay(delivered: readonly Delivered[]): void {
    for (const { message } of delivered) {
      const name = `${message.type}_${String((this.#laid += 1)).padStart(4, '0')}.xml`;
      const path = join(this.#folder, `${name}.tmp`);
      writeFileSync(path, writeXml(message, 'utc'));
      utimesSync(path, 0, 0);
      renameSync(path, join(this.#folder, 'inbox', name));
    }
  }
}
