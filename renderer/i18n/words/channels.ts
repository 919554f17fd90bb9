import type { Formatter } from '../formatter.ts';

const fixesOf = (count: number, f: Formatter) =>
  f.plural(count, { one: '# back-fix', other: '# back-fixes' });

interface Folder {
  readonly box: string;
  readonly since: string;
  readonly why: string;
}

/** `The outbox is full since 21:04 (ENOSPC)`. */
const since = (is: string) => (args: Folder, todo: string) =>
  `The ${args.box} ${is} since ${args.since}${args.why === '' ? '' : ` (${args.why})`}. ${todo} The agent tries again by itself.`;
const missing = since('is not there');
const full = since('is full');
const readOnly = since('may not be written');
const slow = since('has not answered');
const broken = since('gives an error');
const oneFile = since('gives an error for one file');

/** Ways out of the house: paused by people, and EMMA's agents as they said that they stand. */
export const channelWords = {
  'channel.name.emma': 'EMMA',
  'channel.name.webform': 'the webform',
  'channel.name.phone': 'the phone',
  'channel.name.internal': 'our own ledger',
  'channel.pause': (args: { channel: string }) => `Pause ${args.channel}`,
  'channel.resume': (args: { channel: string }) => `Resume ${args.channel}`,
  'channel.because': 'Because',
  'channel.paused': (args: { channel: string; who: string; at: string; because: string }) =>
    `${args.channel} is paused (${args.who}, ${args.at}): ${args.because}.`,
  'channel.paused.emma': 'No agent sends anything.',
  'channel.paused.others': 'Nothing is offered over it.',
  'agents.inTrouble': 'EMMA’s agents that want somebody',
  'agents.well': 'EMMA’s agents',
  'agent.unknown': 'An agent never heard here',
  'agent.heardAt': (args: { at: string }) => `last heard ${args.at}`,
  'agent.well': (args: { since: string }) => `Both folders are well since ${args.since}.`,
  'agent.notSaid': 'It has not said how its folders are.',
  'agent.box.outbox': 'outbox',
  'agent.box.inbox': 'inbox',
  'agent.effect.outbox': 'Nothing leaves.',
  'agent.effect.inbox': 'No answers come in.',
  'agent.effect.one': 'All other answers come in.',
  'agent.effect.perhaps': 'Answers may not come in.',
  'agent.folder.missing': (args: Folder) =>
    missing(args, 'Mount the share, or put the folder back where it was.'),
  'agent.folder.full': (args: Folder) => full(args, 'Make room on that disk.'),
  'agent.folder.readOnly': (args: Folder) =>
    readOnly(args, 'Give the agent’s account the right to write there.'),
  'agent.folder.slow': (args: Folder) =>
    slow(args, 'Look at the share and at the network before it.'),
  'agent.folder.broken': (args: Folder) => broken(args, 'Look at what the agent prints.'),
  'agent.folder.oneFile': (args: Folder) => oneFile(args, 'Look at what the agent prints.'),
  'agent.folder.folderInIt': (args: Folder) =>
    `A folder lies in the ${args.box} since ${args.since}. Take it away: the agent reads nothing in it.`,
  'agent.folder.noFileInIt': (args: Folder) =>
    `Something that is no file lies in the ${args.box} since ${args.since}. Take it away: the agent does not read it.`,
  'agent.trouble.one': (args: { box: string }) => `one entry of the ${args.box} unread`,
  'agent.trouble.missing': (args: { box: string }) => `${args.box} not there`,
  'agent.trouble.full': (args: { box: string }) => `${args.box} full`,
  'agent.trouble.readOnly': (args: { box: string }) => `${args.box} read-only`,
  'agent.trouble.slow': (args: { box: string }) => `${args.box} slow`,
  'agent.trouble.broken': (args: { box: string }) => `${args.box} gives errors`,
  'agent.poisoned': (args: { count: number; why: string }, f: Formatter) =>
    f.plural(args.count, {
      one: `# file was not taken in (${args.why}). It lies in the poison folder beside the inbox, with its reason. Look at it, then take it away.`,
      other: `# files were not taken in (${args.why}). They lie in the poison folder beside the inbox, each with its reason. Look at them, then take them away.`,
    }),
  'agent.poison': (args: { count: number; why: string }) => `${args.count}: ${args.why}`,
  'agent.poison.request': 'a request, and no answer to one',
  'agent.poison.foreign': 'of nobody known here',
  'agent.poison.ourReference':
    'with a reference of a message of ours, and an MPRN of nobody known here: bring it in here, which says whose',
  'agent.poison.disagrees':
    'with an MPRN of one customer and a reference of another, which proves nothing: bring it in here, which says whose',
  'agent.poison.noDay': 'a 602 or 603 of no day: bring it in here, which asks for the day',
  'agent.poison.severalDays': 'several 602s or 603s in one file: bring it in here',
  'agent.poison.unreadable':
    'the agent may not read it: give its account that right, and put it into the inbox again',
  'agent.poison.unfinished':
    'twice the agent ended before it was through with it: have it looked at',
  'agent.poison.partly': 'some of its rows could not be read; the others are taken in',
  'agent.poison.strangers':
    'some of its rows are of nobody known here, or no answers; the others are taken in',
  'agent.poison.other': 'for another reason',
  'agent.kept': (args: { count: number }, f: Formatter) =>
    `It holds ${fixesOf(args.count, f)}: each row says why.`,
  'agent.overdue': (args: { count: number }, f: Formatter) =>
    `${fixesOf(args.count, f)} released to it for more than ten minutes, and it has handed over none. Whether it works cannot be known from here: look at it, take them back, or give them to somebody else. Their TxRefNbrs stay.`,
  'agent.giveToPeople': (args: { count: number }, f: Formatter) =>
    `Give ${fixesOf(args.count, f)} to people, to key in`,
  'agent.giveTo': (args: { count: number; name: string }, f: Formatter) =>
    `Give ${fixesOf(args.count, f)} to ${args.name}`,
  'kept.e05Waits': 'another reconnection of theirs waits and runs by itself',
  'kept.alreadyOn': 'the market says that the power is on',
  'kept.notOurs': 'the customer is excluded as not ours',
  'kept.onPhone': 'Networks is being rung about this customer',
  'kept.d05Waits': 'a D05 waits that nobody has stopped',
  'kept.unmade': 'the message would not be read back',
  'kept.badName': 'its TxRefNbr cannot be a file’s name',
  'fix.kept': 'Held by the agent',
  'fix.keptBy': (args: { why: string }) => `held by the agent: ${args.why}`,
  'fix.paused': 'Paused',
  'fix.pausedBecause': (args: { because: string }) => `paused: ${args.because}`,
  'fix.overdue': 'its agent has handed over nothing for ten minutes',
  'fixSheet.kept': (args: { why: string }) =>
    `The agent holds it: ${args.why}. It goes by itself when that is over; or it is taken back, or let go with a reason.`,
  'fixSheet.keptAsIs': (args: { why: string }) =>
    `The agent holds it: ${args.why}. Take it back, or key it in.`,
  'fixSheet.replay': 'Sent now, it would do something twice, or undo something.',
  'fixSheet.despite': 'Why it goes all the same',
  'fixSheet.letGo': 'Let it go',
  'fixSheet.ofAgent': (args: { name: string }) => `${args.name} puts it into EMMA’s folder.`,
  'fixSheet.ofPeople': 'People key it in, or hand it in as a file.',
  'fixSheet.intended': (args: { who: string; at: string }) =>
    `${args.who} was about to write its file (${args.at}) and has not said since whether it went. If that agent is gone, ask: it is never sent again blindly.`,
  'fixSheet.doubt': 'Nobody knows whether it went',
};
