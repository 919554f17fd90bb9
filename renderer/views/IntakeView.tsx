// Bring in a file: nothing is stored until it is confirmed, every row says what was understood and
// what is wrong, and bad rows are corrected in place or saved to a file.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { DropZone, FileTrigger } from 'react-aria-components';
import { worstLevel, type Level } from '../../shared/domain/intake/check-row.ts';
import { columnFields, type ColumnField } from '../../shared/domain/intake/columns.ts';
import type { ComparedRow } from '../../shared/domain/intake/compare.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import {
  Banner,
  Button,
  Progress,
  Shape,
  Tag,
  TextArea,
  type Ink,
  type ShapeName,
} from '../ui/parts.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords, type Family, type Words } from '../i18n/words.tsx';
import { findingWords, standingWords } from './finding-words.ts';
import { useIntake, type Intake } from './use-intake.ts';
import { useConsole, useSnapshot } from './use-console.ts';

export function IntakeView() {
  const console = useConsole();
  const intake = useIntake();
  const { t } = useWords();
  const { state } = intake;
  useKeys({
    escape: () => {
      if (state.at === 'reading' || state.at === 'bringing') intake.cancel();
      else if (state.at === 'looking') intake.reset();
      else void console.go({ view: 'desk' });
    },
    'ctrl+enter': () => void intake.bring(),
  });
  return (
    <main className="room page" aria-label={t('intake.title')}>
      {state.at === 'looking' ? (
        <Looking intake={intake} />
      ) : (
        <>
          <div className="page-head">
            <h1>{t('intake.title')}</h1>
            <span className="muted">{t('intake.lede')}</span>
          </div>
          <div className="page-body scroll">
            {state.at === 'start' ? (
              <Start intake={intake} />
            ) : state.at === 'done' ? (
              <div className="empty">
                <h2>{t('intake.done', { count: state.count })}</h2>
                <div className="line">
                  <Button
                    kind="go"
                    autoFocus
                    onPress={() => void console.go({ view: 'desk', group: 'off' })}
                  >
                    {t('intake.toQueue')}
                  </Button>
                  <Button onPress={intake.reset}>{t('intake.back')}</Button>
                </div>
              </div>
            ) : (
              <div className="part">
                <Progress
                  label={t(state.at === 'reading' ? 'intake.reading' : 'intake.progress', state)}
                  done={state.done}
                  of={state.of}
                />
                <div className="line">
                  <Button hint="Esc" onPress={intake.cancel}>
                    {t('intake.cancel')}
                  </Button>
                </div>
              </div>
            )}
          </div>
        </>
      )}
    </main>
  );
}

function Start(props: { readonly intake: Intake }) {
  const { intake } = props;
  const words = useWords();
  const { t } = words;
  const [pasted, setPasted] = useState('');
  const problem = intake.state.at === 'start' ? intake.state.problem : null;
  const takeFile = async (file: File) =>
    intake.take(file.name, new Uint8Array(await file.arrayBuffer()));
  return (
    <div className="stack">
      {problem === null ? null : (
        <Banner tone="late" urgent>
          {problem.code === 'tooLarge'
            ? t('fileProblem.tooLarge', problem)
            : t(`fileProblem.${problem.code}`)}
        </Banner>
      )}
      <DropZone
        className="drop"
        getDropOperation={() => 'copy'}
        onDrop={(event) => {
          const item = event.items.find((each) => each.kind === 'file');
          if (item !== undefined && item.kind === 'file') void item.getFile().then(takeFile);
        }}
      >
        <h2>{t('intake.drop')}</h2>
        <FileTrigger
          onSelect={(files) => {
            const file = files?.item(0);
            if (file !== null && file !== undefined) void takeFile(file);
          }}
        >
          <Button kind="go" autoFocus>
            {t('intake.choose')}
          </Button>
        </FileTrigger>
      </DropZone>
      <TextArea label={t('intake.paste')} value={pasted} rows={6} onChange={setPasted} />
      <div className="line">
        <Button
          disabled={pasted.trim() === ''}
          onPress={() => void intake.take(t('intake.pasted'), pasted)}
        >
          {t('intake.readPaste')}
        </Button>
      </div>
    </div>
  );
}

