// The product's own picture: every open customer is one mark between payment and the backstop, so
// that people see the wave coming. Shape says who, ground says where; a mark is a door to its case,
// by pointer (whatever is nearest) and by keyboard (arrows along and up the piles, Enter opens).
import { memo, useEffect, useMemo, useRef, useState } from 'react';
import {
  arrange,
  firstToLook,
  isBar,
  pileAt,
  standOf,
  stepFrom,
  type Mark,
  type Step,
} from './runway-bins.ts';
import { drawPicture, heightOf, markHeight, pointedAt, type Geometry } from './runway-paths.ts';
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
  /** Who it is, in words: asked for one mark at a time. */
  readonly labelOf: (subject: string) => string;
  readonly onOpen: (subject: string) => void;
}

const PAD = 20;
const GUTTER = 112;
const LEGEND = 20;
/** Room for how many have no payment time, pixels. */
const UNKNOWN = 190;
const steps: Readonly<Record<string, Step>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
};

export const Runway = memo(function Runway(props: RunwayProps) {
  const { marks, end, backstopMinutes, supplierMinutes, words } = props;
  const frame = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(frame);
  const [pointed, point] = useState<string | null>(null);
  const [focused, focus] = useState<string | null>(null);

  const zoom = Math.max(1, Math.min(1.5, height / 110));
  const hasOlder = words.older !== null;
  const { picture, geometry, drawn } = useMemo(() => {
    const plot = Math.max(200, width - 2 * PAD - (hasOlder ? GUTTER * zoom : 0));
    const floor = Math.round(height - 14 - 12 * zoom);
    const place: Geometry = {
      x: (minutes) => PAD + (minutes / end) * plot,
      floor,
      room: Math.max(floor - LEGEND - 14 * zoom, floor - 26 * zoom),
      groundAt: (minutes) =>
        minutes > backstopMinutes ? 'late' : minutes > supplierMinutes ? 'soon' : 'calm',
    };
    const piles = arrange(marks, { end, width: plot, height: floor - LEGEND, pitch: 8.6 * zoom });
    return { picture: piles, geometry: place, drawn: drawPicture(piles, place) };
  }, [marks, end, backstopMinutes, supplierMinutes, width, height, zoom, hasOlder]);

  const { x, floor } = geometry;
  const atStand = standOf(picture, pointed ?? focused);
  const at = atStand === null ? undefined : pileAt(picture, atStand.column)[atStand.row];
  const spotOf = (subject: string | null) => {
    const stand = standOf(picture, subject);
    if (stand === null) return null;
    const column = picture.columns[stand.column];
    if (column === undefined) return { x: width - PAD - GUTTER / 2, y: 0, bar: 0, beyond: true };
    const bar = isBar(picture, column) ? heightOf(picture, column, geometry.room) : null;
    const y = bar === null ? markHeight(geometry, picture.pitch, stand.row) : floor - 1 - bar;
    return { x: x(column.minutes), y, bar, beyond: false };
  };
  const selectedSpot = spotOf(props.selected);
  const atSpot = spotOf(at?.subject ?? null);
  const column = picture.columns[atStand?.column ?? -1];
  const sentence =
    at === undefined || atStand === null
      ? ''
      : words.bin(
          column !== undefined && !isBar(picture, column)
            ? 1
            : pileAt(picture, atStand.column).length,
          Math.floor(at.minutes),
          props.labelOf(at.subject),
        );

  return (
    <div
      className="runway-frame"
      ref={frame}
      role="application"
      aria-label={words.label}
      tabIndex={0}
      onFocus={() => focus(firstToLook(picture, backstopMinutes)?.subject ?? null)}
      onBlur={() => focus(null)}
      onKeyDown={(event) => {
        const step = steps[event.key];
        const from = standOf(picture, focused);
        if (event.key === 'Enter' && focused !== null) props.onOpen(focused);
        else if (step !== undefined && from !== null)
          focus(stepFrom(picture, from, step)?.subject ?? focused);
        else return;
        event.preventDefault();
      }}
      onPointerMove={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        const spot = { x: event.clientX - box.left, y: event.clientY - box.top };
        const beyond = hasOlder && spot.x > x(end) && spot.y < floor;
        const mark = beyond ? picture.older.at(-1) : pointedAt(picture, geometry, spot);
        point(mark?.subject ?? null);
      }}
      onPointerLeave={() => point(null)}
      onClick={() => {
        if (pointed !== null) props.onOpen(pointed);
      }}
      data-pointing={pointed !== null}
    >
      <svg width={width} height={height} aria-hidden="true">
        <Grounds
          {...props}
          x={x}
          floor={floor}
          right={hasOlder ? width - PAD : x(end)}
          free={words.unknown === null ? width : width - PAD - UNKNOWN * zoom}
        />
        {picture.drawn === 'bars' ? (
          <Measure
            tallest={picture.tallest}
            y={floor - 1 - geometry.room}
            right={hasOlder ? x(end) : width - PAD}
          />
        ) : null}
        {drawn.map((each) => (
          <path
            key={each.key}
            className={`mark ${each.ground} ${each.shape.toLowerCase().endsWith('phone') ? 'phone' : each.shape}`}
            d={each.path}
          />
        ))}
        {picture.columns
          .filter((each) => picture.drawn === 'marks' && isBar(picture, each))
          .map((each) => (
            <text
              key={each.minutes}
              className="tallest"
              x={x(each.minutes)}
              y={floor - heightOf(picture, each, geometry.room) - 3}
              textAnchor="middle"
            >
              {each.marks.length}
            </text>
          ))}
        {hasOlder ? (
          <text
            className={`older${atSpot?.beyond === true ? ' at' : ''}`}
            x={width - PAD - 8}
            y={floor - 9}
            textAnchor="end"
          >
            {picture.older.some((mark) => mark.shape.startsWith('priority')) ? '▲ ' : ''}
            {words.older}
          </text>
        ) : null}
        {selectedSpot === null || selectedSpot.beyond ? null : (
          <Pointer spot={selectedSpot} pitch={picture.pitch} floor={floor} kind="selected" />
        )}
        {atSpot === null || atSpot.beyond ? null : (
          <Pointer spot={atSpot} pitch={picture.pitch} floor={floor} kind="at" />
        )}
        <text className="legend" x={width - PAD - 6} y={6 + 8 * zoom} textAnchor="end">
          {words.legend}
        </text>
        {words.unknown === null ? null : (
          // Below the floor, where no column reaches.
          <text className="unknown" x={width - PAD - 6} y={floor + 16} textAnchor="end">
            ◆ {words.unknown}
          </text>
        )}
        {marks.length === 0 ? (
          <text className="legend" x={x(2)} y={floor - 12}>
            {words.empty}
          </text>
        ) : null}
      </svg>
      {atSpot === null ? null : (
        <span
          className={`runway-tip${atSpot.x > width / 2 ? ' before' : ''}`}
          aria-hidden="true"
          style={{ left: atSpot.x }}
        >
          {sentence}
        </span>
      )}
      <span className="unseen" role="status">
        {focused === null ? '' : sentence}
      </span>
    </div>
  );
});

