// Words about EMMA's agents and what they keep, from what they said of themselves.
import {
  leftAlone,
  OF_ONE_FILE,
  type FolderStands,
  type KeptReason,
} from '../../shared/domain/agent-stands.ts';
import type { AgentOffer } from '../../shared/domain/channel.ts';
import { problems, type ProblemCode } from '../../shared/market/problem.ts';
import type { Words } from '../i18n/words.tsx';

export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const boxes = ['outbox', 'inbox'] as const;
type Stands = NonNullable<AgentOffer['stands']>;
type Trouble = Exclude<FolderStands['state'], 'ok'>;

/** What is wrong with each of its folders, since when, and what a person does. */
export function troublesOf(stands: Stands, now: number, { t, format }: Words): readonly string[] {
  return troubles(stands).map(([box, state]) => {
    const { since, why } = stands[box];
    const at = { box: t(`agent.box.${box}`), since: format.when(since, now), why: why ?? '' };
    const one = ofOne(box, stands[box]);
    if (one !== null)
      return `${t(`agent.folder.${one.is}`, { ...at, why: one.why })} ${t('agent.effect.one')}`;
    // Of an error of the folder nobody knows whether it holds up all of it.
    if (box === 'inbox' && state === 'broken')
      return `${t('agent.folder.broken', at)} ${t('agent.effect.perhaps')}`;
    return `${t(`agent.folder.${state}`, at)} ${t(`agent.effect.${box}`)}`;
  });
}

/** `Agent Dublin (outbox full)`. */
export function agentLabel({ name, stands }: AgentOffer, { t }: Words): string {
  if (stands === null) return name;
  const all = troubles(stands).map(([box, state]) =>
    t(`agent.trouble.${ofOne(box, stands[box]) === null ? state : 'one'}`, {
      box: t(`agent.box.${box}`),
    }),
  );
  return all.length === 0 ? name : `${name} (${all.join(', ')})`;
}

/** One entry of the inbox alone, which holds up no other. */
function ofOne(box: (typeof boxes)[number], { state, why }: FolderStands) {
  if (box !== 'inbox' || state !== 'broken' || why === null) return null;
  const [folder] = leftAlone;
  if (leftAlone.some((each) => each === why))
    return { is: why === folder ? 'folderInIt' : 'noFileInIt', why } as const;
  return why.startsWith(OF_ONE_FILE)
    ? ({ is: 'oneFile', why: why.slice(OF_ONE_FILE.length) } as const)
    : null;
}

function troubles(stands: Stands): readonly (readonly [(typeof boxes)[number], Trouble])[] {
  return boxes.flatMap((box) => {
    const { state } = stands[box];
    return state === 'ok' ? [] : [[box, state] as const];
  });
}

export function poisonedWords({ poisoned }: Stands, { t }: Words): string {
  const count = poisoned.reduce((sum, each) => sum + each.count, 0);
  const why = poisoned.map(({ because, count: of }) =>
    t('agent.poison', { count: of, why: poisonWords(because, { t }) }),
  );
  return count === 0 ? '' : t('agent.poisoned', { count, why: why.join('; ') });
}

function poisonWords(code: string, { t }: Pick<Words, 't'>): string {
  if (isOwn(code)) return t(`agent.poison.${code}`);
  return isProblem(code) ? problems[code].words : t('agent.poison.other');
}

/** The agent's own reasons, beside those of a message. */
const owns = [
  'request',
  'foreign',
  'ourReference',
  'disagrees',
  'noDay',
  'severalDays',
  'unreadable',
  'unfinished',
  'partly',
  'strangers',
] as const;
const isOwn = (code: string): code is (typeof owns)[number] => owns.some((each) => each === code);

const isProblem = (code: string): code is ProblemCode => Object.hasOwn(problems, code);

export const keptWords = (kept: readonly KeptReason[], { t }: Words): string =>
  kept.map((each) => t(`kept.${each}`)).join('; ');

/** What a reason lets go: a guard's warning, and not what cannot be written at all. */
export const isGuarded = (kept: readonly KeptReason[]): boolean =>
  !kept.includes('unmade') && !kept.includes('badName');
