// The organisation's devices, for its supervisor: who writes under its name, when each was seen,
// one more by a one-time code, and one fewer for good.
import { useState } from 'react';
import { roles, type DeviceList, type InviteReply, type Role } from '../../shared/sync/calls.ts';
import type { CallFailure } from '../../shared/sync/failure.ts';
import type { Result } from '../../shared/lib/result.ts';
import { Banner, Button, Choice } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { Part } from './Part.tsx';
import { failureWords } from './sync-words.ts';
import { useConsole, useSnapshot } from './use-console.ts';

export function DevicesPart() {
  const console = useConsole();
  const { device: own, now, enrolment } = useSnapshot();
  const words = useWords();
  const { t, format } = words;
  const [list, setList] = useState<DeviceList['devices'] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [sure, setSure] = useState<string | null>(null);
  const [role, setRole] = useState<Role>('operator');
  const [invited, setInvited] = useState<InviteReply | null>(null);
  const { bridge } = console;
  const show = (answer: Result<DeviceList, CallFailure>) => {
    setSure(null);
    setProblem(answer.ok ? null : failureWords(answer.error, words));
    if (answer.ok) setList(answer.value.devices);
  };
  const invite = async () => {
    const answer = await bridge.inviteDevice({ device: own, role });
    setProblem(answer.ok ? null : failureWords(answer.error, words));
    setInvited(answer.ok ? answer.value : null);
  };
  const offered = roles.filter(
    (each) => each !== 'coordinator' || enrolment?.organisation.isNetworks === true,
  );
  return (
    <Part title={t('sync.devices')} wide>
      <p className="muted small">{t('sync.devicesHint')}</p>
      {problem === null ? null : (
        <Banner tone="late" urgent>
          {problem}
        </Banner>
      )}
      <div className="line">
        <Button onPress={() => void bridge.listDevices({ device: own }).then(show)}>
          {t('sync.devicesLoad')}
        </Button>
      </div>
      {list === null ? null : (
        <div className="sheet-table">
          <table>
            <tbody>
              {list.map((each) => (
                <tr key={each.device}>
                  <td className="mono">{each.device.slice(0, 8)}</td>
                  <td>{t(`role.${each.role}`)}</td>
                  <td>{t('sync.device.entries', { count: each.entries })}</td>
                  <td>
                    {each.lastSeenAt === null
                      ? t('sync.device.never')
                      : t('sync.device.seen', { at: format.when(each.lastSeenAt, now) })}
                  </td>
                  <td>
                    {each.device === own ? (
                      t('sync.device.this')
                    ) : each.revokedAt !== null ? (
                      t('sync.device.revoked', { at: format.when(each.revokedAt, now) })
                    ) : sure === each.device ? (
                      <Button
                        small
                        kind="danger"
                        onPress={() =>
                          void bridge.revokeDevice({ device: own, target: each.device }).then(show)
                        }
                      >
                        {t('sync.revokeSure')}
                      </Button>
                    ) : (
                      <Button small onPress={() => setSure(each.device)}>
                        {t('sync.revoke')}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Choice
        label={t('sync.invite')}
        value={role}
        options={offered.map((value) => ({ value, label: t(`role.${value}`) }))}
        onChange={setRole}
      />
      <div className="line">
        <Button onPress={() => void invite()}>{t('sync.invite')}</Button>
        {invited === null ? null : (
          <span role="status">
            <b className="mono">{invited.code}</b>{' '}
            <span className="muted">
              {t('sync.invited', {
                role: t(`role.${invited.role}`),
                until: format.when(invited.expiresAt, now),
              })}
            </span>
          </span>
        )}
      </div>
    </Part>
  );
}
