// What the supervisor does about messages that wait. Before recovery: the list is brought in, whoever a
// waiting D05 would cut off is guarded, one by one. At recovery: the plan of every customer is released,
// and what is to be sent is sent.
import { isSettled, waitsFor, fixSubject } from '../../domain/fix.ts';
import { remaining } from '../../domain/closing.ts';
import { shippedPlan } from '../../domain/back-fix.ts';
import type { BackFixStep } from '../../domain/back-fix-step.ts';
import type { ReleaseOf } from '../../domain/fix-released.ts';
import { holdOf } from '../../domain/recovery-commands.ts';
import { planOf } from '../../domain/recovery-plan.ts';
import { recoveryOf, type RecoveryRow } from '../../domain/recovery.ts';
import { HOUR } from '../market/daily.ts';
import { supervisor, type Desks } from './desks.ts';
import { isRemote } from './sample.ts';
import { isBack, type Stage } from './stage.ts';

const POINT = 7;
/** A release of more than this share of all customers is asked about once more. */
const MOST_SHARE = 0.25;
/** Customers of whom one call asks that their D05 be stopped. */
const PER_CALL = 6;

export class RecoveryWork {
  readonly #stage: Stage;
  readonly #desks: Desks;
  #lists = 0;
  #looked = '';
  #known: { readonly entries: number; readonly rows: readonly RecoveryRow[] } | null = null;

  constructor(stage: Stage, desks: Desks) {
    this.#stage = stage;
    this.#desks = desks;
  }

  rows(): readonly RecoveryRow[] {
    const { log } = this.#stage;
    const { entries, list } = log;
    if (this.#known?.entries === entries) return this.#known.rows;
    const rows = recoveryOf({
      list,
      states: log.openCases(),
      requests: log.requests(),
      fixOf: (mprn) => log.fixOf(fixSubject(mprn)),
    });
    this.#known = { entries, rows };
    return rows;
  }

  plan(row: RecoveryRow): readonly BackFixStep[] {
    return planOf(row, POINT, shippedPlan);
  }

  /** As EMMA has it at this moment. */
  list(): void {
    const stage = this.#stage;
    const messages = stage.market.outstanding();
    const asOf = stage.now;
    stage.run(supervisor, { do: 'listOutstanding', file: 'outstanding-017.csv', asOf, messages });
    this.#lists += 1;
    stage.note(this.#lists === 1 ? 'listed' : 'listedAgain', null, messages.length);
  }

  /** Whom a waiting D05 would cut off: held, taken out of EMMA, or asked of Networks. */
  guard(): void {
    const stage = this.#stage;
    const rows = this.rows().filter(({ group }) => group === 'cutOff');
    const isFirst = this.#lists === 1;
    if (isFirst) {
      stage.note('foundCutOff', null, rows.length);
      stage.note('foundNoCase', null, rows.filter(({ state }) => state === null).length);
    }
    const mprns = rows.flatMap(({ mprn }) => mprn ?? []);
    if (mprns.length === 0) return;
    const because = 'Paid since a D05 was sent';
    const reviewAt = stage.now + 12 * HOUR;
    const isNew = mprns.filter((mprn) => !stage.log.guards().some((each) => each.mprn === mprn));
    stage.run(supervisor, { do: 'placeGuard', of: isNew, because, reviewAt });
    stage.note('held', null, isNew.length);
    this.#release(rows, (step) => step.type === 'cancelD05');
    const inEmma = rows.filter(({ deciding }) => deciding?.state === 'queuedInEmma');
    const beyond = rows.filter(({ deciding }) => deciding?.state !== 'queuedInEmma');
    // Ours to stop: a minute for three of them.
    const minutes = Math.ceil(inEmma.length / 3);
    this.#desks.give(supervisor, minutes, () => {
      for (const row of inEmma) this.#takeOut(row);
      this.#askHolds(beyond);
    });
  }

