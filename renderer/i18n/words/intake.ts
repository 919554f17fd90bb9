import type { Formatter } from '../formatter.ts';

export const intake = {
  'intake.title': 'Bring in a file',
  'intake.lede':
    'A CSV or workbook of failed reconnections, or rows pasted from a spreadsheet. Nothing comes in until you confirm.',
  'intake.drop': 'Drop a file here',
  'intake.choose': 'Choose a file',
  'intake.paste': 'Or paste rows from a spreadsheet, header included',
  'intake.readPaste': 'Look at these rows',
  'intake.pasted': 'Pasted rows',
  'intake.readingBytes': (args: { done: number; of: number; rows: number }, f: Formatter) => {
    if (args.of === 0) return 'Reading the file';
    const share = `${f.number(Math.floor((args.done / args.of) * 100))} % of the file`;
    return args.rows === 0
      ? `${share} read`
      : `${f.plural(args.rows, { one: '# row', other: '# rows' })} read, ${share}`;
  },
  'intake.sheet': (args: { name: string; of: number }, f: Formatter) =>
    `Only the sheet “${args.name}” of ${f.number(args.of)} was read.`,
  'intake.reading': (args: { done: number; of: number }, f: Formatter) =>
    `${f.number(args.done)} of ${f.number(args.of)} rows looked at`,
  'intake.progress': (args: { done: number; of: number }, f: Formatter) =>
    `${f.number(args.done)} of ${f.number(args.of)} rows`,
  'intake.about': (
    args: { rows: number; lines: number; encoding: string; delimiter: string },
    f: Formatter,
  ) =>
    `${args.lines === args.rows ? '' : `${f.plural(args.lines, { one: '# line', other: '# lines' })}, `}${f.plural(args.rows, { one: '# row', other: '# rows' })}, ${args.encoding}, ${args.delimiter}, times read as Irish local. Nothing is in the queue yet; the file waits on this laptop.`,
  'intake.above': (args: { lines: number }, f: Formatter) =>
    args.lines === 1
      ? 'Line 1 stands above the header and was passed over.'
      : `Lines 1 to ${f.number(args.lines)} stand above the header and were passed over.`,
  'delimiter.,': 'commas',
  'delimiter.;': 'semicolons',
  'delimiter.\t': 'tabs',
  'delimiter.|': 'bars',
  'encoding.utf-8': 'UTF-8',
  'encoding.utf-16le': 'UTF-16',
  'encoding.utf-16be': 'UTF-16',
  'encoding.windows-1252': 'Windows-1252',
  'encoding.paste': 'from the clipboard',
  'encoding.workbook': 'a workbook',
  'delimiter.sheet': 'cells as they stand in it',
  'intake.chip.refuse': 'to correct',
  'intake.chip.new': 'new',
  'intake.chip.changed': 'changed',
  'intake.chip.unchanged': 'unchanged',
  'intake.chip.duplicate': 'twice in this file',
  'intake.chip.needsInformation': 'need information',
  'intake.chip.look': 'look again',
  'intake.chip.lessTime': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, { one: 'clock gets less time', other: 'clocks get less time' }),
  'intake.chip.clockStays': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, {
      one: 'clock stays, payment told otherwise',
      other: 'clocks stay, payment told otherwise',
    }),
  'intake.chip.gone': 'no longer listed',
  'intake.chip.all': 'all rows',
  'intake.chip.ofThese': 'of these',
  'intake.chip.notHere': 'not in it',
  'intake.goneHint': '“No longer listed” closes nothing: somebody looks.',
  'intake.row': 'Row',
  'intake.says': 'What we say about it',
  'intake.column': 'Column',
  'intake.leaveOut': 'leave out',
  'intake.bring': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, { one: 'Bring in # row', other: 'Bring in # rows' }),
  'intake.nothing': 'Nothing to bring in',
  'intake.saveBad': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, {
      one: 'Save the row that stays to a file',
      other: 'Save the # rows that stay to a file',
    }),
  'intake.saved': (args: { where: string }) => `Saved to ${args.where}.`,
  'intake.behind': (args: { count: number; toLetIn: number }, f: Formatter) =>
    `${f.plural(args.count, { one: '# row stays', other: '# rows stay' })} behind until corrected${
      args.toLetIn === 0 ? '' : ` (${f.number(args.toLetIn)} to be let in by name)`
    }.`,
  'intake.leave': 'Keep for later',
  'intake.putAway': 'Put this file away',
  'intake.losesEdits': (args: { count: number }, f: Formatter) =>
    `${f.plural(args.count, { one: '# corrected row is', other: '# corrected rows are' })} lost with it.`,
  'intake.putAwayAll': 'Put it away all the same',
  'intake.keepIt': 'Keep it',
  'intake.left': (args: { count: number; file: string }, f: Formatter) =>
    `${f.plural(args.count, { one: '# row', other: '# rows' })} of ${args.file} still to be corrected, or let in by name.`,
  'intake.takeLeft': 'Correct them',
  'intake.dropLeft': 'Leave them out',
  'intake.later': 'The second export of the sample',
  'intake.override': (args: { count: number; by: string }, f: Formatter) =>
    `Let ${f.plural(args.count, { one: 'the row to be looked at', other: 'the # rows to be looked at' })} in, in the name of ${args.by}`,
  'intake.markGone': (args: { count: number }, f: Formatter) =>
    `Mark ${f.number(args.count)} as no longer listed`,
  'intake.cancel': 'Cancel',
  'intake.back': 'Another file',
  'intake.done': (args: { fresh: number; changed: number; gone: number }, f: Formatter) =>
    `Saved here: ${[
      f.plural(args.fresh, { one: '# new customer', other: '# new customers' }),
      ...(args.changed === 0 ? [] : [`${f.number(args.changed)} changed`]),
      ...(args.gone === 0 ? [] : [`${f.number(args.gone)} marked as no longer listed`]),
    ].join(', ')}.`,
  'intake.toQueue': 'To the queue',
  'intake.noMprnColumn': 'No column is the MPRN yet: choose it above its cells.',
  'finding.paidLater': 'the earlier one keeps the clock',
  'finding.new': 'New.',
  'finding.unchanged': 'In the queue already, unchanged.',
  'finding.changed': (args: { what: string; kept: string; listedAgain: boolean }) =>
    [
      args.listedAgain ? 'In the queue; listed again' : 'In the queue',
      args.what === '' ? '' : `; changed: ${args.what}`,
      '.',
      args.kept === '' ? '' : ` What was told stays; the file says: ${args.kept}.`,
    ].join(''),
  'finding.duplicate': (args: { of: number }) => `Same MPRN as row ${args.of} of this file.`,
  'finding.duplicateDiffers': (args: { of: number }) =>
    `Same MPRN as row ${args.of} of this file, but other details.`,
  'finding.mprnMissing': 'No MPRN. Comes in as urgent, needs information.',
  'finding.mprnUnusual': 'Irish MPRNs seen so far begin with 10. A supervisor can let it in.',
  'finding.paidInFuture': 'Paid in the future. Comes in as urgent: ask when it was.',
  'finding.paidLongAgo': 'Paid more than seven days ago.',
  'finding.paidDaysBefore': 'Paid more than a day before this outage. Comes in; look at it.',
  'finding.clockMoves': (args: { from: string; span: string }) =>
    `We know a payment at ${args.from}; this one is ${args.span} earlier and would move the clock. Left out unless somebody lets it in.`,
  'finding.paidDoubledHour':
    'The clock showed this time twice that night; the earlier one is taken.',
  'finding.paidMissing': (args: { at: string }) =>
    `No payment time. Comes in as urgent; its clock counts from ${args.at}, when it was noticed.`,
  'finding.noticedUnread': (args: { text: string }) =>
    `“${args.text}” is not read as the time of a call; it counts as noticed now.`,
  'finding.notRemote': (args: { ctf: string }) =>
    `CTF ${args.ctf}: not remotely switchable, needs a site visit.`,
  'finding.registerUnknown': (args: { text: string }) =>
    `Register “${args.text}” is not known. Comes in; look at it.`,
  'finding.amountUnread': (args: { text: string }) =>
    `“${args.text}” is not read as an amount; left out.`,
  'finding.pointUnknown': (args: { text: string }) =>
    `“${args.text}” is no point of failure 1 to 12; left out.`,
  'finding.strayQuote':
    'A quotation mark opens a cell here and is not closed; it was left off. Compare this row with the file.',
  'finding.unreadSign':
    'A sign of this row is damaged in the file (\uFFFD). Compare this row with its source.',
  'finding.moreCells':
    'More cells than columns: a separator stands in one of them. Compare this row with the file.',
  'finding.needsTag': 'Needs information',
  'finding.lookTag': 'Look again',
  'finding.gone': 'Was in an earlier file, not in this one.',
  'fileProblem.tooLarge': (args: { megabytes: number; most: number }) =>
    `${args.megabytes} MB: more than the ${args.most} MB that are read at once. Split the file, or export fewer columns.`,
  'fileProblem.empty': 'There is nothing in it.',
  'fileProblem.zip':
    'This is no workbook that can be read: damaged, locked by a password, or another kind of zip. In the spreadsheet choose Save as, CSV UTF-8.',
  'fileProblem.unpacksTooLarge': (args: { most: number }) =>
    `This workbook unpacks to more than ${args.most} MB. Save the one sheet as CSV UTF-8.`,
  'fileProblem.xls':
    'This is an old workbook. In the spreadsheet choose Save as, CSV UTF-8; or mark the rows, copy, and paste them here.',
  'fileProblem.pdf':
    'This is a PDF. Ask for the list as CSV, or copy its rows and paste them here.',
  'fileProblem.picture': 'This is a picture. Ask for the list as CSV.',
  'fileProblem.binary': 'This is no text file. Ask for the list as CSV.',
  'fileProblem.noTable': 'No rows were found in it. The first line should name the columns.',
  'fileProblem.market':
    'This is a message of the market. Answers come in at the back-fixes: P, once you are there.',
  'intake.toBackFixes': 'To the back-fixes',
  'fileProblem.notReadable':
    'The file could not be read. Is it open elsewhere, or on a drive that went away?',
  'field.mprn': 'MPRN',
  'field.account': 'Account',
  'field.name': 'Customer',
  'field.phone': 'Phone',
  'field.address': 'Address',
  'field.eircode': 'Eircode',
  'field.serial': 'Meter serial',
  'field.register': 'Register',
  'field.ctf': 'CTF',
  'field.status': 'Status',
  'field.statusAsOf': 'Status as of',
  'field.paidAt': 'Payment time',
  'field.noticedAt': 'Called at',
  'field.paymentReference': 'Payment reference',
  'field.amount': 'Amount',
  'field.credit': 'Credit after',
  'field.txRefNbr': '017 TxRefNbr',
  'field.reason017': '017 reason',
  'field.sentAt017': '017 sent at',
  'field.state017': '017 state',
  'field.openD05': 'Open D05',
  'field.failurePoint': 'Failure point',
  'field.note': 'Note',
  'fact.message017': '017',
  'fact.noTxRefNbr': 'without TxRefNbr',
  'fact.sentAt': (args: { at: string }) => `sent ${args.at}`,
  'fact.notSentAt': 'no time of sending',
  'fact.amountCents': 'amount',
  'fact.creditCents': 'credit',
} as const;
