// Settings are entries of the desk: each change has a name and a time. Facts that the market has
// not agreed stand here as such.
import { useContext, useState } from 'react';
import { clockSettings, readMinutes } from '../../shared/domain/desk.ts';
import { mpidIn } from '../../shared/domain/mpid.ts';
import { Banner, Button, Choice, Tag, TextArea, TextField } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { Points } from './PointsTable.tsx';
import { Part } from './Part.tsx';
import { ReleaseSetting } from './ReleaseSetting.tsx';
import { SideSetting } from './SideSetting.tsx';
import { ChannelsSetting } from './ChannelsSetting.tsx';
import { MarketSetting } from './MarketSetting.tsx';
import { Unread } from './Unread.tsx';
import { LeaveContext, useConsole, useIsUnread, useSnapshot } from './use-console.ts';
import { readTheme, setTheme, type Theme } from './theme.ts';
import { SampleOutage } from './SampleOutage.tsx';
import { SampleRequests } from './SampleRequests.tsx';
import { useSide } from './use-requests.ts';

export function SettingsView() {
  const snapshot = useSnapshot();
  const { t } = useWords();
  const isNetworks = useSide() === 'networks';
  const isUnread = useIsUnread();
  return (
    <main className="room page" aria-label={t('settings.title')}>
      <div className="page-head">
        <h1>{t('settings.title')}</h1>
        <span className="muted">{t('settings.lede')}</span>
      </div>
      <div className="page-body scroll">
        {isUnread ? <Unread /> : null}
        <div className="settings-grid">
          <SideSetting />
          <Numbers />
          <Clock />
          {isNetworks ? null : <ChannelsSetting />}
          {isNetworks ? null : <MarketSetting />}
          {isNetworks ? null : <ReleaseSetting />}
          <Look />
          <Kept />
          <Administrator />
          <Roster />
          {snapshot.world === 'practice' ? (
            <Part title={t('doors.practice')}>
              {isNetworks ? <SampleRequests /> : <SampleOutage />}
            </Part>
          ) : null}
          <Part title={t('settings.open')}>
            <ul className="stack small">
              {(
                ['desk', 'after', 'schema', 'exclusions', 'hours', 'cancel', 'retention'] as const
              ).map((each) => (
                <li key={each} className="line">
                  <Tag tone="need">{t('settings.toBeAgreed')}</Tag> {t(`settings.open.${each}`)}
                </li>
              ))}
            </ul>
          </Part>
          <Points />
        </div>
      </div>
    </main>
  );
}

function Numbers() {
  const console = useConsole();
  const { desk, hello } = useSnapshot();
  const { t } = useWords();
  const file = hello.administrator;
  const isNumberGiven = file?.numbers?.some(({ id }) => id === 'networks') === true;
  const isCompanyGiven = file?.organisation !== undefined;
  const given = (key: string) => String(desk.settings[key] ?? '');
  const [number, setNumber] = useState(given('numbers.networks'));
  const [owner, setOwner] = useState(given('numbers.networks.owner'));
  const [verified, setVerified] = useState(given('numbers.networks.verified'));
  const [company, setCompany] = useState(given('organisation.name'));
  const [mpid, setMpid] = useState(given('organisation.mpid'));
  const bad = number.trim() !== '' && !/^\+?[0-9 ]{3,20}$/.test(number.trim());
  const save = () =>
    void console.run({
      do: 'settings',
      changes: {
        'numbers.networks': number.trim(),
        'numbers.networks.owner': owner.trim(),
        'numbers.networks.verified': verified.trim(),
        'organisation.name': company.trim(),
        'organisation.mpid': mpidIn(mpid),
      },
    });
  return (
    <Part title={t('settings.numbers')}>
      {isNumberGiven ? (
        <p className="muted small">{t('settings.numberFromFile')}</p>
      ) : (
        <>
          <p className="muted small">{t('settings.networksHint')}</p>
          <TextField
            mono
            label={t('settings.networks')}
            value={number}
            type="tel"
            onChange={setNumber}
            tone={bad ? 'bad' : undefined}
          />
          <div className="form-grid">
            <TextField label={t('settings.owner')} value={owner} onChange={setOwner} />
            <TextField label={t('settings.verified')} value={verified} onChange={setVerified} />
          </div>
        </>
      )}
      {isCompanyGiven ? (
        <p className="muted small">{t('settings.companyFromFile')}</p>
      ) : (
        <div className="form-grid">
          <TextField label={t('settings.organisationName')} value={company} onChange={setCompany} />
          <TextField mono label={t('settings.mpid')} value={mpid} onChange={setMpid} />
        </div>
      )}
      {isNumberGiven && isCompanyGiven ? null : (
        <div className="line">
          <Button disabled={bad} onPress={save}>
            {t('common.save')}
          </Button>
        </div>
      )}
    </Part>
  );
}

