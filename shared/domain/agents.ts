// EMMA's agents as a console can know them: by what they wrote last, which is a picture with a date, and
// by what they have not done. Of an agent that says nothing nobody knows whether it lives.
import type { KeptReason } from './agent-stands.ts';
import type { AgentOffer, ChannelState } from './channel.ts';
import type { DailyState } from './daily.ts';
import { AGENT_SILENT_MS, waitsFor, type FixState } from './fix.ts';
import type { FixItem } from './fix-item.ts';

export interface AgentPicture {
  readonly device: string;
  /** Null of one that is named by a release and has never spoken here. */
  readonly name: string | null;
  /** UTC ms, of the last entry of its own; null where there is none. */
  readonly heardAt: number | null;
  readonly stands: AgentOffer['stands'];
  /** How many it keeps from leaving. */
  readonly kept: number;
  /** What it should have delivered for so long while it delivered nothing; none where it works. */
  readonly overdue: readonly { readonly mprn: string; readonly key: string }[];
}

export function agentsOf(
  channel: ChannelState | undefined,
  fixes: readonly FixState[],
  now: number,
  dailies: readonly DailyState[] = [],
): readonly AgentPicture[] {
  const offers = new Map((channel?.agents ?? []).map((each) => [each.device, each]));
  const heard = new Map<string, number>();
  const handed = new Map<string, number>();
  const due = new Map<string, { mprn: string; key: string }[]>();
  const kept = new Map<string, number>();
  const hear = (device: string, at: number) =>
    heard.set(device, Math.max(at, heard.get(device) ?? at));
  for (const { device, at, stands } of offers.values())
    hear(device, Math.max(at, stands?.at ?? at));
  // Whatever it wrote is a sign of it: what it delivered, doubted, and heard of the market.
  for (const { wroteAt } of [...fixes, ...dailies])
    for (const device in wroteAt) hear(device, wroteAt[device] ?? 0);
  for (const fix of fixes)
    for (const item of fix.items) {
      const { handing, key } = item;
      if (handing !== null && handing.channel === 'emma')
        handed.set(handing.device, Math.max(handing.at, handed.get(handing.device) ?? 0));
      const { agent } = item.released;
      if (agent === null || !isWithAgent(item)) continue;
      const all = due.get(agent) ?? [];
      due.set(agent, all);
      const since = Math.max(leavesSince(fix, item), channel?.resumedAt ?? 0);
      const isDue = now - since >= AGENT_SILENT_MS && waitsFor(fix, item) === null;
      if (keptBy(channel, item) !== null) kept.set(agent, (kept.get(agent) ?? 0) + 1);
      else if (isDue) all.push({ mprn: fix.mprn, key });
    }
  const devices = new Set([...offers.keys(), ...due.keys()]);
  return [...devices].map((device) => {
    const works = now - (handed.get(device) ?? 0) < AGENT_SILENT_MS;
    const stands = offers.get(device)?.stands ?? null;
    const isQuiet = (channel?.paused ?? null) !== null || works;
    return {
      device,
      name: offers.get(device)?.name ?? null,
      heardAt: heard.get(device) ?? null,
      stands,
      // What one entry has no room for is counted as it was said.
      kept: (kept.get(device) ?? 0) + (stands === null ? 0 : stands.keptInAll - stands.kept.length),
      overdue: isQuiet ? [] : (due.get(device) ?? []),
    };
  });
}

/** Why its agent keeps it, by the agent's last word of it; what was released since then it has not seen. */
export function keptBy(
  channel: ChannelState | undefined,
  item: FixItem,
): readonly KeptReason[] | null {
  if (!isWithAgent(item)) return null;
  const stands = channel?.agents.find(({ device }) => device === item.released.agent)?.stands;
  if (!stands || stands.at < item.since) return null;
  return stands.kept.find(({ txRefNbr }) => txRefNbr === item.txRefNbr)?.because ?? null;
}

/** A message that waits for an agent to put it into EMMA's folder. */
export const isWithAgent = ({ standing, channel, txRefNbr, released }: FixItem): boolean =>
  standing === 'released' && channel === 'emma' && txRefNbr !== null && released.agent !== null;

/** Since when nothing of its plan holds it back. */
const leavesSince = ({ items }: FixState, item: FixItem): number =>
  Math.max(
    item.since,
    ...items.filter(({ order }) => order < item.order).map(({ since }) => since),
  );
