// Plurals and numbers by @internationalized/string, dates by @internationalized/date: the words of
// the catalogue get these and nothing else. Times are Irish wall clock, whatever the machine says.
import { DateFormatter } from '@internationalized/date';
import { LocalizedStringDictionary, LocalizedStringFormatter } from '@internationalized/string';

const ZONE = 'Europe/Dublin';

export interface Formatter {
  /** `#` in a form stands for the number. */
  readonly plural: (
    count: number,
    forms: { readonly one: string; readonly other: string },
  ) => string;
  readonly number: (value: number) => string;
  readonly money: (cents: number) => string;
  /** `20:11` */
  readonly clock: (at: number) => string;
  readonly seconds: (at: number) => string;
  /** `20:11`, `yesterday 19:50`, `21 November 18:05`: the day only when it is not today. */
  readonly when: (at: number, now: number) => string;
  /** `2 h 41 min` */
  readonly span: (ms: number) => string;
  readonly date: (at: number) => string;
}

export interface DayWords {
  readonly today: string;
  readonly yesterday: string;
  readonly tomorrow: string;
  readonly hours: string;
  readonly minutes: string;
}

/** The library keeps its plural rule to itself; a subclass may use it. */
class Plurals extends LocalizedStringFormatter {
  choose(count: number, forms: { readonly one: string; readonly other: string }): string {
    return this.plural(count, { ...forms });
  }
}

export function makeFormatter(locale: string, days: DayWords): Formatter {
  const strings = new Plurals(locale, new LocalizedStringDictionary({ [locale]: {} }, locale));
  const clockFormat = new DateFormatter(locale, {
    timeZone: ZONE,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const secondsFormat = new DateFormatter(locale, {
    timeZone: ZONE,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const dayFormat = new DateFormatter(locale, { timeZone: ZONE, day: 'numeric', month: 'long' });
  const yearFormat = new DateFormatter(locale, {
    timeZone: ZONE,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  const keyFormat = new DateFormatter('en-CA', {
    timeZone: ZONE,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const numberFormat = new Intl.NumberFormat(locale);
  const moneyFormat = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' });
  const clock = (at: number) => clockFormat.format(new Date(at));
  const dayKey = (at: number) => keyFormat.format(new Date(at));
  return {
    plural: (count, forms) =>
      strings.choose(count, forms).replace(/#/g, numberFormat.format(count)),
    number: (value) => numberFormat.format(value),
    money: (cents) => moneyFormat.format(cents / 100),
    clock,
    seconds: (at) => secondsFormat.format(new Date(at)),
    when: (at, now) => {
      const day = dayKey(at);
      if (day === dayKey(now)) return clock(at);
      if (day === dayKey(now - 86_400_000)) return `${days.yesterday} ${clock(at)}`;
      if (day === dayKey(now + 86_400_000)) return `${days.tomorrow} ${clock(at)}`;
      const sameYear = day.slice(0, 4) === dayKey(now).slice(0, 4);
      return `${(sameYear ? dayFormat : yearFormat).format(new Date(at))} ${clock(at)}`;
    },
    span: (ms) => {
      const minutes = Math.max(0, Math.floor(ms / 60_000));
      const hours = Math.floor(minutes / 60);
      const rest = minutes % 60;
      if (hours === 0) return `${rest} ${days.minutes}`;
      return rest === 0
        ? `${hours} ${days.hours}`
        : `${hours} ${days.hours} ${rest} ${days.minutes}`;
    },
    date: (at) => yearFormat.format(new Date(at)),
  };
}