function Clock() {
  const console = useConsole();
  const { desk } = useSnapshot();
  const { t } = useWords();
  const settings = clockSettings(desk);
  const [supplier, setSupplier] = useState(String(settings.supplierMinutes));
  const [alarms, setAlarms] = useState(settings.alarmMinutes.join(', '));
  const minutes = Number(supplier);
  const badSupplier = !Number.isInteger(minutes) || minutes < 1 || minutes > 74;
  const badAlarms = readMinutes(alarms).length === 0;
  return (
    <Part title={t('settings.clock')}>
      <p className="muted small">{t('settings.clockHint')}</p>
      <div className="form-grid">
        <TextField
          label={t('settings.supplierMinutes')}
          value={supplier}
          onChange={setSupplier}
          tone={badSupplier ? 'bad' : undefined}
          echo={badSupplier ? t('settings.notMinutes') : undefined}
        />
        <TextField
          label={t('settings.alarmMinutes')}
          value={alarms}
          onChange={setAlarms}
          tone={badAlarms ? 'bad' : undefined}
          echo={badAlarms ? t('settings.notGiven') : undefined}
        />
      </div>
      <div className="line">
        <Button
          disabled={badSupplier || badAlarms}
          onPress={() =>
            void console.run({
              do: 'settings',
              changes: {
                'clock.supplierMinutes': minutes,
                'clock.alarmMinutes': readMinutes(alarms).join(' '),
              },
            })
          }
        >
          {t('common.save')}
        </Button>
      </div>
    </Part>
  );
}

function Look() {
  const { t } = useWords();
  const [theme, choose] = useState<Theme>(readTheme());
  return (
    <Part title={t('settings.theme')}>
      <Choice
        label={t('settings.colours')}
        value={theme}
        options={(['system', 'light', 'dark'] as const).map((value) => ({
          value,
          label: t(`settings.theme.${value}`),
        }))}
        onChange={(value) => {
          setTheme(value);
          choose(value);
        }}
      />
    </Part>
  );
}

function Kept() {
  const { t } = useWords();
  const { saved, hello } = useSnapshot();
  return (
    <Part title={t('settings.storage')}>
      <p className="small muted">
        {saved.journal?.path ??
          hello.journalFolder ??
          t('foot.savedHere', { entries: saved.entries })}
      </p>
      <Banner tone="plain" action={<LeaveDoor />}>
        {t('settings.leaveSays')}
      </Banner>
    </Part>
  );
}

function LeaveDoor() {
  const { t } = useWords();
  const leave = useContext(LeaveContext);
  return (
    <Button small reads onPress={leave}>
      {t('settings.leave')}
    </Button>
  );
}

/** What an administrator's file says, read only: what it gives counts, and a desk sets only the rest. */
function Administrator() {
  const { hello } = useSnapshot();
  const { t } = useWords();
  const file = hello.administrator;
  return (
    <Part title={t('settings.administrator')}>
      {file === null ? (
        <p className="muted">{t('settings.noAdministrator')}</p>
      ) : (
        <dl className="facts wide-labels">
          <dt>{t('settings.organisation')}</dt>
          <dd>
            {[file.organisation?.name, file.organisation?.mpid].filter(Boolean).join(', ') ||
              t('common.notGiven')}
          </dd>
          {(file.numbers ?? []).map((line) => (
            <NumberLine
              key={line.id}
              label={line.label}
              text={[line.number, line.owner, line.lastVerified].filter(Boolean).join(', ')}
            />
          ))}
          <dt>{t('settings.roster')}</dt>
          <dd>{(file.roster ?? []).map((each) => each.name).join(', ') || t('common.notGiven')}</dd>
        </dl>
      )}
    </Part>
  );
}

function NumberLine(props: { readonly label: string; readonly text: string }) {
  return (
    <>
      <dt>{props.label}</dt>
      <dd className="mono">{props.text}</dd>
    </>
  );
}

function Roster() {
  const console = useConsole();
  const { desk } = useSnapshot();
  const { t } = useWords();
  const before = String(desk.settings['roster'] ?? '');
  const [names, setNames] = useState(before);
  return (
    <Part title={t('settings.roster')}>
      <p className="muted small">{t('settings.rosterHint')}</p>
      <TextArea label={t('settings.rosterNames')} value={names} rows={3} onChange={setNames} />
      <div className="line">
        <Button
          disabled={names.trim() === before}
          onPress={() => void console.run({ do: 'settings', changes: { roster: names.trim() } })}
        >
          {t('common.save')}
        </Button>
      </div>
    </Part>
  );
}
