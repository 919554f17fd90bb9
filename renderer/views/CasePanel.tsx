// One customer: who, how long is left, what to beware of, the call step by step, and what came of
// it on the keys 1 to 9. Everything needed for a call stands here with no scrolling at 1280×800.
import { memo, useRef, useState, type KeyboardEvent, useLayoutEffect } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { type CaseState, type Claim } from '../../shared/domain/case.ts';
import { groupsOf } from '../../shared/domain/mprn.ts';
import { outcomes, type Outcome } from '../../shared/domain/script.ts';
import { summarise } from '../../shared/domain/summary.ts';
import { Banner, Button, Empty, Key, Mprn } from '../ui/parts.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords, type Words } from '../i18n/words.tsx';
import { BackFixList } from './BackFixList.tsx';
import { CaseDelivery, ClashBanner } from './CaseDelivery.tsx';
import { CaseMore } from './CaseMore.tsx';
import { heldBy, HeldBanner, type Barred } from './Held.tsx';
import { History } from './History.tsx';
import { useFactsFromBook } from './book-facts.ts';
import { MissingFacts } from './MissingFacts.tsx';
import { NetworksSaysBlock } from './NetworksSays.tsx';
import { DifferenceLine, OutcomeLine } from './OutcomeLine.tsx';
import { HeldTag } from './PlaceHold.tsx';
import { paperTime, PaperTime } from './PaperTime.tsx';
import type { Console } from '../console/console.ts';
import { powerWords } from './power-words.ts';
import { ScriptSteps } from './ScriptSteps.tsx';
import type { Place } from '../console/place.ts';
import { BigClock, FactList, CaseTags, Warnings } from './CaseFacts.tsx';
import { Unread } from './Unread.tsx';
import { useConsole, useIsUnread, useSnapshot } from './use-console.ts';
import { useCopy } from './use-copy.ts';
import { useSteady } from './use-steady.ts';
import { useWholeLines } from './use-whole-lines.ts';

const tabs = ['script', 'history', 'backfix'] as const;

export function CasePanel() {
  const { current, place, trouble } = useSnapshot();
  const { t } = useWords();
  const isNeverRead = useIsUnread();
  // Somebody was chosen, and the database does not give them.
  const isUnread = isNeverRead || (trouble !== null && place.subject !== null);
  return (
    <aside className="case" aria-label={t('case.label')}>
      {current === null && isUnread ? (
        <Unread />
      ) : current === null ? (
        <Empty title={t('case.none')}>
          <p className="muted">{t('case.noneText')}</p>
        </Empty>
      ) : (
        <OpenCase state={current} />
      )}
    </aside>
  );
}

