// A choice that is never a default: nothing is chosen until a person does, by a number, an arrow or
// a click. A number that others follow at a time's pace is a time being typed beside its field: it
// chooses nobody and goes, whole, into the field (KEYS16). Once somebody is chosen every digit does.
import { useEffect, useRef, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { Choice, type ChoiceOption } from '../ui/parts.tsx';
import { useKeys } from '../ui/keys.ts';
import { useConsole } from './use-console.ts';

/** Digits closer than this are a time being typed, milliseconds. */
const TIME_MS = 400;

export interface Choosing<V extends string> {
  readonly value: V | null;
  readonly choose: (value: V) => void;
  /** What is chosen now, a number that still waited for a digit to follow it included. */
  readonly settle: () => V | null;
  readonly digit: (digit: string) => void;
  /** Around the options: the focus goes there when nothing is chosen. */
  readonly frame: RefObject<HTMLDivElement | null>;
}

export function useChoosing<V extends string>(
  values: readonly V[],
  time: {
    readonly field: RefObject<HTMLInputElement | null>;
    readonly write: (text: string) => void;
  },
): Choosing<V> {
  const console = useConsole();
  const [value, setValue] = useState<V | null>(null);
  const chosen = useRef<V | null>(null);
  const waiting = useRef<{ readonly digit: string; readonly stop: () => void } | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  const { field, write } = time;

  const stopWaiting = (): string => {
    const { digit = '', stop } = waiting.current ?? {};
    stop?.();
    waiting.current = null;
    return digit;
  };
  useEffect(
    () => () => {
      waiting.current?.stop();
    },
    [],
  );
  const choose = (next: V) => {
    stopWaiting();
    chosen.current = next;
    setValue(next);
  };
  const settle = (): V | null => {
    const next = values[Number(stopWaiting()) - 1];
    if (next !== undefined) choose(next);
    // Who told it is what is missing: that is where the hand goes.
    if (chosen.current === null) frame.current?.querySelector('input')?.focus();
    return chosen.current;
  };
  const intoField = (text: string) => {
    flushSync(() => write(text));
    const { current } = field;
    current?.focus();
    current?.setSelectionRange(text.length, text.length);
  };
  const digit = (typed: string) => {
    const before = stopWaiting();
    if (before !== '' || chosen.current !== null) return intoField(before + typed);
    const stop = console.after(TIME_MS, () => {
      if (settle() !== null) field.current?.focus();
    });
    waiting.current = { digit: typed, stop };
  };
  return { value, choose, settle, digit, frame };
}

export function Chosen<V extends string>(props: {
  readonly label: string;
  readonly choosing: Choosing<V>;
  readonly options: readonly ChoiceOption<V>[];
}) {
  const { options, choosing } = props;
  const { frame } = choosing;
  useEffect(() => {
    const { current } = frame;
    current?.querySelector('input')?.focus();
    // Enter saves, or does nothing: the radio under the focus must not take it for a choice.
    const stop = (event: KeyboardEvent) => {
      if (event.key === 'Enter') event.stopPropagation();
    };
    current?.addEventListener('keydown', stop, { capture: true });
    return () => current?.removeEventListener('keydown', stop, { capture: true });
  }, [frame]);
  useKeys(
    Object.fromEntries([...'0123456789'].map((digit) => [digit, () => choosing.digit(digit)])),
    { inDialog: true },
  );
  return (
    <div ref={frame}>
      <Choice
        label={props.label}
        value={choosing.value}
        options={options.map(({ value, label }, index) => ({
          value,
          label: `${index + 1}  ${label}`,
        }))}
        onChange={choosing.choose}
      />
    </div>
  );
}
