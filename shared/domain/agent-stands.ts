// How an agent says that it stands: its two folders, what it could not read, and what it keeps from
// leaving. Counts, TxRefNbrs and words of ours; no file's name and nobody's is in it.
import * as v from 'valibot';

export const folderStates = ['ok', 'missing', 'full', 'readOnly', 'slow', 'broken'] as const;
export type FolderState = (typeof folderStates)[number];

/** Why a back-fix that is released to an agent does not leave: a person has to do something. */
export const keptReasons = [
  'e05Waits',
  'alreadyOn',
  'notOurs',
  'onPhone',
  'd05Waits',
  /** It would not be read back. */
  'unmade',
  /** Its TxRefNbr cannot be a file's name. */
  'badName',
] as const;
export type KeptReason = (typeof keptReasons)[number];

/** Before the system's word, where it is about one file of the inbox, and the others are heard. */
export const OF_ONE_FILE = 'one file ';
/** What lies in the inbox and is no file: it is left alone, and the others are heard. */
export const leftAlone = ['a folder lies in it', 'no plain file lies in it'] as const;
export type LeftAlone = (typeof leftAlone)[number];

/** Of these one entry names no more; how many there are in all stands beside them. */
export const MOST_KEPT = 300;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** A system's word (`ENOSPC`) or a code of ours: no path and no name would fit. */
const word = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_ ]{1,40}$/));
const folder = v.object({
  state: v.picklist(folderStates),
  /** UTC ms. */
  since: v.pipe(v.number(), v.integer(), v.minValue(-8.64e15), v.maxValue(8.64e15)),
  why: v.nullable(word),
});

export const agentStandsSchema = v.object({
  outbox: folder,
  inbox: folder,
  /** Files that lie in its poison folder, by why. */
  poisoned: v.pipe(v.array(v.object({ because: word, count })), v.maxLength(60)),
  kept: v.pipe(
    v.array(
      v.object({
        txRefNbr: v.pipe(v.string(), v.maxLength(200)),
        because: v.pipe(v.array(v.picklist(keptReasons)), v.minLength(1), v.maxLength(6)),
      }),
    ),
    v.maxLength(MOST_KEPT),
  ),
  keptInAll: count,
});
export type AgentStands = v.InferOutput<typeof agentStandsSchema>;
export type FolderStands = AgentStands['outbox'];
