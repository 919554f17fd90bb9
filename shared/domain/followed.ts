// A 017 that lies in the market and runs by itself, and that is followed until somebody knows what became
// of it: as long as it may run no other one goes beside it. Its answer may have been lost, and so asking
// ends it too: it has run, which is its proof, or it is gone, which takes it back.
import type { BackFixStep } from './back-fix-step.ts';
import type { Facts } from './facts.ts';
import { isSettled, type FixState } from './fix.ts';
import type { FixItem } from './fix-item.ts';

/** What may still run; one of ours that another desk follows is followed where it was released. */
export function followedOf(fix: FixState | undefined, { message017 }: Facts): readonly FixItem[] {
  if (fix === undefined) return [];
  const ours = new Set(
    fix.items.flatMap(({ txRefNbr, txRefNbrs }) => (txRefNbr === null ? [] : txRefNbrs)),
  );
  return fix.items.filter(
    (item) =>
      item.type === 'letWaiting017Run' &&
      !isSettled(item) &&
      item.standing !== 'rejected' &&
      !ours.has(item.about ?? '') &&
      !(isGone(item, message017) && fix.items.some((each) => hasAnswered(each, item))),
  );
}

/** By the case's word, which may be older than this one: asked about since, it is about it. */
const isGone = ({ about }: FixItem, message017: Facts['message017']): boolean =>
  message017?.state === 'notSent' && isSameName(message017.txRefNbr ?? null, about);

/** Networks was asked what became of it, after it was known to wait, and the answer is here. */
export const hasAnswered = (question: FixItem, followed: FixItem): boolean =>
  asksNetworks(question) && question.standing === 'proved' && question.since > followed.since;

type Question = Pick<BackFixStep, 'type' | 'owner' | 'because'>;

/** What became of a 017: only Networks sees what has left our EMMA. */
export const asksNetworks = ({ type, owner, because }: Question): boolean =>
  type === 'askFirst' && owner === 'esbn' && because === 'unknown017';

/** With a name on one side alone it may be this one. */
const isSameName = (one: string | null, other: string | null): boolean =>
  one === null || other === null || one === other;

/** Those that this question of Networks is about. */
export function followedBy(
  question: Question & { readonly about: string | null },
  fix: FixState | undefined,
  facts: Facts,
): readonly FixItem[] {
  if (!asksNetworks(question)) return [];
  return followedOf(fix, facts).filter(({ about }) => isSameName(question.about, about));
}
