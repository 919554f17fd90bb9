// Two windows of one database, of which one has not heard yet what the other has done.
import { expect, onTestFinished, test } from 'vitest';
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
