// Holds on disconnections: what keeps them standing, and how many persons lift them.
import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import {
  awaitsCountersign,
  foldGuard,
  guardSubject,
  isDue,
  isHeld,
  isStanding,
  PAUSE,
  type GuardState,
} from '../../../shared/domain/guard.ts';
import type { DomainEvent } from '../../../shared/domain/events.ts';
import { must } from '../../../shared/lib/check.ts';
import { evening, World } from './world.ts';

const MPRN = '10934478153';
const HOLD = guardSubject(MPRN);
const MIN = 60_000;

const of = (world: World, subject = HOLD): GuardState =>
  must(foldGuard(world.events(subject)), 'it was placed');

const placed = () => {
  const world = new World();
  world.run({ do: 'placeGuard', of: [MPRN], because: 'restored by phone, a D05 may wait' });
  return world;
};

const as = (world: World, operator: string) => {
  world.operator = operator;
  world.now += MIN;
  return world;
};

describe('a hold on disconnections', () => {
  test('GUARD2: it never lapses: its date calls for a person, and it goes on standing', () => {
    const world = new World();
    const reviewAt = world.now + 60 * MIN;
    world.run({ do: 'placeGuard', of: [MPRN], because: 'a D05 may wait', reviewAt });
    const later = reviewAt + 365 * 24 * 60 * MIN;
    expect([isDue(of(world), reviewAt - 1), isDue(of(world), reviewAt)]).toEqual([false, true]);
    expect([isStanding(of(world)), isHeld([of(world)], MPRN)]).toEqual([true, true]);
    expect(isDue(of(world), later)).toBe(true);
    world.run({ do: 'reviewGuard', guard: HOLD, reviewAt: later + MIN, why: 'no 603 yet' });
    expect(isDue(of(world), later)).toBe(false);
  });

  test('GUARD2: placed for another reason that names no date, it is looked at on the day that was said', () => {
    const world = new World();
    const reviewAt = world.now + 60 * MIN;
    world.run({ do: 'placeGuard', of: [MPRN], because: 'a D05 may wait', reviewAt });
    as(world, 'Brian').run({ do: 'placeGuard', of: [MPRN], because: 'medical' });
    expect([of(world).placed.length, of(world).reviewAt]).toEqual([2, reviewAt]);
  });

  test('GUARD3: one asks and a second person agrees; the same name on any laptop is no second person', () => {
    const world = placed();
    world.run({ do: 'askLift', guard: HOLD, why: '131: the D05 is cancelled' });
    expect(isStanding(of(world))).toBe(true);
    world.operator = ' aoife ';
    expect(world.run({ do: 'confirmLift', guard: HOLD })).toEqual({ code: 'samePerson' });
    as(world, 'Brian').run({ do: 'confirmLift', guard: HOLD });
    expect(of(world)).toMatchObject({
      lifting: { state: 'lifted', ask: { operator: 'Aoife' }, second: { operator: 'Brian' } },
    });
    expect([isStanding(of(world)), isHeld([of(world)], MPRN)]).toEqual([false, false]);
    expect(world.run({ do: 'askLift', guard: HOLD, why: 'again' })).toEqual({
      code: 'guardLifted',
    });
  });

  test('GUARD3: refused, it stands as before; nothing is agreed to that nobody asks', () => {
    const world = placed();
    expect(as(world, 'Brian').run({ do: 'confirmLift', guard: HOLD })).toEqual({
      code: 'nothingAsked',
    });
    as(world, 'Aoife').run({ do: 'askLift', guard: HOLD, why: 'the 603 is here' });
    as(world, 'Brian').run({ do: 'refuseLift', guard: HOLD, why: 'it is not in the 603' });
    expect(of(world).lifting).toEqual({ state: 'stands' });
    expect(world.run({ do: 'confirmLift', guard: guardSubject('10000000001') })).toEqual({
      code: 'noSuchGuard',
    });
  });

  test('GUARD8: "it stays" by its button writes no reason that nobody gave', () => {
    const world = placed();
    as(world, 'Aoife').run({ do: 'askLift', guard: HOLD, why: 'the 603 is here' });
    as(world, 'Brian').run({ do: 'refuseLift', guard: HOLD });
    expect(of(world).lifting).toEqual({ state: 'stands' });
    expect(world.events(HOLD).at(-1)).toMatchObject({
      kind: 'guard.liftRefused',
      operator: 'Brian',
      body: { why: '' },
    });
  });

  test('GUARD3: an undo by one person takes back neither the hold nor an agreement', () => {
    const world = placed();
    const [placing] = world.events(HOLD);
    const undo = (of: DomainEvent): DomainEvent => ({
      ...of,
      id: 'an-undo',
      kind: 'entry.undone',
      body: { entry: of.id },
    });
    const isHeldBy = (events: readonly DomainEvent[]) =>
      isStanding(must(foldGuard(events), 'it was placed'));
    expect(isHeldBy([...world.events(HOLD), undo(must(placing, 'it was placed'))])).toBe(true);
    as(world, 'Aoife').run({ do: 'askLift', guard: HOLD, why: '131: cancelled' });
    as(world, 'Brian').run({ do: 'confirmLift', guard: HOLD });
    const lifted = world.events(HOLD);
    expect(isHeldBy([...lifted, undo(must(lifted.at(-1), 'it was agreed'))])).toBe(false);
  });

  test('GUARD4: one alone at night is authorised by phone; it counts, and is listed until another countersigns', () => {
    const world = placed();
    const by = { authorisedBy: 'Maura Keane, on call', authorisedAt: world.now - MIN };
    world.run({ do: 'askLift', guard: HOLD, why: '131: cancelled', ...by });
    expect([isStanding(of(world)), awaitsCountersign(of(world))]).toEqual([false, true]);
    expect(of(world).lifting).toMatchObject({ state: 'liftedAlone', ...by });
    expect(world.run({ do: 'countersignLift', guard: HOLD })).toEqual({ code: 'samePerson' });
    as(world, 'Brian').run({ do: 'countersignLift', guard: HOLD });
    expect(awaitsCountersign(of(world))).toBe(false);
    expect(of(world).countersigned).toMatchObject({ operator: 'Brian' });
    expect(world.run({ do: 'countersignLift', guard: HOLD })).toEqual({ code: 'nothingAsked' });
  });

  test('GUARD4: nobody authorises himself, under no name, nor at a time that has not come; written all the same, it is only asked', () => {
    const world = placed();
    const ask = { do: 'askLift', guard: HOLD, why: '131: cancelled' } as const;
    const day = 24 * 60 * MIN;
    expect(world.run({ ...ask, authorisedBy: ' aoife ' })).toEqual({ code: 'samePerson' });
    const later = { authorisedBy: 'Maura Keane', authorisedAt: world.now + 1 };
    expect(world.run({ ...ask, ...later })).toEqual({ code: 'authorisedInFuture' });
    world.run({ ...ask, authorisedBy: ' ' });
    expect(of(world).lifting.state).toBe('asked');
    // By a program that asks for less.
    world.run({ ...ask, authorisedBy: 'Maura Keane' });
    const told = must(world.events(HOLD).at(-1), 'it was asked');
    const writtenWith = (authorisedBy: string, authorisedAt: number) => {
      const body = { why: 'so', authorisedBy, authorisedAt };
      const events = [...world.events(HOLD).slice(0, 1), { ...told, body } as DomainEvent];
      return must(foldGuard(events), 'it was placed').lifting.state;
    };
    expect(writtenWith('Maura Keane', world.now)).toBe('liftedAlone');
    expect(writtenWith('AOIFE', world.now)).toBe('asked');
    expect(writtenWith(' ', world.now)).toBe('asked');
    expect(writtenWith('Maura Keane', world.now + day)).toBe('asked');
    // A clock that was half an hour ahead, and is put right since.
    expect(writtenWith('Maura Keane', world.now + 30 * MIN)).toBe('liftedAlone');
  });

  test('GUARD5: placed anew while it is to be lifted, it stands: what was asked before is void', () => {
    const world = placed();
    world.run({ do: 'askLift', guard: HOLD, why: 'cancelled' });
    as(world, 'Ciara').run({
      do: 'placeGuard',
      of: [MPRN, MPRN],
      because: 'another D05 at the hub',
    });
    expect(as(world, 'Brian').run({ do: 'confirmLift', guard: HOLD })).toEqual({
      code: 'nothingAsked',
    });
    expect(of(world).placed.map(({ because }) => because)).toEqual([
      'restored by phone, a D05 may wait',
      'another D05 at the hub',
    ]);
    // After it was lifted a new one begins with its own reason.
    as(world, 'Aoife').run({ do: 'askLift', guard: HOLD, why: 'both are cancelled' });
    as(world, 'Brian').run({ do: 'confirmLift', guard: HOLD });
    as(world, 'Aoife').run({ do: 'placeGuard', of: [MPRN], because: 'once more' });
    expect([of(world).placed.length, isStanding(of(world))]).toEqual([1, true]);
  });

  test('GUARD5: placed once more for a reason it stands for, nothing is written; what is new of it is', () => {
    const world = placed();
    const again = {
      do: 'placeGuard',
      of: [MPRN],
      because: 'restored by phone, a D05 may wait',
    } as const;
    const written = (command: Parameters<typeof world.run>[0]) => {
      const before = world.entries.length;
      world.run(command);
      return world.entries.length - before;
    };
    expect(written(again)).toBe(0);
    expect(written({ ...again, of: [MPRN, '10447035576'] })).toBe(1);
    expect(written({ ...again, confirmer: 'the night manager' })).toBe(1);
    expect(written({ ...again, reviewAt: world.now + MIN })).toBe(1);
    expect(written({ ...again, reviewAt: world.now + MIN })).toBe(0);
    const pause = {
      do: 'placeGuard',
      of: 'all',
      because: 'a file',
      confirmer: 'Maura Keane',
      since: world.now - 5 * MIN,
    } as const;
    const ended = { ...pause, until: world.now };
    const earlier = { ...pause, since: world.now - 9 * MIN };
    expect([ended, ended, pause, ended, pause, earlier].map(written)).toEqual([1, 0, 1, 0, 0, 1]);
  });

  test('GUARD6: the supplier-wide pause holds everybody, keeps the earliest beginning of what is exposed, and ends on a test', () => {
    const world = new World();
    const since = world.now - 300 * MIN;
    const because = 'a payment file of 15:00 is missing';
    world.run({ do: 'placeGuard', of: 'all', because, confirmer: 'Maura Keane', since });
    const again = { do: 'placeGuard', of: 'all', because, confirmer: 'Maura Keane' } as const;
    as(world, 'Brian').run({ ...again, since: since + MIN });
    expect(of(world, PAUSE)).toMatchObject({ kind: 'pause', mprn: null, since, until: null });
    expect(isHeld([of(world, PAUSE)], '10000000001')).toBe(true);
    expect(world.run({ do: 'askLift', guard: PAUSE, why: 'reconciled' })).toEqual({
      code: 'testMissing',
    });
    const test_ = 'one payment from each channel arrived; one D05 stopped by hand in EMMA';
    world.run({ do: 'askLift', guard: PAUSE, why: 'reconciled', test: test_ });
    expect(isHeld([of(world, PAUSE)], '10000000001')).toBe(true);
    as(world, 'Aoife').run({ do: 'confirmLift', guard: PAUSE });
    expect(isHeld([of(world, PAUSE)], '10000000001')).toBe(false);
  });

  test('GUARD6: nobody pauses everybody without somebody else who confirms it, and a window that is exposed', () => {
    const world = new World();
    const order = { do: 'placeGuard', of: 'all', because: 'a file is missing' } as const;
    const since = world.now - 60 * MIN;
    const confirmer = 'Maura Keane';
    const refused = (more: object) => world.run({ ...order, ...more });
    expect([
      refused({ since }),
      refused({ since, confirmer: ' ' }),
      refused({ since, confirmer: 'AOIFE' }),
      refused({ confirmer }),
      refused({ confirmer, since: world.now + MIN }),
      refused({ confirmer, since, until: since - 1 }),
    ]).toEqual(
      ['confirmerMissing', 'confirmerMissing', 'samePerson', 'windowMissing', 'windowWrong']
        .concat('windowWrong')
        .map((code) => ({ code })),
    );
    expect(world.entries).toEqual([]);
    const until = since + 30 * MIN;
    refused({ confirmer, since, until, reviewAt: world.now + MIN });
    expect(of(world, PAUSE)).toMatchObject({ since, until });
    expect(isDue(of(world, PAUSE), world.now + MIN)).toBe(true);
    // A hold of one customer needs neither.
    world.run({ do: 'placeGuard', of: [MPRN], because: 'a D05 may wait' });
    expect(isStanding(of(world))).toBe(true);
    // Of two orders the later end counts, and none where one goes on.
    refused({ confirmer, since, until: until + MIN });
    expect(of(world, PAUSE).until).toBe(until + MIN);
    refused({ confirmer, since: since - MIN, until });
    expect(of(world, PAUSE)).toMatchObject({ since: since - MIN, until: until + MIN });
    refused({ confirmer, since });
    expect(of(world, PAUSE).until).toBe(null);
  });

  test('GUARD3: whatever people do in whatever order, one person alone lifts nothing that nobody authorised', () => {
    const tomorrow = { authorisedBy: 'Maura', authorisedAt: evening + 48 * 60 * MIN };
    const acts = fc.array(
      fc.record({
        what: fc.constantFrom(
          'placeGuard',
          'askLift',
          'confirmLift',
          'refuseLift',
          'countersignLift',
          'reviewGuard',
        ),
        minutes: fc.nat(30),
        /** What one person may try alone: nobody, oneself, somebody of tomorrow. */
        alone: fc.constantFrom({}, { authorisedBy: 'AOIFE ' }, { authorisedBy: '  ' }, tomorrow),
      }),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(acts, (night) => {
        const world = placed();
        for (const { what, minutes, alone } of night) {
          world.now += minutes * MIN;
          if (what === 'placeGuard') world.run({ do: what, of: [MPRN], because: 'again' });
          else if (what === 'reviewGuard')
            world.run({ do: what, guard: HOLD, reviewAt: world.now, why: 'looked' });
          else if (what === 'askLift') world.run({ do: what, guard: HOLD, why: 'so', ...alone });
          else if (what === 'refuseLift') world.run({ do: what, guard: HOLD, why: 'so' });
          else world.run({ do: what, guard: HOLD });
        }
        expect(isStanding(of(world))).toBe(true);
      }),
    );
  });
});
