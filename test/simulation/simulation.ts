// A night of several desks of two suppliers and one of Networks, over a gateway that is restarted
// and restored from backups and a network that delays, drops, doubles, loses replies and parts
// desks for minutes. Then everything heals, nobody writes any more, and all must agree.
import { must } from '../../shared/lib/check.ts';
import type { Entry } from '../../shared/log/entry.ts';
import { stampTime } from '../../shared/log/stamp.ts';
import type { ExchangeReply, FeedEntry } from '../../shared/sync/protocol.ts';
import type { CaseState } from '../../shared/domain/case.ts';
import { Clock, dice } from './clock.ts';
import { commandFor, sharedMprn } from './commands.ts';
import { deathsOf } from './deaths.ts';
import { SimulatedDesk } from './desk.ts';
import { doubleCalls } from './double-calls.ts';
import type { Journal } from '../../gateway/journal/journal.ts';
import { Lid } from './lid.ts';
import type { DeskOptions } from './running-console.ts';
import { MemoryGateway, SqliteGateway, type Leak, type SimulatedGateway } from './gateway.ts';
import { gonePast, judge, NETWORKS } from './judge.ts';
import { FURTHEST, laptopClock } from './laptop-clock.ts';
import { Network } from './network.ts';

const START = Date.parse('2026-11-21T20:11:00Z');
const MIN = 60_000;
const DAY = 24 * 60 * MIN;
const NIGHT = 25 * MIN;
/** After it all is judged, at rest or not. */
const HEALED = 20 * MIN;
/** So long nothing may have come anywhere, with every desk in touch, for the night to be at rest. */
const AT_REST = 3 * MIN;

export interface Outcome {
  readonly problems: readonly string[];
  readonly entries: number;
  readonly faults: Readonly<Record<string, number>>;
  /** What kept the gateway's journal. */
  readonly journal: JournalKind;
}

export type JournalKind = 'memory' | 'sqlite';

/** One night in so many has the gateway's own journal on disk, the others are quick. */
const SQLITE_EVERY = 10;

/** In one night in so many laptops sleep, in one a database is copied and both go on. */
const SLEEPS_EVERY = 2;
const COPIED_EVERY = 4;

/** What is broken on purpose, so that it can be seen that it is noticed. */
export interface World {
  readonly leak?: Leak;
  readonly isDeaf?: boolean;
  readonly shows?: (state: CaseState) => CaseState;
  /** The first desk does not keep what it is sent of these. */
  readonly misses?: (entry: FeedEntry) => boolean;
  /** The first desk is never in touch. */
  readonly isCutOff?: boolean;
  /** The first desk goes on writing when all has healed. */
  readonly isRestless?: boolean;
}

export async function simulate(seed: number, world: World = {}): Promise<Outcome> {
  const journal = seed % SQLITE_EVERY === 0 && world.leak === undefined ? 'sqlite' : 'memory';
  const gateway = journal === 'sqlite' ? new SqliteGateway() : new MemoryGateway(world.leak);
  try {
    return { ...(await play(seed, gateway, world)), journal };
  } finally {
    gateway.discard();
  }
}

