// A kill cannot tell a strict write from a relaxed one: the kernel keeps what was written either
// way. So the system calls are read: every acknowledged action has reached fdatasync twice, once for
// the database and once for the journal, there behind its last written line.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished } from 'vitest';
import { hasElectron, journalLines, shellTest as test } from '../support/shell.ts';
import { enter, entriesShown, takeCall } from '../support/kills.ts';
import { Operator } from '../support/operator.ts';
import { root } from '../../tools/commands.ts';

const STRACE = '/usr/bin/strace';
const ACTIONS = 12;

describe.skipIf(!hasElectron || !existsSync(STRACE))('durable (read with strace)', () => {
  test('DURABLE1: every acknowledged action is followed to the disk, in the database and in the journal', async ({
    launch,
    profile,
  }) => {
    const out = join(profile, 'trace.txt');
    const { app, page } = await launch();
    await enter(page);
    const tracer = spawn(STRACE, [
      '-f',
      '-y',
      '-e',
      'trace=fdatasync,fsync,write,pwrite64,writev,pwritev',
      // Whole lines: which entries were written stands at the beginning of each.
      '-s',
      '1000000',
      '-o',
      out,
      '-p',
      String(app.process().pid),
    ]);
    onTestFinished(() => void tracer.kill());
    await new Promise<void>((resolve) => {
      tracer.stderr.on('data', (text: Buffer) => {
        if (text.toString().includes('attached')) resolve();
      });
    });
    const traced = async () => callsIn(await readFile(out, 'utf8'));
    const databaseSyncs = async () =>
      (await traced()).filter(
        ({ name, file }) => name.endsWith('sync') && file.includes('indexeddb.leveldb'),
      ).length;
    // Which transactions on entries there are, and whether each waits for the disk.
    await page.evaluate(() => {
      const name = 'transaction' as const;
      const really = IDBDatabase.prototype[name];
      const seen: string[] = [];
      Object.assign(window, { seen });
      IDBDatabase.prototype[name] = function transaction(...args) {
        const made = really.apply(this, args);
        if (made.mode === 'readwrite' && made.objectStoreNames.contains('entries'))
          seen.push(made.durability);
        return made;
      };
    });
    const before = await databaseSyncs();
    const written = await entriesShown(page);
    for (let number = 1; number <= ACTIONS; number++) {
      await takeCall(page, number);
      const seq = written + number;
      // The page has been told that it is on disk; by then its last line has been followed there.
      await page.getByText(new RegExp(`Saved here, ${seq} entries on disk`)).waitFor();
      await expect.poll(async () => lastWrite(await traced())).toEqual({ seq, isSynced: true });
    }
    // Of other kinds, and of many entries at once: an answer, an outcome, what takes it back, a file.
    const operator = new Operator(page);
    const others: readonly (() => Promise<void>)[] = [
      () => operator.answers('c'),
      () => operator.answers('z'),
      () => operator.press('Control+z'),
      async () => {
        await operator.bringIn(join(root, 'test/data/hub-outage.csv'));
        await operator.confirmFile();
      },
    ];
    let seq = written + ACTIONS;
    for (const act of others) {
      const syncs = await databaseSyncs();
      await act();
      await expect.poll(() => entriesShown(page)).toBeGreaterThan(seq);
      seq = await entriesShown(page);
      await page.getByText(new RegExp(`Saved here, ${seq} entries on disk`)).waitFor();
      await expect.poll(async () => lastWrite(await traced())).toEqual({ seq, isSynced: true });
      await expect.poll(databaseSyncs).toBeGreaterThan(syncs);
    }
    expect(await entriesShown(page)).toBe(seq);
    expect(await journalLines(profile, 'live')).toHaveLength(seq);
    const after = await databaseSyncs();
    const acts = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
    // A file comes in by another way, which this cannot see: of it the trace alone tells.
    expect(acts.length).toBeGreaterThanOrEqual(ACTIONS + others.length - 1);
    expect(new Set(acts)).toEqual(new Set(['strict']));
    expect(after - before).toBeGreaterThanOrEqual(acts.length);
  });

  test('DURABLE1: a write that nothing follows, or only a sync that began before it or failed, is seen', () => {
    const line = (seq: number) => `"{\\"seq\\":${seq},\\"prev\\":\\"\\"}\\n"`;
    const wrote = `7 pwrite64(45</p/j.jsonl>, ${line(1)}, 22, 0) = 22`;
    const synced = '7 fdatasync(45</p/j.jsonl>) = 0';
    const last = (...lines: string[]) => lastWrite(callsIn(lines.join('\n')));
    expect(last(wrote)).toEqual({ seq: 1, isSynced: false });
    expect(last(wrote, synced)).toEqual({ seq: 1, isSynced: true });
    expect(last(synced, wrote)).toEqual({ seq: 1, isSynced: false });
    expect(last(wrote, '7 fdatasync(9</p/other.jsonl>) = 0')).toMatchObject({ isSynced: false });
    expect(last(wrote, '7 fdatasync(45</p/j.jsonl>) = -1 EIO (no)')).toMatchObject({
      isSynced: false,
    });
    const early = ['8 fdatasync(45</p/j.jsonl> <unfinished ...>', wrote];
    expect(last(...early, '8 <... fdatasync resumed>) = 0')).toMatchObject({ isSynced: false });
    const late = ['8 fdatasync(45</p/j.jsonl>', '8 <... fdatasync resumed>) = 0'] as const;
    expect(last(wrote, `${late[0]} <unfinished ...>`)).toMatchObject({ isSynced: false });
    expect(last(wrote, `${late[0]} <unfinished ...>`, late[1])).toMatchObject({ isSynced: true });
    const two = `7 pwrite64(45</p/j.jsonl>, ${line(2).slice(0, -1)}${line(3).slice(1)}, 44, 22) = 44`;
    expect(last(wrote, synced, two)).toEqual({ seq: 3, isSynced: false });
  });
});

