// The open request: which meter point, how long is left, what must not be mixed up, the question that
// saves somebody from a second cut-off, both sides' words, and what came of it on the keys 1 to 9.
import { Button as AriaButton } from 'react-aria-components';
import { assertNever } from '../../shared/lib/check.ts';
import { isDecision } from '../../shared/domain/coordinator.ts';
import { BACKSTOP_MINUTES, deadlineOf } from '../../shared/domain/backstop-clock.ts';
import { clockSettings } from '../../shared/domain/desk.ts';
import type { Assignment, NetworksOutcome } from '../../shared/domain/events.ts';
import { groupsOf } from '../../shared/domain/mprn.ts';
import type { Picture } from '../../shared/domain/request-picture.ts';
import { clockOf } from '../../shared/domain/request-queue.ts';
import { Banner, Button, Empty, Key, MinutesLeft, Mprn, Shape, Tag } from '../ui/parts.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords } from '../i18n/words.tsx';
import { BothSides } from './BothSides.tsx';
import { D05Question } from './D05Question.tsx';
import { RequestReadBack } from './RequestReadBack.tsx';
import { RequestWarnings } from './RequestWarnings.tsx';
import {
  asOf,
  describeRequest,
  describeRequestLeft,
  requestTags,
  supplierName,
  toldReference,
} from './request-words.ts';
import { addressee, partnerOf, type RequestNight } from './use-requests.ts';
import { useConsole, useSnapshot } from './use-console.ts';
import { useCopy } from './use-copy.ts';

/** What the keys 1 to 9 do; the same figures as at a supplier's desk mean the same. */
const acts: readonly ({ readonly outcome: NetworksOutcome } | { readonly assign: Assignment })[] = [
  { outcome: 'done' },
  { outcome: 'promised' },
  { outcome: 'refused' },
  { assign: 'remote' },
  { assign: 'crew' },
  { assign: 'none' },
  { outcome: 'notRemote' },
  { outcome: 'networkFault' },
  { outcome: 'notFound' },
];

export function RequestPanel(props: { readonly night: RequestNight }) {
  const { t } = useWords();
  const { open } = props.night;
  return (
    <aside className="case request-panel" aria-label={t('requests.panel')}>
      {open === null ? (
        <Empty title={t('requests.none')}>
          <p className="muted">{t('requests.noneText')}</p>
        </Empty>
      ) : (
        <OpenRequest key={open.id} picture={open} night={props.night} />
      )}
    </aside>
  );
}

