// Where the person is: kept with the log's database on every move, so that a killed program comes
// back to the same screen and the same step.
import * as v from 'valibot';
import { decode } from '../../shared/lib/decode.ts';
import { requestGroups } from '../../shared/domain/request-queue.ts';
import { groups, lanes, type Group } from '../../shared/domain/lanes.ts';

export const views = ['desk', 'intake', 'backfix', 'book', 'settings', 'sync'] as const;
export type View = (typeof views)[number];

export const sheets = [
  'caller',
  'power',
  'order',
  'share',
  'incident',
  'operator',
  'outcome',
  'amend',
  'note',
  'exclude',
  'hold',
  'keys',
  'phone',
  'decide',
] as const;
export type Sheet = (typeof sheets)[number];

const placeSchema = v.object({
  view: v.picklist(views),
  group: v.picklist(groups),
  point: v.nullable(v.number()),
  register: v.nullable(v.picklist(['priority', 'special', 'none', 'unknown'])),
  search: v.string(),
  /** What is to be done with them; null is all. */
  lane: v.optional(v.nullable(v.picklist(lanes)), null),
  mine: v.boolean(),
  subject: v.nullable(v.string()),
  step: v.nullable(v.string()),
  tab: v.picklist(['script', 'history', 'backfix']),
  sheet: v.nullable(v.picklist(sheets)),
  outcome: v.nullable(v.string()),
  /** Answers are written down from paper: they happened at another time than now. */
  paper: v.optional(v.boolean(), false),
  /** The coordinator's: which requests, and which one is open (a subject in its picture). */
  requests: v.optional(v.picklist(requestGroups), 'work'),
  request: v.optional(v.nullable(v.string()), null),
});

export type Place = Readonly<v.InferOutput<typeof placeSchema>>;

export const firstPlace: Place = {
  view: 'desk',
  group: 'off',
  point: null,
  register: null,
  search: '',
  lane: null,
  mine: false,
  subject: null,
  step: null,
  tab: 'script',
  sheet: null,
  outcome: null,
  paper: false,
  requests: 'work',
  request: null,
};

/** Where a sheet leads that was saved. */
export const closeSheet = () => ({ sheet: null });

/** A case is opened at its open step, with nothing lying over it. */
export const openedCase = {
  view: 'desk',
  step: null,
  tab: 'script',
  sheet: null,
  outcome: null,
  paper: false,
} as const;

/** What was kept, or the first place when it is from another version. */
export function readPlace(kept: unknown): Place {
  const place = decode(placeSchema, kept);
  return place.ok ? place.value : firstPlace;
}

export type { Group };
