// A list written at once by one key is looked at first: how many, what it does, and what it does not.
import { Button } from '../ui/parts.tsx';
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
}

export function AskFirst(props: { readonly asked: Asked; readonly onClose: () => void }) {
  const { title, says, whom = [], go, onGo } = props.asked;
  const { t } = useWords();
  const press = () => {
    onGo();
    props.onClose();
  };
  useKeys({ 'ctrl+enter': press }, { inDialog: true });
  return (
    <Dialog
      title={title}
      onClose={props.onClose}
      foot={
        <Button kind="go" hint="Ctrl ↵" onPress={press}>
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
    </Dialog>
  );
}
