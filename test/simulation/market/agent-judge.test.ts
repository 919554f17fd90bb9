// What is wrong with the program of the agent, put wrong on purpose, and the nights that say so.
import { expect, onTestFinished, test, vi } from 'vitest';
import { Currency } from '../../../gateway/agent/currency.ts';
import type { HoldList } from '../../../gateway/agent/holds.ts';
import type { Run } from '../../../gateway/agent/run.ts';
import { playMarketNight } from './night.ts';

test.each<[string, RegExp, (run: Run) => void]>([
  [
    'tells nobody that it serves the channel',
    /a console does not know the agent/,
    ({ agent }) => void Object.assign(agent, { offer: () => undefined }),
  ],
  [
    'does not say how it stands',
    /a console was never told how the agent stands/,
    ({ agent }) => void Object.assign(agent, { report: () => undefined }),
  ],
  [
    'does not notice that it hears the gateway',
    /all is well, and the hold list is not whole/,
    (run) => alters(run, (list) => ({ ...list, isCurrent: false })),
  ],
  [
    'goes by a clock of its own',
    /the hold list is of another time/,
    (run) => alters(run, (list) => ({ ...list, asOf: LONG_AGO })),
  ],
])('AGENT29: it is noticed when an agent %s', async (_what, problem, spoils) => {
  const { problems } = await playMarketNight(1, { spoils, until: problem });
  expect(problems.join('\n')).toMatch(problem);
});

/** The first night in which something could leave that was said long ago. */
const LATE = 16;

test('AGENT24: it is noticed when an agent sends what it was told of more than a minute ago', async () => {
  const isCurrent = vi.spyOn(Currency.prototype, 'isCurrent', 'get').mockReturnValue(true);
  onTestFinished(() => isCurrent.mockRestore());
  const until = /sent by what was said long ago/;
  expect((await playMarketNight(LATE, { until })).problems.join('\n')).toMatch(until);
});

const LONG_AGO = '2026-11-21T19:00:00.000Z';

function alters(run: Run, how: (list: HoldList) => HoldList): void {
  const { holds } = run;
  Object.assign(run, { holds: () => how(holds()) });
}
