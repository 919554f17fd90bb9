// What became of a message that went and was not answered, and by what somebody knows: only what can be
// said by it is offered.
import { useState } from 'react';
import { foundThat, has131, listFinds, type Found } from '../../shared/domain/asked.ts';
import type { FixCommand } from '../../shared/domain/fix-commands.ts';
import { isAnother } from '../../shared/domain/guard.ts';
import { Button, Choice } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { useSnapshot } from './use-console.ts';
import type { Released } from './use-fixes.ts';

export function AskedBy(props: {
  readonly released: Released;
  /** Whoever was at the other end. */
  readonly person: string;
  readonly onAsked: (command: FixCommand) => void;
}) {
  const { released, onAsked } = props;
  const { item, mprn } = released;
  const { dailies, now, operator } = useSnapshot();
  const { t } = useWords();
  const [chosen, setHow] = useState('call');
  const person = props.person.trim();
  const all: readonly Found[] = foundThat;
  const ways = [
    { how: 'call', value: 'call', label: t('fixSheet.how.call'), finds: all, more: { person } },
    ...dailies.flatMap((daily) => {
      const { day } = daily;
      const found = listFinds(item, daily, now);
      const label = t('fixSheet.how.603', { day });
      const of = { how: '603', value: `603 ${day}`, label, more: { day } } as const;
      return found === null ? [] : [{ ...of, finds: [found] }];
    }),
    ...(has131(item)
      ? [
          {
            how: '131',
            value: '131',
            label: t('fixSheet.how.131'),
            finds: ['arrived'],
            more: {},
          } as const,
        ]
      : []),
  ] as const;
  const way = ways.find(({ value }) => value === chosen) ?? ways[0];
  const { how, finds, more } = way;
  const lacksName = how === 'call' && (person === '' || !isAnother(person, operator ?? ''));
  return (
    <>
      <Choice
        label={t('fixSheet.how')}
        value={way.value}
        options={ways.map(({ value, label }) => ({ value, label }))}
        onChange={setHow}
      />
      {lacksName ? <p className="muted small">{t('fixSheet.how.whom')}</p> : null}
      <div className="line wrap">
        {finds.map((found) => (
          <Button
            key={found}
            kind={found === 'unknown' ? 'quiet' : 'plain'}
            disabled={lacksName}
            onPress={() => onAsked({ do: 'askedFix', mprn, key: item.key, found, how, ...more })}
          >
            {t(`fixSheet.${found}`)}
          </Button>
        ))}
      </div>
    </>
  );
}
