// The administrator's page says what the gateway does: its tables are read from the same literals.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { usualLimits } from '../../gateway/calls/limits.ts';
import { commands } from '../../gateway/command-line/index.ts';
import { refusalWords } from '../../gateway/refusal-words.ts';
import { refusals, roles, type Refusal } from '../../shared/sync/calls.ts';
import { entryRefusals, MOST_ENTRIES } from '../../shared/sync/protocol.ts';
import { root } from '../../tools/commands.ts';

const guide = readFileSync(join(root, 'docs', 'administrator.md'), 'utf8');
const cellsOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[\s|-]+$/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

test('REFUSE4: the administrator’s guide has every refusal, with its status and what to do', () => {
  const written = /<!-- refusals -->(.*)<!-- \/refusals -->/s.exec(guide)?.[1] ?? '';
  const [, ...rows] = cellsOf(written);
  const meant = (Object.entries(refusals) as [Refusal, number][]).map(([reason, status]) => [
    String(status),
    `\`${reason}\``,
    refusalWords[reason].what,
    refusalWords[reason].toDo,
  ]);
  expect(rows).toEqual(meant);
  for (const reason of entryRefusals) expect(guide).toContain(`\`${reason}\``);
});

test('the guide names every command and role, and the limits as they are', () => {
  for (const name of Object.keys(commands).filter((each) => each !== 'organisations'))
    expect(guide).toContain(`npm run gateway -- ${name}`);
  for (const role of roles) expect(guide).toContain(`\`${role}\``);
  const cells = new Map(cellsOf(guide).map(([what = '', limit = '']) => [what, limit]));
  const said = ({ requests, seconds }: { requests: number; seconds: number }) =>
    `${requests} in ${seconds} s`;
  expect(cells.get('entries in one exchange')).toBe(String(MOST_ENTRIES));
  expect(cells.get('calls of one device')).toBe(said(usualLimits.device));
  expect(cells.get('calls of an address, no token')).toBe(said(usualLimits.stranger));
  expect(cells.get('codes tried from an address')).toBe(said(usualLimits.code));
  expect(cells.get('anything else from an address')).toBe(said(usualLimits.page));
});
