// Disconnections that must not be sent: the order that pauses all of a supplier, the hold of each
// customer, who asks that one be lifted, and what one person did alone. Several are lifted in one step.
import { useState } from 'react';
import {
  awaitsCountersign,
  isAnother,
  isDue,
  isStanding,
  PAUSE,
  type GuardState,
} from '../../shared/domain/guard.ts';
import { pauseFault } from '../../shared/domain/guard-commands.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Banner, Button, TextField } from '../ui/parts.tsx';
import { useWords, type Words } from '../i18n/words.tsx';
import { holdListCsv } from './recovery-csv.ts';
import { AskLift } from './AskLift.tsx';
import { HoldsTogether, useChosenHolds } from './HoldsTogether.tsx';
import { echoTime } from './time-echo.ts';
import { HoldReview, REVIEW_AFTER_MS } from './HoldReview.tsx';
import { HoldByMprn } from './PlaceHold.tsx';
import { Unread } from './Unread.tsx';
import { useConsole, useIsUnread, useSnapshot } from './use-console.ts';
import { useBookNames } from './use-recovery.ts';

const MOST_SHOWN = 200;

export function HoldsSheet(props: { readonly onClose: () => void }) {
  const console = useConsole();
  const { guards, now, summaries } = useSnapshot();
  const isUnread = useIsUnread();
  const words = useWords();
  const { t } = words;
  const pause = guards.find(({ kind }) => kind === 'pause');
  const holds = guards.filter(({ kind }) => kind === 'hold');
  const standing = holds.filter(isStanding).sort((one, other) => rank(other, now) - rank(one, now));
  const alone = guards.filter(awaitsCountersign);
  const shown = standing.slice(0, MOST_SHOWN);
  const named = new Map(summaries.map((each) => [each.mprn, each.name]));
  const inBook = useBookNames(
    [...shown, ...alone].flatMap(({ mprn }) => (mprn === null || named.has(mprn) ? [] : [mprn])),
  );
  const [chosen, choose] = useChosenHolds();
  const nameOf = ({ mprn }: GuardState) => named.get(mprn) ?? inBook.get(mprn ?? '') ?? null;
  const save = () =>
    void console.saveFile({
      name: t('guards.file'),
      content: holdListCsv(guards.filter(isStanding)),
    });
  return (
    <Dialog
      title={t('guards.title')}
      hint={t('guards.hint')}
      wide
      onClose={props.onClose}
      foot={
        <Button reads disabled={!guards.some(isStanding)} onPress={save}>
          {t('guards.save')}
        </Button>
      }
    >
      {pause !== undefined && isStanding(pause) ? (
        <Banner tone="late">
          <One guard={pause} name={null} />
        </Banner>
      ) : (
        <PlacePause />
      )}
      <HoldByMprn />
      {alone.length === 0 ? null : (
        <>
          <h3>{t('guards.alone', { count: alone.length })}</h3>
          {alone.map((guard) => (
            <Banner key={guard.subject} tone="soon">
              <One guard={guard} name={nameOf(guard)} />
            </Banner>
          ))}
        </>
      )}
      {isUnread ? null : <h3>{t('guards.standing', { count: standing.length })}</h3>}
      {standing.length > 0 ? null : isUnread ? (
        <Unread />
      ) : (
        <p className="muted">{t('guards.none')}</p>
      )}
      <HoldsTogether shown={shown} alone={alone} chosen={chosen} onChoose={choose} />
      {shown.map((guard) => (
        <div key={guard.subject} className="guard-row">
          <One
            guard={guard}
            name={nameOf(guard)}
            isChosen={chosen.has(guard.subject)}
            onChoose={() => choose([guard], !chosen.has(guard.subject))}
          />
        </div>
      ))}
      {standing.length > MOST_SHOWN ? (
        <p className="muted small">{t('backfix.more', { count: standing.length - MOST_SHOWN })}</p>
      ) : null}
    </Dialog>
  );
}

/** What wants a person first: somebody asks, then a date that has come. */
const rank = (guard: GuardState, now: number): number =>
  (guard.lifting.state === 'asked' ? 2 : 0) + (isDue(guard, now) ? 1 : 0);

function One(props: {
  readonly guard: GuardState;
  readonly name: string | null;
  /** Chosen among others; absent where it is none of the list. */
  readonly isChosen?: boolean;
  readonly onChoose?: () => void;
}) {
  const { guard, name, isChosen = false, onChoose } = props;
  const console = useConsole();
  const { now } = useSnapshot();
  const words = useWords();
  const { t, format } = words;
  const [isAsking, setAsking] = useState(false);
  const [first] = guard.placed;
  if (first === undefined) return null;
  return (
    <div className="stack">
      <div className="line one-hold">
        {onChoose === undefined || guard.mprn === null ? null : (
          <input
            type="checkbox"
            aria-label={t('guards.choose', { mprn: formatMprn(guard.mprn) })}
            checked={isChosen}
            onChange={onChoose}
          />
        )}
        <div className="line grow">
          <b className={guard.mprn === null ? '' : 'mprn'}>
            {guard.mprn === null ? t('guards.all') : formatMprn(guard.mprn)}
          </b>
          {name === null ? null : <span>{name}</span>}
          <span>{guard.placed.map(({ because }) => because).join('; ')}</span>
          <span className="small muted">
            {t('guards.by', { who: first.operator, at: format.when(first.at, now) })}
            {first.confirmer === null ? '' : `, ${t('guards.confirmer', { who: first.confirmer })}`}
            {guard.since === null
              ? ''
              : `, ${t('guards.since', { at: format.when(guard.since, now) })}`}
            {guard.until === null
              ? ''
              : ` ${t('guards.until', { at: format.when(guard.until, now) })}`}
          </span>
          {isStanding(guard) ? <HoldReview guard={guard} /> : null}
        </div>
        {guard.lifting.state === 'stands' && !isAsking ? (
          <Button small onPress={() => setAsking(true)}>
            {t('guards.askLift')}
          </Button>
        ) : null}
      </div>
      {guard.lifting.state === 'stands' && isAsking ? (
        <AskLift
          draftsOf={guard.subject}
          needsTest={guard.kind === 'pause'}
          onSaid={async (said) =>
            (await console.run({ do: 'askLift', guard: guard.subject, ...said })).ok
          }
          onClose={() => setAsking(false)}
        />
      ) : null}
      <Unseen guard={guard} words={words} />
      <Lifting guard={guard} words={words} />
    </div>
  );
}

