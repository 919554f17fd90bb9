// What has arrived where, as the screens say it: every failure has a sentence of its own, and a case
// is as far as the least of its entries.
import { expect, test } from 'vitest';
import { english } from '../../../renderer/i18n/words.tsx';
import {
  caseDelivery,
  deliveryOf,
  failureWords,
  kindWords,
} from '../../../renderer/views/sync-words.ts';
import { events } from '../../../shared/domain/events.ts';
import type { CallFailure } from '../../../shared/sync/failure.ts';
import type { SyncStatus } from '../../../shared/sync/engine.ts';

const status: SyncStatus = {
  phase: 'waiting',
  lastAt: 1,
  stalledSince: null,
  failure: null,
  attempts: 0,
  sentTo: 0,
  nextTryAt: null,
  skewMs: 0,
};
const saved = {
  entries: 9,
  acknowledged: 5,
  lastAt: null,
  notSent: 4,
  oldestNotSentAt: 1,
  journal: null,
};

test('DELIVERY3: every reason has a plain sentence of its own', () => {
  const failures: readonly CallFailure[] = [
    { code: 'noRoute' },
    { code: 'nameNotFound' },
    { code: 'refused' },
    { code: 'reset' },
    { code: 'timeout' },
    { code: 'tls', why: 'untrusted' },
    { code: 'tls', why: 'expired' },
    { code: 'tls', why: 'wrongName' },
    { code: 'tls', why: 'other' },
    { code: 'captivePortal' },
    { code: 'proxyLogin' },
    { code: 'badReply' },
    { code: 'server', status: 502 },
    { code: 'tooMany', retryAfterMs: 1000 },
    { code: 'tooLarge' },
    { code: 'local' },
    { code: 'notEnrolled' },
    { code: 'unknownToken' },
    { code: 'revoked' },
    { code: 'otherDevice' },
    { code: 'chainBroken' },
    { code: 'malformed' },
    { code: 'newerProtocol' },
    { code: 'forked', seq: 3 },
    { code: 'unknownCode' },
    { code: 'otherOrganisation' },
    { code: 'forbidden' },
    { code: 'noSuchDevice' },
    { code: 'badAddress' },
  ];
  const said = failures.map((failure) => failureWords(failure, english));
  expect(new Set(said).size).toBe(failures.length);
  expect(failureWords({ code: 'nameNotFound' }, english)).toBe(
    'the gateway’s name cannot be found',
  );
  expect(failureWords({ code: 'server', status: 502 }, english)).toContain('502');
});

test('DELIVERY4: a case is saved here, then sent, then accepted or set aside: the least of its entries', () => {
  const at = (
    seq: number,
    sync: SyncStatus = status,
    aside: readonly { readonly seq: number; readonly subject: string }[] = [],
  ) =>
    caseDelivery(
      { subject: 'mprn:1', seqs: { me: seq, other: 99 } },
      {
        device: 'me',
        saved,
        sync,
        notAccepted: aside.map((each) => ({ ...each, isExplained: true })),
      },
    );
  expect(at(5)).toBe('accepted');
  expect(at(6)).toBe('here');
  expect(at(6, { ...status, sentTo: 6 })).toBe('sent');
  expect(at(7, { ...status, sentTo: 6 })).toBe('here');
  // Acknowledged is not accepted: the gateway has kept a place and no text.
  expect(at(5, status, [{ seq: 3, subject: 'mprn:1' }])).toBe('aside');
  expect(at(5, status, [{ seq: 3, subject: 'mprn:2' }])).toBe('accepted');
  expect(at(5, status, [{ seq: 5, subject: 'intake:1' }])).toBe('aside');
});

test('DELIVERY4: the whole is alone, waiting, on its way, accepted, not all accepted, stalled or stopped', () => {
  const enrolment = {} as never;
  const of = (
    sync: SyncStatus | null,
    notSent = 4,
    joined = true,
    aside = 0,
    isExplained = false,
  ) =>
    deliveryOf({
      enrolment: joined ? enrolment : null,
      sync,
      saved: { ...saved, notSent },
      notAccepted: Array.from({ length: aside }, (_, seq) => ({ seq, subject: null, isExplained })),
    });
  expect(of(null, 4, false)).toBe('alone');
  expect(of(status)).toBe('waiting');
  expect(of({ ...status, phase: 'exchanging' })).toBe('sending');
  expect(of(status, 0)).toBe('accepted');
  expect(of(status, 0, true, 1)).toBe('aside');
  expect(of(status, 0, true, 1, true)).toBe('accepted');
  expect(of(status, 4, true, 1)).toBe('waiting');
  expect(of({ ...status, stalledSince: 1 }, 0)).toBe('stalled');
  expect(of({ ...status, phase: 'stopped', stalledSince: 1 }, 0)).toBe('stopped');
});

test('DELIVERY3: every kind that waits has a name', () => {
  const unnamed = Object.keys(events).filter((kind) => kindWords(kind, english) === 'Entry');
  expect(unnamed).toEqual([]);
});
