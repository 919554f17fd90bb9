// Who the customer is, how long is left, and what could go wrong with them.
import { useEffect, useState } from 'react';
import { mprnOf, type CaseState } from '../../shared/domain/case.ts';
import { formatPhone } from '../../shared/domain/customer.ts';
import { clockSettings } from '../../shared/domain/desk.ts';
import { summarise } from '../../shared/domain/summary.ts';
import { deadlineOf, BACKSTOP_MINUTES } from '../../shared/domain/backstop-clock.ts';
import { Banner, MinutesLeft, Tag } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { describeLeft, describeTag } from './describe.ts';
import { useConsole, useSnapshot } from './use-console.ts';

export function BigClock(props: { readonly state: CaseState }) {
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

export function FactList(props: { readonly state: CaseState }) {
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

export function CaseTags(props: { readonly state: CaseState }) {
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
export function Warnings(props: { readonly state: CaseState }) {
  const { state } = props;
  const { t } = useWords();
  const { facts } = state;
  const onBook = useOnBook(mprnOf(state.subject));
  const lines: readonly (readonly [boolean, 'late' | 'soon' | 'need' | 'plain', string, string])[] =
    [
      [state.medical?.answer === 'yes', 'late', t('case.warn.medical'), t('case.warn.medicalText')],
      [facts.register === 'priority', 'late', t('case.warn.priority'), t('case.warn.priorityText')],
      [facts.openD05 === 'yes', 'soon', t('case.warn.d05'), t('case.warn.d05Text')],
      [onBook === false, 'need', t('case.warn.notOnBook'), t('case.warn.notOnBookText')],
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
    <>
      {shown.map(([, tone, title, text]) => (
        <Banner key={title} tone={tone}>
          <b>{title}</b> {text}
        </Banner>
      ))}
    </>
  );
}

/** Null while nobody knows: no book on this laptop, no MPRN, or not looked up yet. */
function useOnBook(mprn: string | null): boolean | null {
  const console = useConsole();
  const { book } = useSnapshot();
  const [found, setFound] = useState<{ readonly mprn: string; readonly is: boolean } | null>(null);
  useEffect(() => {
    if (book === null || mprn === null) return;
    let stopped = false;
    void console.customer(mprn).then((row) => {
      if (!stopped) setFound({ mprn, is: row !== undefined });
    });
    return () => {
      stopped = true;
    };
  }, [console, book, mprn]);
  return book !== null && found !== null && found.mprn === mprn ? found.is : null;
}
