// A message of the market as an answer that the log keeps: who it is about, what it says, and every
// name under which it can be found again. Requests and daily lists are no answers.
import type { Answered } from '../domain/evidence.ts';
import { requestStatusCodes, rowOf, type Message } from './messages.ts';
import { endOfDay, instantOfDay, type Wall } from './values.ts';

export interface AnswerFrom {
  /** null of a 601, which names only the message that it rejects. */
  readonly mprn: string | null;
  readonly answer: Answered;
}

const SHORT = 200;

/** `file`: the name of where it came from. `wall`: whose clock a time without an offset shows. */
export function answerFrom(message: Message, wall: Wall, file?: string): AnswerFrom | null {
  const { tells } = rowOf(message.type);
  if (tells === 'request' || tells === 'dailyCount' || tells === 'dailyList') return null;
  const { TxRefNbr, MarketTimestamp } = message.header;
  const body: Readonly<Record<string, string | number | undefined>> = message.body;
  const text = (field: string): string | undefined => {
    const value = body[field];
    return value === undefined ? undefined : String(value).slice(0, SHORT);
  };
  const original = text('OriginalTxRefNbr') ?? text('RejectedTxRefNbr');
  const businessReference = text('MPBusinessReference');
  const networksReference = text('NetworksReferenceNumber');
  const statusCode = text('MeterPointStatusCode') ?? text('StatusCode');
  const status =
    tells === 'requestStatus' && statusCode !== undefined
      ? requestStatusCodes[statusCode.toUpperCase()]
      : undefined;
  const reasonCode = text('RejectReasonCode') ?? text('DelayReasonCode');
  const comment = text('Comment');
  const effectiveAt = effectiveOf(text('EffectiveFromDate') ?? '', wall, MarketTimestamp);
  return {
    mprn: text('MPRN') ?? null,
    answer: {
      type: message.type,
      tells,
      txRefNbr: TxRefNbr,
      at: MarketTimestamp,
      ...(effectiveAt === null ? {} : { effectiveAt }),
      ...(original === undefined ? {} : { original }),
      ...(businessReference === undefined ? {} : { businessReference }),
      ...(networksReference === undefined ? {} : { networksReference }),
      ...(statusCode === undefined ? {} : { statusCode }),
      ...(status === undefined ? {} : { status }),
      ...(reasonCode === undefined ? {} : { reasonCode }),
      ...(comment === undefined ? {} : { comment }),
      ...(file === undefined ? {} : { file: file.slice(0, SHORT) }),
    },
  };
}

/**
 * When it was switched, UTC ms; null where that is not known better than by the time of the message. A day
 * without a clock time that was over by then says when at the latest.
 */
function effectiveOf(day: string, wall: Wall, at: number): number | null {
  const effectiveAt = instantOfDay(day, wall);
  if (effectiveAt !== null) return effectiveAt;
  const end = endOfDay(day);
  return end !== null && end < at ? end : null;
}
