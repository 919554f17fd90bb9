// The bridge's calls that reach the gateway. The page names its device; where the gateway is and
// with which token it is spoken to is known here and told to nobody. The log gets the call, what
// became of it and how long it took.
import type { Arguments, Enrolled, Reply } from '../shared/bridge.ts';
import { fail, type Result } from '../shared/lib/result.ts';
import { asFailure, type GatewayReply, type GatewayRequest } from '../shared/sync/answer.ts';
import type { GatewayCall } from '../shared/sync/calls.ts';
import type { CallFailure } from '../shared/sync/failure.ts';
import { PROTOCOL } from '../shared/sync/protocol.ts';
import type { Enrolments } from './enrolments.ts';
import { readAddress } from './gateway-address.ts';
import type { GatewayClient } from './gateway-client.ts';
import type { WriteLog } from './log.ts';

export interface GatewayPorts {
  readonly client: GatewayClient;
  readonly enrolments: Enrolments;
  /** The address in the administrator's file, as it is now. */
  readonly administratorAddress: () => Promise<string | null>;
  readonly log: WriteLog;
  /** Milliseconds that only move forward. */
  readonly monotonic: () => number;
}

type GatewayRow =
  | 'enrol'
  | 'enrolmentOf'
  | 'exchange'
  | 'listDevices'
  | 'revokeDevice'
  | 'inviteDevice';
export type GatewayHandlers = {
  readonly [K in GatewayRow]: (args: Arguments<K>) => Promise<Reply<K>>;
};

export function gatewayHandlers(ports: GatewayPorts): GatewayHandlers {
  const { client, enrolments } = ports;
  const timed = timedLog(ports);

  const withToken = <K extends GatewayCall>(
    name: K,
    device: string,
    request: GatewayRequest<K>,
  ): Promise<Result<GatewayReply<K>, CallFailure>> =>
    timed(name, async () => {
      const kept = await enrolments.read(device);
      if (!kept.ok) return kept;
      const { enrolled, token } = kept.value;
      return client.call(name, { address: enrolled.address, token }, request);
    });

  const enrol = async ({
    device,
    address: typed,
    code,
  }: Arguments<'enrol'>): Promise<Result<Enrolled, CallFailure>> => {
    const address = readAddress(typed ?? (await ports.administratorAddress()) ?? '');
    if (!address.ok) return address;
    if (!(await enrolments.prepare())) return fail({ code: 'local' });
    const answer = await client.call(
      'enrol',
      { address: address.value, token: null },
      { protocol: PROTOCOL, device, code, keep: 'token' },
    );
    if (!answer.ok) return answer;
    const { token, ...enrolment } = answer.value;
    if (token === undefined || enrolment.device !== device) return fail({ code: 'badReply' });
    return enrolments.keep({ ...enrolment, address: address.value }, token);
  };

  return {
    enrol: (args) => timed('enrol', () => enrol(args)),
    enrolmentOf: async ({ device }) => {
      const kept = await enrolments.read(device);
      return kept.ok ? kept.value.enrolled : null;
    },
    exchange: async ({ device, request }) => {
      const answer = await withToken('exchange', device, request);
      return answer.ok ? answer : fail(asFailure(answer.error));
    },
    listDevices: ({ device }) => withToken('devices', device, null),
    revokeDevice: ({ device, target }) => withToken('revoke', device, { device: target }),
    inviteDevice: ({ device, role }) => withToken('invite', device, { role }),
  };
}

/** An exchange takes place every few seconds: it is written down when something else became of it. */
function timedLog({ log, monotonic }: Pick<GatewayPorts, 'log' | 'monotonic'>) {
  let exchanged = '';
  return async <R>(
    call: GatewayCall,
    work: () => Promise<Result<R, CallFailure>>,
  ): Promise<Result<R, CallFailure>> => {
    const startedAt = monotonic();
    const answer = await work();
    const code = answer.ok ? 'ok' : answer.error.code;
    if (call !== 'exchange' || code !== exchanged)
      log('gateway', { call, code, ms: Math.round(monotonic() - startedAt) });
    if (call === 'exchange') exchanged = code;
    return answer;
  };
}
