// `t(key, args)`: every word of the screens, typed. An entry is text or a function of its
// arguments; a key that is not there, or an argument left out, does not compile.
import { createContext, useContext, type ReactNode } from 'react';
import { en } from './en.ts';
import { makeFormatter, type Formatter } from './formatter.ts';

export type Key = keyof typeof en;

type Entry = string | ((args: never, format: Formatter) => string);
type Called = Exclude<Entry, string>;

/** What every language has to say: the English words widened to text, the arguments kept. */
export type Catalogue = {
  readonly [K in Key]: (typeof en)[K] extends Called ? (typeof en)[K] : string;
};

/** Of a family of keys whichever may be meant: so the arguments of all of them. */
type ArgumentsOf<C> = (
  C extends (args: infer A, format: Formatter) => string ? (args: A) => void : never
) extends (args: infer All) => void
  ? All
  : never;
type CalledOf<K extends Key> = Extract<Catalogue[K], Called>;
type Rest<K extends Key> = [CalledOf<K>] extends [never] ? [] : [args: ArgumentsOf<CalledOf<K>>];

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
  /** Whether there are words for a name that came with data: of a newer program, or an older one. */
  readonly has: (key: string) => boolean;
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
    has: (key) => Object.hasOwn(catalogue, key),
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
