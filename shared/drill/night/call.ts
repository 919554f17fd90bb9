// One call to ESB Networks about one customer, by the script: what is asked, what is answered, and what
// the desk does before power is asked for. A waiting E05 is taken out of EMMA first: what is done by
// phone would be done a second time by it.
import { subjectOf, type CaseState } from '../../domain/case.ts';
import { isSettled } from '../../domain/fix.ts';
import type { FixItem } from '../../domain/fix-item.ts';
import { e05InEmma } from '../../domain/take-out.ts';
import { must } from '../../lib/check.ts';
import { drawOf } from '../market/draw.ts';
import type { Seen } from '../market/phone.ts';
import type { Desk } from './log.ts';
import type { Stage } from './stage.ts';

type Part = 'customer' | 'networks' | 'after';

export class Call {
  readonly #stage: Stage;
  readonly #desk: Desk;
  readonly #mprn: string;

  constructor(stage: Stage, desk: Desk, mprn: string) {
    this.#stage = stage;
    this.#desk = desk;
    this.#mprn = mprn;
  }

  begin(): void {
    const { seed } = this.#stage;
    const subject = subjectOf(this.#mprn);
    this.#stage.run(this.#desk, { do: 'claim', subject });
    if (this.#state().safety === null) {
      this.#answer('safety', 'call', 'customer');
      const isMedical = drawOf(seed, `medical|${this.#mprn}`) < 0.02;
      this.#answer('medical', isMedical ? 'yes' : 'no', 'customer');
    }
    this.#stage.run(this.#desk, { do: 'startCall', subject, to: 'networks' });
  }

  end(): void {
    const stage = this.#stage;
    const mprn = this.#mprn;
    if (this.#state().power !== null) {
      // The market's answer came while they were on the line.
      stage.run(this.#desk, { do: 'release', subject: subjectOf(mprn) });
      return;
    }
    const asked = stage.phone(mprn, 'ask017');
    if (asked.outcome === 'noAnswer' || asked.ask !== 'ask017') {
      stage.note('callNoAnswer', mprn);
      this.#outcome('noAnswer');
      return;
    }
    this.#answer('answered', 'answered', 'networks', { person: stage.person(mprn) });
    this.#answer('readBack', 'correct');
    this.#answer('second', 'matches');
    this.#answer('request', 'said');
    if (stage.guards.ask) this.#askD05();
    const seen = this.#findOwn(asked.seen);
    this.#answer('received017', seen === undefined ? 'no' : 'yes');
    if (stage.guards.replay && this.#isLeftToRun(seen)) {
      this.#leaveToRun();
      return;
    }
    this.#askPower(asked.reference);
  }

  /** The one that is to switch this customer on, as Networks knows it. */
  #findOwn(seen: readonly Seen[]): Seen | undefined {
    const ours = this.#item()?.txRefNbr ?? this.#state().facts.message017?.txRefNbr;
    return seen.find(({ txRefNbr }) => txRefNbr === ours);
  }

  #askD05(): void {
    const stage = this.#stage;
    const mprn = this.#mprn;
    stage.asked.add(mprn);
    const asked = stage.phone(mprn, 'askD05');
    const said = asked.ask === 'askD05' && asked.outcome === 'answered' ? asked.d05 : 'unknown';
    if (said !== 'waiting') {
      if (said === 'unknown') stage.note('d05Unknown', mprn);
      this.#answer('queuedD05', said === 'none' ? 'none' : 'doNotKnow');
      return;
    }
    const cancelled = stage.phone(mprn, 'cancelD05');
    const isOut = 'd05' in cancelled && cancelled.d05 === 'cancelled';
    stage.note(isOut ? 'd05Cancelled' : 'd05Unknown', mprn);
    this.#answer('queuedD05', isOut ? 'cancelled' : 'waiting');
  }

