// Two windows of one database, of which one has not heard yet what the other has done.
import { expect, onTestFinished, test } from 'vitest';
import type { BackFixStep } from '../../../shared/domain/back-fix-step.ts';
import { must } from '../../../shared/lib/check.ts';
import { MemoryDisk, MemoryStore } from '../../support/memory-store.ts';
import { quietConsole, quietStore, quietTools } from '../../support/quiet-console.ts';

/** What another window writes reaches it later than anything that is tested. */
class LateStore extends MemoryStore {
  override onForeignWrite(): () => void {
    return () => undefined;
  }
}

test('STORE3: a request is decided on as it stands in the database, not as this window last saw it', async () => {
  const disk = new MemoryDisk();
  const first = await quietConsole({ store: quietStore(disk, 1) });
  onTestFinished(() => first.close());
  await first.run({ do: 'arrive', name: 'Sean' });
  const rang = await first.run({
    do: 'takeByPhone',
    mprn: '10934478153',
    supplier: 'ABC',
    priority: false,
  });
  const request = (rang.ok ? rang.value.subject : null) ?? '';
  const late = await quietConsole({ store: new LateStore(disk, 'live', quietTools(2)) });
  onTestFinished(() => late.close());
  expect((await first.run({ do: 'decideRequest', request, outcome: 'done' })).ok).toBe(true);
  expect(late.getSnapshot().requests).toMatchObject([{ networks: { decided: null } }]);
  expect(await late.run({ do: 'decideRequest', request, outcome: 'refused' })).toEqual({
    ok: false,
    error: { code: 'requestDone' },
  });
});

/** Two windows of one database, somebody at each; the late one hears nothing of the first. */
async function twoWindows() {
  const disk = new MemoryDisk();
  const first = await quietConsole({ store: quietStore(disk, 1) });
  onTestFinished(() => first.close());
  await first.run({ do: 'arrive', name: 'Sean' });
  const store = new LateStore(disk, 'live', quietTools(2));
  const late = await quietConsole({ store });
  onTestFinished(() => late.close());
  return { first, late, store };
}

const step: BackFixStep = {
  type: 'letWaiting017Run',
  owner: 'supplier',
  channel: 'emma',
  proof: ['603'],
  because: 'queuedInEmma',
  point: 7,
  txRefNbr: null,
  reference: null,
};
const release = (...items: readonly { readonly mprn: string; readonly txRefNbr: string }[]) =>
  ({
    do: 'releaseFixes',
    items: items.map(({ mprn, txRefNbr }) => ({ mprn, steps: [{ ...step, txRefNbr }] })),
    outOf: 4,
    mostShare: 0.5,
  }) as const;
const mprns = ['10934478150', '10934478151', '10934478152', '10934478153'];
const all = mprns.map((mprn) => ({ mprn, txRefNbr: `waits ${mprn}` }));
const day = '2026-11-23';

test('STORE3: a day that the other window has listed is explained, though this one has not heard of it', async () => {
  const { first, late } = await twoWindows();
  const lines = [{ type: '307', txRefNbr: 'lost' }];
  expect((await first.run({ do: 'listDaily', day, file: '603.xml', lines })).ok).toBe(true);
  expect(late.getSnapshot().dailies).toEqual([]);
  const points = [{ side: 'theirs', type: '307', txRefNbr: 'lost' }] as const;
  const because = 'told by phone';
  expect(await late.run({ do: 'explainDaily', day, points, because })).toMatchObject({ ok: true });
});

test('STORE3: two halves of everybody, each released in its own window, are everybody (FIX46)', async () => {
  const { first, late } = await twoWindows();
  expect((await first.run(release(...all.slice(0, 2)))).ok).toBe(true);
  expect(late.getSnapshot().fixes.size).toBe(0);
  expect(await late.run(release(...all.slice(2)))).toEqual({
    ok: false,
    error: { code: 'releaseTooLarge', count: 4, outOf: 4 },
  });
  expect((await late.run({ ...release(...all.slice(2)), agreed: true })).ok).toBe(true);
});

test('STORE3: a list of the market’s proves what the other window has released', async () => {
  const { first, late, store } = await twoWindows();
  const one = must(all[0], 'there are four');
  expect((await first.run(release(one))).ok).toBe(true);
  expect(late.getSnapshot().fixes.size).toBe(0);
  const part = (number: number) => ({
    do: 'listDaily' as const,
    day,
    file: '603.xml',
    part: { number, of: 2, txRefNbr: `603-${number}` },
    lines: number === 1 ? [{ type: '017', txRefNbr: one.txRefNbr }] : [],
  });
  expect((await late.run(part(1))).ok).toBe(true);
  expect((await late.run(part(2))).ok).toBe(true);
  const [fix] = await store.fixes(null);
  expect(fix?.items).toMatchObject([{ standing: 'proved', proved: { by: '603' } }]);
});

test('STORE3: a list that came in at the other window is a proof here (FIX33)', async () => {
  const { first, late, store } = await twoWindows();
  const { mprn, txRefNbr } = must(all[0], 'there are four');
  const records = { ...step, type: 'esbnRecords', channel: 'phone', txRefNbr } as const;
  const items = [{ mprn, steps: [records] }];
  await first.run({ do: 'releaseFixes', items, outOf: 4, mostShare: 0.5 });
  const lines = [{ type: '017', txRefNbr }];
  expect((await first.run({ do: 'listDaily', day, file: '603.xml', lines })).ok).toBe(true);
  const key = must((await store.fixes(null))[0]?.items[0], 'it was released').key;
  const prove = { do: 'proveFix', mprn, key, by: '603', reference: day } as const;
  expect(await late.run({ ...prove, reference: '2026-11-01' })).toEqual({
    ok: false,
    error: { code: 'proofNotHere' },
  });
  expect((await late.run(prove)).ok).toBe(true);
  expect((await store.fixes(null))[0]?.items[0]?.standing).toBe('proved');
});
