// What runs inside the page: the product's own store, intake and queue, and raw IndexedDB beside
// them doing the same puts. Only the clock of the page is read here.
import { Dexie } from 'dexie';
import { must } from '../shared/lib/check.ts';
import type { Entry, Tip } from '../shared/log/entry.ts';
import { decide, readsOf, subjectsOf, type Command } from '../shared/domain/commands.ts';
import type { RequestState } from '../shared/domain/request.ts';
import { shippedScript, type Part } from '../shared/domain/script.ts';
import { newDesk } from '../shared/domain/desk.ts';
import { compareWithOpen, comesIn } from '../shared/domain/intake/compare.ts';
import type { Summary } from '../shared/domain/summary.ts';
import { firstPlace } from '../renderer/console/place.ts';
import { buildQueue } from '../renderer/console/queue.ts';
import { DexieStore } from '../renderer/store/dexie-store.ts';
import { systemRandom } from '../renderer/store/random.ts';
import type { Written } from '../renderer/store/ports.ts';
import { keepLastDoor } from '../renderer/store/last-door.ts';
import { openRows } from '../renderer/store/case-rows.ts';
import { openDatabase, type CaseRow } from '../renderer/store/database.ts';
import { projected } from '../renderer/store/projection.ts';
import { bookChunks } from '../renderer/files/book-file.ts';
import { checkAll, intakeRow, readSource } from '../renderer/files/intake-file.ts';
import { bookCsv, exportCsv, mprnAt, seededRandom } from './synthetic.ts';

const tools = {
  now: () => Date.now(),
  steady: () => performance.now(),
  random: systemRandom,
};
const open = (name: string) => new DexieStore({ name, tools });

async function fresh(name: string): Promise<DexieStore> {
  await Dexie.delete(name);
  const store = open(name);
  await store.open();
  return store;
}

/** Parse, validate, de-duplicate, log and project `rows` rows; ms from text to durable. */
async function intake(rows: number, name = 'bench-intake'): Promise<number> {
  const store = await fresh(name);
  const now = Date.now();
  const text = exportCsv(rows, now, 7);
  const started = performance.now();
  const source = await readSource('bench.csv', text, () => undefined);
  if (!source.ok) throw new Error(source.error.code);
  const checked = await checkAll(source.value, now, () => undefined, new AbortController().signal);
  const compared = compareWithOpen(checked ?? [], () => undefined, [], now);
  const incoming = compared.rows.filter((row) => comesIn(row, false));
  const done = await store.bring({
    operator: 'Bench',
    file: 'bench.csv',
    rows: incoming.map((row) => intakeRow(row, now, null)),
    unlisted: [],
  });
  const took = performance.now() - started;
  if (!done.ok || done.value.summaries.length !== rows) throw new Error('the bench lost rows');
  await store.close();
  return took;
}

/**
 * What is written of one customer, one after the other, then of the next one: a claim, what the customer
 * says, the first word with Networks (which makes the request and the call), what they say, notes, how it
 * ended.
 */
const answer = (step: string, part: Part, is: string, fields?: Readonly<Record<string, string>>) =>
  ({
    do: 'answer',
    script: shippedScript.id,
    scriptVersion: shippedScript.version,
    step,
    part,
    answer: is,
    ...(fields === undefined ? {} : { fields }),
  }) as const;
const note = {
  do: 'note',
  note: 'Rang the customer, no answer, will ring again at ten past.',
} as const;
const acts = [
  { do: 'claim' },
  answer('safety', 'customer', 'call'),
  answer('medical', 'customer', 'no'),
  answer('neighbours', 'customer', 'no'),
  note,
  answer('answered', 'networks', 'answered', { person: 'Declan, control room' }),
  answer('readBack', 'networks', 'correct'),
  answer('second', 'networks', 'given', { second: '341780484' }),
  answer('queuedD05', 'networks', 'none'),
  answer('received017', 'networks', 'no'),
  note,
  answer('afterRecovery', 'networks', 'weSend'),
  { do: 'outcome', outcome: 'done' },
  note,
  note,
] as const;
/** Ours and raw take turns in blocks, so that neither has the warmer machine. */
const BLOCK = 30;

/** Durable actions one after another, ours and raw IndexedDB in turns: the times of each, ms. */
async function actions(
  count: number,
  cases: number,
): Promise<{ readonly ours: readonly number[]; readonly raw: readonly number[] }> {
  await intake(cases, 'bench-actions');
  const store = open('bench-actions');
  await store.open();
  const raw = await openRaw(cases);
  const times = { ours: [] as number[], raw: [] as number[] };
  for (let from = 0; from < count; from += BLOCK) {
    const to = Math.min(count, from + BLOCK);
    const puts: Puts[] = [];
    for (let index = from; index < to; index++) {
      const { took, put } = await timedAction(store, index, cases);
      times.ours.push(took);
      puts.push(put);
    }
    for (const put of puts) times.raw.push(await raw.put(put));
  }
  await store.close();
  raw.close();
  return times;
}

