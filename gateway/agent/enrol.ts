// Who this agent is: kept beside its log, for its account alone, or made with a one-time code. A
// sentence where it cannot be had.
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { Enrolment } from '../../shared/sync/calls.ts';
import type { CallFailure } from '../../shared/sync/failure.ts';
import { PROTOCOL } from '../../shared/sync/protocol.ts';
import { openEnrolments, type Kept, type Secrets } from '../../main/enrolments.ts';
import type { GatewayClient } from '../../main/gateway-client.ts';

export interface Standing {
  readonly address: string;
  readonly token: string;
  readonly enrolment: Pick<Enrolment, 'organisation' | 'role'>;
}

/** A service has no store of secrets that opens without a person: the file's mode is what it has. */
const none: Secrets = {
  isAvailable: () => false,
  seal: () => new Uint8Array(),
  open: () => '',
};

export async function enrolled(options: {
  readonly folder: string;
  readonly device: string;
  readonly client: GatewayClient;
  readonly address: string | null;
  readonly code: string | null;
}): Promise<Result<Standing, string>> {
  const { folder, device, client, code } = options;
  const enrolments = openEnrolments(folder, none);
  const kept = await enrolments.read(device);
  const address = options.address ?? (kept.ok ? kept.value.enrolled.address : null);
  if (address === null)
    return fail('This agent is not enrolled yet: --gateway and --code are wanted, once.');
  if (kept.ok && !(await isWanted(kept.value, address, code, client)))
    return judged({ address, token: kept.value.token, enrolment: kept.value.enrolled });
  if (!kept.ok && kept.error.code === 'local')
    return fail(
      `What ${folder} has of this agent’s enrolment cannot be read: is it this account’s?`,
    );
  if (code === null)
    return fail(
      'This agent is not enrolled yet: --code is wanted, once; "invite --role agent" makes one.',
    );
  if (!(await enrolments.prepare())) return fail(`${folder} cannot be written.`);
  const request = { protocol: PROTOCOL, device, code, keep: 'token' } as const;
  const reply = await client.call('enrol', { address, token: null }, request);
  if (!reply.ok) return fail(whyNot(reply.error));
  const { token, ...enrolment } = reply.value;
  if (token === undefined) return fail('The gateway gave no token.');
  const done = await enrolments.keep({ address, ...enrolment }, token);
  if (!done.ok) return fail(`${folder} cannot be written.`);
  return judged({ address, token, enrolment });
}

/** A code that is given once more is used only where the token is not good any more. */
async function isWanted(
  { token }: Kept,
  address: string,
  code: string | null,
  client: GatewayClient,
): Promise<boolean> {
  if (code === null) return false;
  const me = await client.call('me', { address, token }, null);
  return !me.ok && (me.error.code === 'unknownToken' || me.error.code === 'revoked');
}

function judged(standing: Standing): Result<Standing, string> {
  const { role, organisation } = standing.enrolment;
  if (organisation.isNetworks)
    return fail('An agent delivers a supplier’s messages: ESB Networks has none.');
  return role === 'agent'
    ? ok(standing)
    : fail(
        `The code was for the role ${role}: make one with "invite --role agent", in a new data folder.`,
      );
}

function whyNot({ code }: CallFailure): string {
  switch (code) {
    case 'unknownCode':
      return 'There is no such code: mistyped, used, or past its days. "invite --role agent" makes one.';
    case 'otherOrganisation':
      return 'This data folder belongs to an agent of another organisation: name another with --data.';
    default:
      return `The gateway did not answer as it should (${code}): is the address right, and does it run?`;
  }
}
