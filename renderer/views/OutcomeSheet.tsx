// What came of the call: one key chose it, Enter saves it; times and references may be added.
// With a basket, one outcome can hold for every customer on the call.
import { useRef, useState } from 'react';
import { outcomes, type Outcome } from '../../shared/domain/script.ts';
import { Banner, Button, Choice, TextField } from '../ui/parts.tsx';
import { notAsked, standingAnswers } from '../../shared/domain/case.ts';
import { deadlineOf, MINUTE } from '../../shared/domain/backstop-clock.ts';
import { PROMISE_MINUTES } from '../../shared/domain/waits.ts';
import {
  againMinutes,
  givenIn,
  needsMprn,
  needsTeller,
} from '../../shared/domain/outcome-commands.ts';
import { outcomeWarnings } from '../../shared/domain/warnings.ts';
import { tellers } from '../../shared/domain/events.ts';
import { Chosen, useChoosing } from './Chosen.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords } from '../i18n/words.tsx';
import { notAskedWords } from './answer-words.ts';
import { caseLabel } from './describe.ts';
import { heldBy, HeldBanner } from './Held.tsx';
import { paperText } from './PaperTime.tsx';
import { echoTime } from './time-echo.ts';
import { useDraft } from './use-draft.ts';
import { useConsole, useSnapshot } from './use-console.ts';

export function OutcomeSheet() {
  const { place, current } = useSnapshot();
  const outcome = outcomes.find((each) => each === place.outcome);
  if (outcome === undefined || current === null) return null;
  return <Sheet outcome={outcome} />;
}

