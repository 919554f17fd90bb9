// The rooms import each other only as tools/import-table.ts says. First that the judge can refuse,
// on files made up here; then the judgement over the real ones.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../tools/commands.ts';
import { mapIn, printMap, sameMap } from '../../tools/map.ts';
import type { Source } from './imports.ts';
import { judgeImports, unusedIn } from './judge.ts';
import { productRooms, readSources } from './sources.ts';

describe('the judge', () => {
  const others: readonly Source[] = [
    { path: 'shared/lib/result.ts', text: 'export const ok = 1;' },
    { path: 'shared/domain/case.ts', text: 'export const fold = 1;' },
    { path: 'renderer/store/database.ts', text: 'export const database = 1;' },
    { path: 'renderer/store/rows.csv', text: 'import' },
    { path: 'renderer/ui/kit.css', text: 'p { color: red }' },
  ];
  const judge = (path: string, text: string) => judgeImports([...others, { path, text }]);

  test.each([
    ['renderer/views/Queue.tsx', "import { database } from '../store/database.ts';"],
    ['renderer/views/Queue.tsx', "import type { database } from '../store/database.ts';"],
    ['renderer/views/Queue.tsx', "export * from '../store/database.ts';"],
    ['renderer/views/Queue.tsx', "export const later = () => import('../store/database.ts');"],
    ['renderer/views/Queue.tsx', "export type D = import('../store/database.ts').database;"],
    ['renderer/views/Queue.tsx', 'export const later = (x: string) => import(x);'],
    ['renderer/views/Queue.tsx', "new Worker(new URL('../store/database.ts', import.meta.url));"],
    ['renderer/views/Queue.tsx', "import rows from '../store/rows.csv?raw';"],
    ['renderer/views/Queue.tsx', "import 'dexie';"],
    ['renderer/views/Queue.tsx', "import path from 'path';"],
    ['renderer/ui/parts.tsx', "import { ok } from '../../shared/lib/result.ts';"],
    ['renderer/ui/more.css', "@import '@fontsource/another/400.css';"],
    ['shared/lib/check.ts', "import { fold } from '../domain/case.ts';"],
    ['shared/lib/check.ts', "import { readFile } from 'node:fs/promises';"],
    ['main/index.ts', "import { fold } from '../shared/domain/case.ts';"],
    ['main/index.ts', "import { readFile } from 'fs';"],
    ['gateway/server.ts', "import { app } from 'electron';"],
  ])('refuses in %s: %s', (path, text) => {
    const complaints = judge(path, text);
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toMatch(/^\S+:1: .* may not import .*tools\/import-table\.ts/);
  });

  test.each([
    ['renderer/views/Queue.tsx', "import '../ui/kit.css'; import { useState } from 'react';"],
    ['renderer/views/Queue.tsx', "import { ok } from '../../shared/lib/result.ts';"],
    ['renderer/ui/more.css', "@import '@fontsource/ibm-plex-sans/400.css';"],
    ['shared/domain/lanes.ts', "import { fold } from './case.ts';"],
    ['main/index.ts', "import { app } from 'electron'; import { join } from 'node:path';"],
  ])('allows in %s: %s', (path, text) => {
    expect(judge(path, text)).toEqual([]);
  });

  test('refuses files of no room, missing files and rings', () => {
    expect(judge('shared/stray.ts', '')[0]).toContain('belongs to no room');
    expect(judge('shared/lib/check.ts', "import './none.ts';")[0]).toContain('no file of any room');
    const ring = judgeImports([
      { path: 'shared/lib/a.ts', text: "import './b.ts';" },
      { path: 'shared/lib/b.ts', text: "import './c.ts';" },
      { path: 'shared/lib/c.ts', text: "import type { A } from './a.ts';" },
      { path: 'shared/lib/d.ts', text: "import './a.ts'; import './c.ts';" },
    ]);
    expect(ring).toHaveLength(1);
    expect(ring[0]).toContain('is a ring');
  });
});

test('TOOLS3: every import of every room is allowed by tools/import-table.ts', () => {
  const sources = readSources(productRooms, /\.(?!md$|json$)[a-z0-9]+$/);
  expect(sources.length).toBeGreaterThan(30);
  expect(judgeImports(sources).join('\n')).toBe('');
});

test('TOOLS3: nothing is allowed that no file does', () => {
  const used: Source = { path: 'renderer/files/a.ts', text: "import '../../shared/lib/b.ts';" };
  expect(unusedIn([used])).toEqual([
    'renderer/files may import domain and does not: take it out of tools/import-table.ts.',
    'renderer/files may import market and does not: take it out of tools/import-table.ts.',
  ]);
  expect(unusedIn(readSources(productRooms, /\.(?!md$|json$)[a-z0-9]+$/))).toEqual([]);
});

const readme = join(root, 'README.md');

test('TOOLS3: the comparison of maps sees a changed cell', () => {
  const map = printMap();
  expect(sameMap(map, map.replaceAll(/ +/g, ' '))).toBe(true);
  expect(sameMap(map, map.replace('●', ' '))).toBe(false);
});

test.skipIf(!existsSync(readme))('the map in the README is the import table', () => {
  const written = mapIn(readFileSync(readme, 'utf8'));
  expect(written, 'README.md has no <!-- map --> … <!-- /map -->').not.toBeNull();
  expect(sameMap(written ?? '', printMap()), 'run "npm run map"').toBe(true);
});
