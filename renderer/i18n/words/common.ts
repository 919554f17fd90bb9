import type { Formatter } from '../formatter.ts';
import { ended } from './ended.ts';

export const common = {
  'app.name': 'Backstop',
  'day.today': 'today',
  'day.yesterday': 'yesterday',
  'day.tomorrow': 'tomorrow',
  'unit.hours': 'h',
  'unit.minutes': 'min',
  'key.space': 'Space',
  'common.save': 'Save',
  'common.cancel': 'Cancel',
  'common.close': 'Close',
  'common.leave': 'Keep draft',
  'common.retry': 'Try again',
  'common.none': 'none',
  'common.notGiven': 'not given',
  'common.notKnown': 'not known',
  'common.yes': 'Yes',
  'common.no': 'No',
  'common.happenedAt': 'Happened at',
  'common.happenedNow': 'Leave empty for now',
  'time.left': (args: { minutes: number }, f: Formatter) =>
    args.minutes >= 0
      ? f.plural(args.minutes, { one: '# minute left', other: '# minutes left' })
      : `${-args.minutes > 120 ? f.span(-args.minutes * 60_000) : f.plural(-args.minutes, { one: '# minute', other: '# minutes' })} past the backstop`,
  'time.afterBackstop': (args: { minutes: number }, f: Formatter) =>
    `${f.span(args.minutes * 60_000)} after the backstop`,
  'time.beforeBackstop': (args: { minutes: number }, f: Formatter) =>
    `${f.span(args.minutes * 60_000)} before the backstop`,
  'time.ahead': (args: { ms: number }, f: Formatter) => `in ${f.span(args.ms)}`,
  'time.doubled': 'The clock showed this time twice that night; the earlier one is taken.',
  'time.future': 'That is in the future.',
  'time.old': 'That is more than seven days ago.',
  'timeProblem.empty': 'No time typed.',
  'timeProblem.notATime': 'Not read as a time. Type 1950, 19.50, 7:50pm, or 21/11 18:05.',
  'timeProblem.noSuchHour': (args: { hour: number }) => `There is no hour ${args.hour}.`,
  'timeProblem.noSuchMinute': (args: { minute: number }) => `There is no minute ${args.minute}.`,
  'timeProblem.noSuchDay': (args: { month: number; days: number }) =>
    `${monthName(args.month)} has ${args.days} days.`,
  'timeProblem.noSuchMonth': (args: { month: number }) => `There is no month ${args.month}.`,
  'timeProblem.monthFirst': 'This date reads month first. Type the day first: 21/11/2026.',
  'timeProblem.hasPassed': 'That time has gone. If it is meant for tomorrow, type: tomorrow 0430.',
  'timeProblem.skippedHour': 'The clock skipped this hour that night. Ask again for the time.',
  'mprn.empty': 'No MPRN typed.',
  'mprn.northernIreland':
    'Begins with 81: a Northern Ireland meter point. ESB Networks cannot switch it.',
  'mprn.gas': '7 digits: that looks like a gas GPRN. An MPRN has 11.',
  'mprn.phone': 'This looks like a phone number. An MPRN has 11 digits and begins with 10.',
  'mprn.letter': (args: { letter: string; position: number; digit: string }) =>
    `Character ${args.position} is the letter ${args.letter}. Is it a ${args.digit === '0' ? 'zero' : 'one'}?`,
  'mprn.scientific': 'The spreadsheet rounded this number. Widen the column and copy again.',
  'mprn.tooLong': (args: { digits: number }) => `${args.digits} digits: an MPRN has 11.`,
  'mprn.tooShort': (args: { digits: number }, f: Formatter) =>
    `${f.plural(args.digits, { one: '# digit', other: '# digits' })}: an MPRN has 11.`,
  'mprn.otherSigns': (args: { sign: string }) =>
    `“${args.sign}” does not belong in an MPRN. It has 11 digits.`,
  'mprn.override': (args: { by: string }) =>
    ended(`Irish MPRNs seen so far begin with 10. Let it in, in the name of ${args.by}`),
  'register.none': 'Not on a register',
  'register.priority': 'Priority services',
  'register.special': 'Special services',
  'register.unknown': 'Register not known',
} as const;

function monthName(month: number): string {
  return (
    [
      'January',
      'February',
      'March',
      'April',
      'May',
      'June',
      'July',
      'August',
      'September',
      'October',
      'November',
      'December',
    ][month - 1] ?? 'That month'
  );
}
