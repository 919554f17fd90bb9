// What one key takes back: the last entry of the act that was done last.
import { readHead } from '../../shared/log/entry.ts';
import { mprnOf } from '../../shared/domain/case.ts';
import type { Command } from '../../shared/domain/commands.ts';
import { eventOf, type DomainEvent } from '../../shared/domain/events.ts';
import type { Entry } from '../../shared/log/entry.ts';
import type { Written } from '../store/ports.ts';

/** What an undo takes back, or took back, and of whom: said before it is done, and after. */
export interface UndoneWork {
  readonly subject: string;
  readonly what: DomainEvent | null;
  readonly did: Command['do'];
  /** Whom it is about; null where it is nobody, or many. */
  readonly who: { readonly name: string; readonly mprn: string | null } | null;
}

/** What can be taken back by one key. */
export interface Undoable extends UndoneWork {
  readonly entry: string;
  /** Whom it was for; so is its undoing. */
  readonly to: string | undefined;
  /** A lead that became an MPRN: what was written to the case of the MPRN then. */
  readonly joined?: { readonly subject: string; readonly entries: readonly string[] };
  /** Holds that were asked for in one step. */
  readonly asked?: readonly { readonly subject: string; readonly entry: string }[];
  /** Answers about D05s that one call gave. */
  readonly heard?: readonly { readonly subject: string; readonly entry: string }[];
}

/** Work that has no undo, so that another way is said. */
export type FixedBy = 'placeGuard' | 'releaseFixes' | 'takeOut';

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
  'heardHolds',
]);

export function undoableAfter(written: Written, did: Command['do']): Undoable | null {
  if (!can.has(did)) return null;
  if (did === 'askHold') return askedBy(written);
  if (did === 'heardHolds') return heardIn(written);
  return did === 'identify' ? joinedBy(written) : lastOf(written, did);
}

/** The act's last entry about its subject; of a typed request its making. */
function lastOf(written: Written, did: Command['do']): Undoable | null {
  const about = written.entries.filter((entry) => entry.subject === written.subject);
  const entry = did === 'takeByPhone' ? about[0] : about.at(-1);
  if (entry === undefined || !(isCase(entry.subject) || isRequest(entry.subject))) return null;
  return {
    subject: entry.subject,
    entry: entry.id,
    did,
    to: readHead(entry).to,
    ...workIn(written, entry),
  };
}

function workIn({ states, requests }: Written, entry: Entry): Pick<UndoneWork, 'what' | 'who'> {
  const about = states.find(({ subject }) => subject === entry.subject);
  const request = requests.find(({ subject }) => subject === entry.subject);
  const who =
    about !== undefined
      ? { name: about.facts.name ?? '', mprn: mprnOf(about.subject) }
      : request === undefined
        ? null
        : { name: '', mprn: request.made.mprn };
  return { what: eventOf(entry) ?? null, who };
}

/** Everything that asking for holds wrote: it is taken back as the one step that it was. */
function askedBy({ entries }: Written): Undoable | null {
  const [first] = entries;
  if (first === undefined) return null;
  const asked = entries.map(({ subject, id }) => ({ subject, entry: id }));
  return {
    subject: first.subject,
    entry: first.id,
    did: 'askHold',
    to: undefined,
    asked,
    what: null,
    who: null,
  };
}

/** The answers of one call, and not the requests that were made with them: Networks was asked. */
function heardIn({ entries }: Written): Undoable | null {
  const heard = entries
    .filter((entry) => readHead(entry).kind === 'request.answered')
    .map(({ subject, id }) => ({ subject, entry: id }));
  const [first] = heard;
  return first === undefined
    ? null
    : { ...first, did: 'heardHolds', to: undefined, heard, what: null, who: null };
}

/** What an `identify` wrote: the lead's closing, and everything about the MPRN. */
function joinedBy(written: Written): Undoable | null {
  const closing = written.entries.find((entry) => entry.subject.startsWith('lead:'));
  if (closing === undefined || written.subject === null) return null;
  const there = written.entries.filter((entry) => entry.subject === written.subject);
  const last = there.at(-1);
  return {
    ...(last === undefined ? { what: null, who: null } : workIn(written, last)),
    subject: closing.subject,
    entry: closing.id,
    did: 'identify',
    to: undefined,
    joined: { subject: written.subject, entries: there.map((entry) => entry.id) },
  };
}

/** The command that takes it back; `opened` is the entry that opened the case it is about. */
export function undoing(last: Undoable, opened: string | undefined): Command {
  const { subject, entry, joined, asked, heard, to } = last;
  if (heard !== undefined) return { do: 'takeBackHeard', heard };
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

/** Why one key takes nothing back. */
export function whyNoUndo(
  fixedBy: FixedBy | null,
): 'liftedByTwo' | 'releasedOneByOne' | 'takenOut' | 'nothingDone' {
  if (fixedBy === null) return 'nothingDone';
  if (fixedBy === 'takeOut') return 'takenOut';
  return fixedBy === 'placeGuard' ? 'liftedByTwo' : 'releasedOneByOne';
}
