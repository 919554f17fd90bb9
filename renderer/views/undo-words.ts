// What the key takes back, or took back, in words.
import type { UndoneWork } from '../console/undo.ts';
import { whoOf } from '../console/alarm-plan.ts';
import type { Words } from '../i18n/words.tsx';
import { describeEvent } from './describe-event.ts';
import { kindWords } from './sync-words.ts';

export function undoneWords(
  { subject, what, who, did }: UndoneWork,
  /** The case that is open names its customer itself. */
  open: string | null,
  now: number,
  words: Words,
): { readonly what: string; readonly who: string } {
  return {
    what: whatWords(what, did, now, words),
    who: who === null || subject === open ? '' : whoOf(who) || words.t('row.noMprn'),
  };
}

const manyWords: Readonly<
  Partial<Record<UndoneWork['did'], 'foot.holdsAsked' | 'foot.holdsHeard'>>
> = {
  askHold: 'foot.holdsAsked',
  heardHolds: 'foot.holdsHeard',
};

function whatWords(
  what: UndoneWork['what'],
  did: UndoneWork['did'],
  now: number,
  words: Words,
): string {
  if (what === null) return words.t(manyWords[did] ?? 'kind.other');
  return /^(?:request|guard)\./.test(what.kind)
    ? kindWords(what.kind, words)
    : describeEvent(what, undefined, now, words);
}
