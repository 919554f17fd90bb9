// Rules of the house that no other tool keeps: SPEC ids and tests name each other, shared takes the
// time as an argument, and nothing is switched off or put off in a comment.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Visitor, type ESTree } from 'vite';
import { describe, expect, test } from 'vitest';
import { root } from '../../tools/commands.ts';
import { lineOf, parse, type Source } from './imports.ts';
import { citedIds, doubledIds, specIds, titlesOf, unknownIds } from './spec-ids.ts';
import { productRooms, readSources } from './sources.ts';

describe('SPEC ids', () => {
  test('are found in the titles of tests and suites, each and template included', () => {
    const text = `
      describe('CLOCK1 clock', () => { test.each([1])('MPRN2 %s', () => {}); });
      it.skipIf(true)(\`BF3 and \${x} BF4\`, () => {}); test('a 106E answers', () => {});
      const notATitle = 'CASE9'; open('page', async ({ x }) => {});`;
    const titles = titlesOf({ path: 'a.test.ts', text });
    expect(citedIds(titles)).toEqual(new Set(['CLOCK1', 'MPRN2', 'BF3', 'BF4']));
    expect(unknownIds(titles, new Set(['CLOCK1', 'CLOCK2', 'MPRN2', 'BF3']))).toEqual(['BF4']);
  });

  test('are seen when two rules bear one', () => {
    expect(doubledIds('**CASE1** One.\n**CASE2** Like **CASE1**.\n')).toEqual([]);
    expect(doubledIds('**CASE1** One.\n**CASE2** Two.\n**CASE1** Three.\n')).toEqual(['CASE1']);
  });

  const spec = join(root, 'shared', 'SPEC.md');
  test.skipIf(!existsSync(spec))('of shared/SPEC.md and of the tests are the same', () => {
    const rules = readFileSync(spec, 'utf8');
    const known = specIds(rules);
    const titles = readSources(['test'], /\.(test|contract)\.tsx?$/).flatMap(titlesOf);
    const cited = citedIds(titles);
    expect({
      'of two rules in shared/SPEC.md': doubledIds(rules),
      'cited by a test, not in shared/SPEC.md': unknownIds(titles, known),
      'in shared/SPEC.md, cited by no test': [...known].filter((id) => !cited.has(id)),
    }).toEqual({
      'of two rules in shared/SPEC.md': [],
      'cited by a test, not in shared/SPEC.md': [],
      'in shared/SPEC.md, cited by no test': [],
    });
  });
});

describe('the clock', () => {
  function clockReads(source: Source): readonly string[] {
    const found: string[] = [];
    const note = (node: ESTree.NewExpression | ESTree.CallExpression) => {
      if (node.callee.type === 'Identifier' && node.callee.name === 'Date') {
        found.push(`${source.path}:${lineOf(source, node.start)} reads the clock: take \`now\`.`);
      }
    };
    new Visitor({
      NewExpression: (node) => {
        if (node.arguments.length === 0) note(node);
      },
      CallExpression: note,
    }).visit(parse(source));
    return found;
  }

  test('is seen when it is read', () => {
    const read = (text: string) => clockReads({ path: 'shared/a.ts', text });
    expect(read('new Date(); Date();')).toHaveLength(2);
    expect(read('new Date(5); Date.UTC(2026);')).toEqual([]);
  });

  test('is never read in shared', () => {
    expect(readSources(['shared'], /\.ts$/).flatMap(clockReads)).toEqual([]);
  });
});

describe('comments', () => {
  // Put together from halves, so that this file is free of what it looks for.
  const words = [
    ['TO', 'DO'],
    ['FIX', 'ME'],
    ['lint-', 'disable'],
    ['@ts-', 'ignore'],
    ['@ts-', 'nocheck'],
  ].map((halves) => halves.join(''));
  const offenders = (sources: readonly Source[]) =>
    sources.flatMap(({ path, text }) =>
      words.filter((word) => text.includes(word)).map((word) => `${path} says ${word}`),
    );

  test('put nothing off and switch nothing off', () => {
    expect(offenders([{ path: 'a.ts', text: `// ${words[0]} later` }])).toHaveLength(1);
    const folders = [...productRooms, 'test', 'tools', 'bench'].filter((folder) =>
      existsSync(join(root, folder)),
    );
    expect(offenders(readSources(folders, /\.(ts|tsx|css|cjs)$/))).toEqual([]);
  });
});
