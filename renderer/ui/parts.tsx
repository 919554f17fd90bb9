// The small parts every view is made of. Widgets come from react-aria-components; what stands here
// gives them our look, their key and their words.
import { createContext, useContext, type PointerEvent, type ReactNode, type Ref } from 'react';
import {
  Button as AriaButton,
  Input,
  Label,
  Radio,
  RadioGroup,
  Text,
  TextArea as AriaTextArea,
  TextField as AriaTextField,
} from 'react-aria-components';

export function Key(props: { readonly children: string }) {
  return (
    <kbd className="key" aria-hidden="true">
      {props.children}
    </kbd>
  );
}

export type Tone = 'plain' | 'late' | 'soon' | 'need' | 'ok';

/** Words, a shape and a colour that say the same; the shape is the one the runway and the lanes use. */
export function Tag(props: { readonly tone: Tone; readonly children: ReactNode }) {
  const shape = shapes[props.tone];
  return (
    <span className={`tag ${props.tone}`}>
      {shape === null ? null : <Shape name={shape} ink="current" />}
      {props.children}
    </span>
  );
}

export type ShapeName = 'dot' | 'ring' | 'half' | 'triangle' | 'square' | 'diamond';
export type Ink = 'current' | 'ink' | 'ink-3' | 'accent' | 'ok' | 'late' | 'soon' | 'need';

export function Shape(props: { readonly name: ShapeName; readonly ink: Ink }) {
  return <span className={`shape ${props.name} ${props.ink}`} aria-hidden="true" />;
}

const shapes: Readonly<Record<Tone, ShapeName | null>> = {
  plain: null,
  late: 'triangle',
  soon: 'square',
  need: 'diamond',
  ok: 'dot',
};

/**
 * Id of the sentence that says why nothing can be written now; null while it can. Every button is
 * taken for one that leads to writing, unless it says that it only reads.
 */
export const ReadOnlyContext = createContext<string | null>(null);

export interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress?: () => void;
  readonly kind?: 'go' | 'plain' | 'quiet' | 'danger';
  readonly hint?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly spread?: boolean;
  readonly small?: boolean;
  readonly autoFocus?: boolean;
  readonly label?: string;
  /** Id of the sentence that says why it is not to be pressed yet. */
  readonly describedBy?: string;
  readonly type?: 'button' | 'submit';
  /** Writes nothing: works while the store is read only. */
  readonly reads?: boolean;
}

export function Button(props: ButtonProps) {
  const readOnly = useContext(ReadOnlyContext);
  const barred = readOnly !== null && props.reads !== true;
  const { kind = 'plain', spread = false, small = false } = props;
  return (
    <AriaButton
      className={`button ${kind}${spread ? ' spread' : ''}${small ? ' small' : ''}`}
      isDisabled={barred || (props.disabled ?? false)}
      type={props.type ?? 'button'}
      {...(barred
        ? { 'aria-describedby': readOnly }
        : props.describedBy === undefined
          ? {}
          : { 'aria-describedby': props.describedBy })}
      // A fixed shortcut of the page, told to assistive technology as well as shown.
      {...(props.hint === undefined ? {} : { 'aria-keyshortcuts': ariaKeys(props.hint) })}
      {...(props.onPress === undefined ? {} : { onPress: props.onPress })}
      {...(props.autoFocus === undefined ? {} : { autoFocus: props.autoFocus })}
      {...(props.label === undefined ? {} : { 'aria-label': props.label })}
    >
      {props.children}
      {props.hint === undefined ? null : <Key>{props.hint}</Key>}
    </AriaButton>
  );
}

