import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../tools/commands.ts';

test.each(['index.ts', 'menu.ts', 'window.ts', 'ring.ts'])(
  'WORDS20: main/%s has no words of its own',
  (file) => {
    const code = readFileSync(join(root, 'main', file), 'utf8').replaceAll(/^\s*\/\/.*$/gm, '');
    // A sentence, or a label of a menu, between quotes.
    expect(code.match(/['"`]&?[A-Z][a-z]+(?: [a-z]+)+|label: ['"]/g) ?? []).toEqual([]);
  },
);
