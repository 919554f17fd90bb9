// `npm run simulate -- --seeds 10000 [--from N]`: nights of faults, each with its seed; prints what
// failed and how many nights a second were played. A failing seed becomes a test by its number.
import { parseArgs } from 'node:util';
import { simulate } from '../test/simulation/simulation.ts';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '1000' }, from: { type: 'string', default: '1' } },
});
const from = Number(values.from);
const seeds = Number(values.seeds);
const say = (line: string) => process.stdout.write(`${line}\n`);
if (!Number.isInteger(from) || !Number.isInteger(seeds) || from < 0 || seeds < 1) {
  say('Give whole numbers: npm run simulate -- --seeds 10000 --from 1');
  process.exit(2);
}

const startedAt = performance.now();
const faults: Record<string, number> = {};
let entries = 0;
let failed = 0;
for (let seed = from; seed < from + seeds; seed++) {
  const night = await simulate(seed);
  entries += night.entries;
  for (const [name, count] of Object.entries(night.faults))
    faults[name] = (faults[name] ?? 0) + count;
  if (night.problems.length > 0) {
    failed += 1;
    say(`seed ${seed}: ${night.problems.join('; ')}`);
  }
}
const seconds = (performance.now() - startedAt) / 1000;
for (const [name, count] of Object.entries(faults)) say(`${name.padEnd(22)} ${count}`);
say(
  `${seeds} seeds from ${from}, ${entries} entries, ${failed} failed, ${(seeds / seconds).toFixed(1)} seeds a second`,
);
process.exitCode = failed === 0 ? 0 : 1;
