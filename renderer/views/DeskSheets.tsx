// Small questions about the desk itself: order of work, share, mass failure, operator.
import { useState } from 'react';
import { must } from '../../shared/lib/check.ts';
import { agreedPoints, namesOf } from '../../shared/domain/desk.ts';
import type { QueueOrder } from '../../shared/domain/events.ts';
import { inTimeBy, shareOf } from '../../shared/domain/triage.ts';
import { Banner, Button, Choice, TextField } from '../ui/parts.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords } from '../i18n/words.tsx';
import { echoTime } from './time-echo.ts';
import { useConsole, useSnapshot } from './use-console.ts';
import { closeSheet } from '../console/place.ts';

export function OrderSheet() {
  const console = useConsole();
  const { desk, summaries, now } = useSnapshot();
  const { t } = useWords();
  const [order, setOrder] = useState<QueueOrder>(desk.order.order);
  const [desks, setDesks] = useState(String(desk.order.desks));
  const [minutes, setMinutes] = useState(String(desk.order.minutesPerCall));
  const desksRead = Number(desks);
  const minutesRead = Number(minutes.replace(',', '.'));
  const bad =
    !Number.isInteger(desksRead) ||
    desksRead < 1 ||
    desksRead > 500 ||
    !(minutesRead >= 0.5 && minutesRead <= 120);
  const off = summaries.filter((summary) => summary.power === 'off');
  const figures = { desks: desksRead, minutesPerCall: minutesRead };
  const other = order === 'mostInTime' ? 'leastTimeLeft' : 'mostInTime';
  const reached = (by: QueueOrder) => (bad ? 0 : inTimeBy(off, { order: by, ...figures }, now));
  const save = async () => {
    if (bad) return;
    await console.run(
      {
        do: 'chooseOrder',
        order,
        desks: desksRead,
        minutesPerCall: minutesRead,
      },
      closeSheet,
    );
  };
  useKeys({ enter: () => void save() }, { inDialog: true });
  return (
    <Dialog
      title={t('order.title')}
      onClose={() => void console.go({ sheet: null })}
      foot={
        <Button kind="go" hint="↵" disabled={bad} onPress={() => void save()}>
          {t('common.save')}
        </Button>
      }
    >
      <p className="muted">{t('order.hint')}</p>
      <Choice
        label={t('order.title')}
        value={order}
        options={[
          { value: 'leastTimeLeft', label: t('order.least') },
          { value: 'mostInTime', label: t('order.most') },
        ]}
        onChange={setOrder}
      />
      <p>{t(order === 'leastTimeLeft' ? 'order.leastSays' : 'order.mostSays')}</p>
      <div className="form-grid">
        <TextField
          label={t('order.desks')}
          value={desks}
          onChange={setDesks}
          onEnter={() => void save()}
        />
        <TextField
          label={t('order.minutes')}
          value={minutes}
          onChange={setMinutes}
          onEnter={() => void save()}
        />
      </div>
      {bad ? (
        <Banner tone="late">{t('order.number')}</Banner>
      ) : (
        <Banner tone="plain">
          {t('order.preview', {
            off: off.length,
            reached: reached(order),
            other: reached(other),
          })}
        </Banner>
      )}
    </Dialog>
  );
}

export function ShareSheet() {
  const console = useConsole();
  const { desk, summaries } = useSnapshot();
  const { t } = useWords();
  const [index, setIndex] = useState(String(desk.share.index));
  const [of, setOf] = useState(String(desk.share.of));
  const [one, all] = [Number(index), Number(of)];
  const bad =
    !Number.isInteger(one) ||
    !Number.isInteger(all) ||
    all < 1 ||
    all > 500 ||
    one < 1 ||
    one > all;
  const count = bad
    ? 0
    : summaries.filter((each) => shareOf(each.mprn ?? each.subject, all) === one).length;
  const save = async () => {
    if (bad) return;
    await console.run({ do: 'chooseShare', index: one, of: all }, closeSheet);
  };
  return (
    <Dialog
      title={t('share.title')}
      onClose={() => void console.go({ sheet: null })}
      foot={
        <Button kind="go" hint="↵" disabled={bad} onPress={() => void save()}>
          {t('common.save')}
        </Button>
      }
    >
      <p className="muted">{t('share.hint')}</p>
      <div className="form-grid">
        <TextField
          label={t('share.index')}
          value={index}
          autoFocus
          onChange={setIndex}
          onEnter={() => void save()}
        />
        <TextField label={t('share.of')} value={of} onChange={setOf} onEnter={() => void save()} />
      </div>
      <Banner tone={bad ? 'late' : 'plain'}>
        {bad ? t('share.bad') : t('share.says', { count, index: one, of: all })}
      </Banner>
    </Dialog>
  );
}

