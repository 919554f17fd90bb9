// The console's frame and the keys that work everywhere in it.
import { BackFixView } from './BackFixView.tsx';
import { BookView } from './BookView.tsx';
import { CallerSheet } from './CallerSheet.tsx';
import { AmendSheet, ExcludeSheet, NoteSheet } from './CaseSheets.tsx';
import { DeskRunway } from './DeskRunway.tsx';
import { IncidentSheet, KeysSheet, OperatorSheet, OrderSheet, ShareSheet } from './DeskSheets.tsx';
import { DeskView } from './DeskView.tsx';
import { Foot } from './Foot.tsx';
import { IntakeView } from './IntakeView.tsx';
import { Notices, WHY_READ_ONLY } from './Notices.tsx';
import { OutcomeSheet } from './OutcomeSheet.tsx';
import { PowerSheet } from './PowerSheet.tsx';
import { SettingsView } from './SettingsView.tsx';
import { Strip } from './Strip.tsx';
import { networksNumber } from './numbers.ts';
import { useConsole, useSnapshot } from './use-console.ts';
import { useKeys } from '../ui/keys.ts';
import { ReadOnlyContext } from '../ui/parts.tsx';
import { views } from '../console/place.ts';
import { useHostSignals } from './use-host-signals.ts';

export function ConsoleApp() {
  const console = useConsole();
  const snapshot = useSnapshot();
  const { place, trouble, refused, clockJump, hello, undoable } = snapshot;
  useHostSignals();
  useKeys({
    n: () => void console.next(),
    a: () => void console.go({ sheet: 'caller' }),
    o: () => void console.go({ sheet: 'operator' }),
    s: () => void console.go({ sheet: 'share' }),
    i: () => void console.go({ view: 'intake' }),
    l: () => void console.go({ sheet: 'order' }),
    m: () => void console.go({ sheet: 'incident' }),
    d: () => void console.dial(networksNumber(snapshot).number),
    '?': () => void console.go({ sheet: 'keys' }),
    escape: () => void console.go({ view: 'desk' }),
    'ctrl+z': () => void console.undo(),
    ...Object.fromEntries(
      views.map((view, index) => [`alt+${index + 1}`, () => void console.go({ view })]),
    ),
  });
  const onDesk = place.view === 'desk';
  const notice =
    trouble !== null ||
    refused !== null ||
    clockJump !== null ||
    snapshot.rang !== null ||
    (hello.problems.length > 0 && undoable === null);
  return (
    <ReadOnlyContext value={trouble === null ? null : WHY_READ_ONLY}>
      <div
        className={`frame${onDesk ? ' with-runway' : ''}${notice ? ' with-notice' : ''}${snapshot.world === 'practice' ? ' practice-world' : ''}`}
      >
        <Strip />
        <Notices />
        {onDesk ? <DeskRunway /> : null}
        {place.view === 'desk' ? (
          <DeskView />
        ) : place.view === 'intake' ? (
          <IntakeView />
        ) : place.view === 'backfix' ? (
          <BackFixView />
        ) : place.view === 'book' ? (
          <BookView />
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
        {place.sheet === 'order' ? <OrderSheet /> : null}
        {place.sheet === 'share' ? <ShareSheet /> : null}
        {place.sheet === 'incident' ? <IncidentSheet /> : null}
        {place.sheet === 'operator' ? <OperatorSheet /> : null}
        {place.sheet === 'keys' ? <KeysSheet /> : null}
      </div>
    </ReadOnlyContext>
  );
}
