// `npm run simulate -- --seeds 10000 [--from N] [--jobs N] [--only network|market]`: nights of faults, of two kinds for each seed:
// several organisations over a faulty network, and one supplier with an agent and the simulated market.
// Prints what failed, what befell them, and how many nights a second were played. A failing seed becomes
// a test by its number.
import * as v from 'valibot';
import { playMarketNight } from '../test/simulation/market/night.ts';
import { simulate } from '../test/simulation/simulation.ts';
import { say, seedsGiven, shareOut } from './seeds.ts';

const kinds = ['network', 'market'] as const;
type Kind = (typeof kinds)[number];

const given = seedsGiven('simulate', kinds);
const chosen = kinds.filter((kind) => given.only === null || kind === given.only);

const nightsSchema = v.object({
  entries: v.number(),
  /** Of nights that failed. */
  seeds: v.number(),
  /** Milliseconds, of all cores together. */
  ms: v.number(),
  faults: v.record(v.string(), v.number()),
  failed: v.array(v.string()),
});
type Nights = v.InferOutput<typeof nightsSchema>;
const playedSchema = v.object({ network: nightsSchema, market: nightsSchema });
type Played = v.InferOutput<typeof playedSchema>;

const none = (): Nights => ({ entries: 0, seeds: 0, ms: 0, faults: {}, failed: [] });

async function night(kind: Kind, seed: number) {
  if (kind === 'market') return playMarketNight(seed);
  const { journal, faults, ...of } = await simulate(seed);
  return { ...of, faults: { ...faults, [journal]: 1 } };
}

async function play(first: number, count: number): Promise<Played> {
  const played: Played = { network: none(), market: none() };
  for (let seed = first; seed < first + count; seed++)
    for (const kind of chosen) await add(played[kind], kind, seed);
  return played;
}

async function add(nights: Nights, kind: Kind, seed: number): Promise<void> {
  const startedAt = performance.now();
  const { entries, faults, problems } = await night(kind, seed);
  nights.ms += performance.now() - startedAt;
  nights.entries += entries;
  for (const [name, times] of Object.entries(faults))
    nights.faults[name] = (nights.faults[name] ?? 0) + times;
  if (problems.length === 0) return;
  nights.seeds += 1;
  const line = `${kind}, seed ${seed}: ${problems.join('; ')}`;
  nights.failed.push(line);
  // At once: ten thousand nights take an hour.
  process.stderr.write(`${line}\n`);
}

const broken = (why: string): Played => ({
  network: { ...none(), seeds: 1, failed: [why] },
  market: none(),
});

const startedAt = performance.now();
if (given.quiet) {
  say(JSON.stringify(await play(given.from, given.seeds)));
} else {
  const parts = await shareOut(import.meta.filename, given, { schema: playedSchema, play, broken });
  const seconds = (performance.now() - startedAt) / 1000;
  let failed = 0;
  for (const kind of chosen) {
    const nights = parts.map((part) => part[kind]);
    const sum = (of: (each: Nights) => number) => nights.reduce((all, each) => all + of(each), 0);
    for (const line of nights.flatMap((each) => each.failed)) say(line);
    for (const name of new Set(nights.flatMap(({ faults }) => Object.keys(faults))))
      say(`${kind}  ${name.padEnd(26)} ${sum(({ faults }) => faults[name] ?? 0)}`);
    failed += sum(({ seeds }) => seeds);
    const rate = given.seeds / (sum(({ ms }) => ms) / 1000 / parts.length);
    say(
      `${kind}: ${given.seeds} seeds from ${given.from}, ${sum(({ entries }) => entries)} entries, ${sum(({ seeds }) => seeds)} failed, ${rate.toFixed(1)} a second by themselves`,
    );
  }
  say(
    `${given.seeds} seeds from ${given.from}, ${chosen.length === 1 ? 'a night' : 'two nights'} each, ${failed} failed, ${(given.seeds / seconds).toFixed(1)} seeds a second`,
  );
  process.exitCode = failed === 0 ? 0 : 1;
}
