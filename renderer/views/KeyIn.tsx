// A message field by field, as it is keyed into the webform: each with its text to copy and a tick once
// it is keyed. Ticks are a draft: they stand as they were when the sheet is opened again.
import { describeProblem } from '../../shared/market/problem.ts';
import { keyInSheet, type SheetField } from '../../shared/market/raw.ts';
import { Banner, Button } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { webformOf } from '../console/organisation.ts';
import { marketOf, type OurMarket } from './our-market.ts';
import { messageOf } from './released-csv.ts';
import { useSnapshot } from './use-console.ts';
import { useCopy } from './use-copy.ts';
import type { Released } from './use-fixes.ts';

/** Of this message and no other: under a new TxRefNbr it is keyed anew. */
export const ticksOf = ({ item }: Released): string => `keyIn/${item.txRefNbr ?? ''}`;

const tickedIn = (draft: string): readonly string[] => draft.split(' ').filter(Boolean);

/** Fields of its message that nobody has ticked as keyed. */
export function unkeyed(released: Released, market: OurMarket, draft: string): number {
  const made = messageOf(released, market);
  if (made?.ok !== true) return 0;
  const ticked = tickedIn(draft);
  return keyInSheet(made.value, market.wall).filter(({ name }) => !ticked.includes(name)).length;
}

/** Where the ticks are missing. */
export const ALL_KEYED = 'all-keyed';

export function KeyIn(props: {
  readonly released: Released;
  /** Fields that are ticked, as a draft. */
  readonly ticked: string;
  readonly onTick: (ticked: string) => void;
}) {
  const { released, ticked, onTick: tick } = props;
  const snapshot = useSnapshot();
  const { t } = useWords();
  const market = marketOf(snapshot);
  const made = messageOf(released, market);
  if (made === null) return null;
  const webform = webformOf(snapshot);
  if (!made.ok)
    return (
      <Banner tone="late">{t('fixSheet.makeFails', { why: describeProblem(made.error) })}</Banner>
    );
  const names = tickedIn(ticked);
  const fields = keyInSheet(made.value, market.wall);
  const isAll = fields.every(({ name }) => names.includes(name));
  const turn = (name: string) =>
    tick(
      (names.includes(name) ? names.filter((each) => each !== name) : [...names, name]).join(' '),
    );
  return (
    <>
      <h3>{t('fixSheet.sheet')}</h3>
      {webform === '' ? null : <p className="mono small">{webform}</p>}
      <p className="muted small">{t('keyIn.unverified')}</p>
      <div
        className="sheet-table whole key-in"
        role="region"
        tabIndex={0}
        aria-label={t('fixSheet.sheet')}
      >
        <table>
          <thead>
            <tr>
              <th scope="col" colSpan={4}>
                <label htmlFor={ALL_KEYED}>{t('keyIn.allFields')}</label>
              </th>
              <th scope="col">
                <input
                  id={ALL_KEYED}
                  type="checkbox"
                  checked={isAll}
                  onChange={() => tick(isAll ? '' : fields.map(({ name }) => name).join(' '))}
                />
              </th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field, index) => (
              <KeyInRow
                key={field.name}
                field={field}
                isFirst={index === 0}
                isTicked={names.includes(field.name)}
                onTick={() => turn(field.name)}
              />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function KeyInRow(props: {
  readonly field: SheetField;
  /** The sheet opens on it. */
  readonly isFirst: boolean;
  readonly isTicked: boolean;
  readonly onTick: () => void;
}) {
  const { name, text, mark } = props.field;
  const { t } = useWords();
  const { copy, said } = useCopy(text);
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="mono">{text}</td>
      <td className="muted small">{t(`fixSheet.mark.${mark}`)}</td>
      <td>
        <Button
          small
          kind="quiet"
          reads
          label={t('fixSheet.copy', { field: name })}
          autoFocus={props.isFirst}
          onPress={copy}
        >
          {t(said === null ? 'fixSheet.copyIt' : `fixSheet.${said}`)}
        </Button>
      </td>
      <td>
        <input
          type="checkbox"
          aria-label={t('fixSheet.tick', { field: name })}
          checked={props.isTicked}
          onChange={props.onTick}
        />
      </td>
    </tr>
  );
}
