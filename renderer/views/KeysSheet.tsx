// Every key, what it does, and a field that finds it by a word: whoever has forgotten a key types what they
// want, and Enter does it.
import { useEffect, useRef, useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { knowsKey, pressKey } from '../ui/keys.ts';
import { Button, Key, TextField } from '../ui/parts.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useWords, type Key as WordKey } from '../i18n/words.tsx';
import { useSide } from './use-requests.ts';
import { useConsole, useSnapshot } from './use-console.ts';

const keyLines: readonly (readonly [string, WordKey])[] = [
  ['N', 'keys.n'],
  ['Q', 'keys.q'],
  ['A', 'keys.a'],
  ['/', 'keys.slash'],
  ['↑ ↓', 'keys.arrows'],
  ['1–9', 'keys.outcome'],
  ['Ctrl ↵', 'keys.saveNext'],
  ['F2', 'keys.f2'],
  ['F3', 'keys.f3'],
  ['Esc', 'keys.escape'],
  ['F4', 'keys.f4'],
  ['F6', 'keys.f6'],
  ['F7', 'keys.f7'],
  ['F8 F9', 'keys.alarms'],
  ['D', 'keys.d'],
  ['P', 'keys.p'],
  ['B', 'keys.b'],
  ['J', 'keys.j'],
  ['T', 'keys.t'],
  ['A–Z', 'keys.letters'],
  ['Space', 'keys.space'],
  ['E', 'keys.e'],
  ['W', 'keys.w'],
  ['H', 'keys.h'],
  ['K', 'keys.k'],
  ['X', 'keys.x'],
  ['O', 'keys.o'],
  ['S', 'keys.s'],
  ['I', 'keys.i'],
  ['L', 'keys.l'],
  ['M', 'keys.m'],
  ['Ctrl Z', 'keys.undo'],
  ['Alt 1', 'keys.view.desk'],
  ['Alt 2', 'keys.view.intake'],
  ['Alt 3', 'keys.view.backfix'],
  ['Alt 4', 'keys.view.book'],
  ['Alt 5', 'keys.view.settings'],
  ['Alt 6', 'keys.view.delivery'],
  ['1–9 U B T K H E', 'keys.recovery'],
  ['W', 'keys.oneCall'],
  ['R Y X', 'keys.fixes'],
  ['P', 'keys.answers'],
  ['C', 'keys.reconcile'],
  ['?', 'keys.keys'],
];

/** Letters that are another act at the back-fixes: found by a word, each does its own. */
const atBackFixes: ReadonlySet<WordKey> = new Set([
  'keys.oneCall',
  'keys.answers',
  'keys.reconcile',
]);
const deskAlone: ReadonlySet<WordKey> = new Set([
  'keys.p',
  'keys.b',
  'keys.t',
  'keys.e',
  'keys.w',
  'keys.h',
  'keys.k',
  'keys.x',
]);

const networksKeyLines: readonly (readonly [string, WordKey])[] = [
  ['N', 'keys.requestNext'],
  ['A', 'keys.requestPhone'],
  ['/', 'keys.slash'],
  ['↑ ↓', 'keys.requestArrows'],
  ['1–9', 'keys.requestOutcome'],
  ['Z C H Y U', 'keys.requestD05'],
  ['T', 'keys.requestTake'],
  ['J', 'keys.requestReopen'],
  ['Ctrl ↵', 'keys.saveNext'],
  ['F2', 'keys.f2'],
  ['Esc', 'keys.escape'],
  ['O', 'keys.o'],
  ['M', 'keys.m'],
  ['Ctrl Z', 'keys.undo'],
  ['Alt 1', 'keys.view.desk'],
  ['Alt 5', 'keys.view.settings'],
  ['Alt 6', 'keys.view.delivery'],
  ['?', 'keys.keys'],
];

/** What a key is called in the maps of keys; null for what is several keys, or only read. */
function nameOfLine(line: string): string | null {
  const name = line.toLowerCase().replace('ctrl ', 'ctrl+').replace('alt ', 'alt+');
  return /^(?:(?:ctrl|alt)\+)?(?:[a-z0-9/]|f\d+)$/.test(name) ? name : null;
}

export function KeysSheet() {
  const console = useConsole();
  const { t } = useWords();
  const isAtBackFixes = useSnapshot().place.view === 'backfix';
  const lines = useSide() === 'networks' ? networksKeyLines : keyLines;
  const [typed, setTyped] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const chosen = useRef<string | null>(null);
  // The sheet is gone by then, and the key is the desk's again.
  useEffect(
    () => () => {
      if (chosen.current !== null) pressKey(chosen.current);
    },
    [],
  );
  const wanted = typed.trim().toLowerCase().split(/\s+/);
  const shown = lines.flatMap(([key, word]) => {
    const words = t(word as 'keys.n');
    const text = `${key} ${words}`.toLowerCase();
    const name = nameOfLine(key);
    const isHere = isAtBackFixes ? !deskAlone.has(word) : !atBackFixes.has(word);
    const can = name !== null && isHere && knowsKey(name);
    return wanted.every((each) => text.includes(each)) ? [{ id: word, key, words, name, can }] : [];
  });
  const close = () => void console.go({ sheet: null });
  const run = (line: (typeof shown)[number] | undefined) => {
    if (line?.can !== true) return;
    chosen.current = line.name;
    close();
  };
  return (
    <Dialog
      wide
      title={t('keys.title')}
      hint={t('keys.hint')}
      onClose={close}
      foot={
        <Button hint="Esc" reads onPress={close}>
          {t('common.close')}
        </Button>
      }
    >
      <TextField
        label={t('keys.find')}
        value={typed}
        autoFocus
        onChange={setTyped}
        onEnter={() => run(shown.find(({ can }) => can))}
        onDown={() => list.current?.focus()}
        echo={
          typed.trim() === ''
            ? undefined
            : (shown.find(({ can }) => can)?.words ??
              t(shown.length === 0 ? 'keys.nothing' : 'keys.notNow'))
        }
        tone={typed.trim() === '' || shown.some(({ can }) => can) ? undefined : 'warn'}
      />
      <ListBox
        ref={list}
        className="key-lines"
        aria-label={t('keys.title')}
        items={shown}
        disabledKeys={shown.flatMap(({ id, can }) => (can ? [] : [id]))}
        onAction={(id) => run(shown.find((line) => line.id === id))}
      >
        {({ id, key, words }) => (
          <ListBoxItem className="key-line" id={id} textValue={words}>
            <Key>{key}</Key>
            <span>{words}</span>
          </ListBoxItem>
        )}
      </ListBox>
    </Dialog>
  );
}
