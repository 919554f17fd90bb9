// What is kept as the place, while a person moves on before an act has answered.
import { expect, test } from 'vitest';
import type { Act, Written } from '../../../renderer/store/ports.ts';
import { MemoryDisk, MemoryStore } from '../../support/memory-store.ts';
import { quietConsole, quietNow, quietTools } from '../../support/quiet-console.ts';

/** Written at once, answered when the test lets it. */
class SlowStore extends MemoryStore {
  hold: Promise<void> | null = null;

  override async act(act: Act) {
    const done = await super.act(act);
    await this.hold;
    return done;
  }
}

test('STORE33: a move while an act is being answered leaves no older place behind', async () => {
  const store = new SlowStore(new MemoryDisk(), 'live', quietTools(1));
  const console = await quietConsole({ store });
  await console.run({ do: 'arrive', name: 'Aoife B.' });
  const report = (mprn: string, to: (written: Written) => object = () => ({})) =>
    console.run({ do: 'report', mprn, source: 'call', noticedAt: quietNow, facts: {} }, to);
  await report('10934478153', ({ subject }) => ({ subject }));
  await console.go({ sheet: 'caller' });

  let release = (): void => undefined;
  store.hold = new Promise((resolve) => {
    release = resolve;
  });
  const second = report('10447035576', ({ subject }) => ({ subject, sheet: null }));
  // It is on disk, with where it leads; nobody has heard of it yet, and the person presses Esc.
  await expect.poll(() => store.kept('place')).toMatchObject({ subject: 'mprn:10447035576' });
  await console.go({ sheet: null });
  expect(await store.kept('place')).toMatchObject({ subject: 'mprn:10934478153' });
  release();
  expect((await second).ok).toBe(true);

  const { place } = console.getSnapshot();
  expect(place).toMatchObject({ subject: 'mprn:10447035576', sheet: null });
  await expect.poll(() => store.kept('place')).toEqual(place);
  console.close();
});
