// A titled section of a settings page.
import { useId, type ReactNode } from 'react';

export function Part(props: {
  readonly title: string;
  readonly children: ReactNode;
  readonly wide?: boolean;
}) {
  const id = useId();
  return (
    <section className={`part${props.wide === true ? ' wide' : ''}`} aria-labelledby={id}>
      <h2 id={id}>{props.title}</h2>
      {props.children}
    </section>
  );
}
