// Rounds of: a gateway in a process of its own, desks of three organisations that write and exchange
// as fast as they can, SIGKILL at a random moment, and a look into the file it left. Acknowledged is
// what a desk was answered; a request that was waiting when the process died proves that the kill
// hit an exchange under way, and what is stored without having been acknowledged says how late.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { JOURNAL_FILE, openJournal } from '../../gateway/data-folder.ts';
import { shownHash, shownHead } from '../../shared/log/shown.ts';
import { markAfter } from '../../gateway/journal/marks.ts';
import { CHAIN } from '../../gateway/journal/sqlite-schema.ts';
import { hashOfToken } from '../../gateway/secrets.ts';
import { must } from '../../shared/lib/check.ts';
import { toWire, type ExchangeReply } from '../../shared/sync/protocol.ts';
import { Desk, idOf, NOW } from './desk.ts';

export interface KillReport {
  readonly kills: number;
  /** Kills that cut off at least one exchange under way. */
  readonly killsMidExchange: number;
  readonly exchangesCutOff: number;
  /** Entries a desk was told are stored. */
  readonly acknowledged: number;
  /** Entries that were stored, and whose answer died with the process. */
  readonly storedUnheard: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly broken: readonly string[];
}

const program = fileURLToPath(new URL('../../gateway/main.ts', import.meta.url));
const desksOf = [
  ['1', 'ABC'],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['9', 'ESB'],
] as const;

interface Loaded {
  readonly desk: Desk;
  readonly token: string;
  readonly organisation: string;
  acknowledged: number;
  /** What the feed has given, to see that it gives nothing twice. */
  readonly heard: Set<string>;
}

export async function killRounds(options: {
  readonly folder: string;
  readonly page: string;
  readonly rounds: number;
  readonly seed: number;
}): Promise<KillReport> {
  const random = seeded(options.seed);
  const data = join(options.folder, 'data');
  const desks = prepare(data);
  const found = { lost: [] as string[], doubled: [] as string[], broken: [] as string[] };
  const sum = { kills: 0, killsMidExchange: 0, exchangesCutOff: 0, storedUnheard: 0 };
  for (let round = 1; round <= options.rounds; round++) {
    const { child, address } = await startProcess(data, options);
    const load = loadOf(address, desks, random, found.doubled);
    await load.begun;
    await new Promise((resolve) => setTimeout(resolve, 30 + random() * 300));
    const gone = once(child, 'exit');
    load.kills();
    child.kill('SIGKILL');
    await gone;
    const cutOff = await load.end();
    sum.kills += 1;
    sum.exchangesCutOff += cutOff;
    if (cutOff > 0) sum.killsMidExchange += 1;
    sum.storedUnheard += look(data, desks, found, round);
  }
  lookAtAll(data, desks, found);
  const acknowledged = desks.reduce((all, each) => all + each.acknowledged, 0);
  return { ...sum, acknowledged, ...found };
}

function prepare(data: string): readonly Loaded[] {
  const opened = openJournal(data);
  if (!opened.ok) throw new Error(opened.error.reason);
  const journal = opened.value;
  for (const id of ['ABC', 'DEF', 'ESB'])
    journal.addOrganisation({ id, name: id, isNetworks: id === 'ESB' });
  const desks = desksOf.map(([digit, organisation]) => {
    const id = idOf(digit);
    const token = `token-${digit}`;
    const device = {
      id,
      organisation,
      role: 'operator',
      enrolledAt: NOW,
      revokedAt: null,
    } as const;
    journal.putDevice(device, hashOfToken(token));
    return {
      desk: new Desk({ id }),
      token,
      organisation,
      acknowledged: 0,
      heard: new Set<string>(),
    };
  });
  journal.close();
  return desks;
}

