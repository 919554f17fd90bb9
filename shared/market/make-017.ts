// The one message that we send. What would not be read back is not made: an id of four characters
// from the settings, a reference with a line break, are named before anything leaves the desk.
import type { Mprn } from '../domain/mprn.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { schemaVersion, type MessageOf } from './messages.ts';
import type { MessageProblem } from './problem.ts';
import { fromRaw, toRaw } from './raw.ts';

export interface Request017 {
  readonly mprn: Mprn;
  readonly reason: 'D05' | 'E05';
  readonly businessReference: string;
  /** A retry keeps it and the business reference; a new one is a second request. */
  readonly txRefNbr: string;
  /** UTC ms. */
  readonly at: number;
  readonly sender: string;
  readonly recipient: string;
}

export function make017(request: Request017): Result<MessageOf<'017'>, MessageProblem> {
  const message: MessageOf<'017'> = {
    type: '017',
    header: {
      MarketTimestamp: request.at,
      TxRefNbr: request.txRefNbr,
      SenderID: request.sender,
      RecipientID: request.recipient,
      SupplierMPID: request.sender,
      VersionNumber: schemaVersion,
    },
    body: {
      MPRN: request.mprn,
      MeterPointStatusReason: request.reason,
      MPBusinessReference: request.businessReference,
    },
    lines: [],
  };
  const raw = toRaw(message, 'utc');
  for (const [field, text] of Object.entries({ ...raw.header, ...raw.body })) {
    // Optional for what we read, said in everything we write.
    if (text.trim() === '') return fail({ code: 'missing', field });
    if (/\s/.test(text) && text !== text.replace(/\s+/g, ' ').trim()) {
      return fail({ code: 'misfit', field, expected: 'one line without blanks around it' });
    }
  }
  const read = fromRaw(raw, 'utc');
  return read.ok ? ok(message) : read;
}
