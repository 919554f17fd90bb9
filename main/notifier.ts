// A notification of the system for an alarm; whoever clicks it is brought to the window. It is held until
// it is gone: nobody else does, and one that is collected hears no click.
export interface Shown {
  show(): void;
  on(event: 'click' | 'close' | 'failed', listener: () => void): unknown;
}

export function notifier(
  make: (title: string) => Shown,
  bringUp: () => void,
): (title: string) => void {
  const held = new Set<Shown>();
  return (title) => {
    const shown = make(title);
    held.add(shown);
    const gone = () => held.delete(shown);
    shown.on('close', gone);
    shown.on('failed', gone);
    shown.on('click', () => {
      gone();
      bringUp();
    });
    shown.show();
  };
}
