// One organisation, one clock and one recipient: an agent and a desk write one text, and read one time.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { GivenSettings } from '../../../gateway/agent/settings.ts';
import { lineOf } from '../../../gateway/agent/words.ts';
import { invite } from '../../../gateway/calls/enrolment.ts';
import { marketOf } from '../../../renderer/views/our-market.ts';
import { messageOf } from '../../../renderer/views/released-csv.ts';
import { readMarketFiles } from '../../../renderer/files/market-files.ts';
import { must } from '../../../shared/lib/check.ts';
import { marketChanges } from '../../../shared/market/market-settings.ts';
import type { Message } from '../../../shared/market/messages.ts';
import { keyInSheet } from '../../../shared/market/raw.ts';
import { writeXml } from '../../../shared/market/xml.ts';
import type { ExchangeReply } from '../../../shared/sync/protocol.ts';
import { addOrganisations, ask, put, running, temporaryFolder } from '../running.ts';
import { aNight, Clock, Console, Delegate, MIN, moveAll, MPRN } from './night.ts';

/** Half past three in the afternoon by the Irish clock. */
const SUMMER = Date.parse('2026-07-14T14:30:00Z');
const says = (changes: Readonly<Record<string, string>>) => ({ do: 'settings', changes }) as const;

async function summerNight(given: GivenSettings = {}) {
  const night = await aNight({ given });
  night.clock.now = SUMMER;
  /** The market as the desk of this console has it. */
  const market = async () => {
    const opened = await night.console.store.open();
    if (!opened.ok) throw new Error(opened.error.code);
    return marketOf({
      enrolment: { organisation: { id: 'ABC', name: 'ABC Ltd', isNetworks: false } },
      hello: { administrator: null },
      desk: opened.value.desk,
      world: 'live',
    } as unknown as Parameters<typeof marketOf>[0]);
  };
  const lines = () => night.delegate.events.map(lineOf);
  return { ...night, market, lines };
}

test.each(['utc', 'irish'] as const)(
  'MSG23, MSG4: in summer by %s an agent writes what a desk has keyed in under that TxRefNbr, to the last sign',
  async (wall) => {
    // What was typed at the agent's start is otherwise.
    const night = await summerNight({ wall: wall === 'utc' ? 'irish' : 'utc', recipient: 'QQQ' });
    await night.console.run(says(marketChanges({ wall, recipient: 'DSO' })));
    await night.console.restore(MPRN);
    await night.console.release([MPRN], night.delegate.log.device);
    await night.sync();
    await night.delegate.agent.deliver();
    const [, text] = must([...night.folder.outbox][0], 'it was sent');
    const item = await night.console.item(MPRN);
    const market = await night.market();
    expect(market).toEqual({ sender: 'ABC', wall, recipient: 'DSO' });
    const released = { mprn: MPRN, item } as Parameters<typeof messageOf>[0];
    const made = must(messageOf(released, market), 'it is a message');
    if (!made.ok) throw new Error(made.error.code);
    expect(writeXml(made.value, market.wall)).toBe(text);
    const at = wall === 'utc' ? '2026-07-14T14:35:00' : '2026-07-14T15:35:00';
    const sheet = keyInSheet(made.value, market.wall);
    expect(sheet.find(({ name }) => name === 'MarketTimestamp')?.text).toBe(at);
    for (const field of sheet) expect(text).toContain(field.text);
    // Said once, however often it looks.
    await night.delegate.agent.deliver();
    const over = night.lines().filter((line) => line.includes('passed over'));
    expect(over).toEqual([
      `--wall ${wall === 'utc' ? 'irish' : 'utc'} is passed over: the organisation has ${wall}, by its administrator’s file or its settings.`,
      '--recipient QQQ is passed over: the organisation has DSO, by its administrator’s file or its settings.',
    ]);
  },
);

test('MSG23, MSG6: a file of summer that is dropped at a desk is the same word as it is to the agent', async () => {
  const night = await summerNight();
  await night.console.run(says(marketChanges({ wall: 'irish' })));
  await night.console.restore(MPRN);
  await night.console.release([MPRN], night.delegate.log.device);
  await night.sync();
  await night.delegate.agent.deliver();
  await night.sync();
  night.clock.now += MIN;
  const { businessReference } = await night.console.item(MPRN);
  const at = night.clock.now;
  const xml = writeXml(
    {
      type: '307',
      header: { MarketTimestamp: at, TxRefNbr: 'A-1', SenderID: 'ESB', RecipientID: 'ABC' },
      body: { MPRN, MPBusinessReference: businessReference },
      lines: [],
    } as unknown as Message,
    'irish',
  );
  expect(xml).toContain('2026-07-14T15:36:00');
  const { wall } = await night.market();
  const [dropped] = await readMarketFiles([{ name: 'a.xml', content: new Blob([xml]) }], {
    wall,
    us: 'ABC',
  });
  night.folder.write('a.xml', xml);
  await night.delegate.agent.hear();
  await night.sync();
  const [heard] = night.delegate.log.views.fixOf(MPRN)?.heard ?? [];
  expect(heard?.at).toBe(at);
  expect(dropped?.parts).toMatchObject([{ is: 'answer', from: { answer: { at } } }]);
  expect(await night.console.item(MPRN)).toMatchObject({ standing: 'proved' });
});

