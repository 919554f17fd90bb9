// The market's folders as the agent sees them: what it writes for EMMA and what EMMA writes for it.
// Whatever a disk or a share may do wrong is a value, said once with its reason and tried again.
import type { FolderState } from '../../shared/domain/agent-stands.ts';
import type { Bytes } from '../../shared/domain/intake/file.ts';
import type { Result } from '../../shared/lib/result.ts';

export type FolderIs = Exclude<FolderState, 'ok'>;

export interface FolderTrouble {
  readonly is: FolderIs;
  /** The system's own word for it: `ENOSPC`. Never a path: a name may say of whom it is. */
  readonly why: string;
  /** Met at one file, and perhaps that one's alone: the next are tried all the same. */
  readonly atFile?: true;
}

/** It is ours, and we may not read it. */
export interface Unreadable {
  /** The system's own word for it. */
  readonly unreadable: string;
}

export type OfFolder<T> = Promise<Result<T, FolderTrouble>>;

/** Every step is on disk when it is answered, and may be repeated. */
export interface OutboxPort {
  /** Writes it where EMMA does not look, in the place of what had this name there. */
  stage(name: string, text: string): OfFolder<null>;
  /** Puts a staged file into the outbox, in one step. */
  send(name: string): OfFolder<null>;
  /** EMMA takes files away: nowhere may be with EMMA. */
  find(name: string): OfFolder<'outbox' | 'staging' | 'nowhere'>;
  /** Takes staged files away that are not to go any more. */
  tidy(keep: ReadonlySet<string>): OfFolder<null>;
}

export interface InboxPort {
  /** Names of files: all that were claimed before, then so many that have come to rest. */
  waiting(most: number): OfFolder<readonly string[]>;
  /** What lies in the inbox and is no file, so that nobody will ever read it; null where nothing does. */
  leftAlone(): OfFolder<string | null>;
  /** Takes one for us alone and gives its bytes; null when it has gone meanwhile. */
  claim(name: string): OfFolder<Bytes | Unreadable | null>;
  /** Keeps a claimed file under a day: `2026-11-21`. */
  archive(name: string, day: string): OfFolder<null>;
  /** Keeps its bytes as they are, with a sentence beside them. */
  poison(name: string, reason: string): OfFolder<null>;
  /** How many lie there now, and the sentences beside the first of them. */
  inPoison(): OfFolder<{ readonly count: number; readonly sentences: readonly string[] }>;
}

/** Everything after it in this pass would meet the same. */
export const isOfAll = ({ is, atFile }: FolderTrouble): boolean =>
  is !== 'broken' && atFile !== true;
