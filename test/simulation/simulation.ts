// A night of several desks of two suppliers and one of Networks, over a gateway that is restarted
// and restored from backups and a network that delays, drops, doubles, loses replies and parts
// desks for minutes. Then everything heals, nobody writes any more, and all must agree.
import { fail, type Result } from '../../shared/lib/result.ts';
import type { Command } from '../../shared/domain/commands.ts';
import { networksOutcomes } from '../../shared/domain/events.ts';
import { outcomes } from '../../shared/domain/script.ts';
import type { Failure } from '../../shared/sync/failure.ts';
import type { ExchangeReply, ExchangeRequest } from '../../shared/sync/protocol.ts';
import { exchange } from '../../gateway/exchange.ts';
import { MemoryJournal } from '../../gateway/journal/memory-journal.ts';
import { recoverIfRestored } from '../../gateway/recovery.ts';
import { Clock, dice } from './clock.ts';
import { SimulatedDesk } from './desk.ts';

const START = Date.parse('2026-11-21T20:11:00Z');
const MIN = 60_000;
const NIGHT = 25 * MIN;
const HEALED = 20 * MIN;

export interface Outcome {
  readonly problems: readonly string[];
  readonly entries: number;
  readonly faults: Readonly<Record<string, number>>;
}

export async function simulate(seed: number): Promise<Outcome> {
  const random = dice(seed);
  const chance = (share: number) => random() < share;
  const clock = new Clock(START);
  const faults: Record<string, number> = {};
  const fault = (name: string) => {
    faults[name] = (faults[name] ?? 0) + 1;
  };
  let journal = new MemoryJournal();
  for (const id of ['ABC', 'DEF', 'ESB'])
    journal.addOrganisation({ id, name: id, isNetworks: id === 'ESB' });
  let isUp = true;
  let isHealed = false;
  const parted = new Set<SimulatedDesk>();
  /** Laptops that are gone for good: what their colleagues have read of them must not be lost. */
  const gone = new Set<SimulatedDesk>();
  const delay = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve));

  const send =
    (of: () => SimulatedDesk) =>
    async (request: ExchangeRequest): Promise<Result<ExchangeReply, Failure>> => {
      const desk = of();
      const reach = () => isUp && !parted.has(desk) && !gone.has(desk);
      await delay(20 + random() * (isHealed ? 50 : 900));
      if (!reach()) {
        fault('unreachable');
        return fail({ code: 'noRoute' });
      }
      if (!isHealed && chance(0.1)) {
        fault('dropped');
        return fail({ code: 'timeout' });
      }
      const serve = () => {
        const who = journal.device(desk.device);
        return who === null
          ? fail({ code: 'unknownToken' as const })
          : exchange(journal, who, request, clock.now);
      };
      // A request may arrive twice; the second time it must change nothing.
      if (!isHealed && chance(0.1)) {
        fault('doubled');
        serve();
      }
      const answer = serve();
      await delay(20 + random() * (isHealed ? 50 : 900));
      if (!reach() || (!isHealed && chance(0.12))) {
        fault('reply lost');
        return fail({ code: 'reset' });
      }
      return answer.ok
        ? { ok: true, value: structuredClone(answer.value.reply) }
        : fail(answer.error);
    };

  const desks: SimulatedDesk[] = [];
  for (const [organisation, count] of [
    ['ABC', 2 + Math.floor(random() * 2)],
    ['DEF', 2],
    ['ESB', 2],
  ] as const) {
    for (let index = 0; index < count; index++) {
      const drift = desks.length === 1 ? 24 * 60 * MIN : Math.floor((random() - 0.5) * 20 * MIN);
      const desk: SimulatedDesk = await new SimulatedDesk({
        organisation,
        clock,
        random,
        drift,
        send: send(() => desk),
      }).open();
      desks.push(desk);
      journal.putDevice(
        { id: desk.device, organisation, role: 'operator', enrolledAt: START, revokedAt: null },
        `token ${desk.device}`,
      );
    }
  }
  for (const desk of desks) desk.start();

  const write = () => {
    if (isHealed) return;
    const desk = desks[Math.floor(random() * desks.length)];
    if (desk !== undefined && !gone.has(desk))
      void commandFor(desk, random, clock.now).then((command) =>
        command === null ? false : desk.write(command),
      );
    if (clock.now < START + NIGHT) clock.after(random() * 20_000, write);
  };
  clock.after(0, write);
  let backup: MemoryJournal | null = null;
  const trouble = () => {
    if (isHealed) return;
    const kind = Math.floor(random() * 6);
    const desk = desks[Math.floor(random() * desks.length)];
    if (kind === 0 && desk !== undefined) {
      fault('parted');
      parted.add(desk);
      clock.after(random() * 8 * MIN, () => parted.delete(desk));
    } else if (kind === 1) {
      fault('gateway restarted');
      isUp = false;
      clock.after(random() * 2 * MIN, () => (isUp = true));
    } else if (kind === 2) {
      backup ??= journal.backup();
    } else if (kind === 3 && backup !== null && chance(0.5)) {
      fault('restored from backup');
      journal = backup;
      recoverIfRestored(journal, clock.now);
      backup = null;
    } else if (kind === 4 && gone.size === 0 && chance(0.3)) {
      const [first] = desks;
      if (first !== undefined) {
        fault('laptop gone');
        gone.add(first);
        first.engine.stop();
      }
    } else if (desk !== undefined && !gone.has(desk)) {
      fault('desk restarted');
      desk.restart();
    }
    if (clock.now < START + NIGHT) clock.after(random() * 3 * MIN, trouble);
  };
  clock.after(random() * MIN, trouble);

  await clock.run(START + NIGHT);
  isHealed = true;
  isUp = true;
  parted.clear();
  const written = new Map(desks.map((desk) => [desk, desk.own.length]));
  await clock.run(START + NIGHT + HEALED);
  const problems = [
    ...(await judge(desks, gone, journal)),
    ...desks.flatMap((desk) =>
      desk.own.slice(written.get(desk)).some((entry) => entry.kind !== 'clock.corrected')
        ? ['somebody wrote after everything had healed']
        : [],
    ),
  ];
  for (const desk of desks) desk.engine.stop();
  return { problems, entries: desks.reduce((sum, desk) => sum + desk.own.length, 0), faults };
}

