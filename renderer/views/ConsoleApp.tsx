// The console's frame and the keys that work everywhere in it.
import { isDue } from '../../shared/domain/guard.ts';
import { BackFixView } from './BackFixView.tsx';
import { BookView } from './BookView.tsx';
import { CallerSheet } from './CallerSheet.tsx';
import { CoordinatorDesk } from './CoordinatorDesk.tsx';
import { AmendSheet, ExcludeSheet, NoteSheet } from './CaseSheets.tsx';
import { DeskRunway } from './DeskRunway.tsx';
import { IncidentSheet, OperatorSheet, OrderSheet, ShareSheet } from './DeskSheets.tsx';
import { KeysSheet } from './KeysSheet.tsx';
import { DeskView } from './DeskView.tsx';
import { Foot } from './Foot.tsx';
import { IntakeView } from './IntakeView.tsx';
import { Notices, WHY_READ_ONLY } from './Notices.tsx';
import { OutcomeSheet } from './OutcomeSheet.tsx';
import { PaperHead } from './PaperHead.tsx';
import { PlaceHoldSheet } from './PlaceHold.tsx';
import { PowerSheet } from './PowerSheet.tsx';
import { SettingsView } from './SettingsView.tsx';
import { Strip } from './Strip.tsx';
import { SyncView } from './SyncView.tsx';
import { find } from './find.ts';
import { networksNumber } from './numbers.ts';
import { useConsole, useSnapshot } from './use-console.ts';
import { useKeys } from '../ui/keys.ts';
import { ReadOnlyContext } from '../ui/parts.tsx';
import { views, type View } from '../console/place.ts';
import { usePracticeMarket } from './use-practice-market.ts';
import { useHostSignals } from './use-host-signals.ts';
import { useCalling } from './AlarmLine.tsx';
import { useSide } from './use-requests.ts';

/** The rest of the program is a supplier's: customers, files, back-fixes. */
const networksViews: ReadonlySet<View> = new Set(['desk', 'settings', 'sync']);

export function ConsoleApp() {
  const console = useConsole();
  const snapshot = useSnapshot();
  const { place, trouble, refused, clockJump, hello, undoable } = snapshot;
  const notPrinted = useHostSignals();
  usePracticeMarket();
  const onDesk = place.view === 'desk';
  const isNetworks = useSide() === 'networks';
  const calling = useCalling();
  const toDesk = () => void console.go({ view: 'desk' });
  useKeys(
    {
      o: () => void console.go({ sheet: 'operator' }),
      m: () => void console.go({ sheet: 'incident' }),
      '?': () => void console.go({ sheet: 'keys' }),
      '/': () => find(console),
      'ctrl+z': () => void console.undo(),
      ...(isNetworks
        ? {
            a: () => void console.go({ view: 'desk', sheet: 'phone' }),
            // On the desk its own parts hear these.
            ...(onDesk ? {} : { n: toDesk, escape: toDesk }),
          }
        : {
            n: () => void console.next(),
            a: () => void console.go({ sheet: 'caller' }),
            s: () => void console.go({ sheet: 'share' }),
            i: () => void console.go({ view: 'intake' }),
            l: () => void console.go({ sheet: 'order' }),
            d: () => void console.dial(networksNumber(snapshot).number),
            escape: toDesk,
          }),
      ...Object.fromEntries(
        views
          .map(
            (view, index) => [`alt+${index + 1}`, () => void console.go({ view }), view] as const,
          )
          .filter(([, , view]) => !isNetworks || networksViews.has(view)),
      ),
    },
    { base: true },
  );
  const notice =
    trouble !== null ||
    refused !== null ||
    clockJump !== null ||
    snapshot.broughtBack !== null ||
    snapshot.lost !== null ||
    notPrinted.why !== null ||
    calling.length > 0 ||
    snapshot.guards.some((guard) => isDue(guard, snapshot.now)) ||
    (hello.problems.length > 0 && undoable === null);
  return (
    <ReadOnlyContext value={trouble === null ? null : WHY_READ_ONLY}>
      <div
        className={`frame${onDesk ? ' with-runway' : ''}${notice ? ' with-notice' : ''}${snapshot.world === 'practice' ? ' practice-world' : ''}`}
      >
        <PaperHead />
        <Strip />
        {onDesk && !isNetworks ? (
          <div className="head">
            <Notices notPrinted={notPrinted} />
            <DeskRunway />
          </div>
        ) : (
          <Notices notPrinted={notPrinted} />
        )}
        {onDesk && isNetworks ? (
          <CoordinatorDesk />
        ) : onDesk ? (
          <DeskView />
        ) : place.view === 'intake' ? (
          <IntakeView />
        ) : place.view === 'backfix' ? (
          <BackFixView />
        ) : place.view === 'book' ? (
          <BookView />
        ) : place.view === 'sync' ? (
          <SyncView />
        ) : (
          <SettingsView />
        )}
        <Foot />
        {place.sheet === 'caller' ? <CallerSheet /> : null}
        {place.sheet === 'outcome' ? <OutcomeSheet /> : null}
        {place.sheet === 'power' ? <PowerSheet /> : null}
        {place.sheet === 'amend' ? <AmendSheet /> : null}
        {place.sheet === 'note' ? <NoteSheet /> : null}
        {place.sheet === 'exclude' ? <ExcludeSheet /> : null}
        {place.sheet === 'hold' ? <PlaceHoldSheet /> : null}
        {place.sheet === 'order' ? <OrderSheet /> : null}
        {place.sheet === 'share' ? <ShareSheet /> : null}
        {place.sheet === 'incident' ? <IncidentSheet /> : null}
        {place.sheet === 'operator' ? <OperatorSheet /> : null}
        {place.sheet === 'keys' ? <KeysSheet /> : null}
      </div>
    </ReadOnlyContext>
  );
}
