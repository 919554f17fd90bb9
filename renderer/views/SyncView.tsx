// Delivery and devices: how the exchange stands and why, joining with a one-time code, what still
// waits, what was set aside, and who else writes under the organisation's name.
import { useEffect, useRef, useState } from 'react';
import { Banner, Button, Empty, TextField } from '../ui/parts.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords, type Words } from '../i18n/words.tsx';
import { DevicesPart } from './DevicesPart.tsx';
import { Part } from './Part.tsx';
import { deliveryOf, failureWords, kindWords } from './sync-words.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import type { SyncStatus } from '../../shared/sync/engine.ts';
import type { WaitingEntry } from '../console/snapshot.ts';
import { Unread } from './Unread.tsx';
import { useConsole, useIsUnread, useSnapshot } from './use-console.ts';

const MOST_SHOWN = 50;

export function SyncView() {
  const { world, enrolment, sync } = useSnapshot();
  const isUnread = useIsUnread();
  const { t } = useWords();
  const needsCode =
    enrolment === null ||
    (sync?.phase === 'stopped' &&
      ['unknownToken', 'revoked', 'otherDevice', 'notEnrolled'].includes(sync.failure?.code ?? ''));
  return (
    <main className="room page" aria-label={t('sync.title')}>
      <div className="page-head">
        <h1>{t('sync.title')}</h1>
        <span className="muted">{t('sync.lede')}</span>
      </div>
      {world === 'practice' ? (
        <Empty title={t('sync.practice')} />
      ) : (
        <div className="page-body scroll settings-grid">
          {enrolment === null ? null : <Connection />}
          {needsCode && !isUnread ? <Join /> : null}
          <Outbox />
          <Aside />
          {enrolment?.role === 'supervisor' ? <DevicesPart /> : null}
        </div>
      )}
    </main>
  );
}

function Connection() {
  const console = useConsole();
  const snapshot = useSnapshot();
  const words = useWords();
  const { t, format } = words;
  const { enrolment, sync, now, clockOffset, partners } = snapshot;
  if (enrolment === null) return null;
  const state = deliveryOf(snapshot);
  const failure = sync?.failure ?? null;
  return (
    <Part title={t('sync.connection')} wide>
      {failure === null ? null : (
        <Banner
          tone={state === 'stopped' ? 'late' : 'soon'}
          urgent
          action={
            failure.code === 'forked' ? (
              <Button small onPress={() => void console.becomeNewDevice()}>
                {t('sync.copied')}
              </Button>
            ) : state === 'stopped' ? undefined : (
              <Button small onPress={() => console.tryNow()}>
                {t('sync.tryNow')}
              </Button>
            )
          }
        >
          <b>
            {t(state === 'stopped' ? 'delivery.stopped' : 'delivery.stalled', {
              since: format.when(sync?.stalledSince ?? now, now),
            })}
          </b>
          {': '}
          {failureWords(failure, words)}.{' '}
          {failure.code === 'forked' ? t('sync.copiedHint') : t('sync.goesOn')}
        </Banner>
      )}
      <dl className="facts wide-labels">
        <dt>{t('sync.organisation')}</dt>
        <dd>
          {t('sync.joined', {
            organisation: enrolment.organisation.name,
            role: t(`role.${enrolment.role}`),
          })}
        </dd>
        <dt>{t('sync.address')}</dt>
        <dd className="mono cut">{enrolment.address}</dd>
        <dt>{t('sync.lastAt')}</dt>
        <dd>
          {sync === null || sync.lastAt === null ? t('sync.never') : format.when(sync.lastAt, now)}
        </dd>
        {sync === null || sync.attempts === 0 ? null : (
          <>
            <dt>{t('sync.nextTry')}</dt>
            <dd>{nextTryWords(sync, words)}</dd>
          </>
        )}
        <dt>{t('sync.clock')}</dt>
        <dd>
          {clockOffset === 0
            ? t('sync.clockAgrees')
            : t('sync.clockOff', {
                span: format.span(Math.abs(clockOffset)),
                ahead: clockOffset < 0,
              })}
        </dd>
        {partners.length === 0 ? null : (
          <>
            <dt>{t('sync.partners')}</dt>
            <dd>
              {partners.map((each) => (
                <div key={each.organisation}>
                  {each.lastAt === null
                    ? t('sync.partnerNever', each)
                    : t('sync.partner', {
                        name: each.name,
                        age: format.span(Math.max(0, now - each.lastAt)),
                      })}
                </div>
              ))}
            </dd>
          </>
        )}
      </dl>
      {enrolment.isTokenSealed ? null : <p className="small muted">{t('sync.tokenOpen')}</p>}
    </Part>
  );
}

function nextTryWords({ phase, nextTryAt, attempts }: SyncStatus, { t, format }: Words): string {
  if (phase === 'stopped') return t('sync.noTry', { attempts });
  const at = nextTryAt === null ? t('sync.tryingNow') : format.seconds(nextTryAt);
  return t('sync.nextTryAt', { at, attempts });
}

