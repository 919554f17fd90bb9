// Colleagues without a screen, in one room at one laptop: two ring about customers, the third about D05s
// and about what is still not known. They are the people of the sample night (`shared/drill/night`), at a
// log that travels over a real gateway; releasing, sending, reading answers and
// taking those as proofs that a screen offers (`Y`) is not theirs.
import { isReady } from '../../shared/domain/closing.ts';
import { shippedPlan } from '../../shared/domain/back-fix.ts';
import { planOf } from '../../shared/domain/recovery-plan.ts';
import type { Delivered } from '../../shared/drill/market/chain.ts';
import type { Market } from '../../shared/drill/market/market.ts';
import { Desks, first, supervisor } from '../../shared/drill/night/desks.ts';
import { Follow } from '../../shared/drill/night/follow.ts';
import { Judge } from '../../shared/drill/night/judge.ts';
import { RecoveryWork } from '../../shared/drill/night/recovery.ts';
import type { Sample } from '../../shared/drill/night/sample.ts';
import { Stage } from '../../shared/drill/night/stage.ts';
import type { MessageOf } from '../../shared/market/messages.ts';
import { RoomLog } from './room-log.ts';

export class Room {
  readonly log: RoomLog;
  readonly stage: Stage;
  readonly judge: Judge;
  readonly recovery: RecoveryWork;
  readonly #desks: Desks;
  readonly #follow: Follow;

  constructor(sample: Sample, market: Market, now: number, seed: number) {
    this.log = new RoomLog(now, 'ABC', seed);
    // Whoever sits at the screen brings in the lists.
    const guards = { list: false, ask: true, replay: true, hear: true };
    this.stage = new Stage(sample, seed, guards, { log: this.log, market });
    this.#desks = new Desks(this.stage);
    this.recovery = new RecoveryWork(this.stage, this.#desks);
    this.#follow = new Follow(this.stage, this.recovery);
    this.judge = new Judge(this.stage, this.recovery);
  }

  /** A minute of it. */
  work(): void {
    this.#desks.finish();
    this.#desks.hearOfCrews();
    if (this.stage.hubBackAt !== null) this.#follow.sweep();
    this.#desks.start();
  }

  /** Rings about the D05s that would cut somebody off, one call after the other. */
  guard(): void {
    this.recovery.guard();
  }

  sent(messages: readonly MessageOf<'017'>[]): void {
    for (const { body, header } of messages)
      this.stage.sent.push({ mprn: body.MPRN, txRefNbr: header.TxRefNbr, at: this.stage.now });
  }

  worksOnly(these: readonly { readonly mprn: string }[]): void {
    this.leaves(this.stage.sample.rows.map(({ mprn }) => mprn));
    this.takes(these.map(({ mprn }) => mprn));
  }

  worksAllBut(mprns: readonly string[]): void {
    this.log.elsewhere.clear();
    this.leaves(mprns);
  }

  /** What the agent has brought in is looked at. */
  hears(delivered: readonly Delivered[]): void {
    this.#follow.hear(delivered);
    const elsewhere = [...this.log.elsewhere];
    this.log.elsewhere.clear();
    this.judge.look(delivered);
    this.leaves(elsewhere);
  }

  /** Somebody at a screen has said that these are hers. */
  leaves(mprns: readonly string[]): void {
    for (const mprn of mprns) this.log.elsewhere.add(mprn);
  }

  /** These are the room's again. */
  takes(mprns: readonly string[]): void {
    for (const mprn of mprns) this.log.elsewhere.delete(mprn);
  }

  /** The second person where two are wanted. */
  sign(): void {
    for (const row of this.recovery.rows()) {
      const { state, mprn } = row;
      if (state === null || mprn === null) continue;
      const plan = planOf(row, 7, shippedPlan);
      if (isReady(state, this.stage.fixOf(mprn), plan, supervisor.operator).is === 'needsSecond')
        this.stage.run(first, { do: 'signFixes', mprn });
    }
  }
}
