// A case that needs information says what, and takes it right here.
import { useState } from 'react';
import { mprnOf, type CaseState } from '../../shared/domain/case.ts';
import { parseMprn } from '../../shared/domain/mprn.ts';
import { Banner, Button, Key, TextField } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import type { Barred } from './Held.tsx';
import { JoinDialog, needsLook, useWhose, whoseIs, type Whose } from './JoinDialog.tsx';
import { mprnWords } from './mprn-words.ts';
import { echoTime } from './time-echo.ts';
import { paperKey, paperText, paperTime } from './PaperTime.tsx';
import { useDraft } from './use-draft.ts';
import { openedCase } from '../console/place.ts';
import { useConsole, useSnapshot } from './use-console.ts';

export function MissingFacts(props: { readonly state: CaseState; readonly barred: Barred }) {
  const { state, barred } = props;
  if (state.power !== null) return null;
  return (
    <>
      {mprnOf(state.subject) === null ? <MissingMprn state={state} barred={barred} /> : null}
      {state.facts.paidAt === undefined ? <MissingPayment state={state} /> : null}
    </>
  );
}

function MissingMprn(props: { readonly state: CaseState; readonly barred: Barred }) {
  const { state, barred } = props;
  const { subject } = state;
  const console = useConsole();
  const { operator } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const [typed, setTyped] = useDraft(`${subject}/mprn`);
  const [refused, setRefused] = useState(false);
  const [asked, setAsked] = useState<Whose | null>(null);
  const read = parseMprn(typed);
  const whose = useWhose(read.ok ? read.value.mprn : null);
  const join = async (mprn: string) => {
    const paper = paperTime(console, subject, words);
    if (paper.tone === 'bad') return;
    const text = paperText(console, subject);
    const done = await console.run(
      { do: 'identify', subject, mprn, ...(paper.at === null ? {} : { happenedAt: paper.at }) },
      (written) => {
        // The paper is this customer's, whatever they are called by now.
        if (text !== null && text !== '') console.setDraft(paperKey(written.subject ?? ''), text);
        return { ...openedCase, subject: written.subject, paper: text !== null };
      },
    );
    if (!done.ok) return;
    setAsked(null);
    console.dropDrafts(`${subject}/`);
  };
  const save = async () => {
    // A customer who gets an MPRN takes the claim along.
    if (barred !== null) return barred();
    if (!read.ok) return setRefused(true);
    const { mprn } = read.value;
    const found = await whoseIs(console, mprn);
    if (needsLook(state, found)) setAsked(found);
    else await join(mprn);
  };
  const unusual = read.ok && read.value.prefix === 'unusual';
  return (
    <Banner tone="need">
      <div className="line" title={t('case.warn.needsMprnText')}>
        <b className="nowrap">{t('case.warn.needsMprn')}</b>
        <Key>F3</Key>
        <div className="grow">
          <TextField
            mono
            compact
            label={t('case.setMprn')}
            value={typed}
            onChange={(text) => {
              setTyped(text);
              setRefused(false);
            }}
            onEnter={() => void save()}
            echo={
              unusual
                ? t('mprn.override', { by: operator ?? '' })
                : whose !== null
                  ? t(whose.open === null ? 'join.inBook' : 'join.inQueue', { name: whose.name })
                  : !read.ok && (refused || typed.replace(/\D/g, '').length >= 11)
                    ? mprnWords(read.error, words)
                    : undefined
            }
            tone={!read.ok && refused ? 'bad' : undefined}
          />
        </div>
        <Button small onPress={() => void save()}>
          {t('common.save')}
        </Button>
      </div>
      {asked === null ? null : (
        <JoinDialog
          state={state}
          whose={asked}
          onJoin={() => void join(asked.mprn)}
          onClose={() => setAsked(null)}
        />
      )}
    </Banner>
  );
}

function MissingPayment(props: { readonly state: CaseState }) {
  const { subject } = props.state;
  const console = useConsole();
  const { now } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const [typed, setTyped, typedAt] = useDraft(`${subject}/paid`);
  const echo = echoTime(typed, now, words, { clock: true, typedAt });
  const save = async () => {
    if (echo.at === null) return;
    const done = await console.run({ do: 'learn', subject, facts: { paidAt: echo.at } });
    if (done.ok) console.dropDrafts(`${subject}/paid`);
  };
  return (
    <Banner tone="need">
      <div className="line" title={t('case.warn.needsPaymentText')}>
        <b className="nowrap">{t('case.warn.needsPayment')}</b>
        {mprnOf(subject) === null ? null : <Key>F3</Key>}
        <div className="grow">
          <TextField
            compact
            label={t('case.setPaid')}
            value={typed}
            onChange={setTyped}
            placeholder={t('case.setPaidHint')}
            echo={echo.echo === '' ? undefined : echo.echo}
            tone={echo.tone}
            onEnter={() => void save()}
          />
        </div>
        <Button small onPress={() => void save()}>
          {t('common.save')}
        </Button>
      </div>
    </Banner>
  );
}
