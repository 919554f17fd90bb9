// `npm run gateway -- …` as an administrator types it: what is printed, and one sentence for each
// wrong use. The commands are run in this process; serving is tested with a child of its own.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { runCommandLine } from '../../gateway/command-line/index.ts';
import { SqliteJournal } from '../../gateway/journal/sqlite-journal.ts';
import { startGateway } from '../../gateway/index.ts';
import { must } from '../../shared/lib/check.ts';
import { PROTOCOL, toWire } from '../../shared/sync/protocol.ts';
import { Desk, idOf } from './desk.ts';
import { addOrganisations, ask, put, running, smallPage, temporaryFolder } from './running.ts';

async function done(...args: string[]): Promise<readonly string[]> {
  const outcome = await runCommandLine(args);
  if (!outcome.ok) throw new Error(outcome.error);
  return outcome.value;
}

async function refusedFor(...args: string[]): Promise<string> {
  const outcome = await runCommandLine(args);
  if (outcome.ok) throw new Error(`done: ${outcome.value.join(' ')}`);
  expect(outcome.error).not.toContain('\n');
  return outcome.error;
}

test('ADMIN1: from an empty folder to a working device, and its revocation, while the gateway runs', async () => {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  expect(
    await done('organisation', 'add', '--id', 'ABC', '--name', 'ABC Energy', '--data', data),
  ).toEqual(['ABC  ABC Energy']);
  await done(
    'organisation',
    'add',
    '--id',
    'ESB',
    '--name',
    'ESB Networks',
    '--networks',
    '--data',
    data,
  );
  const { gateway } = await running({}, folder);
  expect(await done('organisations', '--data', data)).toEqual([
    'ABC  ABC Energy',
    'ESB  ESB Networks  (ESB Networks)',
  ]);
  const codes = await done(
    'invite',
    '--org',
    'ABC',
    '--role',
    'supervisor',
    '--count',
    '2',
    '--data',
    data,
  );
  expect(codes).toHaveLength(2);
  const enrolled = await ask(gateway, 'enrol', {
    body: { protocol: PROTOCOL, device: idOf('1'), code: codes[0], keep: 'token' },
  });
  expect(enrolled).toMatchObject({ status: 200, body: { role: 'supervisor' } });
  const { token } = enrolled.body as { token: string };
  expect((await ask(gateway, 'me', { token })).status).toBe(200);
  const [line] = await done('devices', '--org', 'ABC', '--data', data);
  expect(line).toMatch(
    new RegExp(`^${idOf('1')}  ABC  supervisor  0 entries  enrolled 20\\S+Z  never seen$`),
  );
  expect(await done('devices', '--org', 'ESB', '--data', data)).toEqual(['No device yet.']);
  await done('revoke', '--device', idOf('1'), '--data', data);
  expect((await ask(gateway, 'me', { token })).body).toEqual({ ok: false, reason: 'revoked' });
  expect((await done('devices', '--data', data))[0]).toContain('  revoked 20');
});

test('AUD6: when an administrator says so, and for as long, a colleague’s lost entries are taken', async () => {
  const { gateway, data } = await running();
  addOrganisations(gateway);
  const hers = new Desk(put(gateway, idOf('1'), 'ABC'));
  hers.write('mprn:10000000001', 'lost with a disk that was set back');
  const his = new Desk(put(gateway, idOf('2'), 'ABC'));
  const body = his.request(hers.entries.map(toWire));
  const brought = async () => {
    expect((await ask(gateway, 'exchange', { token: his.who.token, body })).status).toBe(200);
    return gateway.journal.chainEnd(hers.who.id)?.seq ?? 0;
  };
  expect(await brought()).toBe(0);
  const before = Date.now();
  const [said] = await done('recover', '--days', '2', '--data', data);
  const until = must(gateway.journal.recoveringUntil(), 'it was told to');
  expect(until - before).toBeGreaterThanOrEqual(2 * 86_400_000);
  expect(until - Date.now()).toBeLessThanOrEqual(2 * 86_400_000);
  const second = new Date(until).toISOString().slice(0, 19);
  expect(said).toBe(`Until ${second}Z consoles bring back what this journal has lost.`);
  expect(await brought()).toBe(1);
});

