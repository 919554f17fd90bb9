// The call, step by step: answered ones as they were answered, the open one large with its words
// and answers, the rest quiet. The open step is the first unanswered one, or the one a person went
// back to; both survive a crash, because answers are entries and the place is kept.
import { Fragment, useEffect, useRef, useState } from 'react';
import type { CaseState } from '../../shared/domain/case.ts';
import { groupsOf, formatMprn } from '../../shared/domain/mprn.ts';
import { mprnOf, notAsked, standingAnswers, requestFor } from '../../shared/domain/case.ts';
import { nextStep, shippedScript, type Choice, type Step } from '../../shared/domain/script.ts';
import { deadlineOf, readClock } from '../../shared/domain/backstop-clock.ts';
import { clockSettings } from '../../shared/domain/desk.ts';
import { Button, Key, TextField } from '../ui/parts.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords, type Family, type Words } from '../i18n/words.tsx';
import { answerWords, stepWords } from './answer-words.ts';
import { spokenMprn } from './describe.ts';
import type { Barred } from './Held.tsx';
import { OutcomeStep } from './OutcomeStep.tsx';
import { paperTime } from './PaperTime.tsx';
import { echoTime } from './time-echo.ts';
import { useConsole, useSnapshot } from './use-console.ts';
import { REST_MS, useRest } from './use-rest.ts';
import { WaitingE05 } from './WaitingE05.tsx';
import { organisationOf } from '../console/organisation.ts';

type StepId = Family<'step'>;

export function ScriptSteps(props: { readonly state: CaseState; readonly barred: Barred }) {
  const { state, barred } = props;
  const console = useConsole();
  const { place, now, operator } = useSnapshot();
  const words = useWords();
  const { t, format } = words;
  const script = shippedScript;
  const clicked = useRef(false);
  /** The second click of a pair must not answer the step that has just come under the pointer. */
  const takesClick = () => {
    if (clicked.current) return false;
    clicked.current = true;
    console.after(REST_MS, () => {
      clicked.current = false;
    });
    return true;
  };
  const answers = standingAnswers(state, now);
  const answered = new Set(Object.keys(answers));
  // An outcome stands: what it left out is said, and can be asked as before.
  const leftOut = new Set<string>(
    state.call === null ? notAsked(answers, state.outcome?.outcome ?? null) : [],
  );
  const open = script.steps.find((step) => step.id === place.step) ?? nextStep(script, answered);
  return (
    <div className="steps">
      {script.steps.map((step, index) => {
        const isFirstOfPart = script.steps[index - 1]?.part !== step.part;
        const heading = isFirstOfPart ? t(`part.${step.part}`) : null;
        const answer = answers[step.id];
        return (
          <Fragment key={step.id}>
            {heading === null ? null : <div className="part-title">{heading}</div>}
            {step === open ? (
              <OpenStep
                key={`${state.subject}/${step.id}`}
                step={step}
                number={index + 1}
                state={state}
                barred={barred}
                takesClick={takesClick}
              />
            ) : (
              <div className={`step${answer === undefined ? '' : ' done'}`}>
                <span className="n">{index + 1}</span>
                <button
                  type="button"
                  className="a cut"
                  onClick={() => void console.go({ step: step.id })}
                >
                  {answer === undefined ? (
                    t(`step.${step.id as StepId}`)
                  ) : (
                    <>
                      {stepWords(step.id, words)}:{' '}
                      <span className="given">{answerWords(step.id, answer, now, words)}</span>
                    </>
                  )}
                </button>
                <span className="small muted by">
                  {answer === undefined
                    ? leftOut.has(step.id)
                      ? t('outcome.leftOut')
                      : ''
                    : // Whoever asked it stands beside it where that was somebody else.
                      [answer.operator === operator ? '' : answer.operator, format.clock(answer.at)]
                        .filter(Boolean)
                        .join(' ')}
                </span>
              </div>
            )}
          </Fragment>
        );
      })}
      {open === undefined ? (
        <OutcomeStep state={state} barred={barred} number={script.steps.length + 1} />
      ) : null}
    </div>
  );
}

function choiceWords(step: Step, choice: string, words: Words): string {
  const key = `choice.${step.id}.${choice}`;
  return words.t(key as `choice.${Family<'choice'>}` as never);
}

