// Starts the gateway's process and a client that speaks to it as every console does.
import { fork } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, type Result } from '../../shared/lib/result.ts';
import { asFailure, readAnswer } from '../../shared/sync/answer.ts';
import type { GatewayPort, Timers } from '../../shared/sync/engine.ts';
import type { Failure } from '../../shared/sync/failure.ts';
import { ExchangeTexts } from '../../shared/sync/exchange-text.ts';
import type { ExchangeReply } from '../../shared/sync/protocol.ts';

export interface EnrolledDesk {
  readonly id: string;
  readonly token: string;
}

export interface Setup {
  readonly page: string;
  readonly data: string;
  readonly devices: readonly EnrolledDesk[];
}

export interface Told {
  readonly address?: string;
  readonly cpuMs?: number;
  readonly code?: string;
}

export interface GatewayProcess {
  readonly address: string;
  readonly pid: number;
  /** Processor time it has used so far, ms. */
  cpuMs(): Promise<number>;
  /** A one-time code for one more operator. */
  invite(): Promise<string>;
  close(): Promise<void>;
}

export const timers: Timers = {
  now: () => Date.now(),
  after: (ms, work) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
  random: () => 0.5,
};

/** A device's id made of a number. */
export const deskId = (number: number): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export const desksOf = (count: number): readonly EnrolledDesk[] =>
  Array.from({ length: count }, (_, index) => ({
    id: deskId(index + 1),
    token: `bench-token-${index + 1}`,
  }));

/** A gateway for `devices` in a new folder; `page` is what it serves. */
export async function startGatewayProcess(
  devices: readonly EnrolledDesk[],
  page?: string,
): Promise<GatewayProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'backstop-bench-gateway-'));
  const small = join(folder, 'page');
  await mkdir(small);
  await writeFile(join(small, 'index.html'), '<!doctype html><title>Backstop</title>');
  const setup: Setup = { page: page ?? small, data: join(folder, 'data'), devices };
  const child = fork(new URL('gateway-process.ts', import.meta.url), [JSON.stringify(setup)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const told = () =>
    new Promise<Told>((resolve, reject) => {
      child.once('message', (message) => resolve(message as Told));
      child.once('exit', () => reject(new Error('the gateway is gone')));
    });
  const { address } = await told();
  if (address === undefined || child.pid === undefined) throw new Error('no address');
  return {
    address,
    pid: child.pid,
    cpuMs: async () => {
      const answered = told();
      child.send('cpu');
      return (await answered).cpuMs ?? Number.NaN;
    },
    invite: async () => {
      const answered = told();
      child.send('invite');
      return (await answered).code ?? '';
    },
    close: async () => {
      const gone = new Promise<void>((resolve) => {
        child.once('exit', () => resolve());
      });
      child.send('close');
      await gone;
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The exchange over one kept connection; answers are read by the schema of the protocol. */
export function overHttp(address: string, token: string): GatewayPort & { close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const url = new URL('/v1/exchange', address);
  const texts = new ExchangeTexts();
  return {
    close: () => agent.destroy(),
    prepare: (entries) => void setTimeout(() => texts.prepare(entries)),
    exchange: (asked) =>
      new Promise<Result<ExchangeReply, Failure>>((resolve) => {
        const body = Buffer.from(texts.of(asked));
        const sent = request(
          url,
          {
            method: 'POST',
            agent,
            headers: {
              authorization: `Bearer ${token}`,
              'content-type': 'application/json',
              'content-length': body.length,
            },
          },
          (answer) => {
            const parts: Buffer[] = [];
            answer.on('data', (part: Buffer) => parts.push(part));
            answer.on('end', () => {
              const read = readAnswer(
                'exchange',
                {
                  status: answer.statusCode ?? 0,
                  contentType: answer.headers['content-type'] ?? null,
                  retryAfter: answer.headers['retry-after'] ?? null,
                  text: Buffer.concat(parts).toString('utf8'),
                },
                Date.now(),
              );
              resolve(read.ok ? read : fail(asFailure(read.error)));
            });
          },
        );
        sent.on('error', () => resolve(fail({ code: 'reset' })));
        sent.end(body);
      }),
  };
}
