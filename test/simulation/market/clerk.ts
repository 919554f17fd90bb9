// A person at a desk: looks at what this console shows, does one thing, and writes it down. What is
// known elsewhere and has not come here yet the clerk does not know.
import { isNotOurs, isReady, remaining, saidToBeOn } from '../../../shared/domain/closing.ts';
import { subjectOf, type CaseState } from '../../../shared/domain/case.ts';
import { isSettled, waitsFor, type FixState } from '../../../shared/domain/fix.ts';
import { wantsOn, type FixItem } from '../../../shared/domain/fix-item.ts';
import { shippedPlan } from '../../../shared/domain/back-fix.ts';
import { isLookInEmma } from '../../../shared/domain/back-fix-step.ts';
import type { Command } from '../../../shared/domain/commands.ts';
import type { DailyLine } from '../../../shared/domain/daily-events.ts';
import type { Facts } from '../../../shared/domain/facts.ts';
import type { Mprn } from '../../../shared/domain/mprn.ts';
import { planOf } from '../../../shared/domain/recovery-plan.ts';
import { recoveryOf, type RecoveryRow } from '../../../shared/domain/recovery.ts';
import type { PhoneAnswer, PhoneCall, Seen } from '../../../shared/drill/market/phone.ts';
import type { Clock } from '../clock.ts';
import type { SimulatedDesk } from '../desk.ts';
import { SUPPLIER, type Failure } from './customers.ts';
import { dailyOn, firstDay } from './day.ts';
import type { MarketProgram } from './market-program.ts';

export interface Office {
  readonly market: MarketProgram;
  readonly clock: Clock;
  readonly random: () => number;
  readonly failure: Failure;
  readonly agent: string;
  /** People ask for whatever Networks has of a customer, and not for one number alone. */
  readonly asksForAny: boolean;
  /** Somebody can take a list of what waits out of EMMA. */
  readonly hasLists: boolean;
  /** The point of failure that plans are made for; null where nobody knows it. */
  readonly plansFor: number | null;
  readonly note: (what: string) => void;
}

export class Clerk {
  #hasListedToday = false;
  readonly desk: SimulatedDesk;
  readonly office: Office;

  constructor(desk: SimulatedDesk, office: Office) {
    this.desk = desk;
    this.office = office;
  }

  get now(): number {
    return this.office.clock.now;
  }

  get isBack(): boolean {
    const { to, again } = this.office.failure;
    const isDownAgain = again !== null && this.now >= again.from && this.now < again.to;
    return this.now >= to && !isDownAgain;
  }

  run(command: Command): Promise<boolean> {
    return this.desk.write(command);
  }

  phone(mprn: string, ask: PhoneCall['ask']): PhoneAnswer {
    return this.office.market.phone({ mprn: mprn as Mprn, ask, at: this.now });
  }

  stateOf(mprn: string): Promise<CaseState | undefined> {
    return this.desk.caseOf(subjectOf(mprn));
  }

  fixOf(mprn: string): FixState | undefined {
    return this.desk.seen.fixes.find((each) => each.mprn === mprn);
  }

  isOn(mprn: string): boolean {
    return this.office.market.truth.meters.get(mprn)?.isOn === true;
  }

  /** Another supplier's by now: Networks says so, and the market does. */
  isGone(mprn: string): boolean {
    return this.office.market.truth.meters.get(mprn)?.supplier !== SUPPLIER;
  }

  async saysNotOurs(mprn: string): Promise<void> {
    const state = await this.stateOf(mprn);
    if (state?.open !== true || isNotOurs(state)) return;
    await this.run({ do: 'exclude', subject: state.subject, reason: 'notOurs' });
    this.office.note('said to be another supplier’s');
  }

  async rows(): Promise<readonly RecoveryRow[]> {
    const open = (await this.desk.summaries()).map(({ subject }) => this.desk.caseOf(subject));
    const states = (await Promise.all(open)).flatMap((each) => each ?? []);
    const { list, requests } = this.desk.seen;
    return recoveryOf({ list, states, requests, fixOf: (mprn) => this.fixOf(mprn) });
  }

  plan(row: RecoveryRow) {
    return planOf(row, this.office.plansFor, shippedPlan);
  }

  async report(mprn: string, facts: Facts, source: 'call' | 'file'): Promise<void> {
    await this.run({ do: 'report', mprn, source, noticedAt: this.now, facts });
  }

  /** EMMA's list, as it is now. */
  async list(): Promise<void> {
    if (!this.office.hasLists) return;
    const messages = this.office.market.outstanding();
    if (messages === null) return;
    const asOf = Math.min(this.now, this.desk.now);
    const listed = await this.run({
      do: 'listOutstanding',
      file: 'outstanding.csv',
      asOf,
      messages,
    });
    if (listed) this.office.note('listed');
  }

