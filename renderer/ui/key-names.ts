// What a key press is called, and whether it is ours to hear. Single keys belong to whoever types:
// they are inert in fields; Enter belongs to the button that has the focus; a field keeps the
// editor's own combinations, so that Ctrl+Z there takes back a letter and never an entry.

export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  /** AltGr types a sign (á, €, @) and arrives as Ctrl+Alt on some systems. */
  readonly altGraph: boolean;
  readonly repeat: boolean;
}

/** What has the focus: text being typed, something that Enter presses, or neither. */
export type Focus = 'text' | 'pressable' | 'elsewhere';

/** `n`, `ctrl+enter`, `ctrl+shift+z`, `alt+3`, `f2`, `escape`, `?`: the names in the maps of keys. */
export function nameOf(press: Press): string {
  const key = press.key.toLowerCase();
  if (press.altGraph) return key;
  const held = [press.ctrlKey || press.metaKey ? 'ctrl+' : '', press.altKey ? 'alt+' : ''].join('');
  return held === '' ? key : `${held}${press.shiftKey ? 'shift+' : ''}${key}`;
}

const editing = new Set([
  'a',
  'c',
  'v',
  'x',
  'y',
  'z',
  'shift+z',
  'shift+v',
  'backspace',
  'delete',
]);

export function isOurs(name: string, press: Press, focus: Focus): boolean {
  if (press.repeat && !name.startsWith('arrow')) return false;
  if (focus === 'text') {
    if (name.startsWith('ctrl+')) return !editing.has(name.slice('ctrl+'.length));
    return name.startsWith('alt+') || name === 'escape' || /^f\d+$/.test(name);
  }
  return !(focus === 'pressable' && (name === 'enter' || name === ' '));
}

/** Two letters closer than this are somebody typing, milliseconds: nobody gives two orders so fast. */
const BURST_MS = 250;

export interface LetterPress {
  readonly key: string;
  /** Milliseconds on any clock that only goes forward. */
  readonly at: number;
}

/**
 * A name typed where no field has the focus must not run as orders: of letters that follow each
 * other like typing only the first is heard. The same letter twice is not a name; it is a person
 * pressing again.
 */
export function isTyping(before: LetterPress | null, press: LetterPress): boolean {
  return (
    before !== null &&
    /^\p{L}$/u.test(press.key) &&
    before.key !== press.key &&
    press.at - before.at < BURST_MS
  );
}

export interface Scope<Act> {
  readonly inDialog: boolean;
  readonly map: () => Readonly<Record<string, Act>>;
}

/** The last mounted scope that knows the key; while a dialog is open, only its own. */
export function actFor<Act>(
  scopes: readonly Scope<Act>[],
  name: string,
  dialogOpen: boolean,
): Act | undefined {
  for (let at = scopes.length - 1; at >= 0; at -= 1) {
    const scope = scopes[at];
    if (scope === undefined || (dialogOpen && !scope.inDialog)) continue;
    const map = scope.map();
    if (Object.hasOwn(map, name)) return map[name];
  }
  return undefined;
}
