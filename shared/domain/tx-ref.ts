// The names of the 017s that we send. They follow from whose message it is, about whom, for what, and
// which attempt: two desks without a line between them that release the same back-fix make the same
// TxRefNbr, which the market takes as one message (MCR: a resend keeps transaction number and business
// reference). A new attempt, only after a confirmed reject or cancel, is another one.
import { mpidIn } from './mpid.ts';
import { digestOf, uuid8 } from '../log/ids.ts';

export interface Intent {
  /** The supplier's MPID, in whichever case it is said. */
  readonly supplier: string;
  readonly mprn: string;
  /** The back-fix: `send017/1`. */
  readonly key: string;
}

/** A UUID, which fits the market's 36 characters. */
export function txRefNbrOf({ supplier, mprn, key }: Intent, attempt: number): string {
  return uuid8(JSON.stringify([mpidIn(supplier), mprn, key, attempt]));
}

/** Twelve signs after `BF-`, the same for every attempt. */
export function businessReferenceOf({ supplier, mprn, key }: Intent): string {
  const digest = digestOf(JSON.stringify([mpidIn(supplier), mprn, key]));
  const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  return `BF-${Array.from(digest.slice(0, 12), (byte) => signs[byte % signs.length]).join('')}`;
}
