// Whether a word of the market is about something that is known here of this customer. One that names
// nothing of it is found by MPRN and time alone, and that only ever proposes.
import type { CaseState } from './case.ts';
import { matchedBy, type Answered } from './evidence.ts';
import type { FixState } from './fix.ts';

/** By TxRefNbr, then business reference, then the reference that Networks gave or was given in a call. */
export function namesOurs(
  answer: Answered,
  state: CaseState | null,
  fix: FixState | undefined,
): boolean {
  const own = state?.facts.message017?.txRefNbr;
  const numbers = own === undefined ? [] : [own];
  if (matchedBy(answer, { txRefNbrs: numbers, businessReference: null }) !== null) return true;
  const isOfItem = fix?.items.some(({ txRefNbrs, about, businessReference }) =>
    matchedBy(answer, {
      txRefNbrs: about === null ? txRefNbrs : [...txRefNbrs, about],
      businessReference,
    }),
  );
  return isOfItem === true || isOfCall(answer, state);
}

function isOfCall({ networksReference }: Answered, state: CaseState | null): boolean {
  if (networksReference === undefined || state === null) return false;
  const given = state.requests.map(({ reference }) => reference);
  return [state.outcome?.esbnReference, ...given].includes(networksReference);
}