  #takeOut({ mprn, state, deciding }: RecoveryRow): void {
    const stage = this.#stage;
    if (mprn === null || deciding?.txRefNbr === null || deciding === null) return;
    if (!stage.takeOut(deciding.txRefNbr)) return;
    stage.note('d05TakenOut', mprn);
    if (state !== null)
      stage.run(supervisor, { do: 'learn', subject: state.subject, facts: { openD05: 'no' } });
    this.#proveCancelled(mprn, supervisor.operator, `EMMA ${deciding.txRefNbr.slice(0, 8)}`);
  }

  #proveCancelled(mprn: string, person: string, reference: string): void {
    const item = this.#stage
      .fixOf(mprn)
      ?.items.find((each) => each.type === 'cancelD05' && !isSettled(each));
    if (item === undefined) return;
    const { key, channel } = item;
    const of = { mprn, key, person, reference };
    this.#stage.run(supervisor, { do: 'handOver', fixes: [of], channel, person, reference });
    this.#stage.run(supervisor, { do: 'proveFix', ...of, by: 'namedPerson' });
  }

  #askHolds(rows: readonly RecoveryRow[]): void {
    const stage = this.#stage;
    const holds = rows.flatMap((row) => {
      const made = holdOf(row);
      if (made === null) return [];
      const serial = stage.sample.book.get(made.mprn)?.serial;
      return [serial === undefined ? made : { secondIdentifier: serial, ...made }];
    });
    if (holds.length === 0) return;
    stage.run(supervisor, { do: 'askHold', holds });
    stage.note('holdsAsked', null, holds.length);
    this.#ringHolds(holds.map(({ mprn }) => mprn));
  }

  /** One call for a few of them; the next one when it is over. */
  #ringHolds(mprns: readonly string[]): void {
    const stage = this.#stage;
    const now = mprns.slice(0, PER_CALL);
    if (now.length === 0) return;
    const minutes = stage.minutes(`holds|${now.join('|')}`, [4, 8]);
    this.#desks.give(supervisor, minutes, () => {
      for (const mprn of now) this.#hearHold(mprn);
      this.#ringHolds(mprns.slice(PER_CALL));
    });
  }

  #hearHold(mprn: string): void {
    const stage = this.#stage;
    const said = stage.phone(mprn, 'cancelD05');
    const request = stage.log
      .requests()
      .filter(
        ({ made, answer }) => made.type === 'holdD05' && made.mprn === mprn && answer === null,
      )
      .at(-1);
    if (request === undefined) return;
    const isHeard = 'd05' in said;
    const answer = isHeard ? said.d05 : 'unknown';
    const person = stage.person(mprn);
    const reference = isHeard ? said.reference : '';
    const { subject } = request;
    stage.run(supervisor, { do: 'heardHold', subject, answer, person, esbnReference: reference });
    const isStopped = answer === 'cancelled' || answer === 'held';
    stage.note(isStopped ? 'holdStopped' : 'holdOpen', mprn);
    if (isStopped) this.#proveCancelled(mprn, person, reference);
  }

  /** What of every plan is not released yet, where the customer can be planned for. */
  release(): void {
    const { isSettledDown, isHubBack, log } = this.#stage;
    // What is released hangs on what is written, and on the hub.
    const looked = `${log.entries} ${isSettledDown} ${isHubBack}`;
    if (looked === this.#looked) return;
    this.#release(
      this.rows().filter((row) => isPlannable(row, isSettledDown)),
      () => true,
    );
    this.#handOver();
    this.#looked = `${log.entries} ${isSettledDown} ${isHubBack}`;
  }

  #release(rows: readonly RecoveryRow[], isMeant: (step: BackFixStep) => boolean): void {
    const stage = this.#stage;
    const items = rows.flatMap((row): readonly ReleaseOf[] => {
      const { mprn, state } = row;
      if (mprn === null) return [];
      const steps = remaining(this.plan(row), stage.fixOf(mprn), state).filter(isMeant);
      return steps.length === 0 ? [] : [{ mprn, steps }];
    });
    if (items.length === 0) return;
    const outOf = stage.log.cases().length;
    const order = { do: 'releaseFixes', items, outOf, mostShare: MOST_SHARE } as const;
    if (!stage.run(supervisor, order)) {
      stage.note('askedOnceMore', null, items.length);
      stage.run(supervisor, { ...order, agreed: true });
    }
    stage.note('released', null, items.flatMap(({ steps }) => steps).length);
  }

  /** What is ours to send goes once nothing that comes before it is open. */
  #handOver(): void {
    const stage = this.#stage;
    if (!stage.isHubBack) return;
    for (const state of stage.log.fixes()) {
      for (const item of state.items) {
        const { key, txRefNbr, businessReference, standing } = item;
        if (standing !== 'released' || txRefNbr === null || businessReference === null) continue;
        const waits = waitsFor(state, item);
        if (waits !== null || isBack(stage.stateOf(state.mprn))) continue;
        const of = { mprn: state.mprn, key };
        const file = `017-${txRefNbr}.xml`;
        stage.run(supervisor, { do: 'intendFix', ...of, file });
        stage.send(state.mprn, txRefNbr, businessReference);
        stage.run(supervisor, { do: 'handOver', fixes: [of], channel: 'emma', file });
        stage.note(item.attempt === 1 ? 'sent' : 'newNumber', state.mprn);
      }
    }
  }
}

/** Not while somebody is on the phone, and no message for whom a crew or a call is to put back. */
function isPlannable({ state, group }: RecoveryRow, isSettledDown: boolean): boolean {
  if (state === null || (group === 'cutOff' && !isSettledDown)) return false;
  if (state.call !== null || state.claim !== null) return false;
  if (state.power !== null || state.outcome?.outcome === 'notRemote') return true;
  return isRemote(state.facts) && state.cutOff === undefined;
}
