// What every journal promises the gateway. Run over plain memory and over a real SQLite file.
import { describe, expect, test } from 'vitest';
import type { Author, Journal, JournalEntry } from '../../../gateway/journal/journal.ts';
import { chainHashOf, headHashOf, ORIGIN } from '../../../shared/log/entry.ts';

const DEVICE = '3f0f2a52-6a0e-4a57-8d0c-0a6b4f3f0c11';
export const OTHER = '0b7c1c1e-3f44-4f6e-9a54-2f3b1f3f7a10';

/** A chain of `count` entries of one device about one subject. */
export function chainOf(count: number, device = DEVICE, subject = 'mprn:10000000001') {
  const entries: JournalEntry[] = [];
  let prev = ORIGIN;
  for (let seq = 1; seq <= count; seq++) {
    const head = JSON.stringify({ device, seq, subject });
    const headHash = headHashOf(head);
    const hash = chainHashOf(prev, headHash);
    const body = seq % 2 === 0 ? [`["salt",${seq}]`, '#gone'] : `["salt",${seq}]`;
    entries.push({ device, seq, prev, headHash, hash, subject, head, body, refused: null });
    prev = hash;
  }
  return entries;
}

/** What of an entry is read from a feed. */
export function readEntry({ hash: _hash, headHash, ...read }: JournalEntry) {
  return read.head === null ? { ...read, headHash } : read;
}

/** Who wrote it: what others are shown of it has another hash. */
export const by: Author = { organisation: 'ABC', shownHash: () => 'shown' };

const all = { entries: 1000, bytes: 1_000_000, exceptDevice: '' };