async function play(
  seed: number,
  gateway: SimulatedGateway,
  world: World,
): Promise<Omit<Outcome, 'journal'>> {
  const random = dice(seed);
  const chance = (share: number) => random() < share;
  const clock = new Clock(START);
  const faults: Record<string, number> = {};
  const fault = (name: string) => {
    faults[name] = (faults[name] ?? 0) + 1;
  };
  gateway.start(clock.now);
  const setUp = must(gateway.journal, 'it was started');
  for (const id of ['ABC', 'DEF', NETWORKS])
    setUp.addOrganisation({ id, name: id, isNetworks: id === NETWORKS });
  const network: Network = new Network({
    clock,
    random,
    gateway,
    fault,
    dies: deathsOf(seed, { share: 0.02, isOver: () => network.isHealed }),
    isCutOff: (who) => world.isCutOff === true && who === desks[0],
  });
  const { parted, gone } = network;

  const desks: SimulatedDesk[] = [];
  const lids = new Map<SimulatedDesk, Lid>();
  const dies = deathsOf(seed, { share: 0.03, isOver: () => network.isHealed });
  const third = chance(0.5) ? ['ABC'] : [];
  const organisations = ['ABC', 'ABC', ...third, 'DEF', 'DEF', NETWORKS, NETWORKS];
  const someOf = () => Math.floor(random() * organisations.length);
  const dayAhead = someOf();
  const toBeLost = chance(0.3) ? dayAhead : someOf();
  const enrol = (journal: Journal, { device, organisation }: SimulatedDesk) =>
    journal.putDevice(
      { id: device, organisation, role: 'operator', enrolledAt: START, revokedAt: null },
      `token ${device}`,
    );
  const laptop = async (
    organisation: string,
    of: Pick<DeskOptions, 'random' | 'drift' | 'takes'>,
    from?: SimulatedDesk,
  ): Promise<SimulatedDesk> => {
    const lid = new Lid(clock);
    const desk: SimulatedDesk = new SimulatedDesk(
      {
        organisation,
        clock,
        lid,
        // Two windows that write by turns see no more than a steady clock that is set with the other.
        seesSteps: seed % 2 === 0,
        ...of,
        isDeaf: world.isDeaf,
        shows: world.shows,
        dies,
        onKilled: (death) => fault(`desk killed ${death} it was written`),
        send: (request) => network.send(desk, request),
      },
      from,
    );
    await desk.start();
    desks.push(desk);
    lids.set(desk, lid);
    return desk;
  };
  for (const [index, organisation] of organisations.entries()) {
    const ahead = index === dayAhead ? DAY : 0;
    const desk = await laptop(organisation, {
      random,
      drift: laptopClock({ random, from: START, until: START + NIGHT, ahead }),
      takes: index === 0 && world.misses !== undefined ? without(world.misses) : undefined,
    });
    enrol(setUp, desk);
  }
  const isAway = (desk: SimulatedDesk) => gone.has(desk) || lids.get(desk)?.isClosed === true;
  const work = async (desk: SimulatedDesk) => {
    const command = await commandFor(desk, random, clock.now);
    await desk.write(command);
    const off = desk === desks[dayAhead] ? desk.off - DAY : desk.off;
    if (Math.abs(off) === FURTHEST) fault(off > 0 ? 'ten minutes fast' : 'ten minutes slow');
    // A customer whom one desk rings about often is on a colleague's screen too.
    const colleagues = desks.filter(
      (each) => each !== desk && each.organisation === desk.organisation,
    );
    const colleague = colleagues[Math.floor(random() * colleagues.length)];
    if (command.do !== 'answer' || colleague === undefined || chance(0.5)) return;
    clock.after(random() * 30_000, () => {
      if (!network.isHealed && !isAway(colleague)) void colleague.write(command);
    });
  };
  const write = () => {
    if (network.isHealed) return;
    const desk = desks[Math.floor(random() * desks.length)];
    if (desk !== undefined && !isAway(desk)) void work(desk);
    if (clock.now < START + NIGHT) clock.after(random() * 20_000, write);
  };
  clock.after(0, write);
  let hasBackup = false;
  const trouble = async () => {
    if (network.isHealed) return;
    const kind = Math.floor(random() * 6);
    const desk = desks[Math.floor(random() * desks.length)];
    if (kind === 0 && desk !== undefined) {
      fault('parted');
      parted.add(desk);
      clock.after(random() * 8 * MIN, () => void parted.delete(desk));
    } else if (kind === 1) {
      fault('gateway restarted');
      gateway.stop();
      clock.after(random() * 2 * MIN, () => gateway.start(clock.now));
    } else if (kind === 2) {
      if (!hasBackup) await gateway.backUp();
      hasBackup = true;
    } else if (kind === 3 && hasBackup && chance(0.5)) {
      fault('restored from backup');
      gateway.restore(clock.now);
      hasBackup = false;
    } else if (kind === 4 && gone.size === 0 && chance(0.3)) {
      const lost = must(desks[toBeLost], 'one of them');
      fault('laptop gone');
      if (toBeLost === dayAhead) fault('a day ahead and gone');
      gone.add(lost);
      lost.stop();
    } else if (desk !== undefined && !isAway(desk)) {
      fault('desk restarted');
      await desk.restart();
    }
    if (clock.now < START + NIGHT) clock.after(random() * 3 * MIN, trouble);
  };
  clock.after(random() * MIN, trouble);
  // By dice of their own: all that befalls a night otherwise is what it was.
  const more = dice(seed + 2 ** 21);
  const lidOf = (desk: SimulatedDesk) => must(lids.get(desk), 'every laptop has one');
  const sleep = () => {
    if (network.isHealed) return;
    const desk = desks[Math.floor(more() * desks.length)];
    if (desk !== undefined && !isAway(desk)) {
      fault(desk.status.phase === 'exchanging' ? 'slept in an exchange' : 'slept');
      lidOf(desk).close(Math.min(more() * 6 * MIN, START + NIGHT - clock.now));
    }
    if (clock.now < START + NIGHT) clock.after(more() * 4 * MIN, sleep);
  };
  if (seed % SLEEPS_EVERY === 0) clock.after(more() * 2 * MIN, sleep);
  const copy = async () => {
    const at = Math.floor(more() * organisations.length);
    const desk = must(desks[at], 'one of them');
    if (network.isHealed || at === toBeLost || gone.has(desk)) return;
    fault('database copied');
    const drift = laptopClock({
      random: more,
      from: clock.now,
      until: START + NIGHT,
      ahead: more() < 0.2 ? DAY : 0,
    });
    await laptop(desk.organisation, { random: more, drift, takes: undefined }, desk);
  };
  if (seed % COPIED_EVERY === 1) clock.after(more() * NIGHT, copy);
  /** People do what their screens say, in the next minute. */
  const mind = async () => {
    for (const desk of desks) {
      const { journal } = gateway;
      const { phase, failure } = desk.status;
      if (gone.has(desk) || lidOf(desk).isClosed || phase !== 'stopped' || journal === null)
        continue;
      if (await desk.goOnAsNewDevice()) fault('a copy goes on');
      else if (failure?.code === 'unknownToken') {
        fault('enrolled anew');
        await desk.restart();
      } else continue;
      enrol(journal, desk);
    }
  };
  const minding = async () => {
    await mind();
    if (!network.isHealed) clock.after(MIN, minding);
  };
  clock.after(MIN, minding);
  /** Whoever has failed is back within a minute, and what that brings is seen within the next. */
  const comeToRest = async () => {
    const left = desks.filter((desk) => !gone.has(desk));
    let last = '';
    let since = clock.now;
    while (clock.now < START + NIGHT + HEALED && clock.now - since < AT_REST) {
      await mind();
      await clock.run(clock.now + MIN);
      const now = left.map(({ entries, status }) => [entries.length, status.failure?.code]).join();
      if (now !== last) since = clock.now;
      last = now;
    }
  };

  await clock.run(START + NIGHT);
  network.heal();
  gateway.start(clock.now);
  const written = new Map(desks.map((desk) => [desk, desk.own.length]));
  const [restless] = desks;
  if (world.isRestless === true && restless !== undefined) await work(restless);
  await comeToRest();
  const left = desks.filter((desk) => !gone.has(desk));
  const twice = await doubleCalls(desks, left);
  for (const _each of twice) fault('called by two');
  const ahead = must(desks[dayAhead], 'one of them');
  if (isPutRight(ahead, left)) fault('a day ahead corrected');
  if (worksOn(sharedMprn, desks).size > 1) fault('worked on by two suppliers');
  const night = {
    desks,
    gone: new Set(desks.filter((desk) => gone.has(desk))),
    journal: must(gateway.journal, 'it was started'),
    isRestored: (faults['restored from backup'] ?? 0) > 0,
  };
  if (left.some((desk) => gonePast(desk, night).length > 0)) fault('gone before the backup had it');
  const problems = [
    ...twice.flatMap(({ organisation, subject, isTold }) =>
      isTold ? [] : [`${organisation}: nobody is told that two called about ${subject}`],
    ),
    ...(await judge(night)),
    ...desks.flatMap((desk) =>
      desk.own.some(({ seq, kind }) => seq > (written.get(desk) ?? 0) && kind !== 'clock.corrected')
        ? ['somebody wrote after everything had healed']
        : [],
    ),
  ];
  for (const desk of desks) desk.stop();
  return { problems, entries: desks.reduce((sum, desk) => sum + desk.own.length, 0), faults };
}

/** What this laptop wrote a day ahead stands where it was written, for every colleague. */
function isPutRight(ahead: SimulatedDesk, left: readonly SimulatedDesk[]): boolean {
  const colleagues = left.filter(({ organisation }) => organisation === ahead.organisation);
  const isDayOff = (entry: Entry, desk: SimulatedDesk) =>
    stampTime(entry.stamp) - stampTime(desk.orderOf(entry)) > DAY / 2;
  return colleagues.some((desk) =>
    desk.entries.some((entry) => entry.device === ahead.device && isDayOff(entry, desk)),
  );
}

/** The suppliers that have written of a customer. */
function worksOn(mprn: string, desks: readonly SimulatedDesk[]): ReadonlySet<string> {
  return new Set(
    desks.flatMap(({ organisation, own }) =>
      own.some(({ subject }) => subject === `mprn:${mprn}`) ? [organisation] : [],
    ),
  );
}

/** A broken console: it does not keep what it is sent of these. */
const without =
  (misses: (entry: FeedEntry) => boolean) =>
  (reply: ExchangeReply): ExchangeReply => ({
    ...reply,
    entries: reply.entries.filter((entry) => !misses(entry)),
  });
