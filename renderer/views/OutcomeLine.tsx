// What came of the last call stands over the script in one line, until the power is back: what was
// said, by whom, under which reference, and whether its time has come.
import { MINUTE } from '../../shared/domain/backstop-clock.ts';
import { d05Differs, isPromiseBroken, type CaseState } from '../../shared/domain/case.ts';
import { isOverdue } from '../../shared/domain/lanes.ts';
import { summarise } from '../../shared/domain/summary.ts';
import { waitsUntil } from '../../shared/domain/waits.ts';
import { Banner } from '../ui/parts.tsx';
import { ended } from '../i18n/words/ended.ts';
import { useWords } from '../i18n/words.tsx';
import { useSnapshot } from './use-console.ts';

/** A file and a person differ about a queued D05: the person's word stands, and both are shown. */
export function DifferenceLine(props: { readonly state: CaseState }) {
  const { now } = useSnapshot();
  const { t, format } = useWords();
  const found = d05Differs(props.state);
  if (found === null || !props.state.open) return null;
  const { said, report, file } = found;
  return (
    <Banner tone="soon">
      {t('d05Differs', {
        file: t(`d05Said.${file}`),
        fileAt: format.when(report.at, now),
        who: said.person ?? t('strip.networks'),
        said: t(`choice.queuedD05.${said.answer}`),
        saidAt: format.when(said.at, now),
      })}
    </Banner>
  );
}

export function OutcomeLine(props: { readonly state: CaseState }) {
  const { state } = props;
  const { now } = useSnapshot();
  const { t, format } = useWords();
  const { outcome, power, call } = state;
  if (outcome === null || power !== null || !state.open) return null;
  const summary = summarise(state);
  const until = waitsUntil(summary);
  const isBroken = isPromiseBroken(state, now);
  const isLate = isBroken || isOverdue(summary, now);
  const told = [
    outcome.esbnReference,
    outcome.person,
    outcome.toldBy === undefined ? '' : t(`teller.${outcome.toldBy}`),
  ].filter(Boolean);
  const when =
    until === null
      ? t('outcomeLine.said', { at: format.when(outcome.at, now) })
      : until <= now
        ? now - until < MINUTE
          ? t('outcomeLine.passedNow')
          : t('outcomeLine.passed', { span: format.span(now - until) })
        : t('outcomeLine.ahead', { span: format.span(until - now) });
  const next = !isLate || call !== null ? '' : t(`outcomeLine.${isBroken ? 'ring' : 'look'}`);
  const what =
    outcome.outcome === 'promised' && outcome.promisedAt !== undefined
      ? t('outcomeLine.promised', { at: format.when(outcome.promisedAt, now) })
      : outcome.outcome === 'done'
        ? t('row.done')
        : t(`outcomeLong.${outcome.outcome}`);
  return (
    <Banner tone={isLate ? 'late' : 'plain'} urgent={isBroken}>
      <b>{ended(what)}</b> {when}. {next}{' '}
      {told.length === 0 ? null : <span className="muted">{ended(told.join(', '))}</span>}
    </Banner>
  );
}
