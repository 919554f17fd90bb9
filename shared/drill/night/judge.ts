// What became of a night: its figures, and whatever must never happen in one. The truth is the market's;
// what was noticed is the log's.
import { BACKSTOP_MINUTES, MINUTE } from '../../domain/backstop-clock.ts';
import { isSettled } from '../../domain/fix.ts';
import { isWaiting, isWorkable, laneOf } from '../../domain/lanes.ts';
import { isReady } from '../../domain/closing.ts';
import { rankOf, orderOfWork } from '../../domain/triage.ts';
import type { CaseState } from '../../domain/case.ts';
import type { Delivered } from '../market/chain.ts';
import { chosen, supervisor } from './desks.ts';
import type { RecoveryWork } from './recovery.ts';
import type { Stage } from './stage.ts';

export interface Figures {
  /** Customers of the sample who have paid and were off. */
  readonly customers: number;
  /** Minutes from payment to power. */
  readonly median: number;
  readonly ninety: number;
  readonly worst: number;
  readonly inTime: number;
  readonly late: number;
  /** Whose meter is off at the end of the night though they have paid, with or without a case. */
  readonly stillOff: number;
  /** Customers whose meter was on when another reconnection reached it or was asked of it. */
  readonly doubled: number;
  /** Customers switched off although they had paid. */
  readonly cutOff: number;
  readonly cutOffUnnoticed: number;
  readonly released: number;
  readonly proved: number;
  readonly rejected: number;
  readonly outcomeUnknown: number;
  readonly closedOnProof: number;
  readonly stillOpen: number;
}

export interface Judged {
  readonly figures: Figures;
  /** What must not be, in words; empty of a guarded night. */
  readonly problems: readonly string[];
}

export class Judge {
  readonly #stage: Stage;
  readonly #recovery: RecoveryWork;
  /** Cut-offs that were at the top of the queue when the evidence came. */
  readonly #noticed = new Set<string>();
  readonly #problems = new Set<string>();

  constructor(stage: Stage, recovery: RecoveryWork) {
    this.#stage = stage;
    this.#recovery = recovery;
  }

  /** At the end of a minute, with what came in at its beginning. */
  look(delivered: readonly Delivered[]): void {
    const cut = delivered.filter(({ message: { type } }) => type === '106D' || type === '306');
    if (cut.length > 0) this.#lookAtTop(cut);
    if (this.#stage.now % (30 * MINUTE) === 0) this.#lookForSteps();
  }

  #lookAtTop(cut: readonly Delivered[]): void {
    const { log, market, now } = this.#stage;
    const summaries = log.summaries();
    const { order } = orderOfWork(summaries, chosen, now);
    const top = summaries.filter((each) => rankOf(each) === 0).length;
    const first = new Set([...order].slice(0, top).map((place) => summaries[place]?.mprn));
    for (const { message, about } of cut) {
      if (about === null || !('MPRN' in message.body)) continue;
      // Put back within the minute it is no cut-off any more.
      const isOn = market.truth.meters.get(message.body.MPRN)?.isOn === true;
      if (isOn || first.has(message.body.MPRN)) this.#noticed.add(about);
    }
  }

  #lookForSteps(): void {
    for (const row of this.#recovery.rows()) {
      const { state } = row;
      if (state === null || this.#hasNext(state, () => this.#recovery.plan(row))) continue;
      this.#problems.add(`${row.mprn}: open, and nothing comes next`);
    }
  }

