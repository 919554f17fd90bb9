// Find, from wherever somebody is: the field of the view in sight, or else the desk's own.
import { flushSync } from 'react-dom';
import type { Console } from '../console/console.ts';

const fieldInSight = () =>
  document.querySelector<HTMLInputElement>('.find input, [data-find] input');

export function find(console: Console): void {
  const { place } = console.getSnapshot();
  if (place.sheet !== null || fieldInSight() === null) {
    const sheet = null;
    // Drawn before this returns: what is typed next is meant for the field.
    flushSync(() => void console.go(fieldInSight() === null ? { view: 'desk', sheet } : { sheet }));
  }
  const field = fieldInSight();
  field?.focus();
  field?.select();
}
