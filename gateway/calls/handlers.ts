// What the gateway does for every row of the table of calls; a row without a handler does not
// compile. A handler knows no HTTP: it is given a decoded request and who asks.
import type * as v from 'valibot';
import { must } from '../../shared/lib/check.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { GatewayCall, gatewayCalls } from '../../shared/sync/calls.ts';
import { exchange } from '../exchange.ts';
import type { Device, Journal } from '../journal/journal.ts';
import { devicesOf, revokeOf } from './devices.ts';
import { enrol, enrolmentOf, invite } from './enrolment.ts';
import { refused, type Refused } from './refused.ts';

type Calls = typeof gatewayCalls;
export type RequestOf<K extends GatewayCall> = Calls[K]['request'] extends v.GenericSchema
  ? v.InferOutput<Calls[K]['request']>
  : null;
export type ReplyOf<K extends GatewayCall> = v.InferInput<Calls[K]['reply']>;
type CallerOf<K extends GatewayCall> = Calls[K]['roles'] extends null ? null : Device;

export interface Call<K extends GatewayCall> {
  readonly journal: Journal;
  /** UTC ms. */
  readonly now: number;
  readonly request: RequestOf<K>;
  readonly who: CallerOf<K>;
}

export interface Done<K extends GatewayCall> {
  readonly reply: ReplyOf<K>;
  /** A token for the browser to keep; the page never sees it. */
  readonly cookie?: string;
  /** Entries stored by an exchange, for the counters. */
  readonly stored?: number;
}

export type Answer<K extends GatewayCall> = Result<Done<K>, Refused>;

export const handlers: { readonly [K in GatewayCall]: (call: Call<K>) => Answer<K> } = {
  enrol({ journal, request, now }) {
    const done = enrol(journal, request, now);
    if (!done.ok) return refused(done.error);
    const { token, ...enrolment } = done.value;
    return ok(
      request.keep === 'cookie'
        ? { reply: enrolment, cookie: token }
        : { reply: { ...enrolment, token } },
    );
  },

  exchange({ journal, who, request, now }) {
    const done = exchange(journal, who, request, now);
    if (!done.ok) return refused(done.error.code, 'seq' in done.error ? done.error.seq : undefined);
    return ok(done.value);
  },

  me: ({ journal, who }) => ok({ reply: enrolmentOf(journal, who) }),

  devices: ({ journal, who }) => ok({ reply: devicesOf(journal, who.organisation) }),

  revoke({ journal, who, request, now }) {
    const found = revokeOf(journal, who.organisation, request.device, now);
    return found ? ok({ reply: devicesOf(journal, who.organisation) }) : refused('noSuchDevice');
  },

  invite({ journal, who, request, now }) {
    const own = must(journal.organisation(who.organisation), 'a device is one of an organisation');
    const made = invite(journal, own, request.role, { now });
    return made.ok ? ok({ reply: made.value }) : refused('forbidden');
  },
};
