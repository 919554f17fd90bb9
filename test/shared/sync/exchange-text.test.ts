import { expect, test } from 'vitest';
import { ExchangeTexts } from '../../../shared/sync/exchange-text.ts';
import type { ExchangeRequest } from '../../../shared/sync/protocol.ts';

const DEVICE = '0b7c1c1e-3f44-4f6e-9a54-2f3b1f3f7a10';
const entries = [{ head: '{"a":"\\"é"}', body: ['x', '#'], prev: '0'.repeat(64) }];

test('ENGINE15: a request of entries made ready has the same meaning as one that is not', () => {
  const texts = new ExchangeTexts();
  const asked: ExchangeRequest = { protocol: 2, device: DEVICE, cursor: 7, mark: '', entries };
  const plain = texts.of(asked);
  texts.prepare(entries);
  // Nobody looks at the list again.
  const [before] = entries.splice(0);
  expect(JSON.parse(texts.of(asked))).toEqual(JSON.parse(plain));
  expect(JSON.parse(texts.of({ ...asked, tips: { [DEVICE]: 3 } }))).toEqual({
    ...(JSON.parse(plain) as object),
    tips: { [DEVICE]: 3 },
  });
  expect(before).toBeDefined();
});
