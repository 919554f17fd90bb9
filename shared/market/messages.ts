// The market's messages, one table: names of elements and attributes, what each value is, whether
// it must be there, and how sure we are of the name. No V14 schema is public, so this is the only
// place to change when one is; until then everything written says that it is unverified.
//   C confirmed by a public source · O observed in public code, before V14 · D our guess, by the
//   pattern of the others. A guessed name is never required of what we read: a wrong guess must
//   not keep proof out.
import type { AnswerTells, RequestStatus } from '../domain/evidence.ts';
import type { Mprn } from '../domain/mprn.ts';

export const unverified = 'unverified against the V14 schema';
export const rootElement = 'ieXMLDocument';
export const northernIrelandRoot = 'niXMLDocument';
export const headerElement = 'MessageHeader';
export const schemaVersion = '14.00.00';

export type Mark = 'C' | 'O' | 'D';

export type Kind =
  | 'mprn'
  /** Three characters: a market participant's id. */
  | 'participant'
  | 'messageType'
  /** TxRefNbr: up to 36 characters; a UUID fits. */
  | 'transaction'
  /** MeterPointStatusReason: `E05`, `D05`, … */
  | 'reason'
  | 'version'
  | 'code'
  | 'text'
  /** A date, with a clock time where the sender gives one; kept as written. */
  | 'day'
  /** UTC ms. */
  | 'instant'
  | 'count';

export interface Field<K extends Kind = Kind, R extends boolean = boolean> {
  readonly kind: K;
  readonly required: R;
  readonly mark: Mark;
  /** Stands on the body element itself: the same name further down means something else. */
  readonly onBodyOnly: boolean;
}
export type Fields = Readonly<Record<string, Field>>;

const required = <K extends Kind>(kind: K, mark: 'C' | 'O'): Field<K, true> => ({
  kind,
  required: true,
  mark,
  onBodyOnly: false,
});
const optional = <K extends Kind>(kind: K, mark: Mark): Field<K, false> => ({
  kind,
  required: false,
  mark,
  onBodyOnly: false,
});

/** `MessageTypeCode` stands beside these; it is the message's type. */
export const headerFields = {
  MarketTimestamp: required('instant', 'O'),
  TxRefNbr: required('transaction', 'O'),
  SenderID: optional('participant', 'O'),
  RecipientID: optional('participant', 'O'),
  SupplierMPID: optional('participant', 'O'),
  VersionNumber: optional('version', 'O'),
} satisfies Fields;

const references = {
  MPBusinessReference: optional('text', 'O'),
  NetworksReferenceNumber: optional('text', 'O'),
};

const confirmation = {
  MPRN: required('mprn', 'O'),
  EffectiveFromDate: { ...optional('day', 'O'), onBodyOnly: true },
  ...references,
  MeterPointStatusCode: optional('code', 'O'),
} satisfies Fields;

const answer = {
  MPRN: required('mprn', 'O'),
  ...references,
  OriginalTxRefNbr: optional('transaction', 'D'),
} satisfies Fields;

/** What a message is good for, in words the planner and the proof can switch on. */
export type Tells = AnswerTells | 'request' | 'dailyCount' | 'dailyList';

/** StatusCode of a 131, every one of them our guess [D]; one that is not here says nothing. */
export const requestStatusCodes: Readonly<Record<string, RequestStatus>> = {
  OPEN: 'open',
  REC: 'open',
  WIP: 'open',
  COMP: 'completed',
  DONE: 'completed',
  COMPLETED: 'completed',
  HELD: 'open',
  RELEASED: 'open',
  CANC: 'cancelled',
  CANCELLED: 'cancelled',
  CNL: 'cancelled',
};

interface Row {
  readonly name: string;
  readonly element: string;
  readonly elementMark: Mark;
  readonly tells: Tells;
  readonly body: Fields;
  /** Elements below the body that repeat; they are known by their required attributes. */
  readonly lines: { readonly element: string; readonly fields: Fields } | null;
}

