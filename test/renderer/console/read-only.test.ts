// A store in trouble, and one that is no longer the one on the screen.
import { expect, onTestFinished, test } from 'vitest';
import type { Host } from '../../../shared/bridge.ts';
import { fail } from '../../../shared/lib/result.ts';
import type { Act, Bringing } from '../../../renderer/store/ports.ts';
import { MemoryDisk, MemoryStore } from '../../support/memory-store.ts';
import { quietConsole, quietNow, quietStore, quietTools } from '../../support/quiet-console.ts';

const report = (mprn: string) =>
  ({ do: 'report', mprn, source: 'call', noticedAt: quietNow, facts: {} }) as const;

/** It hangs while the test says so, and counts what it is asked to write. */
class HangingStore extends MemoryStore {
  isHung = false;
  asked = 0;

  override act(act: Act) {
    this.asked += 1;
    return this.isHung ? Promise.resolve(fail({ code: 'storeHung' } as const)) : super.act(act);
  }

  override bring(bringing: Bringing) {
    this.asked += 1;
    return super.bring(bringing);
  }
}

test('DESK10: once the store was in trouble nothing is written, though it would work again, until a person tries again', async () => {
  const store = new HangingStore(new MemoryDisk(), 'live', quietTools(1));
  const console = await quietConsole({ store });
  onTestFinished(() => console.close());
  await console.run({ do: 'arrive', name: 'Aoife B.' });
  store.isHung = true;
  const hung = { ok: false, error: { code: 'storeHung' } };
  expect(await console.run(report('10934478153'))).toEqual(hung);
  // The fault passes by itself; nobody has tried again.
  store.isHung = false;
  store.asked = 0;
  expect(await console.run(report('10934478153'))).toEqual(hung);
  const rows = [{ mprn: '10447035576', record: 0, source: 'file', noticedAt: quietNow, facts: {} }];
  expect(
    await console.bring({ file: 'export.csv', rows: rows as Bringing['rows'], unlisted: [] }),
  ).toEqual(hung);
  expect(store.asked).toBe(0);
  expect(console.getSnapshot().trouble).toEqual({ code: 'storeHung' });
  await console.retry();
  expect((await console.run(report('10934478153'))).ok).toBe(true);
});

/** Another database takes its place; what is written there is heard as ever. */
class ReplacedStore extends MemoryStore {
  inItsPlace: MemoryStore | null = null;
  heard: (subjects: readonly string[]) => void = () => undefined;

  override onForeignWrite(listener: (subjects: readonly string[]) => void): () => void {
    this.heard = listener;
    return super.onForeignWrite(listener);
  }

  override reload(subjects: readonly string[]) {
    return this.inItsPlace?.reload(subjects) ?? super.reload(subjects);
  }
}

test('DESK16: what another window writes into a database that took the place of this one does not come onto its screen', async () => {
  const store = new ReplacedStore(new MemoryDisk(), 'live', quietTools(1));
  const console = await quietConsole({ store });
  onTestFinished(() => console.close());
  await console.run({ do: 'arrive', name: 'Aoife B.' });
  await console.run(report('10934478153'));
  const before = console.getSnapshot();

  const elsewhere = quietStore(new MemoryDisk(), 2);
  const other = await quietConsole({ store: elsewhere });
  onTestFinished(() => other.close());
  await other.run({ do: 'arrive', name: 'Brian' });
  await other.run(report('10447035576'));
  for (let each = 0; each < 3; each++)
    await other.run({ do: 'note', subject: 'mprn:10447035576', note: `${each}` });

  store.inItsPlace = elsewhere;
  store.heard(['mprn:10447035576']);
  await new Promise((resolve) => setImmediate(resolve));
  const { summaries, saved, operator } = console.getSnapshot();
  expect(summaries.map(({ mprn }) => mprn)).toEqual(['10934478153']);
  expect(saved).toEqual(before.saved);
  expect(operator).toBe('Aoife B.');
});

/** Nothing of it comes back while the test says so. */
class UnreadableStore extends MemoryStore {
  isBad = false;

  override history(subject: string) {
    return this.isBad ? Promise.reject(badPlace()) : super.history(subject);
  }

  override outstanding() {
    return this.isBad ? Promise.reject(badPlace()) : super.outstanding();
  }

  override entriesAfter(device: string, seq: number, limit: number) {
    return this.isBad ? Promise.reject(badPlace()) : super.entriesAfter(device, seq, limit);
  }
}

const badPlace = () => new DOMException('bad place', 'UnknownError');

test('LOOK11: what the store cannot give is unread, and not nothing', async () => {
  const store = new UnreadableStore(new MemoryDisk(), 'live', quietTools(1));
  const console = await quietConsole({ store });
  onTestFinished(() => console.close());
  await console.run({ do: 'arrive', name: 'Aoife B.' });
  await console.run(report('10934478153'));
  expect(await console.history('mprn:10934478153')).toHaveLength(1);
  expect(await console.outstanding()).toBeNull();
  expect(await console.waiting(9)).toHaveLength(2);
  store.isBad = true;
  expect(await console.history('mprn:10934478153')).toBe('unread');
  expect(console.getSnapshot().trouble).toMatchObject({ code: 'storeBroken' });
  expect(await console.outstanding()).toBe('unread');
  expect(await console.waiting(9)).toBe('unread');
});

test.for([
  ['notWritable', { code: 'notSaved' }],
  ['cancelled', null],
] as const)(
  'LOOK11: a file that the host does not write (%s) is said, unless a person closed the dialog',
  async ([reason, said]) => {
    const bridge = {
      setAlarms: () => Promise.resolve({ ok: true }),
      setBadge: () => Promise.resolve({ ok: true }),
      enrolmentOf: () => Promise.resolve(null),
      saveFile: () => Promise.resolve({ ok: false, reason }),
      on: () => () => undefined,
    } as unknown as Host;
    const console = await quietConsole({ store: quietStore(new MemoryDisk()), bridge });
    onTestFinished(() => console.close());
    await console.saveFile({ name: 'holds.csv', content: 'MPRN' });
    expect(console.getSnapshot().refused).toEqual(said);
  },
);
