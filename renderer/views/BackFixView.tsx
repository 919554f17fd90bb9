// What the market will do by itself when its systems are back, and what we have to correct: four
// figures are the doors to their lists, the plan on the right to its own. A D05 that would cut somebody
// off becomes a request to Networks here; the plan is released here, and what was released stands under
// where it is.
import { useRef, useState } from 'react';
import type { BackFixType, Channel } from '../../shared/domain/back-fix-step.ts';
import { isPaused } from '../../shared/domain/channel.ts';
import { isStanding } from '../../shared/domain/guard.ts';
import type { OutstandingList } from '../../shared/domain/outstanding.ts';
import type { ReplayWarning } from '../../shared/domain/replay-guard.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import type { Command } from '../../shared/domain/commands.ts';
import { holdOf } from '../../shared/domain/recovery-commands.ts';
import {
  e05sToTakeOut,
  isOfE05,
  outBy,
  toTakeOut,
  type TakeOut,
} from '../../shared/domain/take-out.ts';
import { isWatched, recoveryGroups, type RecoveryGroup } from '../../shared/domain/recovery.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Banner, Button, Empty, Key, Tag, type Ink } from '../ui/parts.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords } from '../i18n/words.tsx';
import { AskFirst, type Asked } from './AskFirst.tsx';
import { closingWhom, proposedWhom } from './asked-whom.ts';
import { BackFixPlan } from './BackFixPlan.tsx';
import { BackFixTable } from './BackFixTable.tsx';
import { AnswersSheet } from './AnswersSheet.tsx';
import { FixBoards, HearMarket } from './FixBoards.tsx';
import { FixSheet } from './FixSheet.tsx';
import { FixTable, overChannel } from './FixTable.tsx';
import { TakeOutSheet, takeOutTitle } from './TakeOutSheet.tsx';
import { ReconcileSheet } from './ReconcileSheet.tsx';
import { KeyInSheets } from './KeyInSheets.tsx';
import { isReleasable, ReleaseSheet } from './ReleaseSheet.tsx';
import { REVIEW_AFTER_MS } from './HoldReview.tsx';
import { HoldSheet } from './HoldSheet.tsx';
import { HoldsSheet } from './HoldsSheet.tsx';
import { OutstandingSheet } from './OutstandingSheet.tsx';
import {
  asksOf,
  holdRequestOf,
  isAnswerable,
  isOursAlone,
  isUnpaid as isUnpaidRow,
  lastHold,
} from './list-asks.ts';
import { OneCallSheet } from './OneCallSheet.tsx';
import { marketOf } from './our-market.ts';
import { messagesCsv, releasedCsv } from './released-csv.ts';
import { recoveryCsv } from './recovery-csv.ts';
import { Unread } from './Unread.tsx';
import { useConsole, useIsUnread, useSnapshot } from './use-console.ts';
import { useFixWarnings } from './use-fix-warnings.ts';
import { useFixes, type Board, type Released } from './use-fixes.ts';
import { useRecovery, type Row } from './use-recovery.ts';

const inks: Readonly<Record<RecoveryGroup, Ink>> = {
  cutOff: 'late',
  doubled: 'soon',
  runs: 'ink',
  nothing: 'ink',
  unknown: 'need',
  stopped: 'ink',
  unpaid: 'ink',
  answered: 'ink',
};
/** What is not somebody's trouble tonight stands in a line under the figures. */
const minor: ReadonlySet<RecoveryGroup> = new Set(['stopped', 'unpaid', 'answered']);

type Door =
  | { readonly to: 'group'; readonly group: RecoveryGroup }
  | { readonly to: 'type'; readonly type: BackFixType }
  | { readonly to: 'board'; readonly board: Board; readonly channel: Channel | null }
  /** Put back while a D05 may be waiting, until a proof. */
  | { readonly to: 'watch' }
  /** D05s that somebody has taken out of our EMMA. */
  | { readonly to: 'takenOut' };