/** What one action puts: the raw side puts the very same afterwards. */
interface Puts {
  readonly entries: readonly Entry[];
  readonly row: CaseRow;
  readonly requests: readonly RequestState[];
  readonly tip: Tip;
}

/** As the console has it done. */
async function act(store: DexieStore, command: Command): Promise<Written> {
  const done = await store.act({
    operator: 'Bench',
    subjects: subjectsOf(command),
    reads: readsOf(command),
    decide: (look) =>
      decide(command, { ...look, operator: 'Bench', device: look.tip.device, supplier: 'ABC' }),
  });
  if (!done.ok) throw new Error(`${command.do}: ${done.error.code}`);
  return done.value;
}

async function timedAction(
  store: DexieStore,
  index: number,
  cases: number,
): Promise<{ readonly took: number; readonly put: Puts }> {
  const subject = `mprn:${mprnAt(Math.floor(index / acts.length) % cases)}`;
  const command: Command = { ...must(acts[index % acts.length], 'one of them'), subject };
  const started = performance.now();
  const { entries, states, requests, tip } = await act(store, command);
  const took = performance.now() - started;
  const last = must(entries.at(-1), 'every act writes something');
  const { row } = projected(must(states[0], 'of one case'), [], last.stamp);
  return { took, put: { entries, row, requests, tip } };
}

/** The same puts with nothing of ours around them: an entry, a case row, the tip; strict. */
async function openRaw(cases: number) {
  const database = openDatabase('bench-actions');
  const rows = (await openRows(database)).slice(0, cases);
  database.close();
  const raw = await new Promise<IDBDatabase>((resolve, reject) => {
    indexedDB.deleteDatabase('bench-raw');
    const opening = indexedDB.open('bench-raw', 1);
    opening.addEventListener('upgradeneeded', () => {
      const { result } = opening;
      const entries = result.createObjectStore('entries', { keyPath: 'id' });
      entries.createIndex('[device+seq]', ['device', 'seq'], { unique: true });
      entries.createIndex('[subject+stamp]', ['subject', 'stamp']);
      result.createObjectStore('cases', { keyPath: 'subject' }).createIndex('open', 'open');
      const requests = result.createObjectStore('requests', { keyPath: 'subject' });
      for (const of of ['mprn', 'reference', 'at']) requests.createIndex(of, of);
      result.createObjectStore('meta', { keyPath: 'key' });
    });
    opening.addEventListener('success', () => resolve(opening.result));
    opening.addEventListener('error', () => reject(opening.error));
  });
  const finished = (transaction: IDBTransaction) =>
    new Promise<void>((resolve, reject) => {
      transaction.addEventListener('complete', () => resolve());
      transaction.addEventListener('error', () => reject(transaction.error));
    });
  const filling = raw.transaction('cases', 'readwrite');
  for (const row of rows) filling.objectStore('cases').put(row);
  await finished(filling);
  // What is put is made beforehand: this measures IndexedDB and nothing else.
  const put = async ({ entries, row, requests, tip }: Puts): Promise<number> => {
    const made = requests.map((state) => {
      const { mprn, reference, at } = state.made;
      return { subject: state.subject, mprn, reference, at, state };
    });
    const started = performance.now();
    const stores = ['entries', 'cases', 'requests', 'meta'];
    const transaction = raw.transaction(stores, 'readwrite', { durability: 'strict' });
    for (const entry of entries) transaction.objectStore('entries').add(entry);
    transaction.objectStore('cases').put(row);
    for (const each of made) transaction.objectStore('requests').put(each);
    transaction.objectStore('meta').put({ key: 'tip', value: tip });
    await finished(transaction);
    return performance.now() - started;
  };
  return { put, close: () => raw.close() };
}

/** The queue over `count` open cases, ordered, filtered and counted: times of each, ms. */
async function reorder(count: number, rounds: number): Promise<readonly number[]> {
  const random = seededRandom(11);
  const now = Date.now();
  const base = await oneSummary();
  const summaries: Summary[] = Array.from({ length: count }, (_, index) => {
    const dice = random();
    return {
      ...base,
      subject: `mprn:${mprnAt(index)}`,
      mprn: mprnAt(index),
      paidAt: now - Math.floor(random() * 110 * 60_000),
      register: dice < 0.01 ? 'priority' : dice < 0.08 ? 'special' : 'none',
      power: random() < 0.8 ? 'off' : 'claimed',
    };
  });
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? 'leastTimeLeft' : 'mostInTime';
    const started = performance.now();
    buildQueue({
      summaries,
      place: firstPlace,
      desk: {
        ...newDesk,
        order: { order, desks: 3, minutesPerCall: 5, by: null, at: null, stamp: '' },
      },
      device: 'bench',
      now: now + round * 1000,
    });
    times.push(performance.now() - started);
  }
  return times;
}

