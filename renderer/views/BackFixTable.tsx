// The customers behind a figure: where the message that decides about them is held, whether their
// power is on now, and who has asked about the D05.
import { formatMprn } from '../../shared/domain/mprn.ts';
import type { OutstandingMessage } from '../../shared/domain/outstanding.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import { heldIn, way } from '../../shared/domain/recovery.ts';
import { e05sToTakeOut, outBy, takenOutOf, toTakeOut } from '../../shared/domain/take-out.ts';
import { Button, Tag } from '../ui/parts.tsx';
import { usePrinting } from '../ui/printing.ts';
import { useWords, type Words } from '../i18n/words.tsx';
import { describeTag, townOf } from './describe.ts';
import { isAnswerable, isOursAlone, lastAsked } from './list-asks.ts';
import { isReleasable } from './ReleaseSheet.tsx';
import { useSnapshot } from './use-console.ts';
import { useBookNames, type Row } from './use-recovery.ts';
import { MOST_PRINTED } from './VirtualRows.tsx';

const MOST_SHOWN = 200;

export function BackFixTable(props: {
  readonly rows: readonly Row[];
  readonly label: string;
  readonly onOpen: (subject: string) => void;
  readonly onAnswer: (row: Row) => void;
  readonly onRelease: (row: Row) => void;
  readonly onTakeOut: (row: Row) => void;
}) {
  const { rows } = props;
  const { now, requests } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const isPrinting = usePrinting();
  const most = isPrinting ? MOST_PRINTED : MOST_SHOWN;
  const shown = rows.slice(0, most);
  const names = useBookNames(
    shown.flatMap(({ state, mprn }) => (state === null && mprn !== null ? [mprn] : [])),
  );
  return (
    <div className="sheet-table scroll" role="region" tabIndex={0} aria-label={props.label}>
      <table className="backfix-table">
        {isPrinting ? <caption>{props.label}</caption> : null}
        <thead>
          <tr>
            <th className="who">{t('case.setMprn')}</th>
            <th className="where">{t('backfix.where')}</th>
            <th className="paid">{t('backfix.paidSince')}</th>
            <th className="now">{t('backfix.powerNow')}</th>
            <th>{t('backfix.guard')}</th>
            <th className="next">{t('fix.next')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.key}>
              <td>
                <Who
                  row={row}
                  names={names}
                  words={words}
                  onOpen={props.onOpen}
                  onAnswer={
                    isOursAlone(row)
                      ? () => props.onTakeOut(row)
                      : isAnswerable(row)
                        ? () => props.onAnswer(row)
                        : null
                  }
                />
              </td>
              <td>
                <Where row={row} now={now} words={words} />
              </td>
              <td>
                <Paid row={row} now={now} words={words} />
              </td>
              <td>
                <PowerNow row={row} now={now} words={words} />
              </td>
              <td>
                <InEmma row={row} now={now} words={words} />
                <GuardOf row={row} now={now} words={words} />
                <AskedOf request={lastAsked(requests, row.mprn)} now={now} words={words} />
              </td>
              <td>
                <Next row={row} words={words} {...props} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > most ? (
        <p className="muted small more">{t('backfix.more', { count: rows.length - most })}</p>
      ) : null}
      {rows.length === 0 ? <p className="muted more">{t('queue.emptyGroup')}</p> : null}
    </div>
  );
}

interface Cell {
  readonly row: Row;
  readonly now: number;
  readonly words: Words;
}

