// What is done with a case less often than once a minute: one menu, each line with its key.
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { mprnOf, type CaseState } from '../../shared/domain/case.ts';
import { readClock } from '../../shared/domain/backstop-clock.ts';
import { clockSettings } from '../../shared/domain/desk.ts';
import { Key } from '../ui/parts.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords } from '../i18n/words.tsx';
import { heldBy } from './Held.tsx';
import { paperText } from './PaperTime.tsx';
import { useConsole, useSnapshot } from './use-console.ts';

interface Line {
  readonly id: string;
  readonly words: string;
  readonly key?: string;
  readonly can: boolean;
  readonly act: () => void;
}

export function CaseMore(props: { readonly state: CaseState }) {
  const { state } = props;
  const { subject } = state;
  const console = useConsole();
  const { now, desk, device } = useSnapshot();
  const { t } = useWords();
  const run = console.run.bind(console);
  const clock = readClock(
    { paidAt: state.facts.paidAt ?? null, noticedAt: state.noticedAt },
    now,
    clockSettings(desk),
  );
  // Both would drop a colleague's claim.
  const isHeld = heldBy(state.claim, device) !== null;
  const off = state.open && state.power === null;
  const lines: readonly Line[] = [
    {
      id: 'amend',
      words: t('case.change'),
      key: 'E',
      can: state.open,
      act: () => void console.go({ sheet: 'amend' }),
    },
    {
      id: 'note',
      words: t('case.addNote'),
      key: 'W',
      can: true,
      act: () => void console.go({ sheet: 'note' }),
    },
    {
      id: 'paper',
      words: t('case.paperStart'),
      key: 'H',
      can: off && paperText(console, subject) === null,
      act: () => void console.go({ paper: true, tab: 'script' }),
    },
    {
      id: 'breach',
      words: t('case.seeBreach'),
      can: off && clock.phase === 'past' && state.breachSeenBy === null,
      act: () => void run({ do: 'seeBreach', subject }),
    },
    {
      id: 'exclude',
      words: t('case.exclude'),
      key: 'X',
      can: state.open && state.excluded === null,
      act: () => void console.go({ sheet: 'exclude' }),
    },
    {
      id: 'hold',
      words: t('guards.holdOne'),
      key: 'K',
      can: mprnOf(subject) !== null,
      act: () => void console.go({ sheet: 'hold' }),
    },
    {
      id: 'leave',
      words: t('case.leaveCall'),
      can: !isHeld && state.call !== null,
      act: () => void run({ do: 'leaveCall', subject }),
    },
    {
      id: 'release',
      words: t('case.release'),
      key: 'Q',
      can: !isHeld && (state.claim?.device === device || state.call?.device === device),
      act: () => void console.putDown(subject),
    },
    {
      id: 'mistake',
      words: t('case.mistake'),
      can: off && state.requests.length === 0,
      act: () => void run({ do: 'openedByMistake', subject }),
    },
  ];
  const can = lines.filter((line) => line.can);
  useKeys(
    Object.fromEntries(
      can.flatMap((line) => (line.key === undefined ? [] : [[line.key.toLowerCase(), line.act]])),
    ),
  );
  return (
    <MenuTrigger>
      <AriaButton className="tab">{t('case.more')} ▾</AriaButton>
      <Popover placement="bottom end" className="popover">
        <Menu className="menu" onAction={(id) => can.find((line) => line.id === id)?.act()}>
          {can.map((line) => (
            <MenuItem key={line.id} id={line.id} className="menu-line" textValue={line.words}>
              {line.words}
              {line.key === undefined ? null : <Key>{line.key}</Key>}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