/** The gateway in a process of its own, once it says where it is. */
export async function startProcess(
  data: string,
  {
    page,
    folder,
    listen = '127.0.0.1:0',
    words: more = [],
  }: {
    readonly page: string;
    readonly folder: string;
    readonly listen?: string;
    readonly words?: readonly string[];
  },
): Promise<{ child: ChildProcess; address: string }> {
  const words = [
    '--data',
    data,
    '--listen',
    listen,
    '--page',
    page,
    '--config-folder',
    folder,
  ].concat(more);
  const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (part: Buffer) => (errors = (errors + part.toString()).slice(-2000)));
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (part: Buffer) => {
      const said = /https?:\/\/[\w.]+:\d+/.exec(part.toString());
      if (said !== null) resolve(said[0]);
    });
    child.once('exit', () => reject(new Error(`The gateway did not start: ${errors}`)));
  });
  return { child, address };
}

/** Desks that write and exchange until the gateway is gone. */
function loadOf(
  address: string,
  desks: readonly Loaded[],
  random: () => number,
  doubled: string[],
): { readonly begun: Promise<void>; kills(): void; end(): Promise<number> } {
  const state = { isKilled: false, cutOff: 0 };
  let begin = (): void => {};
  const everyoneWasAnswered = new Promise<void>((resolve) => (begin = resolve));
  const before = desks.map((each) => each.acknowledged);
  const exchangeOnce = async (each: Loaded): Promise<void> => {
    const { desk } = each;
    const count = 1 + Math.floor(random() * 40);
    for (let index = 0; index < count; index++) {
      const asks = each.organisation !== 'ESB' && random() < 0.25;
      const at = desk.entries.length;
      desk.write(
        asks ? `request:${desk.who.id}${at}` : `mprn:1000000${at % 500}`,
        `note ${at}`,
        asks ? { to: 'networks' } : {},
      );
    }
    const body = JSON.stringify(
      desk.request(desk.entries.slice(each.acknowledged, each.acknowledged + 500).map(toWire)),
    );
    const isBefore = !state.isKilled;
    const reply = await fetch(`${address}/v1/exchange`, {
      method: 'POST',
      headers: { authorization: `Bearer ${each.token}`, 'content-type': 'application/json' },
      body,
    }).catch((error: unknown) => {
      if (isBefore) state.cutOff += 1;
      throw error;
    });
    if (reply.status !== 200) throw new Error(`answered ${reply.status}: ${await reply.text()}`);
    const said = (await reply.json()) as ExchangeReply;
    each.acknowledged = said.acknowledged;
    if (said.rewound) doubled.push(`${desk.who.id}: told that the feed is another one`);
    for (const entry of said.entries) {
      const key =
        'head' in entry
          ? entry.head
          : 'shown' in entry
            ? entry.shown
            : `${entry.device}/${entry.seq}`;
      if (each.heard.has(key)) doubled.push(`${desk.who.id} heard twice: ${key}`);
      each.heard.add(key);
    }
    desk.heard(said);
    if (desks.every((one, at) => one.acknowledged > (before[at] ?? 0))) begin();
  };
  const loops = desks.map(async (each) => {
    try {
      for (;;) await exchangeOnce(each);
    } catch (error) {
      // The gateway is gone; an answer that is no 200 is another matter.
      if (error instanceof Error && error.message.startsWith('answered')) throw error;
    }
  });
  const settled = Promise.all(loops);
  return {
    // All loops end only when one was answered wrongly: that is thrown here.
    begun: Promise.race([everyoneWasAnswered, settled.then(() => undefined)]),
    /** From here on a request that fails was not under way. */
    kills() {
      state.isKilled = true;
    },
    async end() {
      await settled;
      return state.cutOff;
    },
  };
}

