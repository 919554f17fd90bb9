// The market's answers: heard as they come in, laid to the back-fix that they prove, and what follows
// from one that rejects. What has no answer is asked about by a person; in the morning the daily list
// says what arrived; and a case closes on proof.
import { MINUTE } from '../../domain/backstop-clock.ts';
import { shippedPlan } from '../../domain/back-fix.ts';
import { subjectOf, type CaseState } from '../../domain/case.ts';
import { isReady } from '../../domain/closing.ts';
import type { Heard } from '../../domain/evidence.ts';
import { isSettled, type FixState } from '../../domain/fix.ts';
import { wantsOn, type FixItem } from '../../domain/fix-item.ts';
import type { HeardOf } from '../../domain/hear.ts';
import { hasPaidSince, switches } from '../../domain/outstanding.ts';
import { planOf } from '../../domain/recovery-plan.ts';
import { must } from '../../lib/check.ts';
import { answerFrom } from '../../market/answers.ts';
import { dailyFrom } from '../../market/daily-list.ts';
import type { MessageOf } from '../../market/messages.ts';
import type { Delivered } from '../market/chain.ts';
import { first, supervisor } from './desks.ts';
import type { RecoveryWork } from './recovery.ts';
import { isBack, type Stage } from './stage.ts';

/** Minutes between two calls of the supervisor about what is still not known. */
const ASK_EVERY = 3;

export class Follow {
  readonly #stage: Stage;
  readonly #recovery: RecoveryWork;
  /** Of whom a list said that they had paid since a D05 was sent, and when. */
  readonly #paidSince = new Map<string, number>();
  #isMorning = false;
  /** Of the market's last whole list. */
  #day = '';

  constructor(stage: Stage, recovery: RecoveryWork) {
    this.#stage = stage;
    this.#recovery = recovery;
  }

  hear(delivered: readonly Delivered[]): void {
    for (const each of this.#stage.log.list?.messages ?? [])
      if (switches(each) === 'off' && hasPaidSince(each) && each.paidAt !== null)
        this.#paidSince.set(each.mprn, each.paidAt);
    const answers = delivered.flatMap(({ message }): readonly HeardOf[] => {
      if (message.type === '603') this.#takeList(message);
      const from = answerFrom(message, 'utc');
      if (from === null || from.mprn === null) return [];
      const { mprn, answer } = from;
      const paidSince = this.#paidSince.get(mprn);
      return [{ mprn, answer, ...(paidSince === undefined ? {} : { paidSince }) }];
    });
    if (answers.length === 0) return;
    const before = new Set(this.#cutOff());
    this.#stage.run(supervisor, { do: 'hear', answers });
    for (const mprn of this.#cutOff()) if (!before.has(mprn)) this.#stage.note('cutOffHeard', mprn);
    for (const { mprn, answer } of answers) this.#learn(mprn, answer.original, answer.tells);
    this.#stage.note(
      'confirmed',
      null,
      answers.filter(({ answer }) => answer.tells === 'energised').length,
    );
  }

  #cutOff(): readonly string[] {
    return this.#stage.log.summaries().flatMap(({ mprn, cutOff }) => (cutOff ? (mprn ?? []) : []));
  }

  /** What the case says of its messages follows what the market says of them. */
  #learn(mprn: string, original: string | undefined, tells: Heard['tells']): void {
    const state = this.#stage.stateOf(mprn);
    if (state?.open !== true) return;
    const { message017, openD05 } = state.facts;
    const { subject } = state;
    if (tells === 'deEnergised' && openD05 === 'yes')
      this.#stage.run(supervisor, { do: 'learn', subject, facts: { openD05: 'no' } });
    if (tells === 'energised' && mayHaveRun(message017?.state))
      this.#stage.learn017(supervisor, state, 'accepted', 'Answered');
    if (tells !== 'rejected' || original === undefined) return;
    if (original === message017?.txRefNbr) {
      this.#stage.note('rejected', mprn);
      this.#stage.learn017(supervisor, state, 'rejected', 'Rejected');
      // EMMA knows of it too, and what waits there is planned by its list.
      if (this.#stage.guards.list) this.#recovery.list();
    } else if (this.#stage.sent.some(({ txRefNbr }) => txRefNbr === original)) {
      this.#stage.note('rejected', mprn);
    } else if (openD05 === 'yes')
      this.#stage.run(supervisor, { do: 'learn', subject, facts: { openD05: 'no' } });
  }

  /** Laid to what they prove, tried again, asked about: customer by customer. */
  sweep(): void {
    for (const fix of this.#stage.log.fixes()) {
      const state = this.#stage.stateOf(fix.mprn);
      for (const item of fix.items) if (!isSettled(item)) this.#settle(fix, item, state);
    }
  }

  #settle(fix: FixState, item: FixItem, state: CaseState | undefined): void {
    const { mprn } = fix;
    const { key, standing, txRefNbr, type } = item;
    if (standing === 'rejected' && txRefNbr !== null && !isBack(state)) {
      this.#stage.run(supervisor, { do: 'retryFix', mprn, key });
      return;
    }
    if (standing === 'ran' && isBack(state)) {
      const person = this.#stage.person(mprn);
      this.#stage.run(supervisor, { do: 'proveFix', mprn, key, by: 'namedPerson', person });
      return;
    }
    const since = state?.stillOffAt ?? 0;
    const on = fix.heard.filter(({ tells, at }) => tells === 'energised' && at >= since).at(-1);
    if (wantsOn.has(type) && on !== undefined && (txRefNbr === null || standing === 'rejected')) {
      const proofs = [{ mprn, key, of: on.entry, reference: on.txRefNbr }];
      this.#stage.run(supervisor, { do: 'acceptProofs', proofs });
      return;
    }
    if (state !== undefined && this.#isToAsk(item, state)) this.#ask(fix, item, state);
    if (this.#isMorning) this.#proveInTheMorning(fix, item, state);
  }

  /** What became of a 017 is asked in the call, while the power is off; a D05 is asked about first. */
  #isToAsk({ because, type }: FixItem, { power, call }: CaseState): boolean {
    const { now, isSettledDown } = this.#stage;
    if (type !== 'askFirst' && !(type === 'cancelD05' && isSettledDown)) return false;
    const isDue = (now / MINUTE) % ASK_EVERY === 0;
    return isDue && call === null && (power !== null || because !== 'unknown017');
  }

  /** By the supervisor, on the line with Networks' desk. */
  #ask({ mprn }: FixState, item: FixItem, state: CaseState): void {
    const stage = this.#stage;
    const { key, because } = item;
    const asked = stage.phone(mprn, because === 'unknown017' ? 'ask017' : 'askD05');
    if (asked.outcome === 'noAnswer') return;
    if ('d05' in asked) {
      if (asked.d05 === 'unknown' || asked.d05 === 'waiting') return;
      const { subject } = state;
      stage.run(supervisor, { do: 'learn', subject, facts: { openD05: 'no' } });
    } else if ('seen' in asked) {
      const own = asked.seen.some(({ txRefNbr }) => txRefNbr === state.facts.message017?.txRefNbr);
      stage.learn017(supervisor, state, own ? 'accepted' : 'notSent', 'As Networks says');
    }
    const { reference } = asked as { readonly reference: string };
    const of = { mprn, key, person: stage.person(mprn), reference };
    stage.run(supervisor, { do: 'handOver', fixes: [of], channel: 'phone', ...of });
    stage.run(supervisor, { do: 'proveFix', ...of, by: 'namedPerson' });
    stage.note('resolved', mprn);
  }

