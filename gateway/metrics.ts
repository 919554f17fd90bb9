// Counters for Prometheus: routes, statuses and reasons, and nothing that says who: no device, no
// organisation, no address is ever a label.
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import type { GatewayCall } from '../shared/sync/calls.ts';
import type { Answer } from './calls/handlers.ts';

export interface Metrics {
  request(method: string, route: string, status: number, ms: number): void;
  refused(call: GatewayCall, reason: string): void;
  answered(answer: Answer<GatewayCall>): void;
  text(): Promise<string>;
  readonly contentType: string;
}

/** Memory, event loop and the like belong to the process, however many gateways are in it. */
let ofProcess: Registry | undefined;
function processRegistry(): Registry {
  if (ofProcess === undefined) {
    ofProcess = new Registry();
    collectDefaultMetrics({ register: ofProcess, prefix: 'backstop_' });
  }
  return ofProcess;
}

export function createMetrics(): Metrics {
  const register = new Registry();
  const registers = [register];
  const requests = new Counter({
    name: 'backstop_requests_total',
    help: 'Requests answered.',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const seconds = new Histogram({
    name: 'backstop_request_seconds',
    help: 'Time from a request’s headers to the end of its answer.',
    labelNames: ['route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers,
  });
  const refused = new Counter({
    name: 'backstop_calls_refused_total',
    help: 'Calls refused as a whole, by reason.',
    labelNames: ['call', 'reason'],
    registers,
  });
  const stored = new Counter({
    name: 'backstop_entries_stored_total',
    help: 'Entries stored for good.',
    registers,
  });
  const setAside = new Counter({
    name: 'backstop_entries_set_aside_total',
    help: 'Entries set aside, by reason; one that is sent again counts again.',
    labelNames: ['reason'],
    registers,
  });
  return {
    contentType: register.contentType,
    request(method, route, status, ms) {
      requests.inc({ method, route, status });
      seconds.observe({ route }, ms / 1000);
    },
    refused: (call, reason) => refused.inc({ call, reason }),
    answered(answer) {
      if (!answer.ok) return;
      if (answer.value.stored !== undefined) stored.inc(answer.value.stored);
      if ('refused' in answer.value.reply)
        for (const { reason } of answer.value.reply.refused) setAside.inc({ reason });
    },
    text: () => Registry.merge([register, processRegistry()]).metrics(),
  };
}
