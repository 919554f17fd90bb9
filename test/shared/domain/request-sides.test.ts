// Who may take back what in a request that two organisations write.
import { expect, test } from 'vitest';
import type { DomainEvent } from '../../../shared/domain/events.ts';
import { foldRequest } from '../../../shared/domain/request.ts';

const authors = { esb1: 'ESB', esb2: 'ESB' };

function event(seq: number, device: string, kind: string, body: object): DomainEvent {
  return {
    kind,
    body,
    id: `e${seq}`,
    subject: 'request:1',
    operator: device,
    device,
    seq,
    stamp: String(seq).padStart(4, '0'),
    recordedAt: seq,
    happenedAt: seq,
  } as DomainEvent;
}

const made = event(1, 'desk1', 'request.made', {
  type: 'reenergise',
  reference: 'K7-042-R',
  mprn: '10001234567',
  priority: false,
});
const decided = event(2, 'esb1', 'request.decided', { outcome: 'done' });
const answered = event(3, 'desk1', 'request.answered', { outcome: 'accepted' });
const fold = (...more: readonly DomainEvent[]) =>
  foldRequest([made, decided, answered, ...more], authors);

test('REQ20: nobody takes back what the other side said; a colleague may', () => {
  const undo = (device: string, entry: string) => event(9, device, 'entry.undone', { entry });
  expect(fold(undo('desk2', 'e2'))?.networks.decided).not.toBeNull();
  expect(fold(undo('esb2', 'e2'))?.networks.decided).toBeNull();
  expect(fold(undo('esb1', 'e1'))?.withdrawn).toBeNull();
  expect(fold(undo('desk2', 'e1'))?.withdrawn).not.toBeNull();
  expect(fold(undo('esb1', 'e3'))?.answer).not.toBeNull();
});

test('REQ20: nobody opens again for the other side, nor says what it heard', () => {
  const reopened = (device: string, by: 'networks' | 'supplier') =>
    event(9, device, 'request.reopened', by === 'networks' ? { by } : {});
  expect(fold(reopened('desk2', 'networks'))?.networks.decided).not.toBeNull();
  expect(fold(reopened('esb2', 'networks'))?.networks.decided).toBeNull();
  expect(fold(reopened('esb2', 'supplier'))?.answer).not.toBeNull();
  expect(fold(reopened('desk2', 'supplier'))?.answer).toBeNull();
  const heard = event(9, 'esb1', 'request.answered', { outcome: 'refused' });
  expect(fold(heard)?.answer?.outcome).toBe('accepted');
});