function Grounds(
  props: RunwayProps & {
    readonly x: (minutes: number) => number;
    readonly floor: number;
    readonly right: number;
    /** Where the words below the floor begin, pixels: no scale under them. */
    readonly free: number;
  },
) {
  const { x, floor, right, free, backstopMinutes, supplierMinutes, words } = props;
  const scale = Array.from(
    { length: Math.ceil(props.end / 15) },
    (_, quarter) => quarter * 15,
  ).filter(
    (minutes) =>
      minutes < props.end &&
      x(minutes) + 30 < free &&
      minutes !== backstopMinutes &&
      (minutes === 0 || Math.abs(minutes - supplierMinutes) > 6),
  );
  const tick = (minutes: number, text: string | number, kind: string) => (
    <g key={minutes}>
      <line
        className={kind}
        x1={x(minutes)}
        x2={x(minutes)}
        y1={kind === 'backstop' ? 0 : floor - 6}
        y2={floor + (kind === 'backstop' ? 20 : 2)}
      />
      <text className={`scale ${kind}`} x={x(minutes) + 5} y={floor + 16}>
        {text}
      </text>
    </g>
  );
  return (
    <>
      <rect
        className="ground-soon"
        x={x(supplierMinutes)}
        width={Math.max(0, x(backstopMinutes) - x(supplierMinutes))}
        height={floor}
      />
      <rect
        className="ground-late"
        x={x(backstopMinutes)}
        width={Math.max(0, right - x(backstopMinutes))}
        height={floor}
      />
      <line className="floor" x1={PAD} x2={right} y1={floor} y2={floor} />
      {scale.map((minutes) => tick(minutes, minutes === 0 ? words.paid : minutes, 'tick'))}
      {tick(supplierMinutes, words.supplier, 'tick')}
      {tick(backstopMinutes, words.backstop, 'backstop')}
    </>
  );
}

/** The one figure that tells what the height of the bars means. */
function Measure(props: { readonly tallest: number; readonly y: number; readonly right: number }) {
  return (
    <>
      <line className="measure" x1={PAD} x2={props.right} y1={props.y} y2={props.y} />
      <text x={PAD} y={props.y - 3}>
        {props.tallest}
      </text>
    </>
  );
}

/** A ring round the mark, or a frame round the bar, and a stem below the floor: where am I. */
function Pointer(props: {
  readonly spot: { readonly x: number; readonly y: number; readonly bar: number | null };
  readonly pitch: number;
  readonly floor: number;
  readonly kind: 'selected' | 'at';
}) {
  const { spot, pitch, floor, kind } = props;
  return (
    <g className={`pointer ${kind}`}>
      <line x1={spot.x} x2={spot.x} y1={floor} y2={floor + 7} />
      {spot.bar === null ? (
        <circle cx={spot.x} cy={spot.y} r={pitch * 0.72} />
      ) : (
        <rect x={spot.x - pitch / 2} y={spot.y - 1} width={pitch} height={spot.bar + 2} rx="1.5" />
      )}
    </g>
  );
}

function useSize(frame: React.RefObject<HTMLDivElement | null>): {
  readonly width: number;
  readonly height: number;
} {
  const [size, setSize] = useState({ width: 1200, height: 99 });
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver((entries) => {
      const found = entries[0]?.contentRect;
      if (found !== undefined && found.width > 0)
        setSize({ width: Math.round(found.width), height: Math.round(found.height) });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame]);
  return size;
}
