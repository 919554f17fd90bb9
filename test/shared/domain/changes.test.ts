import { describe, expect, test } from 'vitest';
import { changesOf } from '../../../shared/domain/changes.ts';
import { World } from './world.ts';

const MPRN = '10934478153';

describe('what an entry changed', () => {
  test('HIST1: a fact put right says what it was; what is the same is not told', () => {
    const world = new World();
    const subject = world.report(MPRN, 40, { name: 'Mary Byrne', phone: '0201' });
    world.run({ do: 'learn', subject, facts: { name: 'Mary Burke', phone: '0201' } });
    const events = world.events(subject);
    const changes = changesOf(events);
    expect(changes.get(events.at(-1)?.id ?? '')?.facts).toEqual([
      { field: 'name', from: 'Mary Byrne', to: 'Mary Burke' },
    ]);
    expect(changes.get(events[0]?.id ?? '')?.facts).toEqual([]);
  });

  test('HIST1: an answer given anew says which one it replaced; an undone one replaced nothing later', () => {
    const world = new World();
    const subject = world.report(MPRN, 40);
    world.answer(subject, 'medical', 'no', 'customer');
    world.answer(subject, 'medical', 'yes', 'customer');
    const second = world.events(subject).at(-1);
    expect(changesOf(world.events(subject)).get(second?.id ?? '')?.answerBefore?.answer).toBe('no');
    world.run({ do: 'undo', subject, entry: second?.id ?? '' });
    world.answer(subject, 'medical', 'no', 'customer');
    const third = world.events(subject).at(-1);
    expect(changesOf(world.events(subject)).get(third?.id ?? '')?.answerBefore?.answer).toBe('no');
  });

  test('OUTCOME4: an outcome in the middle of the script says which protecting questions were not asked', () => {
    const world = new World();
    const subject = world.report(MPRN, 40);
    world.answer(subject, 'safety', 'call', 'customer');
    world.answer(subject, 'medical', 'notAsked', 'customer');
    world.answer(subject, 'readBack', 'correct');
    const told = (outcome: 'promised' | 'refused') => {
      world.run({ do: 'outcome', subject, outcome });
      const last = world.events(subject).findLast(({ kind }) => kind === 'outcome.recorded');
      return changesOf(world.events(subject)).get(last?.id ?? '')?.notAsked;
    };
    expect(told('promised')).toEqual(['medical', 'second', 'queuedD05', 'safetySaid']);
    // Nothing is on its way: what is left will be asked in the next call.
    expect(told('refused')).toEqual([]);
  });
});
