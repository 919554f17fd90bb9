// Holds and pauses of which not everybody knew: what somebody had not seen they neither lift nor resume,
// whatever their clocks say.
import { expect, test } from 'vitest';
import { channelSubject, foldChannel } from '../../../shared/domain/channel.ts';
import type { DomainEvent } from '../../../shared/domain/events.ts';
import {
  awaitsCountersign,
  foldGuard,
  guardSubject,
  isStanding,
  PAUSE,
  type GuardState,
} from '../../../shared/domain/guard.ts';
import { must } from '../../../shared/lib/check.ts';
import { Desks } from './desks.ts';

const MPRN = '10934478153';
const HOLD = guardSubject(MPRN);
const MIN = 60_000;

const of = (desks: Desks, subject = HOLD): GuardState =>
  must(foldGuard(desks.events(subject)), 'it was placed');

/** Aoife's hold, known to everybody. */
function held() {
  const desks = new Desks();
  desks.run('Aoife', { do: 'placeGuard', of: [MPRN], because: 'a D05 waits' });
  for (const desk of ['Brian', 'Ciara']) desks.hears(desk, ['Aoife']);
  return desks;
}

const place = (desks: Desks, desk: string, because = 'a second D05, medical') =>
  desks.run(desk, { do: 'placeGuard', of: [MPRN], because });
const ask = (desks: Desks, desk = 'Aoife', more: object = {}) =>
  desks.run(desk, { do: 'askLift', guard: HOLD, why: '131: cancelled', ...more });
const agree = (desks: Desks, desk = 'Brian') => desks.run(desk, { do: 'confirmLift', guard: HOLD });

/** Aoife and Brian lift it between them, at the times that these acts of Ciara's leave. */
function liftedByTwo(desks: Desks, acts: { readonly before?: () => void; between?: () => void }) {
  acts.before?.();
  ask(desks);
  desks.hears('Brian', ['Aoife']);
  acts.between?.();
  agree(desks);
  desks.hears('Aoife', ['Brian']);
}

/** As a clock that is put right may order them: what this desk wrote stands last. */
const last = (events: readonly DomainEvent[], desk: string): readonly DomainEvent[] => [
  ...events.filter(({ device }) => device !== desk),
  ...events.filter(({ device }) => device === desk),
];

const reasons = (placed: readonly { readonly because: string }[]) =>
  placed.map(({ because }) => because);

test('GUARD10: a hold that was placed offline stands, whoever lifts it without having seen that, before and after they asked', () => {
  for (const when of ['before', 'between'] as const) {
    const desks = held();
    liftedByTwo(desks, { [when]: () => void place(desks, 'Ciara') });
    const state = of(desks);
    expect([when, isStanding(state)]).toEqual([when, true]);
    expect(reasons(state.placed)).toContain('a second D05, medical');
    // And says why: who placed it, for what, and who had not seen that.
    expect(state.unseen).toMatchObject({
      by: { operator: 'Aoife' },
      placed: [{ operator: 'Ciara', because: 'a second D05, medical' }],
    });
    // Who has seen all of it lifts it.
    desks.hears('Aoife');
    ask(desks);
    desks.hears('Brian');
    agree(desks);
    expect([isStanding(of(desks)), of(desks).unseen]).toEqual([false, null]);
  }
});

test('GUARD10: nor does the slow clock of whoever placed it make the hold one that they had seen', () => {
  for (const behind of [0, 2 * MIN + 1, 3 * MIN + 1, 60 * MIN]) {
    const desks = new Desks();
    desks.run('Aoife', { do: 'placeGuard', of: [MPRN], because: 'a D05 waits' });
    desks.hears('Brian', ['Aoife']);
    liftedByTwo(desks, {});
    desks.ahead.set('Ciara', -behind);
    place(desks, 'Ciara', 'put back by phone');
    expect(isStanding(of(desks))).toBe(true);
    expect(reasons(of(desks).placed)).toContain('put back by phone');
  }
});

test('GUARD10: whoever agrees has seen it too, or it stands and is still asked for', () => {
  const desks = held();
  place(desks, 'Ciara');
  desks.hears('Aoife', ['Ciara']);
  const [asked] = ask(desks);
  const [placing] = desks.events(HOLD);
  // Brian has the question, and not yet what Ciara wrote.
  const agreed = {
    ...must(desks.events(HOLD).at(-1), 'it was asked'),
    id: 'agreed',
    kind: 'guard.liftConfirmed',
    operator: 'Brian',
    body: { of: must(asked, 'it was asked').id, seen: [must(placing, 'it was placed').id] },
  } as DomainEvent;
  const events = [...desks.events(HOLD), agreed];
  const state = must(foldGuard(events), 'it was placed');
  expect([isStanding(state), state.lifting.state]).toEqual([true, 'asked']);
  expect(state.unseen).toMatchObject({ by: { operator: 'Brian' }, placed: [{ device: 'Ciara' }] });
  // Wherever a clock has put it.
  expect(isStanding(must(foldGuard(last(events, 'Ciara')), 'it was placed'))).toBe(true);
});

test('GUARD10: one alone who is authorised by phone lifts no more than they had seen', () => {
  const desks = held();
  place(desks, 'Ciara');
  ask(desks, 'Aoife', { authorisedBy: 'Maura Keane' });
  expect([isStanding(of(desks)), awaitsCountersign(of(desks))]).toEqual([true, false]);
  desks.hears('Aoife');
  ask(desks, 'Aoife', { authorisedBy: 'Maura Keane' });
  expect([isStanding(of(desks)), awaitsCountersign(of(desks))]).toEqual([false, true]);
});

