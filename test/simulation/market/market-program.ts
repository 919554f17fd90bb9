// The market as a program in a night: it dies with all that it has in memory, and comes back as what its
// options and what was done to it make of it, both kept as text. While it is down it takes nothing, says
// nothing, and nobody answers its phone; whatever was under way in it goes on when it is back.
import type { DailyLine } from '../../../shared/domain/daily-events.ts';
import type { Delivered } from '../../../shared/drill/market/chain.ts';
import type { Told } from '../../../shared/drill/market/inputs.ts';
import { Market, replay } from '../../../shared/drill/market/market.ts';
import type { MarketOptions } from '../../../shared/drill/market/options.ts';
import type { PhoneAnswer, PhoneCall } from '../../../shared/drill/market/phone.ts';
import type { MessageOf } from '../../../shared/market/messages.ts';

type Outstanding = ReturnType<Market['outstanding']>;

export class MarketProgram {
  readonly #options: string;
  #market: Market;
  /** Of all that it ever said so much was taken by whoever carries it. */
  #taken: readonly Delivered[] = [];
  /** Said, and not taken when it died. */
  #left: readonly Delivered[] = [];
  #down: { readonly told: string; readonly picture: string } | null = null;
  /** It dies as soon as it has noted a 017, before it does anything with it. */
  diesOf: () => boolean = () => false;
  onDied: () => void = () => undefined;
  /** It came back, and is not the one that died. */
  onDiffers: () => void = () => undefined;
  /** A broken one: what it has kept of what was done to it. */
  keeps: (told: readonly Told[]) => readonly Told[] = (told) => told;

  constructor(options: MarketOptions) {
    this.#options = JSON.stringify(options);
    this.#market = new Market(options);
  }

  get isUp(): boolean {
    return this.#down === null;
  }

  die(): void {
    if (!this.isUp) return;
    const told = JSON.stringify(this.keeps(this.#market.told));
    this.#down = { told, picture: pictureOf(this.#market) };
    this.onDied();
  }

  comeBack(): void {
    if (this.#down === null) return;
    const { told, picture } = this.#down;
    const again = replay(
      JSON.parse(this.#options) as MarketOptions,
      JSON.parse(told) as readonly Told[],
    );
    const said = again.advance(this.#market.now);
    const before = said.slice(0, this.#taken.length);
    const isSame =
      JSON.stringify(before) === JSON.stringify(this.#taken) && pictureOf(again) === picture;
    if (!isSame) this.onDiffers();
    this.#left = said.slice(this.#taken.length);
    this.#market = again;
    this.#down = null;
  }

  /** False while it is down: whoever brings it keeps it. */
  send(message: MessageOf<'017'>, at: number): boolean {
    if (!this.isUp) return false;
    this.#market.send(message, at);
    if (this.diesOf()) this.die();
    return true;
  }

  advance(to: number): readonly Delivered[] {
    if (!this.isUp) return [];
    const said = [...this.#left, ...this.#market.advance(to)];
    this.#left = [];
    this.#taken = [...this.#taken, ...said];
    return said;
  }

  phone(call: PhoneCall): PhoneAnswer {
    return this.isUp ? this.#market.phone(call) : { ask: call.ask, outcome: 'noAnswer' };
  }

  cancelInEmma(txRefNbr: string, at: number): ReturnType<Market['cancelInEmma']> {
    return this.isUp ? this.#market.cancelInEmma(txRefNbr, at) : 'notThere';
  }

  /** Null while there is nothing to look at. */
  outstanding(): Outstanding | null {
    return this.isUp ? this.#market.outstanding() : null;
  }

  changeSupplier(...of: Parameters<Market['changeSupplier']>): void {
    this.#market.changeSupplier(...of);
  }

  /** The newest list (603) as it sent it, whatever became of that; null before a day was over. */
  newestList(): { readonly day: string; readonly lines: readonly DailyLine[] } | null {
    const lists = [...this.#taken, ...this.#left].flatMap(({ message }) =>
      message.type === '603' ? [message] : [],
    );
    const day = lists.at(-1)?.body.ReconciliationDate;
    if (day === undefined) return null;
    const lines = lists.flatMap((list) => (list.body.ReconciliationDate === day ? list.lines : []));
    return {
      day,
      lines: lines.map(({ MessageTypeCode: type, TxRefNbr: txRefNbr }) => ({ type, txRefNbr })),
    };
  }

  isIdle(): boolean {
    return this.isUp && this.#left.length === 0 && this.#market.isIdle();
  }

  /** Of a market that is down: as it was. */
  get truth(): Market['truth'] {
    return this.#market.truth;
  }

  waiting(): ReturnType<Market['waiting']> {
    return this.#market.waiting();
  }
}

function pictureOf(market: Market): string {
  const { meters, effects, doubled, cutOffs } = market.truth;
  const truth = [[...meters], [...effects], doubled, cutOffs];
  return JSON.stringify([truth, market.outstanding(), market.waiting()]);
}
