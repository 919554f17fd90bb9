// The power is back: said or confirmed, by whom, at what time, and when we learnt it.
import { useRef, useState } from 'react';
import { claimedBy } from '../../shared/domain/events.ts';
import { deadlineOf, MINUTE, timeTaken } from '../../shared/domain/backstop-clock.ts';
import { powerWarnings } from '../../shared/domain/warnings.ts';
import { Banner, Button, Choice, TextField } from '../ui/parts.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords } from '../i18n/words.tsx';
import { Chosen, useChoosing } from './Chosen.tsx';
import { caseLabel } from './describe.ts';
import { heldBy, HeldBanner } from './Held.tsx';
import { echoTime } from './time-echo.ts';
import { paperText } from './PaperTime.tsx';
import { useDraft } from './use-draft.ts';
import { useConsole, useSnapshot } from './use-console.ts';
import { closeSheet } from '../console/place.ts';

export function PowerSheet() {
  const console = useConsole();
  const snapshot = useSnapshot();
  const words = useWords();
  const { t } = words;
  const { current, now } = snapshot;
  const key = (field: string) => `${current?.subject ?? ''}/power/${field}`;
  const before = current?.power ?? null;
  const [level, setLevel] = useState<'claimed' | 'confirmed'>(
    before === null ? 'claimed' : 'confirmed',
  );
  // From paper both are what stands there, until somebody says otherwise.
  const paper = paperText(console, current?.subject ?? '') ?? '';
  const [back, setBack, backTyped] = useDraft(
    key('back'),
    before === null ? paper : words.format.clock(before.backAt),
  );
  const backField = useRef<HTMLInputElement>(null);
  const choosing = useChoosing(claimedBy, { field: backField, write: setBack });
  const [learnt, setLearnt, learntTyped] = useDraft(key('learnt'), paper);
  const [statusBefore, setStatusBefore] = useDraft(key('before'), current?.facts.status ?? '');
  const [statusAfter, setStatusAfter] = useDraft(key('after'));
  const [person, setPerson] = useDraft(key('person'));
  const [reading, setReading] = useDraft(key('reading'));
  const paidAt = current?.facts.paidAt;
  const first = paidAt ?? current?.noticedAt;
  const backEcho = echoTime(back, now, words, {
    empty: t('common.happenedNow'),
    typedAt: backTyped,
    notBefore:
      first === undefined
        ? undefined
        : {
            at: first,
            words: t(paidAt === undefined ? 'power.beforeReport' : 'power.beforePayment', {
              at: words.format.when(first, now),
            }),
          },
  });
  const learntEcho = echoTime(learnt, now, words, {
    empty: t('common.happenedNow'),
    typedAt: learntTyped,
  });
  const backAt = backEcho.at ?? now;
  const early = back.trim() === '' && first !== undefined && now < first;
  const held = heldBy(current?.claim ?? null, snapshot.device);
  const bad = held !== null || early || backEcho.tone === 'bad' || learntEcho.tone === 'bad';

  const unchosen = choosing.value === null;

  const save = async (thenNext: boolean) => {
    const by = choosing.settle();
    if (bad || by === null || current === null) return;
    const done = await console.run(
      {
        do: 'power',
        subject: current.subject,
        level,
        by,
        backAt,
        learntAt: learntEcho.at ?? now,
        ...(learntEcho.at === null ? {} : { happenedAt: learntEcho.at }),
        ...(statusBefore.trim() === '' ? {} : { statusBefore: statusBefore.trim() }),
        ...(statusAfter.trim() === '' ? {} : { statusAfter: statusAfter.trim() }),
        ...(person.trim() === '' ? {} : { person: person.trim() }),
        ...(reading.trim() === '' ? {} : { reading: reading.trim() }),
      },
      closeSheet,
    );
    if (!done.ok) return;
    console.dropDrafts(`${current.subject}/power/`);
    if (thenNext) await console.next();
  };
  const onEnter = () => void save(false);
  useKeys(
    { 'ctrl+enter': () => void save(true), enter: () => void save(false) },
    { inDialog: true },
  );
  if (current === null) return null;
  const warnings = powerWarnings(current);

  return (
    <Dialog
      title={t('power.title')}
      hint={caseLabel(current, words)}
      onClose={() => void console.go({ sheet: null })}
      foot={
        <>
          <Button kind="go" hint="↵" disabled={bad || unchosen} onPress={() => void save(false)}>
            {t('common.save')}
          </Button>
          <Button hint="Ctrl ↵" disabled={bad || unchosen} onPress={() => void save(true)}>
            {t('outcome.saveNext')}
          </Button>
          <span className="grow" />
          <span className="muted small">
            {paidAt === undefined || bad
              ? ''
              : t('power.says', {
                  minutes: timeTaken({ paidAt, noticedAt: paidAt }, backAt).minutes,
                  // As the case and its row count them: begun minutes.
                  past: Math.ceil((backAt - deadlineOf({ paidAt, noticedAt: paidAt })) / MINUTE),
                })}
          </span>
        </>
      }
    >
      {held === null ? null : (
        <HeldBanner
          claim={held}
          urgent
          onTakeOver={() =>
            void console.run({ do: 'claim', subject: current.subject, takeOver: true })
          }
        />
      )}
      {warnings.map((each) => (
        <Banner key={each} tone="late">
          {t(`outcome.warn.${each}`)}
        </Banner>
      ))}
      <Chosen
        label={t('power.by')}
        choosing={choosing}
        options={claimedBy.map((value) => ({ value, label: t(`power.by.${value}`) }))}
      />
      <TextField
        label={t('power.backAt')}
        value={back}
        inputRef={backField}
        onChange={setBack}
        echo={backEcho.echo}
        tone={backEcho.tone}
        onEnter={onEnter}
      />
      <Choice
        label={t('power.level')}
        value={level}
        options={[
          { value: 'claimed', label: t('power.claimed') },
          { value: 'confirmed', label: t('power.confirmed') },
        ]}
        onChange={setLevel}
      />
      <div className="form-grid">
        <TextField
          label={t('power.before')}
          value={statusBefore}
          onChange={setStatusBefore}
          onEnter={onEnter}
          mono
        />
        <TextField
          label={t('power.after')}
          value={statusAfter}
          onChange={setStatusAfter}
          onEnter={onEnter}
          mono
        />
        <TextField
          label={t('power.person')}
          value={person}
          onChange={setPerson}
          onEnter={onEnter}
        />
        <TextField
          label={t('power.reading')}
          value={reading}
          onChange={setReading}
          onEnter={onEnter}
          mono
        />
        <TextField
          label={t('power.learntAt')}
          value={learnt}
          onChange={setLearnt}
          echo={learntEcho.echo}
          tone={learntEcho.tone}
          onEnter={onEnter}
        />
      </div>
    </Dialog>
  );
}
