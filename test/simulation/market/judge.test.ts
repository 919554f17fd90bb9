// A judge that finds nothing proves nothing: each rule is broken here on purpose, and it says so.
import { expect, test } from 'vitest';
import { fail, ok } from '../../../shared/lib/result.ts';
import { bytesOf } from '../../../shared/domain/intake/file.ts';
import { openBody, type Draft } from '../../../shared/log/entry.ts';
import type { CaseState } from '../../../shared/domain/case.ts';
import { draft, type EventBody } from '../../../shared/domain/events.ts';
import type { Truth } from '../../../shared/drill/market/meters.ts';
import { Died, MemoryFolder } from '../../support/memory-folder.ts';
import type { BrokenOnPurpose } from './broken.ts';
import { shippedWays, type MarketWays } from './customers.ts';
import { firstDay } from './day.ts';
import { playMarketNight } from './night.ts';

/** Not every night has what it takes. */
const NIGHTS = 40;
/** In the nights before it nobody is cut off. */
const CUT_OFF = 9;
/** In the nights between them nobody is who has paid and has no case. */
const NO_CASE = 26;
/** In the nights before it nobody is cut off whom a console had shown to be on. */
const SHOWN_ON = 22;
/** The first night in which the market dies and folders vanish. */
const DIES = 5;
/** In the nights before it no inbox vanishes while it is looked into. */
const VANISHES = 10;
/** In the mornings before it the market lists all of ours that were not refused. */
const MISSED = 205;
/** In the nights before it nobody's reconnection lies at Networks unspoken of when ours goes. */
const UNSPOKEN = 334;
/** In the mornings before it no part of a list is lost. */
const HALF = 37;
const HOUR = 60 * 60_000;

async function isFound(
  broken: BrokenOnPurpose,
  problem: RegExp,
  from = 1,
  ways?: MarketWays,
): Promise<boolean> {
  for (let seed = from; seed < from + NIGHTS; seed++) {
    const { problems } = await playMarketNight(seed, { ...broken, until: problem }, ways);
    if (problems.some((each) => problem.test(each))) return true;
  }
  return false;
}

/** Beside what is released another one, under a number of its own. */
function releasedTwice({ subject, kind, body }: Draft): readonly Draft[] {
  if (kind !== 'fix.released' || typeof body.text !== 'string') return [];
  const released = openBody(body.text) as EventBody<'fix.released'>;
  if (released.txRefNbr === undefined || released.attempt > 1) return [];
  const again = { ...released, attempt: 2, txRefNbr: `${subject.slice('fix:'.length)}-2` };
  return [draft(subject, kind, again, { salt: 'again' })];
}

test('SIM1: it is noticed when a release makes another TxRefNbr though nothing was rejected', async () => {
  const writes = (drafts: readonly Draft[]) => [...drafts, ...drafts.flatMap(releasedTwice)];
  expect(await isFound({ writes }, /another TxRefNbr with nothing rejected/)).toBe(true);
}, 60_000);

/** The agent dies as soon as a file lies in the outbox, and has not written so. */
class KillingFolder extends MemoryFolder {
  override async send(name: string) {
    const isNew = !this.sent.includes(name);
    const done = await super.send(name);
    if (isNew && done.ok) throw new Died('after send');
    return done;
  }
}

/** It says of everything that it lies ready, and has it ready: whoever looks before writing sees nothing. */
class BlindingFolder extends KillingFolder {
  readonly #texts = new Map<string, string>();

  override stage(name: string, text: string) {
    this.#texts.set(name, text);
    return super.stage(name, text);
  }

  override async find(name: string) {
    const text = this.#texts.get(name);
    if (text === undefined) return super.find(name);
    this.staging.set(name, text);
    return Promise.resolve(ok('staging' as const));
  }
}

test('SIM1: it is noticed when an agent does not look before it writes; one that looks dies as often and writes once', async () => {
  expect(await isFound({ folder: () => new BlindingFolder() }, /: \d+ files$/)).toBe(true);
  const { problems } = await playMarketNight(1, { folder: () => new KillingFolder() });
  expect(problems).toEqual([]);
}, 60_000);