export function IncidentSheet() {
  const console = useConsole();
  const { incident, now, desk } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const [point, setPoint] = useState(incident?.point ?? 7);
  const [since, setSince] = useState('');
  const echo = echoTime(since, now, words, { empty: t('common.happenedNow') });
  const points = agreedPoints(desk);
  const chosen = must(points[point - 1], 'points are 1 to 12');
  const save = async () => {
    if (echo.tone === 'bad') return;
    await console.run(
      incident === null
        ? { do: 'declareIncident', point, since: echo.at ?? now }
        : { do: 'endIncident', subject: incident.subject, at: echo.at ?? now },
      closeSheet,
    );
  };
  const ending =
    incident === null
      ? null
      : t('incident.endSince', { at: words.format.when(incident.since, now) });
  // One key too many must not end what the whole queue stands on: only its own button does.
  useKeys(incident === null ? { 'ctrl+enter': () => void save() } : {}, { inDialog: true });
  return (
    <Dialog
      title={ending ?? t('incident.title')}
      onClose={() => void console.go({ sheet: null })}
      foot={
        <Button
          kind={incident === null ? 'go' : 'plain'}
          hint={incident === null ? '↵' : undefined}
          disabled={echo.tone === 'bad'}
          onPress={() => void save()}
        >
          {ending ?? t('incident.declare')}
        </Button>
      }
    >
      <div className="field">
        <label htmlFor="incident-point">{t('incident.point')}</label>
        <select
          id="incident-point"
          className="select"
          value={point}
          disabled={incident !== null}
          onChange={(event) => setPoint(Number(event.target.value))}
        >
          {points.map((each) => (
            <option key={each.no} value={each.no}>
              {`${each.no}  ${each.process} (${each.system})`}
            </option>
          ))}
        </select>
      </div>
      <Banner tone={chosen.treatment === 'toBeAgreed' ? 'need' : 'plain'}>
        {t(`incident.treatment.${chosen.treatment}`)}{' '}
        {chosen.proposal === null ? null : t(`incident.proposal.${chosen.proposal}`)}
      </Banner>
      <TextField
        label={t(incident === null ? 'incident.since' : 'incident.endedAt')}
        value={since}
        autoFocus
        onChange={setSince}
        echo={echo.echo}
        tone={echo.tone}
        onEnter={incident === null ? () => void save() : undefined}
      />
    </Dialog>
  );
}

/** Another operator takes over in two keystrokes: O, then a number. */
export function OperatorSheet() {
  const console = useConsole();
  const { desk, hello, operator, summaries, device } = useSnapshot();
  const { t } = useWords();
  const inHand = summaries.filter(
    (each) => each.power === 'off' && each.claimedBy?.device === device,
  ).length;
  const [name, setName] = useState('');
  const roster = hello.administrator?.roster?.map((each) => each.name) ?? [];
  const names = [...new Set([...namesOf(desk), ...roster])].filter((each) => each !== operator);
  const arrive = async (who: string) => {
    if (who.trim() === '') return;
    await console.run({ do: 'arrive', name: who.trim() }, closeSheet);
  };
  useKeys(
    Object.fromEntries(
      names.slice(0, 9).map((each, index) => [String(index + 1), () => void arrive(each)]),
    ),
    {
      inDialog: true,
    },
  );
  return (
    <Dialog
      title={t('operator.title')}
      hint={t('operator.hint')}
      onClose={() => void console.go({ sheet: null })}
    >
      {inHand === 0 ? null : <p>{t('operator.inHand', { count: inHand })}</p>}
      {names.map((each, index) => (
        <Button
          key={each}
          spread
          {...(index < 9 ? { hint: String(index + 1) } : {})}
          autoFocus={index === 0}
          onPress={() => void arrive(each)}
        >
          {each}
        </Button>
      ))}
      <div className="line">
        <div className="grow">
          <TextField
            label={t('operator.new')}
            value={name}
            autoFocus={names.length === 0}
            onChange={setName}
            onEnter={() => void arrive(name)}
          />
        </div>
        <Button hint="↵" disabled={name.trim() === ''} onPress={() => void arrive(name)}>
          {t('operator.takeOver')}
        </Button>
      </div>
    </Dialog>
  );
}