export function journalContract(fresh: () => Journal): void {
  const opened = () => {
    const journal = fresh();
    for (const id of ['ABC', 'DEF', 'ESB'])
      journal.addOrganisation({ id, name: `${id} Ltd`, isNetworks: id === 'ESB' });
    return journal;
  };
  const put = (journal: Journal, entries: readonly JournalEntry[], audience = ['ABC']) =>
    journal.write(() => {
      for (const entry of entries) journal.append(entry, audience, by);
    });

  describe('chains and feeds', () => {
    test('FEED1: what is appended is there as it was, and its chain’s end is known', () => {
      const journal = opened();
      const entries = chainOf(4);
      put(journal, entries);
      expect(journal.chainEnd(DEVICE)).toEqual({ seq: 4, hash: entries[3]?.hash });
      expect(journal.chainEnd(OTHER)).toBeNull();
      expect(journal.hashAt(DEVICE, 2)).toBe(entries[1]?.hash);
      expect(journal.hashAt(DEVICE, 9)).toBeNull();
      expect(journal.feed('ABC', 0, all).rows.map(({ entry }) => entry)).toEqual(
        entries.map(readEntry),
      );
      journal.close();
    });

    test('FEED2: a write is all or nothing', () => {
      const journal = opened();
      put(journal, chainOf(2));
      expect(() =>
        journal.write(() => {
          for (const entry of chainOf(3).slice(2)) journal.append(entry, ['ABC'], by);
          throw new Error('halfway');
        }),
      ).toThrow('halfway');
      expect(journal.chainEnd(DEVICE)?.seq).toBe(2);
      expect(journal.feed('ABC', 0, all).rows).toHaveLength(2);
      expect(() => put(journal, chainOf(1))).toThrow();
      put(journal, chainOf(3).slice(2));
      expect(journal.chainEnd(DEVICE)?.seq).toBe(3);
      journal.close();
    });

    test('FEED3: a feed is numbered without a gap, read in pieces, without the reader’s own', () => {
      const journal = opened();
      put(journal, chainOf(5));
      put(journal, chainOf(3, OTHER));
      const numbers = (after: number, entries: number, exceptDevice = '') => {
        const read = journal.feed('ABC', after, { ...all, entries, exceptDevice });
        return [read.rows.map((row) => row.number), read.readTo, read.more];
      };
      expect(numbers(0, 3)).toEqual([[1, 2, 3], 3, true]);
      expect(numbers(3, 100)).toEqual([[4, 5, 6, 7, 8], 8, false]);
      expect(numbers(0, 100, DEVICE)).toEqual([[6, 7, 8], 8, false]);
      expect(numbers(8, 100)).toEqual([[], 8, false]);
      // However small the piece, it goes on.
      expect(journal.feed('ABC', 0, { ...all, bytes: 1 }).rows).toHaveLength(1);
      journal.close();
    });

    test('FEED4: marks tell two feeds apart from the first entry on which they differ', () => {
      const one = opened();
      const other = opened();
      put(one, chainOf(3));
      put(other, chainOf(3));
      expect(one.markAt('ABC', 0)).toBe('');
      expect(one.markAt('ABC', 3)).toBe(other.markAt('ABC', 3));
      put(one, chainOf(4).slice(3));
      put(other, chainOf(1, OTHER));
      expect(one.markAt('ABC', 4)).not.toBe(other.markAt('ABC', 4));
      expect(one.markAt('ABC', 5)).toBeNull();
      one.close();
      other.close();
    });

    test('FEED4: every number of a feed has a mark, and everything before it counts', () => {
      const one = opened();
      const other = opened();
      const marksOf = (journal: Journal) =>
        Array.from({ length: 8 }, (_, at) => journal.markAt('ABC', at + 1));
      put(one, [...chainOf(4), ...chainOf(4, OTHER)]);
      put(other, [...chainOf(4, OTHER), ...chainOf(4)]);
      const marks = marksOf(one);
      expect(new Set([...marks, ...marksOf(other)]).size).toBe(16);
      // What comes later changes none, and what was cut off before it neither.
      put(one, chainOf(6, OTHER).slice(4));
      expect(marksOf(one)).toEqual(marks);
      const [first] = one.feed('ABC', 2, { ...all, entries: 1 }).rows;
      expect([first?.number, first?.entry.seq]).toEqual([3, 3]);
      expect(one.feed('ABC', 6, all).rows.map(({ entry }) => entry.seq)).toEqual([3, 4, 5, 6]);
      expect(one.hashAt(OTHER, 6)).toBe(chainOf(6, OTHER)[5]?.hash);
      one.close();
      other.close();
    });

    test('FEED4: of another organisation each entry is marked by itself, by what is shown of it', () => {
      const one = opened();
      const other = opened();
      // The same two entries are shown to ESB, from chains in which they stand elsewhere.
      const shown = (journal: Journal, entries: readonly JournalEntry[]) =>
        journal.write(() => {
          for (const entry of entries) {
            const isFor = entry.subject === 'request:1';
            journal.append(entry, isFor ? ['ABC', 'ESB'] : ['ABC'], {
              organisation: 'ABC',
              shownHash: () =>
                `shown ${entries.filter((each) => each.seq < entry.seq && each.subject === 'request:1').length}`,
            });
          }
        });
      shown(one, chainOf(2, DEVICE, 'request:1'));
      shown(other, [...chainOf(3), ...chainOf(5, DEVICE, 'request:1').slice(3)]);
      const marks = (journal: Journal, of: string) =>
        [1, 2].map((number) => journal.markAt(of, number));
      expect(marks(one, 'ESB')).toEqual(marks(other, 'ESB'));
      expect(new Set(marks(one, 'ESB')).size).toBe(2);
      expect(marks(one, 'ABC')).not.toEqual(marks(other, 'ABC'));
      expect(one.feed('ESB', 1, all).rows.map(({ number }) => number)).toEqual([2]);
      one.close();
      other.close();
    });

    test('AUD7, FEED3: where a feed is cut does not tell where its entries stand in their chains', () => {
      const readFrom = (before: number) => {
        const journal = opened();
        put(journal, chainOf(before), ['ESB']);
        put(journal, chainOf(before + 12).slice(before));
        const [first] = journal.feed('ABC', 0, all).rows;
        const head = first?.entry.head ?? '';
        // Heads are as long as their places need digits.
        const { rows, more } = journal.feed('ABC', 0, { ...all, bytes: 5 * (200 + 16) + 5 * 96 });
        journal.close();
        return { head: head.length, read: rows.length, more };
      };
      const [few, many] = [readFrom(1), readFrom(1200)];
      expect(many.head).toBeGreaterThan(few.head);
      expect([few.read, few.more]).toEqual([many.read, many.more]);
      expect(few.read).toBeLessThan(12);
    });

    test('FEED10: an entry that was set aside keeps its place, its reason and what its chain needs', () => {
      const journal = opened();
      const [first, second] = chainOf(2);
      const bare = { subject: null, head: null, body: null, refused: 'bodyAltered' as const };
      const aside = { ...(first as JournalEntry), ...bare };
      put(journal, [aside, second as JournalEntry]);
      expect(journal.feed('ABC', 0, all).rows.map(({ entry }) => entry)).toEqual([
        readEntry(aside),
        readEntry(second as JournalEntry),
      ]);
      expect([journal.refusedAt(DEVICE, 1), journal.refusedAt(DEVICE, 2)]).toEqual([
        'bodyAltered',
        null,
      ]);
      journal.close();
    });

    test('FEED5: an organisation reads only what is in its audience; widening brings the history', () => {
      const journal = opened();
      const subject = 'request:1';
      put(journal, chainOf(2));
      put(journal, chainOf(3, OTHER, subject), ['DEF']);
      expect(journal.audienceOf(subject)).toEqual(['DEF']);
      expect(journal.feed('ESB', 0, all).rows).toEqual([]);
      journal.write(() => journal.widen(subject, 'ESB'));
      journal.write(() => journal.widen(subject, 'ESB'));
      expect(journal.audienceOf(subject)).toEqual(['DEF', 'ESB']);
      expect(journal.feed('ESB', 0, all).rows.map(({ entry }) => entry.seq)).toEqual([1, 2, 3]);
      expect(journal.feed('ABC', 0, all).rows).toHaveLength(2);
      journal.close();
    });
  });

  describe('devices', () => {
    const device = {
      id: DEVICE,
      organisation: 'ABC',
      role: 'operator' as const,
      enrolledAt: 1000,
      revokedAt: null,
    };

    test('FEED6: an invite is taken once, and not after its time', () => {
      const journal = opened();
      const invite = {
        codeHash: 'a'.repeat(64),
        organisation: 'ABC',
        role: 'supervisor' as const,
        expiresAt: 2000,
      };
      journal.addInvite(invite);
      expect(journal.takeInvite(invite.codeHash, 1000)).toEqual(invite);
      expect(journal.takeInvite(invite.codeHash, 1000)).toBeNull();
      journal.addInvite(invite);
      expect(journal.takeInvite(invite.codeHash, 2001)).toBeNull();
      expect(journal.takeInvite(invite.codeHash, 1000)).toBeNull();
      journal.close();
    });

    test('FEED7: a device is found by its token, listed, revoked; it never changes its organisation', () => {
      const journal = opened();
      journal.putDevice(device, 'token1');
      expect(journal.deviceByToken('token1')).toEqual(device);
      journal.putDevice({ ...device, enrolledAt: 2000 }, 'token2');
      expect(journal.deviceByToken('token1')).toBeNull();
      journal.putDevice({ ...device, organisation: 'DEF' }, 'token3');
      expect(journal.deviceByToken('token3')).toBeNull();
      expect(journal.device(DEVICE)?.organisation).toBe('ABC');
      journal.revoke(DEVICE, 3000);
      journal.revoke(DEVICE, 4000);
      expect(journal.device(DEVICE)?.revokedAt).toBe(3000);
      expect(journal.devices('ABC')).toHaveLength(1);
      expect(journal.devices('DEF')).toEqual([]);
      put(journal, chainOf(2));
      expect([...journal.chainEnds('ABC')]).toEqual([[DEVICE, 2]]);
      journal.close();
    });

    test('FEED11: until when it gets back what it lost is kept', () => {
      const journal = opened();
      expect([journal.isBackup(), journal.recoveringUntil()]).toEqual([false, null]);
      journal.recover(5000);
      journal.recover(7000);
      expect([journal.isBackup(), journal.recoveringUntil()]).toEqual([false, 7000]);
      journal.close();
    });

    test('FEED9: when a device last exchanged is kept', () => {
      const journal = opened();
      journal.putDevice(device, 'token');
      expect([...journal.lastSeen('ABC')]).toEqual([]);
      journal.saw(DEVICE, 2000);
      journal.saw(DEVICE, 3000);
      journal.saw(OTHER, 3000);
      expect([...journal.lastSeen('ABC')]).toEqual([[DEVICE, 3000]]);
      journal.putDevice(device, 'another token');
      expect([...journal.lastSeen('ABC')]).toEqual([[DEVICE, 3000]]);
      expect([...journal.lastSeen('DEF')]).toEqual([]);
      expect(() => journal.check()).not.toThrow();
      journal.close();
    });
  });
}
