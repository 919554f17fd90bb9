// The market's day: 03:00:00 to 02:59:59 of the Irish clock, and at its end the count per type (602)
// and the list of TxRefNbrs (603) of all that the hub passed on, to us and from us [C]. A message that
// came twice is one line. The two reports themselves stand in none [D].
import { describeTime } from '../../domain/times.ts';
import type { MessageOf, MessageType } from '../../market/messages.ts';
import { header, irishDay, type Answer, type Sender } from './answers.ts';

export const HOUR = 3_600_000;
/** One 603 is message 1 of n [C]; how many lines fit is our guess. */
export const MOST_LINES = 500;

/** The next 03:00:00 of the Irish clock after `at`, UTC ms. That hour is there once on every day. */
export function dayEndAfter(at: number): number {
  const { year, month, date } = describeTime(at, at);
  for (let day = date; ; day++) {
    const winter = Date.UTC(year, month - 1, day, 3);
    const end = describeTime(winter, winter).hour === 3 ? winter : winter - HOUR;
    if (end > at) return end;
  }
}

export class Daily {
  #passed = new Map<string, MessageType>();
  readonly #mostLines: number;

  constructor(mostLines: number) {
    this.#mostLines = mostLines;
  }

  note(type: MessageType, txRefNbr: string): void {
    if (type !== '602' && type !== '603') this.#passed.set(txRefNbr, type);
  }

  /** The reports of the day that ends now. */
  close(sender: Sender): readonly Answer[] {
    const lines = [...this.#passed].map(([TxRefNbr, MessageTypeCode]) => ({
      MessageTypeCode,
      TxRefNbr,
    }));
    this.#passed = new Map();
    const ReconciliationDate = irishDay(sender.at - 24 * HOUR);
    const counts = new Map<string, number>();
    for (const { MessageTypeCode } of lines)
      counts.set(MessageTypeCode, (counts.get(MessageTypeCode) ?? 0) + 1);
    const count: MessageOf<'602'> = {
      type: '602',
      header: header(sender, `602|${sender.at}`),
      body: { ReconciliationDate },
      lines: [...counts]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([MessageTypeCode, Count]) => ({ MessageTypeCode, Count })),
    };
    const most = this.#mostLines;
    const SequenceTotal = Math.max(1, Math.ceil(lines.length / most));
    const lists = Array.from({ length: SequenceTotal }, (_, index): MessageOf<'603'> => ({
      type: '603',
      header: header(sender, `603|${sender.at}|${index + 1}`),
      body: { ReconciliationDate, SequenceNumber: index + 1, SequenceTotal },
      lines: lines.slice(index * most, (index + 1) * most),
    }));
    return [count, ...lists].map((message) => ({ message, about: null, isFinal: true }));
  }
}
