// The customers behind a figure: where the message that decides about them is held, whether their
// power is on now, and who has asked about the D05.
import { mprnOf, type CaseState } from '../../shared/domain/case.ts';
import { heldAt, way } from '../../shared/domain/market-will.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import type { Summary } from '../../shared/domain/summary.ts';
import { Tag } from '../ui/parts.tsx';
import { useWords, type Words } from '../i18n/words.tsx';
import { describeTag, townOf } from './describe.ts';
import { useSnapshot } from './use-console.ts';

export interface Row {
  readonly summary: Summary;
  readonly state: CaseState;
}

const MOST_SHOWN = 200;

export function BackFixTable(props: {
  readonly rows: readonly Row[];
  readonly label: string;
  readonly onOpen: (subject: string) => void;
}) {
  const { rows } = props;
  const { now } = useSnapshot();
  const words = useWords();
  const { t, format } = words;
  return (
    <div className="sheet-table scroll" role="region" tabIndex={0} aria-label={props.label}>
      <table className="backfix-table">
        <thead>
          <tr>
            <th className="who">{t('case.setMprn')}</th>
            <th className="where">{t('backfix.where')}</th>
            <th className="paid">{t('backfix.paidSince')}</th>
            <th className="now">{t('backfix.powerNow')}</th>
            <th>{t('backfix.guard')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_SHOWN).map(({ summary, state }) => {
            const tag = describeTag(summary, words);
            const town = townOf(summary.address);
            return (
              <tr key={summary.subject}>
                <td>
                  <button
                    type="button"
                    className="tab mprn"
                    onClick={() => props.onOpen(summary.subject)}
                  >
                    {summary.mprn === null ? t('row.noMprn') : formatMprn(summary.mprn)}
                  </button>
                  <span className="small muted under">
                    {[summary.name || t('common.notGiven'), town].filter(Boolean).join(', ')}
                  </span>
                  {tag === null ? null : <Tag tone={tag.tone}>{tag.text}</Tag>}
                </td>
                <td>
                  {messageWords(state, now, words)}
                  {heldAt(state) === null ? (
                    <span className="small muted under">{otherWords(state, now, words)}</span>
                  ) : (
                    <Way state={state} words={words} />
                  )}
                </td>
                <td>
                  {summary.paidAt === null ? (
                    <span className="muted">{t('common.notKnown')}</span>
                  ) : (
                    format.when(summary.paidAt, now)
                  )}
                </td>
                <td>
                  <PowerNow summary={summary} now={now} words={words} />
                </td>
                <td>
                  <Guard state={state} now={now} words={words} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {rows.length > MOST_SHOWN ? (
        <p className="muted small more">{t('backfix.more', { count: rows.length - MOST_SHOWN })}</p>
      ) : null}
      {rows.length === 0 ? <p className="muted more">{t('queue.emptyGroup')}</p> : null}
    </div>
  );
}

function messageWords(state: CaseState, now: number, words: Words): string {
  const { t, format } = words;
  const { openD05, message017 } = state.facts;
  if (message017 === undefined)
    return t(openD05 === 'yes' ? 'backfix.d05Somewhere' : 'backfix.noMessage');
  if (openD05 === 'yes' && message017.reason !== 'D05') return t('backfix.d05Somewhere');
  const reason = message017.reason ?? 'E05';
  return message017.sentAt === undefined
    ? `${reason} ${t(`case.message.${message017.state}`)}`
    : t('backfix.sent', { reason, at: format.when(message017.sentAt, now) });
}

/** What else is known where nobody knows what holds the deciding message. */
function otherWords(state: CaseState, now: number, words: Words): string {
  const { t, format } = words;
  const { openD05, message017 } = state.facts;
  if (message017 === undefined) return '';
  const stands =
    message017.state === 'unknown'
      ? t('backfix.outcomeUnknown')
      : t(`case.message.${message017.state}`);
  if (openD05 !== 'yes') return message017.sentAt === undefined ? '' : stands;
  const reason = message017.reason ?? 'E05';
  return message017.sentAt === undefined
    ? `${reason}: ${stands}`
    : `${t('backfix.sent', { reason, at: format.when(message017.sentAt, now) })}, ${stands}`;
}

/** EMMA, hub, ESBN, MDMS, meter: the rooms it has passed, and the one that holds it. */
function Way(props: { readonly state: CaseState; readonly words: Words }) {
  const { t } = props.words;
  const room = heldAt(props.state);
  const at = room === null ? -1 : way.indexOf(room);
  const harms = props.state.facts.openD05 === 'yes';
  return (
    <span
      className="way"
      role="img"
      aria-label={room === null ? '' : t('backfix.heldAt', { room: t(`room.${room}`) })}
    >
      {way.map((each, index) => (
        <span
          key={each}
          className={index < at ? 'passed' : index === at ? `held ${harms ? 'late' : 'soon'}` : ''}
        >
          {t(`room.${each}`)}
        </span>
      ))}
    </span>
  );
}

function PowerNow(props: {
  readonly summary: Summary;
  readonly now: number;
  readonly words: Words;
}) {
  const { summary, now, words } = props;
  const { t, format } = words;
  if (summary.power === 'off') return <Tag tone="late">{t('backfix.off')}</Tag>;
  return (
    <>
      <Tag tone="ok">{t('backfix.onSince', { at: format.when(summary.backAt ?? now, now) })}</Tag>
      <span className="small muted under">
        {t(summary.power === 'confirmed' ? 'backfix.confirmed' : 'backfix.said')}
      </span>
    </>
  );
}

/** Who asked about the D05, and what came of it: the guard against a cut-off. */
function Guard(props: { readonly state: CaseState; readonly now: number; readonly words: Words }) {
  const { state, now, words } = props;
  const { t, format } = words;
  const asked = state.answers['queuedD05'];
  if (mprnOf(state.subject) === null) return <span className="muted">{t('row.noMprn')}</span>;
  if (asked === undefined || asked.answer === 'notAsked') {
    return state.facts.openD05 === 'no' ? (
      <span className="muted">{t('backfix.noD05')}</span>
    ) : (
      <b className={state.facts.openD05 === 'yes' ? 'overdue late' : ''}>
        {t('backfix.nobodyAsked')}
      </b>
    );
  }
  const person = state.answers['answered']?.fields['person'];
  return (
    <>
      {t(`choice.queuedD05.${asked.answer as 'none'}`)}
      <span className="small muted under">
        {[person, format.when(asked.at, now)].filter(Boolean).join(', ')}
      </span>
    </>
  );
}
