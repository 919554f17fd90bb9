// What Networks says of a waiting D05: one digit on the phone, and whose word it is.
import { useRef, useState } from 'react';
import type { D05Answer } from '../../shared/domain/events.ts';
import { groupsOf } from '../../shared/domain/mprn.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { useKeys } from '../ui/keys.ts';
import { Banner, Button, Mprn, TextField } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { spokenMprn } from './describe.ts';
import { endReleased } from './end-released.ts';
import { spokenReference } from './request-words.ts';
import { useConsole, useSnapshot } from './use-console.ts';

/** In the order of their digits. */
export const d05Answers: readonly D05Answer[] = ['cancelled', 'held', 'none', 'waiting', 'unknown'];

export function HoldSheet(props: {
  readonly request: RequestState;
  /** It still lies in our own EMMA: what Networks cannot see it cannot cancel. */
  readonly isInEmma: boolean;
  /** Nobody knows that they have paid: it is held, and not cancelled. */
  readonly isUnpaid: boolean;
  /** Who spoke for Networks last, in this call. */
  readonly person: string;
  readonly onSaid: (person: string) => void;
  readonly onClose: () => void;
}) {
  const { request, isInEmma, isUnpaid, onSaid, onClose } = props;
  const { mprn, reference } = request.made;
  const console = useConsole();
  const { fixes } = useSnapshot();
  const { t } = useWords();
  const [person, setPerson] = useState(props.person);
  const [esbnReference, setReference] = useState('');
  const field = useRef<HTMLInputElement>(null);
  /** Desks have digits in their names: an answer is one only outside the field. */
  const first = useRef<HTMLDivElement>(null);
  const [isMissing, setMissing] = useState(false);
  const toAnswers = () => first.current?.querySelector('button')?.focus();
  const say = async (answer: D05Answer) => {
    // Somebody's word is somebody's: a D05 that cuts a customer off was "cancelled" by nobody before.
    if (person.trim() === '') {
      setMissing(true);
      field.current?.focus();
      return;
    }
    const told = { answer, person: person.trim(), esbnReference: esbnReference.trim() };
    const done = await console.run({ do: 'heardHold', subject: request.subject, ...told });
    if (!done.ok) return;
    const by = {
      person: person.trim(),
      ...(esbnReference.trim() === '' ? {} : { reference: esbnReference.trim() }),
    };
    await endReleased(console, [{ mprn, answer }], by, fixes);
    onSaid(person.trim());
    onClose();
  };
  useKeys(
    Object.fromEntries(
      d05Answers.map((answer, index) => [String(index + 1), () => void say(answer)] as const),
    ),
    { inDialog: true },
  );
  return (
    <Dialog title={t('hold.title')} hint={t('hold.hint')} onClose={onClose}>
      <p className="line">
        <Mprn groups={groupsOf(mprn)} />
        <span className="muted small">
          {t('hold.reference', { reference, spoken: spokenReference(reference) })}
        </span>
      </p>
      <p>{t(isUnpaid ? 'hold.sayUnpaid' : 'hold.say', { spoken: spokenMprn(groupsOf(mprn)) })}</p>
      {isInEmma ? <Banner tone="soon">{t('hold.inEmma')}</Banner> : null}
      <div className="form-grid">
        <TextField
          inputRef={field}
          label={t('hold.person')}
          value={person}
          autoFocus={person === ''}
          onChange={(text) => {
            setPerson(text);
            setMissing(false);
          }}
          onEnter={toAnswers}
          tone={isMissing ? 'bad' : undefined}
          echo={isMissing ? t('hold.personMissing') : undefined}
        />
        <TextField
          mono
          label={t('hold.esbn')}
          value={esbnReference}
          onChange={setReference}
          onEnter={toAnswers}
        />
      </div>
      <div className="line wrap" ref={first}>
        {d05Answers.map((answer, index) => (
          <Button
            key={answer}
            hint={String(index + 1)}
            autoFocus={index === 0 && person !== ''}
            onPress={() => void say(answer)}
          >
            {t(`request.d05.${answer}`)}
          </Button>
        ))}
      </div>
    </Dialog>
  );
}