export function BackFixView() {
  const console = useConsole();
  const snapshot = useSnapshot();
  const { requests, guards } = snapshot;
  /** The keys, as the buttons: nothing is asked that could not be written. */
  const isBarred = snapshot.trouble !== null;
  const words = useWords();
  const { t } = words;
  const [door, setDoor] = useState<Door | null>(null);
  const [isBringing, setBringing] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [isHolding, setHolding] = useState(false);
  const writing = useRef(new Set<Command['do']>());
  const [held, setHeld] = useState<{ readonly mprn: string } | null>(null);
  const [person, setPerson] = useState('');
  /** One call about the D05s of the list in sight. */
  const [isCalling, setCalling] = useState(false);
  /** Whose plan: of everybody, or of one, by its row's key. */
  const [releasing, setReleasing] = useState<'all' | { readonly key: string } | null>(null);
  /** Which D05s of our EMMA: of the list in sight, or of one row. */
  const [takingOut, setTakingOut] = useState<readonly TakeOut[] | null>(null);
  const [isHearing, setHearing] = useState(false);
  const [isReconciling, setReconciling] = useState(false);
  const [opened, setOpened] = useState<string | null>(null);
  const [keying, setKeying] = useState<'allSheets' | 'noneLeft' | null>(null);
  const { list, waiting, rows: all, read } = useRecovery();
  const isUnread = useIsUnread() || read === 'unread';
  const { released, agents, proposed, closable, notOurs, toSign } = useFixes(all);
  const inGroup = (group: RecoveryGroup) => all.filter((each) => each.group === group);
  const ofType = (type: BackFixType) =>
    all.filter((each) => each.steps.some((step) => step.type === type));
  const first = recoveryGroups.find((group) => inGroup(group).length > 0) ?? 'cutOff';
  const at: Door = door ?? { to: 'group', group: first };
  const watched = all.filter(isWatched);
  const noCase = inGroup('cutOff').filter(({ state }) => state === null).length;
  const rows = rowsAt(at, { inGroup, ofType, watched });
  const takenOut = released.filter(({ item }) => outBy(item) !== null);
  const ofBoard =
    at.to === 'takenOut'
      ? takenOut
      : released.filter(({ board }) => at.to === 'board' && board === at.board);
  const onBoard = at.to === 'board' ? overChannel(ofBoard, at.channel) : ofBoard;
  const inSight = new Set(onBoard.map(({ item }) => item));
  const takeOuts = [
    ...rows.flatMap(inOurEmma),
    ...all.flatMap(inOurEmma).filter(({ item }) => item !== null && inSight.has(item)),
  ];
  const releasable = all.filter(isReleasable);
  const warned = useFixWarnings(released, list);
  /** Nobody’s agent puts them into a folder: people hand them in. */
  const byPeople = onBoard.filter(
    ({ board, item, waitsFor, paused }) =>
      board === 'released' &&
      waitsFor === null &&
      paused === null &&
      item.txRefNbr !== null &&
      item.released.agent === null,
  );
  /** Whoever is warned about goes one by one, from their own sheet, with a reason. */
  const toFile = byPeople.filter(({ key }) => !warned.has(key));
  const stayOut = byPeople.length - toFile.length;
  const isWebformPaused = isPaused(snapshot.channels, 'webform') !== null;
  const toKey = isWebformPaused ? [] : toFile;
  /** In the list's order, and from its end on to those that were passed by. */
  const openNext = () => {
    const at = onBoard.findIndex(({ key }) => key === opened);
    const placeOf = (one: Released) => onBoard.indexOf(one);
    const others = toKey.filter(({ key }) => key !== opened);
    const next = others.find((each) => placeOf(each) > at) ?? others[0];
    setOpened(next?.key ?? null);
    if (next === undefined) setKeying('noneLeft');
  };
  const handIn = () =>
    once({
      do: 'handOver',
      channel: 'file',
      fixes: toFile.map(({ mprn, item }) => ({ mprn, key: item.key })),
    });
  const saveMessages = () =>
    void console.saveFile({
      name: t('fix.fileName'),
      content: messagesCsv(toFile, marketOf(snapshot)),
    });
  const isPlanned = releasable.length > 0;
  const accept = () => {
    if (proposed.length === 0 || isBarred) return;
    setAsked({
      title: t('fixes.acceptAsks', { count: proposed.length }),
      says: t('fixes.acceptSays'),
      whom: proposedWhom(proposed, released, snapshot.now, words),
      go: t('fixes.acceptGo', { count: proposed.length }),
      onGo: () => once({ do: 'acceptProofs', proofs: proposed }),
    });
  };
  const close = () => {
    if (closable.length === 0 || isBarred) return;
    const count = { proved: closable.length - notOurs, notOurs };
    setAsked({
      title: `${t('fixes.close', count)}?`,
      says: t('fixes.closeSays'),
      whom: closingWhom(closable, all),
      go: t('fixes.close', count),
      onGo: () => once({ do: 'closeProved', cases: closable }),
    });
  };
  const { asks, holds } = asksOf(at.to === 'group' ? at.group : null, rows, requests);
  const isUnpaid = at.to === 'group' && at.group === 'unpaid';
  const wanted = isUnpaid ? 'unpaid' : asks;
  /** Pressed twice, nothing of a whole list is written twice. */
  const once = (command: Command) => {
    if (writing.current.has(command.do)) return;
    writing.current.add(command.do);
    void console.run(command).finally(() => writing.current.delete(command.do));
  };
  const askAll = () => {
    if (holds.length === 0 || isBarred) return;
    setAsked({
      title: t(`recovery.ask.${wanted}`, { count: holds.length }),
      says: `${t(`recovery.askSays.${wanted}`)} ${t('recovery.askAllAsks')}`,
      go: t('recovery.askAllGo', { count: holds.length }),
      ...(isUnpaid ? { agree: t('recovery.holdAgree') } : {}),
      onGo: () => once({ do: 'askHold', holds, asks }),
    });
  };
  const takeOut = () => {
    if (takeOuts.length > 0 && !isBarred) setTakingOut(takeOuts);
  };
  const toHear = rows.filter((row) => isAnswerable(row) && !isOursAlone(row));
  const call = () => {
    if (toHear.length > 0 && !isBarred) setCalling(true);
  };
  const answer = async (row: Row) => {
    const hold = holdOf(row);
    if (hold === null) return;
    // Asked on the phone before anybody asked here: the request is made with the answer.
    if (holdRequestOf(requests, row) === undefined) {
      const done = await console.run({ do: 'askHold', holds: [hold] });
      if (!done.ok) return;
    }
    setHeld({ mprn: hold.mprn });
  };
  const exportList = () => {
    if (at.to === 'board' || at.to === 'takenOut')
      return void console.saveFile({
        name: t('fixes.file', {
          board: at.to === 'board' ? [at.board, at.channel ?? []].flat().join('-') : at.to,
        }),
        content: releasedCsv(onBoard, words),
      });
    const group = at.to === 'group' ? at.group : at.to === 'type' ? at.type : at.to;
    void console.saveFile({
      name: t('recovery.file', { group }),
      content: recoveryCsv(rows, words),
    });
  };
  const unheld = rows.flatMap(({ mprn }) =>
    mprn !== null && !guards.some((each) => each.mprn === mprn && isStanding(each)) ? [mprn] : [],
  );
  const canHold =
    at.to === 'watch' || (at.to === 'group' && (at.group === 'cutOff' || at.group === 'stopped'));
  const holdThese = () => {
    if (isBarred || !canHold || unheld.length === 0) return;
    setAsked({
      title: t('guards.holdThese'),
      says: t('guards.holdAsks'),
      go: t('guards.holdGo', { count: unheld.length }),
      onGo: () =>
        once({
          do: 'placeGuard',
          of: unheld,
          because: t('guards.holdBecause'),
          reviewAt: snapshot.now + REVIEW_AFTER_MS,
        }),
    });
  };
  const move = (by: number) => {
    const doors = [...document.querySelectorAll<HTMLElement>('.backfix-table .tab.mprn')];
    const from = doors.findIndex((each) => each === document.activeElement);
    doors[Math.max(0, Math.min(doors.length - 1, from + by))]?.focus();
  };
  useKeys({
    ...Object.fromEntries(
      recoveryGroups.map((group, index) => [
        String(index + 1),
        () => setDoor({ to: 'group', group }),
      ]),
    ),
    ...(watched.length > 0 ? { '9': () => setDoor({ to: 'watch' }) } : {}),
    arrowdown: () => move(1),
    arrowup: () => move(-1),
    u: () => setBringing(true),
    h: () => setHolding(true),
    k: () => holdThese(),
    b: askAll,
    t: takeOut,
    w: call,
    e: exportList,
    ...(isPlanned ? { r: () => setReleasing('all') } : {}),
    // What could not be read is nothing to judge an answer by.
    ...(isUnread ? {} : { p: () => setHearing(true), c: () => setReconciling(true) }),
    ...(closable.length > 0 ? { x: close } : {}),
    ...(proposed.length > 0 ? { y: accept } : {}),
  });
  const sheets = (
    <>
      {asked === null ? null : <AskFirst asked={asked} onClose={() => setAsked(null)} />}
      {isHolding ? <HoldsSheet onClose={() => setHolding(false)} /> : null}
      {releasing === null ? null : (
        <ReleaseSheet
          all={all}
          these={rows}
          list={list}
          only={releasing === 'all' ? undefined : all.find(({ key }) => key === releasing.key)}
          onClose={() => setReleasing(null)}
        />
      )}
      {takingOut === null ? null : (
        <TakeOutSheet
          takeOuts={takingOut}
          rows={all}
          listedAt={list?.asOf ?? null}
          onClose={() => setTakingOut(null)}
        />
      )}
      {isCalling ? (
        <OneCallSheet
          rows={toHear}
          person={person}
          onSaid={setPerson}
          onClose={() => setCalling(false)}
        />
      ) : null}
      {isReconciling ? <ReconcileSheet list={list} onClose={() => setReconciling(false)} /> : null}
      {isHearing ? <AnswersSheet rows={all} onClose={() => setHearing(false)} /> : null}
      <OneFix
        released={released.find(({ key }) => key === opened)}
        warned={warned.get(opened ?? '') ?? []}
        others={
          byPeople.some(({ key }) => key === opened)
            ? toKey.filter(({ key }) => key !== opened).length
            : null
        }
        onNext={openNext}
        onTakeOut={(takeOut) => {
          setOpened(null);
          setTakingOut([takeOut]);
        }}
        onClose={() => setOpened(null)}
      />
      {keying === 'allSheets' ? (
        <KeyInSheets released={toKey} stayOut={stayOut} onClose={() => setKeying(null)} />
      ) : null}
      {keying === 'noneLeft' ? (
        <NoneLeft stayOut={stayOut} onClose={() => setKeying(null)} />
      ) : null}
      {isBringing ? <OutstandingSheet onClose={() => setBringing(false)} /> : null}
      <Answering
        request={held === null ? undefined : lastHold(requests, held.mprn)}
        row={held === null ? undefined : all.find(({ mprn }) => mprn === held.mprn)}
        person={person}
        onSaid={setPerson}
        onClose={() => setHeld(null)}
      />
    </>
  );
  if (isUnread || (all.length === 0 && released.length === 0)) {
    return (
      <main className="room page" aria-label={t('backfix.title')}>
        <div className="page-head">
          <h1>{t('backfix.title')}</h1>
        </div>
        {isUnread ? (
          <Unread />
        ) : read === 'reading' ? null : (
          <NothingYet
            list={list}
            waiting={waiting}
            onBring={() => setBringing(true)}
            onHear={() => setHearing(true)}
            onReconcile={() => setReconciling(true)}
          />
        )}
        {sheets}
      </main>
    );
  }
  return (
    <main className="room backfix" aria-label={t('backfix.title')}>
      <section className="backfix-main" aria-label={t('backfix.market')}>
        <div className="line">
          <h1>{t('backfix.market')}</h1>
          <span className="grow" />
          <Button kind={list === null ? 'go' : 'plain'} hint="U" onPress={() => setBringing(true)}>
            {t(list === null ? 'recovery.bring' : 'recovery.bringAgain')}
          </Button>
        </div>
        <Lede list={list} waiting={waiting} />
        <div className="figures">
          {recoveryGroups.map((group, index) =>
            minor.has(group) ? null : (
              <button
                key={group}
                type="button"
                className={`figure ${group}`}
                aria-pressed={at.to === 'group' && at.group === group}
                onClick={() => setDoor({ to: 'group', group })}
              >
                <b className={inks[group]}>{inGroup(group).length}</b>
                <Key>{String(index + 1)}</Key>
                <span>
                  {t(`recovery.group.${group}`)}
                  {group === 'cutOff' && noCase > 0
                    ? `; ${t('recovery.haveNoCase', { count: noCase })}`
                    : ''}
                </span>
              </button>
            ),
          )}
        </div>
        <div className="line minor">
          {recoveryGroups.map((group, index) =>
            minor.has(group) && inGroup(group).length > 0 ? (
              <button
                key={group}
                type="button"
                className="tab"
                aria-pressed={at.to === 'group' && at.group === group}
                onClick={() => setDoor({ to: 'group', group })}
              >
                <b>{inGroup(group).length}</b> {t(`recovery.group.${group}`)}{' '}
                <Key>{String(index + 1)}</Key>
              </button>
            ) : null,
          )}
          {watched.length === 0 ? null : (
            <button
              type="button"
              className="tab"
              aria-pressed={at.to === 'watch'}
              onClick={() => setDoor({ to: 'watch' })}
            >
              <b>{watched.length}</b> {t('recovery.watched')} <Key>9</Key>
            </button>
          )}
          {takenOut.length === 0 ? null : (
            <button
              type="button"
              className="tab"
              aria-pressed={at.to === 'takenOut'}
              onClick={() => setDoor({ to: 'takenOut' })}
            >
              <b>{takenOut.length}</b> {t('takeOut.done')}
            </button>
          )}
          <span className="grow" />
          {stayOut === 0 ? null : <Tag tone="late">{t('fix.stayOut', { count: stayOut })}</Tag>}
          {toKey.length === 0 ? null : (
            <Button small kind="quiet" reads onPress={() => setKeying('allSheets')}>
              {t('keyIn.all', { count: toKey.length })}
            </Button>
          )}
          {toFile.length === 0 ? null : (
            <Button small kind="quiet" reads onPress={saveMessages}>
              {t('fix.saveFile', { count: toFile.length })}
            </Button>
          )}
          {toFile.length === 0 ? null : (
            <Button small kind="quiet" onPress={handIn}>
              {t('fix.handIn', { count: toFile.length })}
            </Button>
          )}
          {canHold ? (
            <Button small kind="quiet" hint="K" disabled={unheld.length === 0} onPress={holdThese}>
              {t('guards.holdThese')}
            </Button>
          ) : null}
          <Button
            small
            kind="quiet"
            hint="E"
            disabled={rows.length + onBoard.length === 0}
            reads
            onPress={exportList}
          >
            {t('recovery.export')}
          </Button>
        </div>
        {at.to === 'board' ? (
          <FixTable
            released={ofBoard}
            channel={at.channel}
            onChannel={(channel) => setDoor({ ...at, channel })}
            label={t(`fixes.standing.${at.board}`)}
            onOpen={({ key }) => setOpened(key)}
          />
        ) : at.to === 'takenOut' ? (
          <FixTable
            released={takenOut}
            channel={null}
            onChannel={() => {}}
            label={t('takeOut.done')}
            onOpen={({ key }) => setOpened(key)}
          />
        ) : (
          <BackFixTable
            rows={rows}
            label={
              at.to === 'group'
                ? t(`recovery.group.${at.group}`)
                : at.to === 'type'
                  ? t(`backfix.type.${at.type}`)
                  : t('recovery.watched')
            }
            onOpen={(subject) => void console.open(subject)}
            onAnswer={(row) => void answer(row)}
            onRelease={({ key }) => setReleasing({ key })}
            onTakeOut={(row) => {
              if (!isBarred) setTakingOut(inOurEmma(row));
            }}
          />
        )}
      </section>
      <BackFixPlan
        planned={all}
        ofType={ofType}
        chosen={at.to === 'type' ? at.type : null}
        onChoose={(type) => setDoor({ to: 'type', type })}
        onHolds={() => setHolding(true)}
        foot={
          <>
            {holds.length === 0 ? null : (
              <>
                <p className="small muted">
                  {isUnpaid ? `${t('recovery.unpaidSays')} ` : ''}
                  {t('recovery.askAllSays')}
                </p>
                <Button kind={isUnpaid ? 'plain' : 'go'} hint="B" onPress={askAll}>
                  {t(`recovery.ask.${wanted}`, { count: holds.length })}
                </Button>
              </>
            )}
            {toHear.length === 0 ? null : (
              <Button hint="W" onPress={call}>
                {t('oneCall.title', { count: toHear.length })}
              </Button>
            )}
            {takeOuts.length === 0 ? null : (
              <>
                <p className="small muted">
                  {t(takeOuts.every(isOfE05) ? 'takeOut.allSaysE05' : 'takeOut.allSays')}
                </p>
                <Button kind={holds.length === 0 ? 'go' : 'plain'} hint="T" onPress={takeOut}>
                  {t(takeOutTitle(takeOuts), { count: takeOuts.length })}
                </Button>
              </>
            )}
            {isPlanned ? (
              <Button
                kind={holds.length + takeOuts.length === 0 ? 'go' : 'plain'}
                hint="R"
                onPress={() => setReleasing('all')}
              >
                {t('fixes.release', {
                  count: releasable.reduce((sum, { steps }) => sum + steps.length, 0),
                })}
              </Button>
            ) : null}
          </>
        }
        after={
          <FixBoards
            released={released}
            agents={agents}
            chosen={at.to === 'board' ? at.board : null}
            proposed={proposed.length}
            closable={closable.length}
            notOurs={notOurs}
            toSign={toSign.length}
            onChoose={(board) => setDoor({ to: 'board', board, channel: null })}
            onHear={() => setHearing(true)}
            onReconcile={() => setReconciling(true)}
            onAccept={accept}
            onClose={close}
          />
        }
      />
      {sheets}
    </main>
  );
}

