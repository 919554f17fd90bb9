// A day's list that comes in several messages: what it says before all of them are here, and after.
import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { planBackFix, shippedPlan } from '../../../shared/domain/back-fix.ts';
import { subjectOf } from '../../../shared/domain/case.ts';
import { foldDaily, reconcile } from '../../../shared/domain/daily.ts';
import type { DailyLine } from '../../../shared/domain/daily-events.ts';
import { noLists, withList, type Listed } from '../../../shared/domain/daily-parts.ts';
import type { DomainEvent } from '../../../shared/domain/events.ts';
import { listProves } from '../../../shared/domain/proof.ts';
import { must } from '../../../shared/lib/check.ts';
import { World } from './world.ts';

const MPRN = '10934478153';
const SUBJECT = subjectOf(MPRN);
const DAY = '2026-11-22';
/** That day is over. */
const OVER = Date.parse('2026-11-23T03:00:00Z');
const MIN = 60_000;
const D05 = 'the-d05';
const notHere = { code: 'proofNotHere' };

const line = (txRefNbr: string, type = '017'): DailyLine => ({ type, txRefNbr });

/** `number` of `of`; a message of its own where `message` says so. */
const part = (number: number, of: number, lines: readonly DailyLine[], message = '603') => ({
  part: { number, of, txRefNbr: `${message}|${number}/${of}` },
  lines,
});

const bring = (world: World, of: Partial<Listed> & Pick<Listed, 'lines'>, day = DAY) =>
  world.run({ do: 'listDaily', day, file: '603.xml', ...of });

const daily = (world: World) => must(foldDaily(world.events(`daily:${DAY}`)), 'something is here');
const namesIn = (lines: readonly DailyLine[] | null) => lines?.map(({ txRefNbr }) => txRefNbr);

/** Put back by phone while a D05 of that number, or a reconnection, waits; its back-fixes are released. */
function released(message: { readonly reason: 'D05' | 'E05'; readonly txRefNbr: string }) {
  const world = new World();
  world.report(MPRN, 30, {
    openD05: message.reason === 'D05' ? 'yes' : 'no',
    message017: { ...message, state: 'queuedInEmma' },
  });
  world.now += 5 * MIN;
  world.run({
    do: 'power',
    subject: SUBJECT,
    level: 'claimed',
    by: 'customer',
    backAt: world.now,
    learntAt: world.now,
  });
  const { steps } = planBackFix(world.case(SUBJECT), null, shippedPlan);
  world.run({ do: 'releaseFixes', items: [{ mprn: MPRN, steps }], outOf: 1, mostShare: 1 });
  const item = (key: string) =>
    must(
      world.fix(MPRN).items.find((each) => each.key === key),
      `${key} was released`,
    );
  return { world, item };
}

/** Somebody has taken the D05 out of EMMA, as far as they say. */
const stop = (world: World) =>
  world.run({
    do: 'proveFix',
    mprn: MPRN,
    key: 'cancelD05/1',
    by: 'namedPerson',
    person: 'Una',
  });

