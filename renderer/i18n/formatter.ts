// Plurals and numbers by @internationalized/string, dates by @internationalized/date: the words of
// the catalogue get these and nothing else. Times are Irish wall clock, whatever the machine says.
import { DateFormatter, fromAbsolute, toCalendarDate } from '@internationalized/date';
import { LocalizedStringDictionary, LocalizedStringFormatter } from '@internationalized/string';

const ZONE = 'Europe/Dublin';

/** English needs two forms, Irish five. */
export interface Forms {
  readonly one: string;
  readonly two?: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

export interface Formatter {
  /** `#` in a form stands for the number. */
  readonly plural: (count: number, forms: Forms) => string;
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
  choose(count: number, forms: Forms): string {
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
  const numberFormat = new Intl.NumberFormat(locale);
  const moneyFormat = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' });
  const clock = (at: number) => clockFormat.format(new Date(at));
  const dayOf = (at: number) => toCalendarDate(fromAbsolute(at, ZONE));
  return {
    plural: (count, forms) =>
      strings.choose(count, forms).replaceAll('#', () => numberFormat.format(count)),
    number: (value) => numberFormat.format(value),
    money: (cents) => moneyFormat.format(cents / 100),
    clock,
    seconds: (at) => secondsFormat.format(new Date(at)),
    when: (at, now) => {
      // Counted in days of the calendar: two of them each year have 23 or 25 hours.
      const [day, today] = [dayOf(at), dayOf(now)];
      if (day.compare(today) === 0) return clock(at);
      if (day.compare(today.subtract({ days: 1 })) === 0) return `${days.yesterday} ${clock(at)}`;
      if (day.compare(today.add({ days: 1 })) === 0) return `${days.tomorrow} ${clock(at)}`;
      const format = day.year === today.year ? dayFormat : yearFormat;
      return `${format.format(new Date(at))} ${clock(at)}`;
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