describe('ADMIN2: wrong use is one sentence that says what to do', () => {
  const data = () => join(temporaryFolder(), 'data');

  test.each([
    [['frobnicate'], 'There is no command "frobnicate"; "npm run gateway -- help" lists them.'],
    [['organisation', 'remove'], 'There is no command "organisation remove"'],
    [['toString'], 'There is no command "toString"'],
    [
      ['organisation', 'add', '--id', 'A B', '--name', 'x'],
      '--id wants a market participant’s id, such as ABC.',
    ],
    [['organisation', 'add', '--id', 'Networks', '--name', 'x'], '--id wants'],
    [['organisation', 'add', '--id', 'ABC'], '--name wants a name in quotes.'],
    [['invite', '--role', 'operator'], '--org wants a market participant’s id'],
    [
      ['invite', '--org', 'ABC', '--role', 'boss'],
      '--role wants one of operator, supervisor, coordinator, auditor, agent.',
    ],
    [
      ['invite', '--org', 'ABC', '--role', 'agent', '--count', '0'],
      '--count wants a whole number from 1 to 500.',
    ],
    [
      ['invite', '--org', 'ABC', '--role', 'agent', '--days', '1e2'],
      '--days wants a whole number from 1 to 90.',
    ],
    [['revoke', '--device', 'aoife'], '--device wants a device’s id, as "devices" lists it.'],
    [['devices', '--colour'], "Unknown option '--colour'. Use: npm run gateway -- devices"],
    [['--listen', '4375'], '--listen wants an address and a port, such as 0.0.0.0:4375'],
    [['--listen', '0.0.0.0:99999'], '--listen wants'],
    [['--name', 'a b'], '--name wants a host name'],
    [['--tls-cert', 'x'], 'TLS wants both: --tls-cert FILE and --tls-key FILE.'],
    [['--tls-cert', '/none/x', '--tls-key', '/none/y'], '/none/x cannot be read'],
  ])('%j', async (args, sentence) => {
    expect(await refusedFor(...args)).toContain(sentence);
  });

  test('what is not there, or not possible', async () => {
    const folder = data();
    expect(await refusedFor('devices', '--data', folder)).toContain(
      `There is no journal in ${folder}`,
    );
    expect(existsSync(folder)).toBe(false);
    const at = ['--data', folder];
    await done('organisation', 'add', '--id', 'ABC', '--name', 'ABC', ...at);
    expect(await refusedFor('invite', '--org', 'DEF', '--role', 'agent', ...at)).toContain(
      'There is no organisation DEF',
    );
    expect(await refusedFor('devices', '--org', 'DEF', ...at)).toContain(
      'There is no organisation DEF',
    );
    expect(await refusedFor('revoke', '--device', idOf('1'), ...at)).toContain(
      'There is no such device',
    );
    expect(await refusedFor('invite', '--org', 'ABC', '--role', 'coordinator', ...at)).toContain(
      'Networks’ own',
    );
    expect(
      await refusedFor('organisation', 'add', '--id', 'ABC', '--name', 'ABC', '--networks', ...at),
    ).toContain('ABC is not ESB Networks');
    expect(await done('organisation', 'add', '--id', 'ABC', '--name', 'ABC Energy', ...at)).toEqual(
      ['ABC  ABC Energy'],
    );
    expect((await done('help')).length).toBeGreaterThan(10);
  });
});

