// `npm run demo [-- --seed N --phone-leaves-017 --after-phone WAY --json FILE]`: plays the sample night
// in the terminal, once as the console has it worked and once without the guards, and lays the figures
// side by side.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { guarded, playNight, unguarded } from '../shared/drill/night.ts';
import type { Figures } from '../shared/drill/night/judge.ts';
import type { AfterPhone } from '../shared/drill/market/options.ts';
import { everyWay, readSample, shippedWays, type Ways } from '../shared/drill/night/sample.ts';
import { timeline } from './demo-words.ts';

const WIDTH = 100;
/** Written at once: whoever looks at the first lines only breaks no pipe. */
const said: string[] = [];
const say = (...lines: readonly string[]) => {
  said.push(...lines);
};
const print = () => process.stdout.write(said.map((line) => `${line}\n`).join(''));

function stop(why: string): never {
  say(why);
  print();
  process.exit(2);
}

function optionsGiven() {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: 'string', default: '1' },
        'phone-leaves-017': { type: 'boolean', default: false },
        'after-phone': { type: 'string', default: shippedWays.afterPhone },
        json: { type: 'string' },
      },
    });
    return values;
  } catch {
    return stop(
      'Options are --seed N, --phone-leaves-017, --after-phone confirmed|recorded|nothing and --json FILE: npm run demo -- --seed 7',
    );
  }
}

const values = optionsGiven();
const seed = Number(values.seed);
if (values.seed.trim() === '' || !Number.isSafeInteger(seed) || seed < 0)
  stop('A seed is a whole number: npm run demo -- --seed 7');

const file = (name: string) =>
  readFileSync(join(import.meta.dirname, '..', 'renderer', 'sample', name), 'utf8');
const sample = readSample({
  outage: file('hub-outage.csv'),
  outstanding: file('outstanding-017.csv'),
  customers: file('customers.csv'),
});
const afterPhone = everyWay.find((each) => each.afterPhone === values['after-phone'])?.afterPhone;
if (afterPhone === undefined)
  stop('After a call is confirmed, recorded or nothing: npm run demo -- --after-phone recorded');
const ways: Ways = { phoneDoes017: !values['phone-leaves-017'], afterPhone };
const withGuards = playNight(sample, seed, guarded, ways);
const without = playNight(sample, seed, unguarded, ways);
/** Nobody has agreed on it [D]. */
const assumed = ways.phoneDoes017
  ? [
      'Assumed: a call that puts a customer back also does the E05 that ESB Networks has received.',
      'With --phone-leaves-017 that E05 runs later, and who has one is left to it.',
    ]
  : [
      'Assumed: a call leaves the E05 that ESB Networks has received, which runs later. Who has one is',
      'left to it, because a call would be a second reconnection.',
    ];
const afterCall: Readonly<Record<AfterPhone, string>> = {
  confirmed:
    'Assumed: ESB Networks records what it did by phone, and confirms it by a 106E or 307.',
  recorded: 'Assumed: ESB Networks records what it did by phone; no 106E or 307 comes of it.',
  nothing: 'Assumed: what ESB Networks did by phone stands in none of its systems.',
};
const [kept, lost] = [withGuards.figures, without.figures];

say(
  `The sample night, seed ${seed}: Saturday 21 November 2026, Irish time`,
  `${sample.rows.length} customers have paid and are off, ${sample.messages.length} 017s have no answer. Two desks ring, one supervises.`,
  ...assumed,
  afterCall[afterPhone],
  'Other ways: --after-phone confirmed, recorded or nothing.',
  '',
  ...timeline(withGuards.notes, WIDTH),
  '',
  'The same night without the guards',
  'Nobody brings in the outstanding list, nobody asks "any D05 queued?", everybody gets a fresh 017.',
  '',
);
const count = (words: string) => without.problems.filter((each) => each.includes(words)).length;
const harm: readonly (readonly [number, string])[] = [
  [lost.cutOff, 'customers who had paid are cut off when the waiting D05s run'],
  [lost.cutOffUnnoticed, 'of them stay off and nobody notices: they have no case'],
  [
    count('nobody asked about a D05'),
    'are put back by phone with nobody asking whether a D05 waits',
  ],
  [lost.doubled, 'have a second reconnection sent to a meter that is on'],
  [lost.rejected, '017s come back rejected, for somebody to explain'],
  [lost.stillOpen, 'cases are open the next morning, without a proof'],
];
say(...harm.map(([figure, words]) => `${String(figure).padStart(5)}  ${words}`), '');

const rows: readonly (readonly [string, keyof Figures])[] = [
  ['Minutes from payment to power: median', 'median'],
  ['  90 % have it within', 'ninety'],
  ['  worst', 'worst'],
  ['Power within 75 minutes', 'inTime'],
  ['Power later than that', 'late'],
  ['Off in the morning though paid, case or not', 'stillOff'],
  ['Customers with a doubled reconnection', 'doubled'],
  ['Customers cut off after they had paid', 'cutOff'],
  ['  and not at the top of the queue within a minute', 'cutOffUnnoticed'],
  ['Back-fixes released', 'released'],
  ['  proved', 'proved'],
  ['  rejected by the market', 'rejected'],
  ['  outcome unknown, asked about', 'outcomeUnknown'],
  ['Cases closed on proof', 'closedOnProof'],
  ['Cases still open', 'stillOpen'],
];
const row = (words: string, one: string | number, other: string | number) =>
  `${words.padEnd(54)}${String(one).padStart(14)}${String(other).padStart(18)}`;
say(
  row('', 'with guards', 'without guards'),
  ...rows.map(([words, name]) => row(words, kept[name], lost[name])),
);
if (withGuards.problems.length > 0)
  say('', 'What must not be in a guarded night:', ...withGuards.problems);

if (values.json !== undefined) {
  const figures = { seed, ...ways, guarded: kept, unguarded: lost };
  try {
    writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
  } catch (error) {
    stop(`The figures could not be written: ${(error as Error).message}`);
  }
  say('', `Figures written to ${values.json}`);
}
print();
process.exitCode = withGuards.problems.length === 0 ? 0 : 1;
