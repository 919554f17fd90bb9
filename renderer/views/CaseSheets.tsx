// Three small sheets of a case: what is known is put right, something is noted, a case is taken out
// of the backstop's count with a reason.
import { useState } from 'react';
import { agreedPoints } from '../../shared/domain/desk.ts';
import { exclusions, type Exclusion } from '../../shared/domain/events.ts';
import { registers, type Facts } from '../../shared/domain/facts.ts';
import { Button, Choice, TextArea, TextField } from '../ui/parts.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords } from '../i18n/words.tsx';
import { caseLabel } from './describe.ts';
import { echoTime } from './time-echo.ts';
import { paperText } from './PaperTime.tsx';
import { useDraft } from './use-draft.ts';
import { useConsole, useSnapshot } from './use-console.ts';
import { closeSheet } from '../console/place.ts';

const textFields = ['name', 'phone', 'address', 'eircode', 'serial', 'account', 'status'] as const;
type TextFact = (typeof textFields)[number];

/** Only what differs from what is known is written. */
export function AmendSheet() {
  const console = useConsole();
  const { current, now, desk } = useSnapshot();
  const words = useWords();
  const { t, format } = words;
  const facts: Facts = current?.facts ?? {};
  const subject = current?.subject ?? '';
  const [texts, write] = useTexts(subject);
  const [paid, setPaid, paidTyped] = useDraft(`${subject}/amend/paid`);
  const [why, setWhy] = useDraft(`${subject}/amend/why`);
  const happened = useHappened(`${subject}/amend/at`, subject);
  const [registerText, setRegister] = useDraft(`${subject}/amend/register`);
  const register = registers.find((each) => each === registerText) ?? facts.register ?? 'unknown';
  const [pointText, setPoint] = useDraft(`${subject}/amend/point`);
  const point = pointText === '' ? (facts.failurePoint ?? 0) : Number(pointText);
  const echo = echoTime(paid, now, words, {
    clock: true,
    typedAt: paidTyped,
    empty: facts.paidAt === undefined ? t('case.paidUnknown') : format.when(facts.paidAt, now),
  });
  const changed: Facts = {
    ...Object.fromEntries(
      textFields.flatMap((field) => {
        const text = texts[field]?.trim() ?? '';
        return text === '' || text === (facts[field] ?? '') ? [] : [[field, text]];
      }),
    ),
    ...(echo.at === null || echo.at === facts.paidAt ? {} : { paidAt: echo.at }),
    ...(register === (facts.register ?? 'unknown') ? {} : { register }),
    ...(point === 0 || point === facts.failurePoint ? {} : { failurePoint: point }),
  };
  const can =
    echo.tone !== 'bad' && happened.echo.tone !== 'bad' && Object.keys(changed).length > 0;
  const close = () => console.go({ sheet: null });
  const save = async () => {
    if (!can) return;
    const note = why.trim();
    const done = await console.run(
      {
        do: 'learn',
        subject,
        facts: changed,
        ...(note === '' ? {} : { note }),
        ...(happened.echo.at === null ? {} : { happenedAt: happened.echo.at }),
      },
      closeSheet,
    );
    if (done.ok) console.dropDrafts(`${subject}/amend/`);
  };
  useKeys({ 'ctrl+enter': () => void save() }, { inDialog: true });
  if (current === null) return null;
  return (
    <Dialog
      title={t('amend.title')}
      hint={caseLabel(current, words)}
      onClose={() => void close()}
      foot={
        <Button kind="go" hint="Ctrl ↵" disabled={!can} onPress={() => void save()}>
          {t('common.save')}
        </Button>
      }
    >
      <div className="form-grid">
        {textFields.map((field) => (
          <TextField
            key={field}
            label={t(`amend.${field}`)}
            value={texts[field] ?? facts[field] ?? ''}
            autoFocus={field === 'name'}
            onChange={(text) => write(field, text)}
          />
        ))}
        <TextField
          label={t('caller.paid')}
          value={paid}
          placeholder={t('caller.paidHint')}
          echo={echo.echo}
          tone={echo.tone}
          onChange={setPaid}
        />
        <div className="field">
          <label htmlFor="amend-point">{t('incident.point')}</label>
          <select
            id="amend-point"
            className="select"
            value={point}
            onChange={(event) => setPoint(event.target.value)}
          >
            <option value={0}>{t('common.notKnown')}</option>
            {agreedPoints(desk).map((each) => (
              <option key={each.no} value={each.no}>{`${each.no}  ${each.process}`}</option>
            ))}
          </select>
        </div>
      </div>
      <Choice
        label={t('queue.filter.register')}
        value={register}
        options={registers.map((value) => ({ value, label: t(`register.${value}`) }))}
        onChange={setRegister}
      />
      <div className="form-grid">
        <TextField label={t('amend.why')} value={why} onChange={setWhy} />
        <HappenedField happened={happened} />
      </div>
    </Dialog>
  );
}