describe('ADMIN3: a journal that cannot be had is one sentence', () => {
  const sentence = (folder: string) => refusedFor('organisations', '--data', folder);

  test('written by a newer gateway', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'journal.sqlite');
    const newer = new DatabaseSync(file);
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    const before = readFileSync(file);
    expect(await sentence(folder)).toContain('was written by a newer gateway');
    expect(readFileSync(file)).toEqual(before);
  });

  test('held by another program', async () => {
    const folder = temporaryFolder();
    new SqliteJournal(join(folder, 'journal.sqlite')).close();
    const holder = new DatabaseSync(join(folder, 'journal.sqlite'));
    holder.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE held (x);');
    expect(await sentence(folder)).toContain('is held by another program');
    holder.close();
    expect(await done('organisations', '--data', folder)).toEqual(['No organisation yet.']);
  });

  test('no journal at all', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'journal.sqlite'), 'Dear diary, '.repeat(500));
    expect(await sentence(folder)).toContain('is no journal of a gateway, or damaged');
  });

  test('a folder that cannot be written', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const below = join(file, 'data');
    expect(
      await refusedFor('organisation', 'add', '--id', 'A', '--name', 'A', '--data', below),
    ).toContain(`cannot write in ${below}`);
    const started = await startGateway({ port: 0, page: smallPage(folder), data: below });
    expect(started).toEqual({ ok: false, error: { reason: 'dataNotWritable', folder: below } });
  });
});

test('BACKUP1: a backup taken while entries come in is one moment of the journal, and can be gone on with', async () => {
  const folder = temporaryFolder();
  const here = await running({}, folder);
  addOrganisations(here.gateway);
  const desk = new Desk(put(here.gateway, idOf('1'), 'ABC'));
  const send = async (gateway = here.gateway) => {
    const from = gateway.journal.chainEnd(desk.who.id)?.seq ?? 0;
    const body = desk.request(desk.entries.slice(from).map(toWire));
    expect((await ask(gateway, 'exchange', { token: desk.who.token, body })).status).toBe(200);
  };
  const state = { isOver: false };
  const writing = (async () => {
    while (!state.isOver) {
      for (let index = 0; index < 20; index++) desk.write('mprn:10000000001', 'x'.repeat(500));
      await send();
    }
  })();
  const to = join(folder, 'backup.sqlite');
  while (desk.entries.length < 100) await new Promise((resolve) => setImmediate(resolve));
  for (const name of [to, `${to}2`]) await done('backup', '--to', name, '--data', here.data);
  state.isOver = true;
  await writing;
  expect(statSync(to).mode & 0o077).toBe(0);
  expect(existsSync(`${to}.partial`)).toBe(false);
  expect(await refusedFor('backup', '--to', to, '--data', here.data)).toContain('is there already');
  expect(
    await refusedFor('backup', '--to', join(folder, 'none', 'x'), '--data', here.data),
  ).toContain('cannot be written');

  const other = temporaryFolder();
  const restoredData = join(other, 'data');
  await done('organisation', 'add', '--id', 'X', '--name', 'X', '--data', restoredData);
  writeFileSync(join(restoredData, 'journal.sqlite'), readFileSync(to));
  const restored = await running({}, other);
  const { journal } = restored.gateway;
  const end = must(journal.chainEnd(desk.who.id), 'it was backed up');
  expect(end.seq % 20).toBe(0);
  expect(end.seq).toBeGreaterThanOrEqual(20);
  expect(end.hash).toBe(desk.entries[end.seq - 1]?.hash);
  const limits = { entries: 1e6, bytes: 1e9, exceptDevice: '' };
  expect(journal.feed('ABC', 0, limits).rows.map(({ entry }) => entry.seq)).toEqual(
    desk.entries.slice(0, end.seq).map(({ seq }) => seq),
  );
  // A console that had read further is told that this is another feed, and everything comes again.
  const body = desk.request([], { cursor: desk.entries.length + 1, mark: 'f'.repeat(64) });
  const told = await ask(restored.gateway, 'exchange', { token: desk.who.token, body });
  expect(told.body).toMatchObject({ rewound: true, acknowledged: end.seq });
  await send(restored.gateway);
  expect(journal.chainEnd(desk.who.id)?.seq).toBe(desk.entries.length);
});
