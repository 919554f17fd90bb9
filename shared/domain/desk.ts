// What a desk knows of itself: who sits there, the chosen order, its share, its settings. A fold
// over `desk:<device>`, so every change has a name and a time.
import { shippedClock, type ClockSettings } from './backstop-clock.ts';
import type { DomainEvent } from './events.ts';
import { failurePoints, treatments, type FailurePoint } from './interfaces.ts';
import type { Stamp } from '../log/stamp.ts';
import { shippedOrder, type OrderChoice } from './triage.ts';

export type SettingValue = string | number | boolean | null;

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
}

export const newDesk: DeskState = {
  operator: null,
  operators: [],
  order: { ...shippedOrder, by: null, at: null, stamp: '' },
  share: { index: 1, of: 1 },
  settings: {},
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
      return { ...state, settings: { ...state.settings, ...event.body.changes } };
    default:
      return state;
  }
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
