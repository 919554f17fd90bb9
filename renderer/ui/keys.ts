// Keyboard first. One listener on the window; the last mounted scope that knows a key gets it.
// Which presses are ours at all is decided in key-names.ts; here is only the page.
import { useLayoutEffect, useRef } from 'react';
import {
  actFor,
  isOurs,
  isTyping,
  nameOf,
  type Focus,
  type LetterPress,
  type Scope,
} from './key-names.ts';

export type KeyMap = Readonly<Record<string, () => void>>;

const scopes: Scope<() => void>[] = [];
const untyped = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'file', 'range']);

let lastLetter: LetterPress | null = null;
/** The press being heard follows another letter like typing. */
let typing = false;

function focusOf(target: EventTarget | null): Focus {
  if (!(target instanceof HTMLElement)) return 'elsewhere';
  const typed =
    target instanceof HTMLInputElement
      ? !untyped.has(target.type)
      : target instanceof HTMLTextAreaElement ||
        target instanceof HTMLSelectElement ||
        target.isContentEditable;
  if (typed) return 'text';
  return target.closest('button, a, [role="radio"], [role="option"]') === null
    ? 'elsewhere'
    : 'pressable';
}

/**
 * A radio keeps Enter to itself, and in a sheet Enter saves: it is heard before the radio hears it. A
 * button with the focus takes Ctrl+Enter for Enter: where that is a key of its own, it is not pressed.
 */
function heardEarly(event: KeyboardEvent): void {
  const { target } = event;
  const letter =
    /^\p{L}$/u.test(event.key) && !event.ctrlKey && !event.metaKey && focusOf(target) !== 'text'
      ? { key: event.key.toLowerCase(), at: event.timeStamp }
      : null;
  typing = letter !== null && !event.repeat && isTyping(lastLetter, letter);
  lastLetter = letter;
  if (event.key === 'Enter' && target instanceof HTMLInputElement && target.type === 'radio')
    heard(event);
  if (
    event.key === 'Enter' &&
    (event.ctrlKey || event.metaKey) &&
    focusOf(target) === 'pressable' &&
    !event.defaultPrevented
  ) {
    heard(event);
    if (event.defaultPrevented) event.stopPropagation();
  }
}

function heard(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const { key, ctrlKey, metaKey, altKey, shiftKey, repeat } = event;
  const altGraph = event.getModifierState('AltGraph');
  const press = { key, ctrlKey, metaKey, altKey, shiftKey, altGraph, repeat };
  const name = nameOf(press);
  const focus = focusOf(event.target);
  if (!isOurs(name, press, focus)) return;
  if (typing) return event.preventDefault();
  const { target } = event;
  const dialogOpen = document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;
  // Esc leaves the field first: what is typed stays, and single keys are the desk's again.
  if (
    name === 'escape' &&
    !dialogOpen &&
    target instanceof HTMLElement &&
    focusOf(target) === 'text'
  ) {
    event.preventDefault();
    return target.blur();
  }
  const act = actFor(scopes, name, dialogOpen);
  if (act === undefined) return;
  event.preventDefault();
  act();
}

let listening = false;

/** Keys of a mounted part; a later one wins over an earlier one. */
export function useKeys(
  map: KeyMap,
  options: {
    readonly inDialog?: boolean;
    /** The frame's own: whatever is mounted in it wins, in whatever order React mounts them. */
    readonly base?: boolean;
  } = {},
): void {
  // With the screen and never after it: a quick key would do what was said before (KEYS19).
  const latest = useRef(map);
  useLayoutEffect(() => {
    latest.current = map;
  });
  const { inDialog = false, base = false } = options;
  useLayoutEffect(() => {
    if (!listening) {
      listening = true;
      window.addEventListener('keydown', heardEarly, { capture: true });
      window.addEventListener('keydown', heard);
    }
    const scope = { inDialog, map: () => latest.current };
    if (base) scopes.unshift(scope);
    else scopes.push(scope);
    return () => {
      scopes.splice(scopes.indexOf(scope), 1);
    };
  }, [inDialog, base]);
}

/** Whether anything behind the open sheet hears this key now. */
export const knowsKey = (name: string): boolean => actFor(scopes, name, false) !== undefined;

/** As if it was pressed, with no sheet open. */
export function pressKey(name: string): void {
  actFor(scopes, name, false)?.();
}
