import { expect, test } from 'vitest';
import { killRounds } from './kill-rounds.ts';
import { smallPage, temporaryFolder } from './running.ts';

const rounds = Number(process.env['BACKSTOP_KILLS'] ?? 5);

test(
  `KILL1: a gateway killed ${rounds} times under load has lost and doubled nothing it acknowledged`,
  { timeout: 30_000 + rounds * 10_000 },
  async () => {
    const folder = temporaryFolder();
    const report = await killRounds({ folder, page: smallPage(folder), rounds, seed: 4375 });
    console.log(JSON.stringify(report));
    expect(report).toMatchObject({ kills: rounds, lost: [], doubled: [], broken: [] });
    expect(report.acknowledged).toBeGreaterThan(rounds * 10);
    // The kills hit while exchanges were under way.
    expect(report.killsMidExchange).toBeGreaterThanOrEqual(Math.ceil(rounds * 0.8));
  },
);
