// The program as it is put together, on a clock that stands still while it works: when it looks, what
// it does until the gateway is heard and while it is away, and what a start finds.
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { HoldList } from '../../../gateway/agent/holds.ts';
import { openLog, Run } from '../../../gateway/agent/run.ts';
import { must } from '../../../shared/lib/check.ts';
import { fail, ok } from '../../../shared/lib/result.ts';
import { Clock, dice } from '../../simulation/clock.ts';
import { MemoryFolder, type Moment } from '../../support/memory-folder.ts';
import { NOW } from '../desk.ts';
import { answerXml, Console, inMemory, MIN, moveAll, MPRN } from './night.ts';

const SECOND = 1000;
const isFull = (moment: Moment) =>
  moment === 'before stage' ? ({ is: 'full', why: 'ENOSPC' } as const) : null;

async function aProgram() {
  const clock = new Clock(NOW);
  const send = inMemory();
  const console = await new Console(clock).open();
  const folder = new MemoryFolder();
  const disk = new DatabaseSync(':memory:');
  const lines: string[] = [];
  const errors: unknown[] = [];
  const holds: HoldList[] = [];
  /** What is wrong: the gateway is away; and how far its clock is ahead of this machine's, ms. */
  const gateway = { isAway: false, ahead: 0 };
  const begin = () => {
    const random = dice(77 + lines.length);
    const opened = openLog(disk, { now: () => clock.now, steady: () => clock.now }, (count) =>
      Uint8Array.from({ length: count }, () => Math.floor(random() * 256)),
    );
    return new Run(
      {
        opened,
        folder,
        writeHolds: async (list) => holds.push(list) > 0,
        gateway: {
          exchange: async (request) => {
            if (gateway.isAway) return fail({ code: 'noRoute' });
            const reply = await send(opened.log.device, request);
            return ok({ ...reply, now: clock.now + gateway.ahead });
          },
        },
        after: (ms, work) => clock.after(ms, work),
        random,
        say: (line) => lines.push(line),
        onError: (error) => errors.push(error),
      },
      {
        author: { operator: 'Agent Dublin', supplier: 'ABC' },
        recipient: 'ESB',
        wall: 'utc',
      },
    );
  };
  return {
    clock,
    console,
    folder,
    lines,
    errors,
    gateway,
    begin,
    run: (ms: number) => clock.run(clock.now + ms),
    sync: () => moveAll(console.port, send),
    lastHolds: () => must(holds.at(-1), 'it was written'),
  };
}

/** Heard by the gateway, with one customer’s 017 released to it there. */
async function released() {
  const night = await aProgram();
  await night.console.restore(MPRN);
  const program = night.begin();
  program.start();
  await night.run(SECOND);
  await night.console.release([MPRN], program.log.device);
  return { ...night, program };
}

test('AGENT7, AGENT22: at the gateway’s first word it offers the channel and writes what is held back, at once', async () => {
  const { run, sync, console, begin, lastHolds, lines } = await aProgram();
  begin().start();
  await run(SECOND);
  expect(lines).toContain('The gateway is reached.');
  expect(lastHolds().isCurrent).toBe(true);
  // Written is sent: it does not wait for the next time that it asks.
  await sync();
  const [channel] = await console.store.channels();
  expect(channel?.agents).toMatchObject([{ name: 'Agent Dublin' }]);
});

test('AGENT1, AGENT10: what the gateway brings is delivered at once, and what EMMA brings at the next look', async () => {
  const { run, sync, console, clock, folder } = await released();
  await sync();
  const at = clock.now;
  while (folder.sent.length === 0 && clock.now < at + MIN) await run(100);
  // Asked every three seconds; nothing is put off until the look after that.
  expect(clock.now - at).toBeLessThanOrEqual(3200);
  const reference = must((await console.item(MPRN)).businessReference, 'a message has one');
  folder.write('a.xml', answerXml('307', { mprn: MPRN, reference, at: clock.now }));
  await run(2 * SECOND);
  expect([...folder.archived.keys()]).toEqual(['a.xml']);
  await run(SECOND);
  await sync();
  expect((await console.item(MPRN)).standing).toBe('proved');
});

