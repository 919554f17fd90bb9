// Nights know nothing of each other: a range of seeds is shared out over the machine's cores, the same
// script once a core, and what they say is laid together.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type * as v from 'valibot';
import { decodeJson } from '../shared/lib/decode.ts';

export interface Seeds {
  readonly from: number;
  readonly seeds: number;
  readonly jobs: number;
  /** Says nothing but the result, for the one that started it. */
  readonly quiet: boolean;
  /** Of several kinds of night this one alone. */
  readonly only: string | null;
}

export const say = (line: string) => process.stdout.write(`${line}\n`);

/** `--seeds 10000 [--from N] [--jobs N] [--only KIND]`; wrong use is a sentence and ends the program. */
export function seedsGiven(script: string, kinds: readonly string[] = []): Seeds {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '1000' },
      from: { type: 'string', default: '1' },
      jobs: { type: 'string', default: String(availableParallelism()) },
      quiet: { type: 'boolean', default: false },
      only: { type: 'string' },
    },
  });
  const [from, seeds, jobs] = [Number(values.from), Number(values.seeds), Number(values.jobs)];
  if (![from, seeds, jobs].every(Number.isInteger) || from < 0 || seeds < 1 || jobs < 1) {
    say(`Give whole numbers: npm run ${script} -- --seeds 10000 --from 1`);
    process.exit(2);
  }
  const { only = null } = values;
  if (only !== null && !kinds.includes(only)) {
    const known = kinds.length === 0 ? 'there is one kind only' : `--only ${kinds.join(' | ')}`;
    say(`Give one of its kinds: npm run ${script} -- ${known}`);
    process.exit(2);
  }
  return { from, seeds, jobs, quiet: values.quiet, only };
}

/** What each share came to; one that broke is `broken` with the sentence of it. */
export function shareOut<S extends v.GenericSchema>(
  file: string,
  { from, seeds, jobs, only }: Seeds,
  of: {
    readonly schema: S;
    readonly play: (first: number, count: number) => v.InferOutput<S> | Promise<v.InferOutput<S>>;
    readonly broken: (why: string) => v.InferOutput<S>;
  },
): Promise<readonly v.InferOutput<S>[]> {
  const share = Math.ceil(seeds / jobs);
  const firsts = Array.from({ length: jobs }, (_, index) => from + index * share);
  return Promise.all(
    firsts
      .filter((first) => first < from + seeds)
      .map(async (first) => {
        const count = Math.min(share, from + seeds - first);
        if (jobs === 1) return of.play(first, count);
        const read = decodeJson(of.schema, await elsewhere(file, first, count, only));
        return read.ok
          ? read.value
          : of.broken(`seeds ${first} to ${first + count - 1}: ended with no result`);
      }),
  );
}

/** What the script says of these seeds, on another core. */
function elsewhere(
  file: string,
  first: number,
  count: number,
  only: string | null,
): Promise<string> {
  const args = [file, '--quiet', '--jobs', '1', '--from', String(first), '--seeds', String(count)];
  if (only !== null) args.push('--only', only);
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  return new Promise((resolve) => child.on('close', () => resolve(text)));
}
