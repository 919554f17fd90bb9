// A list written at once by one key is looked at first: how many, what it does, and what it does not.
import { Button } from '../ui/parts.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useKeys } from '../ui/keys.ts';

export interface Asked {
  readonly title: string;
  readonly says: string;
  /** On the button. */
  readonly go: string;
  readonly onGo: () => void;
}

export function AskFirst(props: { readonly asked: Asked; readonly onClose: () => void }) {
  const { title, says, go, onGo } = props.asked;
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
    </Dialog>
  );
}
