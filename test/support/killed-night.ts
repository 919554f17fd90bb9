// A night whose gateway is a process of its own, as `npm run gateway` starts it, on one port and one
// folder: it can be killed as a power cut would, and be given last night's backup instead.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { invite } from '../../gateway/calls/enrolment.ts';
import { JOURNAL_FILE, openJournal } from '../../gateway/data-folder.ts';
import type { SqliteJournal } from '../../gateway/journal/sqlite-journal.ts';
import { must } from '../../shared/lib/check.ts';
import type { Role } from '../../shared/sync/calls.ts';
import { root } from '../../tools/commands.ts';
import { startProcess } from '../gateway/kill-rounds.ts';
import { joinWith, open } from './night.ts';
import { Operator } from './operator.ts';

const run = promisify(execFile);

export async function startKilledNight() {
  const folder = await mkdtemp(join(tmpdir(), 'backstop-killed-'));
  const data = join(folder, 'data');
  const backup = join(folder, 'last-night.sqlite');
  /** The journal beside the gateway that holds it, as an administrator's commands open it. */
  const withJournal = <R>(work: (journal: SqliteJournal) => R): R => {
    const opened = openJournal(data);
    if (!opened.ok) throw new Error(opened.error.reason);
    try {
      return work(opened.value);
    } finally {
      opened.value.close();
    }
  };
  withJournal((journal) => {
    journal.addOrganisation({ id: 'ABC', name: 'Example Energy', isNetworks: false });
    journal.addOrganisation({ id: 'ESB', name: 'ESB Networks', isNetworks: true });
  });
  const options = { page: join(root, 'out', 'renderer'), folder };
  let { child, address } = await startProcess(data, options);
  const listen = address.slice('http://'.length);
  const kill = async () => {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) await kill();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return {
    kill,
    start: async () => {
      ({ child, address } = await startProcess(data, { ...options, listen }));
    },
    backUp: () =>
      run(
        process.execPath,
        [join(root, 'gateway', 'main.ts'), 'backup', '--to', backup, '--data', data],
        { cwd: root },
      ),
    /** As the administrator's guide has it: the folder aside, a new one, the backup in it. */
    layBackupIn: async () => {
      await rename(data, join(folder, 'broken'));
      await mkdir(data);
      await copyFile(backup, join(data, JOURNAL_FILE));
    },
    /** A desk in a browser of its own, gone in and joined. */
    desk: async (name: string, organisation: string, role: Role = 'operator') => {
      const desk = await new Operator(await open(address)).goIn({ name });
      const code = withJournal((journal) => {
        const found = must(journal.organisation(organisation), 'it was added');
        const made = invite(journal, found, role, { now: Date.now(), days: 1 });
        if (!made.ok) throw new Error('no invite');
        return made.value.code;
      });
      await joinWith(desk, code);
      await desk.press('Escape');
      return desk;
    },
    /** What an organisation may read, every entry once: its author's place and its seal. */
    stored: (organisation: string): readonly string[] =>
      withJournal((journal) =>
        journal
          .feed(organisation, 0, { entries: 100_000, bytes: 1e9, exceptDevice: '' })
          .rows.map(({ entry }) => JSON.stringify(entry)),
      ),
  };
}
