// Every alarm of the line, worst first: the line has room for three of them. Each opens its customer.
import type { Calling } from '../console/alarm-stack.ts';
import { clockSettings } from '../../shared/domain/desk.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { useWords } from '../i18n/words.tsx';
import { alarmWords, whoWords } from './alarm-words.ts';
import { useConsole, useSnapshot } from './use-console.ts';

export function AlarmsSheet(props: {
  readonly calling: readonly Calling[];
  readonly onClose: () => void;
}) {
  const console = useConsole();
  const { now, desk } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const settings = clockSettings(desk);
  return (
    <Dialog
      title={t('alarms.title', { count: props.calling.length })}
      hint={t('alarms.hint')}
      onClose={props.onClose}
    >
      <ol className="all-alarms">
        {props.calling.map((each, index) => (
          <li key={each.key}>
            <button
              type="button"
              autoFocus={index === 0}
              onClick={() => {
                props.onClose();
                void console.showAlarm(each);
              }}
            >
              <b>{whoWords(each, words)}</b>
              <span>{alarmWords(each, now, settings, words)}</span>
            </button>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
