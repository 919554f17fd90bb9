// Doors first, then the console of the chosen world. Live and practice are two databases; which one
// was open last, and by whom, is remembered so that a killed program comes back to it.
import { useEffect, useState } from 'react';
import type { Bridge, Hello, World } from '../shared/bridge.ts';
import { Console } from './console/console.ts';
import { keepSpareDoor, spareDoor } from './console/spare.ts';
import { windowHub } from './console/window-hub.ts';
import { english, WordsProvider } from './i18n/words.tsx';
import { DexieStore } from './store/dexie-store.ts';
import { systemRandom } from './store/random.ts';
import { keepLastDoor, readLastDoor, type LastDoor } from './store/last-door.ts';
import { Empty } from './ui/parts.tsx';
import { ConsoleApp } from './views/ConsoleApp.tsx';
import { FailedBoundary } from './views/FailedBoundary.tsx';
import { Doors } from './views/Doors.tsx';
import { ConsoleContext, LeaveContext } from './views/use-console.ts';

/** What the laptop's clock is put right by, once a gateway has told the time (ms). */
const clock = { offset: 0 };

const tools = {
  now: () => Date.now() + clock.offset,
  clockOffset: () => clock.offset,
  steady: () => performance.now(),
  random: systemRandom,
};

/** Whoever comes in by a door; or who was there last, for a console that does not know it any more. */
type Who = { readonly arrives: string } | { readonly wasHere: string };

async function openConsole(bridge: Bridge, hello: Hello, world: World, who: Who): Promise<Console> {
  const console = await Console.open({
    world,
    bridge,
    hello,
    store: new DexieStore({ name: `backstop-${world}`, tools }),
    now: tools.now,
    steady: tools.steady,
    setClockOffset: (ms) => {
      clock.offset = ms;
    },
    hub: windowHub(`backstop-${world}`),
    timers: {
      now: () => Date.now(),
      random: () => Math.random(),
      after: (ms, work) => {
        const timer = setTimeout(work, ms);
        return () => clearTimeout(timer);
      },
    },
    every: (ms, work) => {
      const timer = setInterval(work, ms);
      return () => clearInterval(timer);
    },
    later: (work) => void setTimeout(work, 500),
    alarmWords: {
      mark: (args) => english.t('alarm.mark', args),
      promise: (args) => english.t('alarm.promise', args),
      medical: (args) => english.t('alarm.medical', args),
      cutOff: (args) => english.t('alarm.cutOff', args),
      hold: (args) => english.t('guards.dueNotice', args),
    },
  });
  // The system's word that there is a network is worth a try; that there is none is not believed.
  window.addEventListener('online', () => console.tryNow());
  const { operator, trouble } = console.getSnapshot();
  // A door that an earlier version stored may hold more than a name may have.
  const said = 'arrives' in who ? who.arrives : who.wasHere;
  const name = 'wasHere' in who && operator !== null ? operator : said.slice(0, 200).trim();
  if (trouble === null && name !== '' && operator !== name)
    await console.run({ do: 'arrive', name });
  return console;
}

/** Where the program was when it ended: the door, and the console behind it if one was open. */
export interface Reopened {
  readonly door: LastDoor | null;
  readonly console: Console | null;
}

export async function reopen(bridge: Bridge, telling: Promise<Hello>): Promise<Reopened> {
  const [hello, kept] = await Promise.all([telling, readLastDoor()]);
  const door = kept ?? (await spareDoor(bridge));
  const world = door?.world ?? null;
  if (door === null || world === null) return { door, console: null };
  const who = { wasHere: door.name };
  return { door, console: await openConsole(bridge, hello, world, who) };
}

export function App(props: {
  readonly bridge: Bridge;
  readonly hello: Hello;
  readonly reopened: Reopened;
}) {
  const { bridge, hello } = props;
  const { door } = props.reopened;
  const [console, setConsole] = useState<Console | null>(props.reopened.console);
  const [entering, setEntering] = useState(false);

  const enter = async (world: World, name: string) => {
    setEntering(true);
    // On disk before anybody can work behind it.
    await keepLastDoor({ world, name });
    keepSpareDoor(bridge, { world, name });
    setConsole(await openConsole(bridge, hello, world, { arrives: name }));
    setEntering(false);
  };
  const leave = async () => {
    const name = console?.getSnapshot().operator ?? door?.name ?? '';
    await keepLastDoor({ world: null, name });
    keepSpareDoor(bridge, { world: null, name });
    location.reload();
  };
  useEffect(() => {
    document.title =
      console === null
        ? english.t('app.name')
        : `${english.t('app.name')}, ${english.t(console.getSnapshot().world === 'live' ? 'strip.live' : 'strip.practice')}`;
  }, [console]);

  return (
    <WordsProvider words={english}>
      <FailedBoundary console={console}>
        {console !== null ? (
          <ConsoleContext value={console}>
            <LeaveContext value={() => void leave()}>
              <ConsoleApp />
            </LeaveContext>
          </ConsoleContext>
        ) : entering ? (
          <Empty title={english.t('doors.opening')} />
        ) : (
          <Doors name={door?.name ?? ''} onEnter={(world, name) => void enter(world, name)} />
        )}
      </FailedBoundary>
    </WordsProvider>
  );
}
