// The engine in virtual time, against the gateway's own exchange over memory; a night's trouble is
// answers that are put in between.
import { describe, expect, test } from 'vitest';
import { exchange } from '../../../gateway/exchange.ts';
import { MemoryJournal } from '../../../gateway/journal/memory-journal.ts';
import { recoverIfRestored } from '../../../gateway/recovery.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { ORIGIN } from '../../../shared/log/entry.ts';
import { POLL_MS, SyncEngine, type SyncStatus } from '../../../shared/sync/engine.ts';
import type { Failure, Stop } from '../../../shared/sync/failure.ts';
import {
  BATCH,
  MOST_ENTRIES,
  type ExchangeReply,
  type ExchangeRequest,
} from '../../../shared/sync/protocol.ts';
import { Clock } from '../../simulation/clock.ts';
import { Notebook } from '../../support/notebook.ts';

const START = Date.parse('2026-11-24T20:14:00Z');
const MIN = 60_000;

type Answer = Result<ExchangeReply, Failure>;

class World {
  readonly clock = new Clock(START);
  journal = new MemoryJournal();
  /** What happens instead of the gateway, one after the other; then the gateway again. */
  readonly instead: ((request: ExchangeRequest) => Promise<Answer>)[] = [];
  readonly sent: { readonly at: number; readonly request: ExchangeRequest }[] = [];
  underWay = 0;
  mostUnderWay = 0;

  constructor() {
    this.journal.addOrganisation({ id: 'ABC', name: 'Supplier', isNetworks: false });
  }

  console(log: Notebook, random = () => 1) {
    if (this.journal.device(log.device) === null)
      this.journal.putDevice(
        {
          id: log.device,
          organisation: 'ABC',
          role: 'operator',
          enrolledAt: START,
          revokedAt: null,
        },
        `token ${log.device}`,
      );
    const statuses: SyncStatus[] = [];
    const engine = new SyncEngine({
      log,
      gateway: { exchange: (request) => this.#exchange(request) },
      timers: {
        now: () => this.clock.now,
        after: (ms, work) => this.clock.after(ms, work),
        random,
      },
      onStatus: (status) => statuses.push(status),
    });
    return { log, engine, statuses };
  }

  pass(ms: number): Promise<void> {
    // The clock settles promises after each piece of work: there is always one.
    this.clock.after(0, () => undefined);
    return this.clock.run(this.clock.now + ms);
  }

  /** Fails so often, with the same failure. */
  trouble(failure: Failure, times = 1): void {
    for (let index = 0; index < times; index++)
      this.instead.push(() => Promise.resolve(fail(failure)));
  }

  serve(request: ExchangeRequest): Answer {
    const who = this.journal.device(request.device);
    if (who === null) return fail({ code: 'unknownToken' });
    const answer = exchange(this.journal, who, structuredClone(request), this.clock.now);
    return answer.ok ? ok(answer.value.reply) : fail(answer.error);
  }

  async #exchange(request: ExchangeRequest): Promise<Answer> {
    this.sent.push({ at: this.clock.now, request });
    this.underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    const answer = await (this.instead.shift()?.(request) ?? this.serve(request));
    this.underWay -= 1;
    return answer;
  }
}

const stored = (world: World, log: Notebook) => world.journal.chainEnd(log.device)?.seq ?? 0;