function Who(props: {
  readonly row: Row;
  readonly names: ReadonlyMap<string, string>;
  readonly words: Words;
  readonly onOpen: (subject: string) => void;
  /** Of somebody without a case: the row is a stop for the arrows, and Enter writes the answer. */
  readonly onAnswer: (() => void) | null;
}) {
  const { row, words } = props;
  const { t } = words;
  const { summary, state, mprn } = row;
  const label = mprn === null ? t('row.noMprn') : formatMprn(mprn);
  if (state === null || summary === null) {
    const name = props.names.get(mprn ?? '');
    return (
      <>
        {mprn === null || props.onAnswer === null ? (
          <span className="mprn">{label}</span>
        ) : (
          <button type="button" className="tab mprn" onClick={props.onAnswer}>
            {label}
          </button>
        )}
        {name === undefined ? null : <span className="small muted under">{name}</span>}
      </>
    );
  }
  const tag = describeTag(summary, words);
  const town = townOf(summary.address);
  return (
    <>
      <button type="button" className="tab mprn" onClick={() => props.onOpen(state.subject)}>
        {label}
      </button>
      <span className="small muted under">
        {[summary.name || t('common.notGiven'), town].filter(Boolean).join(', ')}
      </span>
      {tag === null ? null : <Tag tone={tag.tone}>{tag.text}</Tag>}
    </>
  );
}

function Where({ row, now, words }: Cell) {
  const { t } = words;
  const { deciding, messages, group } = row;
  const message = deciding ?? messages[0] ?? null;
  if (message === null) return <>{t('backfix.noMessage')}</>;
  const room = heldIn(deciding);
  const others = messages.filter((each) => each !== message);
  return (
    <>
      {messageWords(message, now, words)}
      {room === null ? null : (
        <span
          className="way"
          role="img"
          aria-label={t('backfix.heldAt', { room: t(`room.${room}`) })}
        >
          {way.map((each, index) => {
            const at = way.indexOf(room);
            const harms = group === 'cutOff';
            const held = index === at ? `held ${harms ? 'late' : 'soon'}` : '';
            return (
              <span key={each} className={index < at ? 'passed' : held}>
                {t(`room.${each}`)}
              </span>
            );
          })}
        </span>
      )}
      {others.length === 0 ? null : (
        <span className="small muted under">
          {others.map((each) => messageWords(each, now, words)).join('; ')}
        </span>
      )}
    </>
  );
}

/** `D05 sent 16:41`, and where it stands when no room is known. */
function messageWords(message: OutstandingMessage, now: number, words: Words): string {
  const { t, format } = words;
  const reason = message.reason ?? '017';
  const stands =
    message.state === 'unknown' ? t('backfix.outcomeUnknown') : t(`case.message.${message.state}`);
  if (message.sentAt === null)
    return message.reason === 'D05' && message.state === 'unknown'
      ? t('backfix.d05Somewhere')
      : `${reason} ${stands}`;
  const sent = t('backfix.sent', { reason, at: format.when(message.sentAt, now) });
  return heldIn(message) === null ? `${sent}, ${stands}` : sent;
}

function Paid({ row, now, words }: Cell) {
  const { t, format } = words;
  if (row.paidAt === null) return <span className="muted">{t('common.notKnown')}</span>;
  const at = format.when(row.paidAt, now);
  const isBefore = row.deciding !== null && row.deciding.sentAt !== null && !row.hasPaidSince;
  if (!isBefore || row.group !== 'unpaid') return <>{at}</>;
  return (
    <>
      {t('recovery.paid', { at })}
      <span className="small muted under">{t('recovery.notPaidSince')}</span>
    </>
  );
}

