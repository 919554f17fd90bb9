// What a file would do, before anything is stored: counts, rows, and the one button that confirms.
import { useMemo, useState } from 'react';
import { worstLevel } from '../../shared/domain/intake/check-row.ts';
import { comesIn, type ComparedRow } from '../../shared/domain/intake/compare.ts';
import { linesOf } from '../../shared/domain/intake/table.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import { Banner, Button, Key, Shape, type Ink, type ShapeName } from '../ui/parts.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords, type Family, type Words } from '../i18n/words.tsx';
import { findingWords } from './finding-words.ts';
import { type Intake } from './use-intake.ts';
import { RowTable } from './IntakeTable.tsx';
import { useConsole, useSnapshot } from './use-console.ts';

type Filter =
  | 'refuse'
  | 'new'
  | 'changed'
  | 'unchanged'
  | 'duplicate'
  | 'needsInformation'
  | 'look'
  | 'lessTime'
  | 'clockStays'
  | 'gone'
  | 'all';

/** Each row is under one of the first five, which add up to all; some of them are under others too. */
const chips: readonly (readonly [Filter, ShapeName, Ink])[] = [
  ['refuse', 'triangle', 'late'],
  ['new', 'dot', 'accent'],
  ['changed', 'half', 'soon'],
  ['unchanged', 'ring', 'ink-3'],
  ['duplicate', 'ring', 'ink-3'],
  ['all', 'dot', 'ink-3'],
  ['needsInformation', 'diamond', 'need'],
  ['look', 'square', 'soon'],
  ['lessTime', 'triangle', 'late'],
  ['clockStays', 'ring', 'ink-3'],
  ['gone', 'ring', 'ink-3'],
];
const ofThese = new Set<Filter>(['needsInformation', 'look', 'lessTime', 'clockStays']);
/** So many doors have a digit. */
const DIGITS = 9;

function fits(row: ComparedRow, filter: Filter, overridden: boolean): boolean {
  const level = worstLevel(row);
  switch (filter) {
    case 'all':
      return true;
    case 'gone':
      return false;
    case 'refuse':
      return level === 'refuse';
    case 'needsInformation':
      return row.findings.some((each) => each.level === 'needsInformation');
    case 'look':
      return row.findings.some((each) => each.level === 'warn' || each.level === 'override');
    // Only of what comes in: a row that stays out moves nothing.
    case 'lessTime':
      return row.clock === 'less' && comesIn(row, overridden);
    case 'clockStays':
      return row.clock === 'stays' && comesIn(row, overridden);
    default:
      return level !== 'refuse' && row.standing.is === filter;
  }
}

