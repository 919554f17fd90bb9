// Figures that are doors: each says how many requests its words are true of. Below them the other
// side: who is on the gateway, and how old what we know of them is.
import { Button as AriaButton } from 'react-aria-components';
import type { RequestGroup } from '../../shared/domain/request-queue.ts';
import { Key, Shape, type Ink, type ShapeName } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { asOfAll } from './request-words.ts';
import type { RequestNight } from './use-requests.ts';
import { useConsole, useSnapshot } from './use-console.ts';

interface Line {
  readonly group: RequestGroup;
  readonly shape: ShapeName;
  readonly ink: Ink;
  readonly inner?: boolean;
}

const work: readonly Line[] = [
  { group: 'work', shape: 'dot', ink: 'ink' },
  { group: 'new', shape: 'ring', ink: 'accent', inner: true },
  { group: 'taken', shape: 'half', ink: 'accent', inner: true },
  { group: 'promisePassed', shape: 'triangle', ink: 'soon', inner: true },
  { group: 'promised', shape: 'ring', ink: 'ink-3' },
  { group: 'done', shape: 'dot', ink: 'ok' },
  { group: 'refused', shape: 'square', ink: 'ink-3' },
];
const look: readonly Line[] = [
  { group: 'd05', shape: 'square', ink: 'soon' },
  { group: 'differences', shape: 'diamond', ink: 'need' },
];

export function RequestLanes(props: { readonly night: RequestNight }) {
  const console = useConsole();
  const { place, now } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const { counts, suppliers } = props.night;
  const line = ({ group, shape, ink, inner = false }: Line) => (
    <AriaButton
      key={group}
      className={`lane${inner ? ' inner' : ''}`}
      aria-current={place.requests === group}
      onPress={() => void console.go({ requests: group, search: '' })}
    >
      <Shape name={shape} ink={ink} />
      <span className="cut">{t(`requestGroup.${group}`)}</span>
      <b>{counts[group]}</b>
    </AriaButton>
  );
  return (
    <nav className="lanes scroll" aria-label={t('requests.lanes')}>
      {work.map(line)}
      <h2>{t('requests.look')}</h2>
      {look.map(line)}
      <h2>{t('requests.suppliers')}</h2>
      {suppliers.length === 0 ? (
        <p className="lane-note small muted">{t('requests.noSuppliers')}</p>
      ) : (
        <ul className="partners">
          {suppliers.map((partner) => (
            <li key={partner.organisation}>
              <span className="cut">{partner.name}</span>
              <span className="small muted">{asOfAll(partner, now, words)}</span>
            </li>
          ))}
        </ul>
      )}
      <h2>{t('requests.desk.this')}</h2>
      <AriaButton className="lane" onPress={() => void console.go({ sheet: 'phone' })}>
        <span />
        {t('requests.phone')}
        <Key>A</Key>
      </AriaButton>
      <AriaButton className="lane" onPress={() => void console.go({ view: 'settings' })}>
        <span />
        {t('lanes.settings')}
        <Key>Alt 5</Key>
      </AriaButton>
      <AriaButton className="lane" onPress={() => void console.go({ view: 'sync' })}>
        <span />
        {t('lanes.sync')}
        <Key>Alt 6</Key>
      </AriaButton>
    </nav>
  );
}
