// Rules are named in shared/SPEC.md (`**CLOCK7** …` at the start of a line) and cited in the titles
// of tests. An id is only looked for where its letters are known: `106E` and `SHA256` are no ids.
import { Visitor, type ESTree } from 'vite';
import { parse, type Source } from './imports.ts';

const id = /\b([A-Z]{2,})(\d+)\b/g;

export function specIds(spec: string): ReadonlySet<string> {
  return new Set(everyId(spec));
}

/** Ids that two rules bear: a title that cites one of them says nothing of the other. */
export function doubledIds(spec: string): readonly string[] {
  return everyId(spec).filter((one, index, all) => all.indexOf(one) !== index);
}

const everyId = (spec: string): readonly string[] =>
  [...spec.matchAll(/^\*\*([A-Z]+\d+)\*\*/gm)].map((match) => match[1] ?? '');

export function citedIds(titles: readonly string[]): ReadonlySet<string> {
  return new Set(titles.flatMap((title) => [...title.matchAll(id)].map(([whole]) => whole)));
}

/** Cited ids of a known family that no rule has. */
export function unknownIds(
  titles: readonly string[],
  known: ReadonlySet<string>,
): readonly string[] {
  const families = new Set([...known].map((one) => one.replace(/\d+$/, '')));
  return [...citedIds(titles)].filter(
    (one) => families.has(one.replace(/\d+$/, '')) && !known.has(one),
  );
}

/** First texts given to describe, suite, test and it, in whatever form (`test.each(…)(title)`). */
export function titlesOf(source: Source): readonly string[] {
  const titles: string[] = [];
  new Visitor({
    CallExpression: (node) => {
      const [first] = node.arguments;
      if (first === undefined || !isOfTest(node.callee)) return;
      if (first.type === 'Literal' && typeof first.value === 'string') titles.push(first.value);
      if (first.type === 'TemplateLiteral') {
        titles.push(first.quasis.map((part) => part.value.raw).join('…'));
      }
    },
  }).visit(parse(source));
  return titles;
}

function isOfTest(callee: ESTree.Node): boolean {
  if (callee.type === 'Identifier')
    return ['describe', 'suite', 'test', 'it'].includes(callee.name);
  if (callee.type === 'MemberExpression') return isOfTest(callee.object);
  return callee.type === 'CallExpression' && isOfTest(callee.callee);
}
