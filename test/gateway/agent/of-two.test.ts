// What EMMA brings with the MPRN of one customer and a reference of another.
import { expect, test } from 'vitest';
import { codeOfReason } from '../../../gateway/agent/poison.ts';
import { answerXml, aNight, MIN, MPRN, OTHER } from './night.ts';

async function handed() {
  const night = await aNight();
  for (const mprn of [MPRN, OTHER]) await night.console.restore(mprn);
  await night.console.release([MPRN, OTHER], night.delegate.log.device);
  await night.sync();
  await night.delegate.agent.deliver();
  night.clock.now += MIN;
  const hear = async (name: string, xml: string) => {
    night.folder.write(name, xml);
    await night.delegate.agent.hear();
    await night.sync();
    return night.folder.poisoned.get(name)?.reason ?? null;
  };
  return { ...night, hear };
}

test('FIX80, FIX81: a proof and a reject that name another customer’s message are set aside, and the note says so', async () => {
  const night = await handed();
  const at = night.clock.now;
  const { txRefNbr, businessReference } = await night.console.item(OTHER);
  const [original, reference] = [txRefNbr ?? '', businessReference ?? ''];
  for (const [name, xml] of [
    ['307.xml', answerXml('307', { mprn: MPRN, reference, at })],
    ['117R.xml', answerXml('117R', { mprn: MPRN, original, at })],
  ] as const) {
    const reason = (await night.hear(name, xml)) ?? '';
    expect(codeOfReason(reason)).toBe('disagrees');
    for (const value of [MPRN, OTHER, original, reference]) expect(reason).not.toContain(value);
  }
  for (const mprn of [MPRN, OTHER]) {
    expect((await night.console.item(mprn)).standing).toBe('handed');
    expect(night.delegate.log.views.fixOf(mprn)?.heard).toEqual([]);
  }
  const strange = answerXml('117R', { mprn: '10000000062', original, at });
  expect(codeOfReason((await night.hear('strange.xml', strange)) ?? '')).toBe('ourReference');
});

test('FIX80: a cut-off that names another’s message is alarmed, and its file lies where people look', async () => {
  const night = await handed();
  const { businessReference } = await night.console.item(MPRN);
  const own = { mprn: MPRN, reference: businessReference ?? '', at: night.clock.now };
  expect(await night.hear('307.xml', answerXml('307', own))).toBeNull();
  night.clock.now += MIN;
  const reference = (await night.console.item(OTHER)).businessReference ?? '';
  const cut = answerXml('306', { mprn: MPRN, reference, at: night.clock.now });
  expect(codeOfReason((await night.hear('306.xml', cut)) ?? '')).toBe('disagrees');
  const off = { power: null, cutOff: { type: '306' } };
  expect(await night.console.caseOf(MPRN)).toMatchObject(off);
});
