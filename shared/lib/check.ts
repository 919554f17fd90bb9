// Bugs throw loudly: what stands here can only fail when the program is wrong, never because
// somebody typed or sent something unexpected (that is a Result).

export function assert(condition: unknown, why: string): asserts condition {
  if (!condition) throw new Error(`Cannot happen: ${why}`);
}

/** The value, which is there because of `why`. */
export function must<T>(value: T | null | undefined, why: string): T {
  if (value === null || value === undefined) throw new Error(`Cannot be missing: ${why}`);
  return value;
}

/** Closes a switch over a union: a new member is then a type error here. */
export function assertNever(value: never): never {
  throw new Error(`Not handled: ${JSON.stringify(value)}`);
}
