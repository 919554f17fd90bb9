// `npm run nights -- --seeds 10000 [--from N] [--jobs N]`: the sample night over the simulated market, six
// nights a seed: with a call that does the E05 which ESB Networks has received and with one that leaves it
// to run later, and with a reconnection by phone that Networks confirms, records, or does neither of, worked as the console has it worked; prints every night in which something was doubled,
// cut off unnoticed or left open, and how many were played a second.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { guarded, playNight } from '../shared/drill/night.ts';
import type { Figures } from '../shared/drill/night/judge.ts';
import { everyWay, readSample } from '../shared/drill/night/sample.ts';
import { say, seedsGiven, shareOut } from './seeds.ts';

const playedSchema = v.object({
  cutOff: v.number(),
  rejected: v.number(),
  closed: v.number(),
  failed: v.array(v.string()),
});
type Played = v.InferOutput<typeof playedSchema>;
const none: Played = { cutOff: 0, rejected: 0, closed: 0, failed: [] };

function play(first: number, count: number): Played {
  const file = (name: string) =>
    readFileSync(join(import.meta.dirname, '..', 'renderer', 'sample', name), 'utf8');
  const sample = readSample({
    outage: file('hub-outage.csv'),
    outstanding: file('outstanding-017.csv'),
    customers: file('customers.csv'),
  });
  const played: Played = { ...none, failed: [] };
  for (let seed = first; seed < first + count; seed++) {
    for (const ways of everyWay) {
      const { figures, problems } = playNight(sample, seed, guarded, ways);
      played.cutOff += figures.cutOff;
      played.rejected += figures.rejected;
      played.closed += figures.closedOnProof;
      const left = [...problems, ...wrongIn(figures)];
      const words = `the phone ${ways.phoneDoes017 ? 'does' : 'leaves'} the 017, then ${ways.afterPhone}`;
      if (left.length > 0) played.failed.push(`seed ${seed}, ${words}: ${left.join('; ')}`);
    }
  }
  return played;
}

const wrongIn = (figures: Figures): readonly string[] => [
  ...(figures.doubled > 0 ? [`${figures.doubled} doubled`] : []),
  ...(figures.cutOffUnnoticed > 0 ? [`${figures.cutOffUnnoticed} cut off unnoticed`] : []),
  ...(figures.stillOff > 0 ? [`${figures.stillOff} off though paid`] : []),
  ...(figures.stillOpen > 0 ? [`${figures.stillOpen} still open`] : []),
];

const given = seedsGiven('nights');
const startedAt = performance.now();
if (given.quiet) {
  say(JSON.stringify(play(given.from, given.seeds)));
} else {
  const parts = await shareOut(import.meta.filename, given, {
    schema: playedSchema,
    play,
    broken: (why) => ({ ...none, failed: [why] }),
  });
  const failed = parts.flatMap((part) => part.failed);
  for (const line of failed) say(line);
  const sum = (of: (part: Played) => number) => parts.reduce((all, part) => all + of(part), 0);
  const seconds = (performance.now() - startedAt) / 1000;
  say(
    `${given.seeds * everyWay.length} nights from seed ${given.from}, every way of the market: ${sum((part) => part.closed)} cases closed on proof, ${sum((part) => part.rejected)} back-fixes rejected, ${sum((part) => part.cutOff)} customers cut off and noticed, ${failed.length} nights failed, ${((given.seeds * everyWay.length) / seconds).toFixed(1)} a second`,
  );
  process.exitCode = failed.length === 0 ? 0 : 1;
}