function Sheet(props: { readonly outcome: Outcome }) {
  const { outcome } = props;
  const console = useConsole();
  const snapshot = useSnapshot();
  const words = useWords();
  const { t, format } = words;
  const { current, basket, now } = snapshot;
  const subject = current?.subject ?? '';
  const given = current === null ? {} : givenIn(current, outcome, now);
  const key = (field: string) => `${subject}/outcome/${field}`;
  const [at, setAt, atTyped] = useDraft(
    key('at'),
    given.promisedAt === undefined ? '' : format.clock(given.promisedAt),
  );
  const [reference, setReference] = useDraft(key('reference'), given.esbnReference ?? '');
  const [person, setPerson] = useDraft(key('person'), given.person ?? '');
  const [note, setNote] = useDraft(key('note'));
  const [everybody, setEverybody] = useState<'all' | 'one'>('one');
  const takesTime =
    outcome === 'promised' ||
    outcome === 'callBack' ||
    outcome === 'noAnswer' ||
    outcome === 'busy';
  const spoken = outcome !== 'noAnswer' && outcome !== 'busy';
  const [happened, setHappened, happenedTyped] = useDraft(
    key('happened'),
    paperText(console, subject) ?? '',
  );
  const happenedEcho = echoTime(happened, now, words, {
    empty: t('common.happenedNow'),
    typedAt: happenedTyped,
  });
  // From paper a promise may be over by now; nobody agrees to what is past.
  const saidAt = happenedEcho.at ?? now;
  const echo = echoTime(at, now, words, {
    leaning: 'future',
    typedAt: atTyped,
    notBefore: { at: saidAt - MINUTE, words: t('outcome.alreadyPast') },
    empty:
      outcome === 'promised'
        ? t('outcome.noTime', { at: format.clock(now + PROMISE_MINUTES * MINUTE) })
        : t('outcome.noTimeAgain', { at: format.clock(now + againMinutes(outcome) * MINUTE) }),
    ...(outcome === 'promised' && current !== null
      ? {
          deadline: deadlineOf({
            paidAt: current.facts.paidAt ?? null,
            noticedAt: current.noticedAt,
          }),
        }
      : {}),
  });
  const lacksMprn = current !== null && needsMprn(current, outcome);
  const asks = current !== null && needsTeller(current, outcome);
  const warnings = current === null ? [] : outcomeWarnings(current, outcome);
  const left = current === null ? [] : notAsked(standingAnswers(current, now), outcome);
  const [firstLeft] = left;
  const goBack = () =>
    firstLeft === undefined
      ? undefined
      : void console.go({ sheet: null, outcome: null, step: firstLeft });
  // A colleague may have taken over since the sheet was opened; in a basket, any of them.
  const held =
    [
      ...(current === null ? [] : [{ subject, claim: current.claim }]),
      ...(everybody === 'all'
        ? basket.map((each) => ({ subject: each.subject, claim: each.claimedBy }))
        : []),
    ].find(({ claim }) => heldBy(claim, snapshot.device) !== null) ?? null;
  const bad =
    lacksMprn || held !== null || (takesTime && echo.tone === 'bad') || happenedEcho.tone === 'bad';
  const timeField = useRef<HTMLInputElement>(null);
  const choosing = useChoosing(tellers, {
    field: timeField,
    write: takesTime ? setAt : setHappened,
  });
  const unchosen = asks && choosing.value === null;

  const save = async (thenNext: boolean) => {
    const teller = choosing.settle();
    if (bad || (asks && teller === null)) return;
    const subjects = everybody === 'all' ? basket.map((each) => each.subject) : [subject];
    for (const [index, each] of subjects.entries()) {
      const done = await console.run(
        {
          do: 'outcome',
          subject: each,
          outcome,
          ...(spoken && reference.trim() !== '' && each === subject
            ? { esbnReference: reference.trim() }
            : {}),
          ...(spoken && person.trim() !== '' ? { person: person.trim() } : {}),
          ...(takesTime && echo.at !== null
            ? outcome === 'promised'
              ? { promisedAt: echo.at }
              : { againAt: echo.at }
            : {}),
          ...(note.trim() === '' ? {} : { note: note.trim() }),
          ...(teller === null ? {} : { toldBy: teller }),
          ...(happenedEcho.at === null ? {} : { happenedAt: happenedEcho.at }),
        },
        index < subjects.length - 1
          ? undefined
          : () => ({ sheet: null, outcome: null, step: null }),
      );
      if (!done.ok) return;
    }
    console.dropDrafts(`${subject}/outcome/`);
    if (thenNext) await console.next();
  };
  /** The field stands in the case, under this sheet. */
  const toMprn = async () => {
    await console.go({ sheet: null, outcome: null });
    requestAnimationFrame(() =>
      document.querySelector<HTMLInputElement>('.warnings input')?.focus(),
    );
  };
  useKeys(
    {
      ...(lacksMprn ? { f3: () => void toMprn() } : {}),
      'ctrl+enter': () => void save(true),
      enter: () => void save(false),
      // From the time field too.
      ...(firstLeft === undefined ? {} : { 'alt+b': goBack }),
    },
    { inDialog: true },
  );

  return (
    <Dialog
      title={t(`outcomeLong.${outcome}`)}
      hint={caseLabel(current, words)}
      onClose={() => void console.go({ sheet: null, outcome: null })}
      foot={
        <>
          <Button
            kind="go"
            hint="↵"
            autoFocus={!takesTime && !asks}
            disabled={bad || unchosen}
            onPress={() => void save(false)}
          >
            {t('outcome.save')}
          </Button>
          <Button hint="Ctrl ↵" disabled={bad || unchosen} onPress={() => void save(true)}>
            {t('outcome.saveNext')}
          </Button>
        </>
      }
    >
      {held === null || held.claim === null ? null : (
        <HeldBanner
          claim={held.claim}
          urgent
          onTakeOver={() =>
            void console.run({ do: 'claim', subject: held.subject, takeOver: true })
          }
        />
      )}
      {basket.length > 1 ? (
        <Choice
          label={t('case.basketTitle', { count: basket.length })}
          value={everybody}
          options={[
            { value: 'one', label: t('outcome.onlyThis') },
            { value: 'all', label: t('outcome.forAll', { count: basket.length }) },
          ]}
          onChange={setEverybody}
        />
      ) : null}
      {asks ? (
        <Chosen
          label={t('outcome.noCall')}
          choosing={choosing}
          options={tellers.map((value) => ({ value, label: t(`teller.${value}`) }))}
        />
      ) : null}
      {lacksMprn ? (
        <Banner
          tone="late"
          action={
            <Button small reads hint="F3" onPress={() => void toMprn()}>
              {t('outcome.toMprn')}
            </Button>
          }
        >
          {t('refusal.needsMprn')}
        </Banner>
      ) : null}
      {warnings.length === 0 ? null : (
        <Banner tone="late">{warnings.map((each) => t(`outcome.warn.${each}`)).join(' ')}</Banner>
      )}
      {left.length === 0 ? null : (
        <Banner
          tone="soon"
          action={
            <Button small reads hint="Alt B" onPress={goBack}>
              {t('outcome.goBack')}
            </Button>
          }
        >
          {notAskedWords(left, words)}
        </Banner>
      )}
      {outcome === 'networkFault' ? (
        <Banner tone="soon">{t('case.warn.medicalText')}</Banner>
      ) : null}
      {takesTime ? (
        <TextField
          label={t(outcome === 'promised' ? 'outcome.promisedAt' : 'outcome.againAt')}
          value={at}
          inputRef={timeField}
          autoFocus={!asks}
          placeholder="2020"
          echo={echo.echo === '' ? undefined : echo.echo}
          tone={echo.tone}
          onChange={setAt}
          onEnter={() => void save(false)}
        />
      ) : null}
      {spoken ? (
        <div className="form-grid">
          <TextField
            mono
            label={t('outcome.esbnReference')}
            value={reference}
            onChange={setReference}
            onEnter={() => void save(false)}
          />
          <TextField
            label={t('outcome.person')}
            value={person}
            onChange={setPerson}
            onEnter={() => void save(false)}
          />
        </div>
      ) : null}
      <div className="form-grid">
        <TextField
          label={t('outcome.note')}
          value={note}
          onChange={setNote}
          onEnter={() => void save(false)}
        />
        <TextField
          label={t('common.happenedAt')}
          value={happened}
          {...(takesTime ? {} : { inputRef: timeField })}
          echo={happenedEcho.echo}
          tone={happenedEcho.tone}
          onChange={setHappened}
          onEnter={() => void save(false)}
        />
      </div>
    </Dialog>
  );
}
