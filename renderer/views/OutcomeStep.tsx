// The last step of the call is what came of it. With a promise given at its own step that is one
// key; until then nothing is agreed, whatever was answered.
import { useEffect, useRef } from 'react';
import { isPromiseBroken, type CaseState } from '../../shared/domain/case.ts';
import { deadlineOf } from '../../shared/domain/backstop-clock.ts';
import { needsTeller, promiseGiven } from '../../shared/domain/outcome-commands.ts';
import { outcomeWarnings } from '../../shared/domain/warnings.ts';
import { Banner, Button } from '../ui/parts.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords } from '../i18n/words.tsx';
import type { Barred } from './Held.tsx';
import { paperTime } from './PaperTime.tsx';
import { promiseWords } from './time-echo.ts';
import { useConsole, useSnapshot } from './use-console.ts';

export function OutcomeStep(props: {
  readonly state: CaseState;
  readonly barred: Barred;
  readonly number: number;
}) {
  const { state, barred } = props;
  const console = useConsole();
  const { now } = useSnapshot();
  const words = useWords();
  const { t, format } = words;
  const given = promiseGiven(state);
  const isOpen =
    state.open &&
    state.power === null &&
    (state.outcome === null || state.call !== null || isPromiseBroken(state, now));
  const save = async () => {
    if (!isOpen || given === null) return;
    if (barred !== null) return barred();
    // The call is not on any more: the sheet asks who told it.
    if (needsTeller(state, 'promised'))
      return console.go({ sheet: 'outcome', outcome: 'promised' });
    const happened = paperTime(console, state.subject, words);
    if (happened.tone === 'bad') return;
    await console.run({
      do: 'outcome',
      subject: state.subject,
      outcome: 'promised',
      ...given,
      ...(happened.at === null ? {} : { happenedAt: happened.at }),
    });
  };
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    frame.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  useKeys(isOpen && given !== null ? { enter: () => void save() } : {});
  if (!isOpen) return null;
  const { promisedAt, esbnReference } = given ?? {};
  const deadline = deadlineOf({
    paidAt: state.facts.paidAt ?? null,
    noticedAt: state.noticedAt,
  });
  const person = state.answers['answered']?.fields['person'];
  const told = [
    promisedAt === undefined ? '' : promiseWords(promisedAt, deadline, words),
    esbnReference ?? '',
    person ?? '',
  ].filter(Boolean);
  const warnings = outcomeWarnings(state, 'promised').filter(
    (each) => each !== 'd05Waiting' && each !== 'd05Stays',
  );
  return (
    <div className="step now" ref={frame}>
      <span className="n">{props.number}</span>
      <div>
        <p className="say">{t('outcomeStep.say')}</p>
        {told.length === 0 ? null : <p className="muted">{told.join(', ')}</p>}
        {warnings.length === 0 ? null : (
          <Banner tone="late">{warnings.map((each) => t(`outcome.warn.${each}`)).join(' ')}</Banner>
        )}
        <div className="choices">
          {given === null ? null : (
            <Button kind="go" hint="↵" onPress={() => void save()}>
              {promisedAt === undefined
                ? t('outcome.promised')
                : t('row.promised', { at: format.when(promisedAt, now) })}
            </Button>
          )}
          {(['done', 'promised', 'refused'] as const).map((outcome, index) => (
            <Button
              key={outcome}
              hint={String(index + 1)}
              onPress={barred ?? (() => void console.go({ sheet: 'outcome', outcome }))}
            >
              {t(
                outcome === 'promised' && given !== null
                  ? 'outcomeStep.other'
                  : `outcome.${outcome}`,
              )}
            </Button>
          ))}
        </div>
      </div>
      <span />
    </div>
  );
}