/** Two persons have lifted it and it stands: for whom, and what they had not seen. */
function Unseen({ guard, words }: { readonly guard: GuardState; readonly words: Words }) {
  const { now } = useSnapshot();
  const { t, format } = words;
  const { unseen } = guard;
  if (unseen === null || !isStanding(guard)) return null;
  const placed = unseen.placed.map(({ operator: who, at, because }) =>
    t('guards.unseen.placed', { who, at: format.when(at, now), because }),
  );
  return (
    <p>
      {t('guards.unseen', {
        who: unseen.by.operator,
        at: format.when(unseen.by.at, now),
        placed: placed.join('; '),
      })}
    </p>
  );
}

function Lifting({ guard, words }: { readonly guard: GuardState; readonly words: Words }) {
  const console = useConsole();
  const { now, operator } = useSnapshot();
  const { t, format } = words;
  const { lifting, subject } = guard;
  if (lifting.state === 'stands' || lifting.state === 'lifted') return null;
  const { ask } = lifting;
  const isSame = !isAnother(ask.operator, operator ?? '');
  const said = t('guards.asked', { who: ask.operator, at: format.when(ask.at, now), why: ask.why });
  if (lifting.state === 'asked')
    return (
      <div className="line wrap">
        <span>
          {said} {ask.test === null ? '' : t('guards.tested', { test: ask.test })}
        </span>
        <Button
          small
          kind="go"
          disabled={isSame}
          onPress={() => void console.run({ do: 'confirmLift', guard: subject })}
        >
          {t('guards.agree')}
        </Button>
        <Button small onPress={() => void console.run({ do: 'refuseLift', guard: subject })}>
          {t('guards.refuse')}
        </Button>
        {isSame ? <span className="small muted">{t('guards.samePerson')}</span> : null}
      </div>
    );
  return (
    <div className="line wrap">
      <span>
        {said} {ask.test === null ? '' : t('guards.tested', { test: ask.test })}{' '}
        {t('guards.authorised', {
          who: lifting.authorisedBy,
          at: format.when(lifting.authorisedAt, now),
        })}
      </span>
      <Button
        small
        disabled={isSame}
        onPress={() => void console.run({ do: 'countersignLift', guard: subject })}
      >
        {t('guards.countersign')}
      </Button>
      {isSame ? <span className="small muted">{t('guards.samePerson')}</span> : null}
    </div>
  );
}

function PlacePause() {
  const console = useConsole();
  const { now, operator } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const [isOpen, setOpen] = useState(false);
  const [because, setBecause] = useState('');
  const [confirmer, setConfirmer] = useState('');
  const [since, setSince] = useState('');
  const [until, setUntil] = useState('');
  const echo = echoTime(since, now, words);
  const end = echoTime(until, now, words, { empty: t('guards.goesOn') });
  const order = {
    confirmer: confirmer.trim(),
    ...(echo.at === null ? {} : { since: echo.at }),
    ...(end.at === null ? {} : { until: end.at }),
  };
  const fault = pauseFault(order, { operator: operator ?? '', now });
  const missing =
    because.trim() === ''
      ? t('guards.becauseMissing')
      : until.trim() !== '' && end.at === null
        ? t('guards.untilUnread')
        : fault === null
          ? ''
          : t(fault === 'samePerson' ? 'guards.confirmedBySame' : `guards.${fault}`);
  const isBad = missing !== '';
  if (!isOpen)
    return (
      <div className="line">
        <Button onPress={() => setOpen(true)}>{t('guards.pause')}</Button>
        <span className="small muted">{t('guards.pauseSays')}</span>
      </div>
    );
  const place = async () => {
    if (isBad) return;
    const done = await console.run({
      do: 'placeGuard',
      of: 'all',
      because: because.trim(),
      ...order,
      // It never lapses; somebody is called to look at it, as of a hold.
      reviewAt: now + REVIEW_AFTER_MS,
    });
    if (done.ok) setOpen(false);
  };
  return (
    <div className="stack">
      <TextField label={t('guards.because')} value={because} autoFocus onChange={setBecause} />
      <div className="form-grid">
        <TextField label={t('guards.confirmedBy')} value={confirmer} onChange={setConfirmer} />
        <TextField
          label={t('guards.exposedSince')}
          value={since}
          onChange={setSince}
          echo={since.trim() === '' ? undefined : echo.echo}
          tone={echo.tone}
        />
        <TextField
          label={t('guards.exposedUntil')}
          value={until}
          onChange={setUntil}
          echo={end.echo}
          tone={end.tone}
        />
      </div>
      <div className="line">
        <Button kind="go" disabled={isBad} onPress={() => void place()}>
          {t('guards.pause')}
        </Button>
        {isBad ? <span className="small muted">{missing}</span> : null}
        <Button kind="quiet" onPress={() => setOpen(false)}>
          {t('common.leave')}
        </Button>
      </div>
    </div>
  );
}

export const isPaused = (guards: readonly GuardState[]): boolean =>
  guards.some((each) => each.subject === PAUSE && isStanding(each));
