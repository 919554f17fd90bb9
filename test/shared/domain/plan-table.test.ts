// The planner's golden table: every point of failure in both shapes of failure, as a person reads it.
// It stands in SPEC; `BACKSTOP_WRITE_SPEC=1` writes it there anew when the planner means to differ.
import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { english } from '../../../renderer/i18n/words.tsx';
import { becauseWords, failedPoint, sharedBecause } from '../../../renderer/views/because-words.ts';
import { planBackFix, shippedPlan, type BackFixPlan } from '../../../shared/domain/back-fix.ts';
import { failurePoints } from '../../../shared/domain/interfaces.ts';
import type { Facts, MessageState } from '../../../shared/domain/facts.ts';
import { evening, World } from './world.ts';

const SPEC = new URL('../../../shared/SPEC.md', import.meta.url);
const markers = /(<!-- plans -->)([^]*?)(<!-- \/plans -->)/;

/** Where the 017 is, and whether anybody asked if a D05 waits. */
const shapes = [
  ['hub: no 017 left us', 'notSent', 'unknown'],
  ['AMI: ESB Networks has the 017', 'accepted', 'yes'],
] as const;

/** What else may be so of a customer; the shape says where the 017 is unless the column does. */
const columns: readonly {
  readonly title: string;
  readonly isBack: boolean;
  readonly e05: MessageState | 'asShape' | 'nobodySpokeOfIt';
}[] = [
  { title: 'Still off', isBack: false, e05: 'asShape' },
  { title: 'Back by phone, the E05 waits in EMMA', isBack: true, e05: 'queuedInEmma' },
  { title: 'Back by phone, outcome of the E05 unknown', isBack: true, e05: 'unknown' },
  { title: 'Still off, nobody spoke of a 017', isBack: false, e05: 'nobodySpokeOfIt' },
];

function planOf(failurePoint: number, isBack: boolean, facts: Facts): BackFixPlan {
  const world = new World();
  const subject = world.report('10001234567', 30, { ctf: '04', failurePoint, ...facts });
  if (isBack) {
    const at = { backAt: world.now, learntAt: world.now };
    world.run({ do: 'outcome', subject, outcome: 'done', person: 'Declan' });
    world.run({ do: 'power', subject, level: 'claimed', by: 'esbn', ...at });
  }
  return planBackFix(world.case(subject), null, shippedPlan);
}

const e05 = (state: MessageState): Facts => ({ message017: { reason: 'E05', state } });

/** Failed at half past five, and not back. */
const failuresAt = (point: number, endedAt: number | null = null) => ({
  incidents: [
    {
      subject: 'incident:1',
      point,
      since: Date.parse('2026-11-21T17:30:00Z'),
      endedAt,
      declaredBy: 'Aoife',
      note: '',
    },
  ],
  now: evening,
});

const numbered = (said: readonly string[]) =>
  said.map((each, index) => `${index + 1}. ${each}`).join(' ');

/** Put back by phone: with every word of the screen. */
function whole(no: number, { steps }: BackFixPlan): string {
  const { t } = english;
  return numbered(
    steps.map((step) => {
      const how = t('backfix.how', {
        owner: t(`backfix.owner.${step.owner}`),
        channel: t(`backfix.channel.${step.channel}`),
        proof: step.proof.map((each) => t(`backfix.proof.${each}`)).join(', '),
      });
      return `${t(`backfix.type.${step.type}`)}, ${becauseWords(step, failuresAt(no), english)} ${how}`;
    }),
  );
}

/** What is done and why, without what had failed: that stands in the row already. */
const short = ({ steps }: BackFixPlan): string =>
  numbered(
    steps.map(({ type, because, owner }) => {
      const why = becauseWords(
        { because, owner, point: null },
        { incidents: [], now: evening },
        english,
      );
      return `${english.t(`backfix.type.${type}`)}, ${why}`;
    }),
  );

function table(): string {
  const { t } = english;
  const rows = failurePoints.flatMap(({ no, process }) =>
    shapes.map(([name, state, openD05]) => {
      const back = planOf(no, true, { openD05, ...e05(state) });
      const others = columns.map((each) => {
        const at = each.e05 === 'asShape' ? state : each.e05;
        const facts = at === 'nobodySpokeOfIt' ? {} : e05(at);
        return short(planOf(no, each.isBack, { openD05, ...facts }));
      });
      const agreed = back.toBeAgreed ? t('backfix.toBeAgreed') : '';
      return [`${no} ${process}`, name, whole(no, back), ...others, agreed];
    }),
  );
  const titles = [
    'Point',
    'Shape',
    'Back by phone: what is to be done, in this order',
    ...columns.map(({ title }) => title),
    '',
  ];
  return [titles, titles.map(() => '-'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |\n`)
    .join('');
}

const cellsOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^[|\s:-]+$/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));

test('BF13: the planner explains itself for all twelve points in both shapes, whatever is so of the customer, as SPEC has it', async () => {
  const spec = await readFile(SPEC, 'utf8');
  const made = table();
  if (process.env['BACKSTOP_WRITE_SPEC'] !== undefined)
    await writeFile(SPEC, spec.replace(markers, `$1\n\n${made}\n$3`));
  else expect(cellsOf(made)).toEqual(cellsOf(markers.exec(spec)?.[2] ?? ''));
  // Every plan says something, first of all about the cut-off that comes before any correction.
  const plans = cellsOf(made)
    .slice(1)
    .flatMap((cells) => cells.slice(3, 4 + columns.length));
  expect(plans).toHaveLength(24 * 5);
  for (const said of plans)
    expect(said).toMatch(
      /^1\. (?:Ask first, .*nobody has asked yet whether a D05|Have a D05 cancelled)/,
    );
});

test('BF17: a reason says what had failed and since when, the night through and after it; without that only the reason', () => {
  const never = { because: 'never017', point: 7 } as const;
  const whole =
    'because the hub was down from 17:30 and no 017 left us: the market does not know this customer is to be on.';
  expect(becauseWords(never, failuresAt(7), english)).toBe(whole);
  expect(becauseWords(never, failuresAt(7, evening - 60_000), english)).toBe(whole);
  expect(becauseWords({ ...never, point: null }, failuresAt(7), english)).toBe(whole);
  const bare = whole.replace('the hub was down from 17:30 and ', '');
  const nobodyKnows = { incidents: [], now: evening };
  expect(becauseWords({ ...never, point: null }, nobodyKnows, english)).toBe(bare);
  // Another point failed than the one this customer is known for: since when is not known.
  expect(becauseWords({ ...never, point: 5 }, failuresAt(7), english)).toContain(
    'because SAP PO was down and no 017',
  );
  const yesterday = failuresAt(7, evening - 25 * 3_600_000);
  expect(becauseWords(never, yesterday, english)).not.toContain('17:30');
  // What is to be put right is not another thing once the failure has been ended.
  expect([failedPoint(failuresAt(2)), failedPoint(failuresAt(2, evening - 60_000))]).toEqual([
    2, 2,
  ]);
  expect(failedPoint(yesterday)).toBeNull();
  const { incidents } = failuresAt(2, evening - 60_000);
  const later = incidents.map((each) => ({ ...each, since: each.since + 60_000 }));
  const both = { incidents: [...failuresAt(7).incidents, ...later], now: evening };
  expect(failedPoint(both)).toBe(7);
  // Of many the sentence that is true of all.
  expect(sharedBecause([never, never], failuresAt(7), english)).toEqual([whole]);
  expect(sharedBecause([never, { ...never, point: 5 }], failuresAt(7), english)).toEqual([bare]);
});
