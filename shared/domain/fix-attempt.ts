// Which attempt an answer is about. All attempts of one back-fix share its business reference, and an
// answer need not say more than that: then it goes by how many rejects the attempts before this one have
// used up, by what was heard before this one was released, and by the market's own time.
import { FAR_AHEAD_MS } from '../log/stamp.ts';
import type { DomainEvent } from './events.ts';
import { byMarketTime, endsRequest, type Heard } from './evidence.ts';
import { writtenAt } from './written-at.ts';

/** `either`: of this attempt or of the one before it; only asking tells. */
export type OfAttempt = 'this' | 'before' | 'either';

/** An answer, and the entry that has it. */
interface Word {
  readonly heard: Heard;
  readonly stamp: string;
}

export function attemptOf(known: {
  readonly key: string;
  readonly attempt: number;
  readonly attempts: readonly DomainEvent<'fix.released'>[];
  /** In the order of their stamps. */
  readonly events: readonly DomainEvent[];
  /** All that belong to the back-fix, by whatever. */
  readonly answers: readonly Heard[];
  /** Of the newest attempt; null of what is about somebody else's message, whose number never changes. */
  readonly txRefNbr: string | null;
  readonly about: string | null;
}): (heard: Heard) => OfAttempt {
  const { key, attempt, attempts, events, answers, txRefNbr, about } = known;
  const name = txRefNbr ?? about;
  const exact = ({ original }: Heard): OfAttempt => (original === name ? 'this' : 'before');
  const ofThis = attempts.filter(({ body }) => body.attempt === attempt);
  const [released] = ofThis;
  if (attempt === 1 || txRefNbr === null || released === undefined)
    return (heard) => (heard.original === undefined ? 'this' : exact(heard));

  const stamps = new Map(events.map(({ id, stamp }) => [id, stamp]));
  const unnamed = answers
    .filter(({ original }) => original === undefined)
    .map((heard): Word => ({ heard, stamp: stamps.get(heard.entry) ?? '' }));
  const ending = unnamed
    .filter(({ heard }) => endsRequest(heard))
    .sort((one, other) => byMarketTime(one.heard, other.heard));
  // Each attempt before this one was rejected, or this one would not be: whatever the clocks say, so many
  // of the oldest words are about them.
  const named = new Set(
    answers.flatMap((each) => (endsRequest(each) ? (each.original ?? []) : [])),
  );
  const before = new Map(
    attempts.flatMap(({ body }) =>
      body.attempt < attempt ? [[body.attempt, body.txRefNbr ?? '']] : [],
    ),
  );
  const used = [...before.values()].filter((each) => !named.has(each)).length;
  const spent = new Set(ending.slice(0, used).map(({ heard }) => heard.entry));

  const ofNow = events.filter(
    ({ body }) =>
      'key' in body && body.key === key && 'attempt' in body && body.attempt === attempt,
  );
  const left = ofNow.filter(({ kind }) => kind === 'fix.intended' || kind === 'fix.handed');
  const first = Math.min(...left.map(({ happenedAt }) => happenedAt));
  const leftAt = Math.max(writtenAt(released), first);
  const asked = ofNow.filter((each) => each.kind === 'fix.asked' && each.body.found !== 'unknown');
  const isBefore = ({ heard, stamp }: Word): boolean =>
    spent.has(heard.entry) ||
    stamp < released.stamp ||
    left.length === 0 ||
    heard.at < leftAt - FAR_AHEAD_MS;
  const last = answers.filter(
    (each) =>
      endsRequest(each) &&
      (each.original === undefined
        ? unnamed.some((word) => word.heard === each && isBefore(word))
        : each.original !== name),
  );
  /** The one before was told of otherwise: rejected and cancelled may have crossed. */
  const mayCross = ({ type }: Heard): boolean => {
    const said = last.at(-1)?.type;
    return said !== undefined && said !== type && said !== '601';
  };
  return (heard) => {
    if (heard.original !== undefined) return exact(heard);
    const word = { heard, stamp: stamps.get(heard.entry) ?? '' };
    if (isBefore(word)) return 'before';
    const isSoon = heard.at < leftAt + FAR_AHEAD_MS;
    if (heard.at >= leftAt && !(isSoon && mayCross(heard))) return 'this';
    // Whoever asked since was told that it is there, or never came: then it was not this one.
    return asked.some(({ stamp }) => stamp > word.stamp) ? 'before' : 'either';
  };
}
