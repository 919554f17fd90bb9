// Everything that is done to a market, as plain data: kept as JSON, a night can be rebuilt to the last
// message. Times are UTC ms, and never before the market's own.
import type { Mprn } from '../../domain/mprn.ts';
import type { MessageOf } from '../../market/messages.ts';
import type { PhoneCall } from './phone.ts';
import type { Whom } from './supplier.ts';

export type Input =
  | { readonly type: 'pay' | 'runOut' | 'correct'; readonly mprn: Mprn; readonly at: number }
  | { readonly type: 'hold' | 'release'; readonly whom: Whom; readonly at: number }
  | {
      readonly type: 'outage';
      readonly point: number;
      readonly from: number;
      readonly to: number | null;
    }
  | { readonly type: 'restore'; readonly point: number; readonly at: number }
  | {
      readonly type: 'changeSupplier';
      readonly mprn: Mprn;
      readonly to: string;
      readonly at: number;
    }
  | { readonly type: 'send'; readonly message: MessageOf<'017'>; readonly at: number }
  /** Networks is asked to send once more what it sent under this TxRefNbr. */
  | { readonly type: 'resend'; readonly txRefNbr: string; readonly at: number }
  | { readonly type: 'cancelInEmma'; readonly txRefNbr: string; readonly at: number }
  | { readonly type: 'phone'; readonly call: PhoneCall };

/** What is done when its time has come, and has no answer. */
export type TimedInput = Exclude<Input, { readonly type: 'phone' | 'cancelInEmma' | 'outage' }>;

/** `when`: the market's own time when it was told, which decides who of one moment comes first. */
export interface Told {
  readonly when: number;
  readonly input: Input;
}
