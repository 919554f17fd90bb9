// What EMMA brings under a number that was used before.
import { expect, test } from 'vitest';
import { answerXml, aNight, MIN, MPRN } from './night.ts';

test('FIX79: a cut-off under the number of the proof before it is heard and alarmed; the same file again is one', async () => {
  const night = await aNight();
  await night.console.restore(MPRN);
  await night.console.release([MPRN], night.delegate.log.device);
  await night.sync();
  await night.delegate.agent.deliver();
  night.clock.now += 2 * MIN;
  const hear = async (name: string, xml: string) => {
    night.folder.write(name, xml);
    await night.delegate.agent.hear();
    await night.sync();
  };
  const { businessReference } = await night.console.item(MPRN);
  const of = { mprn: MPRN, reference: businessReference ?? '', txRefNbr: 'SAME-1' };
  await hear('307.xml', answerXml('307', { ...of, at: night.clock.now - MIN }));
  expect((await night.console.item(MPRN)).standing).toBe('proved');
  expect((await night.console.caseOf(MPRN)).power?.level).toBe('confirmed');
  night.clock.now += MIN;
  const cut = answerXml('306', { mprn: MPRN, txRefNbr: 'SAME-1', at: night.clock.now - 4_000 });
  await hear('306.xml', cut);
  const off = { power: null, open: true, cutOff: { type: '306', txRefNbr: 'SAME-1' } };
  expect(await night.console.caseOf(MPRN)).toMatchObject(off);
  const known = await night.console.caseOf(MPRN);
  await hear('again.xml', cut);
  expect(await night.console.caseOf(MPRN)).toEqual(known);
  expect(night.delegate.log.views.fixOf(MPRN)?.heard).toHaveLength(2);
  expect(night.folder.archived.size).toBe(3);
});
