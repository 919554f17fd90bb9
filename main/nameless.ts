// What may stand in a log of what somebody sent: the keys of our own tables, and what kind of alarm it
// was; never a key or a tag that holds a name or a number of a customer.

/** What an alarm is about, without whom. */
export const kindOf = (tag: string): string => /^[A-Za-z]*\d{0,3}(?=:|$)/.exec(tag)?.[0] ?? '';

/** A place in arguments without what somebody made up: the keys of the table, and counts. */
export function nameless(path: string, keys: ReadonlySet<string>): string {
  const known = (part: string) => keys.has(part) || /^\d{1,4}$/.test(part);
  return path
    .split('.')
    .map((part) => (known(part) ? part : '?'))
    .join('.');
}

/** Every key that a schema names, however deep. */
export function keysOf(schema: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (typeof schema !== 'object' || schema === null) return found;
  const { entries, item, wrapped, value, options } = schema as Readonly<Record<string, unknown>>;
  for (const [key, entry] of Object.entries(entries ?? {})) {
    found.add(key);
    keysOf(entry, found);
  }
  for (const inner of [item, wrapped, value, ...(Array.isArray(options) ? options : [])])
    keysOf(inner, found);
  return found;
}
