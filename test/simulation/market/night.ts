// A small night with a market: desks of one supplier, an agent on EMMA's folders, a gateway, and the
// simulated market behind EMMA, all of them failing as they like. Then everything is up again: first
// nobody does anything, and what is under way has to come to rest by itself; then people finish, where a
// list of the market's is wanted in the morning.
import { endsRequest } from '../../../shared/domain/evidence.ts';
import { must } from '../../../shared/lib/check.ts';
import { Clock, dice } from '../clock.ts';
import { drawOf } from '../../../shared/drill/market/draw.ts';
import { deathsOf } from '../deaths.ts';
import { SimulatedDesk } from '../desk.ts';
import { MemoryGateway, SqliteGateway, type SimulatedGateway } from '../gateway.ts';
import { laptopClock } from '../laptop-clock.ts';
import { Network } from '../network.ts';
import { MemoryFolder } from '../../support/memory-folder.ts';
import { SimulatedAgent } from './agent.ts';
import type { BrokenOnPurpose } from './broken.ts';
import { Clerk } from './clerk.ts';
import {
  customersOf,
  failureAgain,
  leaversOf,
  marketOf,
  NETWORKS,
  SUPPLIER,
  waysOf,
  type Failure,
  type MarketWays,
} from './customers.ts';
import { firstDay, nextDay } from './day.ts';
import { finish, isDone } from './finish.ts';
import { marketDies, spellsOf } from './hard-nights.ts';
import { Judge } from './judge.ts';
import { Mail, type MailOptions } from './mail.ts';
import { MarketProgram } from './market-program.ts';
import { hasMorning, playMorning } from './morning.ts';
import { TICK_MS } from './screen.ts';
import { Shift } from './shift.ts';
import { troubles } from './troubles.ts';
import type { World } from './world.ts';

const START = Date.parse('2026-11-21T20:11:00Z');
const MIN = 60_000;
const NIGHT = 50 * MIN;
/** Everything has come to rest by then, or never will. */
const HEALED = 60 * MIN;
const AT_REST = 2;
const POLL_MS = 40_000;
/** One night in so many has the gateway's own journal on disk. */
const SQLITE_EVERY = 20;

export interface Outcome {
  readonly problems: readonly string[];
  readonly faults: Readonly<Record<string, number>>;
  readonly entries: number;
}

export async function playMarketNight(
  seed: number,
  broken: BrokenOnPurpose = {},
  ways: MarketWays = waysOf(seed),
): Promise<Outcome> {
  const gateway = seed % SQLITE_EVERY === 0 ? new SqliteGateway() : new MemoryGateway();
  try {
    return await play(seed, gateway, broken, ways);
  } finally {
    gateway.discard();
  }
}

async function play(
  seed: number,
  gateway: SimulatedGateway,
  broken: BrokenOnPurpose,
  ways: MarketWays,
): Promise<Outcome> {
  const world = await worldOf(seed, gateway, broken, ways);
  const { clock, desks, agent, judge, network, mail, folder, market } = world;
  const shift = new Shift(world);
  shift.start(NIGHT);
  troubles(world, NIGHT);
  every(world, 20_000, () => mail.collect());
  every(world, 30_000, () => mail.bring());
  every(world, TICK_MS, () => judge.tick());
  for (let minute = 0; minute < NIGHT / MIN; minute++) {
    await clock.run(clock.now + MIN);
    for (const { off } of desks)
      if (Math.abs(off) > 5 * MIN) world.fault(off > 0 ? 'clock fast' : 'clock slow');
    await judge.look();
  }
  shift.stop();
  network.heal();
  mail.isHealed = true;
  market.comeBack();
  folder.wrong = () => null;
  gateway.start(clock.now);
  agent.start();
  // Whoever was about to be started again is up by then, and nobody writes.
  const before = desks.map(({ own }) => own.length);
  await clock.run(clock.now + 3 * MIN);
  await comeToRest(world);
  await judge.atRest(
    desks.flatMap(({ own }, index) =>
      own.flatMap(({ seq, kind }) => (seq > (before[index] ?? 0) ? [kind] : [])),
    ),
  );
  const { until } = broken;
  if (until === undefined || !judge.problems.some((each) => until.test(each))) {
    await finish(world, () => comeToRest(world));
    // What passed the hub and never ran stands in the list of that day, and in no later one.
    for (const day of [firstDay, nextDay]) {
      const isWanted = day === firstDay && hasMorning(seed);
      if (!isWanted && (await isDone(world))) break;
      for (const problem of await playMorning(world, day, () => comeToRest(world), broken))
        judge.note(problem);
      await finish(world, () => comeToRest(world));
    }
    await judge.atEnd();
  }
  countUnnamed(world);
  for (const desk of desks) desk.stop();
  agent.stop();
  const entries = desks[0]?.entries.length ?? 0;
  return { problems: judge.problems, faults: world.faults, entries };
}

/** Nothing came anywhere for a while, and nothing is on its way. */
async function comeToRest({ clock, desks, agent, market, mail, judge }: World): Promise<void> {
  const until = clock.now + HEALED;
  let last = '';
  for (let quiet = 0; quiet < AT_REST && clock.now < until;) {
    await clock.run(clock.now + MIN);
    await judge.look();
    const counts = [...desks.map(({ entries }) => entries.length), agent.log.views.fixes().length];
    const now = counts.join();
    const isIdle = market.isIdle() && mail.isIdle;
    quiet = isIdle && now === last ? quiet + 1 : 0;
    last = now;
  }
}