test('GUARD10: what everybody had seen is lifted also where a clock that was put right moves it behind', () => {
  const desks = held();
  place(desks, 'Ciara');
  for (const desk of ['Aoife', 'Brian']) desks.hears(desk);
  ask(desks);
  desks.hears('Brian');
  const moved = () => must(foldGuard(last(desks.events(HOLD), 'Ciara')), 'it was placed');
  expect(moved().lifting.state).toBe('asked');
  agree(desks);
  expect([moved().lifting.state, moved().placed.length]).toEqual(['lifted', 2]);
});

test('GUARD10: one who asks without having seen it takes nothing from one who asks and has', () => {
  const desks = held();
  place(desks, 'Ciara');
  ask(desks, 'Ciara');
  ask(desks, 'Aoife');
  expect(of(desks).lifting).toMatchObject({ state: 'asked', ask: { operator: 'Ciara' } });
});

test('GUARD3: who agrees or refuses answers the question that they had, and not the next one', () => {
  for (const answer of ['confirmLift', 'refuseLift'] as const) {
    const desks = held();
    ask(desks);
    for (const desk of ['Brian', 'Ciara']) desks.hears(desk, ['Aoife']);
    desks.run('Ciara', { do: 'refuseLift', guard: HOLD });
    desks.hears('Aoife', ['Ciara']);
    ask(desks);
    // Brian has neither heard of that refusal nor of what was asked since.
    expect(desks.run('Brian', { do: answer, guard: HOLD })).toHaveLength(1);
    expect(of(desks).lifting).toMatchObject({ state: 'asked', ask: { entry: 'Aoife-3' } });
  }
});

test('GUARD10: an entry of an older program had seen what stands before it', () => {
  const desks = held();
  ask(desks);
  desks.hears('Brian');
  agree(desks);
  const old = desks.events(HOLD).map((each): DomainEvent => {
    const { seen: _seen, ...body } = each.body as { readonly seen?: readonly string[] };
    return { ...each, body } as DomainEvent;
  });
  expect(isStanding(must(foldGuard(old), 'it was placed'))).toBe(false);
});

test('GUARD10: the order to everybody stands for the payments of which whoever lifts it had not heard', () => {
  const desks = new Desks();
  const order = {
    do: 'placeGuard',
    of: 'all',
    confirmer: 'Maura Keane',
    since: desks.now - 60 * MIN,
  } as const;
  desks.run('Aoife', { ...order, because: 'the file of 15:00' });
  for (const desk of ['Brian', 'Ciara']) desks.hears(desk);
  desks.run('Ciara', { ...order, because: 'the file of 18:00', since: order.since - MIN });
  desks.run('Aoife', { do: 'askLift', guard: PAUSE, why: 'reconciled', test: 'a payment' });
  desks.hears('Brian', ['Aoife']);
  desks.run('Brian', { do: 'confirmLift', guard: PAUSE });
  expect(of(desks, PAUSE)).toMatchObject({ kind: 'pause', since: order.since - MIN });
  expect(isStanding(of(desks, PAUSE))).toBe(true);
});

test('FIX28: nobody resumes a channel for a pause that they had not seen, whatever their clock says', () => {
  for (const behind of [0, 30 * MIN]) {
    const desks = new Desks();
    const emma = () =>
      must(foldChannel(desks.events(channelSubject('emma'))), 'somebody spoke of it').paused;
    desks.run('Aoife', { do: 'pauseChannel', channel: 'emma', because: 'the hub is slow' });
    desks.hears('Brian');
    desks.ahead.set('Ciara', -behind);
    desks.run('Ciara', { do: 'pauseChannel', channel: 'emma', because: 'it sends twice' });
    desks.run('Brian', { do: 'resumeChannel', channel: 'emma' });
    expect(emma()).toMatchObject({ operator: 'Ciara', because: 'it sends twice' });
    desks.hears('Brian');
    desks.run('Brian', { do: 'resumeChannel', channel: 'emma' });
    expect(emma()).toBe(null);
    // One's own is seen, and what everybody had seen wherever a clock has put it.
    desks.run('Brian', { do: 'pauseChannel', channel: 'emma', because: 'once more' });
    desks.run('Brian', { do: 'resumeChannel', channel: 'emma' });
    const events = desks.events(channelSubject('emma'));
    const late = events.filter(({ kind }) => kind === 'channel.paused');
    const moved = [...events.filter((each) => !late.includes(each)), ...late];
    expect(foldChannel(moved)?.paused).toBe(null);
    // What this desk had written before counts as seen, also where its screen was not so far.
    const blind = events.map((each) =>
      each.kind === 'channel.resumed' ? { ...each, body: { seen: [] } } : each,
    );
    const others = late.filter(({ device }) => device !== 'Brian');
    expect(foldChannel(blind)?.pauses).toEqual(others.map(({ id }) => id));
    desks.run('Brian', { do: 'pauseChannel', channel: 'emma', because: 'and again' });
    expect(emma()).toMatchObject({ because: 'and again' });
  }
});

test('FIX28: a resuming of an older program had seen the pauses before it', () => {
  const desks = new Desks();
  desks.run('Aoife', { do: 'pauseChannel', channel: 'emma', because: 'the hub is slow' });
  desks.hears('Brian');
  const resumed = desks.run('Brian', { do: 'resumeChannel', channel: 'emma' });
  const [paused, last] = desks.events(channelSubject('emma'));
  const old = { ...must(last, 'it was resumed'), body: {} } as DomainEvent;
  expect(resumed).toHaveLength(1);
  expect(foldChannel([must(paused, 'it was paused'), old])?.paused).toBe(null);
});