function PowerNow({ row, now, words }: Cell) {
  const { t, format } = words;
  const { summary } = row;
  if (summary === null) {
    const isOn = row.group === 'cutOff' || row.group === 'stopped' || row.group === 'unpaid';
    return (
      <>
        {isOn ? (
          <Tag tone="ok">{t('recovery.neverOff')}</Tag>
        ) : (
          <span className="muted">{t('recovery.notSeen')}</span>
        )}
        <span className="small muted under">{t('recovery.noCase')}</span>
      </>
    );
  }
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

const inOurEmma = (row: Row) => [...toTakeOut(row), ...e05sToTakeOut(row)];

/** What lies in our own EMMA, and what of it somebody has taken out. */
function InEmma({ row, now, words }: Cell) {
  const { t, format } = words;
  const word = takenOutOf(row).at(-1) ?? null;
  const said = word && outBy(word);
  const by = said === null ? '' : t('takeOut.by', { who: said.who, at: format.when(said.at, now) });
  if (inOurEmma(row).length === 0) return by === '' ? null : <span className="under">{by}</span>;
  return (
    <>
      <b className="under">{t('takeOut.toDo')}</b>
      {said === null || row.listedAt === null || said.at >= row.listedAt ? null : (
        <span className="small overdue late under">
          {t('takeOut.belied', { by, at: format.when(row.listedAt, now) })}
        </span>
      )}
    </>
  );
}

/** Who asked about the D05, and what came of it: the guard against a cut-off. */
function GuardOf({ row, now, words }: Cell) {
  const { t, format } = words;
  const { guard } = row;
  switch (guard.state) {
    case 'notNeeded':
      // A file's word that there is none is a word; that nobody has one is not.
      return (
        <span className="muted">
          {t(
            row.state === null || row.state.facts.openD05 === 'no'
              ? 'backfix.noD05'
              : 'backfix.d05NotAsked',
          )}
        </span>
      );
    case 'nobodyAsked':
      return isOursAlone(row) ? null : (
        <b className={row.group === 'cutOff' ? 'overdue late' : ''}>{t('backfix.nobodyAsked')}</b>
      );
    case 'asked':
      return (
        <>
          {t('recovery.asked', { at: format.when(guard.at, now) })}
          <span className="small muted under">
            {t('recovery.askedNote', { reference: guard.reference })}
          </span>
        </>
      );
    case 'answered':
      return (
        <>
          <span className={guard.stops ? '' : 'overdue late'}>
            {t(`request.d05.${guard.answer}`)}
            {guard.stops || row.group !== 'cutOff' ? '' : `: ${t('recovery.notStopped')}`}
          </span>
          <span className="small muted under">
            {t('recovery.heardFrom', { who: guard.person ?? '', at: format.when(guard.at, now) })}
          </span>
        </>
      );
  }
}

/** What else Networks was asked of this one, and its word. */
function AskedOf(props: {
  readonly request: RequestState | null;
  readonly now: number;
  readonly words: Words;
}) {
  const { request, now, words } = props;
  const { t, format } = words;
  if (request === null || request.made.type === 'reenergise') return null;
  const { made, networks } = request;
  const { decided } = networks;
  return (
    <span className="small muted under">
      {t('recovery.askedAsks', {
        asks: t(`request.type.${made.type}`),
        at: format.when(made.at, now),
      })}
      {'; '}
      {decided === null
        ? t('recovery.askedNote', { reference: made.reference })
        : `${t(`request.outcome.${decided.outcome}`)}, ${format.when(decided.at, now)}`}
    </span>
  );
}

/** What a person does about this one: writes what Networks said of the D05, releases its plan. */
function Next(props: {
  readonly row: Row;
  readonly words: Words;
  readonly onAnswer: (row: Row) => void;
  readonly onRelease: (row: Row) => void;
  readonly onTakeOut: (row: Row) => void;
}) {
  const { row, words } = props;
  const { t } = words;
  return (
    <>
      {inOurEmma(row).length === 0 ? null : (
        <Button
          small
          kind="quiet"
          label={t('takeOut.oneOf', { mprn: formatMprn(row.mprn ?? '') })}
          onPress={() => props.onTakeOut(row)}
        >
          {t('fix.do.takeOut')}
        </Button>
      )}
      {isAnswerable(row) && !isOursAlone(row) ? (
        <Button small kind="quiet" onPress={() => props.onAnswer(row)}>
          {t('recovery.answer')}
        </Button>
      ) : null}
      {isReleasable(row) ? (
        <Button
          small
          kind="quiet"
          label={t('release.oneOf', { mprn: formatMprn(row.mprn ?? '') })}
          onPress={() => props.onRelease(row)}
        >
          {t('release.one')}
        </Button>
      ) : null}
    </>
  );
}