  /** The plans of all who can be planned for, to this agent. */
  async release(isMeant: (row: RecoveryRow) => boolean = isQuiet): Promise<void> {
    const rows = (await this.rows()).filter(isMeant);
    const items = rows.flatMap((row) => {
      const { mprn, state } = row;
      if (mprn === null) return [];
      const isAnothers = state !== null && isNotOurs(state);
      const steps = remaining(this.plan(row), this.fixOf(mprn), state).filter(
        ({ because }) => !isAnothers || ofD05.has(because),
      );
      return steps.length === 0 ? [] : [{ mprn, steps }];
    });
    if (items.length === 0) return;
    const { agent } = this.office;
    const released = await this.run({
      do: 'releaseFixes',
      items,
      outOf: 0,
      mostShare: 1,
      agreed: true,
      agent,
    });
    if (released) this.office.note('released');
  }

  async takeBack(): Promise<void> {
    const [of] = this.desk.seen.fixes.flatMap(({ mprn, items }) =>
      items.filter(({ standing }) => standing === 'released').map(({ key }) => ({ mprn, key })),
    );
    if (of === undefined) return;
    if (await this.run({ do: 'takeBackFix', ...of, why: 'Not now' }))
      this.office.note('taken back');
  }

  /** A message that is out of the market is not waited for. */
  async followNoMore(mprn: string, txRefNbr: string): Promise<void> {
    for (const { key, type, about, standing } of this.fixOf(mprn)?.items ?? [])
      if (type === 'letWaiting017Run' && about === txRefNbr && standing === 'released')
        await this.run({ do: 'takeBackFix', mprn, key, why: 'Taken out' });
  }

  /** Pauses EMMA, or lets it go on. */
  async pause(isPaused: boolean): Promise<void> {
    const channel = 'emma';
    if (isPaused) await this.run({ do: 'pauseChannel', channel, because: 'The hub is slow' });
    else if (this.desk.seen.channels.some(({ paused }) => paused !== null))
      await this.run({ do: 'resumeChannel', channel });
  }

  /** What is open of every back-fix, as far as a person can do something about it now. */
  async follow({ isLast = false } = {}): Promise<void> {
    for (const { mprn } of this.desk.seen.fixes) {
      const keys = this.fixOf(mprn)?.items.filter((each) => !isSettled(each)) ?? [];
      for (const { key } of keys) {
        const fix = this.fixOf(mprn);
        const item = fix?.items.find((each) => each.key === key);
        if (fix === undefined || item === undefined || isSettled(item)) continue;
        await this.#settle(fix, item, await this.stateOf(mprn), isLast);
      }
    }
  }