function OpenCase(props: { readonly state: CaseState }) {
  const { state } = props;
  const console = useConsole();
  const snapshot = useSnapshot();
  const words = useWords();
  const { t } = words;
  useFactsFromBook(state);
  const summary = summarise(state);
  const held = heldBy(state.claim, snapshot.device);
  /** The claim that stood in the way of a key. */
  const [met, setMet] = useState<Claim | null>(null);
  const barred: Barred = held === null ? null : () => setMet(held);
  const unlessHeld = (act: () => void) => barred ?? act;
  const takeOver = () => void console.run({ do: 'claim', subject: state.subject, takeOver: true });
  const { place } = snapshot;
  const { copy, said } = useCopy(summary.mprn);
  const body = useRef<HTMLDivElement>(null);
  const { cover, room } = useWholeLines(
    body,
    `${state.subject}/${state.last.entry}/${place.step}/${place.tab}`,
  );
  // The call goes to its open step by itself; what is read begins at its beginning.
  useLayoutEffect(() => {
    if (place.tab !== 'script' && body.current !== null) body.current.scrollTop = 0;
  }, [state.subject, place.tab]);

  const outcome = (which: Outcome) =>
    unlessHeld(() => void console.go({ sheet: 'outcome', outcome: which }))();
  const power = unlessHeld(() => void console.go({ sheet: 'power' }));
  const stillOff = unlessHeld(() => recordStillOff(console, state.subject, words));
  const digitKeys = Object.fromEntries(
    outcomes.map((each, index) => [String(index + 1), () => outcome(each)]),
  );
  useKeys({
    ...(state.open && state.power === null ? digitKeys : {}),
    ...(held === null ? {} : { t: takeOver }),
    f2: copy,
    f3: () => document.querySelector<HTMLInputElement>('.warnings input')?.focus(),
    escape: () => void console.open(null),
    p: power,
    b: () => basket(),
    ...(canBeStillOff(state) ? { j: stillOff } : {}),
  });

  const moveTab = (event: KeyboardEvent<HTMLButtonElement>, from: Place['tab']) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? tabs.length - 1 : 0;
    const tab = tabs[(tabs.indexOf(from) + by) % tabs.length];
    if (by === 0 || tab === undefined) return;
    event.preventDefault();
    void console.go({ tab });
    const all = event.currentTarget.parentElement?.querySelectorAll<HTMLElement>('[role="tab"]');
    all?.item(tabs.indexOf(tab)).focus();
  };
  const call = snapshot.summaries.find(
    (each) => each.onCall?.device === snapshot.device && each.onCall.operator === snapshot.operator,
  )?.onCall?.call;
  const joinBasket = () => {
    if (call === undefined || state.call !== null) return;
    const paper = paperTime(console, state.subject, words);
    if (paper.tone === 'bad') return;
    const happened = paper.at === null ? {} : { happenedAt: paper.at };
    void console.run({ do: 'joinCall', subject: state.subject, call, ...happened });
  };
  const basket = unlessHeld(joinBasket);
  const acts = useSteady({ outcome, basket, power, stillOff });

  return (
    <>
      <div className="case-head">
        <div className="top">
          {summary.mprn === null ? (
            <span className="mprn">{t('row.noMprn')}</span>
          ) : (
            <>
              <Mprn groups={groupsOf(summary.mprn)} />
              <AriaButton className="tab" aria-label={t('case.copy')} onPress={copy}>
                <Key>F2</Key>
              </AriaButton>
              <span role="status" className="small muted">
                {said === null ? '' : t(`case.${said}`)}
              </span>
            </>
          )}
          <span className="clock">
            <BigClock state={state} />
          </span>
        </div>
        <FactList state={state} />
        <CaseDelivery state={state} />
      </div>
      <div className="tabs">
        <div role="tablist" aria-label={t('case.label')} className="line">
          {tabs.map((tab) => (
            <button
              key={tab}
              type="button"
              role="tab"
              className="tab"
              aria-selected={place.tab === tab}
              tabIndex={place.tab === tab ? 0 : -1}
              onKeyDown={(event) => moveTab(event, tab)}
              // A click does not take the focus: Enter still belongs to the open step.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => void console.go({ tab })}
            >
              {t(`case.tab.${tab}`)}
            </button>
          ))}
        </div>
        <span className="grow" />
        <HeldTag mprn={summary.mprn} />
        <CaseTags state={state} />
        <CaseMore state={state} />
      </div>
      {place.tab === 'script' ? <NetworksSaysBlock state={state} barred={barred} /> : null}
      <div className="warnings">
        {held === null ? null : (
          <HeldBanner claim={held} urgent={met === held} hint="T" onTakeOver={takeOver} />
        )}
        <ClashBanner state={state} />
        <OutcomeLine state={state} />
        <DifferenceLine state={state} />
        <Warnings state={state} />
        {place.tab === 'script' ? <MissingFacts state={state} barred={barred} /> : null}
      </div>
      <div
        className="case-body"
        ref={body}
        style={{ flexBasis: room }}
        role="tabpanel"
        tabIndex={0}
        aria-label={t(`case.tab.${place.tab}`)}
      >
        {place.tab === 'script' ? (
          <>
            <PaperTime key={state.subject} subject={state.subject} />
            <Basket state={state} />
            {state.power === null ? (
              <ScriptSteps state={state} barred={barred} />
            ) : (
              <PowerState state={state} onPower={power} onStillOff={stillOff} />
            )}
          </>
        ) : place.tab === 'history' ? (
          <History subject={state.subject} version={state.last.entry} open={state.open} />
        ) : (
          <BackFixList state={state} />
        )}
        {place.tab === 'script' ? (
          <div className="cover" style={{ height: cover, marginTop: -cover - 6 }} />
        ) : null}
      </div>
      {state.open ? (
        <Outcomes
          isOff={state.power === null}
          isHeld={held !== null}
          canJoin={call !== undefined && state.call === null}
          canBeStillOff={canBeStillOff(state)}
          acts={acts}
        />
      ) : null}
    </>
  );
}

