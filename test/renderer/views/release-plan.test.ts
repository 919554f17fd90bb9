import { expect, test } from 'vitest';
import { english } from '../../../renderer/i18n/words.tsx';
import { conflictsFirst, conflictsOf, countsOf } from '../../../renderer/views/release-plan.ts';
import type { BackFixStep } from '../../../shared/domain/back-fix-step.ts';
import type { Clash } from '../../../shared/domain/case.ts';
import { must } from '../../../shared/lib/check.ts';
import { Desks } from '../../shared/domain/desks.ts';
import { evening, World } from '../../shared/domain/world.ts';

const step = (
  type: BackFixStep['type'],
  owner: BackFixStep['owner'] = 'supplier',
  channel: BackFixStep['channel'] = 'emma',
): BackFixStep => ({
  type,
  owner,
  channel,
  proof: ['603'],
  because: 'never017',
  point: 7,
  txRefNbr: null,
  reference: null,
});

/** A customer whom two desks have rung Networks about without knowing of each other. */
function clashed(): Clash {
  const desks = new Desks();
  const subject = 'mprn:10012345678';
  desks.run('Aoife', {
    do: 'report',
    mprn: '10012345678',
    source: 'call',
    noticedAt: 0,
    facts: {},
  });
  desks.hears('Brian');
  desks.run('Aoife', { do: 'startCall', subject, to: 'networks' });
  desks.run('Brian', { do: 'startCall', subject, to: 'networks' });
  return must(desks.caseOf(subject)?.clash, 'they worked apart');
}

function rowsOf() {
  const world = new World();
  const row = (mprn: string, steps: readonly BackFixStep[], clash: Clash | null = null) => ({
    key: `mprn:${mprn}`,
    mprn,
    steps,
    state: { ...world.case(must(world.report(mprn, 30), 'a case')), clash },
    fix: undefined,
  });
  return [
    row('10000000017', [step('send017')]),
    row('10000000025', [step('cancelD05', 'esbn', 'phone'), step('send017')]),
    row('10000000033', [step('sendAgain017')]),
    row('10000000041', [step('letWaiting017Run')], clashed()),
  ];
}

test('FIX44: a release is counted by type, owner and channel, what holds back the rest first', () => {
  const steps = [
    ...rowsOf().flatMap((row) => row.steps),
    step('cancelD05', 'esbn', 'phone'),
    step('cancelD05', 'supplier', 'emma'),
    step('send017', 'supplier', 'webform'),
  ];
  const lines = countsOf(steps).map(({ type, owner, channel, count }) =>
    [type, owner, channel, count].join(' '),
  );
  expect(lines).toEqual([
    'cancelD05 esbn phone 2',
    'cancelD05 supplier emma 1',
    'send017 supplier emma 3',
    'send017 supplier webform 1',
    'letWaiting017Run supplier emma 1',
  ]);
});

test('FIX45: whatever conflicts is looked at and written first: two desks, then who is warned about, then what must be settled first', () => {
  const rows = rowsOf();
  const warned = new Map([['mprn:10000000033', ['alreadyOn'] as const]]);
  expect(conflictsFirst(rows, warned).map(({ mprn }) => mprn.slice(-2))).toEqual([
    '41',
    '33',
    '25',
    '17',
  ]);
  const told = conflictsOf(rows, warned, english, evening).map(({ mprn, words }) => [mprn, words]);
  expect(told).toEqual([
    [
      '10000000041',
      expect.stringMatching(/^Two desks rang Networks about this customer\. .*Aoife.*Brian/),
    ],
    ['10000000033', 'The market says that the power is on.'],
  ]);
});