function NothingYet(props: {
  readonly list: OutstandingList | null;
  readonly waiting: number;
  readonly onBring: () => void;
  readonly onHear: () => void;
  readonly onReconcile: () => void;
}) {
  const { t } = useWords();
  return (
    <Empty title={t('backfix.empty')}>
      <p className="muted">{t('backfix.emptyText')}</p>
      <Lede list={props.list} waiting={props.waiting} />
      <div className="line">
        <Button kind="go" hint="U" onPress={props.onBring}>
          {t('recovery.bring')}
        </Button>
        <HearMarket {...props} />
      </div>
    </Empty>
  );
}

function Lede(props: { readonly list: OutstandingList | null; readonly waiting: number }) {
  const { list } = props;
  const { now } = useSnapshot();
  const { t, format } = useWords();
  if (list === null) return <p className="muted">{t('recovery.noList')}</p>;
  const { messages, file, operator, asOf, unread, leftOut } = list;
  return (
    <p className="muted">
      {t('recovery.listed', {
        count: props.waiting,
        answered: messages.length - props.waiting,
        file,
        operator,
        at: format.when(asOf, now),
      })}{' '}
      {unread + leftOut === 0 ? null : t('recovery.unread', { count: unread + leftOut })}
    </p>
  );
}

function OneFix(props: {
  readonly released: Released | undefined;
  readonly warned: readonly ReplayWarning['is'][];
  readonly others: number | null;
  readonly onNext: () => void;
  readonly onTakeOut: (takeOut: TakeOut) => void;
  readonly onClose: () => void;
}) {
  const { released, ...rest } = props;
  return released === undefined ? null : (
    <FixSheet key={released.key} released={released} {...rest} />
  );
}