function OpenRequest(props: { readonly picture: Picture; readonly night: RequestNight }) {
  const { picture, night } = props;
  const console = useConsole();
  const { now, desk, device } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const { copy, said } = useCopy(picture.mprn);
  const { taken, decided } = picture.networks;
  const on = {
    request: picture.target,
    ...addressee(night.suppliers, picture.supplier),
  };
  const isHold = picture.type === 'holdD05';
  const closed = isHold || (decided !== null && decided.outcome !== 'promised');
  const isBarred = (each: (typeof acts)[number]) =>
    closed ||
    ('outcome' in each ? !isDecision(picture.type, each.outcome) : picture.type !== 'reenergise');
  const act = (each: (typeof acts)[number]) => {
    if (isBarred(each)) return;
    if ('outcome' in each) void console.go({ sheet: 'decide', outcome: each.outcome });
    else if ('assign' in each)
      void console.run({ do: 'assignRequest', assign: each.assign, ...on });
    else assertNever(each);
  };
  const take = (takeOver: boolean) =>
    void console.run({ do: 'takeRequest', ...on, ...(takeOver ? { takeOver } : {}) });
  const reopen = () => void console.run({ do: 'reopenRequest', ...on });
  useKeys({
    ...Object.fromEntries(acts.map((each, index) => [String(index + 1), () => act(each)])),
    f2: copy,
    escape: () => void console.go({ request: null }),
    ...(taken === null ? { t: () => take(false) } : {}),
    ...(decided === null ? {} : { j: reopen }),
  });
  const settings = clockSettings(desk);
  const left = describeRequestLeft(picture, now, settings, words);
  const unit =
    left.tone === 'late'
      ? t('case.past')
      : left.tone === 'need'
        ? t('row.paid')
        : left.tone === 'ok'
          ? left.unit
          : t('case.minLeft');
  return (
    <>
      <div className="case-head">
        <div className="top">
          <Mprn groups={groupsOf(picture.mprn)} />
          <AriaButton className="tab" aria-label={t('case.copy')} onPress={copy}>
            <Key>F2</Key>
          </AriaButton>
          <span role="status" className="small muted">
            {said === null ? '' : t(`case.${said}`)}
          </span>
          <span className="clock">
            <MinutesLeft
              {...left}
              unit={unit}
              used={null}
              notch={settings.supplierMinutes / BACKSTOP_MINUTES}
              big
            />
          </span>
        </div>
        <Facts picture={picture} night={night} />
      </div>
      <div className="tabs request-tags">
        <span className="line">
          {requestTags(picture, words).map((tag) => (
            <Tag key={tag.text} tone={tag.tone}>
              {tag.text}
            </Tag>
          ))}
          {picture.desks > 1 ? (
            <Tag tone="plain">{t('request.desks', { count: picture.desks })}</Tag>
          ) : null}
          {picture.times > 1 ? (
            <Tag tone="plain">{t('request.times', { count: picture.times })}</Tag>
          ) : null}
        </span>
        <span className="grow" />
        <span className="small muted cut">
          {picture.supplier === null
            ? ''
            : t('requests.supplierAsOf', {
                supplier: supplierName(night.suppliers, picture.supplier, words),
                asOf: asOf(
                  partnerOf(night.suppliers, picture.supplier),
                  now,
                  words,
                  picture.asked.map(({ made }) => made.device),
                ),
              })}
        </span>
      </div>
      <RequestWarnings
        picture={picture}
        night={night}
        device={device}
        onTakeOver={() => take(true)}
      />
      <div className="case-body" tabIndex={0} role="region" aria-label={t('request.sides')}>
        {taken === null ? (
          <div className="line">
            <Button kind="go" hint="T" onPress={() => take(false)}>
              {t('request.take')}
            </Button>
          </div>
        ) : isHold ? (
          <Banner tone="soon">{t('request.only.holdD05')}</Banner>
        ) : picture.type !== 'reenergise' && decided === null ? (
          <Banner tone="soon">{t(`request.only.${picture.type}`)}</Banner>
        ) : decided === null ? (
          <RequestReadBack key={picture.id} picture={picture} />
        ) : (
          <Decided picture={picture} onReopen={reopen} />
        )}
        <D05Question
          key={`${picture.id} ${picture.networks.d05?.entry ?? ''}`}
          picture={picture}
          onAnswer={(answer) => void console.run({ do: 'answerD05', answer, ...on })}
        />
        <BothSides
          picture={picture}
          supplier={supplierName(night.suppliers, picture.supplier, words)}
          networks={t('request.sideNetworks')}
        />
      </div>
      <div className="outcomes three" role="group" aria-label={t('request.outcomes')}>
        {acts.map((each, index) => (
          <Button
            key={index}
            hint={String(index + 1)}
            disabled={isBarred(each)}
            onPress={() => act(each)}
          >
            {'outcome' in each
              ? t(`request.outcome.${each.outcome}`)
              : t(`request.assign.${each.assign}`)}
          </Button>
        ))}
      </div>
    </>
  );
}

/** What was decided, and the one way to change it. */
function Decided(props: { readonly picture: Picture; readonly onReopen: () => void }) {
  const { picture } = props;
  const { now, device } = useSnapshot();
  const words = useWords();
  const { t, format } = words;
  const { decided } = picture.networks;
  if (decided === null) return null;
  const isDone = decided.outcome === 'done';
  const isPromise = decided.outcome === 'promised';
  return (
    <div className="d05-said">
      <Shape name={isDone ? 'dot' : isPromise ? 'ring' : 'square'} ink={isDone ? 'ok' : 'ink-3'} />
      <span className="grow">
        <b>{describeRequest(picture, now, device, words)}</b>{' '}
        {decided.reason === undefined ? '' : `${t('says.reason', { reason: decided.reason })} `}
        <span className="small muted">
          {t('request.saidBy', { operator: decided.operator, at: format.when(decided.at, now) })}
        </span>
      </span>
      <Button small hint="J" onPress={props.onReopen}>
        {t('request.reopen')}
      </Button>
    </div>
  );
}

function Facts(props: { readonly picture: Picture; readonly night: RequestNight }) {
  const { picture, night } = props;
  const { now } = useSnapshot();
  const words = useWords();
  const { t, format } = words;
  const { taken } = picture.networks;
  const told = toldReference(picture);
  const lines: readonly (readonly [string, string, boolean])[] = [
    [t('request.supplier'), supplierName(night.suppliers, picture.supplier, words), false],
    [
      t('request.paid'),
      picture.paidAt === null ? t('request.paidUnknown') : format.when(picture.paidAt, now),
      false,
    ],
    [t('request.reference'), told ?? t('request.noneTold'), told !== null],
    [t('request.backstop'), format.when(deadlineOf(clockOf(picture)), now), false],
    [
      t('request.second'),
      picture.secondIdentifier ?? t('common.notGiven'),
      picture.secondIdentifier !== null,
    ],
    [t('request.asked'), format.when(picture.firstAt, now), false],
    [t('request.ours'), taken?.esbnReference ?? t('common.none'), taken !== null],
    [t('request.with'), taken?.operator ?? t('request.nobody'), false],
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
