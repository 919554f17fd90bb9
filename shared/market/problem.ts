// Why a message does not come in. `refused`: nothing in the file can be believed. `setAside`: a
// message, but not one this desk can work on. Either way the caller keeps the original; a problem
// names places and never repeats a value, which may be personal.
import type { MprnProblem } from '../domain/mprn.ts';

export type MessageProblem =
  | { readonly code: 'tooLarge'; readonly megabytes: number; readonly most: number }
  | { readonly code: 'empty' }
  | { readonly code: 'otherFile'; readonly kind: 'zip' | 'xls' | 'pdf' | 'picture' | 'binary' }
  | { readonly code: 'encodingUnknown'; readonly name: string }
  /** The bytes, the mark at their beginning and what the file says of itself do not agree. */
  | { readonly code: 'encodingWrong'; readonly said: string }
  | { readonly code: 'documentType' }
  | { readonly code: 'entity'; readonly line: number }
  | { readonly code: 'cutShort' }
  | { readonly code: 'duplicateAttribute'; readonly line: number }
  | { readonly code: 'notWellFormed'; readonly line: number; readonly column: number }
  | { readonly code: 'tooDeep'; readonly most: number }
  | {
      readonly code: 'tooMany';
      readonly what: 'elements' | 'attributes' | 'rows' | 'messages' | 'signs in a line';
      readonly most: number;
    }
  | { readonly code: 'notJson' }
  | { readonly code: 'noColumn'; readonly field: string }
  | { readonly code: 'notAMessage' }
  | { readonly code: 'severalHeaders' }
  | { readonly code: 'severalBodies' }
  | { readonly code: 'noHeader' }
  | { readonly code: 'noBody' }
  | { readonly code: 'northernIreland' }
  | { readonly code: 'unknownType' }
  | { readonly code: 'typeAndBodyDiffer' }
  | { readonly code: 'missing'; readonly field: string }
  | { readonly code: 'misfit'; readonly field: string; readonly expected: string }
  | { readonly code: 'mprn'; readonly problem: MprnProblem['code'] }
  /** It names another market participant as its recipient, or as the supplier it is about. */
  | { readonly code: 'notForUs'; readonly field: string }
  | { readonly code: 'twoValues'; readonly field: string };

export type ProblemCode = MessageProblem['code'];
export type Status = 'refused' | 'setAside';

/** The words are for a folder, a log and a terminal; the screen has its own. */
export const problems: Readonly<
  Record<ProblemCode, { readonly status: Status; readonly words: string }>
> = {
  tooLarge: { status: 'refused', words: 'larger than any message, and not read' },
  empty: { status: 'refused', words: 'empty' },
  otherFile: { status: 'refused', words: 'no text: another kind of file' },
  encodingUnknown: { status: 'refused', words: 'written in an encoding we do not read' },
  encodingWrong: { status: 'refused', words: 'not in the encoding it says it is in' },
  documentType: {
    status: 'refused',
    words: 'has a document type, which no message has: entities are never read',
  },
  entity: { status: 'refused', words: 'names an entity that XML does not have' },
  cutShort: { status: 'refused', words: 'cut short: its end is missing' },
  duplicateAttribute: { status: 'refused', words: 'says the same attribute twice' },
  notWellFormed: { status: 'refused', words: 'not well-formed XML' },
  tooDeep: { status: 'refused', words: 'nested deeper than any message' },
  tooMany: { status: 'refused', words: 'more parts than any message has' },
  notJson: { status: 'refused', words: 'not the JSON that we write' },
  noColumn: { status: 'refused', words: 'has no column for what every row must say' },
  notAMessage: { status: 'refused', words: 'XML, but no market message' },
  severalHeaders: { status: 'refused', words: 'more than one header' },
  severalBodies: { status: 'refused', words: 'more than one message in one document' },
  noHeader: { status: 'refused', words: 'no header' },
  noBody: { status: 'refused', words: 'no body' },
  northernIreland: { status: 'setAside', words: 'a message of Northern Ireland, not this market' },
  unknownType: { status: 'setAside', words: 'a message type we do not work on' },
  typeAndBodyDiffer: { status: 'setAside', words: 'its header and its body name different types' },
  missing: { status: 'setAside', words: 'something that must be there is missing' },
  misfit: { status: 'setAside', words: 'a value is not what stands there in a message' },
  mprn: { status: 'setAside', words: 'what stands as its MPRN is not one' },
  notForUs: { status: 'setAside', words: 'for another market participant, not for us' },
  twoValues: { status: 'setAside', words: 'says two different things of one field' },
};

const mprnWords: Readonly<Record<MprnProblem['code'], string>> = {
  empty: 'nothing stands there',
  northernIreland: 'it begins with 81, as in Northern Ireland',
  gas: '7 digits, as a gas GPRN has',
  phone: 'it looks like a phone number',
  letter: 'a letter stands among its digits',
  scientific: 'a spreadsheet has rounded it',
  tooLong: 'more than 11 digits',
  tooShort: 'fewer than 11 digits',
  otherSigns: 'other signs stand among its digits',
};

/** One line for a poison folder: the words, and where. */
export function describeProblem(problem: MessageProblem): string {
  const { status, words } = problems[problem.code];
  const where = Object.entries(problem)
    .filter(([name]) => name !== 'code')
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
  if (problem.code === 'mprn') return `Set aside: ${words} (${mprnWords[problem.problem]}).`;
  return `${status === 'refused' ? 'Refused' : 'Set aside'}: ${words}${where === '' ? '' : ` (${where})`}.`;
}
