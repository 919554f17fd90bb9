// What one key takes back: the last entry of the act that was done last.
import { readHead } from '../../shared/log/entry.ts';
import type { Command } from '../../shared/domain/commands.ts';
import type { Written } from '../store/ports.ts';
import type { Snapshot } from './snapshot.ts';

type Undoable = Snapshot['undoable'];

const can = new Set<Command['do']>([
  'report',
  'answer',
  'outcome',
  'power',
  'stillOff',
  'exclude',
  'note',
  'learn',
  'takeByPhone',
  'takeRequest',
  'assignRequest',
  'decideRequest',
  'answerD05',
  'identify',
  'askHold',
  'heardHold',
]);

export function undoableAfter(written: Written, did: Command['do']): Undoable {
  if (!can.has(did)) return null;
  if (did === 'askHold') return askedBy(written);
  return did === 'identify' ? joinedBy(written) : lastOf(written, did);
}

/** The act's last entry about its subject; of a typed request its making. */
function lastOf(written: Written, did: Command['do']): Undoable {
  const about = written.entries.filter((entry) => entry.subject === written.subject);
  const entry = did === 'takeByPhone' ? about[0] : about.at(-1);
  if (entry === undefined || !(isCase(entry.subject) || isRequest(entry.subject))) return null;
  return { subject: entry.subject, entry: entry.id, did, to: readHead(entry).to };
}

/** Everything that asking for holds wrote: it is taken back as the one step that it was. */
function askedBy({ entries }: Written): Undoable {
  const [first] = entries;
  if (first === undefined) return null;
  const asked = entries.map(({ subject, id }) => ({ subject, entry: id }));
  return { subject: first.subject, entry: first.id, did: 'askHold', to: undefined, asked };
}

/** What an `identify` wrote: the lead's closing, and everything about the MPRN. */
function joinedBy(written: Written): Undoable {
  const closing = written.entries.find((entry) => entry.subject.startsWith('lead:'));
  if (closing === undefined || written.subject === null) return null;
  const there = written.entries.filter((entry) => entry.subject === written.subject);
  return {
    subject: closing.subject,
    entry: closing.id,
    did: 'identify',
    to: undefined,
    joined: { subject: written.subject, entries: there.map((entry) => entry.id) },
  };
}

/** The command that takes it back; `opened` is the entry that opened the case it is about. */
export function undoing(last: NonNullable<Undoable>, opened: string | undefined): Command {
  const { subject, entry, joined, asked, to } = last;
  if (asked !== undefined) return { do: 'takeBackHolds', asked };
  if (joined !== undefined)
    return {
      do: 'separate',
      subject,
      from: joined.subject,
      closing: entry,
      entries: joined.entries,
    };
  if (isRequest(subject)) return { do: 'undoRequest', request: subject, entry, to };
  // A report that opened the case is taken back by closing it as what it was: a mistake.
  return opened === entry ? { do: 'openedByMistake', subject } : { do: 'undo', subject, entry };
}

const isRequest = (subject: string): boolean => subject.startsWith('request:');

export const isCase = (subject: string): boolean =>
  subject.startsWith('mprn:') || subject.startsWith('lead:');
