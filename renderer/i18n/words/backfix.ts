import type { Formatter } from '../formatter.ts';

export const backfix = {
  'backfix.title': 'Back-fixes',
  'backfix.lede': (args: { cases: number }, f: Formatter) =>
    `Planned from ${f.plural(args.cases, { one: '# open case', other: '# open cases' })}. Nothing has been sent: delivery comes when the systems are back.`,
  'backfix.empty': 'Nothing to plan yet',
  'backfix.emptyText':
    'As soon as a customer is in the queue, what every system needs afterwards stands here.',
  'backfix.none': 'Nothing to correct for this customer.',
  'backfix.provisional': 'The power is still off: this can change with the next call.',
  'backfix.toBeAgreed': 'Not yet agreed in the market: proposed.',
  'backfix.owner': 'By',
  'backfix.channel': 'Over',
  'backfix.proof': 'Proof',
  'backfix.steps': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, { one: '# customer', other: '# customers' }),
  'backfix.more': (args: { count: number }, f: Formatter) =>
    `${f.plural(args.count, { one: '# more', other: '# more' })} not shown here.`,
  'backfix.order': (args: { order: number }) => `Step ${args.order}`,
  'backfix.type.askFirst': 'Ask first',
  'backfix.type.cancelD05': 'Ask Networks to cancel a D05',
  'backfix.type.correctAccount': 'Correct the account and the hold',
  'backfix.type.send017': 'Send a new 017 E05',
  'backfix.type.sendAgain017': 'Send a new 017 after the reject',
  'backfix.type.letWaiting017Run': 'Let the waiting 017 run, do not resend',
  'backfix.type.esbnRecords': 'Networks records it',
  'backfix.type.watch': 'Watch for a cut-off',
  'backfix.type.siteVisit': 'Site visit',
  'backfix.owner.supplier': 'us',
  'backfix.owner.esbn': 'ESB Networks',
  'backfix.channel.emma': 'EMMA',
  'backfix.channel.webform': 'webform',
  'backfix.channel.phone': 'phone',
  'backfix.channel.internal': 'our own systems',
  'backfix.proof.106E or 307': '106E or 307',
  'backfix.proof.131': '131',
  'backfix.proof.603': '603 match',
  'backfix.proof.ledger': 'ledger reference',
  'backfix.proof.namedPerson': 'a named person’s word',
  'backfix.because.d05Waiting':
    'because a D05 is waiting and the customer has paid since: a cut-off comes before any correction.',
  'backfix.because.d05NotAsked': 'because nobody has asked yet whether a D05 is waiting.',
  'backfix.because.paymentNotReconciled':
    'because the payment failed before it reached the account.',
  'backfix.because.never017':
    'because no 017 left us: the market does not know this customer is to be on.',
  'backfix.because.rejected017': 'because the 017 was rejected: only then is a new TxRefNbr right.',
  'backfix.because.queuedInEmma':
    'because it waits in EMMA and fires by itself; ours must not go again.',
  'backfix.because.atHub': 'because it is at the hub and runs when the hub is back.',
  'backfix.because.accepted':
    'because ESB Networks has it and runs it on resumption; a second E05 would be a duplicate.',
  'backfix.because.unknown017':
    'because it was sent and nobody knows how it ended. Never sent again blindly.',
  'backfix.because.doneByPhone': 'because it was done by phone and Networks agreed to record it.',
  'backfix.because.notRemote': 'because the meter cannot be switched remotely.',
  'backfix.because.networkFault': 'because it is a fault of the network, not a disconnection.',
  'backfix.because.restoredUnderD05':
    'because the power came back while a D05 may be waiting; until proof.',
  'backfix.because.noMprn': 'because there is no MPRN yet.',
} as const;
