// What was answered in the call, in words; also of a script that this program has no words for.
import { expect, test } from 'vitest';
import { must } from '../../../shared/lib/check.ts';
import { english } from '../../../renderer/i18n/words.tsx';
import { answerWords, stepWords } from '../../../renderer/views/answer-words.ts';
import { describeEvent } from '../../../renderer/views/describe-event.ts';
import { World } from '../../shared/domain/world.ts';

test('SCRIPT10: an answer of another version of the script is kept, and read by its own names', () => {
  const world = new World();
  const subject = world.report('10001234567', 30, { ctf: '04' });
  world.run({
    do: 'answer',
    subject,
    script: 'networks-reenergise',
    scriptVersion: 2,
    step: 'carbonMonoxide',
    part: 'customer',
    answer: 'alarmSounds',
    fields: { who: 'The neighbour' },
  });
  const state = world.case(subject);
  expect(state.answers['carbonMonoxide']).toMatchObject({
    scriptVersion: 2,
    answer: 'alarmSounds',
  });
  expect(stepWords('carbonMonoxide', english)).toBe('carbonMonoxide');
  expect(stepWords('safety', english)).not.toBe('safety');
  const given = { answer: 'alarmSounds', fields: { who: 'The neighbour' }, times: {} };
  expect(answerWords('carbonMonoxide', given, world.now, english)).toBe(
    'alarmSounds, The neighbour',
  );
  const last = must(world.events(subject).at(-1), 'it was answered');
  expect(describeEvent(last, undefined, world.now, english)).toBe(
    'carbonMonoxide: alarmSounds, The neighbour',
  );
});
