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
import { MemoryGateway, SqliteGateway, type Leak, type SimulatedGateway } from './gateway.ts';
import { judge, NETWORKS } from './judge.ts';
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
  const dies = deathsOf(seed, { share: 0.03, isOver: () => network.isHealed });
  const third = chance(0.5) ? ['ABC'] : [];
  const organisations = ['ABC', 'ABC', ...third, 'DEF', 'DEF', NETWORKS, NETWORKS];
  const someOf = () => Math.floor(random() * organisations.length);
  const dayAhead = someOf();
  const toBeLost = chance(0.3) ? dayAhead : someOf();
  for (const [index, organisation] of organisations.entries()) {
    const ahead = index === dayAhead ? DAY : 0;
    const desk: SimulatedDesk = await new SimulatedDesk({
      organisation,
      clock,
      random,
      drift: laptopClock({ random, from: START, until: START + NIGHT, ahead }),
      isDeaf: world.isDeaf,
      shows: world.shows,
      dies,
      onKilled: (death) => fault(`desk killed ${death} it was written`),
      takes: index === 0 && world.misses !== undefined ? without(world.misses) : undefined,
      send: (request) => network.send(desk, request),
    }).start();
    desks.push(desk);
    setUp.putDevice(
      { id: desk.device, organisation, role: 'operator', enrolledAt: START, revokedAt: null },
      `token ${desk.device}`,
    );
  }
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
      if (!network.isHealed && !gone.has(colleague)) void colleague.write(command);
    });
  };
  const write = () => {
    if (network.isHealed) return;
    const desk = desks[Math.floor(random() * desks.length)];
    if (desk !== undefined && !gone.has(desk)) void work(desk);
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
    } else if (desk !== undefined && !gone.has(desk)) {
      fault('desk restarted');
      await desk.restart();
    }
    if (clock.now < START + NIGHT) clock.after(random() * 3 * MIN, trouble);
  };
  clock.after(random() * MIN, trouble);
  /** Whoever has failed is back within a minute, and what that brings is seen within the next. */
  const comeToRest = async () => {
    const left = desks.filter((desk) => !gone.has(desk));
    let last = '';
    let since = clock.now;
    while (clock.now < START + NIGHT + HEALED && clock.now - since < AT_REST) {
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
  const problems = [
    ...twice.flatMap(({ organisation, subject, isTold }) =>
      isTold ? [] : [`${organisation}: nobody is told that two called about ${subject}`],
    ),
    ...(await judge({
      desks,
      gone: new Set(desks.filter((desk) => gone.has(desk))),
      journal: must(gateway.journal, 'it was started'),
    })),
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
