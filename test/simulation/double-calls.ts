// Customers about whom two desks of one organisation rang Networks, neither knowing of the other's
// call. They are found by what was written and by what each laptop had on its disk at that moment;
// the fold is asked for nothing but whether it says so, because it is what is judged.
import { must } from '../../shared/lib/check.ts';
import type { Entry } from '../../shared/log/entry.ts';
import type { CaseState } from '../../shared/domain/case.ts';
import { eventOf } from '../../shared/domain/events.ts';
import type { SimulatedDesk } from './desk.ts';

export interface DoubleCall {
  readonly organisation: string;
  readonly subject: string;
  readonly isTold: boolean;
}

/** What must be in a case whose customer was called so. */
const tells = (state: CaseState | undefined): boolean => (state?.clash ?? null) !== null;

/** As one desk of every organisation has it: that its colleagues agree is judged elsewhere. */
export async function doubleCalls(
  everybody: readonly SimulatedDesk[],
  left: readonly SimulatedDesk[],
): Promise<readonly DoubleCall[]> {
  const found: DoubleCall[] = [];
  const known = knowledgeOf(everybody);
  for (const [organisation, desk] of new Map(left.map((each) => [each.organisation, each])))
    for (const subject of doublyCalled(desk.entries, known)) {
      const isTold = tells(await desk.caseOf(subject));
      found.push({ organisation, subject, isTold });
    }
  return found;
}

type Knowledge = (entry: Entry) => readonly Entry[];

/** What the author of an entry had on its disk when it wrote it. */
function knowledgeOf(everybody: readonly SimulatedDesk[]): Knowledge {
  const authors = new Map(everybody.map((desk) => [desk.device, desk]));
  return (entry) =>
    must(authors.get(entry.device), 'a desk of this night').whenWritten(entry).knowing;
}

/** Subjects with two calls of two devices, none of which was known where the other was begun. */
function doublyCalled(entries: readonly Entry[], known: Knowledge): ReadonlySet<string> {
  const calls = entries.filter(isCall);
  const knew = (caller: Entry, call: Entry) => known(caller).some(({ id }) => id === call.id);
  const isApart = (one: Entry, other: Entry): boolean =>
    one.subject === other.subject &&
    one.device !== other.device &&
    !knew(one, other) &&
    !knew(other, one);
  return new Set(
    calls.flatMap((one, index) =>
      calls.slice(index + 1).some((other) => isApart(one, other)) ? [one.subject] : [],
    ),
  );
}

/** Whoever joins a call is on the line with Networks too. */
function isCall(entry: Entry): boolean {
  const event = eventOf(entry);
  return (
    event?.kind === 'call.joined' ||
    (event?.kind === 'call.started' && event.body.to === 'networks')
  );
}
