// Released back-fixes as the board shows them: every one of them under where it stands, with whom it is
// about; and the cases that their proofs would close.
import { useMemo } from 'react';
import { agentsOf, keptBy, type AgentPicture } from '../../shared/domain/agents.ts';
import type { KeptReason } from '../../shared/domain/agent-stands.ts';
import { isLookInEmma, isTakeOut } from '../../shared/domain/back-fix-step.ts';
import { isPaused, type ChannelState } from '../../shared/domain/channel.ts';
import { isNotOurs, isReady, type Closing, type NotReady } from '../../shared/domain/closing.ts';
import { happensByItself, needsAsking, waitsFor, type FixState } from '../../shared/domain/fix.ts';
import { followedOf } from '../../shared/domain/followed.ts';
import { proposals } from '../../shared/domain/proposals.ts';
import type { FixCommand } from '../../shared/domain/fix-commands.ts';
import type { FixItem, FixStanding } from '../../shared/domain/fix-item.ts';
import { useSnapshot } from './use-console.ts';
import type { Row } from './use-recovery.ts';

/** Doors of the board, what wants a person first. */
export const boards = [
  'ran',
  'rejected',
  'outcomeUnknown',
  'released',
  'waiting',
  'handed',
  'proved',
  'takenBack',
] as const satisfies readonly (FixStanding | 'waiting')[];
export type Board = (typeof boards)[number];

/** Handed over and not answered for so long, it is asked about [D]. */
export const ANSWER_WITHIN_MS = 60 * 60_000;

export interface Released {
  readonly key: string;
  readonly mprn: string;
  readonly fix: FixState;
  readonly item: FixItem;
  readonly board: Board;
  /** What must be settled before it leaves the house. */
  readonly waitsFor: FixItem | null;
  /** Why its agent keeps it from leaving. */
  readonly kept: readonly KeptReason[] | null;
  /** Its channel is, and it waits to go over it. */
  readonly paused: ChannelState['paused'];
  /** Its agent should have delivered it, and delivers nothing. */
  readonly isOverdue: boolean;
  readonly row: Row | null;
}

export type Proposed = Extract<FixCommand, { do: 'acceptProofs' }>['proofs'][number];

export interface Fixes {
  readonly released: readonly Released[];
  /** Those that serve EMMA, or should. */
  readonly agents: readonly AgentPicture[];
  /** Answers that only a person can say to be a proof. */
  readonly proposed: readonly Proposed[];
  readonly closable: readonly Closing[];
  /** How many of them are another supplier's customers by now. */
  readonly notOurs: number;
  /** Cases that only wait for another person. */
  readonly toSign: readonly Closing[];
}

export function useFixes(rows: readonly Row[]): Fixes {
  const { fixes, channels, dailies, now, operator } = useSnapshot();
  return useMemo(() => {
    const emma = channels.find(({ channel }) => channel === 'emma');
    const agents = agentsOf(emma, [...fixes.values()], now, dailies);
    const overdue = new Set(
      agents.flatMap((each) => each.overdue.map(({ mprn, key }) => `${mprn}/${key}`)),
    );
    const byMprn = new Map(rows.flatMap((row) => (row.mprn === null ? [] : [[row.mprn, row]])));
    // Whoever could be harmed stands first, as in the lists of the recovery.
    const places = new Map(rows.map(({ mprn }, place) => [mprn, place]));
    const placeOf = ({ mprn }: FixState) => places.get(mprn) ?? rows.length;
    const ordered = [...fixes.values()].sort((one, other) => placeOf(one) - placeOf(other));
    const released = ordered.flatMap((fix) =>
      fix.items.map((item): Released => {
        const { mprn } = fix;
        const key = `${mprn}/${item.key}`;
        const board = boardOf(item, now);
        return {
          key,
          mprn,
          fix,
          item,
          board,
          waitsFor: item.standing === 'released' ? waitsFor(fix, item) : null,
          kept: keptBy(emma, item),
          // What lies in EMMA is looked for and taken out by hand, while nothing goes over it above all.
          paused:
            board === 'released' && !isTakeOut(item) && !isLookInEmma(item)
              ? isPaused(channels, item.channel)
              : null,
          isOverdue: overdue.has(key),
          row: byMprn.get(mprn) ?? null,
        };
      }),
    );
    const ready = (wanted: 'ready' | NotReady): readonly Closing[] =>
      rows.flatMap(({ state, mprn, fix, planned }) =>
        state !== null &&
        mprn !== null &&
        (fix !== undefined || isNotOurs(state)) &&
        isReady(state, fix, planned, operator ?? '').is === wanted
          ? [{ mprn, plan: planned }]
          : [],
      );
    const proposed = [...fixes.values()].flatMap((fix) =>
      proposals(fix, byMprn.get(fix.mprn)?.state).map(({ heard, item }): Proposed => ({
        mprn: fix.mprn,
        key: item.key,
        of: heard.entry,
        reference: heard.txRefNbr,
      })),
    );
    const closable = ready('ready');
    const isAnothers = (mprn: string) => {
      const state = byMprn.get(mprn)?.state ?? null;
      return state !== null && isNotOurs(state);
    };
    const notOurs = closable.filter(({ mprn }) => isAnothers(mprn)).length;
    return { released, agents, proposed, closable, notOurs, toSign: ready('needsSecond') };
  }, [fixes, channels, dailies, rows, now, operator]);
}

/** Followed, and EMMA's list has it no more: somebody asks what became of it. */
export function isLost({ fix, item, row }: Pick<Released, 'fix' | 'item' | 'row'>): boolean {
  if (row === null || row.state === null) return false;
  const { messages, state } = row;
  return (
    followedOf(fix, state.facts).includes(item) &&
    messages.some((each) => each.state === 'unknown' && each.txRefNbr === item.about)
  );
}

export function boardOf(item: FixItem, now: number): Board {
  if (needsAsking(item, now, ANSWER_WITHIN_MS)) return 'outcomeUnknown';
  if (item.standing === 'released' && happensByItself(item.type)) return 'waiting';
  return item.standing === 'intended' ? 'handed' : item.standing;
}
