// What a word of the market is worth: of which time it is, whether it names anything of ours, and what a
// payment that becomes known later makes of it.
import { expect, test } from 'vitest';
import { planBackFix, shippedPlan } from '../../../shared/domain/back-fix.ts';
import { subjectOf } from '../../../shared/domain/case.ts';
import { isReady } from '../../../shared/domain/closing.ts';
import type { Answered } from '../../../shared/domain/evidence.ts';
import { rankOf } from '../../../shared/domain/triage.ts';
import { answerFrom } from '../../../shared/market/answers.ts';
import type { Message } from '../../../shared/market/messages.ts';
import { World } from './world.ts';

const MPRN = '10934478153';
const SUBJECT = subjectOf(MPRN);
const MIN = 60_000;
const DAY = 24 * 60 * MIN;

function off(): World {
  const world = new World();
  world.report(MPRN, 30, { openD05: 'no' });
  world.now += 10 * MIN;
  return world;
}

function restored(): World {
  const world = off();
  const at = world.now;
  const told = { level: 'claimed', by: 'customer', backAt: at, learntAt: at } as const;
  world.run({ do: 'power', subject: SUBJECT, ...told });
  world.now += 5 * MIN;
  return world;
}

let answers = 0;
function hear(world: World, answer: Partial<Answered>) {
  world.now += MIN;
  const txRefNbr = `answer-${(answers += 1)}`;
  const whole = { type: '307', tells: 'energised', txRefNbr, at: world.now, ...answer } as const;
  return world.run({ do: 'hear', answers: [{ mprn: MPRN, answer: whole }] });
}

/** As it comes out of a file. */
function read(world: World, type: '307' | '306', body: object): Answered {
  const header = {
    MarketTimestamp: world.now,
    TxRefNbr: `read-${(answers += 1)}`,
    SenderID: 'ESB',
  };
  const message = { type, header, body: { MPRN, ...body }, lines: [] } as unknown as Message;
  const found = answerFrom(message, 'utc');
  if (found === null) throw new Error('it is an answer');
  return found.answer;
}

const closing = (world: World, operator = 'Aoife') => {
  const plan = planBackFix(world.case(SUBJECT), 7, shippedPlan).steps;
  const fix = world.fixes().find(({ mprn }) => mprn === MPRN);
  return isReady(world.case(SUBJECT), fix, plan, operator).is;
};

test('FIX57: a word that names nothing of ours says that the power is back, and alone closes nothing without another person', () => {
  const world = off();
  hear(world, { businessReference: 'THEIRS' });
  expect(world.case(SUBJECT).power).toMatchObject({ level: 'claimed', by: 'message' });
  expect(closing(world)).toBe('needsSecond');
  const backAt = world.now;
  const told = { level: 'confirmed', by: 'customer', backAt, learntAt: backAt } as const;
  world.run({ do: 'power', subject: SUBJECT, ...told });
  expect(closing(world)).toBe('ready');
});

test('FIX57: beside a person’s word it confirms, and so does one that names our message or our call', () => {
  const beside = restored();
  hear(beside, { businessReference: 'THEIRS' });
  expect([beside.case(SUBJECT).power?.level, closing(beside)]).toEqual(['confirmed', 'ready']);
  const named = off();
  const message017 = { reason: 'E05', txRefNbr: 'waits', state: 'queuedInEmma' } as const;
  named.run({ do: 'learn', subject: SUBJECT, facts: { message017 } });
  hear(named, { original: 'waits' });
  expect(named.case(SUBJECT).power?.level).toBe('confirmed');
  const called = off();
  called.run({ do: 'claim', subject: SUBJECT, takeOver: true });
  called.run({ do: 'startCall', subject: SUBJECT, to: 'networks' });
  called.run({ do: 'outcome', subject: SUBJECT, outcome: 'noAnswer' });
  const given = called.case(SUBJECT).requests[0]?.reference ?? 'none';
  hear(called, { networksReference: given });
  expect([given === 'none', called.case(SUBJECT).power?.level]).toEqual([false, 'confirmed']);
});

