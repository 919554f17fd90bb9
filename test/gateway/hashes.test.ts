import { expect, test } from 'vitest';
import * as gateway from '../../gateway/hashes.ts';
import * as log from '../../shared/log/entry.ts';

const rows = ['["s",1]', '["s","Gráinne ☎ €20"]', '', '#not a hash', `#${'a'.repeat(64)}`];

test('LOG4: the gateway hashes with the platform what a page hashes without it', () => {
  for (const text of rows) {
    expect(gateway.headHashOf(text)).toBe(log.headHashOf(text));
    expect(gateway.bodyHash(text)).toBe(log.bodyHash(text));
  }
  expect(gateway.bodyHash(rows)).toBe(log.bodyHash(rows));
  const [one, other] = [log.headHashOf('one'), log.headHashOf('other')];
  expect(gateway.chainHashOf(one, other)).toBe(log.chainHashOf(one, other));
});

test('LOG4: what only looks like a purged row is no row that may go unnoticed', () => {
  for (const { bodyHash } of [gateway, log]) {
    expect(bodyHash(['["s",1]', '#'])).not.toBe(bodyHash(['["s",1]']));
    expect(bodyHash(['["s",1]', '#zz'])).not.toBe(bodyHash(['["s",1]']));
  }
});