test('AGENT24: started without the gateway it looks after a quarter of a minute, says that a hold may be missing, and lets nothing go that was taken back meanwhile', async () => {
  const { run, sync, gateway, folder, program, begin, lastHolds, console } = await released();
  folder.wrong = isFull;
  await sync();
  await run(4 * SECOND);
  await program.stop();
  expect(program.log.views.fixOf(MPRN)?.items[0]?.standing).toBe('released');
  folder.wrong = () => null;
  gateway.isAway = true;
  await console.run({ do: 'takeBackFix', mprn: MPRN, key: 'send017/1', why: 'not wanted' });
  await sync();
  folder.write('a.xml', 'no message');
  const next = begin();
  next.start();
  await run(14 * SECOND);
  expect(folder.poisoned.size).toBe(0);
  await run(2 * SECOND);
  expect(folder.poisoned.size).toBe(1);
  const { isCurrent, validUntil, asOf } = lastHolds();
  expect([isCurrent, validUntil]).toEqual([false, asOf]);
  await run(2 * MIN);
  gateway.isAway = false;
  await run(2 * MIN);
  expect(lastHolds().isCurrent).toBe(true);
  expect(folder.sent).toEqual([]);
  expect(next.log.views.fixOf(MPRN)?.items[0]?.standing).toBe('takenBack');
});

test('AGENT24: what it heard more than a minute ago lets nothing go', async () => {
  const { run, sync, gateway, folder, program, lastHolds } = await released();
  folder.wrong = isFull;
  await sync();
  await run(4 * SECOND);
  expect(program.status().outbox.state).toBe('full');
  gateway.isAway = true;
  await run(61 * SECOND);
  folder.wrong = () => null;
  await run(2 * MIN);
  expect(lastHolds().isCurrent).toBe(false);
  expect([folder.sent, program.status().outbox.state]).toEqual([[], 'ok']);
  gateway.isAway = false;
  await run(2 * MIN);
  expect(folder.sent).toHaveLength(1);
});

test('AGENT3: a start looks before it writes: what lies in the outbox went, and is not written again', async () => {
  const { run, sync, folder, program, begin, console, errors } = await released();
  folder.wrong = (moment) => (moment === 'after send' ? 'died' : null);
  await sync();
  for (let tries = 0; errors.length === 0 && tries < 50; tries++) await run(100);
  await program.stop();
  expect(program.log.views.fixOf(MPRN)?.items[0]?.standing).toBe('intended');
  folder.wrong = () => null;
  begin().start();
  await run(4 * SECOND);
  await sync();
  expect((await console.item(MPRN)).standing).toBe('handed');
  expect(folder.sent).toHaveLength(1);
});

test('AGENT27: its clock is put right by the gateway’s, and stays so from start to start', async () => {
  const { run, gateway, begin, clock, lastHolds } = await aProgram();
  gateway.ahead = 10 * MIN;
  const first = begin();
  first.start();
  await run(20 * SECOND);
  const off = () => Date.parse(lastHolds().asOf) - clock.now;
  await run(MIN);
  expect(Math.abs(off() - gateway.ahead)).toBeLessThan(MIN);
  await first.stop();
  gateway.isAway = true;
  begin().start();
  await run(16 * SECOND);
  expect(lastHolds().isCurrent).toBe(false);
  expect(Math.abs(off() - gateway.ahead)).toBeLessThan(MIN);
});

test('AGENT8, AGENT21: a step that throws is named and tried again; stopped, nothing is looked at any more', async () => {
  const { run, folder, errors, begin, clock } = await aProgram();
  const looks: number[] = [];
  let isBroken = true;
  folder.wrong = (moment) => {
    if (moment !== 'before waiting') return null;
    looks.push(clock.now - NOW);
    return isBroken ? 'died' : null;
  };
  const program = begin();
  program.start();
  await run(4 * SECOND);
  expect(errors.length).toBe(looks.length);
  const gaps = looks.slice(1).map((at, index) => at - (looks[index] ?? 0));
  expect(gaps).toEqual([1000, 2000]);
  isBroken = false;
  await run(6 * SECOND);
  expect(errors.length).toBeLessThan(looks.length);
  await program.stop();
  const before = looks.length;
  await run(10 * MIN);
  expect(looks.length).toBe(before);
});
