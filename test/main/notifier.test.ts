import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { notifier } from '../../main/notifier.ts';

class Fake extends EventEmitter {
  readonly title: string;
  isShown = false;

  constructor(title: string) {
    super();
    this.title = title;
  }

  show(): void {
    // Whoever clicks at once is heard: it listens before it shows.
    this.isShown = this.listenerCount('click') === 1;
  }
}

test('ALARM7: each alarm is a notification of its own, and a click on one brings up the window', () => {
  const made: Fake[] = [];
  let broughtUp = 0;
  const notify = notifier(
    (title) => {
      const fake = new Fake(title);
      made.push(fake);
      return fake;
    },
    () => (broughtUp += 1),
  );
  notify('ten minutes left');
  notify('five minutes left');
  expect(made.map(({ title, isShown }) => [title, isShown])).toEqual([
    ['ten minutes left', true],
    ['five minutes left', true],
  ]);
  made[0]?.emit('close');
  expect(broughtUp).toBe(0);
  made[1]?.emit('click');
  expect(broughtUp).toBe(1);
});
