// Where the two sides of one request do not say the same: field by field, gravest first, each with
// who said what when. Telling the time to the minute is agreement; a promise kept since is news and
// no difference; not knowing contradicts nobody.
import { MINUTE } from './backstop-clock.ts';
import type { D05Answer, NetworksOutcome } from './events.ts';
import type { Outcome } from './script.ts';
import { comparable } from './reference.ts';
import {
  differenceFields,
  type Difference,
  type DifferenceField,
  type Picture,
  type Statement,
} from './request-picture.ts';
import { givenBy, isTyped, type RequestState, type Said } from './request.ts';

type Undiffered = Omit<Picture, 'differences' | 'clashes'>;

export function differencesOf(picture: Undiffered): readonly Difference[] {
  const found: Difference[] = [];
  const note = (field: DifferenceField, grave: boolean, said: readonly Statement[]) =>
    found.push({ field, grave, said });
  const all = [...picture.asked, ...picture.typed];

  const mprns = statements(all, ({ made }) => made.mprn);
  if (!agree(mprns)) note('mprn', true, mprns);
  const paid = statements(all, ({ made }) => made.paidAt);
  if (!agree(paid, isSameMinute)) note('paidAt', false, paid);
  const priority = statements(all, ({ made }) => made.priority);
  if (!agree(priority)) note('priority', false, priority);
  const second = statements(all, ({ made }) => made.secondIdentifier);
  if (!agree(second, isSameText)) note('secondIdentifier', false, second);
  const references = referenceDifference(picture);
  if (references !== null) note('reference', false, references);

  const { heard, networks } = picture;
  if (heard !== null && heard.at > (picture.before?.at ?? Number.NEGATIVE_INFINITY)) {
    const { decided, d05 } = networks;
    if (heard.d05 !== undefined && d05 !== null && differD05(heard.d05, d05.answer)) {
      const grave = heard.d05 === 'waiting' || d05.answer === 'waiting';
      note('d05', grave, [heardSays(heard, heard.d05), networksSays(d05, d05.answer)]);
    }
    if (decided !== null && differOutcome(heard, decided))
      note('outcome', false, [
        heardSays(heard, heard.outcome),
        networksSays(decided, decided.outcome),
      ]);
    if (
      heard.outcome === 'promised' &&
      heard.promisedAt !== undefined &&
      decided?.outcome === 'promised' &&
      decided.promisedAt !== undefined &&
      !isSameMinute(heard.promisedAt, decided.promisedAt)
    )
      note('promisedAt', false, [
        heardSays(heard, heard.promisedAt),
        networksSays(decided, decided.promisedAt),
      ]);
    const esbn = heard.esbnReference;
    const given = all.flatMap(givenBy);
    const word = decided?.esbnReference === undefined ? networks.taken : decided;
    if (
      esbn !== undefined &&
      word?.esbnReference !== undefined &&
      !given.some((each) => comparable(each) === comparable(esbn))
    )
      note('esbnReference', false, [
        heardSays(heard, esbn),
        networksSays(word, word.esbnReference),
      ]);
  }
  return found.sort(
    (one, other) =>
      Number(other.grave) - Number(one.grave) ||
      differenceFields.indexOf(one.field) - differenceFields.indexOf(other.field),
  );
}

const heardSays = (said: Said, value: Statement['value']): Statement => ({
  side: 'heard',
  value,
  operator: said.operator,
  at: said.at,
});

const networksSays = (said: Said, value: Statement['value']): Statement => ({
  ...heardSays(said, value),
  side: 'networks',
});

function statements(
  all: readonly RequestState[],
  of: (state: RequestState) => Statement['value'] | undefined,
): readonly Statement[] {
  return all.flatMap((state) => {
    const value = of(state);
    if (value === undefined) return [];
    const { operator, at } = state.made;
    return [{ side: isTyped(state) ? 'typed' : 'supplier', value, operator, at } as const];
  });
}

type Same = (one: Statement['value'], other: Statement['value']) => boolean;

function agree(said: readonly Statement[], same: Same = Object.is): boolean {
  const [first] = said;
  return first === undefined || said.every(({ value }) => same(first.value, value));
}

const isSameMinute: Same = (one, other) => Math.abs(Number(one) - Number(other)) < MINUTE;

const isSameText: Same = (one, other) => signs(one) === signs(other);

const signs = (value: Statement['value']): string =>
  String(value)
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');

/** Told to the coordinator as the supplier's, and none of those that the supplier has. */
function referenceDifference(picture: Undiffered): readonly Statement[] | null {
  const { asked, typed } = picture;
  const own = new Set(asked.map(({ made }) => comparable(made.reference)));
  const strange = typed.filter(
    ({ made }) => made.referenceOf === 'supplier' && !own.has(comparable(made.reference)),
  );
  return asked.length === 0 || strange.length === 0
    ? null
    : statements([...asked, ...strange], ({ made }) => made.reference);
}

/** `unknown` contradicts nobody. */
function differD05(heard: D05Answer, said: D05Answer): boolean {
  return heard !== said && heard !== 'unknown' && said !== 'unknown';
}

const asHeard: Readonly<Record<NetworksOutcome, Outcome>> = {
  done: 'done',
  promised: 'promised',
  refused: 'refused',
  notRemote: 'notRemote',
  networkFault: 'networkFault',
  notFound: 'wrongCustomer',
};
const noWord = new Set<Outcome>(['noAnswer', 'busy', 'callBack']);

function differOutcome(
  heard: { readonly outcome: Outcome; readonly at: number },
  decided: { readonly outcome: NetworksOutcome; readonly at: number },
): boolean {
  if (noWord.has(heard.outcome) || heard.outcome === asHeard[decided.outcome]) return false;
  // Promised on the phone and done since: that is how it should go.
  return !(heard.outcome === 'promised' && decided.outcome === 'done' && decided.at >= heard.at);
}