describe('the engine retries', () => {
  test('ENGINE1: by its own timer, later each time, a minute at most; nobody had to write again', async () => {
    const world = new World();
    const { log, engine } = world.console(new Notebook(1));
    log.write(3);
    world.trouble({ code: 'noRoute' }, 9);
    engine.start();
    await world.pass(10 * MIN);
    const times = world.sent.slice(0, 10).map(({ at }) => (at - START) / 1000);
    expect(times.slice(1).map((at, index) => at - (times[index] ?? 0))).toEqual([
      1, 2, 4, 8, 16, 32, 60, 60, 60,
    ]);
    expect(stored(world, log)).toBe(3);
    expect(log.at.acknowledged).toBe(3);
  });

  test('ENGINE1: half of a pause is chance, so that desks that lost the gateway together do not come back together', async () => {
    for (const [chance, pause] of [
      [0, 500],
      [0.5, 750],
      [1, 1000],
    ] as const) {
      const world = new World();
      const { engine } = world.console(new Notebook(1), () => chance);
      world.trouble({ code: 'refused' });
      engine.start();
      await world.pass(pause - 1);
      expect(world.sent).toHaveLength(1);
      await world.pass(1);
      expect(world.sent).toHaveLength(2);
    }
  });

  test('ENGINE2: it says since when it is stalled, why, how often it tried and when next, until it is through', async () => {
    const world = new World();
    const { engine } = world.console(new Notebook(1));
    engine.start();
    await world.pass(5000);
    expect(engine.status).toMatchObject({ phase: 'waiting', failure: null, stalledSince: null });
    const lastAt = engine.status.lastAt;
    world.trouble({ code: 'nameNotFound' }, 2);
    world.trouble({ code: 'timeout' });
    await world.pass(1500);
    const since = world.sent.at(-1)?.at ?? 0;
    expect(engine.status).toMatchObject({
      phase: 'waiting',
      lastAt,
      stalledSince: since,
      failure: { code: 'nameNotFound' },
      attempts: 1,
      nextTryAt: since + 1000,
    });
    await world.pass(4000);
    expect(engine.status).toMatchObject({
      stalledSince: since,
      failure: { code: 'timeout' },
      attempts: 3,
    });
    await world.pass(10_000);
    expect(engine.status).toMatchObject({ stalledSince: null, failure: null, attempts: 0 });
    expect(engine.status.lastAt).toBeGreaterThan(since);
  });

  test('ENGINE3: not before the gateway wants to be asked again, and not sooner than it would by itself', async () => {
    for (const [retryAfterMs, pause] of [
      [45_000, 45_000],
      [10, 1000],
    ] as const) {
      const world = new World();
      const { engine } = world.console(new Notebook(1));
      world.trouble({ code: 'tooMany', retryAfterMs });
      engine.start();
      await world.pass(pause - 1);
      expect(world.sent).toHaveLength(1);
      await world.pass(1);
      expect(world.sent).toHaveLength(2);
    }
  });

  test('ENGINE4: what is too large is sent in halves until it goes through, and in no larger ones until all is there', async () => {
    const world = new World();
    const { log, engine } = world.console(new Notebook(1));
    log.write(BATCH + 100);
    // A proxy on the way that lets 130 entries through.
    const limited = (request: ExchangeRequest): Promise<Answer> => {
      world.instead.push(limited);
      return Promise.resolve(
        request.entries.length > 130 ? fail({ code: 'tooLarge' }) : world.serve(request),
      );
    };
    world.instead.push(limited);
    engine.start();
    await world.pass(MIN);
    const sizes = world.sent.map(({ request }) => request.entries.length);
    expect(sizes.slice(0, 8)).toEqual([500, 250, 125, 125, 125, 125, 100, 0]);
    expect(stored(world, log)).toBe(BATCH + 100);
    // All is there: the line may be another one by now.
    log.write(200);
    await world.pass(MIN);
    expect(world.sent.map(({ request }) => request.entries.length)).toContain(200);
    expect(stored(world, log)).toBe(BATCH + 300);
  });

  test('ENGINE5: its own database fails: said as such, and what came is asked for again', async () => {
    const world = new World();
    const { log, engine } = world.console(new Notebook(1));
    const colleague = world.console(new Notebook(2));
    colleague.log.write(2);
    colleague.engine.start();
    await world.pass(100);
    colleague.engine.stop();
    const take = log.take.bind(log);
    log.take = () => Promise.reject(new Error('the disk is full'));
    engine.start();
    await world.pass(100);
    expect(engine.status).toMatchObject({ phase: 'waiting', failure: { code: 'local' } });
    expect(log.at.cursor).toBe(0);
    log.take = take;
    await world.pass(2000);
    expect(engine.status.failure).toBeNull();
    expect(log.others.size).toBe(2);
    const pending = log.pending.bind(log);
    log.pending = () => Promise.reject(new Error('the database hangs'));
    await world.pass(POLL_MS);
    expect(engine.status.failure).toEqual({ code: 'local' });
    log.pending = pending;
    await world.pass(2000);
    expect(engine.status.failure).toBeNull();
  });
});

