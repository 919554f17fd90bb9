// `t(key, args)`: every word of the screens, typed. An entry is text or a function of its
// arguments; a key that is not there, or an argument left out, does not compile.
import { createContext, useContext, type ReactNode } from 'react';
import { en } from './en.ts';
import { makeFormatter, type Formatter } from './formatter.ts';

export type Catalogue = typeof en;
export type Key = keyof Catalogue;

type Entry = string | ((args: never, format: Formatter) => string);
type ArgumentsOf<E> = E extends (args: infer A, format: Formatter) => string ? A : never;
type Rest<K extends Key> = Catalogue[K] extends string ? [] : [args: ArgumentsOf<Catalogue[K]>];

/** Keys of one family, e.g. `Family<'mprn'>` = 'gas' | 'phone' | …: checks codes against words. */
export type Family<Prefix extends string> = Key extends infer K
  ? K extends `${Prefix}.${infer Rest}`
    ? Rest
    : never
  : never;

export interface Words {
  readonly locale: string;
  readonly format: Formatter;
  readonly t: <K extends Key>(key: K, ...rest: Rest<K>) => string;
}

export function makeWords(catalogue: Catalogue, locale: string): Words {
  const format = makeFormatter(locale, {
    today: catalogue['day.today'],
    yesterday: catalogue['day.yesterday'],
    tomorrow: catalogue['day.tomorrow'],
    hours: catalogue['unit.hours'],
    minutes: catalogue['unit.minutes'],
  });
  return {
    locale,
    format,
    t: (key, ...rest) => {
      const entry: Entry = catalogue[key];
      return typeof entry === 'string' ? entry : entry(rest[0] as never, format);
    },
  };
}

export const english: Words = makeWords(en, 'en-IE');

const WordsContext = createContext<Words>(english);

export function WordsProvider(props: { readonly words: Words; readonly children: ReactNode }) {
  return <WordsContext value={props.words}>{props.children}</WordsContext>;
}

export function useWords(): Words {
  return useContext(WordsContext);
}
