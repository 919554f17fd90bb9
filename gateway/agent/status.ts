// What an agent says of itself. No MPRN, no name and no file name is in it: whoever reads a terminal or
// a log need not know customers.
import type { FolderState } from '../../shared/domain/agent-stands.ts';
import type { DailyPart } from '../../shared/domain/daily-events.ts';
import type { ReplayWarning } from '../../shared/domain/replay-guard.ts';
import type { MessageProblem } from '../../shared/market/problem.ts';
import type { PassedOver } from './settings.ts';

export interface Health {
  readonly state: FolderState;
  /** UTC ms. */
  readonly since: number;
  readonly why: string | null;
}

/** Why a back-fix that is released to this agent does not leave; a person has to do something. */
export type Keeping =
  | { readonly is: 'replay'; readonly warnings: readonly ReplayWarning[] }
  | { readonly is: 'unmade'; readonly problem: MessageProblem }
  /** Its TxRefNbr cannot be a file's name. */
  | { readonly is: 'badName' };

export interface AgentStatus {
  readonly outbox: Health;
  readonly inbox: Health;
  /** Somebody has paused the channel. */
  readonly isPaused: boolean;
  /** By TxRefNbr. */
  readonly kept: ReadonlyMap<string, Keeping>;
  /** Since the start. */
  readonly counts: Counts;
}

export interface Counts {
  readonly handed: number;
  readonly doubted: number;
  /** Files of the inbox: taken, and set aside with a reason, wholly or for some of their rows. */
  readonly heard: number;
  readonly poisoned: number;
  /** Answers in files that were taken, which are about nobody we know. */
  readonly foreign: number;
  /** Answers that are older than what was known: taken in, and they change nothing. */
  readonly older: number;
}

export const nothingYet: Counts = {
  handed: 0,
  doubted: 0,
  heard: 0,
  poisoned: 0,
  foreign: 0,
  older: 0,
};

/** One thing that changed. */
export type AgentEvent =
  | { readonly is: 'handed' | 'doubted'; readonly txRefNbr: string }
  | { readonly is: 'kept'; readonly txRefNbr: string; readonly because: Keeping }
  | {
      readonly is: 'heard';
      readonly answers: number;
      readonly older: number;
      readonly foreign: number;
      readonly refused: number;
    }
  | {
      readonly is: 'listed';
      readonly type: '602' | '603';
      readonly day: string;
      /** Of a list in several messages. */
      readonly part?: Pick<DailyPart, 'number' | 'of'>;
    }
  | { readonly is: 'poisoned'; readonly reason: string }
  | { readonly is: 'folder'; readonly box: 'outbox' | 'inbox'; readonly health: Health }
  | { readonly is: 'paused' | 'resumed' }
  /** Options of its start that became the organisation's, and one that did not. */
  | { readonly is: 'settled'; readonly changes: Readonly<Record<string, string>> }
  | ({ readonly is: 'passedOver' } & PassedOver);
