import { expect, test } from 'vitest';
import { pooledRandom } from '../../../renderer/store/random.ts';

test('STORE32: random bytes are drawn in bulk, and no byte is given twice', () => {
  let drawn = 0;
  const random = pooledRandom((bytes) => {
    for (let index = 0; index < bytes.length; index++) bytes[index] = (drawn + index) % 251;
    drawn += bytes.length;
  });
  const first = random(8);
  const kept = [...first];
  const given = Array.from({ length: 2000 }, (_, index) => [...random((index % 16) + 1)]);
  // What was given stays with whom it was given to.
  expect([...first]).toEqual(kept);
  // Bytes follow each other as they were drawn; only the end of a draw is left unused.
  const all = given.flat();
  for (let index = 1; index < all.length; index++) {
    const step = (all[index]! - all[index - 1]! + 251) % 251;
    expect(step).toBeGreaterThan(0);
    expect(step).toBeLessThan(17);
  }
  expect(drawn).toBeGreaterThan(4 * 4096 - 1);
  expect(() => random(4097)).toThrow(RangeError);
});
