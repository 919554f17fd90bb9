// Every word of the screens stands in the catalogue, and every word of the catalogue is said.
import { Visitor, type ESTree } from 'vite';
import { describe, expect, test } from 'vitest';
import { en } from '../../renderer/i18n/en.ts';
import { lineOf, parse, type Source } from './imports.ts';
import { readSources } from './sources.ts';

/** What a person reads or hears; other attributes are names for the machine. */
const spoken = new Set(['aria-label', 'aria-description', 'title', 'label', 'placeholder', 'alt']);
const word = /\p{L}{2}/u;

/** Words that stand in the markup itself. The signs on a key (`Ctrl ↵`) are no words. */
function literalWords(source: Source): readonly string[] {
  const found: string[] = [];
  const note = (text: string, at: number) => {
    if (word.test(text)) found.push(`${source.path}:${lineOf(source, at)} says “${text.trim()}”`);
  };
  const noteIn = (node: ESTree.Node) => {
    if (node.type === 'Literal' && typeof node.value === 'string') note(node.value, node.start);
    else if (node.type === 'TemplateLiteral')
      note(node.quasis.map((part) => part.value.cooked ?? '').join(' '), node.start);
    else if (node.type === 'ConditionalExpression') {
      noteIn(node.consequent);
      noteIn(node.alternate);
    } else if (node.type === 'LogicalExpression') noteIn(node.right);
    else if (node.type === 'BinaryExpression') {
      noteIn(node.left);
      noteIn(node.right);
    }
  };
  new Visitor({
    JSXElement: ({ openingElement: { name }, children }) => {
      if (name.type === 'JSXIdentifier' && (name.name === 'Key' || name.name === 'kbd')) return;
      for (const child of children) {
        if (child.type === 'JSXText') note(child.value, child.start);
        else if (child.type === 'JSXExpressionContainer') noteIn(child.expression);
      }
    },
    JSXFragment: ({ children }) => {
      for (const child of children) {
        if (child.type === 'JSXText') note(child.value, child.start);
        else if (child.type === 'JSXExpressionContainer') noteIn(child.expression);
      }
    },
    JSXAttribute: ({ name, value }) => {
      if (name.type !== 'JSXIdentifier' || !spoken.has(name.name) || value === null) return;
      noteIn(value.type === 'JSXExpressionContainer' ? value.expression : value);
    },
  }).visit(parse(source));
  return found;
}

/** Keys that no text of the sources names, nor any template that makes keys (`lane.${lane}`). */
function unsaid(keys: readonly string[], sources: readonly Source[]): readonly string[] {
  const named = new Set<string>();
  const made: RegExp[] = [];
  for (const source of sources) {
    new Visitor({
      Literal: ({ value }) => {
        if (typeof value === 'string') named.add(value);
      },
      TemplateLiteral: ({ quasis }) => {
        const parts = quasis.map((part) => part.value.cooked ?? '');
        if (!/^\w+\.[\w.]*$/.test(parts[0] ?? '')) return;
        const pattern = parts.map((part) => part.replaceAll('.', '\\.')).join('.+');
        if (/^[\w.\\+]+$/.test(pattern)) made.push(new RegExp(`^${pattern}$`));
      },
    }).visit(parse(source));
  }
  return keys.filter((key) => !named.has(key) && !made.some((each) => each.test(key)));
}

describe('words', () => {
  const view = (markup: string): Source => ({
    path: 'renderer/views/A.tsx',
    text: `export const A = (p: any) => ${markup};`,
  });

  test.each([
    '<p>Saved here</p>',
    '<p>{"Saved here"}</p>',
    '<p>{p.x ? "Saved" : ""}</p>',
    '<p>{p.x && "Saved"}</p>',
    '<p>{`Saved ${p.x}`}</p>',
    '<>{p.x} past</>',
    '<p>{p.x + " past"}</p>',
    '<input aria-label="Find" />',
    '<input placeholder={`Find ${p.x}`} />',
  ])('in the markup are seen: %s', (markup) => {
    expect(literalWords(view(markup))).toHaveLength(1);
  });

  test.each([
    '<p>{t("common.save")}</p>',
    '<p className="muted">{p.x}–{p.y} ▾</p>',
    '<Key>Ctrl ↵</Key>',
    '<input aria-label={t("find")} type="search" />',
  ])('that come from elsewhere are none: %s', (markup) => {
    expect(literalWords(view(markup))).toEqual([]);
  });

  test('WORDS15: no view and no part has words of its own', () => {
    const sources = readSources(['renderer'], /\.tsx$/);
    expect(sources.length).toBeGreaterThan(40);
    expect(sources.flatMap(literalWords)).toEqual([]);
  });

  test('of the catalogue that nobody says are seen', () => {
    const say = (text: string) => unsaid(['a.one', 'a.two', 'b.c.d'], [{ path: 'x.ts', text }]);
    expect(say("t('a.one'); t(`b.${x}.d`);")).toEqual(['a.two']);
    expect(say('t(`a.${x}`);')).toEqual(['b.c.d']);
  });

  test('WORDS16: every word of the catalogue is said somewhere', () => {
    const sources = readSources(['renderer', 'main', 'shared', 'gateway'], /\.tsx?$/).filter(
      ({ path }) => !path.startsWith('renderer/i18n/words/'),
    );
    expect(unsaid(Object.keys(en), sources)).toEqual([]);
  });
});
