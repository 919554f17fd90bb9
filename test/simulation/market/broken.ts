// What is broken on purpose, so that it can be seen that the judge notices.
import type { Draft } from '../../../shared/log/entry.ts';
import type { Calling } from '../../../renderer/console/alarm-stack.ts';
import type { Run } from '../../../gateway/agent/run.ts';
import type { CaseState } from '../../../shared/domain/case.ts';
import type { FixState } from '../../../shared/domain/fix.ts';
import type { Summary } from '../../../shared/domain/summary.ts';
import type { Told } from '../../../shared/drill/market/inputs.ts';
import type { Truth } from '../../../shared/drill/market/meters.ts';
import type { ExchangeReply } from '../../../shared/sync/protocol.ts';
import type { MemoryFolder } from '../../support/memory-folder.ts';

export interface BrokenOnPurpose {
  /** Nobody finishes a night in which this was noticed. */
  readonly until?: RegExp;
  /** What a console makes of a case; undefined where it has none. */
  readonly shows?: (state: CaseState) => CaseState | undefined;
  /** Whom a console calls a person for, on its screen. */
  readonly calls?: (line: readonly Calling[]) => readonly Calling[];
  /** Whom it gives its host to ring for at once. */
  readonly rings?: (urgent: readonly Summary[]) => readonly Summary[];
  /** What a console has of a customer's back-fixes when the market's day is reconciled. */
  readonly hears?: (fix: FixState) => FixState;
  /** What a console writes in the place of what was decided. */
  readonly writes?: (drafts: readonly Draft[]) => readonly Draft[];
  /** What the first console takes of a reply. */
  readonly takes?: (reply: ExchangeReply) => ExchangeReply;
  /** Plans are made as if this point of failure had failed; null: as if nobody knew of any. */
  readonly plansFor?: number | null;
  /** Folders that do something else than they say. */
  readonly folder?: () => MemoryFolder;
  /** An agent that sees no list and no case when it asks what a 017 would double. */
  readonly isBlind?: boolean;
  /** An agent that tells of trouble, and never that it is over. */
  readonly isGloomy?: boolean;
  /** An agent that tries nothing again. */
  readonly isTired?: boolean;
  /** What is wrong with the program of an agent, at every start. */
  readonly spoils?: (run: Run) => void;
  /** What a market that died has kept of what was done to it. */
  readonly keeps?: (told: readonly Told[]) => readonly Told[];
  /** What the market did, as another market would have done it. */
  readonly truth?: (truth: Truth) => Truth;
}
