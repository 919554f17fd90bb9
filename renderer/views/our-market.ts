// The market as this organisation writes to it: who sends, for whom, and by whose clock.
import { marketSettings, type MarketSettings } from '../../shared/market/market-settings.ts';
import { mpidOf } from '../console/organisation.ts';
import type { Snapshot } from '../console/snapshot.ts';

export interface OurMarket extends MarketSettings {
  /** Whose messages we send. */
  readonly sender: string;
}

export const marketOf = (
  snapshot: Pick<Snapshot, 'enrolment' | 'hello' | 'desk' | 'world'>,
): OurMarket => ({
  ...marketSettings(snapshot.hello.administrator?.market, snapshot.desk.settings),
  sender: mpidOf(snapshot),
});
