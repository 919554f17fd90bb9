// What a desk knows of itself: who sits there, the chosen order, its share, its settings. A fold
// over `desk:<device>`, so every change has a name and a time. The order and the settings that are the
// organisation's are folded over all of its desks: of each the last word counts.
import { shippedClock, type ClockSettings } from './backstop-clock.ts';
import type { DomainEvent } from './events.ts';
import { failurePoints, treatments, type FailurePoint } from './interfaces.ts';
import type { Stamp } from '../log/stamp.ts';
import { shippedOrder, type OrderChoice } from './triage.ts';

export type SettingValue = string | number | boolean | null;

/** Who said it of a setting that holds at every desk, and when. */
export interface Said {
  readonly by: string;
  /** UTC ms. */
  readonly at: number;
  readonly stamp: Stamp;
}

export interface DeskState {
  readonly operator: string | null;
  readonly operators: readonly string[];
  /** The latest of all desks of the organisation, by stamp. */
  readonly order: OrderChoice & {
    readonly by: string | null;
    readonly at: number | null;
    readonly stamp: Stamp;
  };
  readonly share: { readonly index: number; readonly of: number };
  readonly settings: Readonly<Record<string, SettingValue>>;
  /** Of the organisation's settings, by key. */
  readonly said: Readonly<Record<string, Said>>;
}

export const newDesk: DeskState = {
  operator: null,
  operators: [],
  order: { ...shippedOrder, by: null, at: null, stamp: '' },
  share: { index: 1, of: 1 },
  settings: {},
  said: {},
};

const MOST_REMEMBERED = 12;

export function applyToDesk(state: DeskState, event: DomainEvent): DeskState {
  switch (event.kind) {
    case 'operator.arrived':
      return {
        ...state,
        operator: event.body.name,
        operators: [
          event.body.name,
          ...state.operators.filter((name) => name !== event.body.name),
        ].slice(0, MOST_REMEMBERED),
      };
    case 'order.chosen':
      return event.stamp < state.order.stamp
        ? state
        : {
            ...state,
            order: {
              ...event.body,
              by: event.operator,
              at: event.happenedAt,
              stamp: event.stamp,
            },
          };
    case 'share.chosen':
      return { ...state, share: event.body };
    case 'desk.settings':
      return withSettings(state, event, Object.entries(event.body.changes));
    default:
      return state;
  }
}

/**
 * By which ways a 017 leaves, where the webform and the ledger are, whose clock the market's times show and
 * whom a 017 is for, and how much of a release is asked about again: one organisation has one of each. Every other setting is a person's or a laptop's.
 */
export const isOrganisations = (key: string): boolean => /^(?:channels|market|release)\./.test(key);

/** Of a colleague's desk: what holds for the whole organisation. */
export function hearColleague(state: DeskState, event: DomainEvent): DeskState {
  if (event.kind === 'order.chosen') return applyToDesk(state, event);
  if (event.kind !== 'desk.settings') return state;
  const shared = Object.entries(event.body.changes).filter(([key]) => isOrganisations(key));
  return withSettings(state, event, shared);
}

/** The organisation's settings anew, from all that its desks have said of them, in any order. */
export function refoldSettings(state: DeskState, events: readonly DomainEvent[]): DeskState {
  const own = Object.entries(state.settings).filter(([key]) => !isOrganisations(key));
  let next: DeskState = { ...state, settings: Object.fromEntries(own), said: {} };
  for (const event of events) if (event.kind === 'desk.settings') next = hearColleague(next, event);
  return next;
}

function withSettings(
  state: DeskState,
  event: DomainEvent,
  changes: readonly (readonly [key: string, value: SettingValue])[],
): DeskState {
  const word: Said = { by: event.operator, at: event.happenedAt, stamp: event.stamp };
  const heard = changes.filter(
    ([key]) => !isOrganisations(key) || event.stamp >= (state.said[key]?.stamp ?? ''),
  );
  if (heard.length === 0) return state;
  const said = heard.flatMap(([key]) => (isOrganisations(key) ? [[key, word] as const] : []));
  return {
    ...state,
    settings: { ...state.settings, ...Object.fromEntries(heard) },
    said: { ...state.said, ...Object.fromEntries(said) },
  };
}

/** Whose work this desk does. What it is enrolled as decides; without that, its own setting. */
export type DeskSide = 'supplier' | 'networks';

export function sideOf(desk: DeskState, enrolledAsNetworks: boolean | null): DeskSide {
  if (enrolledAsNetworks !== null) return enrolledAsNetworks ? 'networks' : 'supplier';
  return desk.settings['side'] === 'networks' ? 'networks' : 'supplier';
}

/** Settings of the clock, from the desk's own where they were changed. */
export function clockSettings(desk: DeskState): ClockSettings {
  const supplier = desk.settings['clock.supplierMinutes'];
  const alarms = desk.settings['clock.alarmMinutes'];
  return {
    supplierMinutes: typeof supplier === 'number' ? supplier : shippedClock.supplierMinutes,
    alarmMinutes: typeof alarms === 'string' ? readMinutes(alarms) : shippedClock.alarmMinutes,
  };
}

/**
 * The twelve points as this desk has them: labels put right, and a treatment where the market has
 * agreed one since (the desk's own is never shown as the market's).
 */
export function agreedPoints(desk: DeskState): readonly FailurePoint[] {
  return failurePoints.map((point) => {
    const label = desk.settings[`point.${point.no}.label`];
    const chosen = desk.settings[`point.${point.no}.treatment`];
    const treatment = treatments.find((each) => each === chosen);
    return {
      ...point,
      ...(typeof label === 'string' && label !== '' ? { process: label } : {}),
      ...(point.treatment === 'toBeAgreed' && treatment !== undefined ? { treatment } : {}),
    };
  });
}

/** Names a desk offers: who sat there, and the roster typed into its settings. */
export function namesOf(desk: DeskState): readonly string[] {
  const roster = desk.settings['roster'];
  const typed = typeof roster === 'string' ? roster.split(/[\n,;]+/) : [];
  const names = [...desk.operators, ...typed.map((name) => name.trim())];
  return [...new Set(names.filter((name) => name !== ''))];
}

/** "45, 60 70" → [45, 60, 70]; what is no minute between 1 and 600 is left out. */
export function readMinutes(text: string): readonly number[] {
  return text
    .split(/[\s,;]+/)
    .map(Number)
    .filter((minutes) => Number.isInteger(minutes) && minutes > 0 && minutes <= 600)
    .sort((one, other) => one - other);
}
