// Who the customer is, how long is left, and what could go wrong with them.
import { useEffect, useState } from 'react';
import { isD05Doubted, mprnOf, type CaseState } from '../../shared/domain/case.ts';
import { isPerhapsNoDisconnection, isSecondDiffering } from '../../shared/domain/warnings.ts';
import { formatPhone } from '../../shared/domain/customer.ts';
import { clockSettings } from '../../shared/domain/desk.ts';
import { summarise } from '../../shared/domain/summary.ts';
import { deadlineOf, BACKSTOP_MINUTES } from '../../shared/domain/backstop-clock.ts';
import { bannerShapes, MinutesLeft, Shape, Tag, type Tone } from '../ui/parts.tsx';
import { useWords, type Family } from '../i18n/words.tsx';
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
  const lines: readonly (readonly [string, string, 'text' | 'mono' | 'whole'])[] = [
    [t('case.customer'), facts.name ?? t('common.notGiven'), 'text'],
    [t('case.paid'), paid, 'text'],
    [
      t('case.phone'),
      facts.phone === undefined ? t('common.notGiven') : formatPhone(facts.phone),
      facts.phone === undefined ? 'text' : 'mono',
    ],
    [t('case.backstop'), format.when(deadline, now), 'text'],
    [
      t('case.serial'),
      facts.serial ?? t('common.notGiven'),
      facts.serial === undefined ? 'text' : 'mono',
    ],
    [
      t('case.017'),
      message === undefined
        ? t('common.notKnown')
        : `${message.reason ?? ''} ${t(`case.message.${message.state}`)}`.trim(),
      'text',
    ],
    // Read out to Networks as it is: two lines where it needs them.
    [
      t('case.address'),
      [facts.address, facts.eircode].filter(Boolean).join(', ') || t('common.notGiven'),
      'whole',
    ],
    [
      t('case.status'),
      [facts.status, facts.ctf === undefined ? undefined : `CTF ${facts.ctf}`]
        .filter(Boolean)
        .join(', ') || t('common.notKnown'),
      'text',
    ],
  ];
  return (
    <dl className="facts">
      {lines.map(([label, value, form]) => (
        <FactLine key={label} label={label} value={value} form={form} />
      ))}
      <NoteLine state={props.state} />
    </dl>
  );
}

/** The newest note in sight, whole when pointed at: what a caller said must not wait in History. */
function NoteLine(props: { readonly state: CaseState }) {
  const { t } = useWords();
  const { notes, facts } = props.state;
  const said = [...notes.map((each) => each.note).reverse(), facts.note ?? ''].filter(
    (each) => each !== '',
  );
  if (said.length === 0) return null;
  return (
    <>
      <dt>{t('case.note')}</dt>
      <dd className="wide" title={said.join('\n')}>
        {said.join(' · ')}
      </dd>
    </>
  );
}

function FactLine(props: {
  readonly label: string;
  readonly value: string;
  readonly form: 'text' | 'mono' | 'whole';
}) {
  return (
    <>
      <dt>{props.label}</dt>
      <dd className={props.form} title={props.value}>
        {props.value}
      </dd>
    </>
  );
}

export function CaseTags(props: { readonly state: CaseState }) {
  const { t } = useWords();
  const words = useWords();
  const tag = describeTag(summarise(props.state), words);
  // The red ones are said by the warning below.
  return (
    <span className="tags">
      {tag === null || tag.tone === 'late' ? null : <Tag tone={tag.tone}>{tag.text}</Tag>}
      {props.state.reports.length > 0 ? (
        <Tag tone="plain">{t('case.reports', { count: props.state.reports.length })}</Tag>
      ) : null}
    </span>
  );
}

interface Warning {
  readonly is: boolean;
  readonly tone: Exclude<Tone, 'ok'>;
  readonly id: Family<'case.warnShort'>;
  readonly title: string;
  readonly text: string;
}

/**
 * What could go wrong with this customer, most dangerous first, each with its shape. On a laptop the
 * first keeps its sentence and the others are names: the open step must stay whole (LOOK1).
 */
