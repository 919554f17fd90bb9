import type { Formatter } from '../formatter.ts';

export const doors = {
  'doors.name': 'Your name',
  'doors.nameHint': 'It stands on every entry you make. Nothing else is asked.',
  'doors.welcome': 'Who is at this desk?',
  'doors.which': 'Where do you want to work?',
  'doors.live': 'Live',
  'doors.liveSays':
    'Real customers. Kept on this laptop; the desktop program also writes a journal on its disk.',
  'doors.practice': 'Practice',
  'doors.practiceSays': 'A database of its own, marked on every screen, never sent anywhere.',
  'doors.loadSample': 'Load the sample outage',
  'doors.loadSampleSays': '120 made-up customers of a hub outage, with times moved to now.',
  'doors.opening': 'Opening what is kept on this laptop',
  'doors.enter': 'Go in',
  'operator.title': 'Who is at the desk now?',
  'operator.hint': 'Press a number, or type a name.',
  'operator.inHand': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, {
      one: 'One customer is in hand at this desk and goes over with it. Calls left open come first on N.',
      other:
        '# customers are in hand at this desk and go over with it. Calls left open come first on N.',
    }),
  'operator.new': 'Another name',
  'operator.takeOver': 'Take over',
} as const;
