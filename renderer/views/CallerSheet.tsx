// Take a call in under twenty seconds: one field finds the customer, one takes the payment time,
// and Enter saves. Nothing is refused: what is missing makes it "needs information".
import { useEffect, useMemo, useRef, useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import type { Command } from '../../shared/domain/commands.ts';
import type { CustomerRow } from '../../shared/domain/customer.ts';
import { factsOf } from './book-facts.ts';
import type { Facts } from '../../shared/domain/facts.ts';
import { formatMprn, parseMprn } from '../../shared/domain/mprn.ts';
import { readQuery, searchRank, type Summary } from '../../shared/domain/summary.ts';
import { Banner, Button, Choice, Tag, TextField } from '../ui/parts.tsx';
import { clockSettings } from '../../shared/domain/desk.ts';
import { failurePoints } from '../../shared/domain/interfaces.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords } from '../i18n/words.tsx';
import { callerFacts, canBeReached, MOST_TYPED_NOTE } from './caller-facts.ts';
import { mprnWords } from './mprn-words.ts';
import { describeLeft, describeState } from './describe.ts';
import { echoTime } from './time-echo.ts';
import { useDraft } from './use-draft.ts';
import { openedCase } from '../console/place.ts';
import { useConsole, useSnapshot } from './use-console.ts';

const FOUND = 20;
const NOBODY = 'nobody';
/** The log keeps so much of what was typed for an MPRN. */
const MOST_TYPED = 200;

export function CallerSheet() {
  const console = useConsole();
  const snapshot = useSnapshot();
  const words = useWords();
  const { t } = words;
  const [who, setWho] = useDraft('caller/who');
  const [name, setName] = useDraft('caller/name');
  const [phone, setPhone] = useDraft('caller/phone');
  const [paid, setPaid, paidTyped] = useDraft('caller/paid');
  const [called, setCalled, calledTyped] = useDraft('caller/called');
  const [note, setNote] = useDraft('caller/note');
  const [medical, setMedical] = useDraft('caller/medical');
  // Kept from before: somebody else's words must not go into this caller's case unseen.
  const [before, setBefore] = useState(() =>
    [who, name, phone, paid, called, note].filter((text) => text.trim() !== '').join(', '),
  );
  const [isOld, setOld] = useState(before !== '' || medical !== '');
  const empty = () => {
    for (const clear of [setWho, setName, setPhone, setPaid, setCalled, setNote, setMedical])
      clear('');
    console.dropDrafts('caller/');
    setOld(false);
    setBefore('');
    tellUnreachable(false);
  };
  const [chosen, setChosen] = useState<CustomerRow | null>(null);
  const [asTyped, setAsTyped] = useState(false);
  const [looked, setLooked] = useState('');
  const [isToldUnreachable, tellUnreachable] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const medicalFrame = useRef<HTMLDivElement>(null);
  const paidField = useRef<HTMLInputElement>(null);
  const phoneField = useRef<HTMLInputElement>(null);
  const found = useBookSearch(who, chosen);

  const read = parseMprn(chosen?.mprn ?? who);
  const mprn = read.ok ? read.value.mprn : null;
  // Digits, what a spreadsheet makes of them, or a prefix before eleven of them.
  const looksLikeMprn = /^(?:[\d\s.\-OoIl]{7,}|\d(?:[.,]\d+)?e\+?\d+|[a-z]{2}\d{9,})$/i.test(
    who.trim(),
  );
  const paidEcho = echoTime(paid, snapshot.now, words, {
    clock: true,
    typedAt: paidTyped,
    empty: t('caller.paidUnknown'),
  });
  const calledEcho = echoTime(called, snapshot.now, words, {
    empty: t('common.happenedNow'),
    typedAt: calledTyped,
  });
  // With somebody in the book under that name, Enter chooses: never a second case beside theirs.
  const inQueue = useQueueSearch(who, mprn !== null || chosen !== null);
  const mustChoose =
    found.length + inQueue.length > 0 && chosen === null && mprn === null && !asTyped;
  const known = chosen ?? found.find((row) => row.mprn === mprn) ?? null;
  const open = mprn === null ? undefined : snapshot.summaries.find((each) => each.mprn === mprn);
  const knownPaid = open?.paidAt ?? null;
  const unread = [
    ...(paidEcho.tone === 'bad' ? [t('caller.paidAsTold', { text: paid.trim() })] : []),
    ...(calledEcho.tone === 'bad' ? [t('caller.calledAsTold', { text: called.trim() })] : []),
  ];
  const isReached = canBeReached({
    who,
    isKnown: chosen !== null || mprn !== null,
    name,
    phone,
    note,
  });
  const unusual = read.ok && read.value.prefix === 'unusual';

  const choose = (row: CustomerRow) => {
    setChosen(row);
    setPhone(phone === '' ? row.phone : phone);
    paidField.current?.focus();
  };
  /** Whoever is in the queue already is gone on with: by their MPRN, or in their case where there is none. */
  const goOnWith = (summary: Summary) => {
    if (summary.mprn === null) return void console.go({ ...openedCase, subject: summary.subject });
    setWho(summary.mprn);
    paidField.current?.focus();
  };
  const enterWho = () => {
    const only = found.length === 1 && inQueue.length === 0 ? found[0] : undefined;
    if (!mustChoose) void save(false);
    else if (only !== undefined) choose(only);
    else list.current?.focus();
  };

  /** An MPRN typed and entered faster than the search answers is looked up by itself. */
  const inBook = async () =>
    known !== null || mprn === null || snapshot.book === null || snapshot.trouble !== null
      ? known
      : ((await console.customer(mprn)) ?? null);

  const saving = useRef(false);
  const save = async (thenNext: boolean) => {
    if (saving.current) return;
    saving.current = true;
    try {
      await saveOnce(thenNext);
    } finally {
      saving.current = false;
    }
  };
  const saveOnce = async (thenNext: boolean) => {
    // Nothing is refused, but a time that nobody can read is looked at once before it is kept as told.
    if (paidEcho.tone === 'bad' && looked !== paid) {
      setLooked(paid);
      paidField.current?.focus();
      return;
    }
    // Nor is anybody, but a customer whom nobody can ring or find is looked at once too.
    if (!isReached && !isToldUnreachable) {
      tellUnreachable(true);
      phoneField.current?.focus();
      return;
    }
    const { note: kept, ...told } = callerFacts({
      who,
      isKnown: chosen !== null || mprn !== null,
      name,
      phone,
      note,
      unread,
      asTyped: (text) => t('caller.asTyped', { text }),
    });
    const isFurther = open !== undefined;
    const toCase = ({ subject }: { readonly subject: string | null }) => ({
      ...(thenNext ? {} : { ...openedCase, subject }),
      sheet: null,
    });
    // The note of a case that was there already stays; this one stands beside it.
    const hasMore = kept !== undefined && isFurther;
    const customer = await inBook();
    const facts: Facts = {
      ...(customer === null ? {} : factsOf(customer)),
      ...told,
      ...(paidEcho.at === null ? {} : { paidAt: paidEcho.at }),
      ...(kept === undefined || isFurther ? {} : { note: kept }),
    };
    const report: Command = {
      do: 'report',
      mprn,
      facts,
      source: calledEcho.at === null ? 'call' : 'paper',
      noticedAt: calledEcho.at ?? snapshot.now,
      ...(calledEcho.at === null ? {} : { happenedAt: calledEcho.at }),
      ...(who.trim() === '' ? {} : { typedMprn: who.trim().slice(0, MOST_TYPED) }),
      ...(unusual && snapshot.operator !== null ? { overriddenBy: snapshot.operator } : {}),
      ...(medical === 'yes' || medical === 'no' ? { medical } : {}),
    };
    const done = await console.run(report, hasMore ? undefined : toCase);
    if (!done.ok) return;
    const { subject } = done.value;
    if (hasMore && subject !== null) await console.run({ do: 'note', subject, note: kept }, toCase);
    console.dropDrafts('caller/');
    if (thenNext) await console.next();
  };

  // Only while the question has the focus: a name typed beside its field must not answer it.
  const answerMedical = (answer: 'yes' | 'no') => () => {
    if (medicalFrame.current?.contains(document.activeElement) === true) setMedical(answer);
  };
  useKeys(
    {
      'ctrl+enter': () => void save(true),
      enter: () => void save(false),
      y: answerMedical('yes'),
      n: answerMedical('no'),
      // As in the call.
      z: answerMedical('no'),
      // From every field, whatever is typed there.
      'alt+y': () => setMedical('yes'),
      'alt+n': () => setMedical('no'),
      ...(isOld ? { 'alt+e': empty } : {}),
    },
    { inDialog: true },
  );

  return (
    <Dialog
      title={t('caller.title')}
      hint={t('caller.hint')}
      side
      onClose={() => void console.go({ sheet: null })}
      foot={
        <>
          <Button kind="go" hint="↵" onPress={() => void save(false)}>
            {t('caller.save')}
          </Button>
          <Button hint="Ctrl ↵" onPress={() => void save(true)}>
            {t('caller.saveNext')}
          </Button>
          <span className="grow" />
          <Button kind="quiet" hint="Esc" reads onPress={() => void console.go({ sheet: null })}>
            {t('common.leave')}
          </Button>
        </>
      }
    >
      {isOld ? (
        <Banner
          tone="need"
          action={
            <Button small hint="Alt E" onPress={empty}>
              {t('caller.empty')}
            </Button>
          }
        >
          {t('caller.kept', { what: before, medical: medical === 'yes' })}
        </Banner>
      ) : null}
      <TextField
        label={t('caller.who')}
        value={who}
        autoFocus
        onChange={(text) => {
          setWho(text);
          setChosen(null);
          setAsTyped(false);
        }}
        onEnter={enterWho}
        onDown={() => list.current?.focus()}
        echo={
          known !== null
            ? `${t('caller.chosen')}: ${known.name}, ${formatMprn(known.mprn)}`
            : read.ok
              ? formatMprn(read.value.mprn)
              : found.length + inQueue.length > 0
                ? t('caller.found', { count: found.length + inQueue.length })
                : looksLikeMprn && !read.ok
                  ? mprnWords(read.error, words)
                  : who.trim() === ''
                    ? t(snapshot.book === null ? 'caller.noBook' : 'caller.whoHint')
                    : t(snapshot.book === null ? 'caller.notInQueue' : 'caller.notFound')
        }
        tone={
          chosen !== null || read.ok
            ? 'good'
            : looksLikeMprn && found.length + inQueue.length === 0
              ? 'warn'
              : undefined
        }
      />
      {mustChoose ? (
        <ListBox
          ref={list}
          className="results"
          aria-label={t('caller.found', { count: found.length + inQueue.length })}
          items={[
            ...inQueue.map((queued) => ({ queued, id: queued.subject })),
            ...found.map((row) => ({ ...row, id: row.mprn })),
            { id: NOBODY },
          ]}
          onAction={(key) => {
            const queued = inQueue.find((each) => each.subject === key);
            if (queued !== undefined) return goOnWith(queued);
            const row = found.find((each) => each.mprn === key);
            if (row === undefined) setAsTyped(true);
            else choose(row);
            paidField.current?.focus();
          }}
        >
          {(row) =>
            'queued' in row ? (
              <ListBoxItem
                className="result"
                id={row.id}
                textValue={`${row.queued.name} ${row.queued.mprn ?? ''}`}
              >
                <span className="mprn">
                  {row.queued.mprn === null ? t('row.noMprn') : formatMprn(row.queued.mprn)}
                </span>
                <span className="cut">
                  {row.queued.name} <span className="muted">{row.queued.address}</span>
                </span>
                <Tag tone="soon">{t('caller.inQueue')}</Tag>
              </ListBoxItem>
            ) : 'mprn' in row ? (
              <ListBoxItem className="result" id={row.id} textValue={`${row.name} ${row.mprn}`}>
                <span className="mprn">{formatMprn(row.mprn)}</span>
                <span className="cut">
                  {row.name} <span className="muted">{row.address}</span>
                </span>
                {row.register === 'none' ? null : (
                  <Tag tone={row.register === 'priority' ? 'late' : 'soon'}>
                    {t(`register.${row.register}`)}
                  </Tag>
                )}
              </ListBoxItem>
            ) : (
              <ListBoxItem className="result" id={row.id} textValue={t('caller.noneOfThese')}>
                {t('caller.noneOfThese')}
              </ListBoxItem>
            )
          }
        </ListBox>
      ) : null}
      {open === undefined ? null : (
        <Banner tone="soon">
          {t('caller.open', {
            left: describeLeft(open, snapshot.now, clockSettings(snapshot.desk), words),
            state: describeState(open, snapshot.now, { ...snapshot, points: failurePoints }, words),
          })}
        </Banner>
      )}
      {unusual ? (
        <Banner tone="soon">{t('mprn.override', { by: snapshot.operator ?? '' })}</Banner>
      ) : null}
      {mprn === null && who.trim() !== '' ? (
        <Banner tone="need">{t('caller.noMprn')}</Banner>
      ) : null}
      <TextField
        label={t('caller.paid')}
        inputRef={paidField}
        value={paid}
        placeholder={t('caller.paidHint')}
        onChange={setPaid}
        echo={
          paid.trim() === '' && knownPaid !== null
            ? t('caller.paidAlready', { at: words.format.when(knownPaid, snapshot.now) })
            : knownPaid !== null && paidEcho.at !== null && paidEcho.at > knownPaid
              ? t('caller.paidLater', { at: words.format.when(knownPaid, snapshot.now) })
              : paidEcho.tone === 'bad'
                ? `${paidEcho.echo} ${t('caller.paidKept')}`
                : paidEcho.echo
        }
        tone={paidEcho.tone === 'bad' ? 'warn' : paidEcho.tone}
        onEnter={() => void save(false)}
      />
      <div className="form-grid">
        <TextField
          label={t('caller.name')}
          value={name}
          onChange={setName}
          onEnter={() => void save(false)}
        />
        <TextField
          label={t('caller.phone')}
          type="tel"
          inputRef={phoneField}
          value={phone}
          onChange={setPhone}
          echo={isToldUnreachable && !isReached ? t('caller.unreachable') : undefined}
          tone="warn"
          onEnter={() => void save(false)}
        />
      </div>
      <div ref={medicalFrame}>
        <Choice
          label={t('caller.medical')}
          value={medical === 'yes' || medical === 'no' ? medical : 'notAsked'}
          options={[
            { value: 'notAsked', label: t('caller.notAsked') },
            { value: 'no', label: t('common.no'), hint: 'Alt N' },
            { value: 'yes', label: t('common.yes'), hint: 'Alt Y' },
          ]}
          onChange={(value) => setMedical(value === 'notAsked' ? '' : value)}
        />
      </div>
      <TextField
        label={t('caller.note')}
        value={note}
        most={MOST_TYPED_NOTE}
        onChange={setNote}
        onEnter={() => void save(false)}
      />
      <TextField
        label={t('caller.calledAt')}
        value={called}
        onChange={setCalled}
        echo={
          calledEcho.tone === 'bad'
            ? `${calledEcho.echo} ${t('caller.calledKept')}`
            : calledEcho.echo
        }
        tone={calledEcho.tone === 'bad' ? 'warn' : calledEcho.tone}
        onEnter={() => void save(false)}
      />
    </Dialog>
  );
}

/** Looks in the book as somebody types; an older answer never replaces a newer one. */
function useBookSearch(typed: string, chosen: CustomerRow | null): readonly CustomerRow[] {
  const console = useConsole();
  const { book } = useSnapshot();
  const [found, setFound] = useState<readonly CustomerRow[]>([]);
  const text = typed.trim();
  const active = book !== null && chosen === null && text.length >= 2;
  useEffect(() => {
    if (!active) return;
    let stopped = false;
    void console.searchBook(text, FOUND).then((rows) => {
      if (!stopped) setFound(rows === 'unread' ? none : rows);
    });
    return () => {
      stopped = true;
    };
  }, [console, text, active]);
  return active ? found : none;
}

const none: readonly CustomerRow[] = [];

const MOST_QUEUED = 5;

/** Open cases that what is typed finds: nobody gets a second case beside the one they have. */
function useQueueSearch(typed: string, isKnown: boolean): readonly Summary[] {
  const { summaries } = useSnapshot();
  const text = typed.trim();
  return useMemo(() => {
    if (isKnown || text.length < 3) return [];
    const query = readQuery(text);
    return summaries
      .flatMap((summary) => {
        const rank = summary.open ? searchRank(summary, query) : null;
        return rank === null ? [] : [{ summary, rank }];
      })
      .sort((one, other) => one.rank - other.rank)
      .slice(0, MOST_QUEUED)
      .map(({ summary }) => summary);
  }, [summaries, text, isKnown]);
}
