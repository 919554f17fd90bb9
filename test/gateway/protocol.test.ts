// What travels is pinned: consoles and gateways of two releases meet every night.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { openApi } from '../../gateway/openapi.ts';
import { gatewayCalls, refusals } from '../../shared/sync/calls.ts';
import { PROTOCOL } from '../../shared/sync/protocol.ts';

test('API2: the shapes of the protocol are pinned: a change raises its number and this hash', () => {
  const { paths, components } = openApi('') as { paths: object; components: object };
  const rows = Object.values(gatewayCalls).map(({ method, path, roles }) => [method, path, roles]);
  // Words may change; shapes, statuses and roles may not.
  const shape = JSON.stringify([paths, components, rows, refusals], (key, value: unknown) =>
    key === 'description' || key === 'summary' ? undefined : value,
  );
  const hash = createHash('sha256').update(shape).digest('hex').slice(0, 16);
  expect(`${PROTOCOL} ${hash}`).toMatchInlineSnapshot(`"2 cf84fecc9767047c"`);
});
