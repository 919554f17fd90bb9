// The door between page and program, with Electron's own ends of it held in the test's hands: a page
// that came past the preload script can send anything.
import { expect, test, vi } from 'vitest';
import { serve, type Handlers } from '../../main/ipc.ts';
import { calls, channelOf } from '../../shared/bridge.ts';
import { must } from '../../shared/lib/check.ts';

type Heard = (event: unknown, ...given: readonly unknown[]) => Promise<unknown>;

const { channels } = vi.hoisted(() => ({ channels: new Map<string, Heard>() }));
vi.mock('electron', () => ({
  ipcMain: { handle: (channel: string, heard: Heard) => void channels.set(channel, heard) },
}));

const ourPage = { senderFrame: { url: 'app://console/index.html', parent: null } };

function served() {
  const handed: unknown[] = [];
  const lines: Readonly<Record<string, unknown>>[] = [];
  const names = Object.keys(calls);
  const handlers = Object.fromEntries(
    names.map((name) => [name, (args: unknown) => void handed.push([name, args])]),
  );
  serve(handlers as unknown as Handlers, (what, fields) => lines.push({ ...fields, what }));
  const invoke = (...given: readonly unknown[]) =>
    must(channels.get(channelOf('dial')), 'it is served')(ourPage, ...given);
  return { handed, lines, invoke, names };
}

test('SHELL1: every row of the table is served, and nothing else', () => {
  const { names } = served();
  expect([...channels.keys()]).toEqual(names.map((name) => channelOf(name as keyof typeof calls)));
});

test('SHELL2: a call has one argument and no more; what else comes along is neither heard nor logged', async () => {
  const { handed, lines, invoke } = served();
  const number = '+353 1 234 5678';
  await invoke({ number });
  expect(handed).toEqual([['dial', { number }]]);
  for (const given of [[], [{ number }, 'SECRET'], [{ number }, undefined]])
    await expect(invoke(...given), JSON.stringify(given)).rejects.toThrow('refused');
  expect(handed).toHaveLength(1);
  expect(lines).toMatchObject([
    { what: 'call refused', call: 'dial', why: 'arguments' },
    { what: 'call refused', call: 'dial', why: 'arguments', where: 'count' },
    { what: 'call refused', call: 'dial', why: 'arguments', where: 'count' },
  ]);
  expect(JSON.stringify(lines)).not.toContain('SECRET');
});
