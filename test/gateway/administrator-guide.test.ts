// The administrator's page says what the gateway does: its tables are read from the same literals.
import { readFileSync } from 'node:fs';
import { maxHeaderSize } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commands } from '../../gateway/command-line/index.ts';
import { refusalWords, takenWords } from '../../gateway/refusal-words.ts';
import { serverRefusals } from '../../gateway/server-refusals.ts';
import { refusals, roles, type Refusal } from '../../shared/sync/calls.ts';
import { entryRefusals } from '../../shared/sync/protocol.ts';
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

test('REFUSE4: the administrator’s guide has what is no refusal, with what becomes of it', () => {
  const written = /<!-- taken -->(.*)<!-- \/taken -->/s.exec(guide)?.[1] ?? '';
  const [, ...rows] = cellsOf(written);
  expect(rows).toEqual(
    Object.values(takenWords).map(({ what, becomes }) => ['200', what, becomes]),
  );
});

test('REFUSE5: the administrator’s guide has all that the server itself refuses', () => {
  const written = /^Of the server itself: (.*)$/m.exec(guide)?.[1] ?? '';
  const found = [...written.matchAll(/(\d{3}) `(\w+)`/g)].map(([, status, reason]) => [
    reason,
    Number(status),
  ]);
  expect(Object.fromEntries(found)).toEqual(serverRefusals);
  expect(written).toContain(`more than ${maxHeaderSize / 1024} KB`);
});

test('the guide names every command and role', () => {
  for (const name of Object.keys(commands).filter((each) => each !== 'organisations'))
    expect(guide).toContain(`npm run gateway -- ${name}`);
  for (const role of roles) expect(guide).toContain(`\`${role}\``);
});