describe('the engine goes on at once', () => {
  /** A colleague's chain at the gateway, and a console that has to read it in several replies. */
  async function reading(count: number) {
    const world = new World();
    const colleague = world.console(new Notebook(2));
    colleague.log.write(count);
    colleague.engine.start();
    await world.pass(2000);
    colleague.engine.stop();
    world.sent.length = 0;
    return { world, ...world.console(new Notebook(1)) };
  }

  test('ENGINE13: while a reply is stored the next is asked for and verified, and none is taken out of turn', async () => {
    const { world, log, engine } = await reading(2500);
    const seen: string[] = [];
    const take = log.take.bind(log);
    const expected = (reply: ExchangeReply) => seen.push(`here ${reply.cursor}`);
    Object.assign(log, { expect: expected });
    log.take = async (reply) => {
      seen.push(`storing ${reply.cursor}`);
      await new Promise<void>((resolve) => world.clock.after(20, resolve));
      await take(reply);
      seen.push(`stored ${reply.cursor}`);
    };
    engine.start();
    await world.pass(2000);
    engine.stop();
    expect(seen).toEqual([
      'here 1000',
      'storing 1000',
      'here 2000',
      'stored 1000',
      'storing 2000',
      'here 2500',
      'stored 2000',
      'storing 2500',
      'stored 2500',
    ]);
    expect(world.mostUnderWay).toBe(1);
    expect(log.others.size).toBe(2500);
  });

  test('ENGINE13: where the storing fails, what was asked ahead is dropped and all of it asked for again', async () => {
    const { world, log, engine } = await reading(2500);
    const take = log.take.bind(log);
    log.take = () => Promise.reject(new Error('the disk is full'));
    engine.start();
    await world.pass(500);
    expect(world.sent.map(({ request }) => request.cursor)).toEqual([0, 1000]);
    expect(engine.status.failure).toEqual({ code: 'local' });
    expect(log.at.cursor).toBe(0);
    log.take = take;
    await world.pass(2000);
    expect(world.sent.map(({ request }) => request.cursor).slice(2, 5)).toEqual([0, 1000, 2000]);
    expect(log.others.size).toBe(2500);
    expect(log.taken).toBe(3);
  });

  test('ENGINE13: what was asked ahead fails: what came before it stays, and it is tried again', async () => {
    const { world, log, engine } = await reading(2500);
    world.instead.push((request) => Promise.resolve(world.serve(request)));
    world.trouble({ code: 'reset' });
    engine.start();
    await world.pass(500);
    expect(log.at.cursor).toBe(1000);
    expect(engine.status).toMatchObject({ failure: { code: 'reset' }, attempts: 1 });
    await world.pass(2000);
    expect(log.others.size).toBe(2500);
    expect(log.taken).toBe(3);
  });

  test('ENGINE13: stopped while something asked ahead is under way: a new run does not hear it', async () => {
    const { world, log, engine } = await reading(2500);
    let answer: () => void = () => undefined;
    world.instead.push((request) => Promise.resolve(world.serve(request)));
    world.instead.push(
      (request) =>
        new Promise((resolve) => {
          answer = () => resolve(world.serve(request));
        }),
    );
    engine.start();
    await world.pass(100);
    expect(log.at.cursor).toBe(1000);
    engine.stop();
    engine.start();
    answer();
    await world.pass(2000);
    expect(log.others.size).toBe(2500);
    expect(log.received).toBe(2500);
  });

  test('ENGINE14: a full batch that got through makes the next twice as large, up to what an exchange may carry; what did not is halved', async () => {
    const world = new World();
    const { log, engine } = world.console(new Notebook(1));
    log.write(3000);
    engine.start();
    await world.pass(500);
    const sizes = () => world.sent.map(({ request }) => request.entries.length);
    expect(sizes().filter((size) => size > 0)).toEqual([500, 1000, 1000, 500]);
    expect(Math.max(...sizes())).toBe(MOST_ENTRIES);
    world.sent.length = 0;
    log.write(3000);
    world.trouble({ code: 'timeout' }, 5);
    await world.pass(2 * MIN);
    expect(sizes().slice(0, 7)).toEqual([500, 250, 125, 62, 50, 50, 100]);
    expect(stored(world, log)).toBe(6000);
  });
});

