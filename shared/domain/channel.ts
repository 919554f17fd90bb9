// The ways by which back-fixes leave the house: which agent serves one, and whether somebody has
// paused it. One subject a channel, `channel:emma`; the last word counts, but nobody resumes what they
// had not seen paused.
import type { AgentStands } from './agent-stands.ts';
import { channels, type Channel } from './back-fix-step.ts';
import type { DomainEvent } from './events.ts';

export const channelSubject = (channel: Channel): string => `channel:${channel}`;
export const isChannelSubject = (subject: string): boolean => subject.startsWith('channel:');

export interface AgentOffer {
  /** The agent's device: what a release names. */
  readonly device: string;
  readonly name: string;
  /** UTC ms, when it last said so. */
  readonly at: number;
  /** How it stood when it last said so, and when that was; null until it has. */
  readonly stands: (AgentStands & { readonly at: number }) | null;
}

export interface ChannelState {
  readonly channel: Channel;
  /** Agents that serve it, the one that spoke last first. */
  readonly agents: readonly AgentOffer[];
  /** The last pause that nobody who had seen it has resumed. */
  readonly paused: {
    readonly operator: string;
    readonly at: number;
    readonly because: string;
  } | null;
  /** Entries of all of those. */
  readonly pauses: readonly string[];
  /** UTC ms, when somebody last resumed it. */
  readonly resumedAt: number | null;
}

export function foldChannel(events: readonly DomainEvent[]): ChannelState | undefined {
  const channel = channels.find((each) => channelSubject(each) === events[0]?.subject);
  if (channel === undefined) return undefined;
  const stands = new Map<string, AgentOffer['stands']>();
  const none = { paused: null, pauses: [] };
  let state: ChannelState = { channel, agents: [], ...none, resumedAt: null };
  let pauses: readonly DomainEvent<'channel.paused'>[] = [];
  const resumings = events.filter((each) => each.kind === 'channel.resumed');
  for (const event of events) {
    const { device, happenedAt: at } = event;
    if (event.kind === 'channel.offered') {
      const others = state.agents.filter((each) => each.device !== device);
      const offer = { device, name: event.body.name, at, stands: null };
      state = { ...state, agents: [offer, ...others] };
    }
    if (event.kind === 'channel.stands') stands.set(device, { ...event.body, at });
    if (event.kind === 'channel.paused' && !resumings.some((each) => hadSeen(each, event)))
      pauses = [...pauses, event];
    if (event.kind !== 'channel.resumed') continue;
    if (event.body.seen === undefined) pauses = [];
    state = { ...state, resumedAt: at };
  }
  const last = pauses.at(-1);
  if (last !== undefined) {
    const { operator, happenedAt: at, body } = last;
    const paused = { operator, at, because: body.because };
    state = { ...state, paused, pauses: pauses.map(({ id }) => id) };
  }
  const agents = state.agents.map((each) => ({ ...each, stands: stands.get(each.device) ?? null }));
  return { ...state, agents };
}

/** Whether whoever resumed it knew of this pause, wherever their clocks put the two. */
const hadSeen = (
  { body, device, seq }: DomainEvent<'channel.resumed'>,
  pause: DomainEvent<'channel.paused'>,
): boolean =>
  body.seen?.includes(pause.id) === true || (pause.device === device && pause.seq < seq);

export const isPaused = (
  states: readonly ChannelState[],
  channel: Channel,
): ChannelState['paused'] => states.find((each) => each.channel === channel)?.paused ?? null;
