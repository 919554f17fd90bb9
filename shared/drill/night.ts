// The sample night, played: the hub is down at point 7 from 17:30, customers who have paid come in
// with every export, desks work them by phone, the hub comes back and what waited runs, answers come,
// cases close on proof. Everything goes through the product's own commands and folds against the
// simulated market; nothing here knows what the market keeps to itself. The same seed is the same night.
import { MINUTE } from '../domain/backstop-clock.ts';
import { compareWithOpen, comesIn } from '../domain/intake/compare.ts';
import { subjectOf } from '../domain/case.ts';
import { uuidOf } from './market/draw.ts';
import { Desks, first, supervisor } from './night/desks.ts';
import { Follow } from './night/follow.ts';
import { Judge, type Judged } from './night/judge.ts';
import { RecoveryWork } from './night/recovery.ts';
import {
  HUB_DOWN,
  LAST_EXPORT,
  LISTED,
  NIGHT_ENDS,
  shippedWays,
  type Sample,
  type Ways,
} from './night/sample.ts';
import { Stage, type Guards, type Note } from './night/stage.ts';

export const guarded: Guards = { list: true, ask: true, replay: true, hear: true };
/** Nobody lists, nobody asks, everybody is sent a fresh 017. */
export const unguarded: Guards = { list: false, ask: false, replay: false, hear: true };

export interface Night extends Judged {
  readonly seed: number;
  readonly notes: readonly Note[];
  readonly entries: number;
}

/** Minutes between two exports of the supplier's system, and two lists of EMMA's. */
export const EXPORT_EVERY = 10;
const LIST_EVERY = 10;
/** Networks says so long before that the hub comes back. */
const ANNOUNCED = 5 * MINUTE;

export function playNight(
  sample: Sample,
  seed: number,
  kept: Guards = guarded,
  ways: Ways = shippedWays,
): Night {
  const stage = new Stage(sample, seed, kept, undefined, ways);
  const desks = new Desks(stage);
  const recovery = new RecoveryWork(stage, desks);
  const follow = new Follow(stage, recovery);
  const judge = new Judge(stage, recovery);
  const backAt = HUB_DOWN + stage.minutes('hub back', [205, 250]) * MINUTE;
  stage.market.restore(7, backAt);
  stage.market.restore(8, backAt);
  stage.run(supervisor, { do: 'declareIncident', point: 7, since: HUB_DOWN });
  stage.note('hubDown');
  for (let now = HUB_DOWN; now <= NIGHT_ENDS; now += MINUTE) {
    stage.log.now = now;
    const minute = (now - HUB_DOWN) / MINUTE;
    const delivered = stage.market.advance(now);
    if (kept.hear) follow.hear(delivered);
    desks.finish();
    desks.hearOfCrews();
    if (now <= LAST_EXPORT && minute % EXPORT_EVERY === 0) report(stage);
    if (now === backAt - ANNOUNCED) {
      stage.hubBackAt = backAt;
      stage.note('hubAnnounced');
    }
    if (now === backAt) {
      stage.note('hubBack');
      if (!kept.replay) resendBlindly(stage);
    }
    if (kept.list && now >= LISTED && now < backAt + 2 * MINUTE) {
      const isDue = (now - LISTED) % (LIST_EVERY * MINUTE) === 0 || now === backAt - ANNOUNCED;
      if (isDue) recovery.list();
      if (isDue && desks.isFree(supervisor)) recovery.guard();
    }
    if (stage.hubBackAt !== null && kept.replay) {
      follow.sweep();
      recovery.release();
      if (minute % 5 === 0 || now === NIGHT_ENDS) follow.close();
    }
    desks.start();
    judge.look(delivered);
  }
  return { seed, notes: stage.notes, entries: stage.log.entries, ...judge.judge() };
}

/** An export of whoever has paid and is not back: what is new in it comes in as any file does. */
export function report(stage: Stage): void {
  const { log, now, sample } = stage;
  const failed = sample.rows.filter(({ failedAt }) => failedAt < now);
  const factsOf = (mprn: string) => log.caseOf(subjectOf(mprn))?.facts;
  const rows = compareWithOpen(failed, factsOf, [], HUB_DOWN)
    .rows.filter((row) => row.standing.is === 'new' && comesIn(row, false))
    .map(({ mprn, record, facts }) => ({
      mprn,
      record,
      source: 'file' as const,
      facts,
      noticedAt: now,
    }));
  if (rows.length === 0) return;
  log.bring(first, 'hub-outage.csv', rows);
  stage.note('reported', null, rows.length);
}

/** What happens without a replay guard: a fresh 017 for everybody, whatever waits. */
function resendBlindly(stage: Stage): void {
  const cases = stage.log.cases();
  for (const { subject } of cases) {
    const mprn = subject.slice('mprn:'.length);
    stage.send(mprn, uuidOf(stage.seed, `blind|${mprn}`), `BLIND-${mprn}`);
  }
  stage.note('resent', null, cases.length);
}
