// One person at Networks answers for many in one call: their name and reference are typed once, then one key
// or one tap for each customer. All of it is written together; what was not answered stays open.
import { useRef, useState } from 'react';
import type { D05Answer } from '../../shared/domain/events.ts';
import { isAnother } from '../../shared/domain/guard.ts';
import { formatMprn, groupsOf } from '../../shared/domain/mprn.ts';
import { holdOf } from '../../shared/domain/recovery-commands.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { useKeys } from '../ui/keys.ts';
import { Banner, Button, TextField } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { spokenMprn } from './describe.ts';
import { endReleased } from './end-released.ts';
import { d05Answers } from './HoldSheet.tsx';
import { holdRequestOf, isUnpaid } from './list-asks.ts';
import { OneAnswer } from './OneAnswer.tsx';
import { spokenReference } from './request-words.ts';
import { useConsole, useSnapshot } from './use-console.ts';
import { useDraft } from './use-draft.ts';
import { useBookNames, type Row } from './use-recovery.ts';

const DRAFTS = 'one-call/';

/** Kept as it is given: a crash in the middle of a call asks nobody twice. */
const written = (answers: ReadonlyMap<string, D05Answer>): string =>
  [...answers].map(([mprn, answer]) => `${mprn}=${answer}`).join(' ');

function readAnswers(text: string): ReadonlyMap<string, D05Answer> {
  return new Map(
    text.split(' ').flatMap((each): readonly [string, D05Answer][] => {
      const [mprn = '', word] = each.split('=');
      const answer = d05Answers.find((one) => one === word);
      return answer === undefined ? [] : [[mprn, answer]];
    }),
  );
}

