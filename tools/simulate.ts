// `npm run simulate -- --seeds 10000 [--from N] [--jobs N]`: nights of faults, each with its seed;
// prints what failed and how many nights a second were played. A failing seed becomes a test by its
// number.
import * as v from 'valibot';
import { simulate } from '../test/simulation/simulation.ts';
import { say, seedsGiven, shareOut } from './seeds.ts';

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

const given = seedsGiven('simulate');
const startedAt = performance.now();
if (given.quiet) {
  say(JSON.stringify(await play(given.from, given.seeds)));
} else {
  const parts = await shareOut(import.meta.filename, given, {
    schema: playedSchema,
    play,
    broken: (why) => ({ entries: 0, sqlite: 0, faults: {}, failed: [why] }),
  });
  const failed = parts.flatMap((part) => part.failed);
  for (const line of failed) say(line);
  for (const name of new Set(parts.flatMap((part) => Object.keys(part.faults))))
    say(`${name.padEnd(22)} ${parts.reduce((sum, part) => sum + (part.faults[name] ?? 0), 0)}`);
  const seconds = (performance.now() - startedAt) / 1000;
  const entries = parts.reduce((sum, part) => sum + part.entries, 0);
  const sqlite = parts.reduce((sum, part) => sum + part.sqlite, 0);
  say(
    `${given.seeds} seeds from ${given.from}, ${sqlite} of them with SQLite, ${entries} entries, ${failed.length} failed, ${(given.seeds / seconds).toFixed(1)} seeds a second`,
  );
  process.exitCode = failed.length === 0 ? 0 : 1;
}