/** After a kill: whatever was acknowledged is there, and how much more is. */
function look(
  data: string,
  desks: readonly Loaded[],
  found: { readonly lost: string[]; readonly broken: string[] },
  round: number,
): number {
  const opened = openJournal(data);
  if (!opened.ok) throw new Error(opened.error.reason);
  const journal = opened.value;
  let unheard = 0;
  for (const { desk, acknowledged } of desks) {
    const { id } = desk.who;
    const end = journal.chainEnd(id)?.seq ?? 0;
    unheard += Math.max(0, end - acknowledged);
    if (end < acknowledged) found.lost.push(`round ${round}, ${id}: ${acknowledged} → ${end}`);
    if (
      acknowledged > 0 &&
      journal.hashAt(id, acknowledged) !== desk.entries[acknowledged - 1]?.hash
    )
      found.broken.push(`round ${round}, ${id}: another entry at ${acknowledged}`);
  }
  journal.close();
  return unheard;
}

/** At the end: every entry once, every feed without a gap, every mark as it should be. */
function lookAtAll(
  data: string,
  desks: readonly Loaded[],
  found: { readonly lost: string[]; readonly doubled: string[]; readonly broken: string[] },
): void {
  const database = new DatabaseSync(join(data, JOURNAL_FILE), { readOnly: true });
  const all = (sql: string, ...values: string[]) => database.prepare(sql).all(...values);
  if (JSON.stringify(all('PRAGMA integrity_check')) !== '[{"integrity_check":"ok"}]')
    found.broken.push('the file is damaged');
  for (const { desk, acknowledged } of desks) {
    const rows = all(
      `SELECT e.place % ${CHAIN} AS seq, e.prev, e.body
       FROM entries e JOIN chains c ON c.number = e.place / ${CHAIN}
       WHERE c.device = ? ORDER BY e.place`,
      desk.who.id,
    );
    if (rows.length < acknowledged)
      found.lost.push(`${desk.who.id}: ${rows.length} of ${acknowledged}`);
    rows.forEach((row, at) => {
      const entry = must(desk.entries[at], 'nothing is stored that was not written');
      if (row['seq'] !== at + 1) found.doubled.push(`${desk.who.id}/${String(row['seq'])}`);
      if (row['prev'] !== entry.prev || row['body'] !== `t${String(entry.body)}`)
        found.broken.push(`${desk.who.id}/${at + 1}`);
    });
  }
  for (const organisation of new Set(desks.map((each) => each.organisation))) {
    let mark = '';
    const seen = new Set<string>();
    const rows = all(
      `SELECT f.first, f.last, f.mark, f.first + e.place - f.place AS number, c.device,
              e.place % ${CHAIN} AS seq
       FROM feeds f LEFT JOIN entries e ON e.place BETWEEN f.place AND f.place + f.last - f.first
       LEFT JOIN chains c ON c.number = e.place / ${CHAIN}
       WHERE f.organisation = ? ORDER BY f.last, e.place`,
      organisation,
    );
    rows.forEach((row, at) => {
      const key = `${String(row['device'])}/${String(row['seq'])}`;
      if (seen.has(key)) found.doubled.push(`${organisation}: ${key}`);
      seen.add(key);
      if (row['number'] !== at + 1) found.broken.push(`${organisation}: feed at ${at + 1}`);
      if (row['number'] !== row['last']) return;
      const of = desks.find((each) => each.desk.who.id === row['device']);
      const entry = of?.desk.entries[Number(row['seq']) - 1];
      const hash =
        of?.organisation === organisation ? entry?.hash : shownHash(shownHead(entry?.head ?? '{}'));
      mark = markAfter(mark, Number(row['first']), hash ?? 'nobody wrote it');
      if (row['mark'] !== mark) found.broken.push(`${organisation}: mark at ${at + 1}`);
    });
    for (const { desk, acknowledged } of desks.filter((each) => each.organisation === organisation))
      for (let seq = 1; seq <= acknowledged; seq++)
        if (!seen.has(`${desk.who.id}/${seq}`))
          found.lost.push(`${organisation}: ${desk.who.id}/${seq}`);
  }
  database.close();
}

/** Numbers of a seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
