import type { Formatter } from '../formatter.ts';

export const guards = {
  'guards.title': 'Disconnections held back',
  'guards.hint': 'nothing lapses by itself',
  'guards.count': (args: { count: number; due: number }, f: Formatter) =>
    `${f.plural(args.count, { one: '# disconnection held back', other: '# disconnections held back' })}${args.due === 0 ? '' : `, ${f.plural(args.due, { one: '# waits for somebody', other: '# wait for somebody' })}`}`,
  'guards.paused': 'Monitoring and disconnections of everybody are paused',
  'guards.holdThese': 'Hold their disconnections',
  'guards.holdAsks':
    'Our own disconnections of these customers are held back until two persons lift that. There is no undo.',
  'guards.holdGo': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, { one: 'Hold # customer', other: 'Hold # customers' }),
  'guards.holdBecause': 'a D05 waits at recovery',
  'guards.holdOne': 'Hold one customer’s disconnections',
  'guards.holdOneGo': 'Hold this customer',
  'guards.holdOneSays':
    'Our own disconnections of this customer are held back until two persons lift that. There is no undo.',
  'guards.heldAlready': (args: { because: string }) =>
    `Held already: ${args.because}. What you write stands beside it.`,
  'guards.isHeld': 'Disconnection held',
  'guards.mprnMissing': 'Type the whole MPRN first.',
  'guards.notInBook': 'no name is known here',
  'guards.all': 'Everybody: monitoring and disconnections paused',
  'guards.by': (args: { who: string; at: string }) => `${args.who}, ${args.at}`,
  'guards.confirmer': (args: { who: string }) => `confirmed by ${args.who}`,
  'guards.since': (args: { at: string }) => `payments may be missing since ${args.at}`,
  'guards.until': (args: { at: string }) => `until ${args.at}`,
  'guards.confirmedBySame': 'A second person has to confirm it: name who did.',
  'guards.confirmerMissing': 'Say first who confirmed it.',
  'guards.windowMissing': 'Say first since when payments may be missing, rather too early.',
  'guards.windowWrong': 'It cannot begin in the future, nor end before it began.',
  'guards.untilUnread': 'The end cannot be read.',
  'guards.becauseMissing': 'Say first why.',
  'guards.due': (args: { at: string }) => `look again, due ${args.at}`,
  'guards.review': (args: { at: string }) => `look again ${args.at}`,
  'guards.looked': 'Looked at it',
  'guards.reviewWhy': 'Why it still stands',
  'guards.reviewAt': 'Look again at',
  'guards.tomorrow': 'This time tomorrow',
  'guards.reviewSave': 'It stands until then',
  'guards.dueNotice': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, {
      one: '# hold on a disconnection waits for somebody to look at it.',
      other: '# holds on disconnections wait for somebody to look at them.',
    }),
  'guards.toHolds': 'To the back-fixes',
  'guards.askLift': 'Ask to lift',
  'guards.asked': (args: { who: string; at: string; why: string }) =>
    `${args.who} asked at ${args.at} that it be lifted: ${args.why}.`,
  'guards.unseen': (args: { who: string; at: string; placed: string }) =>
    `It still stands: ${args.who}, who wanted it lifted at ${args.at}, had not seen that it was placed by ${args.placed}.`,
  'guards.unseen.placed': (args: { who: string; at: string; because: string }) =>
    `${args.who} at ${args.at} (${args.because})`,
  'guards.together': 'Several at once',
  'guards.choose': (args: { mprn: string }) => `Choose ${args.mprn}`,
  'guards.chooseAll': (args: { count: number }, f: Formatter) =>
    `Choose all ${f.number(args.count)}`,
  'guards.chooseAsked': (args: { count: number }, f: Formatter) =>
    `Choose the ${f.number(args.count)} that somebody asks to lift`,
  'guards.chooseNone': 'Choose none',
  'guards.chosen': (args: { count: number }, f: Formatter) =>
    args.count === 0 ? 'None is chosen.' : `${f.number(args.count)} chosen.`,
  'guards.askLift.many': (args: { count: number }, f: Formatter) =>
    `Ask to lift ${f.number(args.count)}`,
  'guards.agree.many': (args: { count: number }, f: Formatter) =>
    `Agree and lift ${f.number(args.count)}`,
  'guards.refuse.many': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, { one: '# stays', other: '# stay' }),
  'guards.ask.many': (args: { count: number }, f: Formatter) =>
    `Ask a second person to lift ${f.number(args.count)}`,
  'guards.liftAlone.many': (args: { count: number }, f: Formatter) =>
    `Lift ${f.number(args.count)} now, to be countersigned`,
  'guards.countersign.many': (args: { count: number }, f: Formatter) =>
    `Countersign ${f.number(args.count)}`,
  'guards.own': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, {
      one: '# of them you asked for yourself: a second person has to agree.',
      other: '# of them you asked for yourself: a second person has to agree.',
    }),
  'guards.moved': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, {
      one: '# of the chosen stays out of it. Choose it anew once you have looked.',
      other: '# of the chosen stay out of it. Choose them anew once you have looked.',
    }),
  'guards.left': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, {
      one: '# stays as it was; nothing is written of it.',
      other: '# stay as they were; nothing is written of them.',
    }),
  'guards.leftUnknown': 'Somebody was faster: look at it once more.',
  'guards.tested': (args: { test: string }) => `Tried: ${args.test}.`,
  'guards.agree': 'Agree and lift',
  'guards.refuse': 'It stays',
  'guards.samePerson': 'A second person has to agree.',
  'guards.authorised': (args: { who: string; at: string }) =>
    `Authorised by phone: ${args.who}, ${args.at}.`,
  'guards.countersign': 'Countersign',
  'guards.alone': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, {
      one: '# lifted by one person alone, to be countersigned',
      other: '# lifted by one person alone, to be countersigned',
    }),
  'guards.standing': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, { one: '# customer', other: '# customers' }),
  'guards.none': 'Nobody’s disconnection is held back.',
  'guards.why': 'Why it can go, and what proves it',
  'guards.test': 'What was tried before disconnections may run again',
  'guards.whyMissing': 'Say first why it can go.',
  'guards.testMissing': 'Say first what was tried.',
  'guards.timeUnread': 'The time of the authorisation cannot be read.',
  'guards.alone.samePerson': 'You cannot authorise yourself: name who did, by phone.',
  'guards.alone.authorisedInFuture': 'Nobody has authorised it at a time that has not come.',
  'guards.authorisedBy': 'Alone? Who authorised it by phone',
  'guards.authorisedAt': 'At what time',
  'guards.ask': 'Ask a second person',
  'guards.liftAlone': 'Lift now, to be countersigned',
  'guards.pause': 'Pause monitoring and disconnections of everybody',
  'guards.pauseSays': 'When payments are missing and nobody knows whose: points 1 to 3.',
  'guards.because': 'Because',
  'guards.confirmedBy': 'Confirmed by',
  'guards.exposedSince': 'Payments may be missing since',
  'guards.exposedUntil': 'Until',
  'guards.goesOn': 'it goes on',
  'guards.save': 'Save the hold list',
  'guards.file': 'hold-list.csv',
} as const;
