// What an editor does while somebody types is what the formatter does afterwards.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('EDITOR1: editor settings and the formatter agree', () => {
  const editor = readFileSync('.editorconfig', 'utf8');
  const said = (key: string) => new RegExp(`^${key} = (.*)$`, 'm').exec(editor)?.[1];
  const format = JSON.parse(readFileSync('.oxfmtrc.json', 'utf8')) as {
    readonly printWidth: number;
    readonly tabWidth?: number;
    readonly useTabs?: boolean;
  };
  expect(said('max_line_length')).toBe(String(format.printWidth));
  expect(said('indent_size')).toBe(String(format.tabWidth ?? 2));
  expect(said('indent_style')).toBe(format.useTabs === true ? 'tab' : 'space');
  expect(said('end_of_line')).toBe('lf');
});
