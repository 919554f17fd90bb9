// A seeded night for one store: calls, answers, outcomes, power, undo; refusals are part of it.
import type { Command } from '../../shared/domain/commands.ts';
import { outcomes } from '../../shared/domain/script.ts';
import type { Remote } from './store.contract.ts';
import { START } from './driver.ts';

export async function walk(
  driver: Remote,
  store: number,
  seed: number,
  acts: number,
): Promise<readonly string[]> {
  let state = seed;
  const dice = (sides: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % sides;
  };
  const subjects: string[] = [];
  const undoable: (readonly [string, string])[] = [];
  for (let act = 0; act < acts; act++) {
    await driver.wait(dice(90) * 1000);
    const subject = subjects[dice(Math.max(1, subjects.length))];
    const command = next(dice, subject, undoable, act);
    const written = await driver.run(store, command, dice(2) === 0 ? 'Aoife' : 'Brian');
    if (!written.ok) continue;
    const about = written.value.subject ?? '';
    if (!subjects.includes(about) && /^(mprn|lead):/.test(about)) subjects.push(about);
    const last = written.value.entries.filter((entry) => entry.subject === about).at(-1);
    if (last !== undefined && command.do !== 'report' && command.do !== 'identify')
      undoable.push([about, last.id]);
  }
  return subjects;
}

function next(
  dice: (sides: number) => number,
  subject: string | undefined,
  undoable: readonly (readonly [string, string])[],
  act: number,
): Command {
  const mprn = `10${String(1 + dice(30)).padStart(9, '0')}`;
  if (subject === undefined || dice(5) === 0) {
    return {
      do: 'report',
      mprn: dice(8) === 0 ? null : mprn,
      source: 'call',
      noticedAt: START,
      facts: { name: `Caller ${act}`, paidAt: START - dice(80) * 60_000 },
    };
  }
  switch (dice(8)) {
    case 0:
      return { do: 'claim', subject };
    case 1:
    case 2:
      return {
        do: 'answer',
        subject,
        script: 'networks-reenergise',
        scriptVersion: 1,
        step: ['safety', 'answered', 'queuedD05', 'reference'][dice(4)] ?? 'safety',
        part: dice(2) === 0 ? 'customer' : 'networks',
        answer: ['call', 'answered', 'waiting', 'given'][dice(4)] ?? 'call',
      };
    case 3:
      return { do: 'outcome', subject, outcome: outcomes[dice(outcomes.length)] ?? 'done' };
    case 4:
      return {
        do: 'power',
        subject,
        level: dice(2) === 0 ? 'claimed' : 'confirmed',
        by: 'customer',
        backAt: START + 3_600_000,
        learntAt: START + 3_600_000,
      };
    case 5:
      return { do: 'stillOff', subject, by: 'customer' };
    case 6: {
      const [about, entry] = undoable[dice(Math.max(1, undoable.length))] ?? [subject, 'nothing'];
      return { do: 'undo', subject: about, entry };
    }
    default:
      return subject.startsWith('lead:')
        ? { do: 'identify', subject, mprn }
        : { do: 'note', subject, note: `note ${act}` };
  }
}