function ariaKeys(hint: string): string {
  return hint.replace('↵', 'Enter').replace('Ctrl ', 'Control+');
}

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** What was understood, or what is wrong, in words. */
  readonly echo?: string | undefined;
  readonly tone?: 'good' | 'warn' | 'bad' | undefined;
  readonly placeholder?: string;
  readonly mono?: boolean;
  readonly autoFocus?: boolean;
  readonly onEnter?: (() => void) | undefined;
  /** Arrow down: into the list under the field. */
  readonly onDown?: () => void;
  readonly type?: 'text' | 'tel';
  readonly inputRef?: Ref<HTMLInputElement>;
  /** The key that goes into the field, beside its label. */
  readonly hint?: string;
  /** One line: the label is heard, and stands as the placeholder. */
  readonly compact?: boolean;
  /** So many signs it takes, and says so before they are reached. */
  readonly most?: number;
}

/** What every text of the log takes, in one line and in several. */
const MOST_IN_A_LINE = 200;
const MOST_IN_A_NOTE = 2000;

/** From nine tenths on: how much of the room is used, in figures. */
function Room(props: { readonly used: number; readonly most: number }) {
  const { used, most } = props;
  if (used < most * 0.9) return null;
  return (
    <span className={`echo ${used < most ? '' : 'warn'}`} role="status">
      {used} / {most}
    </span>
  );
}

export function TextField(props: TextFieldProps) {
  return (
    <AriaTextField
      className={`field${props.mono === true ? ' mono' : ''}${props.compact === true ? ' compact' : ''}`}
      value={props.value}
      onChange={props.onChange}
      isInvalid={props.tone === 'bad'}
      type={props.type ?? 'text'}
      maxLength={props.most ?? MOST_IN_A_LINE}
      autoComplete="off"
      {...(props.autoFocus === undefined ? {} : { autoFocus: props.autoFocus })}
      onKeyDown={(event) => {
        if (
          event.key === 'Enter' &&
          !event.ctrlKey &&
          !event.metaKey &&
          props.onEnter !== undefined
        ) {
          // What onEnter shows may take the focus at once: this same press must not press that too.
          event.preventDefault();
          props.onEnter();
        }
        if (event.key === 'ArrowDown' && props.onDown !== undefined) {
          event.preventDefault();
          props.onDown();
        }
        event.continuePropagation();
      }}
    >
      {props.hint === undefined ? (
        <Label className={props.compact === true ? 'unseen' : ''}>{props.label}</Label>
      ) : (
        <span className="labelled">
          <Label>{props.label}</Label>
          <Key>{props.hint}</Key>
        </span>
      )}
      <Input
        spellCheck={false}
        {...(props.inputRef === undefined ? {} : { ref: props.inputRef })}
        {...(props.placeholder === undefined
          ? props.compact === true
            ? { placeholder: props.label }
            : {}
          : { placeholder: props.placeholder })}
      />
      {props.echo === undefined ? null : (
        <Text slot="description" className={`echo ${props.tone ?? ''}`}>
          {props.echo}
        </Text>
      )}
      <Room used={props.value.length} most={props.most ?? MOST_IN_A_LINE} />
    </AriaTextField>
  );
}

export function TextArea(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly rows?: number;
  readonly autoFocus?: boolean;
  /** So many signs it takes, and says so before they are reached; null for a whole file. */
  readonly most?: number | null;
}) {
  const { most = MOST_IN_A_NOTE } = props;
  return (
    <AriaTextField
      className="field"
      value={props.value}
      onChange={props.onChange}
      {...(most === null ? {} : { maxLength: most })}
      {...(props.autoFocus === undefined ? {} : { autoFocus: props.autoFocus })}
    >
      <Label>{props.label}</Label>
      <AriaTextArea rows={props.rows ?? 2} />
      {most === null ? null : <Room used={props.value.length} most={most} />}
    </AriaTextField>
  );
}

export interface ChoiceOption<V extends string> {
  readonly value: V;
  readonly label: string;
  /** The key that chooses it. */
  readonly hint?: string;
}

