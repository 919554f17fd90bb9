import type { Formatter } from '../formatter.ts';

const customers = (count: number, f: Formatter) =>
  f.plural(count, { one: '# customer', other: '# customers' });
const fixesOf = (count: number, f: Formatter) =>
  f.plural(count, { one: '# back-fix', other: '# back-fixes' });

export const fixes = {
  'keys.fixes':
    'At the back-fixes: release the plan (in a case: its own); take answers as the proofs they may be; close what is proved',
  'keys.answers': 'At the back-fixes: bring in answers of the market',
  'keys.reconcile': 'At the back-fixes: reconcile a day',
  'fixes.released': 'Released',
  'fixes.file': (args: { board: string }) => `back-fixes-${args.board}.csv`,
  'fixes.none': 'Nothing is released yet. Release the plan when the systems are back.',
  'fixes.standing.ran': 'The D05 ran: cut off',
  'fixes.standing.rejected': 'Rejected by the market',
  'fixes.standing.outcomeUnknown': 'Outcome unknown: ask',
  'fixes.standing.released': 'Waiting to be handed over',
  'fixes.standing.waiting': 'Runs by itself, no proof yet',
  'fixes.standing.handed': 'Handed over, no answer yet',
  'fixes.standing.proved': 'Proved',
  'fixes.standing.takenBack': 'Taken back',
  'fixes.says.ran': 'Ring: they are at the top of the queue.',
  'fixes.says.rejected': 'Set aside with the reason; nobody else waits for them.',
  'fixes.says.outcomeUnknown': 'By 603, 131 or a call. Never sent again blindly.',
  'fixes.says.released': 'The agent delivers EMMA’s; the others are keyed or told by people.',
  'fixes.says.releasedToPeople': 'People key them in, hand them in as a file, or tell them.',
  'fixes.says.waiting': 'Nothing to hand over: the market runs it, and its answer proves it.',
  'fixes.says.handed': 'The answer proves it, or an hour without one asks for it.',
  'fixes.says.proved': 'By an answer, a ledger entry or somebody’s name.',
  'fixes.says.takenBack': 'Never left the house, or was rejected: nothing of it is under way.',
  'fixes.practice': 'Practice: end the mass failure (M), and the market answers by itself.',
  'fixes.release': (args: { count: number }, f: Formatter) => `Release ${fixesOf(args.count, f)}`,
  'fixes.answers': 'Bring in answers',
  'fixes.accept': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, {
      one: 'Take # answer as the proof it may be',
      other: 'Take # answers as the proofs they may be',
    }),
  'fixes.acceptAsks': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, { one: 'Is this answer a proof?', other: 'Are these # answers proofs?' }),
  'fixes.acceptGo': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, { one: 'It is the proof', other: 'All # are the proofs' }),
  'fixes.closeSays':
    'Each has its proof, and the power is back. Whoever is off again comes back with the same clock.',
  'fix.heard': (args: { type: string; at: string }) => `The market: ${args.type}, ${args.at}`,
  'fixes.whom': 'Whom it is written of',
  'fixes.acceptSays':
    'They name the customer and come after the release, and no reference: only a person can say so.',
  'fixes.close': (args: { proved: number; notOurs: number }, f: Formatter) => {
    const notOurs = f.plural(args.notOurs, {
      one: '# that is another supplier’s',
      other: '# that are another supplier’s',
    });
    if (args.proved === 0) return `Close ${notOurs}`;
    const proved = f.plural(args.proved, { one: '# proved case', other: '# proved cases' });
    return args.notOurs === 0 ? `Close ${proved}` : `Close ${proved}, and ${notOurs}`;
  },
  'fixes.toSign': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, {
      one: '# case waits for a second person',
      other: '# cases wait for a second person',
    }),
  // The release
  'release.stillDown': (args: { since: string }) =>
    `The mass failure since ${args.since} has not been ended (M): what is handed over now waits with it, or is lost.`,
  'release.title': 'Release back-fixes',
  'release.one': 'Release',
  'release.oneOf': (args: { mprn: string }) => `Release for ${args.mprn}`,
  'release.this': 'Release this plan',
  'release.hint': 'What is under way is not released twice',
  'release.scope': 'Whose',
  'release.all': (args: { count: number }, f: Formatter) =>
    `Everybody: ${customers(args.count, f)}`,
  'release.these': (args: { count: number }, f: Formatter) =>
    `Only the list in sight: ${customers(args.count, f)}`,
  'release.type': 'Back-fix',
  'release.count': 'How many',
  'release.by': 'By',
  'release.over': 'Over',
  'release.conflicts': (args: { count: number }, f: Formatter) =>
    `To look at first: ${customers(args.count, f)}`,
  'release.first': (args: { count: number }, f: Formatter) =>
    `${customers(args.count, f)} with a D05 to stop or a question to ask first: what comes after it is held until that is proved.`,
  'release.replay': (args: { count: number }, f: Formatter) =>
    `${f.plural(args.count, { one: '# customer stays', other: '# customers stay' })} out: their reconnection would do something twice, or undo something.`,
  'release.replay.e05Waits': 'An E05 of theirs waits and runs by itself.',
  'release.replay.alreadyOn': 'The market says that the power is on.',
  'release.replay.notOurs': 'They are excluded as not ours.',
  'release.replay.onPhone': 'Networks is being rung about them at this moment.',
  'release.replay.d05Waits': 'A D05 waits that nobody has stopped.',
  'release.despite': 'To release them all the same: why',
  'release.noMprn': (args: { count: number }, f: Formatter) =>
    `${f.plural(args.count, { one: '# customer without an MPRN stays', other: '# customers without an MPRN stay' })} out: nothing can be sent for them.`,
  'release.off': (args: { count: number }, f: Formatter) =>
    `${customers(args.count, f)} still off by all that is known here.`,
  'release.agent': 'Who puts EMMA’s messages into its folder',
  'release.noAgent': 'Nobody: saved as a file, or keyed by hand',
  'release.noAgentYet':
    'No agent has said that it serves EMMA’s folder. The messages are saved as a file or keyed by hand.',
  'release.noEmma':
    'EMMA is not a way of this organisation (Settings): a 017 is keyed into the webform.',
  'release.paused': (args: { channel: string; who: string; because: string }) =>
    `${args.channel} is paused by ${args.who}: ${args.because}. Nothing leaves over it until it is resumed.`,
  'release.large': (args: { count: number; before: number; openCases: number }, f: Formatter) =>
    `That is ${customers(args.count, f)} at once${
      args.before === 0 ? '' : `, ${f.number(args.before)} of them within the last hour`
    }; ${f.plural(args.openCases, { one: '# case is', other: '# cases are' })} open.`,
  'release.agree': 'I have looked, and mean all of them',
  'release.authorised': 'Your role does not release alone. Who authorised it by phone?',
  'release.go': (args: { fixes: number; count: number }, f: Formatter) =>
    `Release ${fixesOf(args.fixes, f)} for ${customers(args.count, f)}`,
  'release.nothing': 'Everything that is planned is released already.',
  'release.unverified': 'Every message says: unverified against the V14 schema.',
  // The board
  'fix.what': 'Back-fix',
  'fix.everyWay': 'every way',
  'fix.byWay': (args: { channel: string }) => `over ${args.channel}`,
  'fix.about': (args: { txRefNbr: string }) => `about ${args.txRefNbr}`,
  'fix.stands': 'Where it stands',
  'fix.next': 'Next',
  'fix.attempt': (args: { count: number }) => `attempt ${args.count}`,
  'fix.waitsFor': (args: { what: string }) => `waits for: ${args.what}`,
  'fix.lost': 'EMMA’s list has it no more: ask Networks whether it ran',
  'fix.atAgent': 'the agent delivers it',
  'fix.since': (args: { at: string }) => `since ${args.at}`,
  'fix.provedBy': (args: { by: string; at: string }) => `${args.by}, ${args.at}`,
  'fix.proposed': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, { one: '# answer may prove it', other: '# answers may prove it' }),
  'fix.discrepancy.answeredBothWays': 'The market says done, and rejected',
  'fix.discrepancy.releasedApart': 'Two desks gave it different TxRefNbrs',
  'fix.discrepancy.takenBackLate': 'Taken back while it was handed over',
  'fix.discrepancy.d05Ran': 'The D05 ran',
  'fix.doubt.goneFromOutbox': 'the file is gone from the outbox',
  'fix.doubt.interrupted': 'the agent was interrupted',
  'fix.doubt.noAnswer': 'no answer for too long',
  'fix.doubt.asked': 'asked, and nobody knows',
  'fix.doubt.ofEither': 'rejected, but perhaps the one before it: the answer names no TxRefNbr',
  'fix.do.decide': 'Decide',
  'fix.do.ask': 'Ask',
  'fix.do.keyIn': 'Key it in',
  'fix.do.ring': 'Ring Networks',
  'fix.do.takeOut': 'Take it out',
  'fix.do.correct': 'Correct',
  'fix.do.lookInEmma': 'Look in EMMA',
  'fix.do.look': 'Look',
  'fix.saveFile': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, { one: 'Save # as a file', other: 'Save # as a file' }),
  'fix.stayOut': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, {
      one: '# stays out: it would do something twice. Look at it',
      other: '# stay out: they would do something twice. Look at each',
    }),
  'fix.handIn': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, { one: '# is handed in', other: '# are handed in' }),
  'fix.fileName': '017 to hand over.csv',
  // One of them
  'fixSheet.title': (args: { what: string }) => args.what,
  'fixSheet.sheet': 'To key into the webform, field by field',
  'fixSheet.released': (args: { who: string; at: string }) =>
    `Released by ${args.who}, ${args.at}.`,
  'fixSheet.authorised': (args: { who: string; at: string }) =>
    `Authorised by phone by ${args.who}, ${args.at}.`,
  'fixSheet.ring': (args: { number: string }) => `ESB Networks: ${args.number}`,
  'fixSheet.ledger': (args: { where: string }) => `Our own ledger: ${args.where}`,
  'fixSheet.copy': (args: { field: string }) => `Copy ${args.field}`,
  'fixSheet.copyIt': 'Copy',
  'fixSheet.copied': 'Copied',
  'fixSheet.notCopied': 'Not copied',
  'fixSheet.mark.C': 'in a public source',
  'fixSheet.mark.O': 'seen before V14',
  'fixSheet.mark.D': 'our guess of the name',
  'keyIn.tickFirst': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, {
      one: '# field is not ticked as keyed yet. Tick it first.',
      other: '# fields are not ticked as keyed yet. Tick them first.',
    }),
  'keyIn.unverified': 'Unverified against the V14 schema. Beside each field: how sure its name is.',
  'fixSheet.person': 'Who at the other end',
  'fixSheet.reference': 'Reference',
  'fixSheet.ledgerEntry': 'Entry of the ledger',
  'fixSheet.tick': (args: { field: string }) => `${args.field} is keyed`,
  'fixSheet.keyed': 'Keyed',
  'fixSheet.keyedNext': 'Keyed, next',
  'fixSheet.told': 'Told by phone',
  'fixSheet.lookedBy': 'Who looked in EMMA',
  'fixSheet.e05.found': 'What was found',
  'fixSheet.e05.said': 'What Networks said',
  'fixSheet.e05.notSent': 'None left us: the first one may go',
  'fixSheet.e05.queuedInEmma': 'It lies in EMMA and fires by itself',
  'fixSheet.e05.unknown': 'One may have left EMMA: ask Networks',
  'fixSheet.e05.accepted': 'Networks has it, and it runs by itself',
  'fixSheet.e05.ran': 'It has run',
  'fixSheet.e05.gone': 'It never arrived, or is gone: a new one may go',
  'fixSheet.e05.goneBy': (args: { who: string }) => `${args.who}: it never arrived, or is gone`,
  'fixSheet.lost':
    'EMMA’s list has this 017 no more, and no answer is here. Ask Networks by its TxRefNbr, or look in the 603: it has run (prove it by who says so), or it never arrived or is gone (take it back for that reason; then the plan has a new one). Until then no other 017 goes.',
  'fixSheet.takenOut': 'It is taken out',
  'fixSheet.handedIn': 'Handed in as a file',
  'fixSheet.arrived': 'It arrived',
  'fixSheet.notArrived': 'It never arrived: send the same one again',
  'fixSheet.unknown': 'Nobody knows',
  'fixSheet.how': 'Asked by',
  'fixSheet.how.603': (args: { day: string }) => `the 603 of ${args.day}`,
  'fixSheet.how.131': 'the 131',
  'fixSheet.how.call': 'a call',
  'fixSheet.how.whom': 'Of a call: name who at the other end said so.',
  'fixSheet.retry': 'Send again under a new TxRefNbr',
  'fixSheet.takeBack': 'Take it back',
  'fixSheet.why': 'Why it is not sent (to take it back)',
  'fixSheet.prove': 'It is proved',
  'fixSheet.proofBy': 'Proved by hand, by',
  'fixSheet.byList': (args: { day: string }) => `The 603 of ${args.day} proves it`,
  'fixSheet.watchRan':
    'A name proves it where Networks says that this D05 has run. That none waits, or that it is cancelled, is no proof.',
  'fixSheet.brought': (args: { proof: string }) =>
    `Proved by ${args.proof} once that is brought in: a message of the market is never typed.`,
  'fixSheet.accept': (args: { type: string; at: string; end: string }) =>
    `The ${args.type} of ${args.at} (TxRefNbr …${args.end}) proves it`,
  'fixSheet.older': (args: { type: string; at: string }) =>
    `older than the ${args.type} of ${args.at}, which was here already: it changes nothing`,
  'fixSheet.answers': 'What the market said',
  'fixSheet.noAnswers': 'Nothing yet.',
  'fixSheet.byTx': 'by TxRefNbr',
  'fixSheet.byReference': 'by business reference',
  'fixSheet.sign': 'I have looked at all of it, and sign',
  'fixSheet.signedLess': (args: { who: string; at: string }) =>
    `${args.who} signed, ${args.at}, without having seen all that is here now: to be signed anew.`,
  'fixSheet.signed': (args: { who: string; at: string }) => `Signed by ${args.who}, ${args.at}`,
  'fixSheet.makeFails': (args: { why: string }) => `No message can be made: ${args.why}`,
  // All that wait to be keyed
  'keyIn.allFields': 'All fields are keyed',
  'keyIn.missing': (args: { count: number }, f: Formatter) =>
    `${f.plural(args.count, {
      one: '# field is not ticked as keyed.',
      other: '# fields are not ticked as keyed.',
    })} Nothing was written: tick them, or all at once, and press again.`,
  'keyIn.others': (args: { count: number }, f: Formatter) =>
    args.count === 0
      ? 'The last one that waits for the webform.'
      : f.plural(args.count, {
          one: '# other waits for the webform.',
          other: '# others wait for the webform.',
        }),
  'keyIn.all': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, { one: '# key-in sheet', other: '# key-in sheets' }),
  'keyIn.one': (args: { place: number; of: number; mprn: string; name: string }) =>
    `${args.place} of ${args.of}: ${[args.mprn, args.name].filter(Boolean).join(', ')}`,
  'keyIn.print': 'Print all',
  'keyIn.done': 'Keyed',
  'keyIn.noneLeft': 'None is left in this list that waits for the webform.',
  // A day of the market against ours
  'reconcile.title': 'The market’s day against ours',
  'reconcile.hint': '602 and 603, from 03:00:00 to 02:59:59',
  'reconcile.open': 'Reconcile a day',
  'reconcile.none': 'No 602 or 603 is here yet: bring them in among the answers.',
  'reconcile.noList': 'The list of that day (603) is not here, or not whole.',
  'reconcile.partsHere': (args: { here: string; count: number; of: number }, f: Formatter) =>
    f.plural(args.count, {
      one: `Part ${args.here} of ${args.of} is here. It counts when all of them are: bring in the rest.`,
      other: `Parts ${args.here} of ${args.of} are here. It counts when all of them are: bring in the rest.`,
    }),
  'reconcile.laterBegun': (args: { says: string }) =>
    `A later list of that day is not whole yet. ${args.says}`,
  'reconcile.day': 'Day',
  'reconcile.lines': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, { one: '# message listed.', other: '# messages listed.' }),
  'reconcile.notOver': (args: { ends: string }) =>
    `This list was made before its day was over, ${args.ends}. What is ours alone may still come, and nothing is proved by what the list lacks: bring in the one that is made after that.`,
  'reconcile.unread': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, {
      one: 'A line of this list could not be read. Whatever the list lacks may stand in it: nothing is proved by that.',
      other:
        '# lines of this list could not be read. Whatever the list lacks may stand in them: nothing is proved by that.',
    }),
  'reconcile.clearSoFar': 'Nothing is missing on either side, as far as this list goes.',
  'reconcile.clear': 'Nothing is missing on either side.',
  'reconcile.clearExplained': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, {
      one: 'Nothing is missing that nobody has explained; one line is explained.',
      other: 'Nothing is missing that nobody has explained; # lines are explained.',
    }),
  'reconcile.counts': (args: { count: number }) => `Counted and listed differ: ${args.count}`,
  'reconcile.countsSays': 'Of these types the 602 counts another number than the 603 lists.',
  'reconcile.numbers': (args: { counted: number; listed: number }) =>
    `${args.counted} counted by the 602, ${args.listed} listed by the 603`,
  'reconcile.ours': (args: { count: number }) => `Ours, not theirs: ${args.count}`,
  'reconcile.oursSays':
    'Handed over in that day and not listed: asked about, one by one, before anything is sent again.',
  'reconcile.theirs': (args: { count: number }) => `Theirs, not ours: ${args.count}`,
  'reconcile.theirsSays':
    'Sent to us or by us, and nobody here has it: an answer that was lost, or somebody else’s work.',
  'reconcile.sendAgain': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, {
      one: 'One of these is an answer: ask ESB Networks to send it again. It goes from here when it comes in.',
      other:
        '# of these are answers: ask ESB Networks to send them again. Each goes from here when it comes in.',
    }),
  'reconcile.copyNumbers': 'Copy their numbers',
  'reconcile.whose': 'Whose is it?',
  'reconcile.whoseLong': (args: { name: string }) => `Whose is it? ${args.name}`,
  'reconcile.whoseMprn': (args: { name: string }) => `MPRN of ${args.name}`,
  'reconcile.whoseSource': 'What it was, and who says so',
  'reconcile.itIsOurs': 'It is ours',
  'reconcile.recognised': (args: { count: number }) => `Recognised as ours: ${args.count}`,
  'reconcile.explained': (args: { count: number }) => `Explained: ${args.count}`,
  'reconcile.because': (args: { because: string; who: string; at: string }) =>
    `${args.because} (${args.who}, ${args.at})`,
  'reconcile.explain': 'Explain',
  'reconcile.explainLong': (args: { name: string }) => `Explain ${args.name}`,
  'reconcile.explainAll': (args: { count: number }) => `Explain all ${args.count} at once`,
  'reconcile.why': (args: { name: string }) => `Why ${args.name} is on one side alone`,
  'reconcile.whyAll': (args: { count: number }) => `Why these ${args.count} are on one side alone`,
  'reconcile.say': 'Write it down',
  'reconcile.takeBack': 'Take back',
  'reconcile.takeBackLong': (args: { name: string }) => `Take back what was said of ${args.name}`,
  'reconcile.more': (args: { count: number }) => `${args.count} more are in the file.`,
  'reconcile.save': 'Save as a file',
  'reconcile.column.day': 'Day',
  'reconcile.column.side': 'What',
  'reconcile.column.type': 'Type',
  'reconcile.column.txRefNbr': 'TxRefNbr',
  'reconcile.column.mprn': 'MPRN',
  'reconcile.column.counted': 'Counted by the 602',
  'reconcile.column.listed': 'Listed by the 603',
  'reconcile.column.because': 'Explained',
  'reconcile.column.by': 'Explained by',
  'reconcile.column.at': 'Explained at (Irish time)',
  'reconcile.side.ours': 'Ours, not theirs',
  'reconcile.side.theirs': 'Theirs, not ours',
  'reconcile.side.counts': 'Counted and listed differ',
  'reconcile.side.recognised': 'Recognised as ours',
  'reconcile.side.notOver': 'The list was made before its day was over: ours may still come',
  'reconcile.side.unread': (args: { count: number }) =>
    `Lines of the list that could not be read: ${args.count}`,
  'reconcile.file': (args: { day: string }) => `reconciliation-${args.day}.csv`,
  // Answers of the market
  'answers.title': 'Answers of the market',
  'answers.hint': '106E, 306, 307, 131, 117R, 601 and the others, as XML, CSV or JSON',
  'answers.choose': 'Choose files',
  'answers.paste': 'Or paste one message',
  'answers.read': 'Read it',
  'answers.figures': (args: { matched: number; proposed: number; other: number }) =>
    `${args.matched} belong to a back-fix, ${args.proposed} may, ${args.other} are about customers without one.`,
  'answers.cutOff': (args: { count: number }, f: Formatter) =>
    `${customers(args.count, f)} switched off: whoever was back goes to the top of the queue.`,
  'answers.older': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, {
      one: '# is older than what is here already: it is kept, and changes nothing.',
      other: '# are older than what is here already: they are kept, and change nothing.',
    }),
  'answers.notOurs': (args: { count: number }, f: Formatter) =>
    `${f.plural(args.count, { one: '# answer is', other: '# answers are' })} about customers that nobody here knows: set aside.`,
  'answers.disagree': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, {
      one: '# answer has a reference of another customer of ours than its MPRN says. It proves nothing: ask Networks whose it is.',
      other:
        '# answers have a reference of another customer of ours than their MPRN says. They prove nothing: ask Networks whose they are.',
    }),
  'answers.known': (args: { count: number }, f: Formatter) =>
    `${f.plural(args.count, { one: '# is', other: '# are' })} known already.`,
  'answers.others': (args: { count: number }, f: Formatter) =>
    `${f.plural(args.count, { one: '# message is', other: '# messages are' })} no answer: a request of ours.`,
  'answers.refused': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, { one: '# was refused', other: '# were refused' }),
  'answers.each': 'What becomes of each of them',
  'answers.column.file': 'File',
  'answers.column.mprn': 'MPRN',
  'answers.column.type': 'Type',
  'answers.column.txRefNbr': 'TxRefNbr',
  'answers.column.became': 'What becomes of it',
  'answers.state.toTake': 'To take in',
  'answers.state.taken': 'Taken in',
  'answers.state.known': 'Known already',
  'answers.state.aside': 'Set aside',
  'answers.state.refused': 'Refused',
  'answers.became.matched': 'Belongs to a back-fix.',
  'answers.became.proposed': 'May prove a back-fix: a person says so.',
  'answers.became.other': 'About a customer without a back-fix.',
  'answers.became.older': (args: { type: string; at: string }) =>
    `Older than the ${args.type} of ${args.at}, which is here already: kept, and it changes nothing.`,
  'answers.became.known': 'Nothing is done twice.',
  'answers.became.daily': (args: { day: string }) => `For ${args.day}.`,
  'answers.became.dailyPart': (args: { day: string; number: number; of: number }) =>
    `Part ${args.number} of ${args.of}, for ${args.day}.`,
  'answers.became.noDay': 'It does not say its day.',
  'answers.became.notOver':
    'Made before that day was over: it proves what it has, and nothing by what it lacks.',
  'answers.became.unread': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, {
      one: '# line could not be read: nothing is proved by what it lacks.',
      other: '# lines could not be read: nothing is proved by what it lacks.',
    }),
  'answers.became.notOurs':
    'Not ours: nobody here has a case or a back-fix for this MPRN, not even a closed one, and no list of outstanding messages has had it.',
  'answers.became.ourReference':
    'Nobody here knows this MPRN, but the reference is of a message of ours. Ask Networks whose it is.',
  'answers.became.disagrees':
    'The MPRN is of one customer, and the reference of another: it proves nothing of either.',
  'answers.became.offOfTwo':
    'The reference is of another customer: this one is taken for off, and whether the other one is has to be asked.',
  'answers.whose': 'The reference is of',
  'answers.became.noMessageOfOurs':
    'Not ours: it names no customer, and the message that it rejects is none of ours, nor on any list.',
  'answers.became.request': 'A request, and no answer to one.',
  'answers.became.notReadable': 'Refused: it cannot be read. It may have been moved since.',
  'answers.became.folder': 'Refused: a folder. Open it, and choose the files in it.',
  'answers.more': (args: { count: number }) =>
    `${args.count} more; whatever is set aside is in the file that you save.`,
  'answers.takenAt': (args: { count: number; at: string }, f: Formatter) =>
    `${f.plural(args.count, { one: '# answer was', other: '# answers were' })} taken in, ${args.at}. This stays here until the next files.`,
  'answers.saveAside': 'Save what was set aside',
  'answers.asideFile': 'answers-set-aside.zip',
  'answers.chooseNext': 'Choose other files',
  'answers.otherClock':
    'These were read by another clock than the settings have by now: nothing is taken in before they are read again.',
  'answers.readAgain': 'Read them again',
  'answers.row': (args: { record: number }) => `row ${args.record}`,
  'answers.daily': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, {
      one: '# daily count or list (602, 603).',
      other: '# daily counts or lists (602, 603).',
    }),
  'answers.day': 'Of which day',
  'answers.dayMissing': 'Of which day? The list does not say, and is taken in with one.',
  'answers.dayHint': '2026-11-21: from 03:00 on',
  'answers.bring': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, { one: 'Take in # answer', other: 'Take in # answers' }),
};