export function Looking(props: { readonly intake: Intake }) {
  const { intake } = props;
  const console = useConsole();
  const { operator, now } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const state = intake.state.at === 'looking' ? intake.state : null;
  const comparedRows = state?.comparison.rows;
  const { overridden } = intake;
  const counts = useMemo(
    () =>
      new Map(
        chips.map(([filter]) => [
          filter,
          (comparedRows ?? []).filter((row) => fits(row, filter, overridden)).length,
        ]),
      ),
    [comparedRows, overridden],
  );
  const [chosen, choose] = useState<Filter | null>(null);
  const [asks, ask] = useState(false);
  const isEmpty = (each: Filter) =>
    each === 'gone'
      ? (state?.comparison.noLongerListed.length ?? 0) === 0
      : (counts.get(each) ?? 0) === 0;
  const offered = chips.filter(([each]) => !isEmpty(each));
  useKeys(
    Object.fromEntries(
      offered.slice(0, DIGITS).map(([each], index) => [String(index + 1), () => choose(each)]),
    ),
  );
  if (state === null) return null;
  const { source, comparison } = state;
  const { rows } = comparison;
  const count = (filter: Filter) =>
    filter === 'gone' ? comparison.noLongerListed.length : (counts.get(filter) ?? 0);
  const filter = chosen ?? chips.find(([each]) => count(each) > 0)?.[0] ?? 'all';
  const unusual = rows.filter((row) => worstLevel(row) === 'override').length;
  const toLetIn = intake.behind.filter((row) => worstLevel(row) === 'override').length;
  const stays =
    intake.behind.length === 0 ? '' : t('intake.behind', { count: intake.behind.length, toLetIn });
  const reason = (row: ComparedRow) =>
    row.findings.map((each) => findingWords(each, now, words)).join(' ');
  return (
    <>
      <div className="stack">
        <div className="page-head">
          <h1>{source.name}</h1>
          <span className="muted">
            {t('intake.about', {
              rows: source.table.records.length,
              lines: linesOf(source.table),
              encoding: t(`encoding.${source.encoding}`),
              delimiter: t(`delimiter.${source.table.delimiter as Family<'delimiter'>}`),
            })}
            {source.sheet === undefined || source.sheet.of < 2
              ? ''
              : ` ${t('intake.sheet', source.sheet)}`}
            {source.table.headerLine === undefined
              ? ''
              : ` ${t('intake.above', { lines: source.table.headerLine - 1 })}`}
          </span>
        </div>
        <div className="chips">
          {offered.map(([each, shape, ink], index) => (
            <span key={each} className="chip-with">
              {ofThese.has(each) && !ofThese.has(offered[index - 1]?.[0] ?? 'all') ? (
                <span className="muted small">{t('intake.chip.ofThese')}</span>
              ) : each === 'gone' ? (
                <span className="muted small">{t('intake.chip.notHere')}</span>
              ) : null}
              <button
                type="button"
                className="chip"
                aria-pressed={each === filter}
                onClick={() => choose(each)}
              >
                <Shape name={shape} ink={ink} />
                <b>{count(each)}</b> {t(`intake.chip.${each}`, { count: count(each) })}
                {index < DIGITS ? <Key>{String(index + 1)}</Key> : null}
              </button>
            </span>
          ))}
          <span className="grow" />
          {comparison.noLongerListed.length > 0 ? (
            <span className="muted small wide-only">{t('intake.goneHint')}</span>
          ) : null}
        </div>
        <Said intake={intake} />
        {asks ? (
          <Banner
            tone="soon"
            urgent
            action={
              <span className="line">
                <Button small kind="danger" onPress={intake.reset}>
                  {t('intake.putAwayAll')}
                </Button>
                <Button small autoFocus onPress={() => ask(false)}>
                  {t('intake.keepIt')}
                </Button>
              </span>
            }
          >
            {t('intake.losesEdits', { count: intake.corrected })}
          </Banner>
        ) : null}
        {source.mapping.includes('mprn') ? null : (
          <Banner tone="late">{t('intake.noMprnColumn')}</Banner>
        )}
      </div>
      {filter === 'gone' ? (
        <GoneTable mprns={comparison.noLongerListed} words={words} />
      ) : (
        <RowTable
          intake={intake}
          rows={rows.filter((row) => fits(row, filter, overridden))}
          now={now}
          words={words}
        />
      )}
      <div className="page-foot">
        <Button
          kind="go"
          hint="Ctrl ↵"
          disabled={intake.incoming === 0 && !intake.marksGone}
          onPress={() => void intake.bring()}
        >
          {intake.incoming === 0 && !intake.marksGone
            ? t('intake.nothing')
            : t('intake.bring', { count: intake.incoming })}
        </Button>
        {intake.behind.length > 0 ? (
          <Button onPress={() => void intake.saveBad(reason)}>
            {t('intake.saveBad', { count: intake.behind.length })}
          </Button>
        ) : null}
        {unusual > 0 ? (
          <label className="line small">
            <input
              type="checkbox"
              checked={intake.overridden}
              onChange={(event) => intake.override(event.target.checked)}
            />
            {t('intake.override', { count: unusual, by: operator ?? '' })}
          </label>
        ) : null}
        {comparison.noLongerListed.length > 0 ? (
          <label className="line small">
            <input
              type="checkbox"
              checked={intake.marksGone}
              onChange={(event) => intake.markGone(event.target.checked)}
            />
            {t('intake.markGone', { count: comparison.noLongerListed.length })}
          </label>
        ) : null}
        <div className="end">
          <span className="grow muted small stays">{stays}</span>
          <Button
            kind="quiet"
            reads
            disabled={asks}
            onPress={() => (intake.corrected > 0 ? ask(true) : intake.reset())}
          >
            {t('intake.putAway')}
          </Button>
          <Button kind="quiet" hint="Esc" reads onPress={() => void console.go({ view: 'desk' })}>
            {t('intake.leave')}
          </Button>
        </div>
      </div>
    </>
  );
}

/** What became of the last thing that was asked for, where the screen does not show it by itself. */
export function Said(props: { readonly intake: Intake }) {
  const { said } = props.intake;
  const { t } = useWords();
  if (said === null) return null;
  return (
    <Banner tone={said.code === 'notWritable' ? 'late' : 'plain'} urgent>
      {said.code === 'saved'
        ? t('intake.saved', said)
        : t(said.code === 'cancelled' ? 'refusal.cancelled' : 'refusal.notSaved')}
    </Banner>
  );
}

function GoneTable(props: { readonly mprns: readonly string[]; readonly words: Words }) {
  const { summaries } = useSnapshot();
  const { t } = props.words;
  const gone = new Set(props.mprns);
  return (
    <div className="sheet-table scroll">
      <table>
        <tbody>
          {summaries
            .filter((each) => each.mprn !== null && gone.has(each.mprn))
            .slice(0, 500)
            .map((each) => (
              <tr key={each.subject}>
                <td className="mprn">{formatMprn(each.mprn ?? '')}</td>
                <td>{each.name}</td>
                <td className="muted">{t('finding.gone')}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