/** After the last one that was keyed. */
function NoneLeft(props: { readonly stayOut: number; readonly onClose: () => void }) {
  const { t } = useWords();
  return (
    <Dialog
      title={t('keyIn.done')}
      onClose={props.onClose}
      foot={
        <div className="end">
          <Button kind="go" reads autoFocus onPress={props.onClose}>
            {t('common.close')}
          </Button>
        </div>
      }
    >
      <p role="status">{t('keyIn.noneLeft')}</p>
      {props.stayOut === 0 ? null : (
        <Banner tone="soon">{t('fix.stayOut', { count: props.stayOut })}</Banner>
      )}
    </Dialog>
  );
}

function Answering(props: {
  readonly request: RequestState | undefined;
  readonly row: Row | undefined;
  readonly person: string;
  readonly onSaid: (person: string) => void;
  readonly onClose: () => void;
}) {
  const { request, row } = props;
  if (request === undefined || row === undefined) return null;
  return (
    <HoldSheet
      key={request.subject}
      request={request}
      isUnpaid={isUnpaidRow(row)}
      isInEmma={row.deciding?.state === 'queuedInEmma'}
      person={props.person}
      onSaid={props.onSaid}
      onClose={props.onClose}
    />
  );
}

/** By the list: D05s that would cut somebody off, and E05s that would put them on once more. */
const inOurEmma = (row: Row): readonly TakeOut[] => [...toTakeOut(row), ...e05sToTakeOut(row)];

function rowsAt(
  door: Door,
  of: {
    readonly inGroup: (group: RecoveryGroup) => readonly Row[];
    readonly ofType: (type: BackFixType) => readonly Row[];
    readonly watched: readonly Row[];
  },
): readonly Row[] {
  switch (door.to) {
    case 'group':
      return of.inGroup(door.group);
    case 'type':
      return of.ofType(door.type);
    case 'watch':
      return of.watched;
    case 'board':
    case 'takenOut':
      return [];
  }
}
