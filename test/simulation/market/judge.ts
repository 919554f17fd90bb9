// What must be true of a night with a market. It is judged by what the market did, by the files that
// went by, and by what every console shows: minute by minute, once all has come to rest with nobody
// doing anything, and at the end.
import type { Entry } from '../../../shared/log/entry.ts';
import type { CaseState } from '../../../shared/domain/case.ts';
import { windowOf } from '../../../shared/domain/daily.ts';
import { isReady } from '../../../shared/domain/closing.ts';
import { lastSwitching, SOON_MS, countsAt } from '../../../shared/domain/evidence.ts';
import { isSettled, waitsFor, type FixState } from '../../../shared/domain/fix.ts';
import { stopsD05, type FixItem } from '../../../shared/domain/fix-item.ts';
import { isWaiting, isWorkable, laneOf } from '../../../shared/domain/lanes.ts';
import { hasPaidSince, switches } from '../../../shared/domain/outstanding.ts';
import { summarise } from '../../../shared/domain/summary.ts';
import { fileNameOf } from '../../../gateway/agent/delivery.ts';
import { rankOf } from '../../../shared/domain/triage.ts';
import { agentAtRest, foldersOn, isUnheard } from './agent-judge.ts';
import { AlarmJudge } from './alarm-judge.ts';
import type { BrokenOnPurpose } from './broken.ts';
import type { Clerk } from './clerk.ts';
import { SUPPLIER } from './customers.ts';
import type { Sent017 } from './mail.ts';
import { besideUnspoken, filesTooMany, numbersMadeBlindly, secondRequest } from './two-numbers.ts';
import type { Judged } from './world.ts';

const LONGEST_WAIT = 6 * 60 * 60_000;

export class Judge {
  readonly #world: Judged;
  readonly #broken: BrokenOnPurpose;
  readonly #problems = new Set<string>();
  readonly #alarmed = new Set<string>();
  /** Proofs by a day's list that were looked at. */
  readonly #listed = new Set<string>();
  readonly #looked = new Map<Clerk, readonly Entry[]>();
  /** Whom each console has shown to be on, and since when at the earliest. */
  readonly #shownOn = new Map<Clerk, Map<string, number>>();
  /** Who had paid after a D05 was sent, as the agent's lists had it before it heard anything of them. */
  readonly #paidSince = new Map<string, number>();
  readonly #alarms: AlarmJudge;
  /** Every desk is shut. */
  isResting = false;