  async #settle(
    fix: FixState,
    item: FixItem,
    state: CaseState | undefined,
    isLast: boolean,
  ): Promise<void> {
    const { mprn } = fix;
    const { key, standing, txRefNbr, type } = item;
    const isBack = state !== undefined && state.power !== null;
    const person = 'Niamh';
    if (standing === 'rejected' && this.isGone(mprn)) await this.saysNotOurs(mprn);
    const mayTakeBack = standing === 'rejected' || standing === 'released';
    const isOfD05 = type === 'cancelD05' || (type === 'askFirst' && item.because !== 'unknown017');
    if (mayTakeBack && !isOfD05 && type !== 'watch' && state !== undefined && isNotOurs(state)) {
      await this.run({ do: 'takeBackFix', mprn, key, why: 'Another supplier’s customer' });
      return;
    }
    if (standing === 'rejected' && txRefNbr !== null && !isBack) {
      if (await this.run({ do: 'retryFix', mprn, key })) this.office.note('sent anew');
      return;
    }
    if (standing === 'ran' && (isBack || (state !== undefined && isNotOurs(state)))) {
      await this.run({ do: 'proveFix', mprn, key, by: 'namedPerson', person });
      return;
    }
    const on = saidToBeOn(fix, state ?? null);
    if (wantsOn.has(type) && on !== null && (txRefNbr === null || standing === 'rejected')) {
      const proofs = [{ mprn, key, of: on.entry, reference: on.txRefNbr }];
      await this.run({ do: 'acceptProofs', proofs });
      return;
    }
    if (isOfD05) return this.#askD05(mprn, item, state);
    if (isLookInEmma(item)) return this.#lookInEmma(mprn, item, state);
    if (type === 'askFirst') return this.#askE05(mprn, item, state);
    const isSilent = standing === 'handed' || standing === 'intended';
    if (standing === 'outcomeUnknown' || (isSilent && this.#isOverdue(item)))
      return this.#askSent(mprn, item);
    // With the daily list before them, and nothing of it waiting any more.
    const isOver = isBack ? this.isOn(mprn) : state !== undefined && isNotOurs(state);
    if (isLast && isOver && waitsFor(fix, item) === null) await this.#proveAtLast(mprn, item);
  }

  /** By the name of whoever says so, a D05 that is watched by the day's list; what nobody has is over. */
  async #proveAtLast(mprn: string, item: FixItem): Promise<void> {
    const { about, key, standing, txRefNbr, type } = item;
    if (type === 'watch' && about !== null && this.office.market.truth.effects.has(about)) {
      // It has run, and whoever would have said so was lost: nothing of it waits any more.
      await this.run({ do: 'proveFix', mprn, key, by: 'namedPerson', person: 'Niamh' });
    } else if (type === 'watch') {
      await this.#proveByList({ mprn, key });
    } else if (txRefNbr !== null && standing === 'released') {
      // Its agent keeps it, with a reason that is none any more: it goes all the same.
      const { agent } = this.office;
      const despite = 'Networks has not sent one';
      await this.run({ do: 'releaseAgain', fixes: [{ mprn, key }], agent, despite });
    } else await this.run({ do: 'proveFix', mprn, key, by: 'namedPerson', person: 'Niamh' });
  }

  /**
   * As the day goes on by what EMMA shows of it, which proves nothing yet; in the morning by the market's own
   * list, and where that was lost by one that was taken out of EMMA by hand.
   */
  async #proveByList(watch: { readonly mprn: string; readonly key: string }): Promise<void> {
    const { market, note } = this.office;
    const newest = market.newestList();
    const { day, lines } = newest ?? { day: firstDay.day, lines: ranIn(market) };
    const prove = { do: 'proveFix', ...watch, by: '603', reference: day } as const;
    if (newest !== null && (await this.run(prove))) return;
    const isHere = dailyOn(this.desk.entries, day)?.lists.isOver === true;
    if (newest === null ? this.#hasListedToday : isHere) return;
    this.#hasListedToday = true;
    if (await this.run({ do: 'listDaily', day, file: '603.csv', lines }))
      note(newest === null ? 'list of a day that goes on' : 'list taken out of EMMA by hand');
    await this.run(prove);
  }

  #isOverdue({ since }: FixItem): boolean {
    return this.now - since > 10 * 60_000;
  }

  /** Taken out of our own EMMA where it lies there, else asked of Networks. */
  async #askD05(mprn: string, { key, about, type }: FixItem, state?: CaseState): Promise<void> {
    const { market, note } = this.office;
    const isOut = about !== null && market.cancelInEmma(about, this.now) === 'cancelled';
    if (!isOut) {
      const said = this.phone(mprn, 'cancelD05');
      if (!('d05' in said) || said.d05 === 'unknown' || said.d05 === 'waiting') return;
      // One that still lies in EMMA, or in front of the hub, is none to Networks.
      if (said.d05 === 'none' && !this.isBack) return;
    }
    note(isOut ? 'D05 taken out' : 'D05 asked about');
    const subject = subjectOf(mprn);
    if (state?.open === true) await this.run({ do: 'learn', subject, facts: { openD05: 'no' } });
    const of = { mprn, key, person: 'Declan', reference: `NW-${type}` };
    await this.run({ do: 'handOver', fixes: [of], channel: 'phone', ...of });
    await this.run({ do: 'proveFix', ...of, by: 'namedPerson' });
  }

  async #askE05(mprn: string, { key }: FixItem, state?: CaseState): Promise<void> {
    if (!this.isBack) return;
    const said = this.phone(mprn, 'ask017');
    if (!('seen' in said)) return;
    const found = this.foundAtNetworks(state, said.seen);
    const message017 = found ?? state?.facts.message017;
    const own = said.seen.some(({ txRefNbr }) => txRefNbr === message017?.txRefNbr);
    if (found !== undefined) this.office.note('found at Networks');
    if (state?.open === true) {
      const facts = { message017: { ...message017, state: own ? 'accepted' : 'notSent' } as const };
      await this.run({ do: 'learn', subject: state.subject, facts });
      if (!own && message017?.txRefNbr !== undefined)
        await this.followNoMore(mprn, message017.txRefNbr);
    }
    const of = { mprn, key, person: 'Siobhán', reference: said.reference };
    await this.run({ do: 'handOver', fixes: [of], channel: 'phone', ...of });
    await this.run({ do: 'proveFix', ...of, by: 'namedPerson' });
  }

  /** Whether a 017 of which nobody had spoken lies in our own EMMA, or left it. */
  async #lookInEmma(mprn: string, { key }: FixItem, state?: CaseState): Promise<void> {
    const listed = this.office.market.outstanding();
    if (listed === null) return;
    const found = listed.find((each) => each.mprn === mprn && each.reason === 'E05');
    this.office.note(found === undefined ? 'none in EMMA' : 'found in EMMA');
    const txRefNbr = found?.txRefNbr ?? undefined;
    const message017: Facts['message017'] = {
      reason: 'E05',
      ...(txRefNbr === undefined ? {} : { txRefNbr }),
      // What has run is in no list of what waits: where anything may have, Networks is asked as well, also
      // where the market has failed once more since.
      state: found?.state ?? (this.now >= this.office.failure.to ? 'unknown' : 'notSent'),
    };
    if (state?.open === true)
      await this.run({ do: 'learn', subject: state.subject, facts: { message017 } });
    const of = { mprn, key, person: 'Niamh' };
    await this.run({ do: 'handOver', fixes: [of], channel: 'internal', ...of });
    await this.run({ do: 'proveFix', ...of, by: 'namedPerson' });
  }

  /** An E05 of which nobody here had spoken, and which Networks has. */
  foundAtNetworks(state: CaseState | undefined, seen: readonly Seen[]): Facts['message017'] {
    const known = state?.facts.message017;
    const isNamed =
      known !== undefined && (known.state !== 'unknown' || known.txRefNbr !== undefined);
    if (!this.office.asksForAny || isNamed) return undefined;
    const there = seen.find((each) => each.reason === 'E05' && isThere.has(each.state));
    return there === undefined
      ? undefined
      : { reason: 'E05', txRefNbr: there.txRefNbr, state: 'accepted' };
  }

  /** What became of one of ours. */
  async #askSent(mprn: string, item: FixItem): Promise<void> {
    const { key, txRefNbr } = item;
    // What lies in front of the hub Networks cannot see.
    if (!this.isBack) return;
    const said = this.phone(mprn, 'ask017');
    if (!('seen' in said)) return;
    const own = said.seen.find((each) => each.txRefNbr === txRefNbr);
    const of = { mprn, key, person: 'Cormac' };
    this.office.note('asked what became of it');
    if (own?.state === 'done' || own?.state === 'rejected') {
      // Nobody can type a message of the market: whoever says so is named.
      if (own.state === 'done' || this.isOn(mprn) || this.isGone(mprn))
        await this.run({ do: 'proveFix', ...of, by: 'namedPerson', reference: said.reference });
      return;
    }
    if (item.standing === 'handed') await this.run({ do: 'doubtFix', ...of, why: 'noAnswer' });
    const found = own === undefined ? 'notArrived' : 'arrived';
    if (await this.run({ do: 'askedFix', ...of, found, how: 'call' })) this.office.note(found);
  }

  /** On proof; a second person signs first where one is wanted. */
  async close(): Promise<void> {
    for (const row of await this.rows()) {
      const { state, mprn } = row;
      if (state === null || mprn === null) continue;
      const isAnothers = isNotOurs(state);
      if (state.power === null && !isAnothers) continue;
      const plan = this.plan(row);
      const operator = this.desk.device.slice(0, 4);
      const ready = isReady(state, this.fixOf(mprn), plan, operator);
      if (ready.is === 'ready') {
        if (await this.run({ do: 'closeProved', cases: [{ mprn, plan }] }))
          this.office.note(isAnothers ? 'closed as not ours' : 'closed');
      } else if (
        ready.is === 'needsSecond' &&
        !isAnothers &&
        this.fixOf(mprn)?.signed?.operator !== operator
      )
        await this.run({ do: 'signFixes', mprn });
    }
  }

  /** A customer whose power is back says so; one who is off again says that. */
  async hearCustomer(mprn: string): Promise<void> {
    const state = await this.stateOf(mprn);
    const meter = this.office.market.truth.meters.get(mprn);
    const last = meter?.history.at(-1);
    if (meter === undefined || last === undefined || state === undefined) return;
    const { subject } = state;
    if (state.open && meter.isOn && state.power === null) {
      const at = Math.max(last.at, state.facts.paidAt ?? 0);
      const told = { level: 'claimed', by: 'customer', backAt: at, learntAt: this.now } as const;
      await this.run({ do: 'power', subject, ...told });
      this.office.note('said to be back');
    } else if (!meter.isOn && state.open && state.power !== null) {
      await this.run({ do: 'stillOff', subject, by: 'customer' });
      this.office.note('said to be off again');
    }
  }
}

const ranIn = ({ truth }: MarketProgram): readonly DailyLine[] =>
  [...truth.effects.keys()].map((txRefNbr) => ({ type: '017', txRefNbr }));

/** It runs or has run, and needs none beside it. */
const isThere = new Set<Seen['state']>(['received', 'waits', 'done']);

/** What is done for somebody who is another supplier's by now. */
const ofD05 = new Set<string>(['d05Waiting', 'd05NotAsked', 'restoredUnderD05']);

/** Nobody is planned for while somebody is at work about them. */
const isQuiet = ({ state }: RecoveryRow): boolean =>
  state === null || (state.call === null && state.claim === null);
