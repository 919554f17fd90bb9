// What must be known before anything else: is it real, what broke, whom to dial, what has left
// this laptop, who is writing, what time it is.
import { Button as AriaButton } from 'react-aria-components';
import { Key } from '../ui/parts.tsx';
import { useWords, type Family } from '../i18n/words.tsx';
import { Delivery } from './Delivery.tsx';
import { Saved } from './Saved.tsx';
import { networksNumber } from './numbers.ts';
import { useSide } from './use-requests.ts';
import { useConsole, useIsUnread, useSnapshot } from './use-console.ts';

export function Strip() {
  const console = useConsole();
  const snapshot = useSnapshot();
  const { t, format } = useWords();
  const isNetworks = useSide() === 'networks';
  const { incident, now } = snapshot;
  const isUnread = useIsUnread();
  const number = networksNumber(snapshot);
  const incidentName = (point: number) => {
    const own = snapshot.desk.settings[`point.${point}.label`];
    return typeof own === 'string' && own !== ''
      ? own
      : t(`incidentName.${point as unknown as Family<'incidentName'>}`);
  };
  return (
    <header className="strip">
      <AriaButton
        className="brand"
        aria-label={t('strip.toDesk')}
        onPress={() => void console.go({ view: 'desk' })}
      >
        {t('app.name')}
      </AriaButton>
      <span className={`world ${snapshot.world}`}>
        {t(snapshot.world === 'live' ? 'strip.live' : 'strip.practice')}
      </span>
      <AriaButton className="plain cut" onPress={() => void console.go({ sheet: 'incident' })}>
        {incident === null ? (
          <span className="muted">{t(isUnread ? 'store.unread' : 'strip.noIncident')}</span>
        ) : (
          <>
            <b>{incidentName(incident.point)}</b>{' '}
            <span className="muted">
              {t('strip.incident', {
                point: incident.point,
                since: format.when(incident.since, now),
                span: format.span(now - incident.since),
              })}
            </span>
          </>
        )}
      </AriaButton>
      {isNetworks ? (
        <b className="desk-name">{t('requests.desk')}</b>
      ) : (
        <AriaButton className="dial" onPress={() => void console.dial(number.number)}>
          <span className="unseen">{t('strip.dial')}</span>
          <span className="muted small">
            {t('strip.networks')}
            {number.isPublic ? (
              <>
                {' '}
                <span className="narrow-only">({t('strip.networksPublicShort')})</span>
                <span className="wide-only">({t('strip.networksPublic')})</span>
              </>
            ) : null}
          </span>
          <strong>{number.number}</strong>
          <Key>D</Key>
        </AriaButton>
      )}
      <Saved />
      <Delivery />
      <AriaButton className="plain nowrap" onPress={() => void console.go({ sheet: 'operator' })}>
        <span className="unseen">{t('strip.operator')}</span> {snapshot.operator} <Key>O</Key>
      </AriaButton>
      <span
        className="time"
        role="timer"
        aria-label={t('strip.clock', { time: format.clock(now) })}
      >
        {format.clock(now)}
      </span>
    </header>
  );
}
