// Contrast is arithmetic (WCAG 2.2, 1.4.3 and 1.4.11): the tokens are read from the sheet itself.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../../tools/commands.ts';

const folder = join(root, 'renderer', 'ui');
const sheet = readFileSync(join(folder, 'tokens.css'), 'utf8');

type Colours = ReadonlyMap<string, string>;

function block(selector: string): Colours {
  const from = sheet.indexOf(`${selector} {`);
  expect(from, selector).toBeGreaterThanOrEqual(0);
  const body = sheet.slice(from, sheet.indexOf('}', from));
  return new Map(
    [...body.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6});/g)].map((found) => [
      found[1] ?? '',
      found[2] ?? '',
    ]),
  );
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['ground', 'panel', 'sunk', 'accent-soft'];
const status = ['late', 'soon', 'ok', 'need'];
/** Text on the ground it stands on. */
const texts: readonly (readonly [string, string])[] = [
  ...['ink', 'ink-2', 'ink-3', 'accent', ...status].flatMap((ink) =>
    grounds.map((ground) => [ink, ground] as const),
  ),
  ...status.flatMap((ink) => ['ink', 'ink-2', ink].map((text) => [text, `${ink}-soft`] as const)),
  ['accent-ink', 'accent'],
  ['panel', 'ink'],
  ['panel', 'soon'],
];
/** What has to be seen, not read: borders of fields, marks of the runway on their ground. */
const shapes: readonly (readonly [string, string])[] = [
  ['accent', 'panel'],
  ['accent', 'ground'],
  ['accent', 'soon-soft'],
  ['accent', 'late-soft'],
  ['late', 'late-soft'],
  ['soon', 'soon-soft'],
  ['field-line', 'panel'],
];

const light = block(':root');
const dark = block(":root[data-theme='dark']");

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('the %s theme', (_, colours) => {
  const of = (name: string) => colours.get(name) ?? '';
  test.each(texts)('LOOK2: %s on %s is read with AA contrast', (ink, ground) => {
    expect(contrast(of(ink), of(ground))).toBeGreaterThanOrEqual(4.5);
  });
  test.each(shapes)('LOOK3: %s on %s is seen', (ink, ground) => {
    expect(contrast(of(ink), of(ground))).toBeGreaterThanOrEqual(3);
  });
});

describe('themes', () => {
  test('LOOK4: the system’s dark and the chosen dark are the same, and name every colour', () => {
    const bySystem = block(":root:not([data-theme='light'])");
    expect([...bySystem]).toEqual([...dark]);
    expect([...dark.keys()]).toEqual([...light.keys()]);
  });

  test('LOOK5: every colour and size that a sheet asks for is a token', () => {
    const known = new Set([...sheet.matchAll(/^\s*--([a-z0-9-]+):/gm)].map((found) => found[1]));
    for (const file of [
      'base.css',
      'kit.css',
      'frame.css',
      'warnings.css',
      'runway.css',
      'modes.css',
    ]) {
      const text = readFileSync(join(folder, file), 'utf8');
      const unknown = [...text.matchAll(/var\(--([a-z0-9-]+)/g)]
        .map((found) => found[1])
        .filter((name) => !known.has(name));
      expect(unknown, file).toEqual([]);
      expect(text, `${file} has nothing that Chromium 108 cannot read`).not.toMatch(
        /color-mix\(|@layer|@container|:popover|\bsubgrid\b|^\s*&/m,
      );
    }
  });
});
