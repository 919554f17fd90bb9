// Who is told of a double call: whoever went on with a customer without knowing of another desk,
// whatever is taken back afterwards.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { must } from '../../../shared/lib/check.ts';
import { projectCases, projected } from '../../../renderer/store/projection.ts';
import { foldCase } from '../../../shared/domain/case.ts';
import type { Command } from '../../../shared/domain/commands.ts';
import { draft, type DomainEvent } from '../../../shared/domain/events.ts';
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

const works: ReadonlySet<string> = new Set(['case.claimed', 'call.started', 'outcome.recorded']);

/** A night of desks that hear of each other now and then, and which work each knew when it worked. */
function apart(list: readonly (Step & { readonly hears: boolean })[]) {
  const desks = started();
  const work: { readonly entry: Entry; readonly known: ReadonlySet<Entry> }[] = [];
  const logs = new Map<string, ReadonlySet<Entry>>();
  const hears = (desk: string) => {
    desks.hears(desk);
    logs.set(desk, new Set(desks.entries));
  };
  for (const desk of ['Aoife', 'Brian', 'Ciara']) hears(desk);
  for (const { desk, act, hears: isInTouch } of list) {
    if (isInTouch) hears(desk);
    const known = logs.get(desk) ?? new Set();
    const command = act === 'claim' ? takesOver : act === 'ring' ? rings : busy;
    const written = desks.run(desk, command);
    logs.set(desk, new Set([...known, ...written]));
    for (const entry of written) if (works.has(entry.kind)) work.push({ entry, known });
  }
  const isApart = work.some((one) =>
    work.some(
      (other) =>
        one.entry.device !== other.entry.device &&
        !one.known.has(other.entry) &&
        !other.known.has(one.entry),
    ),
  );
  return { desks, isApart };
}

/** As if clocks that are put right moved every entry somewhere. */
const moved = (events: readonly DomainEvent[], seed: number) =>
  foldCase(shuffled(events, dice(seed)));

test('STORE36: two desks are told exactly when neither knew of the other’s work, wherever clocks move what they wrote', () => {
  const acts = fc.record({
    desk: fc.constantFrom('Aoife', 'Brian', 'Ciara'),
    act: fc.constantFrom<Act>('claim', 'ring', 'outcome'),
    which: fc.constant(0),
    hears: fc.boolean(),
  });
  const seen = { apart: 0, together: 0 };
  fc.assert(
    fc.property(fc.array(acts, { maxLength: 10 }), fc.nat(), (list, seed) => {
      const { desks, isApart } = apart(list);
      seen[isApart ? 'apart' : 'together'] += 1;
      const right = desks.caseOf(subject)?.clash ?? null;
      const wrong = moved(desks.events(subject), seed)?.clash ?? null;
      expect(right !== null).toBe(isApart);
      expect(wrong !== null).toBe(isApart);
      expect(partiesIn(wrong)).toEqual(partiesIn(right));
      expect(wrong?.bothCalled).toBe(right?.bothCalled);
    }),
    { seed: 39, numRuns: 500 },
  );
  expect(Math.min(seen.apart, seen.together)).toBeGreaterThan(50);
});

const partiesIn = (clash: { readonly parties?: readonly string[] } | null) =>
  [...(clash?.parties ?? [])].sort();

test('STORE36: a call that a clock moves to before the report is in the case', () => {
  const desks = started();
  desks.run('Aoife', rings);
  desks.run('Brian', rings);
  const [report, ...others] = desks.events(subject);
  const events = [...others, report].filter((event) => event !== undefined);
  const state = foldCase(events);
  expect(state?.attempts).toBe(2);
  expect(state?.clash).toMatchObject({ parties: ['Aoife', 'Brian'], bothCalled: true });
  expect(state?.clash).toEqual(desks.caseOf(subject)?.clash);
});

