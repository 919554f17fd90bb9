// A titled section of a settings page.
import { type ReactNode } from 'react';

export function Part(props: {
  readonly title: string;
  readonly children: ReactNode;
  readonly wide?: boolean;
}) {
  return (
    <section className={`part${props.wide === true ? ' wide' : ''}`}>
      <h2>{props.title}</h2>
      {props.children}
    </section>
  );
}