test('FIX58: a day that was over before this round began says nothing of it, on or off, whenever the message came', () => {
  const world = off();
  hear(world, read(world, '307', { EffectiveFromDate: '2026-11-16' }));
  expect(world.case(SUBJECT).power).toBeNull();
  hear(world, read(world, '307', { EffectiveFromDate: '2026-11-21' }));
  expect(world.case(SUBJECT).power?.by).toBe('message');
  const back = restored();
  hear(back, read(back, '306', { EffectiveFromDate: '2026-11-19' }));
  expect([back.case(SUBJECT).power?.by, back.case(SUBJECT).cutOff]).toEqual([
    'customer',
    undefined,
  ]);
});

test('FIX58: midnight is how a day is written, and says no time of a cut-off', () => {
  for (const EffectiveFromDate of ['2026-11-21', '2026-11-21T00:00:00', '2026-11-21T00:00:00Z']) {
    const world = restored();
    hear(world, read(world, '306', { EffectiveFromDate }));
    expect([world.case(SUBJECT).power, world.case(SUBJECT).cutOff?.type]).toEqual([null, '306']);
  }
});

test('FIX59: a word of a time that is far off says what is so by now, and silences no cut-off that comes after it', () => {
  const world = restored();
  hear(world, { at: Date.parse('2099-01-01T00:00:00Z') });
  const { power } = world.case(SUBJECT);
  expect(power?.backAt).toBeLessThanOrEqual(world.now);
  world.now += 10 * MIN;
  hear(world, { type: '306', tells: 'deEnergised' });
  expect(world.case(SUBJECT)).toMatchObject({ power: null, cutOff: { type: '306' } });
});

test('FIX66: on and off in one moment is off: a line that runs has both within a second', () => {
  for (const order of [
    ['energised', 'deEnergised'],
    ['deEnergised', 'energised'],
  ] as const) {
    const world = restored();
    const at = world.now;
    for (const tells of order)
      hear(world, { type: tells === 'energised' ? '307' : '306', tells, at });
    expect(world.case(SUBJECT)).toMatchObject({ power: null, open: true, cutOff: { type: '306' } });
    expect(rankOf(world.summary(SUBJECT))).toBe(0);
  }
});

test('FIX61: whoever the market had said to be off is alarmed as soon as a list says that they had paid before', () => {
  const world = new World();
  const sentAt = world.now - DAY;
  const paidAt = world.now - 20 * MIN;
  const message = {
    mprn: MPRN,
    reason: 'D05',
    txRefNbr: 'the-d05',
    businessReference: null,
    sentAt,
    state: 'atHub',
    paidAt: null,
  } as const;
  const list = (paid: number | null) =>
    world.run({
      do: 'listOutstanding',
      file: 'list.csv',
      asOf: world.now,
      messages: [{ ...message, paidAt: paid }],
    });
  list(null);
  hear(world, { type: '306', tells: 'deEnergised', original: 'the-d05' });
  expect(world.caseOf(SUBJECT)).toBeUndefined();
  world.now += 10 * MIN;
  list(paidAt);
  expect(world.case(SUBJECT)).toMatchObject({
    open: true,
    power: null,
    opened: { source: 'message' },
    facts: { paidAt },
    cutOff: { type: '306' },
  });
  expect(rankOf(world.summary(SUBJECT))).toBe(0);
  const before = world.entries.length;
  list(paidAt);
  expect(world.entries.length - before).toBe(1);
  const later = new World();
  hear(later, { type: '306', tells: 'deEnergised', at: later.now - 60 * MIN });
  later.run({
    do: 'listOutstanding',
    file: 'l',
    asOf: later.now,
    messages: [{ ...message, paidAt: later.now }],
  });
  expect(later.caseOf(SUBJECT)).toBeUndefined();
});