/** What was typed into each field; an emptied one stays empty while the sheet is open. */
function useTexts(
  subject: string,
): readonly [Readonly<Partial<Record<TextFact, string>>>, (field: TextFact, text: string) => void] {
  const console = useConsole();
  const keyOf = (field: TextFact) => `${subject}/amend/${field}`;
  const [texts, setTexts] = useState<Readonly<Partial<Record<TextFact, string>>>>(() =>
    Object.fromEntries(
      textFields.flatMap((field) => {
        const text = console.draft(keyOf(field));
        return text === '' ? [] : [[field, text]];
      }),
    ),
  );
  return [
    texts,
    (field, text) => {
      setTexts((all) => ({ ...all, [field]: text }));
      console.setDraft(keyOf(field), text);
    },
  ];
}

export function NoteSheet() {
  const console = useConsole();
  const { current } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const subject = current?.subject ?? '';
  const [note, setNote] = useDraft(`${subject}/note/text`);
  const happened = useHappened(`${subject}/note/at`, subject);
  const can = note.trim() !== '' && happened.echo.tone !== 'bad';
  const close = () => console.go({ sheet: null });
  const save = async () => {
    if (!can) return;
    const done = await console.run(
      {
        do: 'note',
        subject,
        note: note.trim(),
        ...(happened.echo.at === null ? {} : { happenedAt: happened.echo.at }),
      },
      closeSheet,
    );
    if (done.ok) console.dropDrafts(`${subject}/note/`);
  };
  useKeys({ 'ctrl+enter': () => void save() }, { inDialog: true });
  if (current === null) return null;
  return (
    <Dialog
      title={t('case.addNote')}
      hint={caseLabel(current, words)}
      onClose={() => void close()}
      foot={
        <Button kind="go" hint="Ctrl ↵" disabled={!can} onPress={() => void save()}>
          {t('common.save')}
        </Button>
      }
    >
      <TextArea label={t('case.note')} value={note} rows={4} autoFocus onChange={setNote} />
      <HappenedField happened={happened} />
    </Dialog>
  );
}

/** When it happened, if it was another time than now; from paper when that lies open (CASE9). */
function useHappened(key: string, subject: string) {
  const console = useConsole();
  const { now } = useSnapshot();
  const words = useWords();
  const [text, setText, typedAt] = useDraft(key, paperText(console, subject) ?? '');
  const empty = words.t('common.happenedNow');
  return { text, setText, echo: echoTime(text, now, words, { empty, typedAt }) };
}

function HappenedField(props: { readonly happened: ReturnType<typeof useHappened> }) {
  const { t } = useWords();
  const { text, setText, echo } = props.happened;
  return (
    <TextField
      label={t('common.happenedAt')}
      value={text}
      echo={echo.echo}
      tone={echo.tone}
      onChange={setText}
    />
  );
}

export function ExcludeSheet() {
  const console = useConsole();
  const { current } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const subject = current?.subject ?? '';
  const [reason, setReason] = useState<Exclusion | null>(null);
  const [note, setNote] = useDraft(`${subject}/exclude/note`);
  const happened = useHappened(`${subject}/exclude/at`, subject);
  const can =
    happened.echo.tone !== 'bad' && reason !== null && (reason !== 'other' || note.trim() !== '');
  const close = () => console.go({ sheet: null });
  const save = async () => {
    if (!can) return;
    const done = await console.run(
      {
        do: 'exclude',
        subject,
        reason,
        ...(note.trim() === '' ? {} : { note: note.trim() }),
        ...(happened.echo.at === null ? {} : { happenedAt: happened.echo.at }),
      },
      closeSheet,
    );
    if (done.ok) console.dropDrafts(`${subject}/exclude/`);
  };
  useKeys({ 'ctrl+enter': () => void save() }, { inDialog: true });
  if (current === null) return null;
  return (
    <Dialog
      title={t('case.exclude')}
      hint={caseLabel(current, words)}
      onClose={() => void close()}
      foot={
        <Button kind="go" hint="Ctrl ↵" disabled={!can} onPress={() => void save()}>
          {t('common.save')}
        </Button>
      }
    >
      <p className="muted">{t('exclude.text')}</p>
      <Choice
        label={t('exclude.reason')}
        value={reason}
        options={exclusions.map((value) => ({ value, label: t(`exclude.${value}`) }))}
        onChange={setReason}
      />
      <TextField
        label={t(reason === 'other' ? 'exclude.noteNeeded' : 'case.note')}
        value={note}
        onChange={setNote}
      />
      <HappenedField happened={happened} />
    </Dialog>
  );
}