/** Rejects of ours that named no TxRefNbr. */
function countUnnamed({ desks, fault }: World): void {
  for (const { items } of desks[0]?.seen.fixes ?? [])
    for (const { txRefNbr, attempt, answers } of items) {
      const isUnnamed = answers.some(
        (each) => each.matchedBy === 'businessReference' && endsRequest(each),
      );
      if (txRefNbr === null || !isUnnamed) continue;
      fault('rejected by reference alone');
      if (attempt > 1) fault('the next one after a reject by reference alone');
    }
}

function every({ clock }: World, ms: number, work: () => void | Promise<void>): void {
  const again = async () => {
    await work();
    clock.after(ms, again);
  };
  clock.after(ms, again);
}

async function worldOf(
  seed: number,
  gateway: SimulatedGateway,
  broken: BrokenOnPurpose,
  ways: MarketWays,
): Promise<World> {
  const random = dice(seed);
  const clock = new Clock(START);
  const faults: Record<string, number> = {};
  const fault = (name: string) => {
    faults[name] = (faults[name] ?? 0) + 1;
  };
  fault(gateway instanceof SqliteGateway ? 'sqlite' : 'memory');
  const usual = random() < 0.7 ? 7 : 10;
  const point = ways.point ?? usual;
  const to = START + (15 + Math.floor(random() * 20)) * MIN;
  const again = ways.failsAgain ? failureAgain(seed, to) : null;
  const failure: Failure = { point, from: START, to, again };
  fault(point === 7 ? 'hub down' : `point ${point} down`);
  if (again !== null) fault('down a second time');
  fault(ways.phoneDoes017 ? 'a call does the 017' : 'a call leaves the 017');
  fault(`after a call ${ways.afterPhone}`);
  if (!ways.namesOriginal) fault('answers by reference alone');
  const customers = customersOf(seed, random, START, ways);
  for (const { kind, second } of customers) {
    fault(`customer ${kind}`);
    if (second !== null) fault('two D05s of one customer');
  }
  const market = new MarketProgram(marketOf(customers, seed, failure, ways));
  market.advance(START);
  if (ways.someLeave)
    for (const { mprn, at } of leaversOf(customers, seed, failure)) {
      market.changeSupplier(mprn, 'XYZ', at);
      fault('gone to another supplier');
    }
  gateway.start(clock.now);
  const setUp = must(gateway.journal, 'it was started');
  setUp.addOrganisation({ id: SUPPLIER, name: SUPPLIER, isNetworks: false });
  setUp.addOrganisation({ id: NETWORKS, name: NETWORKS, isNetworks: true });
  const enrol = (id: string) =>
    setUp.putDevice(
      { id, organisation: SUPPLIER, role: 'operator', enrolledAt: START, revokedAt: null },
      `token ${id}`,
    );
  const isOver = () => network.isHealed;
  const dies = deathsOf(seed, { share: 0.01, isOver });
  const network: Network = new Network({ clock, random, gateway, fault, dies });
  const deskDies = deathsOf(seed, { share: 0.02, isOver });
  const drift = () => laptopClock({ random, from: START, until: START + NIGHT, ahead: 0 });
  const folder = broken.folder?.() ?? new MemoryFolder();
  const hard = { seed, clock, ms: NIGHT, isOver };
  const spell = spellsOf(hard);
  folder.wrong = (moment) => {
    const roll = random();
    if (roll < 0.03) return 'died';
    const trouble =
      roll < 0.045
        ? ({ is: 'full', why: 'ENOSPC' } as const)
        : roll < 0.06
          ? ({ is: 'broken', why: 'EIO' } as const)
          : spell(moment);
    if (trouble !== null) fault(`folder ${trouble.is}`);
    return trouble;
  };
  const onSent: MailOptions['onSent'] = (sent, newest) => judge.lookAtSent(sent, newest);
  const mail = new Mail({ clock, random, market, folder, fault, onSent });
  const agent = new SimulatedAgent({
    clock,
    random,
    drift: drift(),
    network,
    folder,
    fault,
    isTired: broken.isTired,
    isGloomy: broken.isGloomy,
    isBlind: broken.isBlind,
    spoils: broken.spoils,
    onStep: () => {
      mail.notice();
      judge.lookAtAgent();
    },
  });
  const send = folder.send.bind(folder);
  folder.send = (name) => {
    judge.lookAtSending(name);
    return send(name);
  };
  enrol(agent.device);
  agent.start();
  const desks: SimulatedDesk[] = [];
  for (let index = 0; index < (random() < 0.7 ? 2 : 3); index++) {
    const desk: SimulatedDesk = await new SimulatedDesk({
      organisation: SUPPLIER,
      clock,
      random,
      drift: drift(),
      pollMs: POLL_MS,
      shows: broken.shows,
      writes: broken.writes,
      dies: deskDies,
      onKilled: (death) => fault(`desk killed ${death} it was written`),
      takes: index === 0 ? broken.takes : undefined,
      send: (request) => network.send(desk, request),
    }).start();
    desks.push(desk);
    enrol(desk.device);
  }
  const asksForAny = ways.point !== null;
  const hasLists = ways.point !== 7 || drawOf(seed, 'lists') < 0.5;
  const plansFor = broken.plansFor === undefined ? point : broken.plansFor;
  const { device } = agent;
  const office = {
    market,
    clock,
    random,
    failure,
    asksForAny,
    hasLists,
    plansFor,
    agent: device,
    note: fault,
  };
  const clerks = desks.map((desk) => new Clerk(desk, office));
  const base = { seed, clock, random, faults, fault, failure, customers, market, gateway };
  const world = { ...base, network, folder, mail, agent, desks, clerks };
  const judge: Judge = new Judge(world, broken);
  if (broken.keeps !== undefined) market.keeps = broken.keeps;
  market.onDiffers = () => judge.note('the market came back as another one');
  marketDies(market, fault, hard);
  return { ...world, judge };
}
