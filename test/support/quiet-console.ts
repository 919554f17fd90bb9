// A console with no window around it: the only one of its profile, no timer runs, nothing rings.
import { Console, type ConsoleOptions } from '../../renderer/console/console.ts';
import type { WindowHub } from '../../renderer/console/sync.ts';
import type { Hello, Host } from '../../shared/bridge.ts';
import { dice } from '../simulation/clock.ts';
import { MemoryStore, type MemoryDisk } from './memory-store.ts';

export const quietNow = Date.parse('2026-11-24T20:14:00Z');

const nothing = () => undefined;
const silent = () => nothing;
const answered = () => Promise.resolve({ ok: true });

/** A window that neither holds the line nor hears of another one. */
export const silentHub: WindowHub = {
  hold: silent,
  tell: nothing,
  onTold: silent,
  ask: nothing,
  onAsked: silent,
  renamed: nothing,
  onRenamed: silent,
};

/** What a store needs to write; every seed its own ids. */
export function quietTools(seed: number) {
  const random = dice(seed);
  return {
    now: () => quietNow,
    steady: () => 0,
    random: (count: number) => Uint8Array.from({ length: count }, () => Math.floor(random() * 256)),
  };
}

export const quietStore = (disk: MemoryDisk, seed = 1): MemoryStore =>
  new MemoryStore(disk, 'live', quietTools(seed));

export const quietHost = {
  setAlarms: answered,
  setBadge: answered,
  enrolmentOf: () => Promise.resolve(null),
  on: silent,
} as unknown as Host;

export const quietHello: Hello = {
  host: 'web',
  version: '',
  journalFolder: null,
  administrator: null,
  problems: [],
  can: { dial: false, notify: false, print: false, journal: false, badge: false },
};

/** The options of a quiet console; a test says what of them is otherwise. */
export function quietConsole(
  options: Pick<ConsoleOptions, 'store'> & Partial<ConsoleOptions>,
): Promise<Console> {
  const now = () => quietNow;
  return Console.open({
    world: 'live',
    bridge: quietHost,
    hello: quietHello,
    now,
    steady: () => 0,
    setClockOffset: nothing,
    hub: silentHub,
    timers: { now, random: dice(1), after: silent },
    alarmWords: { mark: String, promise: String, medical: String, cutOff: String, hold: String },
    every: silent,
    later: nothing,
    ...options,
  });
}