type Filter =
  | 'refuse'
  | 'new'
  | 'changed'
  | 'unchanged'
  | 'duplicate'
  | 'needsInformation'
  | 'look'
  | 'gone'
  | 'all';

const chips: readonly (readonly [Filter, ShapeName, Ink])[] = [
  ['refuse', 'triangle', 'late'],
  ['new', 'dot', 'accent'],
  ['changed', 'half', 'soon'],
  ['unchanged', 'ring', 'ink-3'],
  ['duplicate', 'ring', 'ink-3'],
  ['needsInformation', 'diamond', 'need'],
  ['look', 'square', 'soon'],
  ['gone', 'ring', 'ink-3'],
  ['all', 'dot', 'ink-3'],
];

function fits(row: ComparedRow, filter: Filter): boolean {
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
    default:
      return level !== 'refuse' && row.standing.is === filter;
  }
}

function Looking(props: { readonly intake: Intake }) {
  const { intake } = props;
  const { operator, now } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const state = intake.state.at === 'looking' ? intake.state : null;
  const comparedRows = state?.comparison.rows;
  const counts = useMemo(
    () =>
      new Map(
        chips.map(([filter]) => [
          filter,
          (comparedRows ?? []).filter((row) => fits(row, filter)).length,
        ]),
      ),
    [comparedRows],
  );
  const [chosen, choose] = useState<Filter | null>(null);
  if (state === null) return null;
  const { source, comparison } = state;
  const { rows } = comparison;
  const count = (filter: Filter) =>
    filter === 'gone' ? comparison.noLongerListed.length : (counts.get(filter) ?? 0);
  const filter = chosen ?? chips.find(([each]) => count(each) > 0)?.[0] ?? 'all';
  const unusual = rows.filter((row) => worstLevel(row) === 'override').length;
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
              encoding: t(`encoding.${source.encoding}`),
              delimiter: t(`delimiter.${source.table.delimiter as Family<'delimiter'>}`),
            })}
          </span>
        </div>
        <div className="chips">
          {chips
            .filter(([each]) => count(each) > 0)
            .map(([each, shape, ink]) => (
              <button
                key={each}
                type="button"
                className="chip"
                aria-pressed={each === filter}
                onClick={() => choose(each)}
              >
                <Shape name={shape} ink={ink} />
                <b>{count(each)}</b> {t(`intake.chip.${each}`)}
              </button>
            ))}
          <span className="grow" />
          {comparison.noLongerListed.length > 0 ? (
            <span className="muted small">{t('intake.goneHint')}</span>
          ) : null}
        </div>
        {source.mapping.includes('mprn') ? null : (
          <Banner tone="late">{t('intake.noMprnColumn')}</Banner>
        )}
      </div>
      {filter === 'gone' ? (
        <GoneTable mprns={comparison.noLongerListed} words={words} />
      ) : (
        <RowTable
          intake={intake}
          rows={rows.filter((row) => fits(row, filter))}
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
        {count('refuse') > 0 ? (
          <Button onPress={() => void intake.saveBad(reason)}>
            {t('intake.saveBad', { count: count('refuse') })}
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
        <span className="grow" />
        <span className="muted small cut">{count('refuse') > 0 ? t('intake.badStay') : ''}</span>
        <Button kind="quiet" hint="Esc" onPress={intake.reset}>
          {t('common.cancel')}
        </Button>
      </div>
    </>
  );
}

const ROW = 36;

function RowTable(props: {
  readonly intake: Intake;
  readonly rows: readonly ComparedRow[];
  readonly now: number;
  readonly words: Words;
}) {
  const { intake, rows, now, words } = props;
  const { t } = words;
  const frame = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW,
    overscan: 10,
    getItemKey: (index) => rows[index]?.record ?? index,
  });
  if (intake.state.at !== 'looking') return null;
  const { mapping, table } = intake.state.source;
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div
      className="sheet-table scroll"
      ref={frame}
      tabIndex={0}
      role="region"
      aria-label={t('intake.says')}
    >
      <table className="intake-table" style={{ width: 376 + table.header.length * 160 }}>
        <thead>
          <tr>
            <th className="row-column small muted">{t('intake.row')}</th>
            <th className="says-column small muted">{t('intake.says')}</th>
            {table.header.map((name, column) => (
              <th key={column}>
                <span className="src cut">{name}</span>
                <select
                  aria-label={`${t('intake.column')} ${name}`}
                  value={mapping[column] ?? ''}
                  onChange={(event) => {
                    const field = columnFields.find((each) => each === event.target.value) ?? null;
                    intake.remap(column, field);
                  }}
                >
                  <option value="">{t('intake.leaveOut')}</option>
                  {columnFields.map((field) => (
                    <option key={field} value={field}>
                      {t(`field.${field}`)}
                    </option>
                  ))}
                </select>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 ? (
            <tr aria-hidden="true">
              <td style={{ height: before, padding: 0 }} />
            </tr>
          ) : null}
          {items.map((item) => {
            const row = rows[item.index];
            return row === undefined ? null : (
              <FileRow
                key={row.record}
                row={row}
                index={item.index}
                measure={virtual.measureElement}
                mapping={mapping}
                width={table.header.length}
                now={now}
                words={words}
                onEdit={intake.edit}
              />
            );
          })}
          {after > 0 ? (
            <tr aria-hidden="true">
              <td style={{ height: after, padding: 0 }} />
            </tr>
          ) : null}
        </tbody>
      </table>
    </div>
  );
}

function FileRow(props: {
  readonly row: ComparedRow;
  readonly index: number;
  readonly measure: (element: Element | null) => void;
  readonly mapping: readonly (ColumnField | null)[];
  readonly width: number;
  readonly now: number;
  readonly words: Words;
  readonly onEdit: (record: number, field: ColumnField, text: string) => void;
}) {
  const { row, mapping, words, now, width, measure, onEdit } = props;
  const level = worstLevel(row);
  const bad = new Set(
    row.findings
      .filter((each) => each.level === 'refuse' || each.level === 'needsInformation')
      .map((each) => each.field),
  );
  return (
    <tr data-index={props.index} ref={measure}>
      <td className="muted">{row.record}</td>
      <td className={`says ${level === 'refuse' ? 'bad' : ''}`}>
        <LevelTag level={level} words={words} />{' '}
        {row.findings.map((each) => findingWords(each, now, words)).join(' ')}{' '}
        {level === 'refuse' ? null : <span className="muted">{standingWords(row, words)}</span>}
      </td>
      {Array.from({ length: width }, (_, column) => {
        const field = mapping[column] ?? null;
        const cell = row.cells[column] ?? '';
        if (field !== null && bad.has(field)) {
          return (
            <td key={column}>
              <CellInput
                label={`${words.t(`field.${field}`)}, ${words.t('intake.row')} ${row.record}`}
                value={cell}
                onChange={(text) => onEdit(row.record, field, text)}
              />
            </td>
          );
        }
        return (
          <td key={column} className={field === null ? 'cut muted' : 'cut'} title={cell}>
            {field === 'mprn' && row.mprn !== null ? (
              <span className="mprn">{formatMprn(row.mprn)}</span>
            ) : field === 'paidAt' && row.facts.paidAt !== undefined ? (
              words.format.when(row.facts.paidAt, now)
            ) : (
              cell
            )}
          </td>
        );
      })}
    </tr>
  );
}

/** Typed in place; looked at again when the person leaves the cell or presses Enter. */
function CellInput(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}) {
  const [text, setText] = useState(props.value);
  const leave = () => {
    if (text !== props.value) props.onChange(text);
  };
  return (
    <input
      className="cell-input"
      aria-label={props.label}
      value={text}
      spellCheck={false}
      onChange={(event) => setText(event.target.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.ctrlKey) leave();
      }}
    />
  );
}

function LevelTag(props: { readonly level: Level | 'ok'; readonly words: Words }) {
  const { t } = props.words;
  if (props.level === 'needsInformation') return <Tag tone="need">{t('finding.needsTag')}</Tag>;
  if (props.level === 'warn' || props.level === 'override')
    return <Tag tone="soon">{t('finding.lookTag')}</Tag>;
  return null;
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
