// The disconnections of one customer, held back with a reason: of the case that lies open, or of whoever is
// named by MPRN on the hold list's own sheet. Who has a hold already gets a further reason, which is said.
import { useState } from 'react';
import { guardSubject, isStanding, type GuardState } from '../../shared/domain/guard.ts';
import { formatMprn, parseMprn } from '../../shared/domain/mprn.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Banner, Button, Tag, TextField } from '../ui/parts.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords } from '../i18n/words.tsx';
import { closeSheet } from '../console/place.ts';
import { caseLabel } from './describe.ts';
import { mprnWords } from './mprn-words.ts';
import { REVIEW_AFTER_MS } from './HoldReview.tsx';
import { useConsole, useSnapshot } from './use-console.ts';
import { useBookNames } from './use-recovery.ts';
import { useDraft } from './use-draft.ts';

export const holdOf = (
  guards: readonly GuardState[],
  mprn: string | null,
): GuardState | undefined =>
  mprn === null
    ? undefined
    : guards.find((each) => each.subject === guardSubject(mprn) && isStanding(each));

/** On the case: whoever reads it need not look into the list. */
export function HeldTag({ mprn }: { readonly mprn: string | null }) {
  const { guards } = useSnapshot();
  const { t } = useWords();
  return holdOf(guards, mprn) === undefined ? null : <Tag tone="ok">{t('guards.isHeld')}</Tag>;
}

/** Of the case that lies open. */
export function PlaceHoldSheet() {
  const console = useConsole();
  const { current, guards, now, trouble } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const subject = current?.subject ?? '';
  const mprn = subject.startsWith('mprn:') ? subject.slice('mprn:'.length) : null;
  const [because, setBecause] = useDraft(`${subject}/hold/because`);
  const can = mprn !== null && because.trim() !== '' && trouble === null;
  const save = async () => {
    if (!can || mprn === null) return;
    const reviewAt = now + REVIEW_AFTER_MS;
    const done = await console.run(
      { do: 'placeGuard', of: [mprn], because: because.trim(), reviewAt },
      closeSheet,
    );
    if (done.ok) console.dropDrafts(`${subject}/hold/`);
  };
  useKeys({ 'ctrl+enter': () => void save() }, { inDialog: true });
  if (current === null || mprn === null) return null;
  return (
    <Dialog
      title={t('guards.holdOne')}
      hint={caseLabel(current, words)}
      onClose={() => void console.go({ sheet: null })}
      foot={
        <Button kind="go" hint="Ctrl ↵" disabled={!can} onPress={() => void save()}>
          {t('guards.holdOneGo')}
        </Button>
      }
    >
      <p>{t('guards.holdOneSays')}</p>
      <Already guard={holdOf(guards, mprn)} />
      <TextField label={t('guards.because')} value={because} autoFocus onChange={setBecause} />
    </Dialog>
  );
}

/** On the hold list's own sheet: of anybody, with a case or without. */
export function HoldByMprn() {
  const console = useConsole();
  const { guards, now, operator, summaries } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const [typed, setTyped] = useDraft('hold/mprn');
  const [because, setBecause] = useDraft('hold/because');
  // What is kept is shown: whoever closed the sheet in the middle of it goes on there.
  const [isOpen, setOpen] = useState(typed !== '' || because !== '');
  const read = parseMprn(typed);
  const mprn = read.ok ? read.value.mprn : null;
  const inBook = useBookNames(mprn === null ? [] : [mprn]);
  if (!isOpen)
    return (
      <div className="line">
        <Button onPress={() => setOpen(true)}>{t('guards.holdOne')}</Button>
      </div>
    );
  const name =
    mprn === null
      ? ''
      : summaries.find((each) => each.mprn === mprn)?.name || (inBook.get(mprn) ?? '');
  const echo = read.ok
    ? [formatMprn(read.value.mprn), name || t('guards.notInBook')].join(', ')
    : typed.trim() === ''
      ? undefined
      : mprnWords(read.error, words);
  const missing = mprn === null ? 'guards.mprnMissing' : 'guards.becauseMissing';
  const can = mprn !== null && because.trim() !== '';
  const place = async () => {
    if (mprn === null || !can) return;
    const reviewAt = now + REVIEW_AFTER_MS;
    const done = await console.run({
      do: 'placeGuard',
      of: [mprn],
      because: because.trim(),
      reviewAt,
    });
    if (!done.ok) return;
    setTyped('');
    setBecause('');
    setOpen(false);
  };
  return (
    <form
      className="stack"
      aria-label={t('guards.holdOne')}
      onSubmit={(event) => {
        event.preventDefault();
        void place();
      }}
    >
      <div className="form-grid">
        <TextField
          mono
          label={t('case.setMprn')}
          value={typed}
          autoFocus
          echo={echo}
          {...(typed.trim() === '' || read.ok ? {} : { tone: 'bad' as const })}
          onChange={setTyped}
        />
        <TextField label={t('guards.because')} value={because} onChange={setBecause} />
      </div>
      {read.ok && read.value.prefix === 'unusual' ? (
        <Banner tone="soon">{t('mprn.override', { by: operator ?? '' })}</Banner>
      ) : null}
      <Already guard={holdOf(guards, mprn)} />
      <div className="line">
        <Button kind="go" type="submit" disabled={!can}>
          {t('guards.holdOneGo')}
        </Button>
        {can ? null : <span className="small muted">{t(missing)}</span>}
        <Button kind="quiet" reads onPress={() => setOpen(false)}>
          {t('common.leave')}
        </Button>
      </div>
    </form>
  );
}

/** Held for another reason already: what is written here stands beside it, and both are lifted by two. */
function Already({ guard }: { readonly guard: GuardState | undefined }) {
  const { t } = useWords();
  if (guard === undefined) return null;
  const because = guard.placed.map((each) => each.because).join('; ');
  return <Banner tone="plain">{t('guards.heldAlready', { because })}</Banner>;
}