describe('the next batch', () => {
  /** A console with `count` entries to send, and the batches its log was asked for. */
  function draining(count: number) {
    const world = new World();
    const { log, engine } = world.console(new Notebook(1));
    log.write(count);
    const asked: string[] = [];
    const pending = log.pending.bind(log);
    log.pending = (seq, limit) => {
      asked.push(`${seq} ${limit} while ${world.underWay} under way`);
      return pending(seq, limit);
    };
    return { world, log, engine, asked };
  }

  test('ENGINE15: is read while the gateway works on the one before, and not read again', async () => {
    const { world, log, engine, asked } = draining(2600);
    engine.start();
    await world.pass(500);
    expect(asked.slice(0, 3)).toEqual([
      '0 500 while 0 under way',
      '500 1000 while 1 under way',
      '1500 1000 while 1 under way',
    ]);
    expect(world.sent.map(({ request }) => request.entries.length).slice(0, 4)).toEqual([
      500, 1000, 1000, 100,
    ]);
    expect(stored(world, log)).toBe(2600);
    expect(log.taken).toBe(4);
  });

  test('ENGINE15: is forgotten when the one before did not get through, or only a part of it', async () => {
    const { world, log, engine } = draining(2600);
    world.trouble({ code: 'reset' });
    engine.start();
    await world.pass(1 * MIN);
    const firsts = world.sent.map(({ request }) => request.entries.length);
    expect(firsts.slice(0, 3)).toEqual([500, 250, 500]);
    expect(stored(world, log)).toBe(2600);
  });

  test('ENGINE15: a log that fails to read ahead is asked again when it is its turn', async () => {
    const { world, log, engine } = draining(1200);
    const pending = log.pending.bind(log);
    let fails = 1;
    log.pending = (seq, limit) =>
      seq === 500 && fails-- > 0
        ? Promise.reject(new Error('the disk is slow'))
        : pending(seq, limit);
    engine.start();
    await world.pass(500);
    expect(fails).toBeLessThan(1);
    expect(stored(world, log)).toBe(1200);
    expect(engine.status.failure).toBeNull();
  });
});

describe('the engine stops', () => {
  const stops: readonly Stop[] = [
    { code: 'notEnrolled' },
    { code: 'unknownToken' },
    { code: 'revoked' },
    { code: 'otherDevice' },
    { code: 'chainBroken' },
    { code: 'malformed' },
    { code: 'newerProtocol' },
    { code: 'forked', seq: 4 },
  ];
  test.each(stops)('ENGINE6: told $code, until a person starts it again', async (stop) => {
    const world = new World();
    const { log, engine } = world.console(new Notebook(1));
    log.write(2);
    world.trouble(stop);
    engine.start();
    await world.pass(60 * MIN);
    expect(world.sent).toHaveLength(1);
    expect(engine.status).toMatchObject({
      phase: 'stopped',
      failure: stop,
      stalledSince: START,
      nextTryAt: null,
    });
    log.write();
    engine.poke();
    engine.tryNow();
    await world.pass(60 * MIN);
    expect(world.sent).toHaveLength(1);
    engine.start();
    await world.pass(1000);
    expect(engine.status).toMatchObject({ phase: 'waiting', failure: null, stalledSince: null });
    expect(stored(world, log)).toBe(3);
  });

  test('ENGINE7: in the middle of an exchange: the answer is not taken, and one that starts again runs alone', async () => {
    const world = new World();
    const { log, engine } = world.console(new Notebook(1));
    log.write(2);
    let answer: () => void = () => undefined;
    world.instead.push(
      (request) =>
        new Promise((resolve) => {
          answer = () => resolve(world.serve(request));
        }),
    );
    engine.start();
    await world.pass(10);
    engine.stop();
    answer();
    await world.pass(10 * MIN);
    expect(engine.status).toMatchObject({ phase: 'off', nextTryAt: null, lastAt: null });
    expect(log.taken).toBe(0);
    expect(world.sent).toHaveLength(1);
    engine.start();
    await world.pass(100);
    expect(log.at.acknowledged).toBe(2);
    const before = world.sent.length;
    await world.pass(10 * POLL_MS);
    expect(world.sent.length - before).toBe(10);
  });

  test('ENGINE7: an answer to an older run, whose chain is looked up while a new one began, is not heard', async () => {
    const world = new World();
    const { log, engine } = world.console(new Notebook(1));
    log.write(2);
    const ownHash = log.ownHash.bind(log);
    let found: (hash: string | null) => void = () => undefined;
    log.ownHash = () =>
      new Promise((resolve) => {
        found = resolve;
      });
    engine.start();
    await world.pass(10);
    engine.stop();
    log.ownHash = ownHash;
    let slow: () => void = () => undefined;
    world.instead.push(
      (request) =>
        new Promise((resolve) => {
          slow = () => resolve(world.serve(request));
        }),
    );
    engine.start();
    await world.pass(10);
    // The old run hears that the chains differ, while the new one waits for its answer.
    found('f'.repeat(64));
    await world.pass(10);
    expect(world.mostUnderWay).toBe(1);
    expect(engine.status.phase).toBe('exchanging');
    slow();
    await world.pass(10 * POLL_MS);
    expect(world.mostUnderWay).toBe(1);
    expect(engine.status.failure).toBeNull();
    expect(log.at.acknowledged).toBe(2);
    // Nothing had to be proven: the chain was sent once, in the run that was given up.
    expect(world.sent.filter(({ request }) => request.entries.length > 0)).toHaveLength(2);
  });
});

