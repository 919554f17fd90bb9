// Both sides' words of one request, field by field: what each says, who said it and when; where they
// differ it is marked by a shape, in words and in colour. The same table on both sides of the phone.
import type { ReactNode } from 'react';
import type { DifferenceField, Picture, Statement } from '../../shared/domain/request-picture.ts';
import { Tag } from '../ui/parts.tsx';
import { useWords, type Words } from '../i18n/words.tsx';
import { statementWords } from './request-words.ts';
import { useSnapshot } from './use-console.ts';

const fields: readonly DifferenceField[] = [
  'mprn',
  'reference',
  'secondIdentifier',
  'paidAt',
  'priority',
  'outcome',
  'promisedAt',
  'esbnReference',
  'd05',
];

export function BothSides(props: {
  readonly picture: Picture;
  /** How the columns are headed. */
  readonly supplier: string;
  readonly networks: string;
}) {
  const { picture } = props;
  const { now } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const lines = fields
    .map((field) => ({ field, ...sidesOf(picture, field) }))
    .filter(({ supplier, networks }) => supplier.length + networks.length > 0)
    .map((line) => ({
      ...line,
      rank: picture.differences.findIndex(({ field }) => field === line.field),
    }))
    // Where the sides differ comes first, the gravest at the top.
    .sort((one, other) => rankOf(one.rank) - rankOf(other.rank));
  return (
    <table className="sides">
      <caption className="unseen">{t('request.sides')}</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">
            {props.supplier}
            {picture.asked.length > 0 ? null : <div>{t('request.notArrived')}</div>}
          </th>
          <th scope="col">{props.networks}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ field, supplier, networks, rank }, index) => {
          const differs = picture.differences[rank];
          // Of what differs it is always said who said it.
          const above = differs === undefined ? lines[index - 1] : undefined;
          return (
            <tr
              key={field}
              className={differs === undefined ? '' : differs.grave ? 'grave' : 'differs'}
            >
              <th scope="row">
                {t(`difference.${field}`)}
                {differs === undefined ? null : (
                  <Tag tone={differs.grave ? 'late' : 'need'}>{t('request.differ')}</Tag>
                )}
              </th>
              <Cell said={supplier} above={above?.supplier} field={field} now={now} words={words} />
              <Cell said={networks} above={above?.networks} field={field} now={now} words={words} />
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Cell(props: {
  readonly said: readonly Statement[];
  /** What the same side says in the line above: who said it is not repeated. */
  readonly above: readonly Statement[] | undefined;
  readonly field: DifferenceField;
  readonly now: number;
  readonly words: Words;
}): ReactNode {
  const { said, above, field, now, words } = props;
  const { t, format } = words;
  if (said.length === 0)
    return (
      <td className="muted">
        <span aria-hidden="true">–</span>
        <span className="unseen">{t('request.noWord')}</span>
      </td>
    );
  return (
    <td>
      {said.map((each) => (
        <span key={`${each.at} ${each.operator}`} className="word">
          <span className={mono.has(field) ? 'mono' : ''}>
            {statementWords(field, each, now, words)}
          </span>
          <span className={isRepeated(each, above) ? 'unseen' : 'small muted'}>
            {t('request.saidBy', { operator: each.operator, at: format.when(each.at, now) })}
          </span>
        </span>
      ))}
    </td>
  );
}

const rankOf = (index: number): number => (index < 0 ? fields.length : index);

function isRepeated(said: Statement, above: readonly Statement[] | undefined): boolean {
  const [only] = above ?? [];
  return above?.length === 1 && only?.operator === said.operator && only.at === said.at;
}

const mono = new Set<DifferenceField>(['mprn', 'reference', 'secondIdentifier', 'esbnReference']);

/** What each side says of a field; of equal words the newest. */
function sidesOf(
  picture: Picture,
  field: DifferenceField,
): { readonly supplier: readonly Statement[]; readonly networks: readonly Statement[] } {
  const { networks, heard, asked, typed } = picture;
  const own = (states: Picture['asked'], side: Statement['side']) =>
    newestOfEach(
      states.flatMap(({ made }) => {
        const value =
          field === 'mprn' ||
          field === 'reference' ||
          field === 'secondIdentifier' ||
          field === 'paidAt' ||
          field === 'priority'
            ? made[field]
            : undefined;
        if (value === undefined) return [];
        if (field === 'reference' && made.referenceOf === 'networks') return [];
        return [{ side, value, operator: made.operator, at: made.at }];
      }),
    );
  const word = (
    side: Statement['side'],
    said: { readonly operator: string; readonly at: number } | null | undefined,
    value: Statement['value'] | undefined,
  ): readonly Statement[] =>
    said === null || said === undefined || value === undefined
      ? []
      : [{ side, value, operator: said.operator, at: said.at }];
  const { taken, decided, d05 } = networks;
  switch (field) {
    case 'outcome':
    case 'promisedAt':
      return {
        supplier: word('heard', heard, heard?.[field]),
        networks: word('networks', decided, decided?.[field]),
      };
    case 'esbnReference': {
      const given = decided?.esbnReference === undefined ? taken : decided;
      return {
        supplier: word('heard', heard, heard?.esbnReference),
        networks: word('networks', given, given?.esbnReference),
      };
    }
    case 'd05':
      return {
        supplier: word('heard', heard, heard?.d05),
        networks: word('networks', d05, d05?.answer),
      };
    default:
      return { supplier: own(asked, 'supplier'), networks: own(typed, 'typed') };
  }
}

function newestOfEach(said: readonly Statement[]): readonly Statement[] {
  return [...new Map(said.map((each) => [each.value, each])).values()];
}
