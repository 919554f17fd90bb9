import { expect, test } from 'vitest';
import { ring, type DueAlarm } from '../../main/ring.ts';

const due = ['ten minutes left', 'five minutes left'].map((title): DueAlarm => ({
  at: 1,
  title,
  tag: title,
  lateByMs: 3,
}));

function rung(options: { readonly focused?: boolean; readonly notifies?: boolean } = {}) {
  const did: string[] = [];
  ring(due, {
    tell: (alarm) => did.push(`page ${alarm.tag}`),
    notify: options.notifies === false ? null : (title) => did.push(`notification ${title}`),
    beep: () => did.push('beep'),
    window: () => ({
      isFocused: () => options.focused === true,
      flashFrame: () => did.push('flash'),
    }),
  });
  return did;
}

test('ALARM7: each alarm is told and shown with its title; one sound for all; a window nobody looks at asks for attention', () => {
  expect(rung()).toEqual([
    'page ten minutes left',
    'notification ten minutes left',
    'page five minutes left',
    'notification five minutes left',
    'beep',
    'flash',
  ]);
  expect(rung({ focused: true })).not.toContain('flash');
});

test('ALARM7: where the system shows no notifications, the page and the sound are left', () => {
  expect(rung({ notifies: false, focused: true })).toEqual([
    'page ten minutes left',
    'page five minutes left',
    'beep',
  ]);
});