describe('a write', () => {
  test('ENGINE8: is sent within a moment, and many of a moment in one exchange', async () => {
    const world = new World();
    const { log, engine } = world.console(new Notebook(1));
    engine.start();
    await world.pass(1000);
    const before = world.sent.length;
    for (let index = 0; index < 10; index++) {
      log.write();
      engine.poke();
      await world.pass(2);
    }
    await world.pass(50);
    expect(stored(world, log)).toBe(10);
    expect(world.sent.slice(before).map(({ request }) => request.entries.length)).toEqual([10]);
  });

  test('ENGINE8: writes without end do not put it off', async () => {
    const world = new World();
    const { log, engine } = world.console(new Notebook(1));
    engine.start();
    await world.pass(1000);
    for (let index = 0; index < 100; index++) {
      log.write();
      engine.poke();
      await world.pass(40);
    }
    expect(stored(world, log)).toBeGreaterThan(90);
  });

  test('ENGINE8: during an exchange has one of its own right after', async () => {
    const world = new World();
    const { log, engine } = world.console(new Notebook(1));
    engine.start();
    await world.pass(1000);
    world.instead.push(async (request) => {
      // Stored after the request was made: this exchange does not have it.
      log.write();
      engine.poke();
      await Promise.resolve();
      return world.serve(request);
    });
    await world.pass(POLL_MS);
    expect(stored(world, log)).toBe(1);
    expect(world.sent.at(-1)?.request.entries).toHaveLength(1);
    expect(world.mostUnderWay).toBe(1);
  });

  test('ENGINE9: while tries fail waits for its turn; a person who asks does not', async () => {
    const world = new World();
    const { log, engine } = world.console(new Notebook(1));
    world.trouble({ code: 'noRoute' }, 6);
    engine.start();
    await world.pass(40_000);
    expect(world.sent).toHaveLength(6);
    log.write();
    engine.poke();
    await world.pass(10_000);
    expect(world.sent).toHaveLength(6);
    engine.tryNow();
    await world.pass(10);
    expect(stored(world, log)).toBe(1);
    expect(engine.status.stalledSince).toBeNull();
  });
});

