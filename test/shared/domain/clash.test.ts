// Who is told of a double call: whoever went on with a customer without knowing of another desk,
// whatever is taken back afterwards.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Command } from '../../../shared/domain/commands.ts';
import type { Entry } from '../../../shared/log/entry.ts';
import { dice } from '../../simulation/clock.ts';
import { arrive } from '../log/arrive.ts';
import { Desks } from './desks.ts';

const subject = 'mprn:10012345678';
const reported: Command = {
  do: 'report',
  mprn: '10012345678',
  source: 'call',
  noticedAt: 0,
  facts: {},
};
const rings: Command = { do: 'startCall', subject, to: 'networks' };
const takesOver: Command = { do: 'claim', subject, takeOver: true };
const busy: Command = { do: 'outcome', subject, outcome: 'busy' };

function started(): Desks {
  const desks = new Desks();
  desks.run('Aoife', reported);
  desks.hears('Brian');
  return desks;
}

/** Takes back the last entry of a kind that `desk` has written. */
function takesBack(desks: Desks, desk: string, kind: string): void {
  const [last] = desks
    .events(subject)
    .filter((event) => event.device === desk && event.kind === kind)
    .slice(-1);
  desks.run(desk, { do: 'undo', subject, entry: last?.id ?? '' });
}

test('STORE36: an outcome that the other desk had seen is taken back: nobody worked blindly', () => {
  const desks = started();
  desks.run('Aoife', rings);
  desks.run('Aoife', busy);
  desks.hears('Brian');
  desks.run('Brian', takesOver);
  desks.run('Brian', rings);
  takesBack(desks, 'Aoife', 'outcome.recorded');
  expect(desks.caseOf(subject)?.outcome).toBeNull();
  expect(desks.caseOf(subject)?.clash).toBeNull();
});

test('STORE36: taken back by one who wrote it blindly, it passes nothing on: what follows is told', () => {
  const desks = started();
  desks.run('Aoife', rings);
  desks.run('Brian', takesOver);
  desks.run('Brian', rings);
  takesBack(desks, 'Brian', 'case.claimed');
  expect(desks.caseOf(subject)?.clash).toMatchObject({
    first: { operator: 'Aoife' },
    second: { operator: 'Brian' },
    bothCalled: true,
  });
});

test('STORE36: whoever knew only what was taken back, and not what came after it, is told', () => {
  const desks = started();
  desks.run('Aoife', rings);
  desks.run('Aoife', busy);
  desks.hears('Brian');
  takesBack(desks, 'Aoife', 'outcome.recorded');
  desks.run('Aoife', rings);
  desks.run('Brian', takesOver);
  expect(desks.caseOf(subject)?.clash).toMatchObject({ second: { operator: 'Brian' } });
});

type Act = 'claim' | 'ring' | 'outcome' | 'undo' | 'release' | 'stillOff';
interface Step {
  readonly desk: string;
  readonly act: Act;
  /** Of an undo: which entry. */
  readonly which: number;
}

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    desk: fc.constantFrom('Aoife', 'Brian', 'Ciara'),
    act: fc.constantFrom<Act>('claim', 'ring', 'outcome', 'undo', 'release', 'stillOff'),
    which: fc.nat(20),
  }),
  { maxLength: 16 },
);

/** A night of desks that hear everything before they act. */
function connected(list: readonly Step[]): Desks {
  const desks = started();
  for (const { desk, act, which } of list) {
    desks.hears(desk);
    if (act === 'claim') desks.run(desk, takesOver);
    if (act === 'ring') desks.run(desk, rings);
    if (act === 'outcome') desks.run(desk, busy);
    if (act === 'release') desks.run(desk, { do: 'release', subject });
    if (act === 'stillOff') desks.run(desk, { do: 'stillOff', subject, by: 'customer' });
    if (act === 'undo') {
      const events = desks.events(subject);
      const entry = events[which % events.length]?.id ?? '';
      desks.run(desk, { do: 'undo', subject, entry });
    }
  }
  return desks;
}

test('STORE36: desks that always heard of each other never clash, whatever is taken back', () => {
  fc.assert(
    fc.property(steps, (list) => {
      expect(connected(list).caseOf(subject)?.clash).toBeNull();
    }),
    { seed: 36, numRuns: 300 },
  );
});

test('STORE36: after any such night a desk that rings without knowing of the last call is told', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const desks = connected(list);
      for (const desk of ['Aoife', 'Brian']) desks.hears(desk);
      desks.run('Aoife', takesOver);
      desks.run('Aoife', rings);
      desks.run('Brian', rings);
      expect(desks.caseOf(subject)?.clash).toMatchObject({
        parties: ['Aoife', 'Brian'],
        bothCalled: true,
      });
    }),
    { seed: 37, numRuns: 200 },
  );
});

test('STORE36 MERGE2: who is told does not depend on the order in which entries arrive, taken back or not', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.nat(), fc.integer({ min: 1, max: 5 }), async (list, seed, size) => {
      const desks = connected(list);
      // Apart at the end: what one takes back the other goes on with.
      desks.hears('Aoife');
      desks.hears('Brian');
      desks.run('Aoife', rings);
      desks.run('Brian', takesOver);
      takesBack(desks, 'Aoife', 'call.started');
      desks.run('Brian', rings);
      const own = desks.entries.filter((entry) => entry.subject === subject);
      const mixed = shuffled(own, dice(seed));
      const batches: Entry[][] = [];
      for (let from = 0; from < mixed.length; from += size)
        batches.push(mixed.slice(from, from + size));
      const arrived = (await arrive(batches)).get(subject);
      expect(arrived?.row.state).toBe(JSON.stringify(desks.caseOf(subject)));
    }),
    { seed: 38, numRuns: 200 },
  );
});

function shuffled<T>(list: readonly T[], random: () => number): readonly T[] {
  return list
    .map((each) => ({ each, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ each }) => each);
}