export const messages = {
  '017': {
    name: 'Meter Point Status Change Request',
    element: 'MIM017_MeterPointStatusChangeRequest',
    elementMark: 'D',
    tells: 'request',
    body: {
      MPRN: required('mprn', 'O'),
      MeterPointStatusReason: required('reason', 'C'),
      MPBusinessReference: optional('text', 'O'),
    },
    lines: null,
  },
  '106D': {
    name: 'Meter Point Status Confirmation De-Energisation',
    element: 'MIM106D_MeterPointStatusConfirmationDeEnergisation',
    elementMark: 'D',
    tells: 'deEnergised',
    body: confirmation,
    lines: null,
  },
  '106E': {
    name: 'Meter Point Status Confirmation Energisation',
    element: 'MIM106E_MeterPointStatusConfirmationEnergisation',
    elementMark: 'D',
    tells: 'energised',
    body: confirmation,
    lines: null,
  },
  '306': {
    name: 'Meter Point Status Change Confirmation De-Energisation',
    element: 'MIM306_MeterPointStatusChangeConfirmationDeEnergisation',
    elementMark: 'O',
    tells: 'deEnergised',
    body: confirmation,
    lines: null,
  },
  '307': {
    name: 'Meter Point Status Change Confirmation Energisation',
    element: 'MIM307_MeterPointStatusChangeConfirmationEnergisation',
    elementMark: 'O',
    tells: 'energised',
    body: confirmation,
    lines: null,
  },
  '117D': {
    name: 'Change in Energisation Status Delay',
    element: 'MIM117D_ChangeInEnergisationStatusDelay',
    elementMark: 'D',
    tells: 'delayed',
    body: { ...answer, DelayReasonCode: optional('code', 'D'), Comment: optional('text', 'D') },
    lines: null,
  },
  '117R': {
    name: 'Meter Point Status Request Rejection',
    element: 'MIM117R_MeterPointStatusRequestRejection',
    elementMark: 'D',
    tells: 'rejected',
    body: { ...answer, RejectReasonCode: optional('code', 'D'), Comment: optional('text', 'D') },
    lines: null,
  },
  '131': {
    name: 'Status of a request',
    element: 'MIM131_FieldworkStatus',
    elementMark: 'D',
    tells: 'requestStatus',
    body: { ...answer, StatusCode: optional('code', 'D'), Comment: optional('text', 'D') },
    lines: null,
  },
  '601': {
    name: 'Rejection of an invalid message at the gateway',
    element: 'MIM601_MessageRejection',
    elementMark: 'D',
    tells: 'rejectedAtGateway',
    body: {
      RejectedTxRefNbr: optional('transaction', 'D'),
      RejectedMessageTypeCode: optional('messageType', 'D'),
      RejectReasonCode: optional('code', 'D'),
      Comment: optional('text', 'D'),
    },
    lines: null,
  },
  '602': {
    name: 'Daily Summary Reconciliation Count',
    element: 'MIM602_DailySummaryReconciliationCount',
    elementMark: 'D',
    tells: 'dailyCount',
    body: { ReconciliationDate: optional('day', 'D') },
    lines: {
      element: 'MessageCount',
      fields: {
        MessageTypeCode: required('messageType', 'O'),
        Count: { ...optional('count', 'D'), required: true },
      },
    },
  },
  '603': {
    name: 'Daily Summary Transaction Details',
    element: 'MIM603_DailySummaryTransactionDetails',
    elementMark: 'D',
    tells: 'dailyList',
    body: {
      ReconciliationDate: optional('day', 'D'),
      /** This is message 1 of n [C]; how they are called is a guess. */
      SequenceNumber: optional('count', 'D'),
      SequenceTotal: optional('count', 'D'),
    },
    lines: {
      element: 'TransactionDetails',
      fields: {
        MessageTypeCode: required('messageType', 'O'),
        TxRefNbr: required('transaction', 'O'),
      },
    },
  },
} satisfies Readonly<Record<string, Row>>;

export type MessageType = keyof typeof messages;
export const messageTypes = Object.keys(messages) as readonly MessageType[];

export function rowOf(type: MessageType): Row {
  return messages[type];
}

export function isMessageType(code: string): code is MessageType {
  return Object.hasOwn(messages, code);
}

interface Shapes {
  readonly mprn: Mprn;
  readonly instant: number;
  readonly count: number;
}
type ValueOf<K extends Kind> = K extends keyof Shapes ? Shapes[K] : string;

type Values<F extends Fields> = {
  readonly [N in keyof F as F[N]['required'] extends true ? N : never]: ValueOf<F[N]['kind']>;
} & {
  readonly [N in keyof F as F[N]['required'] extends true ? never : N]?: ValueOf<F[N]['kind']>;
};

type LineOf<T extends MessageType> = (typeof messages)[T]['lines'] extends {
  readonly fields: infer F extends Fields;
}
  ? Values<F>
  : never;

export type Header = Values<typeof headerFields>;

export interface MessageOf<T extends MessageType> {
  readonly type: T;
  readonly header: Header;
  readonly body: Values<(typeof messages)[T]['body']>;
  /** Empty for messages that have none. */
  readonly lines: readonly LineOf<T>[];
}

export type Message = { readonly [T in MessageType]: MessageOf<T> }[MessageType];
