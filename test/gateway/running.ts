// A real gateway over HTTP on a free port, with a small page and a real journal in a folder of its
// own; and calls to it as a console makes them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  sentenceFor,
  startGateway,
  type Gateway,
  type GatewayOptions,
} from '../../gateway/index.ts';
import type { Device } from '../../gateway/journal/journal.ts';
import type { LogLine } from '../../gateway/log-line.ts';
import { hashOfToken } from '../../gateway/secrets.ts';
import { gatewayCalls, type GatewayCall, type Role } from '../../shared/sync/calls.ts';
import { NOW } from './desk.ts';

export interface Running {
  readonly gateway: Gateway;
  readonly data: string;
  readonly lines: readonly LogLine[];
  /** Stops it and starts it again on the same journal. */
  restart(): Promise<Running>;
}

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'backstop-gateway-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

export function smallPage(folder: string): string {
  const page = join(folder, 'page');
  mkdirSync(page, { recursive: true });
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>Backstop</title>');
  return page;
}

export async function running(
  options: GatewayOptions = {},
  folder = temporaryFolder(),
): Promise<Running> {
  const data = join(folder, 'data');
  const lines: LogLine[] = [];
  const started = await startGateway({
    port: 0,
    page: smallPage(folder),
    configurationFolder: folder,
    data,
    log: (line) => lines.push(line),
    ...options,
  });
  if (!started.ok) throw new Error(sentenceFor(started.error));
  const gateway = started.value;
  onTestFinished(() => gateway.close());
  const restart = async () => {
    await gateway.close();
    return running(options, folder);
  };
  return { gateway, data, lines, restart };
}

export const organisations = ['ABC', 'DEF', 'ESB'] as const;

export function addOrganisations({ journal }: Pick<Gateway, 'journal'>): void {
  for (const id of organisations)
    journal.addOrganisation({ id, name: `${id} Ltd`, isNetworks: id === 'ESB' });
}

export interface Enrolled extends Device {
  readonly token: string;
}

/** A device that is there already, as if it had said a code. */
export function put(
  { journal }: Pick<Gateway, 'journal'>,
  id: string,
  organisation: string,
  role: Role = 'operator',
  revokedAt: number | null = null,
): Enrolled {
  const device = { id, organisation, role, enrolledAt: NOW, revokedAt };
  const token = `token-${id}`;
  journal.putDevice(device, hashOfToken(token));
  return { ...device, token };
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export async function ask(
  { address }: Pick<Gateway, 'address'>,
  call: GatewayCall,
  options: {
    readonly token?: string | undefined;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Promise<Answered> {
  const { method, path } = gatewayCalls[call];
  const { token, body } = options;
  const reply = await fetch(address + path, {
    method,
    redirect: 'manual',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
      ...options.headers,
    },
    ...(method === 'POST' ? { body: typeof body === 'string' ? body : JSON.stringify(body) } : {}),
  });
  const text = await reply.text();
  return { status: reply.status, headers: reply.headers, body: JSON.parse(text) as unknown };
}
