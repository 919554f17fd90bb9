// The programs of node_modules, started by this very Node: no shell, no PATH, the same on every
// system.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const inModules = (path: string) =>
  fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url));

export const programs = {
  oxfmt: inModules('oxfmt/bin/oxfmt'),
  oxlint: inModules('oxlint/bin/oxlint'),
  tsc: inModules('typescript/bin/tsc'),
  electronVite: inModules('electron-vite/bin/electron-vite.js'),
  vitest: inModules('vitest/vitest.mjs'),
  playwright: inModules('playwright-core/cli.js'),
} as const;

export interface RunOptions {
  readonly quiet?: boolean;
  /** Ends the program after so many milliseconds; that counts as a failure. */
  readonly limitMs?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program to its end; true when it succeeded. With `quiet` its output is thrown away. */
export function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: options.quiet === true ? 'ignore' : ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...options.env },
      ...(options.limitMs === undefined ? {} : { timeout: options.limitMs }),
    });
    child.on('error', () => resolve(false));
    child.on('close', (code) => resolve(code === 0));
  });
}

/** Runs one of our programs with this Node. */
export const runNode = (program: string, args: readonly string[], options?: RunOptions) =>
  run(process.execPath, [program, ...args], options);