function OpenStep(props: {
  readonly step: Step;
  readonly number: number;
  readonly state: CaseState;
  readonly barred: Barred;
  readonly takesClick: () => boolean;
}) {
  const { step, state, barred } = props;
  const console = useConsole();
  const snapshot = useSnapshot();
  const words = useWords();
  const { t } = words;
  const before = standingAnswers(state, snapshot.now)[step.id];
  const draftKey = (field: string) => `${state.subject}/${step.id}/${field}`;
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(
      (step.fields ?? []).map((field) => [
        field.id,
        console.draft(draftKey(field.id)) || (before?.fields[field.id] ?? ''),
      ]),
    ),
  );
  // What lay half typed in a field of this step before it was shown again: nobody has said that it
  // is all, so Enter goes into the field first.
  const [cameBack, setCameBack] = useState(
    () => step.fields?.find((field) => console.draft(draftKey(field.id)).trim() !== '') ?? null,
  );
  const busy = useRef(false);
  const { resting, rest } = useRest();
  // Whoever has just taken over has pressed T, and may press it again: that is no answer yet.
  const wasBarred = useRef(barred !== null);
  useEffect(() => {
    if (wasBarred.current && barred === null) rest(REST_AFTER_TAKING_MS);
    wasBarred.current = barred !== null;
  }, [barred, rest]);
  const echo = (field: string) =>
    echoTime(texts[field] ?? '', snapshot.now, words, {
      leaning: 'future',
      typedAt: console.typedAt(draftKey(field)),
      deadline: deadlineOf({ paidAt: state.facts.paidAt ?? null, noticedAt: state.noticedAt }),
    });
  const timeFields = (step.fields ?? []).filter((field) => field.kind === 'time');
  const bad = timeFields.some((field) => echo(field.id).tone === 'bad');

  const isEmpty = (step.fields ?? []).every((field) => (texts[field.id] ?? '').trim() === '');
  const unread = step.id === 'readBack' && mprnOf(state.subject) === null;
  const cannot = (choice: Choice) =>
    bad || (unread && choice.id === 'correct') || (choice.needsField === true && isEmpty);
  const answer = async (choice: Choice) => {
    if (barred !== null) return barred();
    const happened = paperTime(console, state.subject, words);
    if (busy.current || cannot(choice) || happened.tone === 'bad') return;
    busy.current = true;
    const typed = (step.fields ?? []).filter(
      (field) => field.kind !== 'time' && (texts[field.id] ?? '').trim() !== '',
    );
    const times = timeFields.flatMap((field) => {
      const { at } = echo(field.id);
      return at === null ? [] : [[field.id, at] as const];
    });
    const written = await console.run(
      {
        do: 'answer',
        subject: state.subject,
        script: shippedScript.id,
        scriptVersion: shippedScript.version,
        step: step.id,
        part: step.part,
        answer: choice.id,
        fields: Object.fromEntries(
          typed.map((field) => [field.id, (texts[field.id] ?? '').trim()]),
        ),
        times: Object.fromEntries(times),
        ...(happened.at === null ? {} : { happenedAt: happened.at }),
      },
      () => ({ step: choice.then === 'stay' ? step.id : null }),
    );
    busy.current = false;
    if (!written.ok) return;
    rest();
    console.dropDrafts(`${state.subject}/${step.id}/`);
  };

  const byKey = (choice: Choice) => {
    if (!resting) void answer(choice);
  };
  const byClick = (choice: Choice) => {
    if (props.takesClick()) void answer(choice);
  };

  const byEnter = step.choices.find((choice) => choice.key === 'enter');
  const filled =
    byEnter ?? (isEmpty ? undefined : step.choices.find(({ id }) => id === step.typed));
  const frame = useRef<HTMLDivElement>(null);
  // An echo makes the step taller: it stays whole.
  const isEchoed = timeFields.some((field) => echo(field.id).echo !== '');
  useEffect(() => {
    frame.current?.scrollIntoView({ block: 'nearest' });
  }, [isEchoed]);
  // No field takes the focus by itself: letters stay the desk's until a person goes into it (KEYS12).
  const intoField = () => {
    const inputs = [...(frame.current?.querySelectorAll('input') ?? [])];
    const half = inputs[step.fields?.findIndex((field) => field === cameBack) ?? -1];
    const input = half ?? inputs.find(({ value }) => value.trim() === '') ?? inputs[0];
    input?.focus();
    if (half !== undefined) half.setSelectionRange(half.value.length, half.value.length);
  };
  const enter = () => {
    if (barred !== null) barred();
    else if (cameBack !== null) intoField();
    else if (byEnter !== undefined && !cannot(byEnter)) byKey(byEnter);
    else intoField();
  };
  useKeys({
    ...Object.fromEntries(
      step.choices
        // While somebody else has the customer, T is the panel's: it takes over.
        .filter(({ key }) => barred === null || key !== 't')
        .map((choice) => [choice.key, () => byKey(choice)]),
    ),
    ...(byEnter === undefined && step.fields === undefined ? {} : { enter }),
  });

  return (
    <div className="step now" ref={frame} data-resting={resting}>
      <span className="n">{props.number}</span>
      <div>
        <WaitingE05 step={step} state={state} />
        <p className="say">{sayWords(step, state, snapshot, words)}</p>
        {step.id === 'readBack' ? <ReadBack mprn={mprnOf(state.subject)} /> : null}
        {step.fields === undefined ? null : (
          <div
            className={`step-fields${timeFields.length === 0 ? '' : ' timed'}`}
            data-typed={!isEmpty}
            onFocus={() => setCameBack(null)}
          >
            {step.fields.map((field, index) => {
              const told = field.kind === 'time' ? echo(field.id) : null;
              return (
                <TextField
                  key={field.id}
                  label={t(`fieldOf.${field.id as Family<'fieldOf'>}`)}
                  value={texts[field.id] ?? ''}
                  mono={field.kind === 'reference'}
                  {...((cameBack === null ? index === 0 : field === cameBack) ? { hint: '↵' } : {})}
                  echo={told?.echo === '' ? undefined : told?.echo}
                  tone={told?.tone}
                  onChange={(text) => {
                    setTexts((all) => ({ ...all, [field.id]: text }));
                    console.setDraft(draftKey(field.id), text);
                  }}
                  onEnter={() => {
                    if (filled !== undefined) byKey(filled);
                    // A question is answered in so many words: the field is left, its text stays.
                    else if (document.activeElement instanceof HTMLElement)
                      document.activeElement.blur();
                  }}
                />
              );
            })}
          </div>
        )}
        <div className="choices">
          {step.choices.map((choice) => (
            <Button
              key={choice.id}
              kind={choice === filled ? 'go' : 'plain'}
              hint={choice === filled ? '↵' : choice.key.toUpperCase()}
              disabled={cannot(choice) || barred !== null}
              onPress={() => byClick(choice)}
            >
              {choiceWords(step, choice.id, words)}
            </Button>
          ))}
        </div>
      </div>
      <span />
    </div>
  );
}

