import { describe, expect, test } from 'vitest';
import { en } from '../../../renderer/i18n/en.ts';
import { makeFormatter } from '../../../renderer/i18n/formatter.ts';
import { english, makeWords, type Catalogue, type Family } from '../../../renderer/i18n/words.tsx';

const { t, format } = english;
const at = (text: string) => Date.parse(text);
const NBSP = /\u00a0/g;

describe('typed words', () => {
  test('WORDS1: arguments are asked for exactly when the words need them', () => {
    expect(t('common.save')).toBe('Save');
    expect(t('runway.older', { count: 3 })).toBe('+3 older');
    // @ts-expect-error an argument is missing
    expect(() => t('runway.older')).toThrow();
    // @ts-expect-error these words take none
    expect(t('common.save', { count: 3 })).toBe('Save');
    // @ts-expect-error a number is meant
    expect(t('row.promised', { at: 2011 })).toBe('Promised 2011');
    // @ts-expect-error there are no such words
    expect(() => t('common.hurray')).toThrow();
  });

  test('WORDS2: a key made from a code is checked against the words, for every code', () => {
    const register = 'special' as Family<'register'>;
    expect(t(`register.${register}`)).toBe('Special services');
    const code = 'nothing' as 'nothing' | 'none';
    // @ts-expect-error one of the codes has no words
    expect(() => t(`register.${code}`)).toThrow();
  });

  test('WORDS3: a key that may mean several words takes the arguments of all of them', () => {
    const key = 'row.promised' as 'row.promised' | 'row.claimed' | 'row.medical';
    expect(t(key, { at: '20:20', operator: 'Aoife B.' })).toBe('Promised 20:20');
    // @ts-expect-error one of the three needs the operator
    expect(t(key, { at: '20:20' })).toBe('Promised 20:20');
  });

  test('WORDS4: another language has the same keys and arguments, and its own plurals', () => {
    const irish: Catalogue = {
      ...en,
      'day.yesterday': 'inné',
      'queue.rows': (args, f) =>
        f.plural(args.count, {
          one: '# chustaiméir amháin',
          two: '# chustaiméir',
          few: '# chustaiméir',
          many: '# gcustaiméir',
          other: '# custaiméir',
        }),
    };
    const words = makeWords(irish, 'ga-IE');
    expect(words.t('queue.rows', { count: 8 })).toBe('8 gcustaiméir');
    expect(words.format.when(at('2026-11-23T19:50:00Z'), at('2026-11-24T02:00:00Z'))).toBe(
      'inné 19:50',
    );
    // @ts-expect-error a language with words missing is none
    const half: Catalogue = { 'common.save': 'Sábháil' };
    expect(half).toBeDefined();
  });
});

