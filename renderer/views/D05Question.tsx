// "Any D05 queued for this MPRN?" The question nobody may forget: one that waits runs when the systems
// are back and cuts off somebody who has paid. Asked large until it is answered, and on keys of its
// own; never answered by Enter.
import { useState } from 'react';
import { d05Answers, type D05Answer } from '../../shared/domain/events.ts';
import type { Picture } from '../../shared/domain/request-picture.ts';
import { Button, Shape } from '../ui/parts.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords } from '../i18n/words.tsx';
import { useSnapshot } from './use-console.ts';

/** As at a supplier's desk where the same answer is heard. */
export const d05Keys: Readonly<Record<D05Answer, string>> = {
  none: 'z',
  cancelled: 'c',
  held: 'h',
  waiting: 'y',
  unknown: 'u',
};

export function D05Question(props: {
  readonly picture: Picture;
  readonly onAnswer: (answer: D05Answer) => void;
}) {
  const { now } = useSnapshot();
  const { t, format } = useWords();
  const said = props.picture.networks.d05;
  const [again, setAgain] = useState(false);
  const asking = said === null || again;
  useKeys(
    asking
      ? Object.fromEntries(
          d05Answers.map((answer) => [d05Keys[answer], () => props.onAnswer(answer)]),
        )
      : {},
  );
  if (!asking) {
    return (
      <div className="d05-said">
        <Shape
          name={
            said.answer === 'waiting' ? 'triangle' : said.answer === 'unknown' ? 'diamond' : 'dot'
          }
          ink={said.answer === 'waiting' ? 'soon' : said.answer === 'unknown' ? 'need' : 'ok'}
        />
        <span className="grow">
          <b>{t('says.d05', { answer: t(`request.d05.${said.answer}`) })}</b>{' '}
          <span className="small muted">
            {t('request.saidBy', { operator: said.operator, at: format.when(said.at, now) })}
          </span>
        </span>
        <Button small kind="quiet" onPress={() => setAgain(true)}>
          {t('request.d05.change')}
        </Button>
      </div>
    );
  }
  return (
    <div className="step now d05" role="group" aria-label={t('request.d05.ask')}>
      <div className="wide">
        <p className="say">{t('request.d05.ask')}</p>
        <p className="small muted">{t('request.d05.askSays')}</p>
        <div className="choices">
          {d05Answers.map((answer) => (
            <Button
              key={answer}
              hint={d05Keys[answer].toUpperCase()}
              onPress={() => props.onAnswer(answer)}
            >
              {t(`request.d05.${answer}`)}
            </Button>
          ))}
        </div>
      </div>
    </div>
  );
}
