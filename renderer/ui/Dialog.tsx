import { useEffectEvent, useLayoutEffect, type ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Key } from './parts.tsx';

/** What is only read is scrolled by the arrows at once. */
const focusOn = (element: HTMLElement | null): void => element?.focus();

/** A button that has done its work is gone, and took the focus along: Esc is heard all the same. */
function useEscapeFromNowhere(onClose: () => void): void {
  const close = useEffectEvent(onClose);
  // Gone with the sheet and not a moment later: an Escape after it is the page's.
  useLayoutEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || document.activeElement !== document.body) return;
      // Heard, or the page behind would hear it too once the sheet is gone.
      event.preventDefault();
      close();
    };
    document.addEventListener('keydown', hear);
    return () => document.removeEventListener('keydown', hear);
  }, []);
}

/** A modal or a side sheet. Esc closes it; what was typed is a draft and stays. */
export function Dialog(props: {
  readonly title: string;
  readonly hint?: ReactNode;
  readonly children: ReactNode;
  readonly foot?: ReactNode;
  readonly onClose: () => void;
  readonly side?: boolean;
  readonly wide?: boolean;
  /** Only to be read: it is scrolled from the keyboard. */
  readonly reading?: boolean;
}) {
  useEscapeFromNowhere(props.onClose);
  return (
    <ModalOverlay
      className={`overlay${props.side === true ? ' side' : ''}`}
      isOpen
      isDismissable={false}
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
    >
      <Modal className={`dialog${props.wide === true ? ' wide' : ''}`}>
        <AriaDialog>
          <div className="dialog-head">
            <Heading slot="title" level={2}>
              {props.title}
            </Heading>
            {props.hint === undefined ? null : <span className="muted small">{props.hint}</span>}
            <span className="grow" />
            <Key>Esc</Key>
          </div>
          <div
            className="dialog-body scroll"
            {...(props.reading === true
              ? { ref: focusOn, tabIndex: 0, role: 'region', 'aria-label': props.title }
              : {})}
          >
            {props.children}
          </div>
          {props.foot === undefined ? null : <div className="dialog-foot">{props.foot}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
