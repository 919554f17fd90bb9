// Answers as the market may write them: with the business reference, which all attempts share, and
// without the number of the message that they answer, which is our own guess.
import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { planBackFix, shippedPlan } from '../../../shared/domain/back-fix.ts';
import { subjectOf } from '../../../shared/domain/case.ts';
import type { DomainEvent } from '../../../shared/domain/events.ts';
import { fixSubject, foldFix, needsAsking } from '../../../shared/domain/fix.ts';
import { proposals } from '../../../shared/domain/proposals.ts';
import type { FixItem } from '../../../shared/domain/fix-item.ts';
import type { OutstandingMessage } from '../../../shared/domain/outstanding.ts';
import { planOf } from '../../../shared/domain/recovery-plan.ts';
import { recoveryOf, stillWaiting } from '../../../shared/domain/recovery.ts';
import { must } from '../../../shared/lib/check.ts';
import { answerFrom } from '../../../shared/market/answers.ts';
import { readXml } from '../../../shared/market/xml.ts';
import { listOf } from './lists.ts';
import { evening, noneLeft, World } from './world.ts';

const MPRN = '10934478153';
const SUBJECT = subjectOf(MPRN);
const KEY = 'send017/1';
const MIN = 60_000;

interface Body {
  readonly reference?: string | null;
  readonly original?: string | null;
  /** Of a 131. */
  readonly status?: string;
}

const elements = {
  '117R': 'MIM117R_MeterPointStatusRequestRejection',
  '131': 'MIM131_FieldworkStatus',
} as const;

