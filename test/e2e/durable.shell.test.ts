// A kill cannot tell a strict write from a relaxed one: the kernel keeps what was written either
// way. So the system calls are counted: every acknowledged action has reached fdatasync twice, once
// for the database and once for the journal.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished } from 'vitest';
import { hasElectron, journalLines, shellTest as test } from '../support/shell.ts';
import { enter, entriesShown, takeCall } from '../support/kills.ts';

const STRACE = '/usr/bin/strace';
const ACTIONS = 12;

describe.skipIf(!hasElectron || !existsSync(STRACE))('durable (counted with strace)', () => {
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
      'trace=fdatasync,fsync',
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
    const count = async () => {
      const lines = (await readFile(out, 'utf8')).split('\n');
      return {
        database: lines.filter(
          (line) => line.includes('sync(') && line.includes('indexeddb.leveldb'),
        ).length,
        journal: lines.filter((line) => line.includes('sync(') && line.includes('.jsonl')).length,
      };
    };
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
    const before = await count();
    const written = await entriesShown(page);
    for (let number = 1; number <= ACTIONS; number++) await takeCall(page, number);
    expect(await entriesShown(page)).toBe(written + ACTIONS);
    await expect.poll(async () => (await count()).journal - before.journal).toBeGreaterThan(0);
    // One journal batch may carry several actions, and none of them is left behind.
    await expect
      .poll(() => journalLines(profile, 'live').then((lines) => lines.length))
      .toBe(written + ACTIONS);
    const after = await count();
    const acts = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
    expect(acts.length).toBeGreaterThanOrEqual(ACTIONS);
    expect(new Set(acts)).toEqual(new Set(['strict']));
    expect(after.database - before.database).toBeGreaterThanOrEqual(acts.length);
  });
});