export function OneCallSheet(props: {
  readonly rows: readonly Row[];
  /** Who spoke for Networks last, in this call. */
  readonly person: string;
  readonly onSaid: (person: string) => void;
  readonly onClose: () => void;
}) {
  const { onSaid, onClose } = props;
  const console = useConsole();
  const { fixes, requests, operator, now } = useSnapshot();
  const { t, format } = useWords();
  // What is in sight while it is read out is what is asked about: a list that comes in moves no row.
  const [rows, setRows] = useState(props.rows);
  const [person, setPerson] = useDraft(`${DRAFTS}person`, props.person);
  const [reference, setReference] = useDraft(`${DRAFTS}reference`);
  const [typed, setTyped, typedAt] = useDraft(`${DRAFTS}answers`);
  // Pressed before the sheet was opened, perhaps of another call: whose word they are is asked.
  const [earlier, setEarlier] = useState(() => ({
    at: typedAt ?? 0,
    mprns: [...readAnswers(typed).keys()],
  }));
  const [at, setAt] = useState({ row: 0, column: 0 });
  const [isMissing, setMissing] = useState(false);
  const [left, setLeft] = useState({
    unwritten: [] as readonly string[],
    open: [] as readonly string[],
  });
  const field = useRef<HTMLInputElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const writing = useRef(false);
  const names = useBookNames(
    rows.flatMap(({ summary, mprn }) => (summary === null && mprn !== null ? [mprn] : [])),
  );
  const answers = readAnswers(typed);
  const answerOf = ({ mprn }: Row) => answers.get(mprn ?? '');
  const answered = rows.filter((row) => answerOf(row) !== undefined);
  const before = answered.filter(({ mprn }) => earlier.mprns.includes(mprn ?? ''));
  const current = rows[at.row];
  const asked = current === undefined ? undefined : holdRequestOf(requests, current);
  const fault =
    person.trim() === ''
      ? t('hold.personMissing')
      : isAnother(person, operator ?? '')
        ? null
        : t('refusal.ownWord');
  const go = (row: number, column: number) =>
    table.current
      ?.querySelector<HTMLElement>(`[data-row="${row}"] [data-column="${column}"]`)
      ?.focus();
  const move = (down: number, right: number) => {
    const isIn = table.current?.contains(document.activeElement) ?? false;
    const to = isIn ? { row: at.row + down, column: at.column + right } : at;
    go(
      Math.max(0, Math.min(rows.length - 1, to.row)),
      Math.max(0, Math.min(d05Answers.length - 1, to.column)),
    );
  };
  const say = (row: Row, answer: D05Answer | undefined) => {
    const next = new Map(answers);
    setEarlier({ ...earlier, mprns: earlier.mprns.filter((mprn) => mprn !== row.mprn) });
    if (answer === undefined || row.mprn === null) next.delete(row.mprn ?? '');
    else next.set(row.mprn, answer);
    setTyped(written(next));
  };
  /** A digit answers for the row in sight and goes on to the next one that is open. */
  const key = (answer: D05Answer | undefined) => {
    if (current === undefined) return;
    say(current, answer);
    if (answer === undefined) return;
    const next = rows.findIndex((each, index) => index > at.row && answerOf(each) === undefined);
    go(next === -1 ? Math.min(at.row + 1, rows.length - 1) : next, 0);
  };
  /** What was pressed in this call stays. */
  const clear = () => {
    setTyped(written(new Map([...answers].filter(([mprn]) => !earlier.mprns.includes(mprn)))));
    setPerson('');
    setReference('');
    setEarlier({ ...earlier, mprns: [] });
    field.current?.focus();
  };
  const write = async () => {
    if (answered.length === 0 || writing.current) return;
    // Somebody's word is somebody's, and not that of whoever writes it down.
    if (fault !== null) {
      setMissing(true);
      field.current?.focus();
      return;
    }
    writing.current = true;
    const heard = answered.flatMap((row) => {
      const [hold, answer] = [holdOf(row), answerOf(row)];
      const request = holdRequestOf(requests, row)?.subject ?? null;
      return hold === null || answer === undefined ? [] : [{ hold, request, answer }];
    });
    const done = await console.run({
      do: 'heardHolds',
      heard,
      person: person.trim(),
      esbnReference: reference.trim(),
    });
    if (done.ok) {
      const isWritten = new Set(done.value.requests.map(({ made }) => made.mprn));
      const told = heard
        .map(({ hold: { mprn }, answer }) => ({ mprn, answer }))
        .filter(({ mprn }) => isWritten.has(mprn));
      const by = {
        person: person.trim(),
        ...(reference.trim() === '' ? {} : { reference: reference.trim() }),
      };
      const open = await endReleased(console, told, by, fixes);
      const unwritten = heard.flatMap(({ hold: { mprn } }) => (isWritten.has(mprn) ? [] : [mprn]));
      onSaid(person.trim());
      console.dropDrafts(DRAFTS);
      if (unwritten.length + open.length === 0) onClose();
      // What came of it is said here: the rest of the call goes on.
      else {
        setTyped('');
        setRows(rows.filter(({ mprn }) => !isWritten.has(mprn ?? '')));
        setLeft({ unwritten, open });
      }
    }
    writing.current = false;
  };
  useKeys(
    {
      ...Object.fromEntries(
        d05Answers.map((answer, index) => [String(index + 1), () => key(answer)]),
      ),
      backspace: () => key(undefined),
      delete: () => key(undefined),
      arrowdown: () => move(1, 0),
      arrowup: () => move(-1, 0),
      arrowright: () => move(0, 1),
      arrowleft: () => move(0, -1),
      'ctrl+enter': () => void write(),
    },
    { inDialog: true },
  );
  return (
    <Dialog
      title={t('oneCall.title', { count: rows.length })}
      hint={t('oneCall.hint')}
      wide
      onClose={onClose}
      foot={
        <>
          <Button
            kind="go"
            hint="Ctrl ↵"
            disabled={answered.length === 0}
            onPress={() => void write()}
          >
            {t('oneCall.go', { count: answered.length })}
          </Button>
          <span className="small muted" role="status">
            {t('oneCall.count', { answered: answered.length, open: rows.length - answered.length })}
          </span>
        </>
      }
    >
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
          onEnter={() => go(at.row, at.column)}
          onDown={() => go(at.row, at.column)}
          tone={isMissing && fault !== null ? 'bad' : undefined}
          echo={isMissing && fault !== null ? fault : undefined}
        />
        <TextField
          mono
          label={t('hold.esbn')}
          value={reference}
          onChange={setReference}
          onEnter={() => go(at.row, at.column)}
          onDown={() => go(at.row, at.column)}
        />
      </div>
      {before.length === 0 ? null : (
        <Banner tone="soon" urgent>
          {t('oneCall.earlier', { count: before.length, at: format.when(earlier.at, now) })}{' '}
          <Button small onPress={clear}>
            {t('oneCall.clear')}
          </Button>
        </Banner>
      )}
      {left.unwritten.length === 0 ? null : (
        <Banner tone="late" urgent>
          {t('oneCall.left', { count: left.unwritten.length })}{' '}
          <span className="mprn">{left.unwritten.map(formatMprn).join('; ')}</span>
        </Banner>
      )}
      {left.open.length === 0 ? null : (
        <Banner tone="soon" urgent>
          {t('oneCall.notProved', { count: left.open.length })}{' '}
          <span className="mprn">{left.open.map(formatMprn).join('; ')}</span>
        </Banner>
      )}
      {current === undefined || current.mprn === null ? null : (
        <div className="read-out">
          <p>
            {t(isUnpaid(current) ? 'hold.sayUnpaid' : 'hold.say', {
              spoken: spokenMprn(groupsOf(current.mprn)),
            })}
          </p>
          <p className="small muted">
            {asked === undefined
              ? t('oneCall.notAsked')
              : t('oneCall.reference', {
                  reference: asked.made.reference,
                  spoken: spokenReference(asked.made.reference),
                })}
          </p>
        </div>
      )}
      <div className="sheet-table one-call">
        <table ref={table}>
          <thead>
            <tr>
              <th>{t('oneCall.customer')}</th>
              <th>{t('oneCall.answer')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <OneAnswer
                key={row.key}
                row={row}
                index={index}
                name={row.summary?.name ?? names.get(row.mprn ?? '') ?? ''}
                column={at.row === index ? at.column : null}
                answer={answerOf(row)}
                onAt={(column) => setAt({ row: index, column })}
                onSay={(answer) => say(row, answer)}
              />
            ))}
          </tbody>
        </table>
      </div>
    </Dialog>
  );
}