test('MSG23: what is typed at an agent’s start is the organisation’s where nobody had said it, at every desk; after that the newest word of a desk counts', async () => {
  const night = await summerNight({ wall: 'irish' });
  await night.sync();
  night.delegate.agent.offer();
  await night.sync();
  expect(await night.market()).toMatchObject({ wall: 'irish', recipient: 'ESB' });
  expect(night.lines()).toContain(
    '--wall irish: nobody had said so yet; from now on it is the organisation’s, at every desk of it.',
  );
  // Another one, and this one started anew, say nothing more.
  const other = new Delegate(night.clock, night.folder, {
    given: { wall: 'utc', recipient: 'ESB' },
    seed: 5,
    name: 'Agent Cork',
  });
  await moveAll(other.log.port, night.send);
  const isUnsaid = (lines: readonly string[]) =>
    lines.every((line) => !line.includes('nobody had'));
  other.agent.offer();
  night.delegate.restart();
  night.delegate.events.splice(0);
  night.delegate.agent.offer();
  expect([isUnsaid(other.events.map(lineOf)), isUnsaid(night.lines())]).toEqual([true, true]);
  await other.agent.deliver();
  expect(other.events.map(lineOf)).toContain(
    '--wall utc is passed over: the organisation has irish, by its administrator’s file or its settings.',
  );

  night.clock.now += MIN;
  await night.console.run(says({ 'market.wall': 'utc' }));
  await night.sync();
  await night.delegate.agent.deliver();
  expect(night.lines().join(' ')).toContain(
    '--wall irish is passed over: the organisation has utc',
  );
  expect(await night.market()).toMatchObject({ wall: 'utc' });
});

test('MSG23: below the administrator’s file nothing is said, and what was shipped needs no word', async () => {
  const laid = await summerNight({ wall: 'irish', laid: { recipient: 'DSO' } });
  await laid.sync();
  laid.delegate.agent.offer();
  await laid.delegate.agent.deliver();
  await laid.sync();
  expect(await laid.market()).toMatchObject({ wall: 'utc', recipient: 'ESB' });
  expect(laid.lines()).toEqual([
    '--wall irish is passed over: the organisation has utc, by its administrator’s file or its settings.',
  ]);
  const shipped = await summerNight({ wall: 'utc', recipient: 'esb' });
  await shipped.sync();
  shipped.delegate.agent.offer();
  await shipped.delegate.agent.deliver();
  expect(shipped.lines()).toEqual([]);
});

test('MSG23: as it is started it reads the administrator’s file, names a wrong one, and says over the gateway what was typed', async () => {
  const root = temporaryFolder();
  const here = await running({}, root);
  addOrganisations(here.gateway);
  const program = fileURLToPath(new URL('../../../gateway/main.ts', import.meta.url));
  const configuration = join(root, 'etc');
  for (const name of ['emma', 'etc']) mkdirSync(join(root, name));
  const file = join(configuration, 'backstop.json');
  const started = async (until: RegExp, ...more: readonly string[]) => {
    const found = must(here.gateway.journal.organisation('ABC'), 'it was added');
    const made = invite(here.gateway.journal, found, 'agent', { now: Date.now(), days: 1 });
    if (!made.ok) throw new Error(made.error);
    const words = ['--gateway', here.gateway.address, '--code', made.value.code];
    const folders = ['--folder', join(root, 'emma'), '--data', join(root, 'agent')];
    const all = ['agent', ...words, ...folders, '--config-folder', configuration, ...more];
    const child = spawn(process.execPath, [program, ...all], { stdio: 'pipe' });
    onTestFinished(() => void child.kill('SIGKILL'));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    let said = '';
    await new Promise<void>((resolve, reject) => {
      const hear = (part: Buffer) => {
        said += part.toString();
        if (until.test(said)) resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', () => reject(new Error(said)));
    });
    return {
      said,
      stop: async () => {
        child.kill('SIGTERM');
        await ended;
      },
    };
  };
  writeFileSync(file, JSON.stringify({ market: { wall: 'irish', recipient: 'DSO' } }));
  const laid = await started(/--wall utc is passed over: .* has irish, /, '--wall', 'utc');
  await laid.stop();
  writeFileSync(file, JSON.stringify({ market: { wall: 'dublin' } }));
  const wrong = await started(/--wall irish: nobody had said so/, '--wall', 'irish');
  expect(wrong.said).toContain(`The administrator’s file ${file} is not used: market.wall`);

  const clock = new Clock();
  clock.now = Date.now();
  const console = await new Console(clock).open();
  const { token } = put(here.gateway, console.device, 'ABC', 'supervisor');
  const settings = async () => {
    await moveAll(console.port, async (_device, body) => {
      const reply = await ask(here.gateway, 'exchange', { token, body });
      expect(reply.status).toBe(200);
      return reply.body as ExchangeReply;
    });
    const opened = await console.store.open();
    return opened.ok ? opened.value.desk.settings : null;
  };
  await expect.poll(settings).toEqual({ 'market.wall': 'irish' });
  await wrong.stop();
});
