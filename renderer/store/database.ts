// The schema, version by version. A released version is never edited: the next one is added below
// it, cleaning in one and constraining in the one after. Booleans and null are no IndexedDB keys,
// so `open` is 0 or 1.
import { Dexie, type Table, type Transaction } from 'dexie';
import { Faulty } from './guarded.ts';
import type { SetAside } from './ports.ts';
import { withOrder, type TipRow } from './tip.ts';
import type { Origin } from '../../shared/domain/pieces.ts';
import type { IncidentState } from '../../shared/domain/incident.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import { CHECKED } from '../../shared/domain/checked.ts';
import type { Entry } from '../../shared/log/entry.ts';
import { isSharedSubject } from '../../shared/log/seal-all.ts';
import type { Stamp } from '../../shared/log/stamp.ts';

export interface CaseRow {
  readonly subject: string;
  readonly open: 0 | 1;
  /**
   * Summary and folded case as JSON text: copied and parsed in a fraction of the time in which an
   * object is cloned field by field.
   */
  readonly summary: string;
  readonly state: string;
  readonly origins: readonly Origin[];
  /** Stamp of the latest event in `state`: what comes later moves it on, what is older refolds it. */
  readonly last: Stamp;
  /** The bundle that has an older copy of it (case-rows.ts). */
  readonly bundle?: string;
}

/** Cases that came in together, to none of which anything has happened since. */
export interface BundleRow {
  readonly key: string;
  readonly rows: readonly CaseRow[];
}

/** The subjects of a bundle. */
export interface BundledRow {
  readonly key: string;
  readonly subjects: readonly string[];
}

export interface RequestRow {
  readonly subject: string;
  readonly mprn: string;
  readonly reference: string;
  /** UTC ms, when it was asked. */
  readonly at: number;
  readonly state: RequestState;
}

/** A chain that is not this device's own, as far as it is known here. */
export interface ChainRow {
  readonly device: string;
  readonly seq: number;
  readonly hash: string;
  /** Null for a colleague's; of another organisation only single entries come. */
  readonly organisation: string | null;
}

/** An entry of a colleague that came without its text: its place in the chain. */
export interface PlaceRow {
  readonly device: string;
  readonly seq: number;
  readonly prev: string;
  readonly headHash: string;
}

/** An exception with the texts that the log itself does not hold. */
export interface ExceptionRow extends SetAside {
  readonly entry: unknown;
}

export interface IncidentRow {
  readonly subject: string;
  readonly state: IncidentState;
}

/** Some thousand customers of one of the two books, each as JSON text. */
export interface PackRow {
  readonly book: 0 | 1;
  readonly pack: number;
  readonly rows: readonly string[];
}

/** Summaries of many open cases as one JSON text. */
export interface ShelfRow {
  readonly pack: number;
  readonly text: string;
}

export interface MetaRow {
  readonly key: string;
  readonly value: unknown;
}

export interface ConsoleDatabase extends Dexie {
  readonly entries: Table<Entry, string>;
  readonly cases: Table<CaseRow, string>;
  readonly bundles: Table<BundleRow, string>;
  readonly bundled: Table<BundledRow, string>;
  readonly requests: Table<RequestRow, string>;
  readonly incidents: Table<IncidentRow, string>;
  readonly chains: Table<ChainRow, string>;
  readonly places: Table<PlaceRow, [string, number]>;
  readonly exceptions: Table<ExceptionRow, string>;
  readonly packs: Table<PackRow, [number, number]>;
  readonly shelf: Table<ShelfRow, number>;
  readonly meta: Table<MetaRow, string>;
}

export const SCHEMA_VERSION = 5;

export const schemas: Readonly<Record<number, Readonly<Record<string, string | null>>>> = {
  1: {
    entries: '&id, &[device+seq], [subject+stamp]',
    cases: '&subject, open',
    requests: '&subject, mprn, reference, at',
    incidents: '&subject',
    chains: '&device',
    exceptions: '&key',
    book0: '&mprn, *keys',
    book1: '&mprn, *keys',
    meta: '&key',
  },
  // A book brought in before is brought in again: its rows lay where they cannot be found in time.
  2: { book0: null, book1: null, packs: '[book+pack]' },
  3: { shelf: '&pack', places: '[device+seq]' },
  4: { bundles: '&key', bundled: '&key, *subjects' },
  5: {},
};

/** What a version does to rows that are there already. */
const upgrades: Readonly<Record<number, (rows: Transaction) => PromiseLike<unknown>>> = {
  2: (rows) => rows.table('meta').delete('book'),
  // Clocks were put right by places in a chain, which are times now: what was said so is not known any
  // more (STORE30), and all that is here counts as looked at.
  5: async (rows) => {
    const meta: Table<MetaRow, string> = rows.table('meta');
    const exceptions: Table<ExceptionRow, string> = rows.table('exceptions');
    await exceptions.filter(({ why }) => why === 'farAhead').delete();
    await meta.delete('clocks');
    const tip = (await meta.get('tip'))?.value as TipRow | undefined;
    if (tip === undefined) return;
    await meta.put({ key: `kept:${CHECKED}`, value: { upTo: tip.seq, time: null } });
    if (tip.references > 0) return;
    // None was given out yet: they come in the order that a restored journal would find.
    const entries: Table<Entry, string> = rows.table('entries');
    const own = entries.where('[device+seq]').between([tip.device, 1], [tip.device, Infinity]);
    const first = await own.filter(({ subject }) => !isSharedSubject(subject)).first();
    const order = withOrder(tip, first === undefined ? [] : [first]);
    await meta.put({ key: 'tip', value: { ...tip, ...order } });
  },
};

/** Opens at `version`: the newest in the product, an older one in migration tests. */
export function openDatabase(name: string, version: number = SCHEMA_VERSION): ConsoleDatabase {
  const database = new Dexie(name, { chromeTransactionDurability: 'strict' });
  for (const [number, stores] of Object.entries(schemas)) {
    if (Number(number) > version) continue;
    const made = database.version(Number(number)).stores({ ...stores });
    const upgrade = upgrades[Number(number)];
    if (upgrade !== undefined) made.upgrade(upgrade);
  }
  return database as ConsoleDatabase;
}

/** Dexie counts versions in tenths of the platform's. */
const PLATFORM_STEPS = 10;

/**
 * Opens it and looks who wrote it last. Dexie opens what a newer program wrote, as far as it knows
 * it; we must not: the next write would lose what it does not know.
 */
export async function openReady(database: ConsoleDatabase): Promise<void> {
  await database.open();
  if (database.backendDB().version > SCHEMA_VERSION * PLATFORM_STEPS) {
    database.close();
    throw new Faulty({ code: 'storeNewer' });
  }
}