test('SIM2: it is noticed when a market acts twice on one TxRefNbr', async () => {
  const truth = (of: Truth) => ({
    ...of,
    effects: new Map([...of.effects].map(([name, all]) => [name, [...all, ...all]])),
  });
  expect(await isFound({ truth }, /2 effects of one TxRefNbr/)).toBe(true);
}, 60_000);

test('SIM3: it is noticed when a console goes on saying that somebody is on who was cut off', async () => {
  const shows = (state: CaseState): CaseState => {
    const { cutOff, power, last } = state;
    if (cutOff === undefined || power !== null) return state;
    const backAt = cutOff.at - 1;
    const was = { level: 'claimed', by: 'customer', backAt, learntAt: backAt } as const;
    return { ...state, power: { ...last, ...was } };
  };
  expect(await isFound({ shows }, /off again, and nobody is told/, CUT_OFF)).toBe(true);
}, 60_000);

test('SIM3: it is noticed when somebody who was cut off is not at the top of the queue', async () => {
  const shows = (state: CaseState): CaseState =>
    state.cutOff === undefined ? state : { ...state, open: false };
  expect(await isFound({ shows }, /not at the top of the queue/, CUT_OFF)).toBe(true);
}, 60_000);

test('SIM3: it is noticed when a console never says that somebody was cut off', async () => {
  const shows = (state: CaseState): CaseState => {
    const { cutOff, ...without } = state;
    return cutOff === undefined ? state : without;
  };
  expect(await isFound({ shows }, /off again, and not at the top of the queue/, SHOWN_ON)).toBe(
    true,
  );
}, 60_000);

test('SIM3: it is noticed when a console has no case of somebody who has paid and was cut off', async () => {
  const shows = (state: CaseState) => (state.opened.source === 'message' ? undefined : state);
  expect(await isFound({ shows }, /off though paid, and there is no case/, NO_CASE)).toBe(true);
}, 60_000);

test('SIM3: it is noticed when a console has somebody at the top of the queue who was cut off, and calls nobody', async () => {
  const calls: BrokenOnPurpose['calls'] = (line) => line.filter(({ kind }) => kind !== 'cutOff');
  const problem = /off again, its evidence is here, and nobody is called/;
  expect(await isFound({ calls }, problem, CUT_OFF)).toBe(true);
}, 60_000);

test('SIM3: it is noticed when a console shows who was cut off, and rings for nobody', async () => {
  const rings: BrokenOnPurpose['rings'] = (urgent) => urgent.filter(({ cutOff }) => !cutOff);
  expect(await isFound({ rings }, /is cut off, and nothing rings/, CUT_OFF)).toBe(true);
}, 60_000);

/** That somebody is off is put away unread; everything else is read. */
class UnreadingFolder extends MemoryFolder {
  override async claim(name: string) {
    const bytes = this.inbox.get(name);
    if (bytes === undefined || !/^(?:106D|306)-/.test(name)) return super.claim(name);
    this.inbox.delete(name);
    this.archived.set(name, bytes);
    return Promise.resolve(ok(null));
  }
}

test('SIM3: it is noticed when the market’s word that somebody is off came and nobody read it', async () => {
  const folder = () => new UnreadingFolder();
  expect(
    await isFound({ folder }, /off again, (?:106D|306)-\d+\.xml came, and nobody is called/),
  ).toBe(true);
}, 60_000);

/** Whoever reads it there reads of one who is off that they are on. */
class LyingFolder extends MemoryFolder {
  override async claim(name: string) {
    const claimed = await super.claim(name);
    if (!claimed.ok || claimed.value === null || !/^(?:106D|306)-/.test(name)) return claimed;
    const text = new TextDecoder().decode(this.claimed.get(name));
    const turned = text
      .replaceAll('106D', '106E')
      .replaceAll('DeEnergisation', 'Energisation')
      .replaceAll('"306"', '"307"')
      .replaceAll('MIM306', 'MIM307')
      .replaceAll('"DR"', '"E"');
    return ok(bytesOf(new TextEncoder().encode(turned)));
  }
}

