// Answers of the market as a person brings them in: files, one message each.
import type { Message } from '../../shared/market/messages.ts';
import { writeXml } from '../../shared/market/xml.ts';

let sent = 0;

export function marketFile(
  type: Message['type'],
  body: Readonly<Record<string, string>>,
  lines: readonly Readonly<Record<string, string | number>>[] = [],
) {
  const message = {
    type,
    header: { MarketTimestamp: Date.now(), TxRefNbr: `answer-${(sent += 1)}`, SenderID: 'ESB' },
    body,
    lines,
  } as unknown as Message;
  const buffer = Buffer.from(writeXml(message, 'utc'));
  return { name: `${type}.xml`, mimeType: 'text/xml', buffer };
}
