import * as v from 'valibot';
import { fail, ok, type Result } from './result.ts';

/** One thing that did not fit: where, and what was expected. Never carries the value itself. */
export interface Misfit {
  readonly path: string;
  readonly expected: string;
}

/** Parses `unknown` at a boundary. Values are left out of the misfits: they may be personal. */
export function decode<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
): Result<v.InferOutput<S>, readonly Misfit[]> {
  const parsed = v.safeParse(schema, value, { abortPipeEarly: true });
  if (parsed.success) return ok(parsed.output);
  return fail(
    parsed.issues.map((issue) => ({
      path: v.getDotPath(issue) ?? '',
      expected: issue.expected ?? issue.type,
    })),
  );
}

/** Parses JSON text, then decodes it. */
export function decodeJson<S extends v.GenericSchema>(
  schema: S,
  text: string,
): Result<v.InferOutput<S>, readonly Misfit[]> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail([{ path: '', expected: 'JSON text' }]);
  }
  return decode(schema, value);
}
