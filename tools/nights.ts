// `npm run nights -- --seeds 10000 [--from N] [--jobs N]`: the sample night over the simulated market, a
// seed each, worked as the console has it worked; prints every night in which something was doubled,
// cut off unnoticed or left open, and how many were played a second. Shared out over the machine's cores.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { playNight } from '../shared/drill/night.ts';
import { readSample } from '../shared/drill/night/sample.ts';
import { decodeJson } from '../shared/lib/decode.ts';

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
  say('Give whole numbers: npm run nights -- --seeds 10000 --from 1');
  process.exit(2);
}

const playedSchema = v.object({
  cutOff: v.number(),
  rejected: v.number(),
  closed: v.number(),
  failed: v.array(v.string()),
});
type Played = v.InferOutput<typeof playedSchema>;

function play(first: number, count: number): Played {
  const file = (name: string) =>
    readFileSync(join(import.meta.dirname, '..', 'renderer', 'sample', name), 'utf8');
  const sample = readSample({
    outage: file('hub-outage.csv'),
    outstanding: file('outstanding-017.csv'),
    customers: file('customers.csv'),
  });
  const played: Played = { cutOff: 0, rejected: 0, closed: 0, failed: [] };
  for (let seed = first; seed < first + count; seed++) {
    const { figures, problems } = playNight(sample, seed);
    played.cutOff += figures.cutOff;
    played.rejected += figures.rejected;
    played.closed += figures.closedOnProof;
    const left = [
      ...problems,
      ...(figures.doubled > 0 ? [`${figures.doubled} doubled`] : []),
      ...(figures.cutOffUnnoticed > 0 ? [`${figures.cutOffUnnoticed} cut off unnoticed`] : []),
      ...(figures.stillOpen > 0 ? [`${figures.stillOpen} still open`] : []),
    ];
    if (left.length > 0) played.failed.push(`seed ${seed}: ${left.join('; ')}`);
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
      resolve(played.ok ? played.value : { cutOff: 0, rejected: 0, closed: 0, failed: [broken] });
    });
  });
}

const startedAt = performance.now();
if (values.quiet) {
  say(JSON.stringify(play(from, seeds)));
} else {
  const share = Math.ceil(seeds / jobs);
  const parts = await Promise.all(
    Array.from({ length: jobs }, (_, index) => from + index * share)
      .filter((first) => first < from + seeds)
      .map((first) => {
        const count = Math.min(share, from + seeds - first);
        return jobs === 1 ? Promise.resolve(play(first, count)) : playElsewhere(first, count);
      }),
  );
  const failed = parts.flatMap((part) => part.failed);
  for (const line of failed) say(line);
  const sum = (of: (part: Played) => number) => parts.reduce((all, part) => all + of(part), 0);
  const seconds = (performance.now() - startedAt) / 1000;
  say(
    `${seeds} nights from seed ${from}: ${sum((part) => part.closed)} cases closed on proof, ${sum((part) => part.rejected)} back-fixes rejected, ${sum((part) => part.cutOff)} customers cut off and noticed, ${failed.length} nights failed, ${(seeds / seconds).toFixed(1)} a second`,
  );
  process.exitCode = failed.length === 0 ? 0 : 1;
}
