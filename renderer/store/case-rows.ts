// Where cases are kept. Whoever comes in with a file comes by the thousand, and the database's time
// is a fixed one for each row: so those are put down in bundles, one row for some of them, and beside
// it their subjects, by which a bundle is found. A case that anything happens to gets a row of its
// own; from then on that counts and the bundle's copy does not. A case that closes is taken out of
// its bundle: what a bundle says of a case without a row of its own is so, and it is open.
import { must } from '../../shared/lib/check.ts';
import type { BundledRow, BundleRow, CaseRow, ConsoleDatabase } from './database.ts';
import type { KnownCase, Projected } from './projection.ts';

/** Cases of one bundle: few enough that the first act on one of them does not wait for the others. */
const BUNDLE = 32;
/** Fewer new cases than these get rows of their own. */
const FEW = 64;
/** From so many subjects on, asking for all of them is quicker than asking for each. */
const MANY_ROWS = 1000;
const MANY_BUNDLED = 100;

/** Rows of the subjects that have a case, each with the bundle it lies in. */
export async function rowsOf(
  database: ConsoleDatabase,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, CaseRow>> {
  const wanted = [...new Set(subjects)];
  const rows = new Map<string, CaseRow>();
  for (const row of await database.cases.bulkGet(wanted))
    if (row !== undefined) rows.set(row.subject, row);
  const missing = new Set(wanted.filter((subject) => !rows.has(subject)));
  if (missing.size === 0) return rows;
  const bundled =
    missing.size < MANY_BUNDLED
      ? await database.bundled
          .where('subjects')
          .anyOf([...missing])
          .distinct()
          .toArray()
      : (await database.bundled.toArray()).filter((row) =>
          row.subjects.some((subject) => missing.has(subject)),
        );
  for (const bundle of await database.bundles.bulkGet(bundled.map(({ key }) => key)))
    for (const row of bundle?.rows ?? [])
      if (missing.has(row.subject)) rows.set(row.subject, { ...row, bundle: bundle!.key });
  return rows;
}

/** Subjects to ask rows of: of many those alone that have a case. */
export async function existing(
  database: ConsoleDatabase,
  subjects: readonly string[],
): Promise<readonly string[]> {
  if (subjects.length < MANY_ROWS) return subjects;
  const keys = new Set<string>(await database.cases.toCollection().primaryKeys());
  for (const row of await database.bundled.toArray())
    for (const each of row.subjects) keys.add(each);
  return subjects.filter((subject) => keys.has(subject));
}

/** Rows of all open cases. */
export async function openRows(database: ConsoleDatabase): Promise<readonly CaseRow[]> {
  const own = await database.cases.where('open').equals(1).toArray();
  const known = new Set(own.map(({ subject }) => subject));
  const bundles = await database.bundles.toArray();
  return [
    ...own,
    ...bundles.flatMap(({ rows }) => rows.filter(({ subject }) => !known.has(subject))),
  ];
}

export async function openSubjects(database: ConsoleDatabase): Promise<readonly string[]> {
  const own = await database.cases.where('open').equals(1).primaryKeys();
  const bundled = await database.bundled.toArray();
  return [...new Set([...own, ...bundled.flatMap(({ subjects }) => subjects)])];
}

/**
 * Puts cases where they belong; `known` are those stored before. By the platform's own calls: a
 * library's bookkeeping of each row would be half of their time. Nothing is awaited, because that
 * would lose Dexie its transaction; `done` is called once all of it is, with what went wrong if
 * anything did. What goes wrong ends the transaction.
 */
export function putCases(
  transaction: IDBTransaction,
  cases: readonly Projected[],
  known: ReadonlyMap<string, KnownCase>,
  done: (error?: Error) => void = () => undefined,
): void {
  const isNew = ({ row }: Projected) => row.open === 1 && !known.has(row.subject);
  const count = cases.reduce((sum, each) => sum + (isNew(each) ? 1 : 0), 0);
  const own: CaseRow[] = [];
  const fresh: CaseRow[] = [];
  for (const each of cases) (count >= FEW && isNew(each) ? fresh : own).push(each.row);
  let waiting = 1;
  const ended = () => {
    waiting -= 1;
    if (waiting === 0) done();
  };
  const waitFor = (request: IDBRequest, then = () => undefined as void) => {
    waiting += 1;
    request.addEventListener('error', () => done(request.error ?? new Error('not put')));
    request.addEventListener('success', () => {
      then();
      ended();
    });
  };
  const last = [
    ...bundlesOf(fresh).map((bundle) => putBundle(transaction, bundle)),
    ...own.map((row) => transaction.objectStore('cases').put(withoutBundleIfClosed(row))),
  ].at(-1);
  if (last !== undefined) waitFor(last);
  // One after the other: two may lie in the same bundle.
  const closed = own.filter((row) => row.open === 0 && row.bundle !== undefined);
  const takeOutFrom = (index: number) => {
    const { subject, bundle: key } = closed[index] ?? {};
    if (subject === undefined || key === undefined) return;
    const stored = transaction.objectStore('bundles').get(key);
    waitFor(stored, () => {
      const bundle = stored.result as BundleRow | undefined;
      const rows = bundle?.rows.filter((row) => row.subject !== subject) ?? [];
      if (rows.length > 0) putBundle(transaction, { key, rows });
      else {
        transaction.objectStore('bundles').delete(key);
        transaction.objectStore('bundled').delete(key);
      }
      takeOutFrom(index + 1);
    });
  };
  takeOutFrom(0);
  ended();
}

/** A case by the platform's own calls, with the bundle it lies in. */
export async function rowOf(
  transaction: IDBTransaction,
  subject: string,
): Promise<CaseRow | undefined> {
  // Both asked for at once: somebody waits.
  const [own, key] = await Promise.all([
    answer<CaseRow | undefined>(transaction.objectStore('cases').get(subject)),
    answer<string | undefined>(
      transaction.objectStore('bundled').index('subjects').getKey(subject),
    ),
  ]);
  if (own !== undefined) return own;
  if (key === undefined) return undefined;
  const bundle = await answer<BundleRow>(transaction.objectStore('bundles').get(key));
  const row = bundle.rows.find((each) => each.subject === subject);
  return row === undefined ? undefined : { ...row, bundle: key };
}

/** A closed case is in no bundle any more. */
function withoutBundleIfClosed(row: CaseRow): CaseRow {
  if (row.open === 1 || row.bundle === undefined) return row;
  const { bundle: _none, ...rest } = row;
  return rest;
}

function putBundle(transaction: IDBTransaction, bundle: BundleRow): IDBRequest {
  const { key, rows } = bundle;
  const names: BundledRow = { key, subjects: rows.map(({ subject }) => subject) };
  transaction.objectStore('bundled').put(names);
  return transaction.objectStore('bundles').put(bundle);
}

export function answer<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result as T));
    request.addEventListener('error', () => reject(request.error ?? new Error('no answer')));
  });
}

/** Named by its first case: a case is new once. */
function bundlesOf(rows: readonly CaseRow[]): readonly BundleRow[] {
  const bundles: BundleRow[] = [];
  for (let from = 0; from < rows.length; from += BUNDLE) {
    const some = rows.slice(from, from + BUNDLE);
    bundles.push({ key: must(some[0], 'no bundle is empty').subject, rows: some });
  }
  return bundles;
}
