// Answers that may be the proof of a back-fix, and that no name says to be: MPRN and time only ever propose,
// and a person says whether it is so.
import type { CaseState } from './case.ts';
import { beganAt } from './closing.ts';
import { endsRequest, saidAt, switchedAt, type Heard } from './evidence.ts';
import { isSettled, type FixState } from './fix.ts';
import { isOfEarlier, wantsOn, type FixItem } from './fix-item.ts';

export interface Proposal {
  readonly heard: Heard;
  readonly item: FixItem;
}

/**
 * Answers that no back-fix matches: by MPRN and time they only propose to be its proof. So do those that
 * say of a D05 by its reference alone, and of before the release, that it is cancelled.
 */
export function proposals(fix: FixState, state: CaseState | null | undefined): readonly Proposal[] {
  const began = state?.open === true ? beganAt(state) : null;
  const matched = new Set(fix.items.flatMap(({ answers }) => answers.map(({ entry }) => entry)));
  return fix.heard.flatMap((heard) => {
    const isCancelled = heard.tells === 'requestStatus' && endsRequest(heard);
    const stopped = fix.items.find(
      (each) =>
        isCancelled &&
        each.type === 'cancelD05' &&
        !isSettled(each) &&
        each.answers.some(({ entry }) => entry === heard.entry) &&
        isOfEarlier(heard, each.released.at),
    );
    if (stopped !== undefined) return [{ heard, item: stopped }];
    if (matched.has(heard.entry) || heard.original !== undefined) return [];
    const item = fix.items.find(
      (each) =>
        !isSettled(each) &&
        (each.handing !== null || each.txRefNbr === null) &&
        (heard.tells === 'energised' ? wantsOn.has(each.type) : false) &&
        mayAnswer(heard, each, began),
    );
    return item === undefined ? [] : [{ heard, item }];
  });
}

/**
 * By time: what was switched before this round of the case is of another one. Inside it an answer may be
 * older than the release of what somebody else did; of ours that is on its way it is none then, and of
 * one that was rejected it says why.
 */
function mayAnswer(heard: Heard, item: FixItem, began: number | null): boolean {
  const isAfter = saidAt(heard) >= item.released.at;
  if (began === null) return isAfter;
  const mayBeOlder = item.txRefNbr === null || item.standing === 'rejected';
  return switchedAt(heard) >= began && (isAfter || mayBeOlder);
}