describe('a copied database', () => {
  /** Both have the first five; the gateway has what the first one wrote after. */
  async function copied(after: { readonly first: number; readonly copy: number }) {
    const world = new World();
    const first = world.console(new Notebook(1));
    first.log.write(5);
    first.engine.start();
    await world.pass(1000);
    const copy = world.console(first.log.copy(2));
    first.log.write(after.first);
    await world.pass(10_000);
    first.engine.stop();
    expect(stored(world, first.log)).toBe(5 + after.first);
    world.sent.length = 0;
    copy.log.write(after.copy);
    return { world, copy };
  }

  test('ENGINE10: both went on: it stops at the first entry that differs, and takes nothing', async () => {
    const { world, copy } = await copied({ first: 3, copy: 2 });
    const { taken } = copy.log;
    copy.engine.start();
    await world.pass(10_000);
    expect(copy.engine.status).toMatchObject({
      phase: 'stopped',
      failure: { code: 'forked', seq: 6 },
    });
    expect(copy.log.taken).toBe(taken);
    expect(copy.log.at.acknowledged).toBe(5);
  });

  test('ENGINE10: the copy was said to be further than it is: everything is sent again, and the gateway names the entry', async () => {
    const { world, copy } = await copied({ first: 3, copy: 3 });
    // What it believes to be acknowledged are its own sixth to eighth.
    copy.log.at = { ...copy.log.at, acknowledged: 8 };
    copy.engine.start();
    await world.pass(10_000);
    expect(world.sent.map(({ request }) => request.entries.length)).toEqual([0, 8]);
    expect(copy.engine.status.failure).toEqual({ code: 'forked', seq: 6 });
  });

  test('ENGINE10: in more than one batch too, and over a line that fails in between', async () => {
    const world = new World();
    const first = world.console(new Notebook(1));
    first.log.write(2 * BATCH);
    first.engine.start();
    await world.pass(10_000);
    const copy = world.console(first.log.copy(2));
    first.log.write(10);
    await world.pass(10_000);
    first.engine.stop();
    copy.log.write(10);
    copy.log.at = { ...copy.log.at, acknowledged: 2 * BATCH + 10 };
    world.sent.length = 0;
    world.instead.push((request) => Promise.resolve(world.serve(request)));
    world.trouble({ code: 'reset' });
    copy.engine.start();
    await world.pass(10_000);
    expect(world.sent.map(({ request }) => request.entries.length)).toEqual([
      0,
      BATCH,
      ...Array<number>(4).fill(BATCH / 2),
      10,
    ]);
    expect(copy.engine.status.failure).toEqual({ code: 'forked', seq: 2 * BATCH + 1 });
  });

  test('ENGINE11: merely older: all of it is there and more; the next it writes would be the first to differ', async () => {
    const { world, copy } = await copied({ first: 3, copy: 0 });
    const { taken } = copy.log;
    copy.engine.start();
    await world.pass(10_000);
    expect(copy.engine.status).toMatchObject({
      phase: 'stopped',
      failure: { code: 'forked', seq: 6 },
    });
    expect(copy.log.taken).toBe(taken);
    expect(copy.log.at.acknowledged).toBe(5);
  });

  test('ENGINE11: an empty database under an old name is one too', async () => {
    const { world, copy } = await copied({ first: 1, copy: 0 });
    const empty = world.console(new Notebook(3, copy.log.device));
    empty.engine.start();
    await world.pass(10_000);
    expect(empty.engine.status.failure).toEqual({ code: 'forked', seq: 1 });
  });
});

describe('a gateway that was restored', () => {
  test('SYNC9: gets back what it lost of us and of a colleague who is away; nobody had to write again', async () => {
    const world = new World();
    const here = world.console(new Notebook(1));
    const away = world.console(new Notebook(2));
    here.log.write(4);
    away.log.write(BATCH + 3);
    for (const { engine } of [away, here]) engine.start();
    await world.pass(1000);
    const backup = world.journal.backup();
    here.log.write(2);
    away.log.write(BATCH + 4);
    await world.pass(10_000);
    away.engine.stop();
    expect(here.log.others.size).toBe(2 * BATCH + 7);
    world.journal = backup;
    recoverIfRestored(backup, world.clock.now);
    await world.pass(10_000);
    expect(stored(world, here.log)).toBe(6);
    expect(stored(world, away.log)).toBe(2 * BATCH + 7);
    expect(here.engine.status).toMatchObject({ phase: 'waiting', failure: null });
    const settled = world.sent.length;
    await world.pass(10 * POLL_MS);
    expect(world.sent.slice(settled).map(({ request }) => request.entries.length)).toEqual(
      Array.from({ length: 10 }, () => 0),
    );
  });

  test('SYNC9: that was emptied too: everything is there again, once', async () => {
    const world = new World();
    const one = world.console(new Notebook(1));
    const two = world.console(new Notebook(2));
    for (const { log, engine } of [one, two]) {
      log.write(7);
      engine.start();
    }
    await world.pass(10_000);
    const empty = new World().journal;
    for (const { log } of [one, two]) {
      const device = world.journal.device(log.device);
      if (device !== null) empty.putDevice(device, `token ${log.device}`);
    }
    world.journal = empty;
    await world.pass(20_000);
    for (const { log, engine } of [one, two]) {
      expect(stored(world, log)).toBe(7);
      expect(log.others.size).toBe(7);
      expect(engine.status.failure).toBeNull();
    }
  });
});

