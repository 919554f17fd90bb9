import { expect, test } from 'vitest';
import { english } from '../../../renderer/i18n/words.tsx';
import { powerWords } from '../../../renderer/views/power-words.ts';

const at = Date.parse('2026-11-21T20:40:00Z');

test('HIST1: power back is told with all that was noted: who, when it was learnt, status before and after, reading', () => {
  const said = powerWords(
    {
      level: 'confirmed',
      by: 'esbn',
      backAt: at,
      learntAt: at + 5 * 60_000,
      statusBefore: 'DR',
      statusAfter: 'E',
      reading: '12345',
      person: 'Declan',
    },
    at,
    english,
  );
  expect(said).toContain('20:40');
  expect(said).toMatch(/Declan, learnt at 20:45, status before DR, status after E, reading 12345$/);
  const plain = powerWords(
    { level: 'claimed', by: 'customer', backAt: at, learntAt: at },
    at,
    english,
  );
  expect(plain).not.toContain('learnt');
});