  constructor(world: Judged, broken: BrokenOnPurpose) {
    this.#world = world;
    this.#broken = broken;
    this.#alarms = new AlarmJudge({
      world,
      broken,
      isKnown: (clerk, { mprn, offAt }, state) => {
        const shownAt = this.#shownSince(clerk, mprn, state);
        const paidAt = this.#paidSince.get(mprn);
        if (shownAt !== null && shownAt < offAt) return true;
        // With a case of people's own, and never shown on, they were off before as far as anybody here knew.
        const isOfMessage = state === undefined || state.opened.source === 'message';
        return isOfMessage && paidAt !== undefined && paidAt <= offAt;
      },
      onProblem: (problem) => void this.#problems.add(problem),
    });
  }

  get problems(): readonly string[] {
    return [...this.#problems];
  }

  note(problem: string): void {
    this.#problems.add(problem);
  }

  /** As often as a console ticks that anybody has open. */
  tick(): Promise<void> {
    return this.isResting ? Promise.resolve() : this.#alarms.tick();
  }

  /** At the end of a minute. */
  async look(): Promise<void> {
    for (const clerk of this.#world.clerks) {
      const { entries } = clerk.desk;
      // Nothing new: it shows what it showed.
      if (this.#looked.get(clerk) === entries) continue;
      this.#looked.set(clerk, entries);
      for (const fix of clerk.desk.seen.fixes) {
        this.#lookAtCutOff(clerk, fix, await clerk.stateOf(fix.mprn));
        this.#lookAtLists(fix);
      }
      await this.#lookForSteps(clerk);
      for (const state of foldersOn(clerk)) if (state !== 'ok') this.#world.fault(`shown ${state}`);
    }
  }

  /** After every step of the agent: what it hears in the next one it hears knowing this. */
  lookAtAgent(): void {
    const { views } = this.#world.agent.log;
    for (const { mprn } of this.#world.customers)
      for (const each of views.listOf(mprn)?.messages ?? [])
        if (each.mprn === mprn && switches(each) === 'off' && hasPaidSince(each))
          this.#paidSince.set(mprn, each.paidAt ?? 0);
  }

  /** Just before a file goes: the agent's own log has nothing against it, or a person let it go. */
  lookAtSending(file: string): void {
    const { agent } = this.#world;
    if (isUnheard(this.#world)) this.#problems.add(`${file}: sent by what was said long ago`);
    for (const fix of agent.log.views.fixes())
      for (const item of fix.items) {
        if (item.txRefNbr === null || fileNameOf(item.txRefNbr) !== file) continue;
        if (item.released.despite !== null) this.#world.fault('sent in spite of a warning');
        else
          for (const { is } of agent.warningsOf(fix, item))
            this.#problems.add(`${fix.mprn}: sent though ${is}`);
      }
  }

  /** A 017 has come to lie in the outbox. */
  lookAtSent(sent: readonly Sent017[], newest: Sent017): void {
    const { customers, market } = this.#world;
    const second = secondRequest(sent, newest, market);
    // Whoever was warned, and wrote why it goes all the same, answers for it.
    const isMeant = this.#world.agent.log.views
      .fixOf(newest.mprn)
      ?.items.some(
        ({ txRefNbr, released }) => txRefNbr === newest.txRefNbr && released.despite !== null,
      );
    const beside = isMeant === true ? null : besideUnspoken(newest, customers, market);
    for (const problem of [second, beside]) if (problem !== null) this.#problems.add(problem);
  }

  /** The market has said that somebody is off again: this console says so at once, at the top. */
  #lookAtCutOff(clerk: Clerk, { mprn, heard }: FixState, state: CaseState | undefined): void {
    const shownAt = this.#shownSince(clerk, mprn, state);
    const last = lastSwitching(heard);
    if (last?.tells !== 'deEnergised') return;
    const off = countsAt(last);
    if (state === undefined) {
      const isKnown = shownAt !== null || off >= (this.#paidSince.get(mprn) ?? Infinity);
      if (isKnown) this.#problems.add(`${mprn}: off though paid, and there is no case`);
      return;
    }
    const { power, open, closed, cutOff } = state;
    // Another supplier's by now, and never put back by us: theirs to look after.
    if (closed?.because === 'notOurs' && power === null) return;
    if (power !== null && power.backAt < off) {
      const isLongAgo = !open && (closed?.because !== 'proof' || off - power.backAt >= SOON_MS);
      if (!isLongAgo) this.#problems.add(`${mprn}: off again, and nobody is told`);
      return;
    }
    const isNamed = cutOff !== undefined && cutOff.txRefNbr === last.txRefNbr;
    const wasShown = shownAt !== null && shownAt < off;
    // Put back after that one, and off by the customer's word since: that is another story.
    const isMended = (state.wasBackAt ?? -Infinity) >= off;
    if (power !== null || (!isNamed && (!wasShown || isMended))) return;
    const summary = summarise(state);
    const isAtTop = open && summary.cutOff && rankOf(summary) === 0;
    if (!isAtTop) this.#problems.add(`${mprn}: off again, and not at the top of the queue`);
    if (this.#alarmed.has(last.txRefNbr)) return;
    this.#alarmed.add(last.txRefNbr);
    this.#world.fault('cut off and alarmed');
  }

  /** What a list lacks may come as long as its day goes on, whatever any laptop's clock says. */
  #lookAtLists({ mprn, items }: FixState): void {
    for (const { key, type, proved } of items) {
      if (proved?.by !== '603' || !stopsD05.has(type)) continue;
      // Later the day is over: where it is seen first decides.
      const of = `${mprn} ${key} ${proved.reference}`;
      if (this.#listed.has(of)) continue;
      this.#listed.add(of);
      const ends = windowOf(proved.reference ?? '')?.to ?? Infinity;
      if (ends > this.#world.clock.now)
        this.#problems.add(
          `${mprn}: ${key} is proved by what the list of a day lacks that goes on`,
        );
    }
  }

  /** Since when at the earliest this console has shown a customer to be on; null where it never did. */
  #shownSince(clerk: Clerk, mprn: string, state: CaseState | undefined): number | null {
    const shown = this.#shownOn.get(clerk) ?? new Map<string, number>();
    this.#shownOn.set(clerk, shown);
    const before = shown.get(mprn);
    const backAt = state?.power?.backAt;
    if (backAt !== undefined) shown.set(mprn, Math.min(backAt, before ?? backAt));
    return shown.get(mprn) ?? null;
  }

  async #lookForSteps(clerk: Clerk): Promise<void> {
    for (const row of await clerk.rows()) {
      const { state, mprn } = row;
      if (state === null || mprn === null) continue;
      const next = hasNext(state, clerk.fixOf(mprn), clerk, () => clerk.plan(row));
      if (!next) this.#problems.add(`${mprn}: open, and nothing comes next`);
    }
  }

  /** All is up and nobody did anything: what was under way has come to its end by itself. */
  async atRest(written: readonly string[]): Promise<void> {
    const { agent, folder, mail, market, desks, gateway } = this.#world;
    if (!market.isIdle() || !mail.isIdle) this.#problems.add('the market has not come to rest');
    // What was about to go when somebody paused the channel lies ready until they resume it, and what
    // would double something until a person decides.
    const kept = new Set([...agent.kept.keys()].map(fileNameOf));
    const ready = this.#isPaused
      ? 0
      : [...folder.staging.keys()].filter((name) => !kept.has(name)).length;
    const left = ready + folder.inbox.size + folder.claimed.size;
    if (left > 0) this.#problems.add(`${left} files were left in the folders`);
    for (const problem of agentAtRest(this.#world)) this.#problems.add(problem);
    for (const { mprn, items } of agent.log.views.fixes())
      for (const item of items)
        if (this.#isStuck(mprn, item)) this.#problems.add(`${mprn}: ${item.key} never left`);
    // Corrections of a clock are the program's own.
    if (written.some((kind) => kind !== 'clock.corrected'))
      this.#problems.add('somebody wrote after everything had healed');
    for (const desk of desks) {
      if (desk.status.failure !== null)
        this.#problems.add(`a desk fails: ${desk.status.failure.code}`);
      if ((gateway.journal?.chainEnd(desk.device)?.seq ?? 0) !== desk.own.length)
        this.#problems.add('not everything arrived');
    }
    this.#lookForDropped();
    await this.#alarms.tick();
    await this.#alarms.atRest();
    await this.#lookForDifferences('at rest');
  }

  get #isPaused(): boolean {
    return (this.#world.agent.log.views.channel()?.paused ?? null) !== null;
  }

  #isStuck(mprn: string, item: FixItem): boolean {
    const { agent } = this.#world;
    const fix = agent.log.views.fixOf(mprn);
    if (this.#isPaused) return false;
    if (item.standing === 'intended') return !agent.kept.has(item.txRefNbr ?? '');
    if (item.standing !== 'released' || item.txRefNbr === null || item.channel !== 'emma')
      return false;
    const isKept = agent.kept.has(item.txRefNbr);
    return !isKept && fix !== undefined && waitsFor(fix, item) === null;
  }

  /** Every file of the market's is heard, or kept with a reason; every entry is everywhere. */
  #lookForDropped(): void {
    const { mail, folder, agent, desks } = this.#world;
    for (const { name, text, answer } of mail.brought.values()) {
      const poisoned = folder.poisoned.get(name);
      const bytes = poisoned?.bytes ?? folder.archived.get(name);
      const kept = bytes === undefined ? null : new TextDecoder().decode(bytes);
      if (kept !== text || poisoned?.reason === '') this.#problems.add(`${name} is not kept`);
      if (poisoned !== undefined || !('MPRN' in answer.message.body)) continue;
      const { MPRN } = answer.message.body;
      const number = answer.message.header.TxRefNbr;
      const heard = agent.log.views.fixOf(MPRN)?.heard ?? [];
      if (!heard.some(({ txRefNbr }) => txRefNbr === number))
        this.#problems.add(`${name} was taken and never heard`);
    }
    const all = new Set(desks.flatMap(({ own }) => own.map(({ id }) => id)));
    for (const desk of desks) {
      const has = new Set(desk.entries.map(({ id }) => id));
      if ([...all].some((id) => !has.has(id))) this.#problems.add('a desk lacks an entry');
    }
  }

  #isOurs(mprn: string): boolean {
    return this.#world.market.truth.meters.get(mprn)?.supplier === SUPPLIER;
  }

  async #lookForDifferences(when: string): Promise<void> {
    const { desks, agent } = this.#world;
    const hashes = await Promise.all(desks.map((desk) => desk.stateHash()));
    if (new Set(hashes).size > 1) this.#problems.add(`${when}: consoles differ`);
    const sorted = (fixes: readonly FixState[]) =>
      JSON.stringify([...fixes].sort((one, other) => (one.mprn < other.mprn ? -1 : 1)));
    if (sorted(agent.log.views.fixes()) !== sorted(desks[0]?.seen.fixes ?? []))
      this.#problems.add(`${when}: the agent has other back-fixes than the consoles`);
  }

  async atEnd(): Promise<void> {
    const { market, customers, clerks } = this.#world;
    const truth = this.#broken.truth?.(market.truth) ?? market.truth;
    for (const [txRefNbr, { length }] of truth.effects)
      if (length > 1) this.#problems.add(`${txRefNbr}: ${length} effects of one TxRefNbr`);
    const { mail, desks } = this.#world;
    const numbers = [
      ...numbersMadeBlindly(desks, mail.brought.values()),
      ...filesTooMany(mail.sent, desks),
    ];
    for (const problem of numbers) this.#problems.add(problem);
    for (const { mprn } of customers)
      if (truth.meters.get(mprn)?.isOn !== true && this.#isOurs(mprn))
        this.#problems.add(`${mprn}: has paid and is off`);
    for (const clerk of clerks)
      for (const { mprn } of await clerk.rows()) {
        const state = mprn === null ? undefined : await clerk.stateOf(mprn);
        if (state?.open !== true || mprn === null) continue;
        const items = clerk.fixOf(mprn)?.items ?? [];
        const open = items
          .filter((each) => !isSettled(each))
          .map((each) => `${each.key} ${each.standing}`);
        this.#problems.add(
          `${mprn}: cannot be closed, ${state.power === null ? 'off' : 'on'}, ${open.join(', ')}`,
        );
      }
    this.#lookForDropped();
    await this.#lookForDifferences('at the end');
  }
}

function hasNext(
  state: CaseState,
  fix: FixState | undefined,
  clerk: Clerk,
  plan: () => ReturnType<Clerk['plan']>,
): boolean {
  if (state.power !== null)
    return isReady(state, fix, plan(), clerk.desk.device.slice(0, 4)).is !== 'noProof';
  const summary = summarise(state);
  const { now } = clerk;
  const lane = laneOf(summary, now);
  // What is waited for has to come, and somebody is called for when it has not.
  const isSoon = isWaiting(summary, now) && !isWaiting(summary, now + LONGEST_WAIT);
  return lane === 'onThePhone' || isWorkable(lane) || isSoon;
}
