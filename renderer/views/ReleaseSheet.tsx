// The plan of the recovery, released: how many of what, by whom and over which channel, what is held
// back first, and one key. More than a share of everybody is looked at twice. The same for one customer.
import { useRef, useState } from 'react';
import { isPaused } from '../../shared/domain/channel.ts';
import { isLookInEmma, isTakeOut, type BackFixStep } from '../../shared/domain/back-fix-step.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import { mostShareOf, touchedBy } from '../../shared/domain/release-share.ts';
import type { OutstandingList } from '../../shared/domain/outstanding.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { useKeys } from '../ui/keys.ts';
import { Banner, Button, Choice, TextField } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { mayRelease, waysOf } from '../console/organisation.ts';
import { agentLabel, sentence } from './channel-words.ts';
import { conflictsFirst, conflictsOf, countsOf, isFirst, type Conflict } from './release-plan.ts';
import { useReplayWarnings } from './use-replay-warnings.ts';
import { useConsole, useSnapshot } from './use-console.ts';
import type { Row } from './use-recovery.ts';

const MOST_CONFLICTS = 20;

export function ReleaseSheet(props: {
  /** Everybody, and the list that is in sight. */
  readonly all: readonly Row[];
  readonly these: readonly Row[];
  readonly list: OutstandingList | null;
  /** The plan of this one, and of nobody else. */
  readonly only?: Row | undefined;
  readonly onClose: () => void;
}) {
  const { only, onClose } = props;
  const console = useConsole();
  const snapshot = useSnapshot();
  const { channels, incident } = snapshot;
  const words = useWords();
  const { t, format } = words;
  const [scope, setScope] = useState<'all' | 'these'>('all');
  const [isAgreed, setAgreed] = useState(false);
  const [despite, setDespite] = useState('');
  const [authorisedBy, setAuthorisedBy] = useState('');
  const usesEmma = waysOf(snapshot).emma;
  const agents = channels.find(({ channel }) => channel === 'emma' && usesEmma)?.agents ?? [];
  const [agent, setAgent] = useState(agents[0]?.device ?? '');
  const writing = useRef(false);

  const asked = only === undefined ? props.all : [only];
  const planned = asked.filter(({ steps }) => steps.length > 0);
  /** Whose reconnection would do something twice: they go only with a reason. */
  const warned = useReplayWarnings(planned, props.list);
  const inScope = (scope === 'all' ? planned : props.these).filter(isReleasable);
  const held = inScope.filter(({ key }) => warned.has(key));
  const isForced = despite.trim() !== '';
  const going = isForced ? inScope : inScope.filter(({ key }) => !warned.has(key));
  const rows = conflictsFirst(going, warned);
  const steps = rows.flatMap((row) => row.steps);
  const noMprn = planned.filter(({ mprn }) => mprn === null).length;
  const first = rows.filter(isFirst).length;
  const off = rows.filter(({ summary }) => summary?.power === 'off').length;
  const openCases = props.all.filter(({ state }) => state !== null).length;
  const mostShare = mostShareOf(snapshot.desk);
  const touched = touchedBy({
    mprns: rows.flatMap(({ mprn }) => mprn ?? []),
    fixes: snapshot.fixes.values(),
    openCases,
    mostShare,
    now: snapshot.now,
  });
  const { isLarge } = touched;
  const needsName = !mayRelease(snapshot);
  const cannot =
    rows.length === 0 || (isLarge && !isAgreed) || (needsName && authorisedBy.trim() === '');
  const over = steps
    .filter((step) => !isTakeOut(step) && !isLookInEmma(step))
    .map(({ channel }) => channel);
  const paused = [...new Set(over)].flatMap((channel) => {
    const found = isPaused(channels, channel);
    return found === null ? [] : [{ ...found, channel }];
  });

  const release = async () => {
    if (cannot || writing.current) return;
    writing.current = true;
    const done = await console.run({
      do: 'releaseFixes',
      items: rows.map(({ key, mprn, steps: ofRow }) => ({
        mprn: mprn ?? '',
        steps: ofRow,
        ...(warned.has(key) ? { despite: despite.trim() } : {}),
      })),
      outOf: openCases,
      mostShare,
      ...(isLarge ? { agreed: isAgreed } : {}),
      ...(agent === '' ? {} : { agent }),
      ...(needsName ? { authorisedBy: authorisedBy.trim() } : {}),
    });
    writing.current = false;
    if (done.ok) onClose();
  };
  useKeys({ 'ctrl+enter': () => void release() }, { inDialog: true });
  return (
    <Dialog
      title={t('release.title')}
      hint={only?.mprn ? formatMprn(only.mprn) : t('release.hint')}
      wide
      onClose={onClose}
      foot={
        <Button kind="go" hint="Ctrl ↵" disabled={cannot} onPress={() => void release()}>
          {t('release.go', { fixes: steps.length, count: rows.length })}
        </Button>
      }
    >
      {incident === null ? null : (
        <Banner tone="late">
          {t('release.stillDown', { since: format.when(incident.since, snapshot.now) })}
        </Banner>
      )}
      {planned.length === 0 ? <p className="muted">{t('release.nothing')}</p> : null}
      {paused.map(({ channel, operator, because }) => (
        <Banner key={channel} tone="late">
          {t('release.paused', {
            channel: sentence(t(`channel.name.${channel}`)),
            who: operator,
            because,
          })}
        </Banner>
      ))}
      {only === undefined ? (
        <Choice
          label={t('release.scope')}
          value={scope}
          options={[
            {
              value: 'all',
              label: t('release.all', { count: planned.filter(isReleasable).length }),
            },
            {
              value: 'these',
              label: t('release.these', { count: props.these.filter(isReleasable).length }),
            },
          ]}
          onChange={setScope}
        />
      ) : null}
      {isLarge ? (
        <div className="line wrap">
          <span>{t('release.large', { ...touched, openCases })}</span>
          <Choice
            label={t('release.agree')}
            value={isAgreed ? 'yes' : 'no'}
            options={[
              { value: 'no', label: t('common.no') },
              { value: 'yes', label: t('common.yes') },
            ]}
            onChange={(value) => setAgreed(value === 'yes')}
          />
        </div>
      ) : null}
      <Conflicts conflicts={conflictsOf(inScope, warned, words, snapshot.now)} />
      {first === 0 ? null : <Banner tone="soon">{t('release.first', { count: first })}</Banner>}
      {off === 0 ? null : <Banner tone="need">{t('release.off', { count: off })}</Banner>}
      {noMprn === 0 ? null : <Banner tone="need">{t('release.noMprn', { count: noMprn })}</Banner>}
      {held.length === 0 ? null : (
        <>
          <Banner tone="late">{t('release.replay', { count: held.length })}</Banner>
          <TextField label={t('release.despite')} value={despite} onChange={setDespite} />
        </>
      )}
      <Counts steps={steps} />
      {agents.length === 0 ? (
        <p className="muted small">{t(usesEmma ? 'release.noAgentYet' : 'release.noEmma')}</p>
      ) : (
        <Choice
          label={t('release.agent')}
          value={agent}
          options={[
            ...agents.map((each) => ({ value: each.device, label: agentLabel(each, words) })),
            { value: '', label: t('release.noAgent') },
          ]}
          onChange={setAgent}
        />
      )}
      {needsName ? (
        <TextField
          label={t('release.authorised')}
          value={authorisedBy}
          onChange={setAuthorisedBy}
        />
      ) : null}
      <p className="muted small">{t('release.unverified')}</p>
    </Dialog>
  );
}

