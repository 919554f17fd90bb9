// The real Electron: what the page may not do, what main refuses, and that the program can be
// killed at any moment.
import { Operator } from '../support/operator.ts';
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright-core';
import { describe, expect, onTestFinished } from 'vitest';
import { enter, takeCall } from '../support/kills.ts';
import {
  environment,
  hasElectron,
  journalLines,
  launchOptions,
  shellTest as test,
} from '../support/shell.ts';

const DEVICE = '0b7c1c1e-3f44-4f6e-9a54-2f3b1f3f7a10';
const line = (seq: number) => JSON.stringify({ seq, prev: '', hash: '', head: '{}', body: null });

describe.skipIf(!hasElectron)('shell', () => {
  test('SHELL1: the bridge offers exactly the rows of its table, and says what the host can', async ({
    launch,
  }) => {
    const { page, profile } = await launch();
    const names = await page.evaluate(() => Object.keys(window.backstop).sort());
    expect(names).toEqual([
      'appendJournal',
      'dial',
      'enrol',
      'enrolmentOf',
      'exchange',
      'hello',
      'inviteDevice',
      'journalDevices',
      'journalState',
      'keepSpare',
      'listDevices',
      'on',
      'print',
      'readJournal',
      'readSpare',
      'revokeDevice',
      'saveFile',
      'setAlarms',
      'setBadge',
    ]);
    const hello = await page.evaluate(() => window.backstop.hello({}));
    expect(hello).toMatchObject({ host: 'desktop', journalFolder: join(profile, 'journal') });
  });

  test('SHELL2: wrong arguments are refused and logged without their values', async ({
    launch,
  }) => {
    const { page, log } = await launch();
    const refusal = await page.evaluate(() =>
      (window.backstop.dial as (args: unknown) => Promise<unknown>)({
        number: 'SECRET 10934478153',
      }).then(
        () => 'accepted',
        (error: unknown) => String(error),
      ),
    );
    expect(refusal).toContain('refused');
    const written = await log();
    expect(written).toContain('"call refused"');
    expect(written).not.toContain('SECRET');
    expect(written).not.toContain('10934478153');
  });

  test('SHELL3: a frame that is not our page cannot call the bridge', async ({ launch }) => {
    const { app, page, log } = await launch();
    const answers = await app.evaluate(async ({ BrowserWindow, ipcMain }) => {
      const handlers = (
        ipcMain as unknown as {
          _invokeHandlers: Map<string, (event: unknown, args: unknown) => Promise<unknown>>;
        }
      )._invokeHandlers;
      const handler = handlers.get('backstop:hello');
      const frame = BrowserWindow.getAllWindows()[0]?.webContents.mainFrame;
      const invoke = async (senderFrame: unknown) => {
        const replies: unknown[] = [];
        const event = {
          senderFrame,
          _reply: (value: unknown) => replies.push(value),
          _throw: (error: unknown) => replies.push(String(error)),
        };
        try {
          replies.push(await handler?.(event, {}));
        } catch (error) {
          replies.push(String(error));
        }
        return JSON.stringify(replies);
      };
      return {
        ours: await invoke(frame),
        foreign: await invoke({ url: 'https://example.invalid/', parent: null }),
        nested: await invoke({ url: 'app://console/', parent: {} }),
        gone: await invoke(null),
      };
    });
    expect(answers.ours).toContain('desktop');
    for (const refused of [answers.foreign, answers.nested, answers.gone]) {
      expect(refused).toContain('not our page');
    }
    expect((await log()).split('"why":"sender"').length - 1).toBeGreaterThanOrEqual(3);
    expect(await page.title()).toContain('Backstop');
  });

  test('JOURNAL9: the strip and the foot say that it is saved on this disk and where, in full at 1280×720; the settings have the whole path', async ({
    launch,
    profile,
  }) => {
    const { app, page } = await launch();
    await app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 720);
    });
    await enter(page);
    await takeCall(page, 1);
    const where = page.locator('.foot .where');
    await where
      .filter({ hasText: /Saved here, 2 entries on disk: …\/live\/.{8}….jsonl/ })
      .waitFor();
    expect(await where.evaluate((each) => each.scrollWidth <= each.clientWidth)).toBe(true);
    // The strip says it too, and where: in a wide window at sight, in a small one under the pointer.
    const saved = page.locator('.strip').getByRole('button', {
      name: `Saved here: ${join(profile, 'journal', 'live')}`,
    });
    expect(await saved.innerText()).toBe('Saved here');
    await app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(1600, 1000);
    });
    await saved.getByText(/…\/live\/.{8}….jsonl/).waitFor();
    await saved.click();
    await page
      .locator('p')
      .filter({ hasText: join(profile, 'journal', 'live') })
      .waitFor();
  });

  test('SHELL4: the page reaches no network, opens no window and does not navigate away', async ({
    launch,
  }) => {
    const { app, page, log } = await launch();
    // Somebody is there and would answer anybody.
    const heard: string[] = [];
    const server = createServer((request, reply) => {
      heard.push(request.url ?? '');
      reply.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'image/svg+xml' });
      reply.end('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>');
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => void server.close());
    let connections = 0;
    server.on('connection', () => (connections += 1));
    const { port } = server.address() as AddressInfo;
    const there = `http://127.0.0.1:${port}`;
    expect((await fetch(`${there}/test`)).status).toBe(200);
    // Over UDP too: a page asks a server of WebRTC where it is, and no policy of pages forbids it.
    const datagrams: string[] = [];
    const listener = createSocket('udp4', (message) => datagrams.push(message.toString('hex')));
    onTestFinished(() => void listener.close());
    const udp = await new Promise<number>((resolve) => {
      listener.bind(0, '127.0.0.1', () => resolve(listener.address().port));
    });
    await new Promise((resolve) => {
      const sender = createSocket('udp4');
      sender.send('test', udp, '127.0.0.1', () => sender.close(resolve as () => void));
    });
    await expect.poll(() => datagrams.length).toBe(1);
    const tried = await page.evaluate(
      async (address) => ({
        fetched: await fetch(`${address}/fetch`).then(
          () => 'reached',
          () => 'refused',
        ),
        image: await new Promise((resolve) => {
          const image = new Image();
          image.addEventListener('load', () => resolve('reached'));
          image.addEventListener('error', () => resolve('refused'));
          image.src = `${address}/image.svg`;
        }),
        socket: await new Promise((resolve) => {
          const socket = new WebSocket(`${address.replace('http', 'ws')}/socket`);
          socket.addEventListener('open', () => resolve('reached'));
          socket.addEventListener('error', () => resolve('refused'));
        }),
        events: await new Promise((resolve) => {
          const source = new EventSource(`${address}/events`);
          source.addEventListener('open', () => resolve('reached'));
          source.addEventListener('error', () => {
            source.close();
            resolve('refused');
          });
        }),
        opened: window.open(`${address}/open`) === null ? 'refused' : 'opened',
      }),
      there,
    );
    expect(tried).toEqual({
      fetched: 'refused',
      image: 'refused',
      socket: 'refused',
      events: 'refused',
      opened: 'refused',
    });
    await page.evaluate((address) => navigator.sendBeacon(`${address}/beacon`, 'x'), there);
    const gathered = await page.evaluate(
      async ([stun, turn]) => {
        const relay = { urls: `turn:${turn}?transport=tcp`, username: 'a', credential: 'b' };
        const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:${stun}` }, relay] });
        const found: string[] = [];
        const done = new Promise((resolve) => {
          peer.addEventListener('icecandidate', ({ candidate }) => {
            if (candidate === null) resolve(null);
            else found.push(candidate.candidate);
          });
        });
        peer.createDataChannel('out');
        await peer.setLocalDescription(await peer.createOffer());
        await done;
        peer.close();
        return found;
      },
      [`127.0.0.1:${udp}`, `127.0.0.1:${port}`] as const,
    );
    // Nothing that says where this machine is, and nobody has heard anything.
    expect({ gathered, datagrams: datagrams.length, connections, heard }).toEqual({
      gathered: [],
      datagrams: 1,
      connections: 1,
      heard: ['/test'],
    });
    // Refused before anything is asked of anybody, and said so: the guard of requests alone is not it.
    const refusals = async () =>
      (await log()).split('\n').filter((line) => line.includes('navigation refused'));
    expect((await refusals()).filter((line) => line.includes('"navigate"'))).toEqual([]);
    await page.evaluate((address) => {
      location.href = `${address}/away`;
    }, there);
    await expect.poll(async () => (await refusals()).join('\n')).toContain('"navigate"');
    expect(await page.evaluate(() => location.origin)).toBe('app://console');
    expect(connections).toBe(1);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test('SHELL5: no permission is given but the one in the table', async ({ launch }) => {
    const { page } = await launch();
    const states = await page.evaluate(async () => {
      const ask = (name: string) =>
        navigator.permissions.query({ name: name as PermissionName }).then(
          (status) => status.state,
          () => 'unknown',
        );
      return {
        asked: [await ask('geolocation'), await ask('camera'), await ask('microphone')],
        place: await new Promise((resolve) => {
          navigator.geolocation.getCurrentPosition(
            () => resolve('given'),
            ({ code, PERMISSION_DENIED }) =>
              resolve(code === PERMISSION_DENIED ? 'denied' : 'asked the system'),
          );
        }),
        notifies: await Notification.requestPermission(),
      };
    });
    expect(states).toEqual({
      asked: ['denied', 'denied', 'denied'],
      place: 'denied',
      notifies: 'denied',
    });
  });

  test('SHELL6: the content security policy is in force', async ({ launch }) => {
    const { page } = await launch();
    // In a task of the page's own: what a debugger evaluates is exempt from the policy.
    const tried = await page.evaluate(
      () =>
        new Promise<{ evaluated: string; markup: string }>((resolve) => {
          const attempt = (work: () => unknown) => {
            try {
              work();
              return 'ran';
            } catch {
              return 'refused';
            }
          };
          setTimeout(() => {
            const make = Object.getPrototypeOf(() => 1).constructor as FunctionConstructor;
            resolve({
              evaluated: attempt(() => new make('return 1')()),
              markup: attempt(() => {
                document.createElement('div').innerHTML = '<img src=x>';
              }),
            });
          });
        }),
    );
    expect(tried).toEqual({ evaluated: 'refused', markup: 'refused' });
  });

  test('JOURNAL1: a batch is answered with the last entry on disk; a gap is refused; the same again changes nothing', async ({
    launch,
    profile,
  }) => {
    const { page } = await launch();
    const append = (firstSeq: number, lines: readonly string[]) =>
      page.evaluate(
        ([device, first, all]) =>
          window.backstop.appendJournal({
            world: 'practice',
            device,
            firstSeq: first,
            lines: [...all],
          }),
        [DEVICE, firstSeq, lines] as const,
      );
    expect(await append(1, [line(1), line(2)])).toMatchObject({ ok: true, state: { lastSeq: 2 } });
    expect(await append(4, [line(4)])).toEqual({ ok: false, reason: 'gap', lastSeq: 2 });
    expect(await append(1, [line(1), line(2), line(3)])).toMatchObject({
      ok: true,
      state: { lastSeq: 3 },
    });
    expect(await journalLines(profile, 'practice')).toEqual([line(1), line(2), line(3)]);
  });

  test('SHELL7: a second start brings the first window to the front, says so, and ends', async ({
    launch,
    profile,
  }) => {
    const { app } = await launch();
    // Without a window manager nothing is ever minimised, so the window says that it is, until it is
    // asked to come back; what it is asked for is written down in order.
    await app.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0];
      const asked: string[] = [];
      Object.assign(globalThis, { asked });
      Object.assign(window ?? {}, {
        isMinimized: () => !asked.includes('restore'),
        restore: () => asked.push('restore'),
        focus: () => asked.push('focus'),
      });
    });
    const { executablePath, args, cwd } = launchOptions(profile);
    const second = spawn(executablePath, args, { cwd, env: environment() });
    let said = '';
    second.stderr.on('data', (text: Buffer) => {
      said += text.toString();
    });
    const code = await new Promise((resolve) => second.on('exit', resolve));
    expect(code).toBe(0);
    expect(said).toContain('Backstop is open already');
    await expect
      .poll(() => app.evaluate(() => (globalThis as never as { asked: string[] }).asked))
      .toEqual(['restore', 'focus']);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test('SHELL8: a profile that cannot be written is said in one sentence', async ({ profile }) => {
    const file = join(profile, 'in-the-way');
    await writeFile(file, '');
    const { executablePath, args, cwd } = launchOptions(join(file, 'profile'));
    const child = spawn(executablePath, args, { cwd, env: environment() });
    const said = await new Promise<string>((resolve) => {
      let text = '';
      child.stderr.on('data', (more: Buffer) => {
        text += more.toString();
        if (text.includes('cannot write to its folder')) resolve(text);
      });
      child.on('exit', () => resolve(text));
    });
    child.kill('SIGKILL');
    expect(said).toContain('Backstop cannot write to its folder');
  });

  test('SHELL9: an administrator’s file gives organisation and numbers; a wrong one is a problem, not a crash', async ({
    launch,
    profile,
  }) => {
    await writeFile(
      join(profile, 'backstop.json'),
      JSON.stringify({
        organisation: { name: 'Sample Energy' },
        numbers: [{ id: 'networks', label: 'Desk', number: '01 555 0100' }],
        roster: [{ name: 'Caoimhe D.' }],
      }),
    );
    const { page } = await launch();
    await enter(page);
    await page.locator('.strip').getByText('01 555 0100').waitFor();
    await page.keyboard.press('o');
    await page.getByRole('dialog').getByText('Caoimhe D.').waitFor();
    await page.keyboard.press('Escape');
    expect(
      (await page.evaluate(() => window.backstop.hello({}))).administrator?.organisation?.name,
    ).toBe('Sample Energy');
    await writeFile(join(profile, 'backstop.json'), '{ "organisation": 7 }');
    const again = await page.evaluate(() => window.backstop.hello({}));
    expect(again.administrator).toBeNull();
    expect(again.problems[0]).toMatchObject({ code: 'administratorFileInvalid' });
  });

  test('SHELL11: files are saved whole or not at all and opened by the system’s dialog; numbers go to the system', async ({
    launch,
    profile,
  }) => {
    const { app, page } = await launch();
    const kept = join(profile, 'kept.csv');
    // The person's part: what a dialog would answer, and what the system would be asked.
    const choose = (path: string | null) =>
      app.evaluate(({ dialog }, chosen) => {
        const filePath = chosen ?? '';
        Object.assign(dialog, {
          showSaveDialog: () => Promise.resolve({ canceled: chosen === null, filePath }),
        });
      }, path);
    const save = () =>
      page.evaluate(() => window.backstop.saveFile({ name: 'a.csv', content: 'MPRN\r\n1' }));
    await choose(null);
    expect(await save()).toEqual({ ok: false, reason: 'cancelled' });
    await choose(kept);
    expect(await save()).toEqual({ ok: true, where: kept });
    // Bytes go over as bytes.
    const bytes = [0x50, 0x4b, 0, 0xff, 0x0d, 0x0a, 0x80];
    expect(
      await page.evaluate(
        (all) => window.backstop.saveFile({ name: 'a.zip', content: new Uint8Array(all) }),
        bytes,
      ),
    ).toEqual({ ok: true, where: kept });
    expect([...(await readFile(kept))]).toEqual(bytes);
    await choose(join(profile, 'no', 'such', 'folder.csv'));
    expect(await save()).toEqual({ ok: false, reason: 'notWritable' });
    await enter(page);
    await chooseFromMenu(app, 'Bring in a file');
    const dialog = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a file' }).click();
    await (await dialog).setFiles('test/data/hub-outage.csv');
    await page.getByRole('button', { name: /^Bring in/ }).waitFor();

    await app.evaluate(({ shell }) => {
      const asked: string[] = [];
      Object.assign(globalThis, { asked });
      Object.assign(shell, {
        openExternal: (address: string) => {
          asked.push(address);
          return asked.length > 1 ? Promise.reject(new Error('none')) : Promise.resolve();
        },
      });
    });
    const dial = () => page.evaluate(() => window.backstop.dial({ number: '1800 372 999' }));
    // By the desk's own key: the number of the strip.
    await page.keyboard.press('Escape');
    await page.getByRole('main', { name: 'The desk' }).waitFor();
    await page.keyboard.press('d');
    await expect
      .poll(() => app.evaluate(() => (globalThis as never as { asked: string[] }).asked.length))
      .toBe(1);
    expect(await dial()).toEqual({ ok: false, reason: 'noDialler' });
    expect(await app.evaluate(() => (globalThis as never as { asked: string[] }).asked[0])).toBe(
      'tel:1800372999',
    );
  });

  test('SHELL12: what is printed is the page, and a printer that refuses is said', async ({
    launch,
  }) => {
    const { app, page } = await launch();
    await enter(page);
    /** What the system's printing ends with from now on; null is done. */
    const printer = (reason: string | null) =>
      app.evaluate(({ BrowserWindow }, why) => {
        const told = { asked: 0 };
        Object.assign(globalThis, { told });
        Object.assign(BrowserWindow.getAllWindows()[0]?.webContents ?? {}, {
          print: (_: unknown, done: (ok: boolean, reason: string) => void) => {
            told.asked += 1;
            done(why === null, why ?? '');
          },
        });
      }, reason);
    const asked = () =>
      app.evaluate(() => (globalThis as never as { told: { asked: number } }).told.asked);
    const print = () => page.evaluate(() => window.backstop.print({}));
    await printer(null);
    expect(await print()).toEqual({ ok: true });
    await printer('Print job failed');
    expect(await print()).toEqual({ ok: false, reason: 'Print job failed' });
    // In the page: what failed is said with the reason; what a person cancelled needs no words.
    const notice = page.getByText('Not printed.');
    await printer('Print job canceled');
    await chooseFromMenu(app, 'Print');
    await expect.poll(asked).toBe(1);
    await printer('Print job failed');
    await chooseFromMenu(app, 'Print');
    await notice.waitFor();
    expect(await notice.textContent()).toContain('Print job failed');
    await page.locator('.notice').getByRole('button', { name: 'Close' }).click();
    await notice.waitFor({ state: 'hidden' });
    await printer('Print job canceled');
    await chooseFromMenu(app, 'Print');
    await expect.poll(asked).toBe(1);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    expect(await notice.count()).toBe(0);
  });

  test('ALARM1: an alarm rings in main and tells the page, also when it is overdue', async ({
    launch,
  }) => {
    const { page } = await launch();
    const heard = await page.evaluate(
      () =>
        new Promise<{ tag: string; lateByMs: number }>((resolve) => {
          window.backstop.on('alarm', resolve);
          void window.backstop.setAlarms({
            alarms: [{ at: Date.now() - 3 * 3_600_000, title: 'overdue', tag: 'after-sleep' }],
          });
        }),
    );
    expect(heard.tag).toBe('after-sleep');
    expect(heard.lateByMs).toBeGreaterThanOrEqual(3 * 3_600_000);
  });

  test.skipIf(process.platform === 'win32')(
    'ALARM2: stopped past an alarm as by sleep, the program rings at the first look and says how late it is',
    async ({ launch }) => {
      const { app, page, log } = await launch();
      await page.evaluate(() => {
        Object.assign(window, { heard: [] });
        window.backstop.on('alarm', (alarm) =>
          (window as never as { heard: unknown[] }).heard.push(alarm),
        );
        return window.backstop.setAlarms({
          alarms: [{ at: Date.now() + 2500, title: 'asleep', tag: 'asleep' }],
        });
      });
      const program = app.process();
      program.kill('SIGSTOP');
      await new Promise((resolve) => setTimeout(resolve, 6000));
      program.kill('SIGCONT');
      await page.waitForFunction(() => (window as never as { heard: unknown[] }).heard.length > 0);
      const heard = await page.evaluate(
        () => (window as never as { heard: { tag: string; lateByMs: number }[] }).heard,
      );
      expect(heard).toHaveLength(1);
      expect(heard[0]?.tag).toBe('asleep');
      expect(heard[0]?.lateByMs).toBeGreaterThanOrEqual(2000);
      expect(await log()).toContain('"asleep"');
    },
  );

  test('ALARM7: in the real program the alarms that are due at once sound once', async ({
    launch,
  }) => {
    const { app, page } = await launch();
    await app.evaluate(({ shell }) => {
      const told = { beeps: 0 };
      Object.assign(globalThis, { told });
      Object.assign(shell, {
        beep: () => {
          told.beeps += 1;
        },
      });
    });
    await page.evaluate(() =>
      window.backstop.setAlarms({
        alarms: ['ten', 'five'].map((tag) => ({ at: Date.now() - 1000, title: tag, tag })),
      }),
    );
    expect(await app.evaluate(() => (globalThis as never as { told: unknown }).told)).toEqual({
      beeps: 1,
    });
  });

  test('COPY1: F2 copies the MPRN in the real program, whose page is allowed nothing else', async ({
    launch,
  }) => {
    const { app, page } = await launch();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-20');
    await operator.press('F2');
    await expect
      .poll(() => app.evaluate(({ clipboard }) => clipboard.readText()))
      .toBe('10934478153');
  });

  test('SHELL20: the window comes back where it was and as large as it was; one left on a screen that is gone comes back on one that is there', async ({
    launch,
    profile,
  }) => {
    const bounds = { x: 140, y: 90, width: 1111, height: 777 };
    const first = await launch();
    await first.app.evaluate(
      ({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to),
      bounds,
    );
    const boundsOf = (app: typeof first.app) =>
      app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
    await expect.poll(() => boundsOf(first.app)).toEqual(bounds);
    await first.app.close();
    const second = await launch();
    await expect.poll(() => boundsOf(second.app)).toEqual(bounds);
    await second.app.close();
    await writeFile(
      join(profile, 'shell.json'),
      JSON.stringify({ window: { ...bounds, x: 90_000, y: 90_000, maximised: false } }),
    );
    const third = await boundsOf((await launch()).app);
    expect(third).toMatchObject({ width: 1111, height: 777 });
    expect(third?.x).toBeLessThan(10_000);
  });

  test('SHELL21: an item of the native menu does what its key in the page does', async ({
    launch,
  }) => {
    const { app, page } = await launch();
    await enter(page);
    const tried = new Set<string>();
    const choose = (label: string) => {
      tried.add(label);
      return chooseFromMenu(app, label);
    };
    await choose('Add a caller');
    await page.getByRole('dialog', { name: 'Add a caller' }).waitFor();
    await page.keyboard.press('Escape');
    await choose('All keys');
    await page.getByRole('dialog').getByText('Next customer; a call').waitFor();
    await page.keyboard.press('Escape');
    await choose('Settings');
    await page.getByRole('main', { name: 'Settings' }).waitFor();
    // From a view without a find field, and over an open sheet.
    const find = page.getByRole('searchbox', { name: /^Find/ });
    const isIn = () => find.evaluate((field) => field === document.activeElement);
    await choose('Find');
    await find.waitFor();
    expect(await isIn()).toBe(true);
    await choose('All keys');
    await page.getByRole('dialog').waitFor();
    await choose('Find');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await expect.poll(isIn).toBe(true);
    await choose('Bring in a file');
    await page.getByRole('button', { name: 'Choose a file' }).waitFor();
    await page.keyboard.press('Escape');
    await takeCall(page, 1);
    await page.keyboard.press('Escape');
    await page
      .getByRole('complementary', { name: 'Case' })
      .getByText('No customer is open')
      .waitFor();
    await choose('Next customer');
    await page.locator('.case .mprn').first().waitFor();
    await app.evaluate(({ BrowserWindow }) => {
      const told = { printed: 0 };
      Object.assign(globalThis, { told });
      Object.assign(BrowserWindow.getAllWindows()[0]?.webContents ?? {}, {
        print: (_: unknown, done: (ok: boolean, reason: string) => void) => {
          told.printed += 1;
          done(true, '');
        },
      });
    });
    await choose('Print');
    await expect
      .poll(() =>
        app.evaluate(() => (globalThis as never as { told: { printed: number } }).told.printed),
      )
      .toBe(1);
    // With Ctrl or Cmd each of them: single letters belong to the page.
    expect(
      await app.evaluate(({ Menu }) =>
        (Menu.getApplicationMenu()?.items ?? [])
          .flatMap((each) => each.submenu?.items ?? [])
          .flatMap(({ label, accelerator }) =>
            accelerator === undefined || accelerator === null ? [] : [`${label}: ${accelerator}`],
          )
          .filter((each) => /^(?:Next|Add|Find|Bring|All keys|Settings|Print)/.test(each)),
      ),
    ).toEqual([
      'Next customer: CmdOrCtrl+N',
      'Add a caller: CmdOrCtrl+Shift+A',
      'Find: CmdOrCtrl+F',
      'Bring in a file: CmdOrCtrl+O',
      'Print: CmdOrCtrl+P',
      'Settings: CmdOrCtrl+,',
      'All keys: CmdOrCtrl+/',
    ]);
    // Every item with words of ours was tried.
    expect([...tried].sort()).toEqual([...(await ownItems(app))].sort());
  });
});

/** Items of the menu that are ours and none of the system's. */
function ownItems(app: ElectronApplication): Promise<readonly string[]> {
  return app.evaluate(({ Menu }) =>
    (Menu.getApplicationMenu()?.items ?? [])
      .flatMap((each) => each.submenu?.items ?? [])
      .filter((each) => each.type === 'normal' && !each.role)
      .map((each) => each.label),
  );
}

function chooseFromMenu(app: ElectronApplication, label: string): Promise<void> {
  return app.evaluate(({ Menu }, wanted) => {
    const items = Menu.getApplicationMenu()?.items.flatMap((each) => each.submenu?.items ?? []);
    items?.find((each) => each.label === wanted)?.click();
  }, label);
}
