// One released back-fix: what is keyed or told, what became of it, and what the market said. Which acts
// there are follows from where it stands; nothing can be done here that would send it twice.
import { useId, useRef, useState } from 'react';
import { isLookInEmma, isTakeOut, type Channel } from '../../shared/domain/back-fix-step.ts';
import { isPaused } from '../../shared/domain/channel.ts';
import { laterThanHeard, type Heard } from '../../shared/domain/evidence.ts';
import { isSettled } from '../../shared/domain/fix.ts';
import type { FixItem } from '../../shared/domain/fix-item.ts';
import { followedBy } from '../../shared/domain/followed.ts';
import type { Command } from '../../shared/domain/commands.ts';
import type { MessageState } from '../../shared/domain/facts.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import { listProves, mayProve, provableBy, typedProofs } from '../../shared/domain/proof.ts';
import { proposals } from '../../shared/domain/proposals.ts';
import type { ReplayWarning } from '../../shared/domain/replay-guard.ts';
import { answersTo, saidOf017 } from '../../shared/domain/said-of-017.ts';
import { e05sInEmma, type TakeOut } from '../../shared/domain/take-out.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Banner, Button, Choice, Tag, TextField } from '../ui/parts.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords } from '../i18n/words.tsx';
import { ledgerOf, mayRelease } from '../console/organisation.ts';
import { AskedBy } from './AskedBy.tsx';
import { becauseWords } from './because-words.ts';
import { FixDelivery } from './FixDelivery.tsx';
import { ALL_KEYED, KeyIn, ticksOf, unkeyed } from './KeyIn.tsx';
import { networksNumber } from './numbers.ts';
import { marketOf } from './our-market.ts';
import { useConsole, useSnapshot } from './use-console.ts';
import { useDraft } from './use-draft.ts';
import { isLost, type Released } from './use-fixes.ts';
import { useRest } from './use-rest.ts';