describe('FIX56: a 603 in parts is whole when all of them are here', () => {
  test('of a D05 that stands in the one part, the other proves nothing, whichever came first', () => {
    for (const order of [
      [1, 2],
      [2, 1],
    ]) {
      const { world, item } = released({ reason: 'D05', txRefNbr: D05 });
      const parts = [part(1, 2, [line(D05)]), part(2, 2, [line('another')])];
      for (const number of order) {
        bring(world, must(parts[number - 1], 'there are two'));
        for (const key of ['cancelD05/1', 'watch/1']) {
          expect(listProves(item(key), daily(world), world.fix(MPRN).items)).toBe(false);
          const prove = { do: 'proveFix', mprn: MPRN, key, by: '603', reference: DAY } as const;
          expect(world.run(prove)).toEqual(notHere);
        }
      }
      expect(namesIn(daily(world).lines)).toEqual([D05, 'another']);
    }
  });

  test('FIX33: a list of which the day’s count says another number proves nothing by what it lacks', () => {
    const { world, item } = released({ reason: 'D05', txRefNbr: D05 });
    stop(world);
    const count = (of: number) =>
      world.run({ do: 'listDaily', day: DAY, file: '602.xml', counts: { '017': of, '106E': 7 } });
    world.now = OVER;
    bring(world, part(1, 1, [line('another')]));
    const proves = () => listProves(item('watch/1'), daily(world), world.fix(MPRN).items);
    expect(proves()).toBe(true);
    count(40);
    expect(proves()).toBe(false);
    count(1);
    expect(proves()).toBe(true);
  });

  test('neither is anything reconciled or explained by it, nor does it prove what it has; what it has has arrived', () => {
    const { world, item } = released({ reason: 'E05', txRefNbr: 'waits' });
    bring(world, part(2, 2, [line('waits'), line('x')]));
    expect(daily(world).lines).toBeNull();
    expect(reconcile(daily(world), world.fixes(), null)).toBeNull();
    const explain = {
      do: 'explainDaily',
      day: DAY,
      points: [{ side: 'theirs', type: '017', txRefNbr: 'x' }],
      because: 'told by phone',
    } as const;
    expect(world.run(explain)).toEqual({ code: 'noSuchDay' });
    expect(item('letWaiting017Run/1').standing).toBe('released');
    // The part that makes it whole proves what stands in the other.
    bring(world, part(1, 2, []));
    expect(item('letWaiting017Run/1')).toMatchObject({
      standing: 'proved',
      proved: { by: '603', reference: DAY },
    });
    expect(namesIn(reconcile(daily(world), world.fixes(), null)?.theirsNotOurs ?? null)).toEqual([
      'x',
    ]);
    expect(world.run(explain)).not.toMatchObject({ code: 'noSuchDay' });

    const lost = released({ reason: 'D05', txRefNbr: D05 });
    const send = () => lost.item('send017/1');
    const of = { mprn: MPRN, key: 'send017/1' };
    lost.world.run({ do: 'handOver', fixes: [of], channel: 'emma', file: 'a.xml' });
    lost.world.run({ do: 'doubtFix', ...of, why: 'goneFromOutbox' });
    bring(lost.world, part(1, 2, [line(must(send().txRefNbr, 'a 017 has one'))]));
    expect(send().standing).toBe('handed');
  });

  test('a later list of that day replaces it once it is whole; until then one that has a D05 speaks against its proof', () => {
    const { world, item } = released({ reason: 'D05', txRefNbr: D05 });
    stop(world);
    world.now = OVER;
    bring(world, part(1, 2, [line('a')]));
    bring(world, part(2, 2, [line('b')]));
    expect(listProves(item('watch/1'), daily(world), world.fix(MPRN).items)).toBe(true);
    bring(world, part(2, 2, [line(D05)], 'corrected'));
    expect(namesIn(daily(world).lines)).toEqual(['a', 'b']);
    expect(listProves(item('watch/1'), daily(world), world.fix(MPRN).items)).toBe(false);
    // The first ones, brought in once more, are of the first list.
    bring(world, part(1, 2, [line('a')]));
    expect(namesIn(daily(world).lines)).toEqual(['a', 'b']);
    bring(world, part(1, 2, [line('c')], 'corrected'));
    expect(namesIn(daily(world).lines)).toEqual(['c', D05]);
    bring(world, part(2, 2, [line('b')]));
    expect(namesIn(daily(world).lines)).toEqual(['c', D05]);
    // In other parts than before, and with one of them missing; then all in one.
    bring(world, part(1, 3, [line('d')]));
    bring(world, part(3, 3, [line('e')]));
    expect(namesIn(daily(world).lines)).toEqual(['c', D05]);
    bring(world, part(1, 1, [line('f')]));
    expect(namesIn(daily(world).lines)).toEqual(['f']);
    expect(daily(world).lists.begun).toEqual([]);
    bring(world, { lines: [line('by hand')] });
    expect(namesIn(daily(world).lines)).toEqual(['by hand']);
  });

  test('what was brought in before parts were told apart stays the whole list that it was', () => {
    const { world } = released({ reason: 'D05', txRefNbr: D05 });
    bring(world, part(1, 2, [line('a')]));
    const old = world.events(`daily:${DAY}`).map((event) => {
      const { part: _, ...body } = (event as DomainEvent<'daily.listed'>).body;
      return { ...event, body } as DomainEvent;
    });
    expect(namesIn(foldDaily(old)?.lines ?? null)).toEqual(['a']);
  });

  test('a part that is itself in several entries is here when all of these are', () => {
    const { world } = released({ reason: 'D05', txRefNbr: D05 });
    const many = Array.from({ length: 700 }, (_, index) => line(`n${index}`));
    bring(world, part(1, 2, [line('a')]));
    bring(world, part(2, 2, many));
    expect(daily(world).lines).toHaveLength(701);
    const events = world.events(`daily:${DAY}`);
    expect(foldDaily(events.slice(0, -1))?.lines).toBeNull();
  });

  test('in any order, and however often each comes, it says the same and says nothing before', () => {
    const shuffled = fc.integer({ min: 1, max: 6 }).chain((of) => {
      const all = Array.from({ length: of }, (_, index) => index + 1);
      return fc.tuple(
        fc.constant(of),
        fc.array(fc.integer({ min: 1, max: of }), { maxLength: 8 }).chain((twice) =>
          fc.shuffledSubarray([...all, ...twice], {
            minLength: all.length + twice.length,
            maxLength: all.length + twice.length,
          }),
        ),
      );
    });
    fc.assert(
      fc.property(shuffled, ([of, order]) => {
        const here = new Set<number>();
        let lists = noLists;
        for (const number of order) {
          here.add(number);
          lists = withList(lists, {
            ...part(number, of, [line(`n${number}`)]),
            isOver: true,
            unread: 0,
          });
          const wanted =
            here.size < of ? undefined : Array.from({ length: of }, (_, at) => `n${at + 1}`);
          expect(namesIn(lists.whole)).toEqual(wanted);
          expect(lists.begun).toHaveLength(here.size < of ? 1 : 0);
        }
      }),
    );
  });
});
