// What Networks says of a request: one key chose it, Enter saves it. A time is echoed before it is
// kept; a D05 that nobody has asked about, and two MPRNs, are said before "done" is.
import { deadlineOf, MINUTE } from '../../shared/domain/backstop-clock.ts';
import { networksOutcomes, type NetworksOutcome } from '../../shared/domain/events.ts';
import { PROMISE_MINUTES } from '../../shared/domain/waits.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import type { Picture } from '../../shared/domain/request-picture.ts';
import { clockOf } from '../../shared/domain/request-queue.ts';
import { Banner, Button, TextField } from '../ui/parts.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords } from '../i18n/words.tsx';
import { supplierName } from './request-words.ts';
import { echoTime } from './time-echo.ts';
import { useDraft } from './use-draft.ts';
import { addressee, type RequestNight } from './use-requests.ts';
import { useConsole, useSnapshot } from './use-console.ts';

interface SheetProps {
  readonly picture: Picture;
  readonly night: RequestNight;
  readonly onNext: () => void;
}

export function DecideSheet(props: SheetProps) {
  const { place } = useSnapshot();
  const outcome = networksOutcomes.find((each) => each === place.outcome);
  return outcome === undefined ? null : <Sheet {...props} outcome={outcome} />;
}

function Sheet(props: SheetProps & { readonly outcome: NetworksOutcome }) {
  const { picture, night, outcome } = props;
  const console = useConsole();
  const { now } = useSnapshot();
  const words = useWords();
  const { t, format } = words;
  const prefix = `${picture.id}/decide/`;
  const [at, setAt] = useDraft(`${prefix}${outcome}/at`);
  const [reference, setReference] = useDraft(`${prefix}reference`);
  const [reason, setReason] = useDraft(`${prefix}reason`);
  const isPromise = outcome === 'promised';
  const isDone = outcome === 'done';
  const echo = isPromise
    ? echoTime(at, now, words, {
        leaning: 'future',
        empty: t('outcome.noTime', { at: format.clock(now + PROMISE_MINUTES * MINUTE) }),
        deadline: deadlineOf(clockOf(picture)),
      })
    : echoTime(at, now, words, { empty: t('common.happenedNow') });
  const bad = echo.tone === 'bad';
  const { d05, taken } = picture.networks;
  const isGrave = picture.differences.some(({ field }) => field === 'mprn');

  const save = async (thenNext: boolean) => {
    if (bad) return;
    const written = await console.run(
      {
        do: 'decideRequest',
        request: picture.target,
        outcome,
        ...addressee(night.suppliers, picture.supplier),
        ...(isPromise && echo.at !== null ? { promisedAt: echo.at } : {}),
        ...(!isPromise && echo.at !== null ? { happenedAt: echo.at } : {}),
        ...(reference.trim() === '' ? {} : { esbnReference: reference.trim() }),
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
      },
      () => ({ sheet: null, outcome: null }),
    );
    if (!written.ok) return;
    console.dropDrafts(prefix);
    if (thenNext) props.onNext();
  };
  useKeys(
    { 'ctrl+enter': () => void save(true), enter: () => void save(false) },
    { inDialog: true },
  );
  return (
    <Dialog
      title={t(`decide.${outcome}`)}
      hint={`${formatMprn(picture.mprn)}, ${supplierName(night.suppliers, picture.supplier, words)}`}
      onClose={() => void console.go({ sheet: null, outcome: null })}
      foot={
        <>
          <Button kind="go" hint="↵" disabled={bad} onPress={() => void save(false)}>
            {t('decide.save')}
          </Button>
          <Button hint="Ctrl ↵" disabled={bad} onPress={() => void save(true)}>
            {t('decide.saveNext')}
          </Button>
        </>
      }
    >
      {isGrave ? <Banner tone="late">{t('decide.grave')}</Banner> : null}
      {(isDone || isPromise) && d05 === null ? (
        <Banner tone="soon">{t('decide.d05Open')}</Banner>
      ) : null}
      {(isDone || isPromise) && picture.d05Waiting ? (
        <Banner tone="soon">{t('decide.d05Waiting')}</Banner>
      ) : null}
      {isPromise || isDone ? (
        <TextField
          label={t(isPromise ? 'decide.promisedAt' : 'decide.doneAt')}
          value={at}
          autoFocus
          placeholder={isPromise ? '2020' : '2011'}
          echo={echo.echo === '' ? undefined : echo.echo}
          tone={echo.tone}
          onChange={setAt}
          onEnter={() => void save(false)}
        />
      ) : (
        <TextField
          label={t('decide.reason')}
          value={reason}
          autoFocus
          onChange={setReason}
          onEnter={() => void save(false)}
        />
      )}
      <div className="form-grid">
        <TextField
          mono
          label={t('decide.reference')}
          value={reference}
          onChange={setReference}
          echo={
            taken?.esbnReference === undefined
              ? undefined
              : t('decide.referenceHint', { reference: taken.esbnReference })
          }
          onEnter={() => void save(false)}
        />
        {isPromise || isDone ? (
          <TextField
            label={t('decide.reason')}
            value={reason}
            onChange={setReason}
            onEnter={() => void save(false)}
          />
        ) : (
          <TextField
            label={t('common.happenedAt')}
            value={at}
            echo={echo.echo}
            tone={echo.tone}
            onChange={setAt}
            onEnter={() => void save(false)}
          />
        )}
      </div>
    </Dialog>
  );
}
