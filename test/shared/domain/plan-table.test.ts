// The planner's golden table: every point of failure in both shapes of failure, as a person reads it.
// It stands in SPEC; `BACKSTOP_WRITE_SPEC=1` writes it there anew when the planner means to differ.
import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { english } from '../../../renderer/i18n/words.tsx';
import { planBackFix, shippedPlan, type BackFixPlan } from '../../../shared/domain/back-fix.ts';
import { failurePoints } from '../../../shared/domain/interfaces.ts';
import type { Facts } from '../../../shared/domain/facts.ts';
import { World } from './world.ts';

const SPEC = new URL('../../../shared/SPEC.md', import.meta.url);
const markers = /(<!-- plans -->)([^]*?)(<!-- \/plans -->)/;

/** Put back by phone; whether a D05 waits was asked, or not. */
const shapes = [
  ['hub: no 017 left us', 'notSent', 'unknown'],
  ['AMI: ESB Networks has the 017', 'accepted', 'yes'],
] as const;

function planOf(failurePoint: number, facts: Facts): BackFixPlan {
  const world = new World();
  const subject = world.report('10001234567', 30, { ctf: '04', failurePoint, ...facts });
  const at = { backAt: world.now, learntAt: world.now };
  world.run({ do: 'outcome', subject, outcome: 'done', person: 'Declan' });
  world.run({ do: 'power', subject, level: 'claimed', by: 'esbn', ...at });
  return planBackFix(world.case(subject), null, shippedPlan);
}

function table(): string {
  const { t } = english;
  const rows = failurePoints.flatMap(({ no, process }) =>
    shapes.map(([name, state, openD05]) => {
      const { steps, toBeAgreed } = planOf(no, { openD05, message017: { reason: 'E05', state } });
      const said = steps.map((step, index) => {
        const how = t('backfix.how', {
          owner: t(`backfix.owner.${step.owner}`),
          channel: t(`backfix.channel.${step.channel}`),
          proof: step.proof.map((each) => t(`backfix.proof.${each}`)).join(', '),
        });
        return `${index + 1}. ${t(`backfix.type.${step.type}`)}, ${t(`backfix.because.${step.because}`)} ${how}`;
      });
      return [`${no} ${process}`, name, said.join(' '), toBeAgreed ? t('backfix.toBeAgreed') : ''];
    }),
  );
  return [
    ['Point', 'Shape', 'What is to be done, in this order', ''],
    ['-', '-', '-', '-'],
    ...rows,
  ]
    .map((cells) => `| ${cells.join(' | ')} |\n`)
    .join('');
}

const cellsOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^[|\s:-]+$/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));

test('BF13: the planner explains itself for all twelve points in both shapes, as SPEC has it', async () => {
  const spec = await readFile(SPEC, 'utf8');
  const made = table();
  if (process.env['BACKSTOP_WRITE_SPEC'] !== undefined)
    await writeFile(SPEC, spec.replace(markers, `$1\n\n${made}\n$3`));
  else expect(cellsOf(made)).toEqual(cellsOf(markers.exec(spec)?.[2] ?? ''));
  // Every row says something, first of all about the cut-off that comes before any correction.
  for (const [, , , said] of cellsOf(made).slice(1))
    expect(said).toMatch(/^1\. (?:Ask first|Have a D05 cancelled|Correct the account)/);
});
