import type { Formatter } from '../formatter.ts';

/** `Mary Byrne and 2 more`, `A customer`. */
function whoAndOthers({ who, count }: { who: string; count: number }, f: Formatter): string {
  if (who === '') return f.plural(count, { one: 'A customer', other: '# customers' });
  return count === 1 ? who : `${who} and ${f.number(count - 1)} more`;
}

export const problems = {
  'refusal.noOperator': 'Nobody has said who is at this desk. Say who you are, then do it again.',
  'refusal.holdOnly': 'This asks to stop a D05: say what became of it, nothing is switched.',
  'refusal.listOfFuture': 'A list cannot be of a time that has not come. Put the time right.',
  'refusal.listUnread': 'No row of this file can be read: it would say that nothing waits.',
  'refusal.noSuchGuard': 'There is no such hold.',
  'refusal.guardLifted': 'This hold is lifted already.',
  'refusal.guardMoved':
    'Somebody has placed it again, or asked about it, since you chose it: look at it once more.',
  'refusal.nothingAsked': 'Nobody has asked for this, or it is answered.',
  'refusal.samePerson': 'A second person has to agree: this is the one who asked.',
  'refusal.authorisedInFuture': 'Nobody has authorised it at a time that has not come.',
  'refusal.confirmerMissing': 'An order to everybody names who confirmed it.',
  'refusal.windowMissing':
    'Say since when payments may be missing, rather too early than too late.',
  'refusal.windowWrong':
    'The time since when payments may be missing lies in the future, or after its end.',
  'refusal.testMissing': 'Say what was tried before disconnections may run again.',
  'refusal.noSuchFix': 'There is no such back-fix: nothing of it was released.',
  'refusal.noSuchDay': 'Say which day it is of, as 2026-11-21: it runs from 03:00 to 02:59:59.',
  'refusal.reasonMissing': 'Say why, in a few words.',
  'refusal.nothingToExplain':
    'Both sides have it by now, or their numbers are others: look at the day again.',
  'refusal.mayNotSet': 'It holds at every desk: a supervisor says it.',
  'refusal.mayNotRelease':
    'Your role does not release back-fixes. A supervisor does, or authorises it by phone.',
  'refusal.releaseTooLarge': (args: { count: number; outOf: number }) =>
    `That is ${args.count} of ${args.outOf} customers. Look once more, and say that it is meant.`,
  'refusal.noMpid':
    'A 017 names its sender. Set your MPID, three characters, in the settings first.',
  'refusal.notToHandOver': 'This back-fix is not waiting to be handed over.',
  'refusal.alreadyHanded': 'It has left the house already: it can be answered, not taken back.',
  'refusal.notRejected':
    'Only what the market has rejected or cancelled is sent again under a new TxRefNbr.',
  'refusal.proofMissing':
    'Name the person or the ledger entry that proves it. A message of the market is brought in, not typed.',
  'refusal.proofNotHere': 'No answer and no list that is here says so: bring it in first.',
  'refusal.proofOfAnother':
    'This answer names another message: it proves nothing of this one. Take the one that names it.',
  'refusal.proofNotCancelled':
    'This 131 does not say that the D05 is cancelled: it may still run. Ask Networks what became of it.',
  'refusal.proofNotAsked': 'Its plan asks for another proof.',
  'refusal.ownWord':
    'Your own word proves nothing of what others did: name who at the other end said so.',
  'refusal.askedWhom': 'Name who at the other end said so.',
  'refusal.askedNoList':
    'No whole 603 that is here says so, of the day in which it was handed over: bring that in, or ask by a call.',
  'refusal.askedNo131': 'No 131 that is here says so: bring it in, or ask by a call.',
  'refusal.neverLeft': 'It has not left the house: nothing of it can have been done.',
  'refusal.notProved.powerOff': 'It cannot be closed: the power is not back.',
  'refusal.notProved.notReleased': 'It cannot be closed: a back-fix is not released yet.',
  'refusal.notProved.underWay': 'It cannot be closed: a back-fix has no proof yet.',
  'refusal.notProved.noProof': 'It cannot be closed: nothing proves it.',
  'refusal.notProved.needsSecond':
    'It cannot be closed by one person: another one looks at it and signs first.',
  'refusal.noSuchCase': 'This case is not here any more.',
  'refusal.caseClosed': 'This case is closed.',
  'refusal.claimedByOther': (args: { operator: string }) =>
    `${args.operator} has this customer. Take over to work on it.`,
  'refusal.powerAlreadyBack': 'The power is recorded as back. If it is not: Still off.',
  'refusal.powerNotBack': 'Nobody said the power was back, so there is nothing to take back.',
  'refusal.noCall': 'No call is going on for this customer.',
  'refusal.alreadyKnownByMprn': 'This case has its MPRN already.',
  'refusal.noMprn': 'This needs an MPRN first.',
  'refusal.timeBeforePayment': 'That is before the payment. Check both times.',
  'refusal.timeBeforeReport':
    'That is before anybody reported that the power was off. Check the time.',
  'refusal.timeBeforeOff': 'The market says that it was switched off after that. Check the time.',
  'refusal.nothingToUndo': 'The report itself cannot be undone. Close it as opened by mistake.',
  'refusal.liftedByTwo':
    'Holds have no undo: one person asks that one be lifted, another agrees (Back-fixes, H).',
  'refusal.takenOut':
    'That a D05 is out of EMMA is taken back by nobody: bring in a newer list (U), and what still lies there is to be taken out again.',
  'refusal.releasedOneByOne':
    'A release is taken back one by one, while it has not left: open the back-fix in the list and say why.',
  'refusal.holdsHeard':
    'Networks has taken or answered it meanwhile: tell them, and write down what they say.',
  'refusal.needsMprn':
    'Without an MPRN Networks cannot have found this customer: put in the one they gave (F3), then say what they did.',
  'refusal.callOpen': (args: { until: string; isFirst: boolean }) =>
    [
      args.isFirst
        ? 'This customer comes before everybody else, and has no outcome yet'
        : 'No outcome is recorded for this customer',
      `: a key 1 to 9 records one. N again leaves them, and passes them by until ${args.until}.`,
    ].join(''),
  'refusal.nothingDone':
    'Nothing is left to take back here. A case’s history can take back each line of it.',
  'refusal.practiceNoDial': 'Practice: nobody is rung.',
  'refusal.notDialled': (args: { number: string }) =>
    `This laptop has no phone program that takes a number. Dial it by hand: ${args.number}.`,
  'refusal.askedOfNetworks': 'Networks was asked already: record what came of it instead.',
  'refusal.noSuchRequest': 'This request is not here any more.',
  'refusal.takenByOther': (args: { operator: string }) =>
    `${args.operator} has this request. Take over to work on it.`,
  'refusal.requestDone': 'It is recorded as done. If it is not: open it again first.',
  'refusal.notDecided': 'Nothing was decided, so there is nothing to open again.',
  'refusal.notSaved': 'The file could not be written there. Choose another place.',
  'refusal.cancelled': 'Cancelled. Nothing was stored.',
  'store.storeFull':
    'This disk is full. Nothing of the last step was stored; what was saved before is safe. Free some space, then try again.',
  'store.storeHung':
    'The database does not answer. Nothing of the last step was stored. Try again; if it stays, restart the program.',
  'store.storeBroken':
    'The database on this laptop cannot be written; often its disk is full. Nothing of the last step was stored. Read only until it works again; whether everything saved before is still there is said then.',
  'store.storeNewer':
    'A newer version of this program wrote this database. Open it with that version; nothing is changed here.',
  'store.unread': 'This cannot be read now',
  'store.unreadText':
    'The database of this laptop does not give it. Nothing is said here of what there is or is not; try again above.',
  'store.unreadFigure': '?',
  'store.lost': (args: { count: number; away: number }, f: Formatter) =>
    `The database of this laptop was lost while it was open: ${f.plural(args.count, { one: '# entry is', other: '# entries are' })} gone from it.${args.away === 0 ? '' : ` The gateway has ${f.number(args.away)} of them: join it again and they come back.`} Save the customers as a file and bring it in again.`,
  'store.saveLost': 'Save the customers',
  'store.lostFile': 'customers-of-this-desk.csv',
  'store.broughtBack': (args: { count: number }, f: Formatter) =>
    `The database of this laptop had lost ${f.plural(args.count, { one: '# entry', other: '# entries' })}: put back from the journal on disk. Look over your last step; a customer book or a file that was open must be brought in again.`,
  'host.administratorFileInvalid': (args: { where: string; what: string }) =>
    `The administrator’s file ${args.where} is not used: ${args.what}.`,
  'host.journalNotWritable': (args: { where: string }) =>
    `The journal on disk cannot be written (${args.where}). Entries are kept in the database only.`,
  'host.notPrinted': (args: { why: string }) =>
    `Not printed. The reason this laptop gives: ${args.why}.`,
  'host.alarmsMissing':
    'Not every alarm could be handed to this laptop’s system: keep this window in sight, late customers are called out on it all the same.',
  'host.noSound': 'Alarms have no sound on this machine.',
  'clock.jumped': (args: { span: string; ahead: boolean }) =>
    `This laptop’s clock moved ${args.ahead ? 'ahead' : 'back'} by ${args.span}. Times before and after differ by that much.`,
  'notice.show': 'Show',
  'notice.alarms': 'Alarms',
  'alarms.title': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, { one: '# alarm', other: '# alarms' }),
  'alarms.hint': 'worst first; each opens its customer',
  'notice.more': (args: { count: number }, f: Formatter) => `and ${f.number(args.count)} more`,
  'alarm.mark': (args: { count: number; minutes: number; who: string }, f: Formatter) =>
    `${whoAndOthers(args, f)}: ${
      args.minutes >= 75
        ? 'past the backstop'
        : f.plural(75 - args.minutes, { one: '# minute left', other: '# minutes left' })
    }`,
  'alarm.promise': (args: { count: number; who: string }, f: Formatter) =>
    `${whoAndOthers(args, f)}: the promised time has come`,
  'alarm.medical': (args: { who: string }) =>
    `${args.who === '' ? 'A customer' : args.who}: powered medical equipment at home. Before everybody without such a need. In danger: 999 or 112`,
  'alarm.cutOff': (args: { count: number; who: string }, f: Formatter) =>
    args.count === 1
      ? `${args.who === '' ? 'A customer' : args.who}: cut off again by the market`
      : `${f.plural(args.count, { one: '# customer', other: '# customers' })} cut off again by the market`,
  'alarm.passed.promised': (args: { span: string }) => `promise passed ${args.span} ago`,
  'alarm.passed.done': (args: { span: string }) =>
    `said to be done, no word from the customer; due ${args.span} ago`,
  'alarm.passed.again': (args: { span: string }) => `to be rung again, due ${args.span} ago`,
  'failed.title': 'This screen has failed',
  'failed.text':
    'Everything that was shown as saved is saved. Open the screen again: you come back to the same place.',
  'failed.again': 'Open again',
} as const;