  /** True when a message does it, or may do it: then nobody asks for the same by phone. */
  #isLeftToRun(seen: Seen | undefined): boolean {
    const stage = this.#stage;
    const state = this.#state();
    if (state.cutOff !== undefined) return false;
    const item = this.#item();
    if (item?.standing === 'released' && item.txRefNbr !== null) {
      // It waits for something else, and the customer for the power.
      this.#takeBack(item, 'Done by phone instead');
      return false;
    }
    if (item !== undefined && item.txRefNbr !== null) {
      if (item.standing === 'handed' || item.standing === 'outcomeUnknown')
        this.#asked(item, seen === undefined ? 'notArrived' : 'arrived');
      return seen?.state !== 'rejected' && seen?.state !== 'done';
    }
    const { message017 } = state.facts;
    if (message017?.state === 'queuedInEmma' && message017.txRefNbr !== undefined) {
      if (stage.takeOut(message017.txRefNbr)) {
        stage.note('e05TakenOut', this.#mprn);
        const steps = [e05InEmma(message017.txRefNbr)];
        const { operator: person } = this.#desk;
        const out = { do: 'takeOut', items: [{ mprn: this.#mprn, steps }], person } as const;
        stage.run(this.#desk, { ...out, listedAt: null });
        return false;
      }
    }
    // What Networks has received its call does; where it does not, and after recovery, that runs by itself.
    const runs = stage.isHubBack || !stage.ways.phoneDoes017;
    return runs && (seen?.state === 'received' || seen?.state === 'waits');
  }

  /** Before recovery nothing moves: it is asked about again when it may have. */
  #leaveToRun(): void {
    const { isHubBack } = this.#stage;
    this.#stage.note(isHubBack ? 'callAgain' : 'leftToRun', this.#mprn);
    this.#outcome('callBack', isHubBack ? 10 : 30);
  }

  #asked({ key }: FixItem, found: 'arrived' | 'notArrived'): void {
    const person = this.#stage.person(this.#mprn);
    const of = { mprn: this.#mprn, key, person };
    if (this.#stage.run(this.#desk, { do: 'doubtFix', ...of, why: 'noAnswer' }))
      this.#stage.note('doubted', this.#mprn);
    this.#stage.run(this.#desk, { do: 'askedFix', ...of, found, how: 'call' });
  }

  #takeBack(item: FixItem | undefined, why: string): void {
    if (item?.standing !== 'released') return;
    const { key } = item;
    this.#stage.run(this.#desk, { do: 'takeBackFix', mprn: this.#mprn, key, why });
  }

  #askPower(reference: string): void {
    const stage = this.#stage;
    const mprn = this.#mprn;
    const given = stage.phone(mprn, 'reenergise');
    if (given.ask !== 'reenergise' || given.outcome === 'noAnswer') {
      stage.note('callAgain', mprn);
      this.#outcome('callBack', 5);
      return;
    }
    const esbnReference = given.reference === '' ? reference : given.reference;
    this.#answer('safetySaid', 'said');
    this.#answer('reference', 'given', 'networks', { esbnReference });
    this.#answer('afterRecovery', 'networksRecords');
    this.#answer('recordRead', 'correct');
    if (given.outcome === 'promised') {
      stage.note('callCrew', mprn);
      const promisedAt = must(given.promisedAt, 'a crew has a time');
      this.#outcome('notRemote', undefined, promisedAt);
      return;
    }
    if (given.outcome !== 'done' && given.outcome !== 'alreadyOn') {
      this.#outcome('refused');
      return;
    }
    const wasOn = given.outcome === 'alreadyOn';
    stage.note(wasOn ? 'foundOn' : 'callDone', mprn);
    this.#outcome('done');
    this.#answer('customerTold', 'call', 'after');
    const subject = subjectOf(mprn);
    const at = stage.now;
    const by = wasOn ? 'esbn' : 'customer';
    stage.run(this.#desk, { do: 'power', subject, level: 'claimed', by, backAt: at, learntAt: at });
    this.#proveByPhone(esbnReference);
  }

  /** Its answer is lost or it was rejected by word: whoever said so is named. */
  #proveByPhone(reference: string): void {
    const item = this.#item();
    if (item === undefined || item.type === 'esbnRecords') return;
    const { key } = item;
    const of = { mprn: this.#mprn, key, person: this.#stage.person(this.#mprn), reference };
    // What only waits to be listed in the morning is proved by the list.
    if (item.standing !== 'released')
      this.#stage.run(this.#desk, { do: 'proveFix', ...of, by: 'namedPerson' });
  }

  /** The released back-fix that is to switch this customer on, if it is not over. */
  #item(): FixItem | undefined {
    return this.#stage
      .fixOf(this.#mprn)
      ?.items.find(
        (each) => !isSettled(each) && (each.txRefNbr !== null || each.type === 'letWaiting017Run'),
      );
  }

  #state(): CaseState {
    return must(this.#stage.stateOf(this.#mprn), 'only customers with a case are rung about');
  }

  #outcome(
    outcome: 'noAnswer' | 'callBack' | 'done' | 'refused' | 'notRemote',
    again?: number,
    promisedAt?: number,
  ): void {
    this.#stage.run(this.#desk, {
      do: 'outcome',
      subject: subjectOf(this.#mprn),
      outcome,
      ...(again === undefined ? {} : { againAt: this.#stage.now + again * 60_000 }),
      ...(promisedAt === undefined ? {} : { promisedAt }),
    });
  }

  #answer(
    step: string,
    answer: string,
    part: Part = 'networks',
    fields?: Readonly<Record<string, string>>,
  ): void {
    this.#stage.run(this.#desk, {
      do: 'answer',
      subject: subjectOf(this.#mprn),
      script: 'networks-reenergise',
      scriptVersion: 1,
      step,
      part,
      answer,
      ...(fields === undefined ? {} : { fields }),
    });
  }
}
