// The product's own picture: every open customer is one mark between payment and the backstop, so
// that people see the wave coming. Shape says who, ground says where; a mark is a door to its case.
import { memo, useEffect, useMemo, useRef, useState } from 'react';
import { binMarks, type Column, type Mark } from './runway-bins.ts';
import './runway.css';

export interface RunwayWords {
  readonly label: string;
  readonly paid: string;
  readonly supplier: string;
  readonly backstop: string;
  readonly legend: string;
  readonly older: string | null;
  readonly unknown: string | null;
  readonly empty: string;
  readonly bin: (count: number, minutes: number, label: string) => string;
}

export interface RunwayProps {
  readonly marks: readonly Mark[];
  readonly supplierMinutes: number;
  readonly backstopMinutes: number;
  readonly end: number;
  readonly selected: string | null;
  readonly words: RunwayWords;
  readonly onOpen: (subject: string) => void;
}

const HEIGHT = 92;
const FLOOR = 72;
const PAD = 20;
const PITCH = 8.6;
const FIT = Math.floor((FLOOR - 4) / PITCH);

export const Runway = memo(function Runway(props: RunwayProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const scale = (width - 2 * PAD) / props.end;
  const step = Math.max(1, Math.ceil((PITCH / Math.max(scale, 0.1)) * 4) / 4);
  const bins = useMemo(
    () => binMarks(props.marks, props.end, step),
    [props.marks, props.end, step],
  );
  const [at, setAt] = useState<number | null>(null);
  const x = (minutes: number) => PAD + minutes * scale;
  const column = at === null ? undefined : bins.columns[Math.min(at, bins.columns.length - 1)];

  const move = (by: number) => {
    const last = bins.columns.length - 1;
    setAt((before) => (before === null ? last : Math.max(0, Math.min(last, before + by))));
  };

  return (
    <div
      className="runway-frame"
      ref={frame}
      role="application"
      aria-label={props.words.label}
      tabIndex={0}
      onFocus={() => setAt((before) => before ?? bins.columns.length - 1)}
      onBlur={() => setAt(null)}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') move(-1);
        else if (event.key === 'ArrowRight') move(1);
        else if (event.key === 'Enter') {
          const mark = column?.marks.at(-1);
          if (mark !== undefined) props.onOpen(mark.subject);
        } else return;
        event.preventDefault();
      }}
    >
      <svg width={width} height={HEIGHT} aria-hidden="true">
        <rect
          className="ground-late"
          x={x(props.backstopMinutes)}
          y="0"
          width={Math.max(0, x(props.end) - x(props.backstopMinutes))}
          height={FLOOR}
        />
        <rect
          className="ground-soon"
          x={x(props.supplierMinutes)}
          y="0"
          width={Math.max(0, x(props.backstopMinutes) - x(props.supplierMinutes))}
          height={FLOOR}
        />
        {[0, 15, 30, 45, 60, 75, 90, 105]
          .filter((minutes) => minutes < props.end)
          .map((minutes) => (
            <g key={minutes}>
              <line
                className={minutes === props.backstopMinutes ? 'backstop' : 'tick'}
                x1={x(minutes)}
                x2={x(minutes)}
                y1={minutes === props.backstopMinutes ? 0 : FLOOR - 6}
                y2={FLOOR + 2}
              />
              <text className="scale" x={x(minutes) + 4} y={FLOOR + 15}>
                {minutes === 0
                  ? props.words.paid
                  : minutes === props.backstopMinutes
                    ? props.words.backstop
                    : minutes === props.supplierMinutes
                      ? props.words.supplier
                      : minutes}
              </text>
            </g>
          ))}
        <line className="floor" x1={PAD} x2={width - PAD} y1={FLOOR} y2={FLOOR} />
        {bins.columns.map((each) => (
          <ColumnMarks
            key={each.minutes}
            column={each}
            x={x(each.minutes)}
            tone={toneAt(each.minutes, props)}
            selected={props.selected}
            active={each === column}
            onOpen={props.onOpen}
          />
        ))}
        <text className="legend" x={width - PAD - 4} y="13" textAnchor="end">
          {[props.words.legend, props.words.older, props.words.unknown].filter(Boolean).join('   ')}
        </text>
        {props.marks.length === 0 ? (
          <text className="legend" x={x(2)} y={FLOOR - 12}>
            {props.words.empty}
          </text>
        ) : null}
      </svg>
      <span className="unseen" role="status">
        {column === undefined
          ? ''
          : props.words.bin(
              column.marks.length,
              Math.round(column.minutes),
              column.marks.at(-1)?.label ?? '',
            )}
      </span>
    </div>
  );
});

type Tone = 'calm' | 'soon' | 'late';

function toneAt(minutes: number, props: RunwayProps): Tone {
  return minutes > props.backstopMinutes
    ? 'late'
    : minutes > props.supplierMinutes
      ? 'soon'
      : 'calm';
}

function ColumnMarks(props: {
  readonly column: Column;
  readonly x: number;
  readonly tone: Tone;
  readonly selected: string | null;
  readonly active: boolean;
  readonly onOpen: (subject: string) => void;
}) {
  const { marks } = props.column;
  const top = marks.at(-1);
  if (marks.length > FIT) {
    const height = FLOOR - 14;
    return (
      <g
        className={`mark bar ${props.tone}${props.active ? ' active' : ''}`}
        onClick={() => top && props.onOpen(top.subject)}
      >
        <rect
          x={props.x - PITCH / 2 + 0.7}
          y={FLOOR - height - 1}
          width={PITCH - 1.4}
          height={height}
          rx="2"
        />
        <text x={props.x} y={FLOOR - height - 4} textAnchor="middle">
          {marks.length}
        </text>
        <title>{top?.label}</title>
      </g>
    );
  }
  return (
    <>
      {marks.map((mark, index) => (
        <MarkShapeOf
          key={mark.subject}
          mark={mark}
          x={props.x}
          y={FLOOR - 8 - index * PITCH}
          tone={props.tone}
          selected={mark.subject === props.selected}
          active={props.active && index === marks.length - 1}
          onOpen={props.onOpen}
        />
      ))}
    </>
  );
}

function MarkShapeOf(props: {
  readonly mark: Mark;
  readonly x: number;
  readonly y: number;
  readonly tone: Tone;
  readonly selected: boolean;
  readonly active: boolean;
  readonly onOpen: (subject: string) => void;
}) {
  const { mark, x, y } = props;
  return (
    <g
      className={`mark ${props.tone}${props.selected ? ' selected' : ''}${props.active ? ' active' : ''}`}
      onClick={() => props.onOpen(mark.subject)}
    >
      <rect className="hit" x={x - PITCH / 2} y={y - PITCH / 2} width={PITCH} height={PITCH} />
      {mark.shape === 'priority' ? (
        <path d={`M${x} ${y - 4.9}l5 8.6h-10z`} />
      ) : mark.shape === 'special' ? (
        <rect x={x - 3.5} y={y - 3.5} width="7" height="7" />
      ) : mark.shape === 'phone' ? (
        <circle className="phone" cx={x} cy={y} r="3.2" />
      ) : (
        <circle cx={x} cy={y} r="3.6" />
      )}
      {props.selected || props.active ? <circle className="halo" cx={x} cy={y} r="6.4" /> : null}
      <title>{mark.label}</title>
    </g>
  );
}

function useWidth(frame: React.RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(1200);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver((entries) => {
      const found = entries[0]?.contentRect.width;
      if (found !== undefined && found > 0) setWidth(Math.round(found));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame]);
  return width;
}
