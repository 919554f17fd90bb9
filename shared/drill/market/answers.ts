// What the market writes. Codes of rejections and of states are ours: the market's lists are not
// public; the comment says it in words, as a person would read it.
import type { Mprn } from '../../domain/mprn.ts';
import { describeTime } from '../../domain/times.ts';
import { schemaVersion, type Header, type Message, type MessageOf } from '../../market/messages.ts';
import { drawOf, uuidOf } from './draw.ts';
import type { Parcel } from './parcel.ts';

export const rejections = {
  unknownMprn: ['MPRN', 'No such meter point'],
  notOnBook: ['NOT-ON-BOOK', 'The meter point is not registered to this supplier'],
  notRemote: ['NOT-REMOTE', 'Communications do not allow a remote switch'],
  noSwitch: ['NO-SWITCH', 'The switch of the meter did not answer'],
  older: ['OLDER', 'A newer request for this meter point was received'],
  energised: ['STATUS', 'The meter point is energised'],
  deEnergised: ['STATUS', 'The meter point is de-energised'],
  refused: ['REFUSED', 'The request cannot be processed'],
} as const satisfies Readonly<Record<string, readonly [code: string, words: string]>>;
export type Rejection = keyof typeof rejections;

export interface Answer {
  readonly message: Message;
  /** TxRefNbr of the 017 it answers. A console is not told so, and has to find out. */
  readonly about: string | null;
  /** Nothing else comes after it. */
  readonly isFinal: boolean;
}

export interface Sender {
  readonly seed: number;
  readonly networks: string;
  readonly supplier: string;
  /** UTC ms. */
  readonly at: number;
  /** Its day on the Irish calendar, as `irishDay` has it. */
  readonly day: string;
  readonly namesOriginal: boolean;
}

export function header({ seed, networks, supplier, at }: Sender, words: string): Header {
  return {
    MarketTimestamp: at,
    TxRefNbr: uuidOf(seed, words),
    SenderID: networks,
    RecipientID: supplier,
    SupplierMPID: supplier,
    VersionNumber: schemaVersion,
  };
}

/**
 * Energised or not. Which of the two confirmations a supplier gets depends on the kind of meter [C],
 * so of one meter point it is always the same.
 */
export function confirmation(
  sender: Sender,
  what: { readonly mprn: Mprn; readonly on: boolean; readonly words: string },
  references: References,
): MessageOf<'106E' | '307' | '106D' | '306'> {
  const { mprn, on, words } = what;
  const isNew = drawOf(sender.seed, `confirmation|${mprn}`) < 0.5;
  const type = on ? (isNew ? '106E' : '307') : isNew ? '106D' : '306';
  return {
    type,
    header: header(sender, `${type}|${words}`),
    body: {
      MPRN: mprn,
      EffectiveFromDate: sender.day,
      ...references,
      MeterPointStatusCode: on ? 'E' : 'DR',
    },
    lines: [],
  };
}

export function confirmed(sender: Sender, parcel: Parcel): Answer {
  const { mprn, on, txRefNbr } = parcel;
  const message = confirmation(sender, { mprn, on, words: txRefNbr }, referencesOf(parcel));
  return { message, about: txRefNbr, isFinal: true };
}

export function rejected(sender: Sender, parcel: Parcel, why: Rejection): Answer {
  const [RejectReasonCode, Comment] = rejections[why];
  const message: MessageOf<'117R'> = {
    type: '117R',
    header: header(sender, `117R|${parcel.txRefNbr}`),
    body: { ...about(sender, parcel), RejectReasonCode, Comment },
    lines: [],
  };
  return { message, about: parcel.txRefNbr, isFinal: true };
}

export function delayed(sender: Sender, parcel: Parcel): Answer {
  const message: MessageOf<'117D'> = {
    type: '117D',
    header: header(sender, `117D|${parcel.txRefNbr}`),
    body: { ...about(sender, parcel), DelayReasonCode: 'QUEUED', Comment: 'Runs on resumption' },
    lines: [],
  };
  return { message, about: parcel.txRefNbr, isFinal: false };
}

/** What became of a request by a word on the phone. */
export function status(sender: Sender, parcel: Parcel, code: 'CANC' | 'HELD' | 'RELEASED'): Answer {
  const message: MessageOf<'131'> = {
    type: '131',
    header: header(sender, `131|${code}|${parcel.txRefNbr}|${sender.at}`),
    body: { ...about(sender, parcel), StatusCode: code },
    lines: [],
  };
  return { message, about: parcel.txRefNbr, isFinal: code === 'CANC' };
}

export function rejectedAtGateway(sender: Sender, parcel: Parcel): Answer {
  const message: MessageOf<'601'> = {
    type: '601',
    header: header(sender, `601|${parcel.txRefNbr}`),
    body: {
      RejectedTxRefNbr: parcel.txRefNbr,
      RejectedMessageTypeCode: '017',
      RejectReasonCode: 'INVALID',
      Comment: 'Not valid at the gateway',
    },
    lines: [],
  };
  return { message, about: parcel.txRefNbr, isFinal: true };
}

interface References {
  readonly MPBusinessReference?: string;
  readonly NetworksReferenceNumber?: string;
}

function referencesOf({ message }: Parcel): References {
  const { MPBusinessReference } = message.body;
  return MPBusinessReference === undefined ? {} : { MPBusinessReference };
}

/** The number of what is answered is our guess: a market may go by the business reference, where it has one. */
function about({ namesOriginal }: Sender, parcel: Parcel) {
  const references = referencesOf(parcel);
  const isKnown = references.MPBusinessReference !== undefined && !namesOriginal;
  const original = isKnown ? {} : { OriginalTxRefNbr: parcel.txRefNbr };
  return { MPRN: parcel.mprn, ...references, ...original };
}

export function irishDay(at: number): string {
  const { year, month, date } = describeTime(at, at);
  return `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}