async function oneSummary(): Promise<Summary> {
  await intake(1, 'bench-one');
  const store = open('bench-one');
  const opened = await store.open();
  await store.close();
  if (!opened.ok || opened.value.summaries[0] === undefined) throw new Error('no summary');
  return opened.value.summaries[0];
}

/** Reading, parsing, checking and writing a customer book of `rows` rows: rows a second, of it all. */
async function importBook(
  rows: number,
  name: string,
): Promise<{ readonly perSecond: number; readonly readShare: number }> {
  const file = new File([bookCsv(rows, 5)], 'bench.csv');
  const store = open(name);
  await store.open();
  const started = performance.now();
  const source = await readSource(file.name, file, () => undefined);
  if (!source.ok) throw new Error(source.error.code);
  const read = performance.now() - started;
  const done = await store.importBook({ file: file.name, chunks: bookChunks(source.value) });
  const took = performance.now() - started;
  if (!done.ok) throw new Error(done.error.code);
  if (done.value.rows !== rows) throw new Error('the bench lost customers');
  await store.close();
  return { perSecond: (rows / took) * 1000, readShare: read / took };
}

/** What people type: one word, two and three, numbers with and without gaps, and one found nowhere. */
const QUERIES = [
  'aoife murphy 1234',
  'aoife m',
  'aoife murphy 1',
  'v94 1',
  'murphy a 02091',
  'grainne nolan sp1',
  '0209112',
  'v94 1234',
  'sp123456',
  'brennan',
  '10 000 012 345',
  '10000012345',
  'declan q',
  'kevin foley zz',
];

/** As somebody types: every beginning of each query is one search. The first one of all by itself. */
async function searchBook(
  name: string,
): Promise<{ readonly first: number; readonly times: readonly (readonly [string, number])[] }> {
  const store = open(name);
  await store.open();
  const timed = async (typed: string) => {
    const started = performance.now();
    await store.searchBook(typed, 100);
    return performance.now() - started;
  };
  const first = await timed('ao');
  // The rows come into memory within the next second.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const times: (readonly [string, number])[] = [];
  for (const query of QUERIES) {
    for (let length = 2; length <= query.length; length++) {
      const typed = query.slice(0, length);
      times.push([typed, await timed(typed)]);
    }
  }
  await store.close();
  return { first, times };
}

/** Of the open cases so many have been asked about, and of so many the plan is released. */
const ASKED = 0.5;
const RELEASED = 0.1;

/** A night that is being worked: what was asked of Networks, and what is released, are read at a start. */
async function work(store: DexieStore, openCases: number): Promise<void> {
  await act(store, { do: 'arrive', name: 'Bench' });
  const first = answer('answered', 'networks', 'answered', { person: 'Declan, control room' });
  const { requests } = await act(store, { ...first, subject: `mprn:${mprnAt(0)}` });
  const pattern = must(requests[0], 'the first word with Networks is a request');
  const database = openDatabase('backstop-live');
  await database.requests.bulkPut(
    Array.from({ length: openCases * ASKED }, (_, index) => {
      const [mprn, subject] = [mprnAt(index), `request:bench-${index}`];
      const { reference, at } = pattern.made;
      const state = { ...pattern, subject, made: { ...pattern.made, mprn } };
      return { subject, mprn, reference, at, state };
    }),
  );
  database.close();
  const step = {
    type: 'send017',
    owner: 'supplier',
    channel: 'emma',
    proof: ['106E or 307'],
    because: 'never017',
    point: 7,
    txRefNbr: null,
    reference: null,
  } as const;
  const items = Array.from({ length: openCases * RELEASED }, (_, index) => ({
    mprn: mprnAt(index),
    steps: [step],
  }));
  await act(store, { do: 'releaseFixes', items, outOf: openCases, mostShare: 1 });
}

/** The product's own live database with `open` open and `closed` closed cases in it. */
async function fillLive(openCases: number, closedCases: number): Promise<void> {
  await intake(openCases, 'backstop-live');
  const database = openDatabase('backstop-live');
  const pattern = (await openRows(database))[0];
  if (pattern === undefined) throw new Error('nothing to copy');
  for (let from = 0; from < closedCases; from += 5000) {
    const rows: CaseRow[] = Array.from(
      { length: Math.min(5000, closedCases - from) },
      (_, index) => {
        const subject = `mprn:${mprnAt(1_000_000 + from + index)}`;
        return {
          ...pattern,
          subject,
          open: 0,
          summary: pattern.summary,
          origins: [],
        };
      },
    );
    await database.cases.bulkPut(rows);
  }
  database.close();
  const store = open('backstop-live');
  await store.open();
  await work(store, openCases);
  await store.close();
  await keepLastDoor({ world: 'live', name: 'Bench' });
}

export const lab = { intake, actions, reorder, importBook, searchBook, fillLive };
export type LabFunctions = typeof lab;

declare global {
  interface Window {
    lab: LabFunctions;
  }
}
window.lab = lab;
