// A small market for tests, and nights as fast-check draws them.
import * as fc from 'fast-check';
import { must } from '../../../shared/lib/check.ts';
import type { Mprn } from '../../../shared/domain/mprn.ts';
import type { Input } from '../../../shared/drill/market/inputs.ts';
import type { Delivered } from '../../../shared/drill/market/chain.ts';
import { Market } from '../../../shared/drill/market/market.ts';
import type { MarketOptions, MeterOptions } from '../../../shared/drill/market/options.ts';
import type { PhoneCall } from '../../../shared/drill/market/phone.ts';
import { make017 } from '../../../shared/market/make-017.ts';
import type { MessageOf } from '../../../shared/market/messages.ts';

export type Ask = PhoneCall['ask'];
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const from = Date.parse('2026-11-21T17:00:00Z');

export const mprnOf = (place: number): Mprn => `100012345${String(10 + place)}` as Mprn;
export const [one, two, three] = [mprnOf(0), mprnOf(1), mprnOf(2)];

export function meters(isOn: boolean, count = 3): readonly MeterOptions[] {
  return Array.from({ length: count }, (_, place) => ({ mprn: mprnOf(place), isOn }));
}

export function market(options: Partial<MarketOptions> = {}): Market {
  return new Market({ seed: 7, from, meters: meters(false), ...options });
}

export function request(
  mprn: Mprn,
  reason: 'D05' | 'E05',
  at: number,
  txRefNbr = `${mprn}-${reason}`,
): MessageOf<'017'> {
  const made = make017({
    mprn,
    reason,
    businessReference: `CON-${txRefNbr}`,
    txRefNbr,
    at,
    sender: 'SUP',
    recipient: 'DSO',
  });
  if (!made.ok) throw new Error(made.error.code);
  return made.value;
}

export const minute = (count: number): number => from + count * MINUTE;

/** Until nothing moves any more. */
export function settle(market: Market): readonly Delivered[] {
  const heard: Delivered[] = [];
  for (let steps = 0; !market.isIdle(); steps++) {
    if (steps > 200_000) throw new Error('the market never comes to rest');
    heard.push(...market.advance(market.nextAt()));
  }
  heard.push(...market.advance(market.now));
  return heard;
}

export const typesOf = (heard: readonly Delivered[]): readonly string[] =>
  heard.map(({ message }) => message.type).filter((type) => type !== '602' && type !== '603');

export const isFinal = ({ message }: Delivered): boolean =>
  message.type !== '117D' &&
  message.type !== '602' &&
  message.type !== '603' &&
  (message.type !== '131' || message.body.StatusCode === 'CANC');

export function onlyOf(heard: readonly Delivered[], about: string): Delivered {
  const found = heard.filter((each) => each.about === about);
  if (found.length !== 1) throw new Error(`${about} is answered ${found.length} times`);
  return must(found[0], 'there is one');
}

/** Minutes of the evening in which something is done. */
const atMinute = (most: number) =>
  fc.integer({ min: 0, max: most * 60 }).map((s) => from + s * 1000);
const anyMprn = fc.integer({ min: 0, max: 5 }).map(mprnOf);

export const anyOutage = fc
  .record({
    point: fc.integer({ min: 1, max: 12 }),
    at: atMinute(120),
    minutes: fc.integer({ min: 1, max: 180 }),
  })
  .map(({ point, at, minutes }): Input => ({
    type: 'outage',
    point,
    from: at,
    to: at + minutes * MINUTE,
  }));

export const anySend = fc
  .record({
    mprn: anyMprn,
    reason: fc.constantFrom('D05' as const, 'E05' as const),
    at: atMinute(180),
    tag: fc.nat({ max: 2 }),
  })
  .map(({ mprn, reason, at, tag }): Input => ({
    type: 'send',
    // Sent again it keeps its event time, as a resend does.
    message: request(mprn, reason, from + tag * 1000, `${mprn}-${reason}-${tag}`),
    at,
  }));

const anyTimed = fc
  .record({
    type: fc.constantFrom('pay' as const, 'runOut' as const, 'correct' as const),
    mprn: anyMprn,
    at: atMinute(180),
  })
  .map((input): Input => input);

const asks: readonly Ask[] = [
  'reenergise',
  'ask017',
  'askD05',
  'cancelD05',
  'holdD05',
  'releaseD05',
];
const anyCall = fc
  .record({
    mprn: anyMprn,
    ask: fc.constantFrom(...asks),
    at: atMinute(180),
  })
  .map((call): Input => ({ type: 'phone', call }));

const anyCancel = fc
  .record({
    mprn: anyMprn,
    reason: fc.constantFrom('D05', 'E05'),
    tag: fc.nat({ max: 2 }),
    at: atMinute(180),
  })
  .map(({ mprn, reason, tag, at }): Input => ({
    type: 'cancelInEmma',
    txRefNbr: `${mprn}-${reason}-${tag}`,
    at,
  }));

export const timeOf = (input: Input): number =>
  input.type === 'outage' ? input.from : input.type === 'phone' ? input.call.at : input.at;

/** Inputs in the order of their times. */
export const anyNight = fc
  .array(fc.oneof(anyOutage, anySend, anySend, anyTimed, anyTimed, anyCall, anyCancel), {
    maxLength: 40,
  })
  .map((inputs) => inputs.toSorted((a, b) => timeOf(a) - timeOf(b)));

export const anyOptions = fc
  .record({
    seed: fc.nat(),
    on: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    afterPhone: fc.constantFrom('nothing' as const, 'recorded' as const, 'confirmed' as const),
  })
  .map(({ seed, on, afterPhone }): MarketOptions => ({
    seed,
    from,
    afterPhone,
    meters: on.map((isOn, place) => ({ mprn: mprnOf(place), isOn })),
    wrongD05: 0.5,
  }));

/** One moment after the other, with a look at each. */
export function stepTo(market: Market, until: number, look: () => void): void {
  do {
    market.advance(Math.min(until, market.nextAt()));
    look();
  } while (market.now < until);
}

/** One input, at its time. */
export function tell(market: Market, input: Input): void {
  market.repeat({ when: Math.max(market.now, timeOf(input)), input });
}
