import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  arrange,
  binMarks,
  firstToLook,
  isBar,
  pileAt,
  standOf,
  stepFrom,
  type Mark,
  type MarkShape,
} from '../../../renderer/ui/runway-bins.ts';
import {
  barHeight,
  drawPicture,
  markHeight,
  pointedAt,
} from '../../../renderer/ui/runway-paths.ts';
import { shapeOf } from '../../../renderer/views/runway-shape.ts';

const plot = { end: 110, width: 1240, height: 67, pitch: 8.6 };
const geometry = {
  x: (minutes: number) => 20 + (minutes / 110) * 1240,
  floor: 73,
  room: 40,
  groundAt: (minutes: number) =>
    minutes > 75 ? ('late' as const) : minutes > 60 ? ('soon' as const) : ('calm' as const),
};
const mark = (subject: string, minutes: number, shape: MarkShape = 'other'): Mark => ({
  subject,
  minutes,
  shape,
});
const spread = (count: number, minutesAt: (index: number) => number) =>
  Array.from({ length: count }, (_, index) => mark(`m${index}`, minutesAt(index)));
const anyMarks = fc
  .array(
    fc.record({
      minutes: fc.double({ min: -5, max: 400, noNaN: true }),
      shape: fc.constantFrom<MarkShape>(
        'priority',
        'special',
        'other',
        'phone',
        'priorityPhone',
        'specialPhone',
      ),
    }),
    { maxLength: 600 },
  )
  .map((list) => list.map((each, index) => mark(`m${index}`, each.minutes, each.shape)));

describe('piles', () => {
  test('RUNWAY1: no customer is lost or drawn twice, however many and however late', () => {
    fc.assert(
      fc.property(anyMarks, (marks) => {
        const picture = arrange(marks, plot);
        const shown = [...picture.columns.flatMap((each) => each.marks), ...picture.older];
        expect(shown.map((each) => each.subject).sort()).toEqual(
          marks.map((each) => each.subject).sort(),
        );
        expect(picture.older.every((each) => each.minutes >= plot.end)).toBe(true);
        expect(picture.tallest).toBe(
          Math.max(0, ...picture.columns.map((each) => each.marks.length)),
        );
      }),
      { seed: 20261124, numRuns: 60 },
    );
  });

  test('RUNWAY2: no pile straddles 75 minutes: nobody past it stands on the ground before it', () => {
    for (const width of [640, 777, 1240, 1528, 1999, 2488, 3800]) {
      const marks = spread(2200, (index) => index / 20);
      const picture = arrange(marks, { ...plot, width });
      for (const column of picture.columns) {
        const late = column.marks.filter((each) => each.minutes >= 75).length;
        expect([0, column.marks.length]).toContain(late);
      }
    }
  });

  test('RUNWAY3: in a pile, whoever must not be overlooked stands on top, of equals the oldest', () => {
    const [column] = binMarks(
      [
        mark('priority', 10.1, 'priority'),
        mark('phone', 10.2, 'phone'),
        mark('younger', 10.1),
        mark('older', 10.4),
        mark('special', 10.3, 'special'),
      ],
      110,
      1,
    ).columns;
    expect(column?.marks.map((each) => each.subject)).toEqual([
      'younger',
      'older',
      'special',
      'phone',
      'priority',
    ]);
  });

  test('RUNWAY4: marks first grow smaller, then every pile becomes a bar', () => {
    const pictures = [120, 900, 20_000].map((count) =>
      arrange(
        spread(count, (index) => (index * 7.77) % 105),
        plot,
      ),
    );
    expect(pictures.map((each) => each.drawn)).toEqual(['marks', 'marks', 'bars']);
    expect(pictures[1]?.pitch).toBeLessThan(pictures[0]?.pitch ?? 0);
    for (const each of pictures.slice(0, 2))
      expect(each.tallest * each.pitch).toBeLessThanOrEqual(plot.height);
  });

  test('RUNWAY4: one pile that does not fit becomes a bar and leaves the others their marks', () => {
    const low = { ...plot, height: 36 };
    const night = [
      ...spread(148, (index) => 10 + index * 0.6),
      mark('special', 40, 'special'),
      ...spread(11, () => 1).map((each) => mark(`new ${each.subject}`, each.minutes)),
    ];
    const picture = arrange(night, low);
    expect(picture.drawn).toBe('marks');
    expect(picture.columns.filter((each) => isBar(picture, each))).toHaveLength(1);
    const drawn = drawPicture(picture, geometry).map((each) => each.key);
    expect(drawn).toContain('calm special');
    expect(drawn).toContain('calm other');
    expect(drawn).toContain('calm bar');
  });

  test('RUNWAY4: bars stand on one scale: twice as tall is twice as many, and one is still seen', () => {
    expect(barHeight(200, 200, 40)).toBe(40);
    expect(barHeight(100, 200, 40)).toBe(20);
    expect(barHeight(1, 200, 40)).toBe(3);
  });
});

