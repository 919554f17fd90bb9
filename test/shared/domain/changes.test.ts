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
});