export function Choice<V extends string>(props: {
  readonly label: string;
  readonly value: V | null;
  readonly options: readonly ChoiceOption<V>[];
  readonly onChange: (value: V) => void;
}) {
  return (
    <RadioGroup
      className="field"
      value={props.value}
      onChange={(value) => {
        const chosen = props.options.find((option) => option.value === value);
        if (chosen !== undefined) props.onChange(chosen.value);
      }}
      orientation="horizontal"
    >
      <Label className="label">{props.label}</Label>
      <div className="choice">
        {props.options.map((option) => (
          <Radio key={option.value} value={option.value} className="option">
            {option.label}
            {option.hint === undefined ? null : (
              <>
                {' '}
                <Key>{option.hint}</Key>
              </>
            )}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

/** A sentence that asks for care has the triangle; one that only tells has none of the alarms. */
export const bannerShapes: Readonly<Record<Tone, ShapeName>> = {
  plain: 'ring',
  late: 'triangle',
  soon: 'triangle',
  need: 'diamond',
  ok: 'dot',
};

/** A line cut by an ellipsis says all of it when pointed at. */
export function tellWhole({ currentTarget: line }: PointerEvent<HTMLElement>): void {
  line.title = line.scrollWidth > line.clientWidth ? (line.textContent ?? '') : '';
}

export function Banner(props: {
  readonly tone: Tone;
  readonly children: ReactNode;
  readonly action?: ReactNode;
  readonly urgent?: boolean;
}) {
  const ink: Ink = props.tone === 'plain' ? 'ink-3' : props.tone;
  return (
    <div className={`banner ${props.tone}`} role={props.urgent === true ? 'alert' : 'note'}>
      <Shape name={bannerShapes[props.tone]} ink={ink} />
      <div className="grow" onPointerEnter={tellWhole}>
        {props.children}
      </div>
      {props.action}
    </div>
  );
}

export function Empty(props: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{props.title}</h2>
      {props.children}
    </div>
  );
}

export function Progress(props: {
  readonly label: string;
  readonly done: number;
  readonly of: number;
}) {
  const share = props.of === 0 ? 0 : Math.min(100, (props.done / props.of) * 100);
  return (
    <div className="progress">
      <span>{props.label}</span>
      <div
        className="bar"
        role="progressbar"
        aria-label={props.label}
        aria-valuemin={0}
        aria-valuemax={props.of}
        aria-valuenow={props.done}
      >
        <i style={{ width: `${share}%` }} />
      </div>
    </div>
  );
}

/** An MPRN as it is read out, 2-3-3-3; copied and spoken as its digits. */
export function Mprn(props: { readonly groups: readonly string[]; readonly className?: string }) {
  const digits = props.groups.join('');
  return (
    <span
      className={`mprn ${props.className ?? ''}`}
      role="text"
      aria-label={[...digits].join(' ')}
      onCopy={(event) => {
        event.clipboardData.setData('text/plain', digits);
        event.preventDefault();
      }}
    >
      {props.groups.map((group, index) => (
        <span key={index}>{group}</span>
      ))}
    </span>
  );
}

export type LeftTone = 'plain' | 'soon' | 'late' | 'need' | 'ok';

/** The largest thing on a row: a number, its unit, and a track with the notch of the supplier's part. */
export function MinutesLeft(props: {
  readonly figure: string;
  readonly unit: string;
  readonly tone: LeftTone;
  /** 0 to 1 of the backstop used up; null draws no track. */
  readonly used: number | null;
  readonly notch: number;
  readonly big?: boolean;
}) {
  return (
    <div>
      <div className={`left ${props.tone}${props.big === true ? ' big' : ''}`}>
        {props.figure}
        <span className="unit">{props.unit}</span>
      </div>
      {props.used === null ? null : (
        <div className={`track ${props.tone}`} aria-hidden="true">
          <i style={{ width: `${Math.max(0, Math.min(1, props.used)) * 100}%` }} />
          <span className="notch" style={{ left: `${props.notch * 100}%` }} />
        </div>
      )}
    </div>
  );
}
