// What was typed about a caller, as facts. Nothing is refused and nothing is dropped (CASE18): words
// that are no time, and what was typed beside a name, are kept as a note, shown and found.
import type { Facts } from '../../shared/domain/facts.ts';

export interface TypedCaller {
  /** The first field: MPRN, name, account, phone, Eircode or meter serial, in the caller's words. */
  readonly who: string;
  /** The first field was understood: an MPRN, or somebody chosen from the book. */
  readonly isKnown: boolean;
  readonly name: string;
  readonly phone: string;
  readonly note: string;
  /** Times that were typed and not read, with the words for where they stood. */
  readonly unread: readonly string[];
  /** `As typed: …` */
  readonly asTyped: (text: string) => string;
}

const phoneLike = /^(?:\+353|00353|0)[\d\s()/-]{7,14}$/;
const eircodeLike = /^[a-z]\d[\dw]\s?[a-z0-9]{4}$/i;
/** A name has letters in a row; `SP2439120` and `1234567` have not. */
const nameLike = /\p{L}{3,}|\p{L}\s+\p{L}/u;
const MOST_NAME = 500;
const MOST_NOTE = 2000;
/** What a note may have of its own, so that what the other fields leave in it has room beside it. */
export const MOST_TYPED_NOTE = 1000;

export function callerFacts(typed: TypedCaller): Facts {
  const who = typed.who.trim();
  const name = typed.name.trim();
  const phone = typed.phone.trim();
  const told = typed.isKnown || who === '' ? {} : read(who);
  const facts = {
    ...told,
    ...(name === '' ? {} : { name: name.slice(0, MOST_NAME) }),
    ...(phone === '' ? {} : { phone: phone.slice(0, MOST_NAME) }),
  };
  // What the other fields have taken the place of, or what is neither name nor number.
  const isLost =
    !typed.isKnown &&
    who !== '' &&
    who !== facts.name &&
    who !== facts.phone &&
    who !== facts.eircode;
  const note = [typed.note.trim(), ...(isLost ? [typed.asTyped(who)] : []), ...typed.unread]
    .filter((each) => each !== '')
    .join('. ')
    .slice(0, MOST_NOTE);
  return { ...facts, ...(note === '' ? {} : { note }) };
}

/** A phone, account, meter or MPRN has five figures, whatever stands between them. */
const numberLike = /\d(?:[\s()/.-]*\d){4}/;
const eircodeWithin = /\b[a-z]\d[\dw]\s?[a-z0-9]{4}\b/i;

/** Something by which somebody could ring them back or find their meter, in whatever field it stands. */
export function canBeReached(
  typed: Pick<TypedCaller, 'who' | 'isKnown' | 'name' | 'phone' | 'note'>,
): boolean {
  if (typed.isKnown || typed.phone.trim() !== '') return true;
  return [typed.who, typed.name, typed.note].some(
    (text) => numberLike.test(text) || eircodeWithin.test(text),
  );
}

function read(who: string): Pick<Facts, 'name' | 'phone' | 'eircode'> {
  if (phoneLike.test(who)) return { phone: who };
  if (eircodeLike.test(who)) return { eircode: who };
  return nameLike.test(who) ? { name: who.slice(0, MOST_NAME) } : {};
}
