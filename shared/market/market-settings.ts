// Whose clock the market's times show and whom a 017 is for: one answer for the whole organisation, so
// that a message keyed at a desk and the same one written by an agent are one text.
import type { SettingValue } from '../domain/desk.ts';
import { mpidIn } from '../domain/mpid.ts';
import { readValue, shippedWall, type Wall } from './values.ts';

export interface MarketSettings {
  /** Whose clock a time without an offset shows, in what we write and read. */
  readonly wall: Wall;
  /** Market participant id of whom a 017 is for. */
  readonly recipient: string;
}

/** As somebody gave them: what is left out was not given. */
export interface GivenMarket {
  readonly wall?: Wall | undefined;
  readonly recipient?: string | undefined;
}

/** Networks' id in the market's headers [D]. */
export const shippedMarket: MarketSettings = { wall: shippedWall, recipient: 'ESB' };

export const isRecipient = (said: string): boolean =>
  readValue('RecipientID', 'participant', mpidIn(said), shippedWall).ok;

/**
 * `file`: of the administrator; where it has anything to say of the market, no desk says anything. `said`:
 * the settings of the organisation's desks. `typed`: on a command line, where nobody else has spoken.
 */
export function marketSettings(
  file: GivenMarket | null | undefined,
  said: Readonly<Record<string, SettingValue>>,
  typed: GivenMarket = {},
): MarketSettings {
  const given = file ?? { ...withoutGaps(typed), ...saidMarket(said) };
  const { wall = shippedMarket.wall, recipient = shippedMarket.recipient } = given;
  return { wall, recipient: mpidIn(recipient) };
}

/** What desks have said of it, as far as it can be used. */
export function saidMarket(said: Readonly<Record<string, SettingValue>>): GivenMarket {
  const wall = said['market.wall'];
  const recipient = said['market.recipient'];
  return {
    ...(wall === 'utc' || wall === 'irish' ? { wall } : {}),
    ...(typeof recipient === 'string' && isRecipient(recipient) ? { recipient } : {}),
  };
}

/** As an entry of a desk has them. */
export const marketChanges = ({ wall, recipient }: GivenMarket) => ({
  ...(wall === undefined ? {} : { 'market.wall': wall }),
  ...(recipient === undefined ? {} : { 'market.recipient': mpidIn(recipient) }),
});

const withoutGaps = ({ wall, recipient }: GivenMarket): GivenMarket => ({
  ...(wall === undefined ? {} : { wall }),
  ...(recipient === undefined ? {} : { recipient }),
});
