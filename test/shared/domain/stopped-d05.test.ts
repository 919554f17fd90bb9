// One decision for whoever asks: the groups of the recovery, what an export spoke of, the watch, the
// replay guard, what is to be taken out, and what keeps a case open.
import { describe, expect, test } from 'vitest';
import { shippedPlan } from '../../../shared/domain/back-fix.ts';
import type { BackFixStep } from '../../../shared/domain/back-fix-step.ts';
import { remaining } from '../../../shared/domain/closing.ts';
import type { Facts } from '../../../shared/domain/facts.ts';
import type { OutstandingList, OutstandingMessage } from '../../../shared/domain/outstanding.ts';
import { planOf } from '../../../shared/domain/recovery-plan.ts';
import { isWatched, recoveryOf } from '../../../shared/domain/recovery.ts';
import { replayWarnings } from '../../../shared/domain/replay-guard.ts';
import { toTakeOut } from '../../../shared/domain/take-out.ts';
import { must } from '../../../shared/lib/check.ts';
import { listOf } from './lists.ts';
import { evening, World } from './world.ts';

const MPRN = '10934478153';
const MIN = 60_000;

const d05 = (more: Partial<OutstandingMessage> = {}): OutstandingMessage => ({
  mprn: MPRN,
  reason: 'D05',
  txRefNbr: 'd05-1',
  businessReference: null,
  sentAt: evening - 90 * MIN,
  state: 'atHub',
  paidAt: null,
  ...more,
});

const cancel = (txRefNbr: string | null): BackFixStep => ({
  type: 'cancelD05',
  owner: 'esbn',
  channel: 'phone',
  proof: ['131', 'namedPerson'],
  because: 'd05Waiting',
  point: 7,
  txRefNbr,
  reference: null,
});

const send: BackFixStep = {
  ...cancel(null),
  type: 'send017',
  owner: 'supplier',
  channel: 'emma',
  proof: ['106E or 307'],
  because: 'never017',
};

/** Put back by phone, and a D05 of theirs was stopped: by a person's word, or by the market's own. */
function stopped(
  about: string | null,
  {
    facts = { openD05: 'yes' },
    by = 'person',
  }: { readonly facts?: Facts; readonly by?: 'person' | 'market' } = {},
) {
  const world = new World();
  const subject = world.report(MPRN, 60, facts);
  const power = { level: 'claimed', by: 'customer', backAt: world.now } as const;
  world.run({ do: 'power', subject, ...power, learntAt: world.now });
  const items = [{ mprn: MPRN, steps: [cancel(about), send] }];
  world.run({ do: 'releaseFixes', items, outOf: 1, mostShare: 1 });
  world.now += 10 * MIN;
  if (by === 'person')
    world.run({
      do: 'proveFix',
      mprn: MPRN,
      key: 'cancelD05/1',
      by: 'namedPerson',
      person: 'Sean',
    });
  else {
    const said = { type: '131', tells: 'requestStatus', status: 'cancelled' } as const;
    const answer = { ...said, txRefNbr: 'a-131', at: world.now, original: about ?? '' };
    world.run({ do: 'hear', answers: [{ mprn: MPRN, answer }] });
  }
  const at = world.now;
  world.now += 10 * MIN;
  /** What each of the six says of the D05. */
  const look = (list: OutstandingList | null) => {
    const fix = world.fix(MPRN);
    const state = world.case(subject);
    const known = { list, states: [state], requests: world.requests(), fixOf: () => fix };
    const row = must(recoveryOf(known)[0], 'each case has a row');
    const planned = planOf(row, 7, shippedPlan);
    const steps = remaining(planned, fix, state);
    const item = must(
      fix.items.find(({ type }) => type === 'send017'),
      'it was released',
    );
    const replay = { mprn: MPRN, item, fix, state, list, requests: [] };
    return {
      cutsOff: row.group === 'cutOff',
      isD05Over: row.isD05Over,
      isWatched: isWatched({ ...row, fix }),
      warns: replayWarnings(replay).some(({ is }) => is === 'd05Waits'),
      toTakeOut: toTakeOut({ ...row, planned, fix }).length,
      toStop: steps.filter(({ type }) => type === 'cancelD05').length,
    };
  };
  const older = (...of: readonly OutstandingMessage[]) => ({ ...listOf(...of), asOf: at - MIN });
  const newer = (...of: readonly OutstandingMessage[]) => ({ ...listOf(...of), asOf: at + MIN });
  return { look, older, newer };
}

const runsNot = { cutsOff: false, isWatched: false, warns: false, toTakeOut: 0, toStop: 0 };
const waits = { cutsOff: true, isWatched: true, warns: true, isD05Over: false, toStop: 1 };

describe('BF16, GUARD9, REPLAY4: a person’s word that a D05 is stopped', () => {
  test.each([
    ['with its name', 'd05-1', 'd05-1'],
    ['with no name known', null, 'd05-1'],
    ['with no name on the list', 'd05-1', null],
    ['with no name anywhere', null, null],
  ] as const)(
    '%s, stands against an older list, and not against a newer one that still has it',
    (...of) => {
      const [, about, txRefNbr] = of;
      const { look, older, newer } = stopped(about);
      expect(look(null)).toMatchObject({ ...runsNot, isD05Over: true });
      expect(look(older(d05({ txRefNbr })))).toMatchObject(runsNot);
      expect(look(newer(d05({ txRefNbr })))).toMatchObject({ ...waits, toTakeOut: 0 });
      const inEmma = d05({ txRefNbr, state: 'queuedInEmma' });
      expect(look(older(inEmma))).toMatchObject(runsNot);
      expect(look(newer(inEmma))).toMatchObject({ ...waits, toTakeOut: 1 });
    },
  );

  test('stands where the newer list has it no more, also of one that is past EMMA and in no list', () => {
    const message017 = { reason: 'D05', txRefNbr: 'd05-1', state: 'atHub' } as const;
    const { look, newer } = stopped('d05-1', { facts: { openD05: 'yes', message017 } });
    expect(look(null)).toMatchObject({ ...runsNot, isD05Over: true });
    expect(look(newer())).toMatchObject({ ...runsNot, isD05Over: true });
  });

  test('says nothing of another D05, nor of one that was sent after it', () => {
    const { look, older } = stopped('d05-1');
    expect(look(older(d05(), d05({ txRefNbr: 'd05-2' })))).toMatchObject(waits);
    const unnamed = stopped(null);
    const late = d05({ sentAt: evening + 60 * MIN });
    expect(unnamed.look(unnamed.older(late))).toMatchObject(waits);
    // A reconnection is no D05, and waits on.
    const e05 = { ...d05({ txRefNbr: 'e05' }), reason: 'E05' };
    expect(unnamed.look(unnamed.older(e05))).toMatchObject({ cutsOff: false, isD05Over: true });
  });
});

test('BF16: the market’s own word of a message stands against any list, and says nothing of one with no name on a newer one', () => {
  const { look, newer } = stopped('d05-1', { by: 'market' });
  expect(look(newer(d05()))).toMatchObject({ ...runsNot, isD05Over: true });
  expect(look(newer(d05({ txRefNbr: null })))).toMatchObject(waits);
});
