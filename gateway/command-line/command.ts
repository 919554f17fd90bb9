// One command of `npm run gateway -- …`: its options, what they want in words, and what it does.
// Wrong use is a sentence, never a stack.
import { parseArgs, type ParseArgsConfig } from 'node:util';
import * as v from 'valibot';
import { decode } from '../../shared/lib/decode.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';

/** Lines for standard output, or the one sentence of why not. */
export type Outcome = Result<readonly string[], string>;

export interface Command {
  /** After `npm run gateway -- `. */
  readonly usage: string;
  readonly what: string;
  run(args: readonly string[]): Promise<Outcome>;
}

type Options = NonNullable<ParseArgsConfig['options']>;

export function command<S extends v.GenericSchema>(made: {
  readonly usage: string;
  readonly what: string;
  readonly options: Options;
  readonly schema: S;
  /** What an option wants, for the sentence that says that it was given something else. */
  readonly wants: Readonly<Record<string, string>>;
  readonly run: (values: v.InferOutput<S>) => Promise<Outcome> | Outcome;
}): Command {
  const { usage, what } = made;
  return {
    usage,
    what,
    async run(args) {
      const parsed = parse(args, made.options);
      if (!parsed.ok) return fail(`${parsed.error} Use: npm run gateway -- ${usage}`);
      const read = decode(made.schema, parsed.value);
      if (read.ok) return made.run(read.value);
      const path = read.error[0]?.path.split('.')[0] ?? '';
      return fail(`--${path} wants ${made.wants[path] ?? 'something else'}.`);
    },
  };
}

function parse(args: readonly string[], options: Options): Result<object, string> {
  try {
    return ok({ ...parseArgs({ args: [...args], options, allowPositionals: false }).values });
  } catch (error) {
    const message = error instanceof Error ? error.message : 'These words are not understood.';
    return fail(`${message.split('. ')[0]?.replace(/\.$/, '') ?? ''}.`);
  }
}

/** A whole number in words. */
export const whole = (least: number, most: number) =>
  v.pipe(
    v.string(),
    v.regex(/^\d{1,6}$/),
    v.transform(Number),
    v.minValue(least),
    v.maxValue(most),
  );
