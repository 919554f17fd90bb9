// What a source file names, read by the parser that also builds it: imports and re-exports, with
// and without `type`, `import()`, `import('x').T` and `new URL('./x', import.meta.url)`.
import { parseSync, Visitor, type ESTree } from 'vite';

export interface Import {
  readonly specifier: string;
  readonly line: number;
}

export interface Source {
  /** Path from the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export function importsOf(source: Source): readonly Import[] {
  return source.path.endsWith('.css') ? importsOfStyle(source) : importsOfScript(source);
}

/** The tree of a source; a file that does not parse is a bug here, the compiler said so before. */
export function parse(source: Source): ESTree.Program {
  const { program, errors } = parseSync(source.path, source.text);
  const [first] = errors;
  if (first !== undefined) throw new Error(`${source.path}: ${first.message}`);
  return program;
}

export const lineOf = (source: Source, offset: number): number =>
  source.text.slice(0, offset).split('\n').length;

function importsOfScript(source: Source): readonly Import[] {
  const found: Import[] = [];
  const note = (node: ESTree.Node | null) => {
    if (node === null) return;
    const specifier =
      node.type === 'Literal' && typeof node.value === 'string'
        ? node.value
        : node.type === 'TemplateLiteral' && node.expressions.length === 0
          ? (node.quasis[0]?.value.cooked ?? '')
          : '(computed)';
    found.push({ specifier, line: lineOf(source, node.start) });
  };
  new Visitor({
    ImportDeclaration: (node) => note(node.source),
    ExportNamedDeclaration: (node) => note(node.source),
    ExportAllDeclaration: (node) => note(node.source),
    ImportExpression: (node) => note(node.source),
    TSImportType: (node) => note(node.source),
    NewExpression: (node) => {
      const [path, base] = node.arguments;
      const isUrl = node.callee.type === 'Identifier' && node.callee.name === 'URL';
      if (isUrl && path !== undefined && base !== undefined && isMetaUrl(base)) {
        // A folder (`..`) is looked at while running, not imported.
        if (path.type === 'Literal' && /\.[a-z]+$/.test(String(path.value))) note(path);
      }
    },
  }).visit(parse(source));
  return found;
}

function isMetaUrl(node: ESTree.Node): boolean {
  return node.type === 'MemberExpression' && node.object.type === 'MetaProperty';
}

function importsOfStyle(source: Source): readonly Import[] {
  return [...source.text.matchAll(/@import\s+(?:url\()?['"]?([^'")\s;]+)/g)].map((match) => ({
    specifier: match[1] ?? '',
    line: lineOf(source, match.index),
  }));
}
