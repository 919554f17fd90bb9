// What ESB Networks' own record says of the open case, beside what was heard on the phone. "Done"
// there is a claim: one key records it as such, and the customer is still rung.
import { useMemo } from 'react';
import type { CaseState } from '../../shared/domain/case.ts';
import {
  backByNetworks,
  networksSays,
  type NetworksSays,
} from '../../shared/domain/networks-says.ts';
import { Button, Shape, Tag, tellWhole, type Ink, type ShapeName } from '../ui/parts.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords, type Words } from '../i18n/words.tsx';
import type { Barred } from './Held.tsx';
import { asOf, statementWords } from './request-words.ts';
import { usePictures } from './use-requests.ts';
import { useConsole, useSnapshot } from './use-console.ts';

export function NetworksSaysBlock(props: { readonly state: CaseState; readonly barred: Barred }) {
  const { state, barred } = props;
  const pictures = usePictures();
  const says = useMemo(() => networksSays(pictures, state), [pictures, state]);
  return says === null ? null : <Block says={says} state={state} barred={barred} />;
}

function Block(props: {
  readonly says: NetworksSays;
  readonly state: CaseState;
  readonly barred: Barred;
}) {
  const { says, state, barred } = props;
  const console = useConsole();
  const { now, partners } = useSnapshot();
  const words = useWords();
  const { t, format } = words;
  const record = backByNetworks(says, state, now);
  const save = () => {
    if (barred !== null) return barred();
    if (record !== null) void console.run({ do: 'power', subject: state.subject, ...record });
  };
  useKeys(record === null ? {} : { f6: save });
  const { decided, d05 } = says.word;
  const [shape, ink] = markOf(says);
  const age = asOf(
    partners.find((each) => each.isNetworks),
    now,
    words,
    Object.values(says.word).flatMap((each) => (each === null ? [] : [each.device])),
  );
  return (
    <section className="networks-says" aria-label={t('says.title')}>
      <div className="head">
        <Shape name={shape} ink={ink} />
        <p className="grow" onPointerEnter={tellWhole}>
          <b>{t('says.from', { words: wordsOf(says, now, words) })}</b>{' '}
          {decided?.reason === undefined
            ? null
            : `${t('says.reason', { reason: decided.reason })} `}
          {d05 === null ? null : (
            <Tag tone={d05.answer === 'waiting' ? 'soon' : 'plain'}>
              {t('says.d05', { answer: t(`request.d05.${d05.answer}`) })}
            </Tag>
          )}{' '}
          <span className="small muted">
            {t('request.saidBy', {
              operator: says.newest.operator,
              at: format.when(says.newest.at, now),
            })}
            {partners.length === 0 ? '' : `, ${age}`}
            {record === null ? null : <span className="hint">. {t('says.recordSays')}</span>}
          </span>
        </p>
        {record === null ? null : (
          <Button small hint="F6" onPress={save}>
            {t('says.record')}
          </Button>
        )}
      </div>
      {says.picture.differences.length === 0 ? null : (
        <p className="small differs">
          {says.picture.differences.map((difference) => (
            <span key={difference.field} className="one cut" onPointerEnter={tellWhole}>
              <Tag tone={difference.grave ? 'late' : 'need'}>
                {t(`difference.${difference.field}`)} {t('request.differ')}
              </Tag>{' '}
              {difference.said.map((each, index) => (
                <span key={`${each.side} ${each.at} ${index}`}>
                  {index === 0 ? '' : ', '}
                  {t(sides[each.side])} <b>{statementWords(difference.field, each, now, words)}</b>
                </span>
              ))}{' '}
            </span>
          ))}
        </p>
      )}
    </section>
  );
}

const sides = {
  supplier: 'says.youAsked',
  heard: 'says.heard',
  networks: 'says.theySay',
  typed: 'says.theyTyped',
} as const;

function markOf({ word, picture }: NetworksSays): readonly [ShapeName, Ink] {
  if (picture.differences.some((each) => each.grave)) return ['triangle', 'late'];
  switch (word.decided?.outcome) {
    case undefined:
      return ['half', 'accent'];
    case 'done':
      return ['half', 'ok'];
    case 'promised':
      return ['ring', 'ink-3'];
    default:
      return ['square', 'soon'];
  }
}

function wordsOf({ word }: NetworksSays, now: number, words: Words): string {
  const { t, format } = words;
  const { taken, assigned, decided } = word;
  if (decided !== null) {
    switch (decided.outcome) {
      case 'done':
        return t('says.done', { at: format.when(decided.at, now) });
      case 'promised':
        return decided.promisedAt === undefined
          ? t('says.promisedNoTime')
          : t('says.promised', { at: format.when(decided.promisedAt, now) });
      default:
        return t(`says.${decided.outcome}`);
    }
  }
  if (assigned !== null) return t(`says.assigned.${assigned.to}`);
  return taken === null
    ? ''
    : t('says.taken', { operator: taken.operator, at: format.when(taken.at, now) });
}
