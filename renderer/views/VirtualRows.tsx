// A list of thousands of rows, of which a screenful is drawn; one of them is selected and stays in
// sight. What a row looks like is its list's own business.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { usePrinting } from '../ui/printing.ts';
import { useWords } from '../i18n/words.tsx';

/** What a row needs to stand in its place and be told of by a screen reader. */
export interface RowPlace {
  readonly id: string;
  readonly top: number;
  readonly index: number;
  readonly of: number;
  readonly isSelected: boolean;
}

/** On paper; nobody reads more by hand [D]. */
export const MOST_PRINTED = 2000;

export const rowId = (key: string): string => `row-${key.replace(/[^a-z0-9-]/gi, '_')}`;

export function VirtualRows<Row>(props: {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Key of the selected row. */
  readonly selected: string | null;
  readonly onHold?: () => void;
  readonly onLetGo?: () => void;
  readonly children: (row: Row, place: RowPlace) => ReactNode;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const height = useRowHeight();
  const { selected, rows, keyOf } = props;
  const isPrinting = usePrinting();
  const { t } = useWords();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => height,
    overscan: 8,
  });
  useEffect(() => virtual.measure(), [height, virtual]);
  const shown = useRef<string | null>(null);
  useEffect(() => {
    // Only when the person moves: a reordering must not scroll the list away under their eyes.
    if (selected === shown.current) return;
    const index = rows.findIndex((row) => keyOf(row) === selected);
    if (index < 0) return;
    shown.current = selected;
    virtual.scrollToIndex(index, { align: 'auto' });
  }, [selected, rows, keyOf, virtual]);
  const drawn = isPrinting
    ? rows.slice(0, MOST_PRINTED).map((_, index) => ({ index, start: index * height }))
    : virtual.getVirtualItems();
  const unprinted = isPrinting ? Math.max(0, rows.length - MOST_PRINTED) : 0;
  return (
    <div
      className="rows"
      ref={frame}
      role="listbox"
      aria-label={props.label}
      tabIndex={0}
      aria-activedescendant={selected === null ? undefined : rowId(selected)}
      onPointerMove={props.onHold}
      onPointerLeave={props.onLetGo}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
        {drawn.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          const key = keyOf(row);
          return props.children(row, {
            id: rowId(key),
            top: item.start,
            index: item.index,
            of: rows.length,
            isSelected: key === selected,
          });
        })}
      </div>
      {unprinted === 0 ? null : <p role="presentation">{t('print.rest', { count: unprinted })}</p>}
    </div>
  );
}

function useRowHeight(): number {
  const read = () =>
    Number.parseInt(getComputedStyle(document.documentElement).getPropertyValue('--row'), 10) || 52;
  const [height, setHeight] = useState(read);
  useEffect(() => {
    const again = () => setHeight(read());
    window.addEventListener('resize', again);
    return () => window.removeEventListener('resize', again);
  }, []);
  return height;
}
