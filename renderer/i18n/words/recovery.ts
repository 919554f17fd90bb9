import type { Formatter } from '../formatter.ts';

export const recovery = {
  'recovery.noList':
    'No list of outstanding 017s is here: this is what the cases know. Whoever is on supply and has a D05 waiting has no case, and is not seen.',
  'recovery.listed': (
    args: { count: number; answered: number; file: string; at: string; operator: string },
    f: Formatter,
  ) =>
    [
      `${f.plural(args.count, { one: '# message waits', other: '# messages wait' })}, as EMMA had it ${args.at} (${args.file}, brought in by ${args.operator})`,
      args.answered === 0 ? '' : `; ${f.number(args.answered)} of it answered since`,
      '.',
      args.count === 0 ? '' : ' They run in their old order, whatever was done by phone since.',
    ].join(''),
  'recovery.unread': (args: { count: number }, f: Formatter) =>
    `${f.plural(args.count, { one: '# row of it', other: '# rows of it' })} could not be read.`,
  'recovery.bring': 'Bring in the list',
  'recovery.bringAgain': 'Bring in a newer list',
  'recovery.group.cutOff':
    'will be cut off by a waiting D05 although they have paid or have a case',
  'recovery.group.doubled': 'will get a second E05: harmless if ours is not sent again',
  'recovery.group.runs': 'have an E05 that runs by itself: ours must not go again',
  'recovery.group.nothing': 'have nothing waiting: they need a new 017, or have one rejected',
  'recovery.group.unknown': 'unknown: ask Networks, or wait for the 603',
  'recovery.group.stopped': 'no case; Networks says that the D05 is stopped, not proved',
  'recovery.group.unpaid': 'D05 waiting, and not paid since as far as anybody knows',
  'recovery.group.answered': 'back, says the market itself, and nothing waits any more',
  'recovery.watched': 'watched: back while a D05 may wait, until a proof',
  'recovery.haveNoCase': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, {
      one: '# of them has no case',
      other: '# of them have no case',
    }),
  'recovery.noCase': 'no case: nobody looks',
  'recovery.neverOff': 'never off',
  'recovery.notSeen': 'not known',
  'recovery.paid': (args: { at: string }) => `paid ${args.at}`,
  'recovery.notPaidSince': 'not since, as far as known',
  'recovery.asked': (args: { at: string }) => `To be asked, since ${args.at}`,
  'recovery.askedNote': (args: { reference: string }) => `${args.reference}, no answer yet`,
  'recovery.heardFrom': (args: { who: string; at: string }) =>
    args.who === '' ? args.at : `${args.who}, ${args.at}`,
  'recovery.notStopped': 'does not stop this one',
  'recovery.answer': 'Write the answer',
  'recovery.ask.holdD05': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, {
      one: 'Ask Networks to stop # D05',
      other: 'Ask Networks to stop # D05s',
    }),
  'recovery.ask.unpaid': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, {
      one: 'Ask Networks to hold # D05',
      other: 'Ask Networks to hold # D05s',
    }),
  'recovery.unpaidSays':
    'As far as anybody knows they have not paid: their D05s may be right. Nothing is asked of these unless somebody wants them held.',
  'recovery.holdAgree': 'Hold them all the same?',
  'recovery.ask.cancelE05': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, {
      one: 'Ask Networks to cancel # E05',
      other: 'Ask Networks to cancel # E05s',
    }),
  'recovery.ask.question': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, {
      one: 'Ask Networks about # 017',
      other: 'Ask Networks about # 017s',
    }),
  'recovery.askSays.holdD05':
    'Whoever would be cut off though they have paid or have a case, and whose D05 is past our EMMA: the others are ours to take out.',
  'recovery.askSays.unpaid':
    'As far as anybody knows they have not paid: their D05s may be right. Ask that they be held until somebody has looked, and not cancelled: a D05 that was right would have to be sent again. Only those past our EMMA.',
  'recovery.askSays.cancelE05':
    'Only whoever is back, and whose E05 has left our EMMA: the others wait for it, or it is ours to take out.',
  'recovery.askSays.question': 'What became of a 017 that was sent and never answered.',
  'recovery.askedAsks': (args: { asks: string; at: string }) => `${args.asks}, since ${args.at}`,
  'recovery.askAllAsks':
    'Writes a request with a reference for each of them. Nobody is rung by it: ring Networks, read them out, and write down each answer. Ctrl Z takes it back.',
  'recovery.askAllGo': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, { one: 'Write # request', other: 'Write # requests' }),
  'recovery.askAllSays':
    'Each becomes a request of its own with a reference that can be spoken. With no gateway, read them out in one call and write down each answer.',
  'foot.lists': 'lists',
  'foot.askAll': 'ask Networks for all',
  'foot.takeOut': 'take out of EMMA',
  'foot.export': 'export list',
  'foot.holdsAsked': 'What was asked of Networks',
  'foot.holdsHeard': 'What one call answered',
  'foot.fixedBy.placeGuard': 'Held: no undo, two persons lift it (H)',
  'foot.fixedBy.takeOut': 'Said to be out of EMMA: no undo, a newer list tells otherwise (U)',
  'foot.fixedBy.releaseFixes': 'Released: taken back one by one in the list',
  'keys.recovery':
    'In back-fixes: the lists; bring in outstanding 017s; ask Networks for the list in sight (stop D05s, cancel E05s, ask); take its D05s out of EMMA; hold their disconnections; what is held; export',
  'recovery.export': 'Export this list',
  'recovery.file': (args: { group: string }) => `recovery-${args.group}.csv`,
  'takeOut.title': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, { one: 'Take # D05 out of EMMA', other: 'Take # D05s out of EMMA' }),
  'takeOut.hint': 'take them out there, untick what was not there, then say so',
  'takeOut.allSays':
    'These lie in our own EMMA, where Networks does not see them: somebody takes them out, and says so here.',
  'takeOut.says':
    'Take these out in EMMA, and say here that it is done: this alone takes nothing out. From then on they count as stopped by the name below, until a newer list of EMMA’s still has one.',
  'takeOut.person': 'Who took it out of EMMA',
  'takeOut.go': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, { one: '# is out of EMMA', other: '# are out of EMMA' }),
  'takeOut.left': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, { one: '# stays to be done', other: '# stay to be done' }),
  'takeOut.copyAll': 'Copy the list',
  'takeOut.copyOf': (args: { mprn: string }) => `Copy the TxRefNbr of ${args.mprn}`,
  'takeOut.save': 'Save the list',
  'takeOut.file': 'take out of EMMA.csv',
  'takeOut.txRefNbr': 'TxRefNbr',
  'takeOut.sent': 'Sent',
  'takeOut.isOut': 'Out',
  'takeOut.isOutOf': (args: { mprn: string }) => `${args.mprn} is out`,
  'takeOut.noTxRefNbr':
    'Of one or more of these no TxRefNbr is known: that one stays in the list until a newer list is without it.',
  'takeOut.titleE05': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, { one: 'Take # E05 out of EMMA', other: 'Take # E05s out of EMMA' }),
  'takeOut.titleBoth': (args: { count: number }, f: Formatter) =>
    `Take ${f.number(args.count)} D05s and E05s out of EMMA`,
  'takeOut.hintE05': 'take them out there, tick what is out, then say so',
  'takeOut.allSaysE05':
    'Of whoever is back, or waits twice: in our own EMMA Networks does not see them. Somebody takes them out, and says so here.',
  'takeOut.saysE05':
    'Tick each E05 that you have taken out in EMMA: this alone takes nothing out. From then on none of them is waited for, until a newer list of EMMA’s still has one. Of two that wait for one customer leave the one that is to run.',
  'takeOut.toDo': 'To be taken out of EMMA',
  'takeOut.oneOf': (args: { mprn: string }) => `Take it out for ${args.mprn}`,
  'takeOut.by': (args: { who: string; at: string }) =>
    `Taken out of EMMA by ${args.who}, ${args.at}`,
  'takeOut.belied': (args: { by: string; at: string }) =>
    `${args.by}; the list of ${args.at} still has it`,
  'takeOut.done': 'taken out of EMMA',
  'keys.oneCall': 'Answers of one call about the D05s in sight',
  'oneCall.title': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, { one: 'One call about # D05', other: 'One call about # D05s' }),
  'oneCall.hint': 'name, reference, then a digit for each; what is left out stays open',
  'oneCall.reference': (args: { reference: string; spoken: string }) =>
    `Our reference ${args.reference}: ${args.spoken}`,
  'oneCall.notAsked': 'Not asked before: it gets its reference with the answer.',
  'oneCall.customer': 'Customer',
  'oneCall.answer': 'What Networks says',
  'oneCall.of': (args: { mprn: string }) => `${args.mprn}: `,
  'oneCall.before': (args: { answer: string; who: string; at: string }) =>
    `${args.answer}, ${[args.who, args.at].filter(Boolean).join(', ')}`,
  'oneCall.inEmma': 'by our list in our own EMMA: “none queued” does not stop it',
  'oneCall.unpaid': 'not known to have paid: hold it, do not cancel',
  'oneCall.count': (args: { answered: number; open: number }, f: Formatter) =>
    `${f.number(args.answered)} answered, ${f.number(args.open)} open.`,
  'oneCall.go': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, { one: 'Write # answer', other: 'Write # answers' }),
  'oneCall.earlier': (args: { count: number; at: string }, f: Formatter) =>
    f.plural(args.count, {
      one: `# answer here was pressed before you opened this, last at ${args.at}. Of another call? Then clear it.`,
      other: `# answers here were pressed before you opened this, last at ${args.at}. Of another call? Then clear them.`,
    }),
  'oneCall.clear': 'Clear name and answers',
  'oneCall.left': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, {
      one: 'The answer for # customer is not written: somebody has asked anew or taken it back meanwhile. Look at it in the list.',
      other:
        'The answers for # customers are not written: somebody has asked anew or taken them back meanwhile. Look at them in the list.',
    }),
  'oneCall.notProved': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, {
      one: 'The answer is written; the back-fix of # customer waits for its proof all the same:',
      other:
        'The answers are written; the back-fixes of # customers wait for their proof all the same:',
    }),
  'hold.title': 'What Networks says of the D05',
  'hold.hint': 'name, Enter, then a digit writes it down',
  'hold.reference': (args: { reference: string; spoken: string }) =>
    `our reference ${args.reference}: ${args.spoken}`,
  'hold.say': (args: { spoken: string }) =>
    `“MPRN ${args.spoken}: please cancel or hold any de-energisation that waits. The customer has paid.”`,
  'hold.sayUnpaid': (args: { spoken: string }) =>
    `“MPRN ${args.spoken}: please hold any de-energisation that waits, and do not cancel it. We do not know that the customer has paid.”`,
  'hold.inEmma':
    'By our list it still lies in EMMA: Networks cannot see it there. Whoever runs our EMMA can take it out; else ask that it be held when it arrives. “None queued” does not stop it.',
  'hold.person': 'Who says so, at Networks or of our EMMA',
  'hold.personMissing': 'A name or a desk, so that the word is somebody’s',
  'hold.esbn': 'Their reference',
  'outstanding.title': 'Every 017 that nobody has answered',
  'outstanding.hint': 'D05 and E05, whether the customer has a case or not',
  'outstanding.lede':
    'From EMMA’s outbox or the supplier’s system: MPRN, reason, TxRefNbr, when it was sent, its state, and the last qualifying payment. What is missing keeps no row out but the MPRN.',
  'outstanding.paste': 'Or paste from a spreadsheet',
  'outstanding.noColumn': (args: { column: string }) =>
    `No column for ${args.column} was found. Its header must say what it is.`,
  'outstanding.asOf': 'When did EMMA say so? (as of)',
  'outstanding.asOfNow': (args: { at: string }) =>
    `Nothing typed: the list is said to be of now, ${args.at}.`,
  'outstanding.asOfFile': (args: { at: string }) =>
    `The file’s own time: ${args.at}. Type another if EMMA said so earlier.`,
  'outstanding.olderThanHere': (args: { at: string }) =>
    `A newer list is here already, as of ${args.at}: this one will not count before it.`,
  'outstanding.newest': (args: { at: string }) => `The newest message in it was sent ${args.at}.`,
  'outstanding.figures': (args: { ons: number; offs: number; paid: number }, f: Formatter) =>
    `${f.plural(args.ons, { one: '# reconnection', other: '# reconnections' })} and ${f.plural(args.offs, { one: '# disconnection', other: '# disconnections' })} wait; of those ${f.plural(args.paid, { one: '# customer has', other: '# customers have' })} paid since.`,
  'outstanding.lines': (args: { lines: number; rows: number }, f: Formatter) =>
    `${f.plural(args.lines, { one: '# line', other: '# lines' })}, ${f.plural(args.rows, { one: '# row', other: '# rows' })}.`,
  'outstanding.allClear': 'Every row was understood.',
  'outstanding.found': (args: { count: number }, f: Formatter) =>
    `${f.plural(args.count, { one: '# row needs', other: '# rows need' })} a look:`,
  'outstanding.findings': 'Rows to look at',
  'outstanding.comesIn': 'comes in',
  'outstanding.staysOut': 'stays out',
  'outstanding.bring': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, { one: 'Bring in # message', other: 'Bring in # messages' }),
  'outstanding.sample': 'The list of the sample',
  'outstanding.other': 'Another file',
  'outstanding.field.mprn': 'the MPRN',
  'outstanding.field.reason': 'the reason',
  'outstanding.field.txRefNbr': 'the TxRefNbr',
  'outstanding.field.businessReference': 'the business reference',
  'outstanding.field.sentAt': 'when it was sent',
  'outstanding.field.state': 'its state',
  'outstanding.field.paidAt': 'the last payment',
  'outstanding.finding.mprnUnusual': 'The MPRN does not begin with 10. It comes in as it is.',
  'outstanding.finding.reasonMissing': 'No reason: taken for a disconnection until it is known.',
  'outstanding.finding.reasonUnknown':
    'The reason cannot be read: taken for a disconnection until it is known.',
  'outstanding.finding.otherReason': 'A 017, but not of Smart PAYG: it runs all the same.',
  'outstanding.finding.txRefNbrMissing': 'No TxRefNbr: its answer cannot be matched by it.',
  'outstanding.finding.txRefNbrMisfit':
    'The TxRefNbr is none that a message can have: its answer cannot be matched by it.',
  'outstanding.finding.stateUnknown': 'Its state is not known: it may run.',
  'outstanding.finding.strayQuote':
    'A quotation mark opens a cell here and is not closed; it was left off. Compare this row with the file.',
  'outstanding.finding.unreadSign':
    'A sign of this row is damaged in the file (\uFFFD). Compare this row with its source.',
  'outstanding.finding.moreCells':
    'More cells than columns: a separator stands in one of them. Compare this row with the file.',
  'outstanding.finding.timeMissing': (args: { field: string }) => `It does not say ${args.field}.`,
  'outstanding.finding.inFuture': (args: { field: string }) => `In the future: ${args.field}.`,
  'outstanding.finding.longAgo': (args: { field: string }) =>
    `More than seven days ago: ${args.field}.`,
  'outstanding.finding.doubledHour': (args: { field: string }) =>
    `In the hour that the clock went through twice: ${args.field}.`,
  'outstanding.finding.sameAs': (args: { record: number }) =>
    `The same message as row ${args.record}: it stands in the list once.`,
  'outstanding.finding.txRefNbrTaken': (args: { record: number }) =>
    `Row ${args.record} has the same TxRefNbr for another message: neither can be matched by it.`,
} as const;