test('SIM3: it is noticed when the word that somebody is off is read as that they are on', async () => {
  const problem = /off again, its evidence is here, and nobody is called/;
  expect(await isFound({ folder: () => new LyingFolder() }, problem)).toBe(true);
}, 60_000);

/** What is taken out of the inbox is gone. */
class LeakyFolder extends MemoryFolder {
  override async claim(name: string) {
    if (!name.endsWith('3.xml')) return super.claim(name);
    this.inbox.delete(name);
    return Promise.resolve(ok(null));
  }
}

test('SIM4: it is noticed when a file of the market is gone', async () => {
  expect(await isFound({ folder: () => new LeakyFolder() }, /^\S+3\.xml is not kept$/)).toBe(true);
}, 60_000);

/** Read as another file than it is, it is kept and nobody hears of it. */
class DeafFolder extends MemoryFolder {
  override async archive(name: string, day: string) {
    const done = await super.archive(name, day);
    const [first] = this.inbox;
    if (first === undefined) return done;
    const [unread, bytes] = first;
    this.inbox.delete(unread);
    this.archived.set(unread, bytes);
    return done;
  }
}

test('SIM10: it is noticed when a market that died has forgotten what was last done to it', async () => {
  const keeps: BrokenOnPurpose['keeps'] = (told) => told.slice(0, -1);
  expect(await isFound({ keeps }, /the market came back as another one/, DIES)).toBe(true);
}, 60_000);

test('SIM4: it is noticed when a file of the market is put away unread', async () => {
  expect(await isFound({ folder: () => new DeafFolder() }, /taken and never heard/)).toBe(true);
}, 60_000);

test('SIM5: it is noticed when an agent tries nothing again', async () => {
  expect(await isFound({ isTired: true }, /never left|files were left/)).toBe(true);
}, 60_000);

/** A share that is looked for once, was not there, and is not looked for again. */
class LostFolder extends MemoryFolder {
  #isLost = false;

