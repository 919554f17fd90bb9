// The sample night, played by the product's own rules over the simulated market.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { guarded, playNight, unguarded, type Night } from '../../../shared/drill/night.ts';
import { everyWay, readSample } from '../../../shared/drill/night/sample.ts';
import type { Guard } from '../../../shared/drill/night/stage.ts';

const root = join(import.meta.dirname, '../../..');
const file = (name: string) => readFileSync(join(root, 'renderer/sample', name), 'utf8');
const sample = readSample({
  outage: file('hub-outage.csv'),
  outstanding: file('outstanding-017.csv'),
  customers: file('customers.csv'),
});
const SEEDS = 50;
/** Of the ways in which Networks does not confirm what it did by phone. */
const FEWER = 15;
const LONG = 300_000;

const about = (night: Night, words: string) =>
  night.problems.filter((each) => each.includes(words)).length;

test('NIGHT1 the same seed is the same night, and another seed another', () => {
  const once = playNight(sample, 7);
  expect(playNight(sample, 7)).toEqual(once);
  expect(playNight(sample, 7, unguarded).notes).toEqual(playNight(sample, 7, unguarded).notes);
  expect(playNight(sample, 8).notes).not.toEqual(once.notes);
});

test.each(everyWay)(
  'NIGHT2 NIGHT3 NIGHT4 NIGHT5 guarded nights, a call does the 017 that Networks has: $phoneDoes017, is afterwards: $afterPhone: nothing doubled, no cut-off unnoticed, all closed',
  (ways) => {
    const seen = { cutOff: 0, rejected: 0, unanswered: 0, crews: 0, newNumbers: 0 };
    let leftToRun = 0;
    const last = ways.afterPhone === 'confirmed' ? SEEDS : FEWER;
    for (let seed = 1; seed <= last; seed++) {
      const { figures, problems, notes } = playNight(sample, seed, guarded, ways);
      expect({ seed, problems }).toEqual({ seed, problems: [] });
      expect({ seed, ...figures }).toMatchObject({
        seed,
        customers: 120,
        doubled: 0,
        cutOffUnnoticed: 0,
        stillOff: 0,
        stillOpen: 0,
      });
      expect(figures.inTime + figures.late).toBe(120);
      expect(figures.closedOnProof).toBeGreaterThanOrEqual(120);
      const has = (what: string) => (notes.some((each) => each.what === what) ? 1 : 0);
      seen.cutOff += figures.cutOff;
      seen.rejected += figures.rejected;
      seen.unanswered += figures.outcomeUnknown;
      seen.crews += has('callCrew');
      seen.newNumbers += has('newNumber');
      leftToRun += has('leftToRun');
    }
    // The nights are not tame: everything that they are there for befell some of them.
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(0);
    expect(leftToRun > 0).toBe(!ways.phoneDoes017);
  },
  LONG,
);

describe('NIGHT6 a guard that is not kept is missed', () => {
  const without = (guard: Guard, seed: number) =>
    playNight(sample, seed, { ...guarded, [guard]: false });
  const seeds = [1, 2, 3, 4, 5];

  test.each(seeds)('the list, seed %i', (seed) => {
    const night = without('list', seed);
    expect(night.figures.cutOffUnnoticed).toBeGreaterThan(20);
    expect(about(night, 'cut off, and nobody noticed')).toBeGreaterThan(20);
    // Nobody looks after them, and in the morning they are off: no case has to be there to be counted.
    expect(night.figures.stillOff).toBeGreaterThanOrEqual(night.figures.cutOffUnnoticed);
  });

  test.each(seeds)('the question about a D05, seed %i', (seed) => {
    const night = without('ask', seed);
    expect(about(night, 'nobody asked about a D05')).toBeGreaterThan(20);
  });

  test('the question about a D05 is what finds those that stand in no list', () => {
    const cutOff = (guards: typeof guarded) =>
      seeds.reduce((sum, seed) => sum + playNight(sample, seed, guards).figures.cutOff, 0);
    expect(cutOff({ ...guarded, ask: false })).toBeGreaterThan(cutOff(guarded));
  });

  test.each(seeds)('the replay guard, seed %i', (seed) => {
    const night = without('replay', seed);
    expect(night.figures.doubled).toBeGreaterThan(20);
    expect(about(night, 'doubled')).toBeGreaterThan(20);
    expect(about(night, 'two TxRefNbrs')).toBeGreaterThan(0);
  });

  test('nobody reads the answers', () => {
    const nights = seeds.map((seed) => without('hear', seed));
    for (const { figures } of nights) expect(figures.stillOpen).toBeGreaterThan(100);
    const cutOff = nights.reduce((sum, { figures }) => sum + figures.cutOff, 0);
    expect(cutOff).toBeGreaterThan(0);
    expect(nights.reduce((sum, { figures }) => sum + figures.cutOffUnnoticed, 0)).toBe(cutOff);
  });

  test.each(seeds)('all of them, seed %i', (seed) => {
    const { figures } = playNight(sample, seed, unguarded);
    expect(figures.cutOff).toBeGreaterThan(20);
    expect(figures.doubled).toBeGreaterThan(20);
    expect(figures.closedOnProof).toBe(0);
    expect(figures.stillOff).toBeGreaterThan(20);
  });
});

describe('NIGHT7 the demo', () => {
  const demo = (...options: readonly string[]) => [join(root, 'tools/demo.ts'), ...options];

  test('prints both nights and writes their figures', () => {
    const folder = mkdtempSync(join(tmpdir(), 'demo-'));
    try {
      const json = join(folder, 'figures.json');
      const text = execFileSync(process.execPath, demo('--seed', '3', '--json', json), {
        encoding: 'utf8',
      });
      const written = JSON.parse(readFileSync(json, 'utf8')) as unknown;
      expect(written).toEqual({
        seed: 3,
        phoneDoes017: true,
        afterPhone: 'confirmed',
        guarded: playNight(sample, 3).figures,
        unguarded: playNight(sample, 3, unguarded).figures,
      });
      const lines = text.split('\n').filter((line) => !line.includes(json));
      expect(text).toContain('Assumed: a call that puts a customer back also does the E05');
      for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(100);
      expect(lines.length).toBeLessThan(130);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);

  test('says which way a call is assumed to go, and plays the other one too', () => {
    const text = execFileSync(process.execPath, demo('--phone-leaves-017'), { encoding: 'utf8' });
    expect(text).toContain('Assumed: a call leaves the E05');
    expect(text).toMatch(/Customers with a doubled reconnection +0 +[1-9]/);
    expect(text).toContain('ESB Networks records what it did by phone, and confirms it');
    const recorded = execFileSync(process.execPath, demo('--after-phone', 'recorded'), {
      encoding: 'utf8',
    });
    expect(recorded).toContain('no 106E or 307 comes of it');
    expect(recorded).toMatch(/Cases still open +0 +[1-9]/);
    for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100);
  }, 60_000);

  test.each([
    ['--seed', 'x'],
    ['--seed', ''],
    ['--seed', '1.5'],
    ['--sed', '1'],
    ['--after-phone', 'perhaps'],
  ])('refuses %s %j', (...options) => {
    const { status, stdout } = spawnSync(process.execPath, demo(...options), { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stdout).toContain('npm run demo -- --');
  });
});
