// `npm start`: the desktop program; where it cannot run, one line says why and the same console
// opens in the browser, so that the main job always runs.
import { spawn } from 'node:child_process';
import { usualFolder } from '../gateway/data-folder.ts';
import { sentenceFor, startGateway } from '../gateway/index.ts';
import { SAID_WHY } from '../main/exit-codes.ts';
import { ensureBuild } from './build.ts';
import { root } from './commands.ts';
import { findElectron, type ElectronRuntime } from './electron-runtime.ts';

const passed = process.argv.slice(2);

/** Why no desktop program can open here, whatever the runtime; null when it can. */
function hindrance(): string | null {
  if (process.platform !== 'linux') return null;
  if (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'])
    return 'This machine has no display';
  if (process.getuid?.() === 0 && !passed.includes('--no-sandbox')) {
    return 'Electron does not start as root (start as another user, or add -- --no-sandbox)';
  }
  return null;
}

/** A program that ends badly within this long of its start never opened. */
const OPENS_WITHIN_MS = 10_000;

/** Runs it to its end; answers how it failed where it does not start here at all (a missing library). */
function openDesktop(runtime: ElectronRuntime): Promise<string> {
  return new Promise((resolve) => {
    const began = performance.now();
    const child = spawn(runtime.program, [...passed, root], { stdio: 'inherit' });
    let isTold = false;
    const told = (signal: NodeJS.Signals) => () => {
      isTold = true;
      child.kill(signal);
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, told(signal));
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => {
      const isQuick = performance.now() - began < OPENS_WITHIN_MS;
      if (code === 0 || code === SAID_WHY || isTold || !isQuick) process.exit(code ?? 1);
      for (const each of ['SIGINT', 'SIGTERM'] as const) process.removeAllListeners(each);
      resolve(`it ended with ${code ?? signal ?? 'nothing said'}`);
    });
  });
}

function openBrowser(address: string): void {
  const [command, ...args] =
    process.platform === 'win32'
      ? ['cmd', '/c', 'start', '', address]
      : [process.platform === 'darwin' ? 'open' : 'xdg-open', address];
  const child = spawn(command ?? 'xdg-open', args, { stdio: 'ignore', detached: true });
  // No browser to open: the printed address is enough.
  child.on('error', () => undefined);
  child.unref();
}

async function openWeb(why: string): Promise<void> {
  process.stdout.write(`${why}: opening the web console instead.\n`);
  const gateway = await startGateway({ data: usualFolder() });
  if (!gateway.ok) {
    process.stderr.write(`${sentenceFor(gateway.error)}\n`);
    process.exitCode = 1;
    return;
  }
  process.stdout.write(`Backstop is at ${gateway.value.address}\n`);
  const hasDisplay =
    process.platform !== 'linux' ||
    Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  if (hasDisplay) openBrowser(gateway.value.address);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void gateway.value.close().then(() => process.exit(0)));
  }
}

if (!(await ensureBuild())) {
  process.stderr.write('The build failed; see above.\n');
  process.exitCode = 1;
} else {
  const why = hindrance();
  const runtime = why === null ? await findElectron({ install: true }) : null;
  const failed = runtime === null ? null : await openDesktop(runtime);
  await openWeb(
    why ??
      (failed === null
        ? 'No Electron runtime can be had here (it could not be downloaded)'
        : `Electron does not start here (${failed})`),
  );
}
