// The import table as a judge over files: which imports it does not allow, which files have no row,
// which files import each other in a ring. Every sentence says what to do.
import { posix } from 'node:path';
import { isBuiltin } from 'node:module';
import { roomOf, targets, type Room, type Target } from '../../tools/import-table.ts';
import { importsOf, type Source } from './imports.ts';

const table = 'tools/import-table.ts';

/** Pictures and data are judged as what is imported; they import nothing themselves. */
export function judgeImports(sources: readonly Source[]): readonly string[] {
  const files = new Set(sources.map(({ path }) => path));
  const graph = new Map<string, readonly string[]>();
  const complaints: string[] = [];
  for (const source of sources) {
    const room = roomOf(source.path);
    if (room === undefined) {
      complaints.push(`${source.path} belongs to no room: move it, or give it a row in ${table}.`);
      continue;
    }
    if (!/\.(ts|tsx|css)$/.test(source.path)) continue;
    const edges: string[] = [];
    for (const { specifier, line } of importsOf(source)) {
      const here = `${source.path}:${line}`;
      if (specifier.startsWith('.')) {
        const target = posix.join(posix.dirname(source.path), specifier.replace(/\?.*$/, ''));
        edges.push(target);
        if (!files.has(target)) {
          complaints.push(`${here} imports ${target}, which is no file of any room.`);
        } else if (!mayReach(room, target)) {
          complaints.push(forbidden(here, room, target));
        }
      } else if (!mayName(room, specifier)) {
        complaints.push(forbidden(here, room, specifier));
      }
    }
    graph.set(source.path, edges);
  }
  return [...complaints, ...rings(graph)];
}

/** What the table allows and nobody does: the map shows what is, not what might be. */
export function unusedIn(sources: readonly Source[]): readonly string[] {
  const used = new Map<Room, Set<Target>>();
  for (const source of sources) {
    const room = roomOf(source.path);
    if (room === undefined || !/\.(ts|tsx|css)$/.test(source.path)) continue;
    const seen = used.get(room) ?? new Set<Target>();
    used.set(room, seen);
    for (const { specifier } of importsOf(source)) {
      const target = specifier.startsWith('.')
        ? targetOf(posix.join(posix.dirname(source.path), specifier.replace(/\?.*$/, '')))
        : room.may.find((each) => isNamed(each, specifier));
      if (target !== undefined) seen.add(target);
    }
  }
  return [...used].flatMap(([room, seen]) =>
    room.may
      .filter((target) => !seen.has(target))
      .map((target) => `${room.name} may import ${target} and does not: take it out of ${table}.`),
  );
}

function isNamed(target: Target, specifier: string): boolean {
  if (isBuiltin(specifier)) return target === 'node';
  return targets[target].packages?.includes(nameOf(specifier)) === true;
}

function nameOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function forbidden(here: string, room: Room, target: string): string {
  return (
    `${here}: ${room.name} may not import ${target}. Move what is needed into a room it may ` +
    `import (${room.may.join(', ') || 'none'}), hand it in as an argument, or change the row in ${table}.`
  );
}

function mayReach(room: Room, file: string): boolean {
  if (roomOf(file) === room) return true;
  const target = targetOf(file);
  return target !== undefined && room.may.includes(target);
}

/** The column a file stands in; the longest path wins. */
function targetOf(file: string): Target | undefined {
  let found: { name: Target; length: number } | undefined;
  for (const [name, { paths = [] }] of Object.entries(targets) as [
    Target,
    { paths?: string[] },
  ][]) {
    for (const path of paths) {
      const inside = file === path || file.startsWith(`${path}/`);
      if (inside && path.length > (found?.length ?? 0)) found = { name, length: path.length };
    }
  }
  return found?.name;
}

function mayName(room: Room, specifier: string): boolean {
  // `fs` would slip by a rule that looks for `node:fs`, so builtins are asked for by any name.
  if (isBuiltin(specifier)) return specifier.startsWith('node:') && room.may.includes('node');
  const name = nameOf(specifier);
  if (Object.keys(room.packages ?? {}).includes(name)) return true;
  return room.may.some((target) => targets[target].packages?.includes(name) === true);
}

/** One sentence per ring of files (strongly connected, found by Tarjan's way). */
function rings(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const found: string[] = [];
  const visit = (file: string): number => {
    const mine = order.size;
    order.set(file, mine);
    let low = mine;
    stack.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!graph.has(next)) continue;
      if (!order.has(next)) low = Math.min(low, visit(next));
      else if (stack.includes(next))
        low = Math.min(low, lowest.get(next) ?? order.get(next) ?? low);
      if (next === file) found.push(`${file} imports itself.`);
    }
    lowest.set(file, low);
    if (low === mine) {
      const ring = stack.splice(stack.indexOf(file));
      if (ring.length > 1) {
        found.push(
          `${ring.join(' → ')} → ${file} is a ring: put what they share into a file of its own.`,
        );
      }
    }
    return low;
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return found;
}
