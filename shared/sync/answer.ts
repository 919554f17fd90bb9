// What came back from a call, as a value: the reply of that row of `gatewayCalls`, or the one literal
// failure it was. It opens no connection; both hosts hand in what they received. A refusal that stops
// a console is believed only when the gateway said it in its own words and with its own status:
// whatever stands between (a proxy, a hotel's login page) must never make a device believe that it
// was revoked.
import * as v from 'valibot';
import { decode, decodeJson } from '../lib/decode.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { gatewayCalls, refusals, refusalSchema, type GatewayCall, type Refusal } from './calls.ts';
import type { CallFailure, Failure } from './failure.ts';

export type GatewayRequest<K extends GatewayCall> = (typeof gatewayCalls)[K]['request'] extends null
  ? null
  : v.InferInput<NonNullable<(typeof gatewayCalls)[K]['request']>>;
export type GatewayReply<K extends GatewayCall> = v.InferOutput<(typeof gatewayCalls)[K]['reply']>;

export interface HttpAnswer {
  /** 0: a redirect that the browser does not show us. */
  readonly status: number;
  readonly contentType: string | null;
  readonly retryAfter: string | null;
  readonly text: string;
}

/** `now` (UTC ms) is for a Retry-After that is a date. */
export function readAnswer<K extends GatewayCall>(
  call: K,
  answer: HttpAnswer,
  now: number,
): Result<GatewayReply<K>, CallFailure> {
  const { status, text } = answer;
  if (status < 200 || status >= 300) return fail(readRefusal(answer, now));
  if (isPage(answer)) return fail({ code: 'captivePortal' });
  const decoded = decodeJson(gatewayCalls[call].reply, text);
  // The schema of this very row accepted it.
  return decoded.ok ? ok(decoded.value as GatewayReply<K>) : fail({ code: 'badReply' });
}

/** An exchange is never refused for reasons of other calls; who answers so is no gateway of ours. */
export function asFailure(failure: CallFailure): Failure {
  switch (failure.code) {
    case 'unknownCode':
    case 'otherOrganisation':
    case 'forbidden':
    case 'noSuchDevice':
    case 'badAddress':
      return { code: 'badReply' };
    default:
      return failure;
  }
}

function readRefusal(answer: HttpAnswer, now: number): CallFailure {
  const { status } = answer;
  // We never follow a redirect: the gateway sends none, a login page is reached by one.
  if (status < 400 || status === 511) return { code: 'captivePortal' };
  if (status === 407) return { code: 'proxyLogin' };
  const said = saidByGateway(answer);
  if (said !== null) return said;
  if (status === 408) return { code: 'timeout' };
  // A proxy has limits of its own. Sending less, or later, is right whoever asks for it.
  if (status === 413) return { code: 'tooLarge' };
  if (status === 429) return tooMany(answer, now);
  if (status >= 500) return { code: 'server', status };
  return { code: isPage(answer) ? 'captivePortal' : 'badReply' };
}

/** A refusal in the gateway's own words; null when the body or the status is not one of ours. */
function saidByGateway({ status, text }: HttpAnswer): CallFailure | null {
  const body = decodeJson(refusalSchema, text);
  if (!body.ok) return null;
  const reason = decode(refusalReason, body.value.reason);
  if (!reason.ok || refusals[reason.value] !== status) return null;
  switch (reason.value) {
    case 'forked':
      return body.value.seq === undefined ? null : { code: 'forked', seq: body.value.seq };
    case 'tooMany':
      // How long is said in a header, by us as by any proxy.
      return null;
    default:
      return { code: reason.value };
  }
}

const refusalReason = v.picklist(Object.keys(refusals) as Refusal[]);

/** Longer is no answer: a proxy that asks for a day must not silence a console for one. */
const LONGEST_MS = 10 * 60_000;

function tooMany({ retryAfter }: HttpAnswer, now: number): Failure {
  const text = retryAfter?.trim() ?? '';
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return { code: 'tooMany', retryAfterMs: ms > 0 ? Math.min(LONGEST_MS, ms) : 0 };
}

/** A page for people: by its type, or because its maker forgot to say so. */
function isPage({ contentType, text }: HttpAnswer): boolean {
  return /\b(html|xhtml)\b/i.test(contentType ?? '') || /^\s*</.test(text.slice(0, 200));
}
