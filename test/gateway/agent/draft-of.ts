// An entry's content once more, with another subject and text: what a colleague's program could write.
import { bodyHash, readHead, type Draft, type Entry } from '../../../shared/log/entry.ts';

export function draftOf(entry: Entry, subject: string, body: string): Draft {
  const { kind, version } = readHead(entry);
  return { subject, kind, version, body: { text: body, hash: bodyHash(body) } };
}
