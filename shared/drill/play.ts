// Practice with a market that answers. What the desk did is taken over once, as acts with their times;
// from them the same simulated market is made each time, and from it every answer that is due by now.
// So a reload and a second window find the market that is there, and an undo changes nothing of what
// has happened to it.
import { mprnOf, type CaseState } from '../domain/case.ts';
import type { FixState } from '../domain/fix.ts';
import { parseMprn, type Mprn } from '../domain/mprn.ts';
import { mayRun, switches, type OutstandingList } from '../domain/outstanding.ts';
import type { RequestState } from '../domain/request.ts';
import { answerFrom, type AnswerFrom } from '../market/answers.ts';
import { make017 } from '../market/make-017.ts';
import type { FaultOptions } from './market/faults.ts';
import { Market } from './market/market.ts';

export type PlayAct = {
  /** Known by it: what is known already is not done once more. */
  readonly key: string;
  /** UTC ms. */
  readonly at: number;
  readonly mprn: string;
} & (
  | {
      readonly do: 'send';
      readonly reason: 'D05' | 'E05';
      readonly txRefNbr: string;
      readonly businessReference: string;
    }
  /** A D05 that Networks, or whoever keeps our EMMA, has cancelled or holds. */
  | { readonly do: 'stop'; readonly txRefNbr: string | null }
  /** Switched on by Networks, as the desk wrote it down. */
  | { readonly do: 'putBack' }
);

export interface Play {
  /** On or off before anything was done. */
  readonly meters: readonly {
    readonly mprn: string;
    readonly isOn: boolean;
    readonly ctf: string;
  }[];
  readonly acts: readonly PlayAct[];
}

export const noPlay: Play = { meters: [], acts: [] };

/** What the log of the practice desk says now. */
export interface Desk {
  readonly list: OutstandingList | null;
  /** Of every customer with a case or a back-fix, closed ones too. */
  readonly states: readonly CaseState[];
  readonly fixes: readonly FixState[];
  readonly requests: readonly RequestState[];
}

export interface Night {
  readonly seed: number;
  /** Our MPID. */
  readonly supplier: string;
  /** Where the market had failed, 1 to 12, and from when until when, UTC ms. */
  readonly point: number;
  readonly from: number;
  readonly recoveredAt: number;
}

/** Some are rejected, some answers are late, out of order, or never come: as on any night. */
const faults: FaultOptions = {
  rejected: { share: 0.03, reason: 'E05' },
  answerLate: { share: 0.05 },
  answerOutOfOrder: { share: 0.1 },
  answerDoubled: { share: 0.03 },
  neverAnswered: { share: 0.02 },
};
const NETWORKS = 'ESB';

/** With what is new of the desk; the same object where nothing is. */
export function takeOver(play: Play, desk: Desk): Play {
  const known = new Set(play.acts.map(({ key }) => key));
  const acts = [...sentBy(desk), ...stoppedBy(desk), ...putBackBy(desk)].filter(({ key }) => {
    if (known.has(key)) return false;
    known.add(key);
    return true;
  });
  const seen = new Set(play.meters.map(({ mprn }) => mprn));
  const meters = metersOf(desk).filter(({ mprn }) => !seen.has(mprn));
  return acts.length + meters.length === 0
    ? play
    : { meters: [...play.meters, ...meters], acts: [...play.acts, ...acts] };
}

/** Every answer that has reached the supplier's inbox by `now`, oldest first. */
export function answersBy(play: Play, night: Night, now: number): readonly AnswerFrom[] {
  const { seed, supplier, point, from, recoveredAt } = night;
  const acts = [...play.acts].sort((one, other) => one.at - other.at);
  const begin = Math.min(from, acts[0]?.at ?? from) - 1;
  const market = new Market({
    seed,
    from: begin,
    supplier,
    networks: NETWORKS,
    meters: play.meters.flatMap(({ mprn, ...meter }) => {
      const read = mprnIn(mprn);
      return read === null ? [] : [{ ...meter, mprn: read }];
    }),
    faults,
    phone: { noAnswer: 0, unknown: 0 },
  });
  market.outage(point, begin, recoveredAt);
  for (const act of acts) if (act.at <= now) doIn(market, act, supplier);
  return market.advance(now).flatMap(({ message }) => answerFrom(message, 'utc') ?? []);
}

