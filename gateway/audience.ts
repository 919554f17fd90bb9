// Who may see an entry. Audience belongs to the subject: an organisation's own work is its own, and
// what two organisations share is named as such (`request:`, `clock:`). Of all that is here one rule
// stands above the others: nothing of one supplier ever reaches another.
import type { EntryRefusal, WireHead } from '../shared/sync/protocol.ts';
import type { Device, Journal, Organisation } from './journal/journal.ts';

/** Kinds of subject that may be shared; all others stay with who wrote. */
const shared = ['request:', 'clock:'] as const;
/** What only Networks says of a request, in its own name. */
const networksKinds: ReadonlySet<string> = new Set([
  'request.taken',
  'request.assigned',
  'request.decided',
  'request.d05Answered',
]);
/** What an auditor may write: its own settings and its own clock. */
const auditorsOwn = ['desk:', 'clock:'] as const;

export interface Seen {
  /** The subject where it may be shared; null for an organisation's own. */
  readonly subject: string | null;
  readonly audience: readonly string[];
}

/** What a journal is asked about, kept for the length of one exchange. */
export interface Ledger {
  readonly journal: Journal;
  readonly organisations: readonly Organisation[];
  device(id: string): Device | null;
}

export function ledgerOf(journal: Journal, who: Device): Ledger {
  const devices = new Map<string, Device | null>([[who.id, who]]);
  return {
    journal,
    organisations: journal.organisations(),
    device(id) {
      const found = devices.get(id) ?? journal.device(id);
      devices.set(id, found);
      return found;
    },
  };
}

/**
 * Two suppliers may have a customer of the same number, one after the other: neither may see, widen
 * or be refused by what the other wrote, so the journal keeps no subject of what is not shared.
 */
export function seenBy(ledger: Ledger, author: Device, head: WireHead): Seen | EntryRefusal {
  const own = author.organisation;
  if (isForbidden(ledger, author, head.subject)) return 'roleForbids';
  if (networksKinds.has(head.kind) && !isNetworks(ledger, own)) return 'roleForbids';
  if (!shared.some((kind) => head.subject.startsWith(kind)))
    return { subject: null, audience: [own] };
  // Refused whether there is such an organisation or not: a supplier learns of no other one.
  if (head.to !== undefined && !isNetworks(ledger, own) && !mayAddress(ledger, own, head.to))
    return 'foreignSubject';
  const { subject } = head;
  if (subject.startsWith('clock:') && subject !== `clock:${author.id}`) {
    // Of a rival's, or of a colleague's that a gateway on a backup does not know any more: nobody else is
    // told of it, and the answer does not say which.
    const whose = ledger.device(subject.slice('clock:'.length))?.organisation;
    if (whose !== own) return { subject: null, audience: [own] };
  }
  const known = ledger.journal.audienceOf(subject);
  // Answered as if nobody had written of it: a refusal would say that somebody has.
  if (known.length > 0 && !known.includes(own))
    return isNetworks(ledger, own) ? 'foreignSubject' : { subject: null, audience: [own] };
  const audience = [
    ...new Set([...known, own, ...ledger.organisations.filter(isMeant).map(({ id }) => id)]),
  ];
  const suppliers = audience.filter((id) => !isNetworks(ledger, id));
  // Only what Networks says to everybody about itself is for several suppliers at once.
  const isToAll = subject.startsWith('clock:') && isNetworks(ledger, own);
  return suppliers.length > 1 && !isToAll ? 'foreignSubject' : { subject, audience };

  function isMeant({ id, isNetworks: theirs }: Organisation): boolean {
    if (head.to === id) return true;
    if (head.to === 'networks') return theirs;
    return head.to === 'partners' && theirs !== isNetworks(ledger, own);
  }
}

/** To whom a supplier may write: itself and Networks. */
function mayAddress(ledger: Ledger, own: string, to: string): boolean {
  return to === own || to === 'networks' || to === 'partners' || isNetworks(ledger, to);
}

function isForbidden(ledger: Ledger, author: Device, subject: string): boolean {
  if (author.role === 'auditor') return !auditorsOwn.some((kind) => subject.startsWith(kind));
  return author.role === 'coordinator' && !isNetworks(ledger, author.organisation);
}

function isNetworks(ledger: Ledger, id: string): boolean {
  return ledger.organisations.some((each) => each.id === id && each.isNetworks);
}