describe('a gateway that lies', () => {
  type Lie = (reply: ExchangeReply, request: ExchangeRequest, index: number) => ExchangeReply;

  /** A console that has written, and a gateway whose every reply is changed. */
  function lying(lie: Lie, written = BATCH + 100) {
    const world = new World();
    const made = world.console(new Notebook(1));
    made.log.write(written);
    let index = 0;
    const tell = (request: ExchangeRequest): Promise<Answer> => {
      world.instead.push(tell);
      const answer = world.serve(request);
      return Promise.resolve(answer.ok ? ok(lie(answer.value, request, index++)) : answer);
    };
    world.instead.push(tell);
    const honest = () => world.instead.splice(0);
    return { world, honest, ...made };
  }

  const nothing: Lie = (reply) => ({ ...reply, acknowledged: 0, acknowledgedHash: ORIGIN });
  const lies: readonly (readonly [string, Lie])[] = [
    ['acknowledges nothing, ever', nothing],
    ['says that there is more, and nothing comes', (reply) => ({ ...reply, more: true })],
    [
      'says that there is more, with a cursor that goes back',
      (reply, _, index) => ({
        ...reply,
        cursor: Math.max(0, 40 - index),
        more: true,
      }),
    ],
    ['says every time that it was restored', (reply) => ({ ...reply, rewound: true })],
    [
      'asks for what it has never lost',
      (reply) => ({ ...reply, rewound: true, lost: { '3f0f2a52-6a0e-4a57-8d0c-0a6b4f3f0c11': 0 } }),
    ],
  ];

  test.each(lies)(
    'ENGINE16: %s: no haste, said as no answer of ours, and over once it ends',
    async (_, lie) => {
      const { world, log, engine, honest } = lying(lie);
      engine.start();
      await world.pass(10 * MIN);
      // A handful at first, then one or two a minute.
      expect(world.sent.length).toBeLessThan(60);
      expect(engine.status).toMatchObject({
        phase: 'waiting',
        stalledSince: expect.any(Number),
        failure: { code: 'badReply' },
      });
      expect(engine.status.attempts).toBeGreaterThan(5);
      honest();
      await world.pass(2 * MIN);
      expect(engine.status).toMatchObject({ failure: null, stalledSince: null, attempts: 0 });
      expect(stored(world, log)).toBe(BATCH + 100);
      expect(log.at.acknowledged).toBe(BATCH + 100);
    },
  );

  test('ENGINE16: entries that come again and again with nothing new to read are taken with a pause', async () => {
    const world = new World();
    const colleague = world.console(new Notebook(2));
    colleague.log.write(3);
    colleague.engine.start();
    await world.pass(1000);
    colleague.engine.stop();
    const { log, engine } = world.console(new Notebook(1));
    world.sent.length = 0;
    let first: ExchangeReply | null = null;
    const again = (request: ExchangeRequest): Promise<Answer> => {
      world.instead.push(again);
      const answer = world.serve(request);
      if (!answer.ok) return Promise.resolve(answer);
      first ??= { ...answer.value, more: true };
      return Promise.resolve(ok(first));
    };
    world.instead.push(again);
    engine.start();
    await world.pass(10 * MIN);
    expect(world.sent.length).toBeLessThan(30);
    expect(log.others.size).toBe(3);
    expect(engine.status.failure).toEqual({ code: 'badReply' });
  });

  test('ENGINE16: one that forgets every other time costs two exchanges of each turn, and loses nothing', async () => {
    const { world, log, engine, honest } = lying((reply, request, index) =>
      index % 2 === 0 ? reply : nothing(reply, request, index),
    );
    engine.start();
    await world.pass(10 * MIN);
    expect(world.sent.length).toBeLessThan((2 * 10 * MIN) / POLL_MS + 10);
    honest();
    await world.pass(MIN);
    expect(log.at.acknowledged).toBe(BATCH + 100);
    expect(engine.status.failure).toBeNull();
  });

  test('ENGINE10: one that acknowledges more than there is, is not believed: all is sent again, once, and it stops', async () => {
    const { world, log, engine } = lying((reply) => ({
      ...reply,
      acknowledged: 5000,
      acknowledgedHash: 'f'.repeat(64),
    }));
    engine.start();
    await world.pass(10 * MIN);
    expect(world.sent.length).toBeLessThan(6);
    expect(log.at.acknowledged).toBe(0);
    expect(engine.status).toMatchObject({ phase: 'stopped', failure: { code: 'forked' } });
  });

  test('ENGINE10: so is the answer to another device', async () => {
    const { world, log, engine } = lying((reply) => reply, 5);
    const other = world.console(new Notebook(2));
    other.log.write(3);
    world.instead.length = 0;
    other.engine.start();
    await world.pass(1000);
    other.engine.stop();
    const cross = (request: ExchangeRequest): Promise<Answer> => {
      world.instead.push(cross);
      return Promise.resolve(world.serve({ ...request, device: other.log.device, entries: [] }));
    };
    world.instead.push(cross);
    engine.start();
    await world.pass(10 * MIN);
    expect(world.sent.length).toBeLessThan(6);
    expect(log.taken).toBe(0);
    expect(engine.status).toMatchObject({ phase: 'stopped', failure: { code: 'forked' } });
  });

  test('ENGINE17: of entries set aside it hears those that it has just sent, and of lost chains when it told how far they go', async () => {
    const { world, log, engine } = lying(
      (reply) => ({
        ...reply,
        refused: [2, 3, 900].map((seq) => ({ seq, reason: 'foreignSubject' })),
        lost: { '3f0f2a52-6a0e-4a57-8d0c-0a6b4f3f0c11': 0 },
      }),
      3,
    );
    const heard: ExchangeReply[] = [];
    const take = log.take.bind(log);
    log.take = (reply) => {
      heard.push(reply);
      return take(reply);
    };
    engine.start();
    await world.pass(POLL_MS);
    log.write();
    engine.poke();
    await world.pass(100);
    // Of the first three only then: said again of an exchange that brought the fourth, it is not heard.
    expect(log.at.acknowledged).toBe(4);
    expect(heard.flatMap(({ refused }) => refused.map(({ seq }) => seq))).toEqual([2, 3]);
    expect(heard.map(({ lost }) => lost !== undefined).lastIndexOf(true)).toBe(0);
    expect(engine.status.failure).toBeNull();
  });

  test('ENGINE16: a gateway that was really restored is believed at once', async () => {
    const world = new World();
    const { log, engine } = world.console(new Notebook(1));
    log.write(3);
    engine.start();
    await world.pass(1000);
    const backup = world.journal.backup();
    log.write(3);
    await world.pass(POLL_MS);
    world.journal = backup;
    recoverIfRestored(backup, world.clock.now);
    world.sent.length = 0;
    await world.pass(POLL_MS + 100);
    expect(stored(world, log)).toBe(6);
    expect(engine.status).toMatchObject({ failure: null, attempts: 0 });
  });
});