export const isReleasable = ({ mprn, steps }: Row): boolean => mprn !== null && steps.length > 0;

function Counts({ steps }: { readonly steps: readonly BackFixStep[] }) {
  const { t } = useWords();
  const counts = countsOf(steps);
  if (counts.length === 0) return null;
  return (
    <div className="sheet-table whole" role="region" tabIndex={0} aria-label={t('release.title')}>
      <table>
        <thead>
          <tr>
            <th>{t('release.type')}</th>
            <th>{t('release.count')}</th>
            <th>{t('release.by')}</th>
            <th>{t('release.over')}</th>
          </tr>
        </thead>
        <tbody>
          {counts.map(({ type, owner, channel, count }) => (
            <tr key={[type, owner, channel].join('/')}>
              <td>{t(`backfix.type.${type}`)}</td>
              <td className="mono">{count}</td>
              <td>{t(`backfix.owner.${owner}`)}</td>
              <td>{t(`backfix.channel.${channel}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Who is looked at before anything goes. */
function Conflicts({ conflicts }: { readonly conflicts: readonly Conflict[] }) {
  const { t } = useWords();
  if (conflicts.length === 0) return null;
  const label = t('release.conflicts', { count: conflicts.length });
  return (
    <>
      <h3>{label}</h3>
      <ul className="stack small" aria-label={label}>
        {conflicts.slice(0, MOST_CONFLICTS).map(({ key, mprn, words }) => (
          <li key={key} className="line wrap">
            <span className="mprn">{formatMprn(mprn)}</span> <span>{words}</span>
          </li>
        ))}
      </ul>
      {conflicts.length > MOST_CONFLICTS ? (
        <p className="muted small">
          {t('backfix.more', { count: conflicts.length - MOST_CONFLICTS })}
        </p>
      ) : null}
    </>
  );
}
