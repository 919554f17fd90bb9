// One customer: who, how long is left, what to beware of, the call step by step, and what came of
// it on the keys 1 to 9. Everything needed for a call stands here with no scrolling at 1280×800.
import { Button as AriaButton } from 'react-aria-components';
import type { CaseState } from '../../shared/domain/case.ts';
import { formatPhone } from '../../shared/domain/customer.ts';
import { clockSettings } from '../../shared/domain/desk.ts';
import { groupsOf } from '../../shared/domain/mprn.ts';
import { outcomes, type Outcome } from '../../shared/domain/script.ts';
import { summarise } from '../../shared/domain/summary.ts';
import { deadlineOf, BACKSTOP_MINUTES } from '../../shared/domain/backstop-clock.ts';
import { Banner, Button, Empty, Key, MinutesLeft, Mprn, Tag } from '../ui/parts.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords } from '../i18n/words.tsx';
import { BackFixList } from './BackFixList.tsx';
import { History } from './History.tsx';
import { MissingFacts } from './MissingFacts.tsx';
import { ScriptSteps } from './ScriptSteps.tsx';
import { describeLeft, describeTag } from './describe.ts';
import { useConsole, useSnapshot } from './use-console.ts';

export function CasePanel() {
  const { current } = useSnapshot();
  const { t } = useWords();
  return (
    <aside className="case" aria-label={t('case.label')}>
      {current === null ? (
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
  const summary = summarise(state);
  const mine =
    state.claim !== null &&
    state.claim.device === snapshot.device &&
    state.claim.operator === snapshot.operator;
  const others = state.claim !== null && !mine;
  const { place } = snapshot;

  const outcome = (which: Outcome) => void console.go({ sheet: 'outcome', outcome: which });
  const digitKeys = Object.fromEntries(
    outcomes.map((each, index) => [String(index + 1), () => outcome(each)]),
  );
  useKeys({
    ...(state.open && state.power === null ? digitKeys : {}),
    f2: () => copyMprn(summary.mprn),
    escape: () => void console.open(null),
    p: () => void console.go({ sheet: 'power' }),
    b: () => joinBasket(),
  });

  const copyMprn = (mprn: string | null) => {
    if (mprn !== null) void navigator.clipboard?.writeText(mprn);
  };
  const joinBasket = () => {
    const call = snapshot.summaries.find(
      (each) =>
        each.onCall?.device === snapshot.device && each.onCall.operator === snapshot.operator,
    )?.onCall?.call;
    if (call !== undefined && state.call === null)
      void console.run({ do: 'joinCall', subject: state.subject, call });
  };

  return (
    <>
      <div className="case-head">
        <div className="top">
          {summary.mprn === null ? (
            <span className="mprn">{t('row.noMprn')}</span>
          ) : (
            <>
              <Mprn groups={groupsOf(summary.mprn)} />
              <AriaButton
                className="tab"
                aria-label={t('case.copy')}
                onPress={() => copyMprn(summary.mprn)}
              >
                <Key>F2</Key>
              </AriaButton>
            </>
          )}
          <span className="clock">
            <BigClock state={state} />
          </span>
        </div>
        <FactList state={state} />
      </div>
      <div className="tabs" role="tablist">
        {(['script', 'history', 'backfix'] as const).map((tab) => (
          <button
            key={tab}
            type="button"
            role="tab"
            className="tab"
            aria-selected={place.tab === tab}
            // A click does not take the focus: Enter still belongs to the open step.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => void console.go({ tab })}
          >
            {t(`case.tab.${tab}`)}
          </button>
        ))}
        <span className="grow" />
        <CaseTags state={state} />
      </div>
      <Warnings state={state} />
      <div
        className="case-body"
        role="tabpanel"
        tabIndex={0}
        aria-label={t(`case.tab.${place.tab}`)}
      >
        {others && state.claim !== null ? (
          <Banner
            tone="soon"
            action={
              <Button
                small
                onPress={() =>
                  void console.run({ do: 'claim', subject: state.subject, takeOver: true })
                }
              >
                {t('case.takeOver')}
              </Button>
            }
          >
            {t('case.warn.claimed', {
              operator: state.claim.operator,
              at: words.format.when(state.claim.at, snapshot.now),
            })}
          </Banner>
        ) : null}
        {place.tab === 'script' ? (
          <>
            <MissingFacts state={state} />
            <Basket state={state} />
            {state.power === null ? <ScriptSteps state={state} /> : <PowerState state={state} />}
          </>
        ) : place.tab === 'history' ? (
          <History subject={state.subject} version={state.last.entry} />
        ) : (
          <BackFixList state={state} />
        )}
      </div>
      <Outcomes state={state} onOutcome={outcome} onBasket={joinBasket} />
    </>
  );
}

function BigClock(props: { readonly state: CaseState }) {
  const { desk, now } = useSnapshot();
  const words = useWords();
  const summary = summarise(props.state);
  const left = describeLeft(summary, now, clockSettings(desk), words);
  const unit =
    summary.backAt !== null
      ? left.unit
      : left.tone === 'late'
        ? words.t('case.past')
        : left.tone === 'need'
          ? words.t('row.paid')
          : words.t('case.minLeft');
  return (
    <MinutesLeft
      {...left}
      unit={unit}
      used={null}
      notch={desk.order.desks / BACKSTOP_MINUTES}
      big
    />
  );
}

function FactList(props: { readonly state: CaseState }) {
  const { facts } = props.state;
  const { now } = useSnapshot();
  const { t, format } = useWords();
  const paid =
    facts.paidAt === undefined
      ? t('case.paidUnknown')
      : t('case.paidLine', {
          at: format.when(facts.paidAt, now),
          amount: facts.amountCents === undefined ? '' : format.money(facts.amountCents),
        });
  const deadline = deadlineOf({ paidAt: facts.paidAt ?? null, noticedAt: props.state.noticedAt });
  const message = facts.message017;
  const lines: readonly (readonly [string, string, boolean])[] = [
    [t('case.customer'), facts.name ?? t('common.notGiven'), false],
    [t('case.paid'), paid, false],
    [
      t('case.phone'),
      facts.phone === undefined ? t('common.notGiven') : formatPhone(facts.phone),
      true,
    ],
    [t('case.backstop'), format.when(deadline, now), false],
    [
      t('case.address'),
      [facts.address, facts.eircode].filter(Boolean).join(', ') || t('common.notGiven'),
      false,
    ],
    [
      t('case.017'),
      message === undefined
        ? t('common.notKnown')
        : `${message.reason ?? ''} ${t(`case.message.${message.state}`)}`.trim(),
      false,
    ],
    [t('case.serial'), facts.serial ?? t('common.notGiven'), true],
    [
      t('case.status'),
      [facts.status, facts.ctf === undefined ? undefined : `CTF ${facts.ctf}`]
        .filter(Boolean)
        .join(', ') || t('common.notKnown'),
      false,
    ],
  ];
  return (
    <dl className="facts">
      {lines.map(([label, value, mono]) => (
        <FactLine key={label} label={label} value={value} mono={mono} />
      ))}
    </dl>
  );
}

function FactLine(props: {
  readonly label: string;
  readonly value: string;
  readonly mono: boolean;
}) {
  return (
    <>
      <dt>{props.label}</dt>
      <dd className={props.mono ? 'mono' : ''} title={props.value}>
        {props.value}
      </dd>
    </>
  );
}

function CaseTags(props: { readonly state: CaseState }) {
  const { t } = useWords();
  const words = useWords();
  const tag = describeTag(summarise(props.state), words);
  return (
    <span className="line">
      {tag === null ? null : <Tag tone={tag.tone}>{tag.text}</Tag>}
      {props.state.reports.length > 0 ? (
        <Tag tone="plain">{t('case.reports', { count: props.state.reports.length })}</Tag>
      ) : null}
    </span>
  );
}

/** What could go wrong with this customer, most dangerous first: one line each, always in sight. */
function Warnings(props: { readonly state: CaseState }) {
  const { state } = props;
  const { t } = useWords();
  const { facts } = state;
  const lines: readonly (readonly [boolean, 'late' | 'soon' | 'need' | 'plain', string, string])[] =
    [
      [state.medical?.answer === 'yes', 'late', t('case.warn.medical'), t('case.warn.medicalText')],
      [facts.register === 'priority', 'late', t('case.warn.priority'), t('case.warn.priorityText')],
      [facts.openD05 === 'yes', 'soon', t('case.warn.d05'), t('case.warn.d05Text')],
      [state.outcome?.outcome === 'wrongCustomer', 'need', t('case.warn.wrongCustomer'), ''],
      [
        facts.ctf !== undefined && facts.ctf !== '04',
        'soon',
        t('case.warn.ctf'),
        t('case.warn.ctfText', { ctf: facts.ctf ?? '' }),
      ],
      [state.unlisted !== null, 'plain', t('case.warn.unlisted'), t('case.warn.unlistedText')],
    ];
  const shown = lines.filter(([is]) => is && state.power === null);
  if (shown.length === 0) return null;
  return (
    <div className="warnings">
      {shown.map(([, tone, title, text]) => (
        <Banner key={title} tone={tone}>
          <b>{title}</b> {text}
        </Banner>
      ))}
    </div>
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

function PowerState(props: { readonly state: CaseState }) {
  const console = useConsole();
  const { now } = useSnapshot();
  const { t, format } = useWords();
  const { power, subject } = props.state;
  if (power === null) return null;
  return (
    <>
      <Banner tone="ok">
        {t(`power.state.${power.level}`, {
          at: format.when(power.backAt, now),
          by: t(`power.by.${power.by}`),
        })}
      </Banner>
      <div className="line">
        {power.level === 'claimed' ? (
          <Button kind="go" hint="P" onPress={() => void console.go({ sheet: 'power' })}>
            {t('power.confirm')}
          </Button>
        ) : null}
        <Button onPress={() => void console.run({ do: 'stillOff', subject, by: 'customer' })}>
          {t('case.stillOff')}
        </Button>
      </div>
    </>
  );
}

function Outcomes(props: {
  readonly state: CaseState;
  readonly onOutcome: (outcome: Outcome) => void;
  readonly onBasket: () => void;
}) {
  const console = useConsole();
  const { t } = useWords();
  const { state } = props;
  if (!state.open) return null;
  const off = state.power === null;
  return (
    <div className="outcomes">
      {outcomes.map((outcome, index) => (
        <Button
          key={outcome}
          hint={String(index + 1)}
          disabled={!off}
          onPress={() => props.onOutcome(outcome)}
        >
          {t(`outcome.${outcome}`)}
        </Button>
      ))}
      <Button hint="B" disabled={!off || state.call !== null} onPress={props.onBasket}>
        {t('case.basket')}
      </Button>
      <Button hint="P" onPress={() => void console.go({ sheet: 'power' })}>
        {t('case.power')}
      </Button>
      <Button
        disabled={off && state.outcome === null}
        onPress={() => void console.run({ do: 'stillOff', subject: state.subject, by: 'customer' })}
      >
        {t('case.stillOff')}
      </Button>
    </div>
  );
}
