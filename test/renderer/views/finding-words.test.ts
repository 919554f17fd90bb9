import { expect, test } from 'vitest';
import { english } from '../../../renderer/i18n/words.tsx';
import { changeWords } from '../../../renderer/views/finding-words.ts';

const now = Date.parse('2026-11-21T20:40:00Z');

test('IN2: of two messages everything that tells them apart is said', () => {
  const from = { reason: 'E05', state: 'atHub', txRefNbr: 'TX-1', sentAt: now - 60_000 } as const;
  const to = { ...from, txRefNbr: 'TX-2', sentAt: now };
  const said = changeWords({ field: 'message017', from, to }, now, english);
  for (const part of ['TX-1', 'TX-2', '20:39', '20:40']) expect(said).toContain(part);
  expect(said).toContain('→');
  const rejected = { ...from, state: 'rejected' } as const;
  const state = changeWords({ field: 'message017', from, to: rejected }, now, english);
  expect(state).not.toContain('TX-1');
  expect(state).toContain('rejected');
  const first = changeWords({ field: 'message017', from: undefined, to }, now, english);
  expect(first).toContain('not given');
  const bare = { ...from, txRefNbr: undefined, sentAt: undefined };
  expect(changeWords({ field: 'message017', from: bare, to: from }, now, english)).toContain(
    'without TxRefNbr',
  );
});
