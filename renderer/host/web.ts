// The same calls in a browser: fetch to our own origin and the web's own APIs. What a browser
// cannot do says so in `can`.
import type { Alarm, Hello, Host, Signal, SignalName } from '../../shared/bridge.ts';
import { webGateway } from './gateway.ts';

const LOOK_MS = 5000;

export function webBridge(): Host {
  const listeners = new Map<SignalName, Set<(value: never) => void>>();
  const tell = <S extends SignalName>(signal: S, value: Signal<S>) => {
    for (const listener of listeners.get(signal) ?? []) listener(value as never);
  };
  let alarms: readonly Alarm[] = [];
  let lookedAt = Date.now();
  const ring = () => {
    const now = Date.now();
    const due = alarms.filter((alarm) => alarm.at <= now);
    if (due.length === 0) return;
    alarms = alarms.filter((alarm) => alarm.at > now);
    for (const alarm of due) {
      tell('alarm', { tag: alarm.tag, lateByMs: now - alarm.at });
      if ('Notification' in window && Notification.permission === 'granted') {
        show(alarm);
      }
    }
    beep();
  };
  setInterval(() => {
    const now = Date.now();
    if (now - lookedAt > 6 * LOOK_MS) tell('woke', { sleptMs: now - lookedAt });
    lookedAt = now;
    ring();
  }, LOOK_MS);

  return {
    hello: async () => {
      const served = await fetchHello();
      return {
        host: 'web',
        version: served?.version ?? '',
        journalFolder: null,
        administrator: served?.administrator ?? null,
        problems: served?.problems ?? [],
        can: {
          dial: true,
          notify: 'Notification' in window,
          print: true,
          journal: false,
          badge: false,
        },
      };
    },
    journalState: () => Promise.resolve({ ok: false, reason: 'notWritable', lastSeq: 0 }),
    appendJournal: () => Promise.resolve({ ok: false, reason: 'notWritable', lastSeq: 0 }),
    journalDevices: () => Promise.resolve({ ok: true, devices: [] }),
    readJournal: () => Promise.resolve({ ok: false, reason: 'notReadable' }),
    keepSpare: () => Promise.resolve({ ok: false, reason: 'notKept' }),
    readSpare: () => Promise.resolve(null),
    setAlarms: (args) => {
      // What is due rings, also when a new set comes before anybody looked.
      ring();
      alarms = args.alarms.filter((alarm) => alarm !== null);
      return Promise.resolve({ ok: true });
    },
    saveFile: (args) => {
      const content =
        typeof args.content === 'string' ? args.content : new Uint8Array(args.content);
      const url = URL.createObjectURL(new Blob([content]));
      const link = document.createElement('a');
      link.href = url;
      link.download = args.name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
      return Promise.resolve({ ok: true, where: args.name });
    },
    dial: (args) => {
      location.href = `tel:${args.number.replace(/ /g, '')}`;
      return Promise.resolve({ ok: true });
    },
    print: () => {
      window.print();
      return Promise.resolve({ ok: true });
    },
    setBadge: () => Promise.resolve({ ok: false, reason: 'browser' }),
    ...webGateway(),
    on: (signal, listener) => {
      const set = listeners.get(signal) ?? new Set();
      set.add(listener);
      listeners.set(signal, set);
      return () => set.delete(listener);
    },
  };
}

async function fetchHello(): Promise<Pick<Hello, 'version' | 'administrator' | 'problems'> | null> {
  try {
    const reply = await fetch('/v1/hello');
    return reply.ok
      ? ((await reply.json()) as Pick<Hello, 'version' | 'administrator' | 'problems'>)
      : null;
  } catch {
    return null;
  }
}

function show(alarm: Alarm): Notification {
  return new Notification(alarm.title, { tag: alarm.tag });
}

/** A short tone; a page nobody has touched yet may not sound, and then stays silent. */
function beep(): void {
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  tone.frequency.value = 880;
  tone.connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.25);
  tone.addEventListener('ended', () => void audio.close());
}