function Join() {
  const console = useConsole();
  const { enrolment, hello } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const known = hello.administrator?.gateway?.address ?? enrolment?.address ?? '';
  const [address, setAddress] = useState(known);
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const asksAddress = hello.host === 'desktop';
  const ready = code.trim() !== '' && (!asksAddress || address.trim() !== '') && !busy;
  const join = async () => {
    if (!ready) return;
    setBusy(true);
    setProblem(null);
    const joined = await console.enrol(asksAddress ? address.trim() : null, code.trim());
    setBusy(false);
    if (joined.ok) setCode('');
    else setProblem(failureWords(joined.error, words));
  };
  // Letters stay the desk's, as everywhere: Enter goes into the field that is still to be filled.
  const addressField = useRef<HTMLInputElement>(null);
  const codeField = useRef<HTMLInputElement>(null);
  const isAddressFirst = asksAddress && address.trim() === '';
  useKeys({ enter: () => (isAddressFirst ? addressField : codeField).current?.focus() });
  return (
    <Part title={t(enrolment === null ? 'sync.join' : 'sync.joinAgain')}>
      <p className="muted small">{t(enrolment === null ? 'sync.alone' : 'sync.goesOn')}</p>
      {asksAddress ? (
        <TextField
          mono
          label={t('sync.address')}
          most={300}
          value={address}
          placeholder={t('sync.addressHint')}
          inputRef={addressField}
          {...(isAddressFirst ? { hint: '↵' } : {})}
          onChange={setAddress}
        />
      ) : null}
      <TextField
        mono
        label={t('sync.code')}
        value={code}
        inputRef={codeField}
        {...(isAddressFirst ? {} : { hint: '↵' })}
        echo={problem ?? (busy ? t('sync.joining') : t('sync.joinHint'))}
        tone={problem === null ? undefined : 'bad'}
        onChange={setCode}
        onEnter={() => void join()}
      />
      <div className="line">
        <Button kind="go" disabled={!ready} hint="↵" onPress={() => void join()}>
          {t('sync.joinNow')}
        </Button>
      </div>
    </Part>
  );
}

function Outbox() {
  const console = useConsole();
  const { saved, now, enrolment, trouble } = useSnapshot();
  const words = useWords();
  const { t, format } = words;
  const [entries, setEntries] = useState<readonly WaitingEntry[] | 'unread'>([]);
  const isNeverRead = useIsUnread();
  const isWell = trouble === null;
  useEffect(() => {
    let stopped = false;
    void console.waiting(MOST_SHOWN).then((found) => {
      if (!stopped) setEntries(found);
    });
    return () => {
      stopped = true;
    };
  }, [console, saved.notSent, saved.acknowledged, isWell]);
  return (
    <Part title={t('sync.outbox')} wide>
      {isNeverRead || entries === 'unread' ? (
        <Unread />
      ) : saved.notSent === 0 ? (
        <p className="muted">{t('sync.outboxEmpty')}</p>
      ) : (
        <>
          <p className="muted small">
            {enrolment === null
              ? t('sync.outboxAlone', { count: saved.notSent })
              : t('sync.waiting', { count: saved.notSent })}
          </p>
          <div className="sheet-table">
            <table>
              <thead>
                <tr>
                  <th>{t('sync.column.seq')}</th>
                  <th>{t('sync.column.what')}</th>
                  <th>{t('sync.column.about')}</th>
                  <th>{t('sync.column.by')}</th>
                  <th>{t('sync.column.at')}</th>
                </tr>
              </thead>
              <tbody>
                {entries.map((each) => (
                  <tr key={each.seq}>
                    <td className="mono">{each.seq}</td>
                    <td>{kindWords(each.kind, words)}</td>
                    <td className="mono">{about(each.subject)}</td>
                    <td>{each.operator}</td>
                    <td>{format.when(each.recordedAt, now)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {saved.notSent > entries.length ? (
            <p className="muted small">
              {t('sync.outboxMore', { count: saved.notSent - entries.length })}
            </p>
          ) : null}
        </>
      )}
    </Part>
  );
}

const about = (subject: string | null): string =>
  subject?.startsWith('mprn:') === true ? formatMprn(subject.slice(5)) : '';

function Aside() {
  const console = useConsole();
  const { exceptions, now, device } = useSnapshot();
  const words = useWords();
  const { t, format } = words;
  const [why, setWhy] = useState<Readonly<Record<string, string>>>({});
  if (exceptions.length === 0) return null;
  return (
    <Part title={t('sync.aside')} wide>
      <p className="muted small">{t('sync.asideHint')}</p>
      {exceptions.map((each) => {
        const words_ = why[each.key] ?? '';
        const done = () => void console.explainException(each.key, words_.trim());
        return (
          <Banner key={each.key} tone="late">
            <b>
              {[kindWords(each.kind ?? '', words), about(each.subject)].filter(Boolean).join(', ')}
            </b>
            {', '}
            {format.when(each.at, now)}. {t(`aside.${each.why}`)}
            <div className="line">
              <TextField
                compact
                label={t('sync.asideWhy')}
                value={words_}
                onChange={(text) => setWhy({ ...why, [each.key]: text })}
                onEnter={words_.trim() === '' ? undefined : done}
              />
              <Button small disabled={words_.trim() === ''} onPress={done}>
                {t('sync.explain')}
              </Button>
              {canGoAgain(each, device) ? (
                <Button small onPress={() => void console.sendAgain(each.key, t('sync.sentAgain'))}>
                  {t('sync.sendAgain')}
                </Button>
              ) : null}
            </div>
          </Banner>
        );
      })}
    </Part>
  );
}

/** Our own, refused by the gateway; a file is brought in again instead. */
const canGoAgain = (
  {
    why,
    device,
    kind,
  }: { readonly why: string; readonly device: string; readonly kind: string | null },
  own: string,
): boolean =>
  device === own &&
  kind !== 'intake.rows' &&
  ['bodyAltered', 'foreignSubject', 'roleForbids', 'withoutText'].includes(why);