function doIn(market: Market, act: PlayAct, supplier: string): void {
  const mprn = mprnIn(act.mprn);
  if (mprn === null) return;
  const { at } = act;
  switch (act.do) {
    case 'send': {
      const { reason, txRefNbr, businessReference } = act;
      const of = { mprn, reason, txRefNbr, businessReference, at };
      const made = make017({ ...of, sender: supplier, recipient: NETWORKS });
      if (made.ok) market.send(made.value, at);
      return;
    }
    case 'stop': {
      const inEmma = act.txRefNbr === null ? 'notThere' : market.cancelInEmma(act.txRefNbr, at);
      if (inEmma !== 'cancelled') market.phone({ mprn, ask: 'cancelD05', at });
      return;
    }
    case 'putBack':
      market.phone({ mprn, ask: 'reenergise', at });
  }
}

function mprnIn(text: string): Mprn | null {
  const read = parseMprn(text);
  return read.ok ? read.value.mprn : null;
}

/** Off is whoever has a case that the market did not open; everybody else is on supply. */
function metersOf({ states, list, fixes }: Desk): Play['meters'] {
  const meters = new Map<string, Play['meters'][number]>();
  for (const { mprn } of fixes) meters.set(mprn, { mprn, isOn: true, ctf: '04' });
  for (const message of list?.messages ?? [])
    meters.set(message.mprn, { mprn: message.mprn, isOn: switches(message) !== 'on', ctf: '04' });
  for (const { subject, facts, opened } of states) {
    const mprn = mprnOf(subject);
    if (mprn === null) continue;
    meters.set(mprn, { mprn, isOn: opened.source === 'message', ctf: facts.ctf || '04' });
  }
  return [...meters.values()];
}

function sentBy({ list, fixes }: Desk): readonly PlayAct[] {
  const listed = (list?.messages ?? []).flatMap((message): readonly PlayAct[] => {
    const { mprn, reason, txRefNbr, sentAt: at, businessReference } = message;
    if (!mayRun(message) || txRefNbr === null || at === null) return [];
    return reason === 'E05' || reason === 'D05'
      ? [
          {
            key: `send:${txRefNbr}`,
            at,
            mprn,
            do: 'send',
            reason,
            txRefNbr,
            businessReference: businessReference ?? `REF-${txRefNbr.slice(0, 8)}`,
          },
        ]
      : [];
  });
  const handed = fixes.flatMap(({ mprn, items }) =>
    items.flatMap(({ handing, txRefNbr, businessReference }): readonly PlayAct[] =>
      handing === null || txRefNbr === null
        ? []
        : [
            {
              key: `send:${txRefNbr}`,
              at: handing.at,
              mprn,
              do: 'send',
              reason: 'E05',
              txRefNbr,
              businessReference: businessReference ?? txRefNbr,
            },
          ],
    ),
  );
  return [...listed, ...handed];
}

function stoppedBy({ states, requests, list, fixes }: Desk): readonly PlayAct[] {
  const txOf = new Map(
    (list?.messages ?? []).flatMap((message) =>
      switches(message) === 'off' ? [[message.mprn, message.txRefNbr] as const] : [],
    ),
  );
  const stop = (mprn: string, at: number): PlayAct => ({
    key: `stop:${mprn}:${at}`,
    at,
    mprn,
    do: 'stop',
    txRefNbr: txOf.get(mprn) ?? null,
  });
  return [
    ...requests.flatMap(({ made, answer }) =>
      answer?.d05 === 'cancelled' || answer?.d05 === 'held' ? [stop(made.mprn, answer.at)] : [],
    ),
    ...states.flatMap(({ subject, d05 }) =>
      d05?.answer === 'cancelled' ? [stop(mprnOf(subject) ?? '', d05.at)] : [],
    ),
    ...fixes.flatMap(({ mprn, items }) =>
      items.flatMap(({ type, proved }) =>
        type === 'cancelD05' && proved?.matchedBy === 'person' ? [stop(mprn, proved.at)] : [],
      ),
    ),
  ];
}

function putBackBy({ states }: Desk): readonly PlayAct[] {
  return states.flatMap(({ subject, power, outcome }): readonly PlayAct[] => {
    const mprn = mprnOf(subject);
    const at =
      power !== null && power.by !== 'message'
        ? power.backAt
        : outcome?.outcome === 'done'
          ? outcome.at
          : null;
    return mprn === null || at === null
      ? []
      : [{ key: `putBack:${mprn}:${at}`, at, mprn, do: 'putBack' }];
  });
}
