// A 017 on its way, once for every time it is sent.
import type { Mprn } from '../../domain/mprn.ts';
import type { MessageOf } from '../../market/messages.ts';
import { streamOf, type Draw } from './draw.ts';

export interface Parcel {
  readonly message: MessageOf<'017'>;
  readonly txRefNbr: string;
  readonly mprn: Mprn;
  readonly reason: string;
  /** Which way it switches. */
  readonly on: boolean;
  /** MarketTimestamp: the time of the event, which a resend keeps. */
  readonly sentAt: number;
  /** 1 for the first time it is sent. */
  readonly sending: number;
  readonly draw: Draw;
}

export function parcelOf(message: MessageOf<'017'>, sending: number, seed: number): Parcel {
  const { TxRefNbr: txRefNbr, MarketTimestamp: sentAt } = message.header;
  const { MPRN: mprn, MeterPointStatusReason: reason } = message.body;
  return {
    message,
    txRefNbr,
    mprn,
    reason,
    on: reason.startsWith('E'),
    sentAt,
    sending,
    draw: streamOf(seed, `way|${txRefNbr}|${sending}`),
  };
}
