// Keyboard first. One listener on the window; the last mounted scope that knows a key gets it.
// Single keys are inert in fields and while a dialog is open, unless the dialog's own scope asked
// for them; Ctrl and function keys work everywhere.
import { useEffect, useRef } from 'react';

export type KeyMap = Readonly<Record<string, () => void>>;

interface Scope {
  readonly inDialog: boolean;
  readonly map: () => KeyMap;
}

const scopes: Scope[] = [];

/** `n`, `ctrl+enter`, `f2`, `escape`, `?`: what a press is called in the maps. */
export function nameOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): string {
  const key = event.key.toLowerCase();
  if (event.altKey) return `alt+${key}`;
  return event.ctrlKey || event.metaKey ? `ctrl+${key}` : key;
}

/** True for a press that would also type a sign or press a button. */
export function isSingle(name: string): boolean {
  return !name.includes('+') && !/^f\d+$/.test(name) && name !== 'escape';
}

export function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}

/** Enter and Space belong to whatever has the focus, when that is a button or a link. */
function isPressable(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('button, a, [role="radio"], [role="option"]') !== null
  );
}

function heard(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  const name = nameOf(event);
  const single = isSingle(name);
  if (single && (isField(event.target) || (name === 'enter' && isPressable(event.target)))) return;
  const dialogOpen = document.querySelector('[role="dialog"]') !== null;
  for (const scope of [...scopes].reverse()) {
    if (dialogOpen && !scope.inDialog) continue;
    const act = scope.map()[name];
    if (act === undefined) continue;
    event.preventDefault();
    act();
    return;
  }
}

let listening = false;

/** Keys of a mounted part; a later one wins over an earlier one. */
export function useKeys(map: KeyMap, options: { readonly inDialog?: boolean } = {}): void {
  const latest = useRef(map);
  useEffect(() => {
    latest.current = map;
  });
  const inDialog = options.inDialog ?? false;
  useEffect(() => {
    if (!listening) {
      listening = true;
      window.addEventListener('keydown', heard);
    }
    const scope: Scope = { inDialog, map: () => latest.current };
    scopes.push(scope);
    return () => {
      scopes.splice(scopes.indexOf(scope), 1);
    };
  }, [inDialog]);
}
