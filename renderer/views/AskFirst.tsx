// A list written at once by one key is looked at first: how many, what it does, and what it does not. What
// may be wrong for all of them is agreed to in so many words before any key writes it.
import { useState } from 'react';
import { Button, Choice } from '../ui/parts.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords } from '../i18n/words.tsx';

export interface Asked {
  readonly title: string;
  readonly says: string;
  /** Each of those it is written of, a line for each. */
  readonly whom?: readonly string[];
  /** On the button. */
  readonly go: string;
  readonly onGo: () => void;
  /** Asked besides, with no for an answer until somebody says yes. */
  readonly agree?: string;
}

export function AskFirst(props: { readonly asked: Asked; readonly onClose: () => void }) {
  const { title, says, whom = [], go, onGo, agree } = props.asked;
  const { t } = useWords();
  const [isAgreed, setAgreed] = useState(agree === undefined);
  const press = () => {
    if (!isAgreed) return;
    onGo();
    props.onClose();
  };
  useKeys({ 'ctrl+enter': press }, { inDialog: true });
  return (
    <Dialog
      title={title}
      onClose={props.onClose}
      foot={
        <Button kind="go" hint="Ctrl ↵" disabled={!isAgreed} onPress={press}>
          {go}
        </Button>
      }
    >
      <p>{says}</p>
      {whom.length === 0 ? null : (
        <div className="sheet-table whole" role="region" tabIndex={0} aria-label={t('fixes.whom')}>
          <ol className="small">
            {whom.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ol>
        </div>
      )}
      {agree === undefined ? null : (
        <Choice
          label={agree}
          value={isAgreed ? 'yes' : 'no'}
          options={(['no', 'yes'] as const).map((value) => ({
            value,
            label: t(`common.${value}`),
          }))}
          onChange={(value) => setAgreed(value === 'yes')}
        />
      )}
    </Dialog>
  );
}