describe('drawing', () => {
  test('RUNWAY5: twenty thousand customers are a handful of elements', () => {
    const shapes: readonly MarkShape[] = ['other', 'other', 'special', 'phone', 'priority'];
    const many = spread(20_000, (index) => (index * 0.37) % 109).map((each, index) =>
      mark(each.subject, each.minutes, shapes[index % shapes.length]),
    );
    expect(drawPicture(arrange(many, plot), geometry).length).toBeLessThanOrEqual(12);
    expect(drawPicture(arrange(many.slice(0, 300), plot), geometry).length).toBeLessThanOrEqual(12);
  });

  test('RUNWAY6: a priority customer in a bar is still shown by shape, on the right ground', () => {
    const crowd = [...spread(300, () => 70.2), mark('first', 70.3, 'priority')];
    const drawn = drawPicture(arrange(crowd, plot), geometry);
    expect(drawn.map((each) => each.key).sort()).toEqual(['soon bar', 'soon priority']);
  });

  test('RUNWAY7: the pointer means the nearest mark, and nothing far from any', () => {
    const picture = arrange([mark('low', 30.1), mark('high', 30.2, 'priority')], plot);
    const x = geometry.x(picture.columns[0]?.minutes ?? 0);
    const at = (row: number, dx = 0) =>
      pointedAt(picture, geometry, { x: x + dx, y: markHeight(geometry, picture.pitch, row) })
        ?.subject;
    expect(at(0)).toBe('low');
    expect(at(1, 4)).toBe('high');
    expect(at(0, 40)).toBeUndefined();
    expect(at(5)).toBeUndefined();
  });
});

describe('by keyboard', () => {
  const marks = [
    mark('early', 10),
    mark('next', 74),
    mark('nextPriority', 74.1, 'priority'),
    mark('past', 90),
    mark('older', 200),
    mark('oldest', 300),
  ];
  const bins = arrange(marks, plot);
  const go = (from: string, step: Parameters<typeof stepFrom>[2]) => {
    const stand = standOf(bins, from);
    return stand === null ? undefined : stepFrom(bins, stand, step)?.subject;
  };

  test('RUNWAY8: it starts with whoever meets the backstop next', () => {
    expect(firstToLook(bins, 75)?.subject).toBe('nextPriority');
    expect(firstToLook(arrange([mark('older', 200)], plot), 75)?.subject).toBe('older');
    expect(firstToLook(arrange([], plot), 75)).toBeUndefined();
  });

  test('RUNWAY9: arrows reach every customer, those beyond the end too', () => {
    expect(go('nextPriority', 'left')).toBe('early');
    expect(go('early', 'left')).toBe('early');
    expect(go('nextPriority', 'down')).toBe('next');
    expect(go('next', 'up')).toBe('nextPriority');
    expect(go('past', 'right')).toBe('oldest');
    expect(go('oldest', 'down')).toBe('older');
    expect(go('oldest', 'right')).toBe('oldest');
    expect(go('past', 'first')).toBe('early');
    expect(go('early', 'last')).toBe('oldest');
    expect(standOf(bins, 'nobody')).toBeNull();
    expect(pileAt(bins, 99)).toEqual([]);
  });
});

describe('who is on the phone', () => {
  const call = { call: 'c', device: 'd', operator: 'o' };

  test.each([
    ['priority', false, 'priorityPhone'],
    ['none', true, 'priorityPhone'],
    ['special', false, 'specialPhone'],
    ['none', false, 'phone'],
  ] as const)('RUNWAY10: register %s, medical %s is drawn as %s', (register, medical, shape) => {
    expect(shapeOf({ register, medical, onCall: call })).toBe(shape);
  });

  test('RUNWAY10: the outline is the one they have off the phone', () => {
    const drawnAs = (shape: MarkShape) =>
      drawPicture(arrange([mark('one', 10, shape)], plot), geometry)[0]?.path;
    expect(drawnAs('priorityPhone')).toBe(drawnAs('priority'));
    expect(drawnAs('specialPhone')).toBe(drawnAs('special'));
  });
});
