// What the agent says of itself to the consoles: once it has changed and stayed so, and seldom, so that
// a share that comes and goes fills nobody's log.
import { MOST_KEPT, type AgentStands, type KeptReason } from '../../shared/domain/agent-stands.ts';
import type { AgentOffer } from '../../shared/domain/channel.ts';
import type { Poisoned } from './poison.ts';
import type { AgentStatus, Health, Keeping } from './status.ts';

/** What passes sooner is nobody's business. */
export const SETTLED_MS = 5000;
/** No agent writes of itself more often. */
export const SELDOM_MS = 60_000;

export function standsOf(status: AgentStatus, poisoned: readonly Poisoned[]): AgentStands {
  const kept = [...status.kept]
    .map(([txRefNbr, because]) => ({ txRefNbr, because: reasonsOf(because) }))
    .sort((one, other) => (one.txRefNbr < other.txRefNbr ? -1 : 1));
  return {
    outbox: folderOf(status.outbox),
    inbox: folderOf(status.inbox),
    poisoned: poisoned.map((each) => ({ ...each })),
    kept: kept.filter(({ txRefNbr }) => txRefNbr.length <= 200).slice(0, MOST_KEPT),
    keptInAll: kept.length,
  };
}

/** A system's own word, or none: never a sentence in which somebody may be named. */
const folderOf = ({ state, since, why }: Health): AgentStands['outbox'] => ({
  state,
  since,
  why: why !== null && /^[A-Za-z0-9_ ]{1,40}$/.test(why) ? why : null,
});

function reasonsOf(because: Keeping): KeptReason[] {
  return because.is === 'replay'
    ? [...new Set(because.warnings.map(({ is }) => is))].sort()
    : [because.is];
}

export class Report {
  #seen: { readonly like: string; readonly since: number } | null = null;

  /** Whether this is to be written now, after what was written last. */
  isDue(stands: AgentStands, written: AgentOffer['stands'], now: number): boolean {
    const like = likeOf(stands);
    if (written !== null && like === likeOf(written)) {
      this.#seen = null;
      return false;
    }
    // Put back, a clock would have it settle for as long as it was ahead.
    if (this.#seen?.like !== like || now < this.#seen.since) this.#seen = { like, since: now };
    if (now - this.#seen.since < SETTLED_MS) return false;
    const age = written === null ? SELDOM_MS : now - written.at;
    return age < 0 || age >= SELDOM_MS;
  }
}

/** Without since when: gone for a second and back, it stands as it stood. */
const likeOf = ({ outbox, inbox, poisoned, kept, keptInAll }: AgentStands): string =>
  JSON.stringify([outbox.state, outbox.why, inbox.state, inbox.why, poisoned, kept, keptInAll]);
