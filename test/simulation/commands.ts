// What people at the desks do in a simulated night: suppliers work on few customers, so that two desks
// often meet on one, and Networks answers what it sees.
import type { Command } from '../../shared/domain/commands.ts';
import { networksOutcomes } from '../../shared/domain/events.ts';
import { outcomes } from '../../shared/domain/script.ts';
import type { SimulatedDesk } from './desk.ts';

const MIN = 60_000;

/** Of a supplier's customers the last has changed suppliers: the other has worked on that MPRN too. */
const SHARED = 5;

function mprnOf(organisation: string, which: number): string {
  const whose = which === SHARED ? 3 : organisation === 'ABC' ? 1 : 2;
  return `10${whose}${String(which).padStart(8, '0')}`;
}

/** Of both suppliers. */
export const sharedMprn = mprnOf('ABC', SHARED);

export async function commandFor(
  desk: SimulatedDesk,
  random: () => number,
  now: number,
): Promise<Command> {
  const pick = (count: number) => Math.floor(random() * count);
  return desk.organisation === 'ESB'
    ? coordinatorsCommand(desk, pick)
    : suppliersCommand(desk, pick, now);
}

/** Networks takes what it sees and answers it, and now and then types a request from the phone. */
async function coordinatorsCommand(
  desk: SimulatedDesk,
  pick: (count: number) => number,
): Promise<Command> {
  const requests = await desk.requests();
  const found = requests[pick(requests.length + 1)];
  if (found === undefined || pick(6) === 0) {
    return {
      do: 'takeByPhone',
      mprn: mprnOf('ABC', pick(6)),
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
  // Two desks of one supplier often have the same customer.
  const mprn = mprnOf(desk.organisation, pick(6));
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
