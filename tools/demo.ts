import { readFileSync } from 'node:fs';
import { guarded, playNight, unguarded } from '../shared/drill/night.ts';
import { readSample } from '../shared/drill/night/sample.ts';
const f = (n: string) =>
  readFileSync(new URL(`../renderer/sample/${n}.csv`, import.meta.url), 'utf8');
const sample = readSample({
  outage: f('hub-outage'),
  outstanding: f('outstanding-017'),
  customers: f('customers'),
});
for (let seed = 1; seed <= Number(process.argv[2] ?? 1); seed++)
  for (const g of [guarded, unguarded]) {
    const t = performance.now();
    const n = playNight(sample, seed, g);
    console.log(
      seed,
      n.entries,
      (performance.now() - t).toFixed(0),
      JSON.stringify(n.figures),
      n.problems.length,
      n.problems.slice(0, 8),
    );
    if (process.argv[3]) {
      const c: Record<string, number> = {};
      for (const x of n.notes) c[x.what] = (c[x.what] ?? 0) + x.count;
      console.log(c);
    }
  }
