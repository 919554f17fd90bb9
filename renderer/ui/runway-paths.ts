// The runway as a handful of paths, one for each shape on each ground: thousands of marks are then
// a dozen elements, and a second's tick is a dozen attributes. Bars keep a shape on top for who must
// not be overlooked in the crowd.
import { isBar, type Column, type Mark, type MarkShape, type Picture } from './runway-bins.ts';

export type Ground = 'calm' | 'soon' | 'late';

export interface Geometry {
  /** Pixels from the left edge to a minute. */
  readonly x: (minutes: number) => number;
  readonly floor: number;
  /** Highest a bar may reach, pixels above the floor. */
  readonly room: number;
  readonly groundAt: (minutes: number) => Ground;
}

export interface Drawn {
  readonly key: string;
  readonly ground: Ground;
  readonly shape: MarkShape | 'bar';
  readonly path: string;
}

export function drawPicture(picture: Picture, geometry: Geometry): readonly Drawn[] {
  const paths = new Map<string, { ground: Ground; shape: Drawn['shape']; parts: string[] }>();
  const add = (ground: Ground, shape: Drawn['shape'], part: string) => {
    const key = `${ground} ${shape}`;
    const found = paths.get(key);
    if (found === undefined) paths.set(key, { ground, shape, parts: [part] });
    else found.parts.push(part);
  };
  const { pitch } = picture;
  for (const column of picture.columns) {
    const x = geometry.x(column.minutes);
    if (!isBar(picture, column)) {
      for (const [row, mark] of column.marks.entries()) {
        const y = markHeight(geometry, pitch, row);
        add(geometry.groundAt(mark.minutes), mark.shape, outline(mark.shape, x, y, pitch * 0.42));
      }
      continue;
    }
    const ground = geometry.groundAt(column.minutes);
    const height = heightOf(picture, column, geometry.room);
    add(ground, 'bar', box(x - pitch / 2 + 0.6, geometry.floor - 1 - height, pitch - 1.2, height));
    let top = geometry.floor - height - 2 - pitch / 2;
    for (const shape of crowned) {
      if (!column.marks.some((mark) => mark.shape === shape)) continue;
      add(ground, shape, outline(shape, x, top, pitch * 0.4));
      top -= pitch;
    }
  }
  return [...paths].map(([key, { ground, shape, parts }]) => ({
    key,
    ground,
    shape,
    path: parts.join(''),
  }));
}

/** Named above a bar; special services are too many to be. */
const crowned: readonly MarkShape[] = ['phone', 'specialPhone', 'priority', 'priorityPhone'];

/** Among marks a bar is as high as they may stand, less one for its crown, and its figure says the rest. */
export function heightOf(picture: Picture, column: Column, room: number): number {
  return picture.drawn === 'marks'
    ? Math.max(room, (picture.fits - 1) * picture.pitch)
    : barHeight(column.marks.length, picture.tallest, room);
}

/** One scale for all; a single customer among hundreds is still seen. */
export function barHeight(count: number, tallest: number, room: number): number {
  return Math.max(3, (count / Math.max(1, tallest)) * room);
}

export function markHeight(
  geometry: { readonly floor: number },
  pitch: number,
  row: number,
): number {
  return geometry.floor - 3 - pitch / 2 - row * pitch;
}

/** What the pointer means: the nearest pile, and in it the mark at that height. */
export function pointedAt(
  picture: Picture,
  geometry: Geometry,
  at: { readonly x: number; readonly y: number },
): Mark | undefined {
  const reach = Math.max(7, picture.pitch);
  let pile: Column | undefined;
  let distance = reach;
  for (const column of picture.columns) {
    const away = Math.abs(geometry.x(column.minutes) - at.x);
    if (away > distance) continue;
    distance = away;
    pile = column;
  }
  if (pile === undefined) return undefined;
  const near = pile.marks;
  if (isBar(picture, pile)) return near.at(-1);
  const row = Math.floor((geometry.floor - 3 - at.y) / picture.pitch);
  return row > near.length ? undefined : near[Math.max(0, Math.min(near.length - 1, row))];
}

function outline(shape: MarkShape, x: number, y: number, radius: number): string {
  switch (shape) {
    case 'priority':
    case 'priorityPhone':
      return `M${n(x)} ${n(y - radius * 1.3)}l${n(radius * 1.35)} ${n(radius * 2.3)}h${n(radius * -2.7)}z`;
    case 'special':
    case 'specialPhone':
      return box(x - radius * 0.95, y - radius * 0.95, radius * 1.9, radius * 1.9);
    case 'phone':
      return circle(x, y, radius * 0.88);
    case 'other':
      return circle(x, y, radius);
  }
}

function circle(x: number, y: number, radius: number): string {
  const r = n(radius);
  return `M${n(x - radius)} ${n(y)}a${r} ${r} 0 1 0 ${n(radius * 2)} 0a${r} ${r} 0 1 0 ${n(radius * -2)} 0z`;
}

function box(x: number, y: number, width: number, height: number): string {
  return `M${n(x)} ${n(y)}h${n(width)}v${n(height)}h${n(-width)}z`;
}

const n = (value: number): string => String(Math.round(value * 10) / 10);