export function FixSheet(props: {
  readonly released: Released;
  /** Why sending it now would do something twice; empty where it would not. */
  readonly warned: readonly ReplayWarning['is'][];
  /** How many others wait to be keyed; null where this one is not of their list. */
  readonly others: number | null;
  /** To the next of them, or to the word that none is left. */
  readonly onNext: () => void;
  /** It waits in our own EMMA, and is taken out there. */
  readonly onTakeOut: (takeOut: TakeOut) => void;
  readonly onClose: () => void;
}) {
  const { released, warned, others, onClose } = props;
  const { item, mprn, fix } = released;
  const console = useConsole();
  const snapshot = useSnapshot();
  const { channels, incidents, now } = snapshot;
  const words = useWords();
  const { t, format } = words;
  const state = released.row?.state ?? null;
  const point = state?.facts.failurePoint ?? null;
  const because = becauseWords({ ...item, point }, { incidents, now }, words);
  const [authorisedBy, setAuthorisedBy] = useState('');
  const [person, setPerson] = useState('');
  const [reference, setReference] = useState('');
  const [why, setWhy] = useState('');
  const typed = typedProofs(item);
  const [chosen, setBy] = useState<'ledger' | 'namedPerson'>('namedPerson');
  const by = typed.includes(chosen) ? chosen : typed[0];
  const [despite, setDespite] = useState('');
  const writing = useRef(false);
  const of = { mprn, key: item.key };
  /** One after the other, as far as they are done. */
  const runAll = async (commands: readonly Command[], then: () => void) => {
    if (writing.current) return;
    writing.current = true;
    let isDone = true;
    for (const command of commands) if (isDone) isDone = (await console.run(command)).ok;
    writing.current = false;
    if (isDone) then();
  };
  const run = (...commands: readonly Command[]) => runAll(commands, onClose);
  /** Whoever is warned says why it goes all the same. */
  const mayNotYet = warned.length > 0 && despite.trim() === '';
  const allTheSame = warned.length === 0 ? {} : { despite: despite.trim() };
  const told = {
    ...(person.trim() === '' ? {} : { person: person.trim() }),
    ...(reference.trim() === '' ? {} : { reference: reference.trim() }),
  };
  const handOver = (channel: 'webform' | 'phone' | 'file' | 'internal', then = onClose) => {
    const { agent } = item.released;
    const handed = { do: 'handOver', fixes: [of], channel, ...told } as const;
    const again = { do: 'releaseAgain', fixes: [of], agent, ...allTheSame } as const;
    void runAll(warned.length === 0 ? [handed] : [again, handed], () => {
      // Handed over it is keyed no more.
      console.dropDrafts(ticksOf(released));
      then();
    });
  };
  const isOpen = (channel: Channel) => isPaused(channels, channel) === null;
  const waits = released.board === 'released' && released.waitsFor === null;
  const isMessage = item.txRefNbr !== null;
  const isPhone = item.channel === 'phone' || item.channel === 'internal';
  /** Done in our own ledger: nobody is told, nobody is asked, and its entry is the proof. */
  const isLedger = item.type === 'correctAccount';
  const proposed = proposedFor(released);
  const days = snapshot.dailies.filter((each) => listProves(item, each, fix.items));
  /** What comes from the market, and is typed by nobody. */
  const brought = provableBy(item).filter((each) => each !== 'ledger' && each !== 'namedPerson');
  const needsName = item.standing === 'rejected' && !mayRelease(snapshot);
  const authorised = needsName ? { authorisedBy: authorisedBy.trim() } : {};
  const isToKey = waits && isMessage && isOpen('webform');
  const [ticked, tick] = useDraft(ticksOf(released));
  const left = isToKey ? unkeyed(released, marketOf(snapshot), ticked) : 0;
  const leftId = useId();
  const barred = left === 0 ? {} : { describedBy: leftId };
  const { resting } = useRest();
  const [missing, setMissing] = useState(0);
  const keyedNext = () => {
    // Pressed twice, the sheet that has just opened is not written as keyed.
    if (resting || snapshot.trouble !== null || !isToKey || mayNotYet) return;
    // A key that slips would say of a customer who is off that their message is on its way.
    setMissing(left);
    if (left > 0) return document.getElementById(ALL_KEYED)?.focus();
    handOver('webform', props.onNext);
  };
  useKeys(others === null ? {} : { 'ctrl+enter': keyedNext }, { inDialog: true });
  /** A D05 that lies in our own EMMA. */
  const isOurs = isTakeOut(item);
  const waitsThere =
    released.row === null ? null : e05sInEmma(released.row).find((each) => each.item === item);
  const takenOutBy = person.trim() || (snapshot.operator ?? '');
  const cannotTakeOut = takenOutBy === '';
  const takeOut = () =>
    void run(
      { do: 'handOver', fixes: [of], channel: 'emma', ...told, person: takenOutBy },
      { do: 'proveFix', ...of, by: 'namedPerson', ...told, person: takenOutBy },
    );
  /** Of a 017 that may have gone: what can be found, which the plan of the case goes on with. */
  const findings = state?.open === true && !isSettled(item) ? answersTo(item) : [];
  /** What is followed and lost from sight: the answer ends that too. */
  const followed = findings.length === 0 ? [] : followedBy(item, fix, state?.facts ?? {});
  const answersKnown = followed.length === 0 ? findings : (['ran', ...findings] as const);
  const isLook = isLookInEmma(item);
  const askedBy = isLook ? person.trim() || (snapshot.operator ?? '') : person.trim();
  const found = (is: MessageState | 'ran') => {
    if (state === null) return;
    const { subject, facts } = state;
    const by = { ...told, person: askedBy };
    const channel = isLook ? 'internal' : 'phone';
    const why = t('fixSheet.e05.goneBy', { who: askedBy });
    const each = followed.flatMap(({ key, standing }) =>
      standing === 'released' || is === 'ran' ? [{ mprn, key }] : [],
    );
    const ended: readonly Command[] =
      is === 'ran'
        ? each.map((one) => ({ do: 'proveFix', ...one, by: 'namedPerson', ...by }))
        : is === 'notSent'
          ? each.map((one) => ({ do: 'takeBackFix', ...one, why }))
          : [];
    void run(
      ...ended,
      ...(is === 'ran'
        ? []
        : [{ do: 'learn', subject, facts: saidOf017(facts, is, item.about) } as const]),
      { do: 'handOver', fixes: [of], channel, ...by },
      { do: 'proveFix', ...of, by: 'namedPerson', ...by },
    );
  };
  const needsPerson = isPhone && person.trim() === '' && reference.trim() === '';
  return (
    <Dialog title={t(`backfix.type.${item.type}`)} hint={formatMprn(mprn)} wide onClose={onClose}>
      <p>
        <Tag tone="plain">{t(`fixes.standing.${released.board}`)}</Tag>{' '}
        <span className="muted">{because}</span>
      </p>
      <p className="small muted">
        {t('fixSheet.released', {
          who: item.released.operator,
          at: format.when(item.released.at, now),
        })}
        {item.released.authorised === null
          ? ''
          : ` ${t('fixSheet.authorised', {
              who: item.released.authorised.by,
              at: format.when(item.released.authorised.at, now),
            })}`}
      </p>
      {released.waitsFor === null ? null : (
        <Banner tone="soon">
          {t('fix.waitsFor', { what: t(`backfix.type.${released.waitsFor.type}`) })}
        </Banner>
      )}
      {item.about === null ? null : (
        <p className="mono small muted">{t('fix.about', { txRefNbr: item.about })}</p>
      )}
      {isLost(released) ? <Banner tone="soon">{t('fixSheet.lost')}</Banner> : null}
      {item.reason === null ? null : <Banner tone="late">{item.reason}</Banner>}
      <FixDelivery
        released={released}
        warned={warned}
        despite={despite}
        onDespite={setDespite}
        onRun={(command) => void run(command)}
      />
      {missing === 0 || left === 0 ? null : (
        <Banner tone="soon">{t('keyIn.missing', { count: missing })}</Banner>
      )}
      {isMessage && item.standing === 'released' ? (
        <KeyIn released={released} ticked={ticked} onTick={tick} />
      ) : null}
      {!waitsThere ? null : (
        <div className="line">
          <Button onPress={() => props.onTakeOut(waitsThere)}>{t('fix.do.takeOut')}</Button>
        </div>
      )}
      {isSettled(item) ? null : <Where item={item} />}
      {isSettled(item) ? null : (
        <div className="form-grid">
          {isLedger ? null : (
            <TextField
              label={t(
                isOurs ? 'takeOut.person' : isLook ? 'fixSheet.lookedBy' : 'fixSheet.person',
              )}
              value={person}
              autoFocus={isPhone}
              onChange={setPerson}
            />
          )}
          <TextField
            mono
            label={t(isLedger ? 'fixSheet.ledgerEntry' : 'fixSheet.reference')}
            value={reference}
            autoFocus={isLedger}
            onChange={setReference}
          />
        </div>
      )}
      {waits ? (
        <div className="line wrap" data-resting={resting}>
          {isToKey && others !== null ? (
            <Button
              kind="go"
              hint="Ctrl ↵"
              disabled={mayNotYet || left > 0}
              {...barred}
              onPress={keyedNext}
            >
              {t('fixSheet.keyedNext')}
            </Button>
          ) : null}
          {isToKey ? (
            <Button
              kind={others === null ? 'go' : 'plain'}
              disabled={mayNotYet || left > 0}
              {...barred}
              onPress={() => handOver('webform')}
            >
              {t('fixSheet.keyed')}
            </Button>
          ) : null}
          {left === 0 ? null : (
            <span id={leftId} className="small">
              {t('keyIn.tickFirst', { count: left })}
            </span>
          )}
          {isMessage && isOpen(item.channel) ? (
            <Button disabled={mayNotYet} onPress={() => handOver('file')}>
              {t('fixSheet.handedIn')}
            </Button>
          ) : null}
          {isOurs ? (
            // Nothing goes over EMMA by it: a pause is when it is done.
            <Button kind="go" disabled={cannotTakeOut} onPress={takeOut}>
              {t('fixSheet.takenOut')}
            </Button>
          ) : null}
          {isMessage || isOurs || isLook || isLedger || !isOpen(item.channel) ? null : (
            <Button
              kind="go"
              disabled={needsPerson}
              onPress={() => handOver(item.channel === 'internal' ? 'internal' : 'phone')}
            >
              {t('fixSheet.told')}
            </Button>
          )}
          {isToKey && others !== null ? (
            <span className="small muted">{t('keyIn.others', { count: others })}</span>
          ) : null}
        </div>
      ) : null}
      {!isLedger && (released.board === 'outcomeUnknown' || item.standing === 'handed') ? (
        <AskedBy released={released} person={person} onAsked={(command) => void run(command)} />
      ) : null}
      {findings.length === 0 ? null : (
        <div
          className="line wrap"
          role="group"
          aria-label={t(isLook ? 'fixSheet.e05.found' : 'fixSheet.e05.said')}
        >
          {answersKnown.map((is) => (
            <Button key={is} disabled={askedBy === ''} onPress={() => found(is)}>
              {t(`fixSheet.e05.${is === 'notSent' && followed.length > 0 ? 'gone' : is}`)}
            </Button>
          ))}
        </div>
      )}
      {isSettled(item) ? null : (
        <>
          {by === undefined || findings.length > 0 ? null : (
            <Choice
              label={t('fixSheet.proofBy')}
              value={by}
              options={typed.map((value) => ({ value, label: t(`backfix.proof.${value}`) }))}
              onChange={setBy}
            />
          )}
          <div className="line wrap">
            {by === undefined || findings.length > 0 ? null : (
              <Button
                disabled={(by === 'ledger' ? reference : person).trim() === ''}
                onPress={() => void run({ do: 'proveFix', ...of, by, ...told })}
              >
                {t('fixSheet.prove')}
              </Button>
            )}
            {days.map(({ day }) => (
              <Button
                key={day}
                onPress={() => void run({ do: 'proveFix', ...of, by: '603', reference: day })}
              >
                {t('fixSheet.byList', { day })}
              </Button>
            ))}
            {proposed.map((heard) => (
              <Button
                key={heard.entry}
                onPress={() =>
                  void run({
                    do: 'proveFix',
                    ...of,
                    by: 'message',
                    of: heard.entry,
                    reference: heard.txRefNbr,
                  })
                }
              >
                {t('fixSheet.accept', {
                  type: heard.type,
                  at: format.when(heard.at, now),
                  end: heard.txRefNbr.slice(-8),
                })}
              </Button>
            ))}
          </div>
          {item.type === 'watch' && typed.includes('namedPerson') ? (
            <p className="muted small">{t('fixSheet.watchRan')}</p>
          ) : null}
          {brought.length === 0 ? null : (
            <p className="muted small">
              {t('fixSheet.brought', {
                proof: brought.map((each) => t(`backfix.proof.${each}`)).join(', '),
              })}
            </p>
          )}
        </>
      )}
      {item.standing === 'rejected' || item.standing === 'released' ? (
        <>
          <TextField label={t('fixSheet.why')} value={why} onChange={setWhy} />
          {needsName ? (
            <TextField
              label={t('release.authorised')}
              value={authorisedBy}
              onChange={setAuthorisedBy}
            />
          ) : null}
          <div className="line wrap">
            {item.standing === 'rejected' ? (
              <Button
                disabled={mayNotYet || (needsName && authorisedBy.trim() === '')}
                onPress={() => void run({ do: 'retryFix', ...of, ...authorised, ...allTheSame })}
              >
                {t('fixSheet.retry')}
              </Button>
            ) : null}
            <Button
              kind="quiet"
              disabled={why.trim() === ''}
              onPress={() => void run({ do: 'takeBackFix', ...of, why: why.trim() })}
            >
              {t('fixSheet.takeBack')}
            </Button>
          </div>
        </>
      ) : null}
      <Said released={released} />
      {fix.signed === null ? (
        <div className="line wrap">
          <Button small kind="quiet" onPress={() => void run({ do: 'signFixes', mprn })}>
            {t('fixSheet.sign')}
          </Button>
          {fix.signedLess === null ? null : (
            <span className="small">
              {t('fixSheet.signedLess', {
                who: fix.signedLess.operator,
                at: format.when(fix.signedLess.at, now),
              })}
            </span>
          )}
        </div>
      ) : (
        <p className="muted small">
          {t('fixSheet.signed', {
            who: fix.signed.operator,
            at: format.when(fix.signed.at, now),
          })}
        </p>
      )}
    </Dialog>
  );
}

