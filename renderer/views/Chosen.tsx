// A choice that is never a default: nothing is chosen until a person does, by a number or an arrow.
// It has the focus when its sheet opens, so that the number is the next key.
import { useEffect, useRef } from 'react';
import { Choice, type ChoiceOption } from '../ui/parts.tsx';
import { useKeys } from '../ui/keys.ts';

export function Chosen<V extends string>(props: {
  readonly label: string;
  readonly value: V | null;
  readonly options: readonly ChoiceOption<V>[];
  readonly onChange: (value: V) => void;
}) {
  const { options, onChange } = props;
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = frame;
    current?.querySelector('input')?.focus();
    // Enter saves, or does nothing: the radio under the focus must not take it for a choice.
    const stop = (event: KeyboardEvent) => {
      if (event.key === 'Enter') event.stopPropagation();
    };
    current?.addEventListener('keydown', stop, { capture: true });
    return () => current?.removeEventListener('keydown', stop, { capture: true });
  }, []);
  useKeys(
    Object.fromEntries(
      options.map((option, index) => [String(index + 1), () => onChange(option.value)]),
    ),
    { inDialog: true },
  );
  return (
    <div ref={frame}>
      <Choice
        label={props.label}
        value={props.value}
        options={options.map(({ value, label }, index) => ({
          value,
          label: `${index + 1}  ${label}`,
        }))}
        onChange={onChange}
      />
    </div>
  );
}
