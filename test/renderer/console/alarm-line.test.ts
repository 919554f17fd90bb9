import { describe, expect, test } from 'vitest';
import { AlarmLine } from '../../../renderer/console/alarm-line.ts';
import { must } from '../../../shared/lib/check.ts';
import { evening, World } from '../../shared/domain/world.ts';

const MIN = 60_000;
const marks = [45, 60, 70, 75];

/** A database of named values, and the line of a program that runs on it. */
function desk() {
  const kept = new Map<string, unknown>();
  const world = new World();
  const store = {
    keep: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
    kept: (key: string) => Promise.resolve(kept.get(key)),
  };
  const start = async () => {
    const line = new AlarmLine(() => world.now, store);
    await line.load(summaries(), marks);
    return line;
  };
  const summaries = () =>
    [...new Set(world.entries.map((entry) => entry.subject))]
      .filter((subject) => subject.startsWith('mprn:'))
      .map((subject) => world.summary(subject));
  const shown = (line: AlarmLine) =>
    line.lineOf(summaries(), world.now).map((each) => `${each.kind} ${each.customer.name}`);
  return { world, kept, start, shown };
}

describe('ALERT1: alarms over a restart', () => {
  test('ALERT1: what nobody has closed is there again; what was closed is not', async () => {
    const { world, start, shown } = desk();
    const nora = world.report('10000000017', 10, { name: 'Nora' });
    const john = world.report('10000000025', 10, { name: 'John' });
    for (const subject of [nora, john]) world.answer(subject, 'medical', 'yes', 'customer');
    const line = await start();
    line.told(nora);
    line.told(john);
    expect(shown(line)).toEqual(['medical Nora', 'medical John']);
    const [first] = line.lineOf([world.summary(john)], world.now);
    line.close(must(first, 'John’s'));
    expect(shown(await start())).toEqual(['medical Nora']);
  });

  test('ALERT1: a mark crossed while the program was not running is said at its start, for two minutes', async () => {
    const { world, start, shown } = desk();
    world.report('10000000017', 50, { name: 'Nora' });
    world.report('10000000025', 20, { name: 'John' });
    const line = await start();
    line.alive(world.now);
    world.now = evening + 12 * MIN;
    const again = await start();
    expect(shown(again)).toEqual(['mark Nora']);
    world.now += 3 * MIN;
    expect(shown(again)).toEqual([]);
    // Heard by a program that ran until a moment ago: said no more.
    again.alive(world.now);
    world.now += MIN / 2;
    expect(shown(await start())).toEqual([]);
  });

  test('ALERT1: what was kept by something else is passed over', async () => {
    const { kept, start, shown } = desk();
    kept.set('alarms', { medical: 'all of them' });
    kept.set('alive', 'yes');
    expect(shown(await start())).toEqual([]);
  });
});
