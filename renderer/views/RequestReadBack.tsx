// What the coordinator says back to whoever rang: the MPRN in groups, ticked off for the ear, and the
// reference of this desk in words that survive a bad line.
import { useState } from 'react';
import { groupsOf } from '../../shared/domain/mprn.ts';
import type { Picture } from '../../shared/domain/request-picture.ts';
import { useWords } from '../i18n/words.tsx';
import { spokenMprn } from './describe.ts';
import { spokenReference } from './request-words.ts';

export function RequestReadBack(props: { readonly picture: Picture }) {
  const { picture } = props;
  const { t } = useWords();
  const [said, setSaid] = useState<readonly number[]>([]);
  const groups = groupsOf(picture.mprn);
  const ours = picture.networks.taken?.esbnReference;
  return (
    <div className="say-back">
      <p className="say">{t('request.readBackSay', { spoken: spokenMprn(groups) })}</p>
      <div className="read" role="group" aria-label={t('request.readBack')}>
        {groups.map((group, index) => (
          <button
            key={index}
            type="button"
            aria-pressed={said.includes(index)}
            onClick={() =>
              setSaid((before) =>
                before.includes(index) ? before.filter((at) => at !== index) : [...before, index],
              )
            }
          >
            {group}
          </button>
        ))}
      </div>
      {ours === undefined ? null : (
        <p className="small muted">{t('request.oursLong', { spoken: spokenReference(ours) })}</p>
      )}
    </div>
  );
}