interface Call {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  /** Its places in the trace: one that another thread's came between has two. */
  readonly begun: number;
  readonly ended: number;
  readonly isDone: boolean;
}

/** The calls of a trace that have ended, by their end. */
function callsIn(trace: string): readonly Call[] {
  const calls: Call[] = [];
  const open = new Map<string, { readonly text: string; readonly begun: number }>();
  for (const [at, line] of trace.split('\n').entries()) {
    const [, thread = '', said = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const [, begun] = /^(.*) <unfinished \.\.\.>$/.exec(said) ?? [];
    if (begun !== undefined) {
      open.set(thread, { text: begun, begun: at });
      continue;
    }
    const [, rest] = /^<\.\.\. \w+ resumed>(.*)$/.exec(said) ?? [];
    const first = open.get(thread);
    if (rest !== undefined && first === undefined) continue;
    const text = rest === undefined ? said : `${first?.text ?? ''}${rest}`;
    const [, name, file, result] = /^(\w+)\(\d+<(.*?)>.*\) += (-?\d+)/.exec(text) ?? [];
    if (name === undefined || file === undefined) continue;
    const isDone = !(result ?? '-').startsWith('-');
    calls.push({
      name,
      file,
      text,
      begun: rest === undefined ? at : (first?.begun ?? at),
      ended: at,
      isDone,
    });
  }
  return calls;
}

/** The last entry written into a journal, and whether a sync of that file began after it and ended well. */
function lastWrite(calls: readonly Call[]): { readonly seq: number; readonly isSynced: boolean } {
  const write = calls.findLast(
    ({ name, file }) => name.includes('write') && file.endsWith('.jsonl'),
  );
  const seqs = [...(write?.text ?? '').matchAll(/(?:"|\\n)\{\\"seq\\":(\d+),/g)];
  const isSynced = calls.some(
    ({ name, file, begun, isDone }) =>
      name.endsWith('sync') && file === write?.file && begun > write.ended && isDone,
  );
  return { seq: Number(seqs.at(-1)?.[1] ?? 0), isSynced };
}
