// Once for all shell tests: a fresh build, a real Electron if this machine has one, and a display.
// Without a runtime the tests say so and are counted as skipped; nothing pretends to have run.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { ensureBuild } from '../../tools/build.ts';
import { findElectron, type ElectronRuntime } from '../../tools/electron-runtime.ts';

declare module 'vitest' {
  interface ProvidedContext {
    electron: ElectronRuntime | null;
    display: string | null;
  }
}

const DISPLAY = ':97';

export default async function setup(project: TestProject): Promise<() => void> {
  const runtime = await findElectron({ install: false });
  const given = process.env['DISPLAY'] ?? null;
  const needsDisplay = process.platform === 'linux' && given === null;
  const xvfb = needsDisplay && existsSync('/usr/bin/Xvfb');
  if (runtime === null || (needsDisplay && !xvfb)) {
    const why = runtime === null ? 'no Electron runtime' : 'no display and no Xvfb';
    process.stderr.write(`The shell tests do not run here: ${why}.\n`);
    project.provide('electron', null);
    project.provide('display', null);
    return () => undefined;
  }
  if (!(await ensureBuild())) throw new Error('The shell tests need a build, and it failed.');
  const server = xvfb ? await startXvfb() : null;
  project.provide('electron', runtime);
  project.provide('display', server === null ? given : DISPLAY);
  return () => void server?.kill();
}

async function startXvfb(): Promise<ChildProcess> {
  const server = spawn(
    '/usr/bin/Xvfb',
    [DISPLAY, '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'],
    {
      stdio: 'ignore',
    },
  );
  const socket = `/tmp/.X11-unix/X${DISPLAY.slice(1)}`;
  for (let tries = 0; tries < 100 && !existsSync(socket); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return server;
}