export function Warnings(props: { readonly state: CaseState }) {
  const { state } = props;
  const { t } = useWords();
  const { facts } = state;
  const onBook = useOnBook(mprnOf(state.subject));
  const listed =
    state.opened.source === 'file' || state.reports.some((each) => each.source === 'file');
  const all: readonly Warning[] = [
    {
      is: state.cutOff !== undefined,
      tone: 'late',
      id: 'cutOff',
      title: t('case.warn.cutOff', { type: state.cutOff?.type ?? '' }),
      text: t('case.warn.cutOffText'),
    },
    {
      is: isSecondDiffering(state),
      tone: 'late',
      id: 'secondDiffers',
      title: t('case.warn.secondDiffers'),
      text: t('case.warn.secondDiffersText'),
    },
    {
      is: state.medical?.answer === 'yes',
      tone: 'late',
      id: 'medical',
      title: t('case.warn.medical'),
      text: t('case.warn.medicalText'),
    },
    {
      is: facts.register === 'priority',
      tone: 'late',
      id: 'priority',
      title: t('case.warn.priority'),
      text: t('case.warn.priorityText'),
    },
    {
      is: isPerhapsNoDisconnection(state),
      tone: 'soon',
      id: 'noDisconnection',
      title: t('case.warn.noDisconnection'),
      text: t('case.warn.noDisconnectionText'),
    },
    {
      is: facts.openD05 === 'yes',
      tone: 'soon',
      id: state.d05?.answer === 'waiting' ? 'd05Stays' : 'd05',
      // Asked and answered: nothing more can be asked of Networks, and the customer is to know.
      title: t(state.d05?.answer === 'waiting' ? 'case.warn.d05Stays' : 'case.warn.d05'),
      text: t(state.d05?.answer === 'waiting' ? 'case.warn.d05StaysText' : 'case.warn.d05Text'),
    },
    {
      is: isD05Doubted(state),
      tone: 'soon',
      id: 'd05Doubted',
      title: t('case.warn.d05Doubted'),
      text: t('case.warn.d05DoubtedText'),
    },
    {
      is: facts.ctf !== undefined && facts.ctf !== '04',
      tone: 'soon',
      id: 'ctf',
      title: t('case.warn.ctf'),
      text: t('case.warn.ctfText', { ctf: facts.ctf ?? '' }),
    },
    {
      is: state.outcome?.outcome === 'wrongCustomer',
      tone: 'need',
      id: 'wrongCustomer',
      title: t('case.warn.wrongCustomer'),
      text: '',
    },
    {
      is: onBook === false,
      tone: listed ? 'plain' : 'need',
      id: 'notOnBook',
      title: t('case.warn.notOnBook'),
      text: t(listed ? 'case.warn.notOnBookListed' : 'case.warn.notOnBookText'),
    },
    {
      is: state.unlisted !== null,
      tone: 'plain',
      id: 'unlisted',
      title: t('case.warn.unlisted'),
      text: t('case.warn.unlistedText'),
    },
  ];
  // Once it is back, what can take it away again still counts.
  const shown = all.filter(({ is, id }) => is && (state.power === null || ofD05.has(id)));
  const [first] = shown;
  if (first === undefined) return null;
  return (
    <div className={`banner many ${first.tone}`} role="note">
      {shown.map(({ id, tone, title, text }) => (
        <span key={id} className="one" title={`${title} ${text}`.trim()}>
          <Shape name={bannerShapes[tone]} ink={tone === 'plain' ? 'ink-3' : tone} />
          <span>
            <b>{shown.length === 1 ? title : t(`case.warnShort.${id}`)}</b>{' '}
            <span className="text whole">{text}</span>{' '}
            <span className="text brief" aria-hidden="true">
              {t(`case.warnBrief.${id}`)}
            </span>
          </span>
        </span>
      ))}
    </div>
  );
}

const ofD05 = new Set<Warning['id']>(['d05', 'd05Stays', 'd05Doubted']);

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