  #hasNext(state: CaseState, plan: () => ReturnType<RecoveryWork['plan']>): boolean {
    const { log, now } = this.#stage;
    const mprn = state.subject.slice('mprn:'.length);
    if (state.power === null) {
      const summary = log.summaries().find(({ subject }) => subject === state.subject);
      if (summary === undefined) return false;
      const lane = laneOf(summary, now);
      return lane === 'onThePhone' || isWorkable(lane) || isWaiting(summary, now);
    }
    const fix = this.#stage.fixOf(mprn);
    return isReady(state, fix, plan(), supervisor.operator).is !== 'noProof';
  }

  judge(): Judged {
    const { market, log, sent } = this.#stage;
    const { truth } = market;
    const minutes = this.#minutes();
    const cutOffs = new Map(truth.cutOffs.map((each) => [each.mprn, each]));
    const unnoticed = truth.cutOffs.filter(({ txRefNbr }) => !this.#noticed.has(txRefNbr));
    const doubled = new Set(truth.doubled.map(({ mprn }) => mprn));
    const items = log.fixes().flatMap((each) => each.items);
    const cases = log.cases();
    const figures: Figures = {
      customers: this.#stage.sample.rows.length,
      median: quantile(minutes, 0.5),
      ninety: quantile(minutes, 0.9),
      worst: quantile(minutes, 1),
      inTime: minutes.filter((each) => each <= BACKSTOP_MINUTES).length,
      late: minutes.filter((each) => each > BACKSTOP_MINUTES).length,
      stillOff: this.#offThoughPaid(),
      doubled: doubled.size,
      cutOff: cutOffs.size,
      cutOffUnnoticed: new Set(unnoticed.map(({ mprn }) => mprn)).size,
      released: items.length + (this.#stage.guards.replay ? 0 : sent.length),
      proved: items.filter(({ standing }) => standing === 'proved').length,
      rejected: this.#count('rejected'),
      outcomeUnknown: this.#unanswered(),
      closedOnProof: cases.filter(({ closed }) => closed?.because === 'proof').length,
      stillOpen: cases.filter(({ open }) => open).length,
    };
    return { figures, problems: [...this.#problems, ...this.#found()] };
  }

  /** From payment to the first power after it, sorted. */
  #minutes(): readonly number[] {
    const { market, sample } = this.#stage;
    return sample.rows
      .flatMap(({ mprn, facts: { paidAt = 0 } }) => {
        const on = market.truth.meters
          .get(mprn)
          ?.history.find(({ isOn, at }) => isOn && at >= paidAt);
        return on === undefined ? [] : [Math.floor((on.at - paidAt) / MINUTE)];
      })
      .sort((one, other) => one - other);
  }

  /** Whoever was off when they paid, or whom a D05 from before their payment has switched off since. */
  #offThoughPaid(): number {
    const { meters, cutOffs } = this.#stage.market.truth;
    const cut = new Set(cutOffs.map(({ txRefNbr }) => txRefNbr));
    return [...meters.values()].filter(({ isOn, history, payments }) => {
      const last = history.at(-1);
      if (isOn || last === undefined) return false;
      const { at, cause } = last;
      if (cause.by === 'message' && cut.has(cause.txRefNbr)) return true;
      return payments.some((each) => cause.by === 'beginning' || each.at >= at);
    }).length;
  }

  #count(what: string): number {
    return this.#stage.notes
      .filter((note) => note.what === what)
      .reduce((sum, { count }) => sum + count, 0);
  }

  /** Messages that somebody had to ask about, because no answer came. */
  #unanswered(): number {
    const asked = this.#stage.notes.filter(({ what }) => what === 'doubted' || what === 'foundOn');
    return new Set(asked.map(({ mprn }) => mprn)).size;
  }

  #found(): readonly string[] {
    const { asked, log, market, notes } = this.#stage;
    const { effects, doubled, cutOffs } = market.truth;
    const found: string[] = this.#secondRequests().slice();
    for (const [txRefNbr, { length }] of effects)
      if (length > 1) found.push(`${txRefNbr}: ${length} effects of one TxRefNbr`);
    for (const { mprn, how } of doubled) found.push(`${mprn}: doubled, ${how}`);
    for (const { mprn, txRefNbr } of cutOffs)
      if (!this.#noticed.has(txRefNbr)) found.push(`${mprn}: cut off, and nobody noticed`);
    for (const { what, mprn } of notes)
      if (what === 'callDone' && mprn !== null && !asked.has(mprn))
        found.push(`${mprn}: put back by phone, and nobody asked about a D05`);
    for (const { subject, power } of log.openCases()) {
      const mprn = subject.slice('mprn:'.length);
      const items = this.#stage.fixOf(mprn)?.items ?? [];
      const why = items
        .filter((each) => !isSettled(each))
        .map(({ key, standing }) => `${key} ${standing}`);
      found.push(`${mprn}: still open, ${power === null ? 'off' : 'on'}, ${why.join(', ')}`);
    }
    return found;
  }

  /** Another TxRefNbr for somebody whose one before was neither rejected nor taken out. */
  #secondRequests(): readonly string[] {
    const { sample, sent, takenOut } = this.#stage;
    const waited = sample.messages.filter(({ reason }) => reason === 'E05');
    const requests = new Map<string, Set<string>>();
    for (const { mprn, txRefNbr } of [...waited, ...sent]) {
      if (txRefNbr === null || takenOut.has(txRefNbr)) continue;
      requests.set(mprn, (requests.get(mprn) ?? new Set()).add(txRefNbr));
    }
    return [...requests].flatMap(([mprn, numbers]) => {
      const heard = this.#stage.fixOf(mprn)?.heard ?? [];
      const standing = [...numbers].filter(
        (each) => !heard.some(({ tells, original }) => tells === 'rejected' && original === each),
      );
      return standing.length > 1 ? [`${mprn}: two TxRefNbrs for one reconnection`] : [];
    });
  }
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