function Basket(props: { readonly state: CaseState }) {
  const console = useConsole();
  const { basket, now } = useSnapshot();
  const { t, format } = useWords();
  const { call } = props.state;
  if (call === null) return null;
  return (
    <>
      {call.waitingSince === null ? null : (
        <Banner tone="plain">
          {t('case.waiting', { span: format.span(now - call.waitingSince) })}
        </Banner>
      )}
      {basket.length < 2 ? null : (
        <div className="stack small">
          <span className="muted">{t('case.basketTitle', { count: basket.length })}</span>
          <span className="line">
            {basket.map((each) => (
              <Button
                key={each.subject}
                small
                kind="plain"
                onPress={() => void console.open(each.subject)}
              >
                {each.mprn === null ? t('row.noMprn') : groupsOf(each.mprn).join(' ')}
              </Button>
            ))}
          </span>
        </div>
      )}
    </>
  );
}

const canBeStillOff = (state: CaseState): boolean =>
  state.open && (state.power !== null || state.outcome !== null);

/** Off after all, at the time that stands on the paper when it is typed from one. */
function recordStillOff(console: Console, subject: string, words: Words): void {
  const paper = paperTime(console, subject, words);
  if (paper.tone === 'bad') return;
  void console.run({
    do: 'stillOff',
    subject,
    by: 'customer',
    ...(paper.at === null ? {} : { happenedAt: paper.at }),
  });
}

function PowerState(props: {
  readonly state: CaseState;
  readonly onPower: () => void;
  readonly onStillOff: () => void;
}) {
  const { now } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const { power } = props.state;
  if (power === null) return null;
  return (
    <>
      <Banner tone="ok">{powerWords(power, now, words)}</Banner>
      <div className="line">
        {power.level === 'claimed' ? (
          <Button kind="go" hint="P" onPress={props.onPower}>
            {t('power.confirm')}
          </Button>
        ) : null}
        <Button hint="J" onPress={props.onStillOff}>
          {t('case.stillOff')}
        </Button>
      </div>
    </>
  );
}

/** Drawn again only when a button changes: N passes from one customer to the next. */
const Outcomes = memo(function Outcomes(props: {
  readonly isOff: boolean;
  /** Somebody else has the customer: nothing is written until a person takes over. */
  readonly isHeld: boolean;
  readonly canJoin: boolean;
  readonly canBeStillOff: boolean;
  readonly acts: {
    readonly outcome: (outcome: Outcome) => void;
    readonly basket: () => void;
    readonly power: () => void;
    readonly stillOff: () => void;
  };
}) {
  const { t } = useWords();
  const { isOff, isHeld, acts } = props;
  return (
    <div className="outcomes">
      {outcomes.map((outcome, index) => (
        <Button
          key={outcome}
          hint={String(index + 1)}
          disabled={!isOff || isHeld}
          onPress={() => acts.outcome(outcome)}
        >
          {t(`outcome.${outcome}`)}
        </Button>
      ))}
      <Button hint="B" disabled={!isOff || isHeld || !props.canJoin} onPress={acts.basket}>
        {t('case.basket')}
      </Button>
      <Button hint="P" disabled={isHeld} onPress={acts.power}>
        {t('case.power')}
      </Button>
      <Button hint="J" disabled={isHeld || !props.canBeStillOff} onPress={acts.stillOff}>
        {t('case.stillOff')}
      </Button>
    </div>
  );
});