async function judge(
  everybody: readonly SimulatedDesk[],
  gone: ReadonlySet<SimulatedDesk>,
  journal: MemoryJournal,
): Promise<readonly string[]> {
  const problems: string[] = [];
  const desks = everybody.filter((desk) => !gone.has(desk));
  for (const lost of gone) {
    // Networks holds single requests of it and not its chain: those it keeps, and cannot bring back.
    const colleagues = desks.filter((desk) => desk.organisation === lost.organisation);
    const known = colleagues.flatMap((desk) =>
      desk.others.flatMap((entry) => (entry.device === lost.device ? [entry.seq] : [])),
    );
    if ((journal.chainEnd(lost.device)?.seq ?? 0) < Math.max(0, ...known))
      problems.push('what colleagues had of a lost laptop is not in the gateway');
  }
  for (const organisation of ['ABC', 'DEF', 'ESB']) {
    const all = desks.filter((desk) => desk.organisation === organisation);
    const states = await Promise.all(all.map((desk) => desk.stateHash()));
    if (new Set(states).size > 1) problems.push(`${organisation}: consoles differ`);
  }
  for (const desk of desks) {
    const { phase, failure } = desk.engine.status;
    if (phase === 'stopped') problems.push(`a desk stopped: ${failure?.code}`);
    if ((journal.chainEnd(desk.device)?.seq ?? 0) !== desk.own.length)
      problems.push(`${desk.organisation}: not everything arrived`);
    const ids = new Set(desk.entries.map((entry) => entry.id));
    if (ids.size !== desk.entries.length) problems.push('an entry is stored twice');
    for (const entry of desk.others) {
      const author = everybody.find((each) => each.device === entry.device);
      const isBetween = desk.organisation === 'ESB' || author?.organisation === 'ESB';
      const isShared = /^(?:request|clock):/.test(entry.subject) && isBetween;
      if (author?.organisation !== desk.organisation && !isShared)
        problems.push(`${desk.organisation} sees ${entry.subject} of ${author?.organisation}`);
    }
  }
  const networks = desks.find((desk) => desk.organisation === 'ESB');
  const requests = everybody.flatMap((desk) =>
    desk.own.filter(
      (entry) =>
        entry.subject.startsWith('request:') &&
        entry.seq <= (journal.chainEnd(desk.device)?.seq ?? 0),
    ),
  );
  for (const { device, seq } of requests) {
    if (networks?.entries.some((each) => each.device === device && each.seq === seq) !== true)
      problems.push(`Networks has not the request at ${seq}`);
  }
  return problems;
}

