// The real console and its engine over a real gateway, with the timers in a test's hand: what the
// host says of a machine that woke up.
import { expect, onTestFinished, test } from 'vitest';
import { createGatewayClient } from '../../../main/gateway-client.ts';
import type { Enrolments } from '../../../main/enrolments.ts';
import { gatewayHandlers } from '../../../main/gateway.ts';
import { invite } from '../../../gateway/calls/enrolment.ts';
import type { Bridge, Enrolled, Signal } from '../../../shared/bridge.ts';
import { must } from '../../../shared/lib/check.ts';
import { fail, ok } from '../../../shared/lib/result.ts';
import { addOrganisations, running } from '../../gateway/running.ts';
import { dice } from '../../simulation/clock.ts';
import { MemoryDisk } from '../../support/memory-store.ts';
import { quietConsole, quietNow, quietStore, silentHub } from '../../support/quiet-console.ts';

test('DELIVERY7: a machine that wakes up asks its gateway at once, however far off the next try is', async () => {
  const here = await running();
  addOrganisations(here.gateway);
  const exchanges = () =>
    here.lines.filter((line) => line.event === 'request' && line.route === '/v1/exchange').length;
  const now = () => quietNow;
  let due: { readonly at: number; readonly work: () => void } | null = null;
  let woke: (signal: Signal<'woke'>) => void = () => undefined;
  const handlers = gatewayHandlers({
    client: createGatewayClient({ fetch, now, after: () => () => undefined }),
    enrolments: keptInMemory(),
    administratorAddress: () => Promise.resolve(null),
    log: () => undefined,
    monotonic: () => 0,
  });
  const bridge = {
    ...handlers,
    setAlarms: () => Promise.resolve({ ok: true }),
    setBadge: () => Promise.resolve({ ok: true }),
    on: (signal: string, listener: typeof woke) => {
      if (signal === 'woke') woke = listener;
      return () => undefined;
    },
  } as unknown as Bridge;
  const console = await quietConsole({
    store: quietStore(new MemoryDisk()),
    bridge,
    // The only window, and its engine runs when the test says so.
    hub: {
      ...silentHub,
      hold: (work) => {
        work();
        return () => undefined;
      },
    },
    timers: {
      now,
      random: dice(1),
      after: (ms, work) => {
        due = { at: now() + ms, work };
        return () => undefined;
      },
    },
  });
  onTestFinished(() => console.close());
  const { journal, address } = here.gateway;
  const organisation = must(journal.organisation('ABC'), 'it was added');
  const made = invite(journal, organisation, 'operator', { now: Date.now() });
  if (!made.ok) throw new Error('no invite');
  expect(await console.enrol(address, made.value.code)).toMatchObject({ ok: true });
  const next = () => must(due, 'the engine waits');
  const phase = () => console.getSnapshot().sync?.phase;

  // One exchange, and the next is seconds off.
  next().work();
  await expect.poll(phase).toBe('waiting');
  await expect.poll(exchanges).toBe(1);
  expect(next().at).toBeGreaterThan(now());
  woke({ sleptMs: 3_600_000 });
  expect(next().at).toBe(now());
  next().work();
  await expect.poll(exchanges).toBe(2);

  // Without its gateway, so often in vain that the next try is most of a minute off.
  await expect.poll(phase).toBe('waiting');
  await here.gateway.close();
  for (let attempts = 1; attempts <= 7; attempts++) {
    next().work();
    await expect.poll(() => console.getSnapshot().sync?.attempts).toBe(attempts);
  }
  expect(next().at - now()).toBeGreaterThan(20_000);
  woke({ sleptMs: 3_600_000 });
  expect(next().at).toBe(now());
  expect(console.getSnapshot().sync?.attempts).toBe(7);
});

function keptInMemory(): Enrolments {
  let kept: { enrolled: Enrolled; token: string } | null = null;
  return {
    read: () => Promise.resolve(kept === null ? fail({ code: 'notEnrolled' }) : ok(kept)),
    prepare: () => Promise.resolve(true),
    keep: (enrolment, token) => {
      const enrolled = { ...enrolment, isTokenSealed: false };
      kept = { enrolled, token };
      return Promise.resolve(ok(enrolled));
    },
  };
}

test('DESK7: what a steady clock missed of a sleep is no jump; what the clock moved beside it is', async () => {
  const HOUR = 3_600_000;
  for (const [steadyMissed, moved, jump, isSeenBefore] of [
    [3 * HOUR, 0, null, false],
    // A look before the host has told of it.
    [3 * HOUR, 0, null, true],
    [0, 0, null, false],
    [3 * HOUR, 2 * HOUR, 2 * HOUR, false],
    [0, -HOUR, -HOUR, false],
  ] as const) {
    let [wall, steady] = [quietNow, 0];
    let woke: (signal: Signal<'woke'>) => void = () => undefined;
    const console = await quietConsole({
      store: quietStore(new MemoryDisk()),
      now: () => wall,
      steady: () => steady,
      bridge: {
        setAlarms: () => Promise.resolve({ ok: true }),
        setBadge: () => Promise.resolve({ ok: true }),
        enrolmentOf: () => Promise.resolve(null),
        on: (signal: string, listener: typeof woke) => {
          if (signal === 'woke') woke = listener;
          return () => undefined;
        },
      } as unknown as Bridge,
    });
    onTestFinished(() => console.close());
    wall += 3 * HOUR + moved;
    steady += 3 * HOUR - steadyMissed;
    if (isSeenBefore) console.tick();
    woke({ sleptMs: 3 * HOUR });
    expect(console.getSnapshot().clockJump).toBe(jump);
  }
});
