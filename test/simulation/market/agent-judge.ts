// What must be true of the agent: it sends nothing that it was not told of lately, and once all is well
// it is in touch, and what it says of itself, to the consoles and to the supplier's own system, is so.
import type { FolderState } from '../../../shared/domain/agent-stands.ts';
import { CURRENT_MS } from '../../../gateway/agent/currency.ts';
import type { Clerk } from './clerk.ts';
import type { Judged } from './world.ts';

/** Its clock is put right from half a minute on, and its list may be half a minute old. */
const MOST_OFF_MS = 90_000;

export function agentAtRest({ agent, clerks, clock }: Judged): readonly string[] {
  const problems: string[] = [];
  if (agent.failure !== null) problems.push(`the agent fails: ${agent.failure}`);
  for (const [box, state] of agent.folders)
    if (state !== 'ok') problems.push(`the ${box} is well and said to be ${state}`);
  for (const clerk of clerks) {
    if (foldersOn(clerk).some((state) => state !== 'ok'))
      problems.push('a folder is well, and a console shows otherwise');
    const known = agentsOn(clerk).find(({ device }) => device === agent.device);
    if (known === undefined) problems.push('a console does not know the agent');
    else if (known.stands === null) problems.push('a console was never told how the agent stands');
  }
  const { holds } = agent;
  if (holds?.isCurrent !== true) problems.push('all is well, and the hold list is not whole');
  else if (Math.abs(Date.parse(holds.asOf) - clock.now) > MOST_OFF_MS)
    problems.push('the hold list is of another time');
  return problems;
}

/** Just before a file goes: what was released may be taken back long since. */
export const isUnheard = ({ agent, clock }: Judged): boolean =>
  agent.heardAt === null || clock.now - agent.heardAt >= CURRENT_MS;

/** How a console shows the agent's folders. */
export const foldersOn = (clerk: Clerk): readonly FolderState[] =>
  agentsOn(clerk).flatMap(({ stands }) =>
    stands === null ? [] : [stands.outbox.state, stands.inbox.state],
  );

const agentsOn = ({ desk }: Clerk) => desk.seen.channels.flatMap(({ agents }) => agents);
