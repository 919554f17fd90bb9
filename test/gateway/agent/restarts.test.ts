// An agent that dies at random, on folders that fail at random, under people who ask, take back and
// pause: never two files with one TxRefNbr, and when all is well again nothing is left lying.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { must } from '../../../shared/lib/check.ts';
import { dice } from '../../simulation/clock.ts';
import { Died } from '../../support/memory-folder.ts';
import { answerXml, aNight, MIN } from './night.ts';

const MPRNS = ['10001234567', '10007654321', '10005555555'] as const;
const KEY = 'send017/1';

const acts = [
  'deliver',
  'hear',
  'restart',
  'sync',
  'collect',
  'answer',
  'reject',
  'askNo',
  'askYes',
  'takeBack',
  'pause',
  'resume',
  'away',
  'back',
  'toPeople',
  'toAgent',
] as const;

async function play(seed: number, steps: readonly (readonly [string, number])[]): Promise<void> {
  const random = dice(seed);
  const night = await aNight();
  const { console, folder, delegate, clock } = night;
  for (const mprn of MPRNS) await console.restore(mprn);
  await console.release(MPRNS, delegate.log.device);
  await night.sync();
  const own = delegate.log.device;
  let isWell = false;
  folder.wrong = () => {
    const roll = random();
    if (isWell || roll > 0.25) return null;
    if (roll < 0.12) return 'died';
    return roll < 0.2 ? { is: 'full', why: 'ENOSPC' } : { is: 'broken', why: 'EIO' };
  };
  const gone = new Map<string, string>();
  /** TxRefNbrs of which somebody said that they never arrived, how often. */
  const again = new Map<string, number>();
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Died)) throw error;
      delegate.restart();
    }
  };
  const answer = (mprn: string, type: '307' | '117R', original: string, reference: string) => {
    const said = type === '307' ? { reference } : { original };
    folder.write(
      `${type} ${clock.now} ${mprn}.xml`,
      answerXml(type, { mprn, at: clock.now, ...said }),
    );
  };
  const look = async () => {
    const count = new Map<string, number>();
    for (const name of folder.sent) count.set(name, (count.get(name) ?? 0) + 1);
    for (const [name, times] of count)
      expect(times, name).toBeLessThanOrEqual(1 + (again.get(name) ?? 0));
  };
  for (const [act, which] of steps) {
    clock.now += MIN;
    const mprn = MPRNS[which] ?? MPRNS[0];
    const item = await console.item(mprn, KEY);
    const name = `017_${item.txRefNbr}.xml`;
    const of = { mprn, key: KEY };
    const { standing } = item;
    if (act === 'deliver') await attempt(() => delegate.agent.deliver());
    if (act === 'hear') await attempt(() => delegate.agent.hear());
    if (act === 'restart') delegate.restart();
    if (act === 'sync') await night.sync();
    if (act === 'collect') for (const text of folder.collect()) gone.set(text, text);
    if (act === 'answer') answer(mprn, '307', item.txRefNbr ?? '', item.businessReference ?? '');
    if (act === 'reject' && gone.size > 0) answer(mprn, '117R', item.txRefNbr ?? '', '');
    if (act === 'askYes' && standing === 'outcomeUnknown')
      await console.run({ do: 'askedFix', ...of, found: 'arrived', how: 'call', person: 'Niamh' });
    if (act === 'askNo' && (standing === 'outcomeUnknown' || standing === 'intended')) {
      await console.run({
        do: 'askedFix',
        ...of,
        found: 'notArrived',
        how: 'call',
        person: 'Niamh',
      });
      again.set(name, (again.get(name) ?? 0) + 1);
    }
    if (act === 'takeBack' && standing === 'released')
      await console.run({ do: 'takeBackFix', ...of, why: 'not wanted' });
    if (act === 'away') delegate.isCurrent = false;
    if (act === 'back') {
      await night.sync();
      delegate.isCurrent = true;
    }
    if (act === 'toPeople') await console.run({ do: 'releaseAgain', fixes: [of], agent: null });
    if (act === 'toAgent') await console.run({ do: 'releaseAgain', fixes: [of], agent: own });
    if (act === 'pause') await console.run({ do: 'pauseChannel', channel: 'emma', because: 'x' });
    if (act === 'resume') await console.run({ do: 'resumeChannel', channel: 'emma' });
    await look();
  }
  // All is well again, and nobody has to do anything.
  isWell = true;
  clock.now += MIN;
  await console.run({ do: 'resumeChannel', channel: 'emma' });
  const fixes = MPRNS.map((mprn) => ({ mprn, key: KEY }));
  await console.run({ do: 'releaseAgain', fixes, agent: own });
  delegate.isCurrent = true;
  delegate.restart();
  for (let round = 0; round < 2; round++) {
    await night.sync();
    expect(await delegate.agent.deliver()).toBe(true);
    expect(await delegate.agent.hear()).toBe(true);
  }
  await night.sync();
  await look();
  expect(folder.staging.size + folder.claimed.size + folder.inbox.size).toBe(0);
  expect(folder.poisoned.size).toBe(0);
  for (const mprn of MPRNS) {
    const { standing } = await console.item(mprn, KEY);
    expect(['handed', 'proved', 'rejected', 'outcomeUnknown', 'takenBack']).toContain(standing);
    expect(delegate.log.views.fixOf(mprn)?.items).toEqual(
      must((await console.store.fixes([`fix:${mprn}`]))[0], 'released').items,
    );
  }
}

test('AGENT3: whatever dies and fails, at most one file has each TxRefNbr, and all of it drains afterwards', async () => {
  const step = fc.tuple(fc.constantFrom(...acts), fc.integer({ min: 0, max: 2 }));
  const steps = fc.array(step, { minLength: 5, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(fc.nat(), steps, (seed, all) => play(seed, all)),
    { numRuns: 150, seed: 5 },
  );
}, 60_000);