async function commandFor(
  desk: SimulatedDesk,
  random: () => number,
  now: number,
): Promise<Command | null> {
  const pick = (count: number) => Math.floor(random() * count);
  return desk.organisation === 'ESB'
    ? coordinatorsCommand(desk, pick)
    : suppliersCommand(desk, pick, now);
}

/** Networks takes what it sees and answers it, and now and then types a request from the phone. */
async function coordinatorsCommand(
  desk: SimulatedDesk,
  pick: (count: number) => number,
): Promise<Command | null> {
  const requests = await desk.requests();
  const found = requests[pick(requests.length + 1)];
  if (found === undefined || pick(6) === 0) {
    return {
      do: 'takeByPhone',
      mprn: `101${String(pick(6)).padStart(8, '0')}`,
      supplier: 'ABC',
      to: 'ABC',
      priority: pick(2) === 0,
    };
  }
  // Whom it goes to is known from the feed it came by.
  const request = found.subject;
  const to = found.made.via === 'phone' ? 'ABC' : await desk.authorOf(found.made.device);
  switch (pick(4)) {
    case 0:
      return { do: 'takeRequest', request, to, takeOver: true };
    case 1:
      return { do: 'assignRequest', request, to, assign: 'remote' };
    case 2:
      return { do: 'answerD05', request, to, answer: pick(2) === 0 ? 'none' : 'cancelled' };
    default:
      return { do: 'decideRequest', request, to, outcome: networksOutcomes[pick(4)] ?? 'done' };
  }
}

function suppliersCommand(
  desk: SimulatedDesk,
  pick: (count: number) => number,
  now: number,
): Command {
  // Two suppliers never have the same customer; two desks of one supplier often do.
  const mprn = `10${desk.organisation === 'ABC' ? '1' : '2'}${String(pick(6)).padStart(8, '0')}`;
  const subject = `mprn:${mprn}`;
  switch (pick(7)) {
    case 0:
    case 1:
      return {
        do: 'report',
        mprn,
        source: 'call',
        noticedAt: now,
        facts: { name: `Caller ${pick(9)}`, paidAt: now - pick(70) * MIN },
      };
    case 2:
      return { do: 'claim', subject, takeOver: pick(2) === 0 };
    case 3:
      return {
        do: 'answer',
        subject,
        script: 'networks-reenergise',
        scriptVersion: 1,
        step: 'answered',
        part: 'networks',
        answer: 'answered',
      };
    case 4:
      return { do: 'outcome', subject, outcome: outcomes[pick(outcomes.length)] ?? 'done' };
    case 5:
      return {
        do: 'power',
        subject,
        level: 'claimed',
        by: 'customer',
        backAt: now,
        learntAt: now,
      };
    default:
      return { do: 'stillOff', subject, by: 'customer' };
  }
}
