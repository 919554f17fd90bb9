// An agent in a process of its own, SIGKILLed in mid-step on real folders and a real file.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { makeRooms, NodeFolder } from '../../../gateway/agent/node-folder.ts';
import { temporaryFolder } from '../running.ts';
import { answerXml, Clock, Console, Delegate, inMemory, moveAll, MPRN } from './night.ts';

const program = fileURLToPath(new URL('dying-agent.ts', import.meta.url));

async function prepared() {
  const root = temporaryFolder();
  const file = join(root, 'agent.sqlite');
  const folders = join(root, 'emma');
  await makeRooms(folders);
  const clock = new Clock();
  const send = inMemory();
  const console = await new Console(clock).open();
  const files = new NodeFolder(folders, () => performance.now());
  const begin = () => new Delegate(clock, files, { database: new DatabaseSync(file) });
  const sync = async (delegate: Delegate) => {
    await moveAll(console.port, send);
    await moveAll(delegate.log.port, send);
    await moveAll(console.port, send);
  };
  const first = begin();
  await console.restore(MPRN);
  await console.release([MPRN], first.log.device);
  await sync(first);
  return {
    console,
    clock,
    folders,
    sync,
    first,
    begin,
    kill: async (step: 'deliver' | 'hear', moment: string) => {
      const child = spawn(process.execPath, [program, file, folders, step, moment], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let said = '';
      child.stderr.on('data', (part: Buffer) => (said += part.toString()));
      const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
      expect({ signal, said }).toEqual({ signal: 'SIGKILL', said: '' });
    },
    names: (room: string) => readdirSync(join(folders, room)),
  };
}

test.each(['before stage', 'after stage', 'before send', 'after send'])(
  'AGENT3: killed %s, the next start leaves one file and says that it went',
  async (moment) => {
    const night = await prepared();
    night.first.log.close();
    await night.kill('deliver', moment);
    const next = night.begin();
    await next.agent.deliver();
    await night.sync(next);
    const item = await night.console.item(MPRN);
    expect(item.standing).toBe('handed');
    expect(night.names('outbox')).toEqual([`017_${item.txRefNbr}.xml`]);
    expect(night.names('staging')).toEqual([]);
    next.log.close();
  },
);

test('AGENT10: killed after hearing and before archiving, the next start archives and hears nothing twice', async () => {
  const night = await prepared();
  await night.first.agent.deliver();
  night.first.log.close();
  const path = join(night.folders, 'inbox', 'answer.xml');
  writeFileSync(path, answerXml('307', { mprn: MPRN, at: night.clock.now + 60_000 }));
  await night.kill('hear', 'before archive');
  const next = night.begin();
  expect(next.log.views.fixOf(MPRN)?.heard).toHaveLength(1);
  expect(night.names('claimed')).toEqual(['answer.xml']);
  await next.agent.hear();
  expect(next.log.views.fixOf(MPRN)?.heard).toHaveLength(1);
  expect([night.names('claimed'), night.names('inbox'), night.names('poison')]).toEqual([
    [],
    [],
    [],
  ]);
  expect(night.names('archive')).toHaveLength(1);
  await night.sync(next);
  expect((await night.console.caseOf(MPRN)).power?.level).toBe('confirmed');
  next.log.close();
});