/** Answers of which only a person can say that they prove it. */
function proposedFor({ fix, item, row }: Released): readonly Heard[] {
  if (item.type === 'watch') return fix.heard.filter((each) => mayProve(item, each));
  return proposals(fix, row?.state).flatMap((each) =>
    each.item.key === item.key ? [each.heard] : [],
  );
}

/** Whom to ring, or where the ledger is, as this organisation has it. */
function Where({ item: { channel, type } }: { readonly item: FixItem }) {
  const snapshot = useSnapshot();
  const { t } = useWords();
  const { number } = networksNumber(snapshot);
  const where = ledgerOf(snapshot);
  if (channel === 'phone') return <p className="mono small">{t('fixSheet.ring', { number })}</p>;
  return type !== 'correctAccount' || where === '' ? null : (
    <p className="small">{t('fixSheet.ledger', { where })}</p>
  );
}

function Said({ released }: { readonly released: Released }) {
  const { now } = useSnapshot();
  const { t, format } = useWords();
  const { answers } = released.item;
  const olderThan = (heard: Heard) => {
    const later = laterThanHeard(heard, released.fix.heard);
    return later === undefined
      ? null
      : t('fixSheet.older', { type: later.type, at: format.when(later.at, now) });
  };
  return (
    <>
      <h3>{t('fixSheet.answers')}</h3>
      {answers.length === 0 ? <p className="muted small">{t('fixSheet.noAnswers')}</p> : null}
      <ul className="stack small">
        {answers.map((each) => (
          <li key={each.txRefNbr}>
            <b>{each.type}</b> {format.when(each.at, now)}{' '}
            {[each.statusCode, each.reasonCode, each.comment].filter(Boolean).join(' ')}{' '}
            <span className="muted">
              {t(each.matchedBy === 'txRefNbr' ? 'fixSheet.byTx' : 'fixSheet.byReference')}
            </span>{' '}
            {olderThan(each) === null ? null : <Tag tone="need">{olderThan(each)}</Tag>}
          </li>
        ))}
      </ul>
    </>
  );
}
