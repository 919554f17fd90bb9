// Another window of the same database, while a console starts.
import { expect, onTestFinished, test } from 'vitest';
import { MemoryDisk, MemoryStore } from '../../support/memory-store.ts';
import { quietConsole, quietNow, quietStore, quietTools } from '../../support/quiet-console.ts';

/** Something happens elsewhere after the cases were read, and before anything else is. */
class InterruptedStore extends MemoryStore {
  meanwhile: (() => Promise<void>) | null = null;

  override async kept(key: string): Promise<unknown> {
    const { meanwhile } = this;
    this.meanwhile = null;
    await meanwhile?.();
    return super.kept(key);
  }
}

test('STORE4: what another window writes while a console starts stands on its screen too', async () => {
  const disk = new MemoryDisk();
  const other = await quietConsole({ store: quietStore(disk, 2) });
  onTestFinished(() => other.close());
  await other.run({ do: 'arrive', name: 'Aoife B.' });
  const store = new InterruptedStore(disk, 'live', quietTools(3));
  let hadBefore: number | null = null;
  store.meanwhile = async () => {
    hadBefore = other.getSnapshot().summaries.length;
    await other.run({
      do: 'report',
      mprn: '10934478153',
      source: 'call',
      noticedAt: quietNow,
      facts: {},
    });
    await other.run({ do: 'placeGuard', of: ['10934478153'], because: 'a D05 may wait' });
  };
  const console = await quietConsole({ store });
  onTestFinished(() => console.close());
  expect(hadBefore).toBe(0);
  const { summaries, guards } = console.getSnapshot();
  expect(summaries.map(({ mprn }) => mprn)).toEqual(['10934478153']);
  expect(guards.map(({ mprn }) => mprn)).toEqual(['10934478153']);

  // And it goes on listening, once.
  await other.run({
    do: 'report',
    mprn: '10447035576',
    source: 'call',
    noticedAt: quietNow,
    facts: {},
  });
  await expect.poll(() => console.getSnapshot().summaries.length).toBe(2);
});