test('STORE36: a report that was set aside is sent again: what was done meanwhile is in the case', () => {
  const desks = started();
  const [report] = desks.entries;
  desks.run('Aoife', rings);
  desks.run('Aoife', {
    do: 'sendAgain',
    subject,
    entry: report?.id ?? '',
    draft: draft(
      subject,
      'case.reported',
      { source: 'call', noticedAt: 0, facts: {} },
      { salt: 'salt' },
    ),
  });
  expect(desks.caseOf(subject)).toMatchObject({ attempts: 1, earlier: 0 });
  expect(desks.caseOf(subject)?.opened.entry).not.toBe(report?.id);
});

test('STORE36: a desk that goes on after a closing of which it had not heard, and one that rings anew, are both told', () => {
  const desks = started();
  desks.run('Brian', { do: 'openedByMistake', subject });
  desks.run('Brian', reported);
  desks.run('Brian', rings);
  desks.run('Aoife', rings);
  // By its clock Aoife's call came between the closing and the second report.
  const events = desks.events(subject);
  const late = events.filter(({ device, kind }) => device === 'Aoife' && kind !== 'case.reported');
  const second = events.findIndex(
    ({ device, kind }) => device === 'Brian' && kind === 'case.reported',
  );
  const rest = events.filter((event) => !late.includes(event));
  const state = foldCase([...rest.slice(0, second), ...late, ...rest.slice(second)]);
  expect(state?.earlier).toBe(1);
  expect(state?.clash).toMatchObject({ parties: ['Aoife', 'Brian'], bothCalled: true });
});

/** A case that was closed, a second one that both know, and a call of each about that, apart. */
function reportedAnew(anew: 'together' | 'apart') {
  const desks = started();
  desks.run('Aoife', { do: 'openedByMistake', subject });
  desks.hears('Brian');
  desks.run('Aoife', reported);
  if (anew === 'apart') desks.run('Brian', reported);
  else desks.hears('Brian');
  desks.run('Aoife', rings);
  desks.run('Brian', rings);
  const events = desks.events(subject);
  const moved = events.filter(({ device, kind }) => device === 'Brian' && works.has(kind));
  const rest = events.filter((event) => !moved.includes(event));
  const closing = rest.findIndex(({ kind }) => kind === 'case.closed');
  // By Brian's clock all that was before the first case was closed.
  const state = foldCase([...rest.slice(0, closing), ...moved, ...rest.slice(closing)]);
  expect(state?.earlier).toBe(1);
  expect(desks.caseOf(subject)?.clash).toMatchObject({ bothCalled: true });
  return state?.clash ?? null;
}

test('STORE36: a call about a second case that a clock moves to before the first was closed is told in the second', () => {
  expect(reportedAnew('together')).toMatchObject({ parties: ['Brian', 'Aoife'], bothCalled: true });
});

test('STORE36: the one limit: of two who reported the customer anew apart from each other it is not told', () => {
  expect(reportedAnew('apart')).toBeNull();
});

test('STORE30 STORE36: a case that an earlier version stored, without all its work, is folded anew', async () => {
  const desks = started();
  desks.run('Aoife', rings);
  desks.hears('Brian');
  const before = desks.caseOf(subject);
  desks.run('Brian', rings);
  const { works: _works, ...earlier } = must(before, 'it was reported');
  const events = desks.events(subject);
  const fresh = events.filter(({ device }) => device === 'Brian');
  const { cases } = await projectCases(
    fresh.map((event) => ({ event, origin: null })),
    {
      known: new Map([
        [subject, { state: earlier, row: { ...projected(earlier, [], '').row, last: '' } }],
      ]),
      orphans: new Set(),
      historyOf: () => Promise.resolve(events.filter((event) => !fresh.includes(event))),
    },
  );
  expect(cases[0]?.state).toEqual(desks.caseOf(subject));
  expect(cases[0]?.state.clash).toBeNull();
});

function shuffled<T>(list: readonly T[], random: () => number): readonly T[] {
  return list
    .map((each) => ({ each, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ each }) => each);
}
