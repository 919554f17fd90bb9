import type { Formatter } from '../formatter.ts';

/** What failed, with `and` behind it; nothing where nobody knows. */
interface Down {
  readonly down: string;
}

export const backfix = {
  'backfix.title': 'Back-fixes',
  'backfix.market': 'What the market will do by itself',
  'backfix.plan': 'Back-fixes planned',
  'backfix.lede': (args: { fixes: number; customers: number }, f: Formatter) =>
    `${f.plural(args.fixes, { one: '# back-fix', other: '# back-fixes' })} for ${f.plural(args.customers, { one: '# customer', other: '# customers' })}: one customer can need several, in this order.`,
  'backfix.how': (args: { owner: string; channel: string; proof: string }) =>
    `By ${args.owner}, over ${args.channel}. Proof: ${args.proof}.`,
  'backfix.where': 'Where it is',
  'backfix.paidSince': 'Paid since',
  'backfix.powerNow': 'Power now',
  'backfix.guard': 'D05 asked about',
  'backfix.sent': (args: { reason: string; at: string }) => `${args.reason} sent ${args.at}`,
  'backfix.d05Somewhere': 'D05 waiting; where is not known',
  'backfix.noMessage': 'no 017 known',
  'backfix.heldAt': (args: { room: string }) => `Held at ${args.room}`,
  'backfix.outcomeUnknown': 'outcome not known',
  'backfix.off': 'off',
  'backfix.onSince': (args: { at: string }) => `on since ${args.at}`,
  'backfix.said': 'said so, not confirmed',
  'backfix.confirmed': 'confirmed',
  'backfix.nobodyAsked': 'Nobody asked yet',
  'backfix.noD05': 'None, says the file',
  'backfix.d05NotAsked': 'None known, nobody asked',
  'room.emma': 'EMMA',
  'room.hub': 'hub',
  'room.esbn': 'ESBN',
  'room.mdms': 'MDMS',
  'room.meter': 'meter',
  'backfix.empty': 'Nothing to plan yet',
  'backfix.emptyText':
    'As soon as a customer is in the queue, what every system needs afterwards stands here.',
  'backfix.provisional': 'The power is still off: this can change with the next call.',
  'backfix.toBeAgreed': 'Not yet agreed in the market: proposed.',
  'backfix.notAgain': 'under way or settled',
  'backfix.proof': 'Proof',
  'backfix.more': (args: { count: number }, f: Formatter) =>
    `${f.plural(args.count, { one: '# more', other: '# more' })} not shown here.`,
  'backfix.type.askFirst': 'Ask first',
  'backfix.type.cancelD05': 'Have a D05 cancelled',
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
  // What had failed, before the reason: "because the hub was down from 17:30 and no 017 left us".
  'backfix.failed': (args: { failed: string; since: string }) =>
    `${args.failed}${args.since === '' ? '' : ` from ${args.since}`} and `,
  'backfix.failed.1': 'the payment vendor was down',
  'backfix.failed.2': 'payment files were missing',
  'backfix.failed.3': 'the payment reconciliation was down',
  'backfix.failed.4': 'the 017 trigger was down',
  'backfix.failed.5': 'SAP PO was down',
  'backfix.failed.6': 'EMMA was down',
  'backfix.failed.7': 'the hub was down',
  'backfix.failed.8': 'Networks could not process 017s',
  'backfix.failed.9': 'the MDMS trigger was down',
  'backfix.failed.10': 'the comms to MDMS were down',
  'backfix.failed.11': 'MDMS could not act on meters',
  'backfix.failed.12': 'meters were failing',
  'backfix.because.d05Waiting': ({ down }: Down) =>
    `because ${down}a D05 waits though the customer has paid since: a cut-off comes before any correction.`,
  'backfix.because.d05NotAsked': ({ down }: Down) =>
    `because ${down}nobody has asked yet whether a D05 is waiting.`,
  'backfix.because.paymentNotReconciled': ({ down }: Down) =>
    `because ${down}the payment failed before it reached the account.`,
  'backfix.because.never017': ({ down }: Down) =>
    `because ${down}no 017 left us: the market does not know this customer is to be on.`,
  'backfix.because.rejected017': 'because the 017 was rejected: only then is a new TxRefNbr right.',
  'backfix.because.queuedInEmma': ({ down }: Down) =>
    `because ${down}it waits in EMMA and fires by itself; ours must not go again.`,
  'backfix.because.atHub': ({ down }: Down) =>
    `because ${down}it is at the hub and runs when the hub is back.`,
  'backfix.because.accepted': ({ down }: Down) =>
    `because ${down}ESB Networks has it and runs it on resumption; a second E05 would be a duplicate.`,
  'backfix.because.unknown017': ({ down }: Down) =>
    `because ${down}nobody knows what became of a 017 that may have gone. Never sent again blindly.`,
  'backfix.because.unspoken017': ({ down }: Down) =>
    `because ${down}nobody has said whether a 017 left us: look in EMMA, where one may lie and fire later.`,
  'backfix.because.doneByPhone': ({ down }: Down) =>
    `because ${down}it was done by phone and Networks agreed to record it.`,
  'backfix.because.notRemote': 'because the meter cannot be switched remotely.',
  'backfix.because.networkFault': 'because it is a fault of the network, not a disconnection.',
  'backfix.because.restoredUnderD05':
    'because the power came back while a D05 may be waiting; until proof.',
  'backfix.because.noMprn': 'because there is no MPRN yet.',
} as const;