  /** With the daily list before them: what it has arrived, and nothing of it waits any more. */
  #proveInTheMorning({ mprn }: FixState, item: FixItem, state?: CaseState): void {
    const { key, type, txRefNbr } = item;
    const isOn = state === undefined || state.power !== null;
    if (!isOn || type === 'cancelD05') return;
    if (type === 'watch') {
      const reference = this.#day;
      this.#stage.run(supervisor, { do: 'proveFix', mprn, key, by: '603', reference });
      return;
    }
    // What never left is proved by nobody's word.
    const why = 'The customer is on, and it never left';
    if (txRefNbr !== null && item.standing === 'released')
      this.#stage.run(supervisor, { do: 'takeBackFix', mprn, key, why });
    const person = this.#stage.person(mprn);
    this.#stage.run(supervisor, { do: 'proveFix', mprn, key, by: 'namedPerson', person });
  }

  /** Nothing is done about a list before it is whole. */
  #takeList(message: MessageOf<'603'>): void {
    const read = dailyFrom(message, 0);
    const of = must(read.ok ? read.value : null, 'the market says which part it is');
    const { day } = of;
    this.#stage.run(supervisor, { do: 'listDaily', ...of, file: `603-${day}.xml` });
    const lines = this.#stage.log.dailyOf(day)?.lines ?? null;
    if (lines === null) return;
    this.#stage.note('reconciled', null, lines.length);
    this.#isMorning = true;
    this.#day = day;
  }

  /** On proof; where two persons are wanted the second one signs first. */
  close(): void {
    const stage = this.#stage;
    const cases = this.#recovery.rows().flatMap((row) => {
      const { state, mprn } = row;
      if (state === null || mprn === null || state.power === null) return [];
      const plan = planOf(row, 7, shippedPlan);
      const of = (operator: string) => isReady(state, stage.fixOf(mprn), plan, operator).is;
      if (of(supervisor.operator) === 'needsSecond') {
        stage.run(first, { do: 'signFixes', mprn });
        stage.note('signed', mprn);
      }
      return of(supervisor.operator) === 'ready' ? [{ mprn, plan }] : [];
    });
    if (cases.length === 0) return;
    stage.run(supervisor, { do: 'closeProved', cases });
    stage.note('closed', null, cases.filter(({ mprn }) => !this.#isOpen(mprn)).length);
  }

  #isOpen(mprn: string): boolean {
    return this.#stage.log.caseOf(subjectOf(mprn))?.open === true;
  }
}

const mayHaveRun = (state: string | undefined): boolean =>
  state === 'queuedInEmma' || state === 'atHub' || state === 'unknown';
