// The rows of a file as they will come in, each with what is said about it; what is wrong is
// corrected in its cell.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useRef, useState } from 'react';
import { worstLevel, type Level } from '../../shared/domain/intake/check-row.ts';
import { columnFields, type ColumnField } from '../../shared/domain/intake/columns.ts';
import type { ComparedRow } from '../../shared/domain/intake/compare.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import { Tag } from '../ui/parts.tsx';
import { type Words } from '../i18n/words.tsx';
import { findingWords, standingWords } from './finding-words.ts';
import { type Intake } from './use-intake.ts';

const ROW = 36;

/** What a person must see first, before what we say about it; then the file's own order. */
const firstColumns: readonly ColumnField[] = ['mprn', 'name', 'paidAt', 'noticedAt', 'register'];
const ROW_WIDTH = 56;
const MPRN_WIDTH = 178;
const FIRST_WIDTH = 158;
const OTHER_WIDTH = 168;

/**
 * MPRN, name, payment time, register, and whatever else has something to correct stand left of what
 * we say about the row; the rest of the file comes after it.
 */
function columnOrder(
  mapping: readonly (ColumnField | null)[],
  width: number,
  rows: readonly ComparedRow[],
): { readonly first: readonly number[]; readonly others: readonly number[] } {
  const bad = new Set<string>();
  for (const row of rows.slice(0, 200)) {
    for (const each of row.findings)
      if (each.level === 'refuse' || each.level === 'needsInformation') bad.add(each.field);
  }
  const all = Array.from({ length: width }, (_, column) => column);
  const known = firstColumns.flatMap((field) => {
    const column = mapping.indexOf(field);
    return column < 0 ? [] : [column];
  });
  const isBad = (column: number) => {
    const field = mapping[column] ?? null;
    return field !== null && bad.has(field) && !known.includes(column);
  };
  const first = [...known, ...all.filter(isBad)];
  const others = all.filter((column) => !first.includes(column));
  return {
    first,
    others: [
      ...others.filter((column) => mapping[column] !== null),
      ...others.filter((column) => mapping[column] === null),
    ],
  };
}

export function RowTable(props: {
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
  // The first cell to correct has the focus, and after each Enter the next one.
  const focusCell = useCallback((after: number) => {
    const cells = [...(frame.current?.querySelectorAll<HTMLInputElement>('.cell-input') ?? [])];
    (cells.find((cell) => Number(cell.dataset['record']) > after) ?? cells[0])?.focus();
  }, []);
  const isFocused = useRef(false);
  const takeFirst = useCallback((cell: HTMLInputElement | null) => {
    if (cell === null || isFocused.current) return;
    isFocused.current = true;
    cell.focus();
  }, []);
  if (intake.state.at !== 'looking') return null;
  const { mapping, table } = intake.state.source;
  const columns = columnOrder(mapping, table.header.length, rows);
  const fixed =
    ROW_WIDTH +
    columns.first.reduce(
      (sum, column) => sum + (mapping[column] === 'mprn' ? MPRN_WIDTH : FIRST_WIDTH),
      0,
    );
  // As wide as the window leaves it, so that nothing is cut at its edge: the rest is scrolled to.
  const says = `max(380px, 100cqw - ${fixed + 2}px)`;
  const heading = (column: number, size: number) => (
    <th key={column} style={{ width: size }}>
      <span className="src cut">{table.header[column]}</span>
      <select
        aria-label={`${t('intake.column')} ${table.header[column] ?? ''}`}
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
  );
  const next = (record: number) => requestAnimationFrame(() => focusCell(record));
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
      <table
        className="intake-table"
        style={{ width: `calc(${says} + ${fixed + columns.others.length * OTHER_WIDTH}px)` }}
      >
        <thead>
          <tr>
            <th className="small muted" style={{ width: ROW_WIDTH }}>
              {t('intake.row')}
            </th>
            {columns.first.map((column) =>
              heading(column, mapping[column] === 'mprn' ? MPRN_WIDTH : FIRST_WIDTH),
            )}
            <th className="small muted" style={{ width: says }}>
              {t('intake.says')}
            </th>
            {columns.others.map((column) => heading(column, OTHER_WIDTH))}
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
                columns={columns}
                now={now}
                words={words}
                onEdit={intake.edit}
                onNext={next}
                onCell={takeFirst}
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
  readonly columns: { readonly first: readonly number[]; readonly others: readonly number[] };
  readonly now: number;
  readonly words: Words;
  readonly onEdit: (record: number, field: ColumnField, text: string) => void;
  readonly onNext: (record: number) => void;
  readonly onCell: (cell: HTMLInputElement | null) => void;
}) {
  const { row, mapping, words, now, columns, measure, onEdit, onNext, onCell } = props;
  const level = worstLevel(row);
  const bad = new Set(
    row.findings
      .filter((each) => each.level === 'refuse' || each.level === 'needsInformation')
      .map((each) => each.field),
  );
  const cellOf = (column: number) => {
    const field = mapping[column] ?? null;
    const cell = row.cells[column] ?? '';
    if (field !== null && bad.has(field)) {
      return (
        <td key={column}>
          <CellInput
            label={`${words.t(`field.${field}`)}, ${words.t('intake.row')} ${row.record}`}
            value={cell}
            record={row.record}
            onChange={(text) => onEdit(row.record, field, text)}
            onNext={() => onNext(row.record)}
            onCell={onCell}
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
        ) : field === 'noticedAt' && row.noticedAt !== undefined ? (
          words.format.when(row.noticedAt, now)
        ) : (
          cell
        )}
      </td>
    );
  };
  return (
    <tr data-index={props.index} ref={measure}>
      <td className="muted">{row.record}</td>
      {columns.first.map(cellOf)}
      <td className={`says ${level === 'refuse' ? 'bad' : ''}`}>
        <LevelTag level={level} words={words} />{' '}
        {row.findings.map((each) => findingWords(each, now, words)).join(' ')}{' '}
        {level === 'refuse' ? null : (
          <span className="muted">{standingWords(row, now, words)}</span>
        )}
      </td>
      {columns.others.map(cellOf)}
    </tr>
  );
}

/** Typed in place; looked at again when the person leaves the cell or presses Enter. */
function CellInput(props: {
  readonly label: string;
  readonly value: string;
  readonly record: number;
  readonly onChange: (text: string) => void;
  readonly onNext: () => void;
  readonly onCell: (cell: HTMLInputElement | null) => void;
}) {
  const { onCell } = props;
  const [text, setText] = useState(props.value);
  const leave = () => {
    if (text !== props.value) props.onChange(text);
  };
  return (
    <input
      ref={onCell}
      className="cell-input"
      data-record={props.record}
      aria-label={props.label}
      value={text}
      spellCheck={false}
      onChange={(event) => setText(event.target.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.ctrlKey) return;
        leave();
        props.onNext();
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
