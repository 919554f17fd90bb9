// What of the market holds for an agent: the organisation's word, as at every desk of it. What a person
// says of it at an agent's start becomes that word where nobody has spoken yet, so that the same TxRefNbr
// never has two texts; it stands below any other word, and is passed over where that differs.
import type { SettingValue } from '../../shared/domain/desk.ts';
import {
  marketChanges,
  marketSettings,
  saidMarket,
  type GivenMarket,
  type MarketSettings,
} from '../../shared/market/market-settings.ts';

export type Settings = MarketSettings;

export interface GivenSettings extends GivenMarket {
  /** Of the administrator's file on this machine; null where it says nothing of the market. */
  readonly laid?: GivenMarket | null;
}

type Said = Readonly<Record<string, SettingValue>>;

export const settingsOf = ({ laid = null, ...typed }: GivenSettings, said: Said): Settings =>
  marketSettings(laid, said, typed);

/** What is to be said for the organisation: typed here, otherwise than as desks have it, and said by nobody. */
export function unsaidOf({ laid = null, ...typed }: GivenSettings, said: Said) {
  if (laid !== null) return {};
  const [ours, theirs] = [marketSettings(null, {}, typed), marketSettings(null, {})];
  const spoken = saidMarket(said);
  return marketChanges({
    ...(spoken.wall === undefined && ours.wall !== theirs.wall ? { wall: ours.wall } : {}),
    ...(spoken.recipient === undefined && ours.recipient !== theirs.recipient
      ? { recipient: ours.recipient }
      : {}),
  });
}

export interface PassedOver {
  readonly option: 'wall' | 'recipient';
  readonly typed: string;
  /** What counts. */
  readonly counts: string;
}

/** Options that the organisation has otherwise. */
export function passedOver(given: GivenSettings, said: Said): readonly PassedOver[] {
  const { laid: _, ...typed } = given;
  const meant = marketSettings(null, {}, typed);
  const settings = settingsOf(given, said);
  return (['wall', 'recipient'] as const).flatMap((option) =>
    typed[option] === undefined || meant[option] === settings[option]
      ? []
      : [{ option, typed: meant[option], counts: settings[option] }],
  );
}
