// Several holds in one step: each by itself, as if it were the only one.
import { expect, test } from 'vitest';
import { foldGuard, guardSubject, isStanding, PAUSE } from '../../../shared/domain/guard.ts';
import { asSeen, whyLeft, type HoldInSight } from '../../../shared/domain/guard-commands.ts';
import { must } from '../../../shared/lib/check.ts';
import { Desks } from './desks.ts';
import { World } from './world.ts';

const MIN = 60_000;
const mprns = ['10934478153', '10934478154', '10934478155'];
const subjects = mprns.map(guardSubject);
const [FIRST = '', SECOND = '', THIRD = ''] = subjects;

const of = (desks: Desks | World, subject: string) =>
  must(foldGuard(desks.events(subject)), 'it was placed');
const seen = (desks: Desks | World, among = subjects): readonly HoldInSight[] =>
  among.map((subject) => asSeen(of(desks, subject)));
const standing = (desks: Desks | World) =>
  subjects.filter((subject) => isStanding(of(desks, subject)));

const placed = () => {
  const world = new World();
  world.run({ do: 'placeGuard', of: mprns, because: 'a D05 waits' });
  return world;
};
const as = (world: World, operator: string) => {
  world.operator = operator;
  world.now += MIN;
  return world;
};

test('GUARD11: asked in one step and agreed to in one, each hold has the entries that it would have alone', () => {
  const together = placed();
  together.run({ do: 'askLifts', holds: seen(together), why: 'the 603 has all of them' });
  expect(standing(together)).toEqual(subjects);
  expect(as(together, ' aoife ').run({ do: 'confirmLifts', holds: seen(together) })).toEqual({
    code: 'samePerson',
  });
  as(together, 'Brian').run({ do: 'confirmLifts', holds: seen(together) });
  expect(standing(together)).toEqual([]);

  const alone = placed();
  for (const guard of subjects) alone.run({ do: 'askLift', guard, why: 'the 603 has all of them' });
  as(alone, 'Brian');
  for (const guard of subjects) alone.run({ do: 'confirmLift', guard });
  const told = (world: World, subject: string) =>
    world.events(subject).map(({ kind, body, operator }) => {
      const {
        seen: placings = [],
        of: asked = '',
        ...rest
      } = body as { seen?: string[]; of?: string };
      return { kind, operator, placings: placings.length, isOf: asked !== '', rest };
    });
  for (const subject of subjects) expect(told(together, subject)).toEqual(told(alone, subject));
});

test('GUARD11: authorised by phone, one person lifts them alone, and another countersigns them in one step', () => {
  const world = placed();
  const by = { authorisedBy: 'Maura Keane', authorisedAt: world.now };
  const alone = { do: 'askLifts', holds: seen(world), why: '131: cancelled' } as const;
  expect(world.run({ ...alone, ...by, authorisedBy: 'Aoife' })).toEqual({ code: 'samePerson' });
  expect(standing(world)).toEqual(subjects);
  world.run({ ...alone, ...by });
  expect(standing(world)).toEqual([]);
  expect(world.run({ do: 'countersignLifts', holds: seen(world) })).toEqual({ code: 'samePerson' });
  as(world, 'Brian').run({ do: 'countersignLifts', holds: seen(world) });
  for (const subject of subjects)
    expect(of(world, subject).countersigned).toMatchObject({ operator: 'Brian' });
});

test('GUARD11: kept by the second person, all stand as before; the pause is lifted by none of these without its test', () => {
  const world = placed();
  world.run({
    do: 'placeGuard',
    of: 'all',
    because: 'a file is missing',
    confirmer: 'Maura Keane',
    since: world.now - MIN,
  });
  const all = [...subjects, PAUSE];
  world.run({ do: 'askLifts', holds: seen(world, all), why: 'the 603 has all of them' });
  expect(of(world, PAUSE).lifting.state).toBe('stands');
  expect(of(world, FIRST).lifting.state).toBe('asked');
  as(world, 'Brian').run({ do: 'refuseLifts', holds: seen(world) });
  for (const subject of subjects) expect(of(world, subject).lifting).toEqual({ state: 'stands' });
});

test('GUARD12: what was placed or asked about since it was chosen, or is no more to be lifted, stays as it is and keeps no other one', () => {
  const world = placed();
  const chosen = [...seen(world), { guard: guardSubject('10000000001'), had: [] }];
  as(world, 'Brian').run({ do: 'placeGuard', of: ['10934478154'], because: 'medical' });
  world.run({ do: 'askLift', guard: THIRD, why: '131' });
  as(world, 'Ciara').run({ do: 'confirmLift', guard: THIRD });
  as(world, 'Aoife');
  const command = { do: 'askLifts', holds: chosen, why: 'the 603 is here' } as const;
  const by = { operator: 'Aoife', now: world.now };
  const left = () =>
    chosen.map((hold) => whyLeft(command, hold, foldGuard(world.events(hold.guard)), by));
  expect(left()).toEqual([null, 'guardMoved', 'guardLifted', 'noSuchGuard']);
  world.run(command);
  expect(of(world, FIRST).lifting.state).toBe('asked');
  expect([of(world, SECOND).lifting.state, isStanding(of(world, SECOND))]).toEqual([
    'stands',
    true,
  ]);
  expect(world.events(THIRD).at(-1)?.kind).toBe('guard.liftConfirmed');
  // Chosen anew once it was looked at, it goes like the others; named twice, it is asked once.
  const anew = seen(world, [SECOND, SECOND]);
  world.run({ ...command, holds: anew });
  expect(world.events(SECOND).filter(({ kind }) => kind === 'guard.liftAsked')).toHaveLength(1);
});

test('GUARD12: whoever agrees had the asking before them too: asked anew with another reason, it is looked at anew', () => {
  const world = placed();
  world.run({ do: 'askLifts', holds: seen(world), why: 'the 603 is here' });
  const chosen = seen(world);
  as(world, 'Ciara').run({ do: 'refuseLift', guard: SECOND });
  world.run({ do: 'askLift', guard: SECOND, why: 'somebody said so' });
  as(world, 'Brian').run({ do: 'confirmLifts', holds: chosen });
  expect(standing(world)).toEqual([SECOND]);
});

test('GUARD10, GUARD11: lifted with others, a hold that another desk had placed meanwhile stands, and the others are lifted', () => {
  const desks = new Desks();
  desks.run('Aoife', { do: 'placeGuard', of: mprns, because: 'a D05 waits' });
  for (const desk of ['Brian', 'Ciara']) desks.hears(desk, ['Aoife']);
  desks.run('Ciara', { do: 'placeGuard', of: ['10934478154'], because: 'medical' });
  const known = seen(desks).map(({ guard, had }) => ({ guard, had: had.slice(0, 1) }));
  desks.run('Aoife', { do: 'askLifts', holds: known, why: '131: cancelled' });
  desks.hears('Brian', ['Aoife']);
  const asked = subjects.map((guard) => ({
    guard,
    had: desks.events(guard).map(({ id }) => id),
  }));
  desks.run('Brian', { do: 'confirmLifts', holds: asked });
  desks.hears('Aoife');
  expect(standing(desks)).toEqual([SECOND]);
  expect(of(desks, SECOND).unseen).toMatchObject({
    by: { operator: 'Aoife' },
    placed: [{ operator: 'Ciara', because: 'medical' }],
  });
});
