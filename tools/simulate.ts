// `npm run simulate -- --seeds 10000 [--from N] [--jobs N]`: nights of faults, each with its seed;
// prints what failed and how many nights a second were played. A failing seed becomes a test by its
// number. Nights know nothing of each other, so they are shared out over the machine's cores.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { decodeJson } from '../shared/lib/decode.ts';
import { simulate } from '../test/simulation/simulation.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    /** Says nothing but the result, for the one that started it. */
    quiet: { type: 'boolean', default: false },
  },
});
const [from, seeds, jobs] = [Number(values.from), Number(values.seeds), Number(values.jobs)];
const say = (line: string) => process.stdout.write(`${line}\n`);
if (![from, seeds, jobs].every(Number.isInteger) || from < 0 || seeds < 1 || jobs < 1) {
  say('Give whole numbers: npm run simulate -- --seeds 10000 --from 1');
  process.exit(2);
}

const playedSchema = v.object({
  entries: v.number(),
  /** Nights whose gateway kept its journal in SQLite. */
  sqlite: v.number(),
  faults: v.record(v.string(), v.number()),
  failed: v.array(v.string()),
});
type Played = v.InferOutput<typeof playedSchema>;

async function play(first: number, count: number): Promise<Played> {
  const faults: Record<string, number> = {};
  const played = { entries: 0, sqlite: 0, faults, failed: [] as string[] };
  for (let seed = first; seed < first + count; seed++) {
    const night = await simulate(seed);
    played.entries += night.entries;
    played.sqlite += night.journal === 'sqlite' ? 1 : 0;
    for (const [name, times] of Object.entries(night.faults))
      faults[name] = (faults[name] ?? 0) + times;
    if (night.problems.length > 0) played.failed.push(`seed ${seed}: ${night.problems.join('; ')}`);
  }
  return played;
}

/** The same script on another core; a share that breaks is a failure of its own. */
function playElsewhere(first: number, count: number): Promise<Played> {
  const args = [import.meta.filename, '--quiet', '--jobs', '1'];
  const child = spawn(
    process.execPath,
    [...args, '--from', String(first), '--seeds', String(count)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const played = decodeJson(playedSchema, text);
      const broken = `seeds ${first} to ${first + count - 1}: ended with ${code} and no result`;
      resolve(played.ok ? played.value : { entries: 0, sqlite: 0, faults: {}, failed: [broken] });
    });
  });
}

const startedAt = performance.now();
if (values.quiet) {
  say(JSON.stringify(await play(from, seeds)));
} else {
  const share = Math.ceil(seeds / jobs);
  const parts = await Promise.all(
    Array.from({ length: jobs }, (_, index) => from + index * share)
      .filter((first) => first < from + seeds)
      .map((first) => {
        const count = Math.min(share, from + seeds - first);
        return jobs === 1 ? play(first, count) : playElsewhere(first, count);
      }),
  );
  const failed = parts.flatMap((part) => part.failed);
  for (const line of failed) say(line);
  for (const name of new Set(parts.flatMap((part) => Object.keys(part.faults))))
    say(`${name.padEnd(22)} ${parts.reduce((sum, part) => sum + (part.faults[name] ?? 0), 0)}`);
  const seconds = (performance.now() - startedAt) / 1000;
  const entries = parts.reduce((sum, part) => sum + part.entries, 0);
  const sqlite = parts.reduce((sum, part) => sum + part.sqlite, 0);
  say(
    `${seeds} seeds from ${from}, ${sqlite} of them with SQLite, ${entries} entries, ${failed.length} failed, ${(seeds / seconds).toFixed(1)} seeds a second`,
  );
  process.exitCode = failed.length === 0 ? 0 : 1;
}