  override waiting(most: number) {
    if (this.#isLost) return Promise.resolve(fail({ is: 'missing' as const, why: 'ENOENT' }));
    return super.waiting(most).then((found) => {
      this.#isLost = !found.ok && found.error.is === 'missing';
      return found;
    });
  }
}

test('SIM5: it is noticed when a folder that came back is still said to be missing', async () => {
  const folder = () => new LostFolder();
  expect(await isFound({ folder }, /the inbox is well and said to be missing/, VANISHES)).toBe(
    true,
  );
}, 60_000);

test('SIM5: it is noticed when an agent tells the consoles of trouble and never that it is over', async () => {
  const problem = /a folder is well, and a console shows otherwise/;
  expect(await isFound({ isGloomy: true }, problem, DIES)).toBe(true);
}, 60_000);

test('SIM6: it is noticed when a case waits for what comes in days', async () => {
  const shows = (state: CaseState): CaseState =>
    state.outcome?.againAt === undefined
      ? state
      : { ...state, outcome: { ...state.outcome, againAt: state.outcome.againAt + 48 * HOUR } };
  expect(await isFound({ shows }, /open, and nothing comes next/)).toBe(true);
}, 60_000);

test('SIM4, SIM7: it is noticed when a desk drops an entry', async () => {
  const takes: BrokenOnPurpose['takes'] = (reply) =>
    reply.entries.length < 3 ? reply : { ...reply, entries: reply.entries.slice(1) };
  expect(await isFound({ takes }, /a desk lacks an entry/)).toBe(true);
  expect(await isFound({ takes }, /consoles differ/)).toBe(true);
}, 60_000);

test('SIM8: it is noticed when no case can be closed', async () => {
  const writes = (drafts: readonly Draft[]) => drafts.filter(({ kind }) => kind !== 'case.closed');
  expect(await isFound({ writes }, /cannot be closed/)).toBe(true);
}, 60_000);

test('SIM9: it is noticed when an agent does not ask what a 017 would double', async () => {
  expect(await isFound({ isBlind: true }, /: sent though (?:e05Waits|onPhone|d05Waits)$/)).toBe(
    true,
  );
}, 60_000);

test('SIM12, BF19: it is noticed when plans past the hub are made as if nobody knew what had failed', async () => {
  const problem = /a 017 of ours beside one that nobody spoke of/;
  expect(await isFound({ plansFor: null }, problem, UNSPOKEN)).toBe(true);
}, 60_000);

test('SIM12, BF19: it is noticed when a 017 goes at the hub of which nobody said that none had left us', async () => {
  const problem = /a 017 of ours beside one that nobody spoke of/;
  const ways = { ...shippedWays, point: 7 } as const;
  expect(await isFound({ plansFor: null }, problem, 1, ways)).toBe(true);
  // As it is planned, in a night in which the other one was sent.
  expect((await playMarketNight(2, {}, ways)).problems).toEqual([]);
}, 60_000);

/** It reads the market's list of the day as one that has another message in the place of its first. */
class MisreadingFolder extends MemoryFolder {
  override async claim(name: string) {
    const claimed = await super.claim(name);
    if (!claimed.ok || claimed.value === null || !name.startsWith('603-')) return claimed;
    const text = new TextDecoder().decode(this.claimed.get(name));
    const other = text.replace(/(<TransactionDetails .*TxRefNbr=")[^"]+/, '$1other');
    return ok(bytesOf(new TextEncoder().encode(other)));
  }
}

test('SIM11: it is noticed when the market’s list of the day is read as another one', async () => {
  const folder = () => new MisreadingFolder();
  expect(await isFound({ folder }, /the day’s list is another one here/)).toBe(true);
}, 60_000);

test('SIM15, FIX71: it is noticed when the list of a day that is not over is taken for the list of that day', async () => {
  const writes = (drafts: readonly Draft[]) =>
    drafts.map((each) => {
      const { subject, kind, body } = each;
      if (kind !== 'daily.listed' || typeof body.text !== 'string') return each;
      const listed = openBody(body.text) as EventBody<'daily.listed'>;
      return draft(subject, kind, { ...listed, madeAt: firstDay.ends }, { salt: 'later' });
    });
  expect(await isFound({ writes }, /by what the list of a day lacks that goes on/)).toBe(true);
}, 60_000);

/** Each part says of itself that it is the whole list. */
class PartialFolder extends MemoryFolder {
  override async claim(name: string) {
    const claimed = await super.claim(name);
    if (!claimed.ok || claimed.value === null || !name.startsWith('603-')) return claimed;
    const text = new TextDecoder().decode(this.claimed.get(name));
    const whole = text
      .replace(/SequenceNumber="\d+"/, 'SequenceNumber="1"')
      .replace(/SequenceTotal="\d+"/, 'SequenceTotal="1"');
    return ok(bytesOf(new TextEncoder().encode(whole)));
  }
}

test('SIM14, FIX56: it is noticed when half of the day’s list is taken for whole', async () => {
  const folder = () => new PartialFolder();
  expect(await isFound({ folder }, /half of the day’s list is taken for whole/, HALF)).toBe(true);
}, 60_000);

test('SIM11, FIX20: it is noticed when a 017 whose answer was heard stands among strangers', async () => {
  const hears: BrokenOnPurpose['hears'] = (fix) => ({
    ...fix,
    heard: fix.heard.map(({ original: _named, ...heard }) => heard),
  });
  expect(await isFound({ hears }, /a stranger, and we had word of it/)).toBe(true);
}, 60_000);

test('SIM11, FIX20: it is noticed when one of ours that the market does not list is not missed', async () => {
  const hears: BrokenOnPurpose['hears'] = (fix) => ({ ...fix, items: [] });
  expect(await isFound({ hears }, /ours, and not missed though not listed/, MISSED)).toBe(true);
}, 60_000);