const REST_AFTER_TAKING_MS = 2000;

/** Groups turn green as they are heard, by Space or a click; a help for the ear, not a record. */
function ReadBack(props: { readonly mprn: string | null }) {
  const { t } = useWords();
  const [heard, setHeard] = useState<readonly number[]>([]);
  const groups = props.mprn === null ? [] : groupsOf(props.mprn);
  const next = groups.findIndex((_, index) => !heard.includes(index));
  useKeys({
    ' ': () => {
      if (next >= 0) setHeard([...heard, next]);
      else setHeard([]);
    },
  });
  if (props.mprn === null) return null;
  return (
    <div className="read">
      {groups.map((group, index) => (
        <button
          key={index}
          type="button"
          aria-pressed={heard.includes(index)}
          onClick={() =>
            setHeard((before) =>
              before.includes(index) ? before.filter((at) => at !== index) : [...before, index],
            )
          }
        >
          {group}
        </button>
      ))}
      <span className="small muted hear">
        <Key>{t('key.space')}</Key> {t('case.heard')}
      </span>
    </div>
  );
}

function sayWords(
  step: Step,
  state: CaseState,
  snapshot: ReturnType<typeof useSnapshot>,
  words: Words,
): string {
  const { t, format } = words;
  const { facts } = state;
  const mprn = mprnOf(state.subject);
  const ours = requestFor(state, snapshot.device)?.reference ?? '';
  const clock = readClock(
    { paidAt: facts.paidAt ?? null, noticedAt: state.noticedAt },
    snapshot.now,
    clockSettings(snapshot.desk),
  );
  switch (step.id) {
    case 'answered':
      return t('say.answered', {
        company: Object.values(organisationOf(snapshot)).filter(Boolean).join(', '),
        before:
          state.stillOff === 0
            ? ''
            : (state.requests
                .filter(({ type, round = 0 }) => type === 'reenergise' && round < state.stillOff)
                .at(-1)?.reference ?? ''),
        incident:
          snapshot.incident === null
            ? ''
            : words.format.when(snapshot.incident.since, snapshot.now),
      });
    case 'readBack':
      return mprn === null
        ? t('say.readBackNone', {
            address: [facts.address, facts.eircode].filter(Boolean).join(', '),
          })
        : t('say.readBack', { spoken: spokenMprn(groupsOf(mprn)) });
    case 'second':
      return t('say.second', { serial: facts.serial ?? '', eircode: facts.eircode ?? '' });
    case 'request':
      return t('say.request', {
        status: facts.status ?? t('common.notKnown'),
        paid:
          facts.paidAt === undefined
            ? t('common.notKnown')
            : format.when(facts.paidAt, snapshot.now),
        left: t('time.left', { minutes: clock.minutesLeft }),
      });
    case 'priority':
      return t('say.priority', {
        register: t(`register.${facts.register ?? 'unknown'}`),
        medical: state.medical?.answer === 'yes',
        detail: state.answers['medical']?.fields['detail'] ?? '',
      });
    case 'safetySaid':
      return state.safety === null
        ? t('say.safetyNotKnown')
        : t(`say.safetySaid.${state.safety.how}`, {
            at: format.when(state.safety.at, snapshot.now),
          });
    case 'reference':
      return t('say.reference', { ours });
    case 'recordRead':
      return t('say.recordRead', { mprn: mprn === null ? '' : formatMprn(mprn), ours });
    default:
      return t(
        `say.${step.id as 'safety' | 'medical' | 'neighbours' | 'queuedD05' | 'received017' | 'afterRecovery' | 'customerTold'}`,
      );
  }
}