describe('the clocks', () => {
  test('ENGINE12: how far the gateway’s is from ours is told, half of the way there taken off', async () => {
    const world = new World();
    const { engine } = world.console(new Notebook(1));
    world.instead.push(async (request) => {
      await new Promise<void>((resolve) => void world.clock.after(400, resolve));
      const answer = world.serve(request);
      await new Promise<void>((resolve) => void world.clock.after(400, resolve));
      return answer.ok ? ok({ ...answer.value, now: answer.value.now + 7 * MIN }) : answer;
    });
    engine.start();
    await world.pass(1000);
    expect(engine.status.skewMs).toBe(7 * MIN);
  });

  test('ENGINE12: an exchange that was slept through, or in which the clock was set, says nothing of the clock', async () => {
    const world = new World();
    const { engine } = world.console(new Notebook(1));
    const slept = (ms: number) => async (request: ExchangeRequest) => {
      const answer = world.serve(request);
      await new Promise<void>((resolve) => void world.clock.after(ms, resolve));
      return answer;
    };
    world.instead.push(slept(8 * 60 * MIN));
    engine.start();
    await world.pass(8 * 60 * MIN + 1000);
    expect(engine.status.lastAt).not.toBeNull();
    expect(engine.status.skewMs).toBeNull();
    world.instead.push(slept(0));
    engine.poke();
    await world.pass(2 * MIN);
    expect(engine.status.skewMs).toBe(0);
  });
});
