import { describe, expect, test } from 'vitest';
import { actFor, isOurs, isTyping, nameOf, type Press } from '../../../renderer/ui/key-names.ts';

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  altGraph: false,
  repeat: false,
  ...more,
});
const ours = (given: Press, focus: 'text' | 'pressable' | 'elsewhere') =>
  isOurs(nameOf(given), given, focus);

describe('names of keys', () => {
  test('KEYS3: a key has one name, with Caps Lock, on a Mac, and with Shift for a sign', () => {
    expect(nameOf(press('n'))).toBe('n');
    expect(nameOf(press('N', { shiftKey: true }))).toBe('n');
    expect(nameOf(press('?', { shiftKey: true }))).toBe('?');
    expect(nameOf(press('F2'))).toBe('f2');
    expect(nameOf(press('Enter', { ctrlKey: true }))).toBe('ctrl+enter');
    expect(nameOf(press('Enter', { metaKey: true }))).toBe('ctrl+enter');
    expect(nameOf(press('3', { altKey: true }))).toBe('alt+3');
    expect(nameOf(press('Z', { ctrlKey: true, shiftKey: true }))).toBe('ctrl+shift+z');
  });

  test('KEYS2: AltGr types a sign and is no shortcut, though it arrives as Ctrl+Alt', () => {
    const fada = press('á', { ctrlKey: true, altKey: true, altGraph: true });
    expect(nameOf(fada)).toBe('á');
    expect(ours(fada, 'text')).toBe(false);
  });
});

describe('whose a key is', () => {
  test.each(['n', 'a', '1', '9', '/', '?', 'Enter', 'ArrowDown', ' '])(
    'KEYS1: the single key %s is inert in a field',
    (key) => {
      expect(ours(press(key), 'text')).toBe(false);
      expect(ours(press(key), 'elsewhere')).toBe(true);
    },
  );

  test('KEYS4: F2, Esc, Ctrl+Enter and Alt with a digit are heard in a field too', () => {
    for (const given of [
      press('F2'),
      press('Escape'),
      press('Enter', { ctrlKey: true }),
      press('3', { altKey: true }),
    ])
      expect(ours(given, 'text')).toBe(true);
  });

  test('KEYS5: in a field, Ctrl+Z takes back a letter and never an entry', () => {
    const undo = press('z', { ctrlKey: true });
    expect(ours(undo, 'text')).toBe(false);
    expect(ours(undo, 'elsewhere')).toBe(true);
    for (const key of ['c', 'v', 'x', 'a', 'y'])
      expect(ours(press(key, { ctrlKey: true }), 'text')).toBe(false);
  });

  test('KEYS6: Enter belongs to the button that has the focus; other keys do not', () => {
    expect(ours(press('Enter'), 'pressable')).toBe(false);
    expect(ours(press(' '), 'pressable')).toBe(false);
    expect(ours(press(' '), 'elsewhere')).toBe(true);
    expect(ours(press('n'), 'pressable')).toBe(true);
  });

  test('KEYS7: a key held down acts once, the arrows go on', () => {
    expect(ours(press('n', { repeat: true }), 'elsewhere')).toBe(false);
    expect(ours(press('ArrowDown', { repeat: true }), 'elsewhere')).toBe(true);
  });
});

describe('scopes', () => {
  const scope = (inDialog: boolean, map: Record<string, string>) => ({ inDialog, map: () => map });
  const desk = scope(false, { n: 'next', '1': 'outcome' });
  const call = scope(false, { '1': 'answer' });
  const sheet = scope(true, { '1': 'operator' });

  test('KEYS8: the part mounted last wins, and leaves what it does not know to the others', () => {
    expect(actFor([desk, call], '1', false)).toBe('answer');
    expect(actFor([desk, call], 'n', false)).toBe('next');
    expect(actFor([desk, call], 'x', false)).toBeUndefined();
  });

  test('KEYS9: while a dialog is open only its own keys act', () => {
    expect(actFor([desk, call, sheet], '1', true)).toBe('operator');
    expect(actFor([desk, call, sheet], 'n', true)).toBeUndefined();
    expect(actFor([desk], 'n', true)).toBeUndefined();
  });

  test('KEYS8: a name every object has is no key', () => {
    expect(actFor([desk], 'constructor', false)).toBeUndefined();
  });
});

describe('typing where no field is', () => {
  const letter = (key: string, at: number) => ({ key, at });

  test('KEYS14: of the letters of a name only the first is an order', () => {
    const name = [...'declan'].map((key, index) => letter(key, 1000 + index * 120));
    const heard = name.filter((each, index) => !isTyping(name[index - 1] ?? null, each));
    expect(heard.map((each) => each.key)).toEqual(['d']);
  });

  test('KEYS14: the same letter again, a slow letter and a figure are orders', () => {
    expect(isTyping(letter('n', 1000), letter('n', 1100))).toBe(false);
    expect(isTyping(letter('n', 1000), letter('c', 1250))).toBe(false);
    expect(isTyping(letter('n', 1000), letter('2', 1100))).toBe(false);
    expect(isTyping(null, letter('n', 1000))).toBe(false);
  });
});
