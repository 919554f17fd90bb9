// What is kept as the place, while a person moves on before an act has answered.
import { expect, test } from 'vitest';
import { Console } from '../../../renderer/console/console.ts';
import type { Act, Written } from '../../../renderer/store/ports.ts';
import type { Bridge } from '../../../shared/bridge.ts';
import { dice } from '../../simulation/clock.ts';
import { MemoryDisk, MemoryStore } from '../../support/memory-store.ts';

const now = () => Date.parse('2026-11-24T20:14:00Z');
const nothing = () => undefined;
const silent = () => nothing;

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
  const random = dice(1);
  const store = new SlowStore(new MemoryDisk(), 'live', {
    now,
    random: (count) => Uint8Array.from({ length: count }, () => Math.floor(random() * 256)),
  });
  const answered = () => Promise.resolve({ ok: true });
  const console = await Console.open({
    world: 'live',
    bridge: {
      setAlarms: answered,
      setBadge: answered,
      enrolmentOf: () => Promise.resolve(null),
      on: silent,
    } as unknown as Bridge,
    hello: {
      host: 'web',
      version: '',
      journalFolder: null,
      administrator: null,
      problems: [],
      can: { dial: false, notify: false, print: false, journal: false, badge: false },
    },
    store,
    now,
    steady: () => 0,
    setClockOffset: nothing,
    hub: {
      hold: silent,
      tell: nothing,
      onTold: silent,
      ask: nothing,
      onAsked: silent,
      renamed: nothing,
      onRenamed: silent,
    },
    timers: { now, random, after: silent },
    alarmWords: { mark: String, promise: String, medical: String },
    every: silent,
    later: nothing,
  });
  await console.run({ do: 'arrive', name: 'Aoife B.' });
  const report = (mprn: string, to: (written: Written) => object = () => ({})) =>
    console.run({ do: 'report', mprn, source: 'call', noticedAt: now(), facts: {} }, to);
  await report('10934478153', ({ subject }) => ({ subject }));
  await console.go({ sheet: 'caller' });

  let release: () => void = nothing;
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