describe('plain words', () => {
  /** Called with arguments that answer anything: enough to see every sentence once. */
  const anything = new Proxy({}, { get: () => 2 });
  const said = Object.entries(en).map(([key, entry]): readonly [string, string] => [
    key,
    typeof entry === 'string'
      ? entry
      : String((entry as (args: unknown, f: unknown) => unknown)(anything, format)),
  ]);

  test('WORDS5: never success, synced, an exclamation mark, or an empty phrase', () => {
    const wrong = said.filter(
      ([, text]) => /success|\bsync|!|oops|please wait/i.test(text) || text.trim() === '',
    );
    expect(wrong).toEqual([]);
    expect(said.length).toBeGreaterThan(400);
  });

  test('WORDS6: sentence case: no second word begins with a capital but names and marks', () => {
    const names = new Set(
      'Networks Smart Irish Northern Ireland Eircode Services Windows CSV Save ESB Esc Enter Handbook Pay TxRefNbr TxRefNbrs'.split(
        ' ',
      ),
    );
    const shouted = said
      .filter(([key]) => !key.startsWith('strip.'))
      .flatMap(([key, text]) =>
        [...text.matchAll(/(?<=[a-z,;] )[A-Z][a-z]+[A-Za-z]*/g)]
          .map(([word]) => word)
          .filter((word) => !names.has(word))
          .map((word) => `${key}: ${word}`),
      );
    expect(shouted).toEqual([]);
  });

  test('WORDS13: no two files of the catalogue say the same key', () => {
    const files = import.meta.glob<Readonly<Record<string, object>>>(
      '../../../renderer/i18n/words/*.ts',
      { eager: true },
    );
    const keys = Object.values(files).flatMap((file) =>
      Object.values(file).flatMap((words) => Object.keys(words)),
    );
    expect(keys.length).toBeGreaterThan(400);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  test('WORDS7: one is not many', () => {
    expect(t('time.left', { minutes: 1 })).toBe('1 minute left');
    expect(t('time.left', { minutes: -1 })).toBe('1 minute past the backstop');
    expect(t('foot.savedHere', { entries: 1 })).toContain('1 entry.');
    expect(t('alarm.mark', { count: 1, minutes: 60, who: '' })).toBe('A customer: 15 minutes left');
    expect(t('alarm.mark', { count: 1200, minutes: 75, who: 'Mary' })).toBe(
      'Mary and 1,199 more: past the backstop',
    );
    expect(t('share.says', { count: 1, index: 1, of: 3 })).toBe(
      '1 open customer falls to desk 1 of 3.',
    );
  });
});

describe('times in words', () => {
  test('WORDS8: Irish wall clock, summer and winter, whatever the machine says', () => {
    expect(format.clock(at('2026-11-24T20:11:00Z'))).toBe('20:11');
    expect(format.clock(at('2026-07-01T20:11:00Z'))).toBe('21:11');
    expect(format.clock(at('2026-11-24T00:05:00Z'))).toBe('00:05');
  });

  test('WORDS9: the day is said only when it is not today', () => {
    const now = at('2026-11-24T20:11:00Z');
    expect(format.when(at('2026-11-24T00:00:00Z'), now)).toBe('00:00');
    expect(format.when(at('2026-11-23T19:50:00Z'), now)).toBe('yesterday 19:50');
    expect(format.when(at('2026-11-25T00:10:00Z'), now)).toBe('tomorrow 00:10');
    expect(format.when(at('2026-11-21T18:05:00Z'), now)).toBe('21 November 18:05');
    expect(format.when(at('2025-12-31T23:59:00Z'), now)).toBe('31 December 2025 23:59');
  });

  test('WORDS10: days of 25 and 23 hours have a yesterday and a tomorrow too', () => {
    const longDay = at('2026-10-25T23:30:00Z');
    expect(format.when(at('2026-10-24T18:00:00Z'), longDay)).toBe('yesterday 19:00');
    const afterShortDay = at('2026-03-29T23:10:00Z');
    expect(format.when(at('2026-03-29T00:30:00Z'), afterShortDay)).toBe('yesterday 00:30');
    const beforeShortDay = at('2026-03-28T23:30:00Z');
    expect(format.when(at('2026-03-29T21:00:00Z'), beforeShortDay)).toBe('tomorrow 22:00');
  });

  test('WORDS11: spans, money and counts', () => {
    expect(format.span(31 * 60_000 + 59_999)).toBe('31 min');
    expect(format.span(161 * 60_000)).toBe('2 h 41 min');
    expect(format.span(120 * 60_000)).toBe('2 h');
    expect(format.span(-5)).toBe('0 min');
    expect(format.money(5000).replace(NBSP, ' ')).toBe('€50.00');
    expect(format.number(3120)).toBe('3,120');
  });

  test('WORDS4: the formatter takes its small words from the language', () => {
    const irish = makeFormatter('ga-IE', {
      today: 'inniu',
      yesterday: 'inné',
      tomorrow: 'amárach',
      hours: 'u',
      minutes: 'nóim',
    });
    expect(irish.span(161 * 60_000)).toBe('2 u 41 nóim');
  });
});

describe('said aloud', () => {
  test.each([
    ['call', 'told in a call at 20:04'],
    ['text', 'sent a text at 20:04'],
    ['voicemail', 'voicemail was left at 20:04'],
    ['notReached', 'not reached, last tried at 20:04'],
  ] as const)('WORDS12: told by %s is said as “%s”', (how, words) => {
    const said = t(`say.safetySaid.${how}`, { at: '20:04' });
    expect(said).toContain(words);
    expect(said).toContain('treat everything as live');
    expect(said).toMatch(/^“.*\.”$/);
  });
});