let numbers = 0;
/** Written as the market would, read as a file of its is. */
function brought(
  world: World,
  type: keyof typeof elements,
  { reference = null, original = null, status }: Body,
  at = world.now,
) {
  const named = (name: string, value: string | null | undefined) =>
    value ? ` ${name}="${value}"` : '';
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<ieXMLDocument><MessageHeader MessageTypeCode="${type}" TxRefNbr="answer-${(numbers += 1)}"
 MarketTimestamp="${new Date(at).toISOString()}" SenderID="ESB" RecipientID="ABC"/>
<${elements[type]} MPRN="${MPRN}"${named('MPBusinessReference', reference)}${named('OriginalTxRefNbr', original)}${named('StatusCode', status)}/></ieXMLDocument>`;
  const read = readXml(text, 'utc');
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const from = must(answerFrom(read.value.message, 'utc', 'a.xml'), 'it is an answer');
  return world.run({
    do: 'hear',
    answers: [{ mprn: must(from.mprn, 'it says whose'), answer: from.answer }],
  });
}

function restored(facts: Parameters<World['report']>[2] = { openD05: 'no' }) {
  const world = new World();
  world.report(MPRN, 30, { ...noneLeft, ...facts });
  world.now += 5 * MIN;
  const back = { level: 'claimed', by: 'customer', backAt: world.now } as const;
  world.run({ do: 'power', subject: SUBJECT, ...back, learntAt: world.now });
  world.now += 5 * MIN;
  return world;
}

function released() {
  const world = restored();
  const { steps } = planBackFix(world.case(SUBJECT), 7, shippedPlan);
  world.run({ do: 'releaseFixes', items: [{ mprn: MPRN, steps }], outOf: 1, mostShare: 0.5 });
  return world;
}

const item = (world: World, key = KEY): FixItem =>
  must(
    world.fix(MPRN).items.find((each) => each.key === key),
    `${key} was released`,
  );

function handOver(world: World) {
  world.now += MIN;
  return world.run({
    do: 'handOver',
    fixes: [{ mprn: MPRN, key: KEY }],
    channel: 'emma',
    file: 'a.xml',
  });
}

function retry(world: World) {
  world.now += MIN;
  return world.run({ do: 'retryFix', mprn: MPRN, key: KEY });
}

/** By its business reference alone. */
function refuse(world: World, type: keyof typeof elements = '117R', at = world.now) {
  const reference = item(world).businessReference;
  return brought(world, type, { reference, ...(type === '131' ? { status: 'CANC' } : {}) }, at);
}

describe('an answer that names the business reference alone', () => {
  test.each(['117R', '131'] as const)(
    'FIX7: a %s of the attempt before says nothing of the next one, which waits, goes and is rejected by its own',
    (type) => {
      const world = released();
      const numbersMade = new Set<string | null>();
      for (const attempt of [1, 2, 3, 4]) {
        expect(item(world)).toMatchObject({ attempt, standing: 'released', reason: null });
        numbersMade.add(item(world).txRefNbr);
        handOver(world);
        expect(item(world).standing).toBe('handed');
        expect(world.run({ do: 'retryFix', mprn: MPRN, key: KEY })).toEqual({
          code: 'notRejected',
        });
        world.now += MIN;
        refuse(world, type);
        expect(item(world)).toMatchObject({ attempt, standing: 'rejected' });
        retry(world);
      }
      expect(numbersMade.size).toBe(4);
      expect(item(world)).toMatchObject({ attempt: 5, standing: 'released', discrepancies: [] });
    },
  );

  test('FIX67: a word of before this one left is about the one before, whenever it is heard', () => {
    const world = released();
    handOver(world);
    world.now += MIN;
    refuse(world, '131');
    const crossing = world.now;
    retry(world);
    // Rejected and cancelled have crossed; it waits with us, and nothing of it can be rejected.
    refuse(world, '117R', crossing);
    expect(item(world).standing).toBe('released');
    world.now += 10 * MIN;
    handOver(world);
    refuse(world, '117R', crossing);
    expect(item(world).standing).toBe('handed');
    expect(world.run({ do: 'retryFix', mprn: MPRN, key: KEY })).toEqual({ code: 'notRejected' });
  });

  test('FIX67: what may be of either is asked about, makes no number, and holds up nothing', () => {
    const doubted = () => {
      const world = released();
      handOver(world);
      world.now += MIN;
      refuse(world, '131');
      retry(world);
      handOver(world);
      world.now += MIN;
      refuse(world, '117R');
      return world;
    };
    const world = doubted();
    expect(item(world)).toMatchObject({ standing: 'outcomeUnknown', doubt: { why: 'ofEither' } });
    expect(needsAsking(item(world), world.now, 60 * MIN)).toBe(true);
    expect(world.run({ do: 'retryFix', mprn: MPRN, key: KEY })).toEqual({ code: 'notRejected' });
    const asked = { do: 'askedFix', mprn: MPRN, key: KEY, how: 'call', person: 'Niamh' } as const;
    world.now += MIN;
    world.run({ ...asked, found: 'unknown' });
    expect(item(world).standing).toBe('outcomeUnknown');
    world.run({ ...asked, found: 'arrived' });
    expect(item(world).standing).toBe('handed');
    // Rejected by its own later on, it is rejected.
    world.now += 10 * MIN;
    refuse(world, '117R');
    expect(item(world).standing).toBe('rejected');

    const gone = doubted();
    gone.run({ ...asked, found: 'notArrived' });
    expect(item(gone)).toMatchObject({ standing: 'released', attempt: 2 });

    const told = doubted();
    // Asked in writing, the market says of which.
    told.now += MIN;
    brought(told, '131', { original: item(told).txRefNbr, status: 'CANC' });
    expect(item(told).standing).toBe('rejected');
  });

  test('FIX67: by a clock of the market that is a little behind it is asked about, and by one that is far behind it waits', () => {
    const rejectedBy = (behind: number) => {
      const world = released();
      handOver(world);
      world.now += MIN;
      refuse(world);
      retry(world);
      handOver(world);
      world.now += MIN;
      refuse(world, '117R', world.now - behind);
      return item(world).standing;
    };
    expect(rejectedBy(0)).toBe('rejected');
    expect(rejectedBy(3 * MIN)).toBe('outcomeUnknown');
    expect(rejectedBy(30 * MIN)).toBe('handed');
  });

  test('FIX67: nor does it take the next one out of the list of what waits', () => {
    const world = released();
    handOver(world);
    const row = (): OutstandingMessage => ({
      mprn: MPRN,
      reason: 'E05',
      txRefNbr: item(world).txRefNbr,
      businessReference: item(world).businessReference,
      sentAt: item(world).released.at,
      state: 'queuedInEmma',
      paidAt: null,
    });
    const left = () =>
      stillWaiting(listOf(row()), (mprn) => world.fix(mprn), [world.case(SUBJECT)]);
    world.now += MIN;
    refuse(world);
    expect(left()).toEqual([]);
    retry(world);
    expect(left()).toEqual([row()]);
    handOver(world);
    world.now += MIN;
    refuse(world);
    expect(left()).toEqual([]);
  });

  test('FIX67: rejected at the gateway nothing else is said of it: what is heard of the next one is its own', () => {
    const world = released();
    handOver(world);
    world.now += MIN;
    world.run({
      do: 'hear',
      answers: [
        {
          mprn: MPRN,
          answer: {
            type: '601',
            tells: 'rejectedAtGateway',
            txRefNbr: 'at-the-gateway',
            at: world.now,
            original: must(item(world).txRefNbr, 'it is a message'),
          },
        },
      ],
    });
    retry(world);
    handOver(world);
    world.now += MIN;
    refuse(world);
    expect(item(world)).toMatchObject({ attempt: 2, standing: 'rejected' });
  });

  test('FIX67: in whatever order the entries come, and by a clock that has lost its order, every desk says the same and makes no number blindly', () => {
    const world = released();
    handOver(world);
    world.now += MIN;
    refuse(world);
    retry(world);
    handOver(world);
    const events = world.events(fixSubject(MPRN));
    const standing = (of: readonly DomainEvent[]) => {
      const sorted = [...of].sort((one, other) => (one.stamp < other.stamp ? -1 : 1));
      return must(foldFix(sorted), 'it was released').items[0]?.standing;
    };
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...events], { minLength: events.length }),
        fc.integer({ min: -40, max: 40 }),
        (order, shift) => {
          // Whoever heard the answer wrote it by another clock.
          const heard = must(
            events.find(({ kind }) => kind === 'market.heard'),
            'heard',
          );
          const time = Math.max(0, heard.recordedAt + shift * MIN);
          const stamp = time.toString(36).padStart(9, '0') + heard.stamp.slice(9);
          const moved = order.map((each) =>
            each.id === heard.id ? { ...each, stamp, recordedAt: time } : each,
          );
          expect(standing(moved)).toBe('handed');
        },
      ),
    );
  });
});

/** A D05 that waits at the hub, as EMMA's list has it. */
const d05 = (about: Partial<OutstandingMessage> = {}): OutstandingMessage => ({
  mprn: MPRN,
  reason: 'D05',
  txRefNbr: 'the-d05',
  businessReference: 'THEIRS-1',
  sentAt: evening - 20 * MIN,
  state: 'atHub',
  paidAt: null,
  ...about,
});

/** Released as the list makes the plan. */
function stopping(...messages: readonly OutstandingMessage[]) {
  const world = restored({ openD05: 'yes' });
  const list = listOf(...messages);
  const [row] = recoveryOf({
    list: { ...list, messages: stillWaiting(list, () => undefined, []) },
    states: [world.case(SUBJECT)],
    requests: [],
  });
  const steps = planOf(must(row, 'it has a row'), 7, shippedPlan);
  world.run({ do: 'releaseFixes', items: [{ mprn: MPRN, steps }], outOf: 1, mostShare: 0.5 });
  const waits = () =>
    stillWaiting(list, (mprn) => world.fix(mprn), [world.case(SUBJECT)]).map(
      ({ txRefNbr }) => txRefNbr,
    );
  const cancels = () =>
    world.fix(MPRN).items.flatMap(({ type, standing }) => (type === 'cancelD05' ? standing : []));
  return { world, waits, cancels };
}

const CANCEL = 'cancelD05/1';
const cancelled = { reference: 'THEIRS-1', status: 'CANC' } as const;

describe('a 131 that says of a D05 that it is cancelled', () => {
  test.each([
    ['by the TxRefNbr', { original: 'the-d05', status: 'CANC' }, 'txRefNbr'],
    ['by the business reference alone', cancelled, 'businessReference'],
  ] as const)('FIX68: %s it proves that the D05 is stopped', (_, body, matched) => {
    const { world, waits, cancels } = stopping(d05());
    expect(cancels()).toEqual(['released']);
    world.now += MIN;
    brought(world, '131', body);
    expect(item(world, CANCEL)).toMatchObject({
      standing: 'proved',
      proved: { by: '131', matchedBy: matched },
    });
    expect(waits()).toEqual([]);
  });

  test('FIX68: one that is open, or has another reference, stops nothing', () => {
    const { world, waits, cancels } = stopping(d05());
    world.now += MIN;
    brought(world, '131', { reference: 'THEIRS-1', status: 'OPEN' });
    brought(world, '131', { reference: 'THEIRS-2', status: 'CANC' });
    expect(cancels()).toEqual(['released']);
    expect(waits()).toEqual(['the-d05']);
  });

  test.each([
    ['D05', 'the-other-d05'],
    ['E05', 'the-e05'],
  ])('FIX68: where a %s has the same reference it stops neither', (reason, txRefNbr) => {
    const { world, waits, cancels } = stopping(d05(), d05({ reason, txRefNbr }));
    world.now += MIN;
    brought(world, '131', cancelled);
    expect(new Set(cancels())).toEqual(new Set(['released']));
    expect(waits()).toEqual(['the-d05', txRefNbr]);
    expect(proposals(world.fix(MPRN), world.caseOf(SUBJECT))).toEqual([]);
    // Its own number tells it from the other.
    brought(world, '131', { original: 'the-d05', status: 'CANC' });
    expect(item(world, CANCEL).standing).toBe('proved');
    expect(waits()).toEqual([txRefNbr]);
  });

  test('FIX68: two D05s that were released apart under one reference are told apart by nothing else', () => {
    const world = restored({ openD05: 'yes' });
    for (const [index, txRefNbr] of ['the-d05', 'the-other-d05'].entries()) {
      const [step] = planBackFix(world.case(SUBJECT), 7, shippedPlan).steps;
      const named = { ...must(step, 'it is planned'), txRefNbr, businessReference: 'THEIRS-1' };
      world.run({
        do: 'releaseFixes',
        items: [{ mprn: MPRN, steps: [named] }],
        outOf: 1,
        mostShare: 0.5,
      });
      world.now += MIN;
      brought(world, '131', cancelled);
      expect(world.fix(MPRN).items.map(({ standing }) => standing)).toEqual(
        index === 0 ? ['proved'] : ['released', 'released'],
      );
    }
  });

  test('FIX68: of before the release it may be about an earlier D05 under that reference: a person says so', () => {
    const { world, waits, cancels } = stopping(d05());
    world.now += MIN;
    brought(world, '131', cancelled, world.now - 60 * MIN);
    expect(cancels()).toEqual(['released']);
    expect(waits()).toEqual(['the-d05']);
    const [proposed] = proposals(world.fix(MPRN), world.caseOf(SUBJECT));
    const { heard } = must(proposed, 'it is proposed');
    world.run({
      do: 'acceptProofs',
      proofs: [{ mprn: MPRN, key: CANCEL, of: heard.entry, reference: heard.txRefNbr }],
    });
    expect(cancels()).toEqual(['proved']);
    expect(proposals(world.fix(MPRN), world.caseOf(SUBJECT))).toEqual([]);
  });

  test('FIX33: no person can take one that is open, or is about another message, for the proof', () => {
    const { world } = stopping(d05());
    world.now += MIN;
    brought(world, '131', { original: 'another', status: 'CANC' });
    brought(world, '131', { original: 'the-d05', status: 'OPEN' });
    brought(world, '131', { status: 'HELD' });
    const codes = world.fix(MPRN).heard.map(({ entry: of }) => {
      const prove = { do: 'proveFix', mprn: MPRN, key: CANCEL, by: '131', of } as const;
      return world.run(prove);
    });
    expect(codes).toEqual([
      { code: 'proofOfAnother' },
      { code: 'proofNotCancelled' },
      { code: 'proofNotCancelled' },
    ]);
    expect(item(world, CANCEL).standing).toBe('released');
    // With no number at all a person may say of which it is.
    brought(world, '131', { status: 'CANC' });
    const of = must(world.fix(MPRN).heard.at(-1), 'it was heard').entry;
    world.run({ do: 'proveFix', mprn: MPRN, key: CANCEL, by: '131', of });
    expect(item(world, CANCEL)).toMatchObject({ standing: 'proved', proved: { by: '131' } });
  });
});
