// What EMMA brings, and what becomes of each file.
import { describe, expect, test } from 'vitest';
import type { OutstandingMessage } from '../../../shared/domain/outstanding.ts';
import { lineOf } from '../../../gateway/agent/words.ts';
import { writeCsv } from '../../../shared/market/csv.ts';
import { MOST_MESSAGE_BYTES } from '../../../shared/market/file.ts';
import type { Message } from '../../../shared/market/messages.ts';
import { readXml, writeXml } from '../../../shared/market/xml.ts';
import { codeOfReason } from '../../../gateway/agent/poison.ts';
import { must } from '../../../shared/lib/check.ts';
import { Died } from '../../support/memory-folder.ts';
import { answerXml, aNight, MIN, MPRN, OTHER, xmlOf017 } from './night.ts';

async function handed(mprns: readonly string[] = [MPRN]) {
  const night = await aNight();
  for (const mprn of mprns) await night.console.restore(mprn);
  await night.console.release(mprns, night.delegate.log.device);
  await night.sync();
  await night.delegate.agent.deliver();
  night.clock.now += MIN;
  return {
    ...night,
    hear: async () => {
      const isWell = await night.delegate.agent.hear();
      await night.sync();
      return isWell;
    },
  };
}

const messageIn = (xml: string): Message => {
  const read = readXml(xml, 'utc');
  if (!read.ok) throw new Error(read.error.code);
  return read.value.message;
};

describe('AGENT10: an answer proves its back-fix, and the case has its power back', () => {
  test('by its business reference; the file is in the archive, and read again it changes nothing', async () => {
    const night = await handed();
    const { businessReference: reference } = await night.console.item(MPRN);
    const xml = answerXml('307', { mprn: MPRN, reference: reference ?? '', at: night.clock.now });
    night.folder.write('307.xml', xml);
    expect(await night.hear()).toBe(true);
    expect(await night.console.item(MPRN)).toMatchObject({
      standing: 'proved',
      proved: { by: '106E or 307', matchedBy: 'businessReference' },
    });
    expect(await night.console.caseOf(MPRN)).toMatchObject({
      power: { level: 'confirmed', by: 'message', operator: 'Agent Dublin' },
    });
    expect([...night.folder.archived.keys()]).toEqual(['307.xml']);
    const before = night.delegate.log.views.fixOf(MPRN);
    night.folder.write('again.xml', xml);
    await night.hear();
    expect(night.delegate.log.views.fixOf(MPRN)).toEqual(before);
    expect(night.folder.archived.size).toBe(2);
  });

  test('died between hearing and archiving, the next start archives it and hears nothing twice', async () => {
    const night = await handed();
    const { txRefNbr } = await night.console.item(MPRN);
    const original = txRefNbr ?? '';
    night.folder.write('a.xml', answerXml('117R', { mprn: MPRN, original, at: night.clock.now }));
    night.folder.wrong = (at) => (at === 'before archive' ? 'died' : null);
    await expect(night.delegate.agent.hear()).rejects.toThrow(Died);
    const heard = night.delegate.log.views.fixOf(MPRN)?.heard;
    expect(heard).toHaveLength(1);
    night.folder.wrong = () => null;
    night.delegate.restart();
    await night.hear();
    expect(night.delegate.log.views.fixOf(MPRN)?.heard).toEqual(heard);
    expect([...night.folder.archived.keys()]).toEqual(['a.xml']);
    expect((await night.console.item(MPRN)).standing).toBe('rejected');
  });

  test('FIX10: an answer that is older than what is known is taken in and counted as that', async () => {
    const night = await handed();
    const at = night.clock.now;
    night.folder.write('new.xml', answerXml('307', { mprn: MPRN, at }));
    await night.hear();
    expect(night.delegate.events.at(-1)).toMatchObject({ is: 'heard', answers: 1, older: 0 });
    night.clock.now += MIN;
    night.folder.write('old.xml', answerXml('306', { mprn: MPRN, at: at - MIN }));
    await night.hear();
    const said = must(night.delegate.events.at(-1), 'it was heard');
    expect(said).toMatchObject({ is: 'heard', answers: 1, older: 1 });
    expect(lineOf(said)).toBe('1 answer heard, 1 older than what is known.');
    expect(night.delegate.agent.status.counts).toMatchObject({ heard: 2, older: 1 });
    expect((await night.console.caseOf(MPRN)).power?.level).toBe('confirmed');
  });

  test('FIX10: what says neither on nor off is no old word, however late it comes', async () => {
    const night = await handed();
    const at = night.clock.now;
    night.folder.write('307.xml', answerXml('307', { mprn: MPRN, at }));
    await night.hear();
    night.folder.write('131.xml', answerXml('131', { mprn: MPRN, at: at - MIN }));
    await night.hear();
    expect(night.delegate.events.at(-1)).toMatchObject({ is: 'heard', answers: 1, older: 0 });
  });

  test('a 601 names no customer: it is found by the message that it rejects', async () => {
    const night = await handed();
    const { txRefNbr } = await night.console.item(MPRN);
    const of = (original: string) => answerXml('601', { original, at: night.clock.now });
    night.folder.write('ours.xml', of(txRefNbr ?? ''));
    night.folder.write('theirs.xml', of('somebody-else'));
    await night.hear();
    expect((await night.console.item(MPRN)).standing).toBe('rejected');
    expect([...night.folder.archived.keys()]).toEqual(['ours.xml']);
    expect([...night.folder.poisoned.keys()]).toEqual(['theirs.xml']);
  });

  const listed = async () => {
    const night = await aNight();
    const sentAt = night.clock.now - 60 * MIN;
    const paidAt = night.clock.now - 30 * MIN;
    const d05: OutstandingMessage = {
      mprn: MPRN,
      reason: 'D05',
      txRefNbr: 'the-d05',
      businessReference: null,
      sentAt,
      state: 'atHub',
      paidAt,
    };
    const unpaid = { ...d05, mprn: OTHER, txRefNbr: 'right', paidAt: null };
    const list = async (messages: readonly OutstandingMessage[]) => {
      const of = { file: 'emma.csv', asOf: night.clock.now, messages };
      await night.console.run({ do: 'listOutstanding', ...of });
      await night.sync();
      night.clock.now += MIN;
    };
    await list([d05, unpaid]);
    return { ...night, paidAt, list };
  };

  test('FIX60: a 601 of what a list had is heard, also when a newer list has it no more', async () => {
    const { list, ...night } = await listed();
    await list([]);
    night.folder.write('601.xml', answerXml('601', { original: 'the-d05', at: night.clock.now }));
    await night.delegate.agent.hear();
    expect([...night.folder.archived.keys()]).toEqual(['601.xml']);
    expect(night.delegate.log.views.fixOf(MPRN)?.heard).toMatchObject([{ original: 'the-d05' }]);
  });

  test('who has no case and has paid since a D05 was sent is at the top of the queue when it runs', async () => {
    const { paidAt, ...night } = await listed();
    for (const mprn of [MPRN, OTHER])
      night.folder.write(`${mprn}.xml`, answerXml('306', { mprn, at: night.clock.now }));
    await night.delegate.agent.hear();
    await night.sync();
    expect(await night.console.caseOf(MPRN)).toMatchObject({
      open: true,
      opened: { source: 'message' },
      facts: { paidAt },
      cutOff: { type: '306' },
    });
    expect(await night.console.store.caseOf(`mprn:${OTHER}`)).toBe(undefined);
    expect(night.folder.archived.size).toBe(2);
  });

  test.each([1, 4])(
    'and when EMMA knew before us that it has run, and the list of now lacks it: %i days later',
    async (days) => {
      const { list, ...night } = await listed();
      await list([]);
      night.clock.now += (days - 1) * 24 * 60 * MIN;
      night.folder.write('306.xml', answerXml('306', { mprn: MPRN, at: night.clock.now }));
      await night.delegate.agent.hear();
      await night.sync();
      expect([...night.folder.archived.keys()]).toEqual(['306.xml']);
      const state = await night.console.store.caseOf(`mprn:${MPRN}`);
      // Days later it is another disconnection, by right.
      expect(state?.cutOff?.type).toBe(days === 1 ? '306' : undefined);
    },
  );
});

describe('AGENT11: of a file with several messages ours are taken, the others counted, and what cannot be read kept with its reason', () => {
  test('a table with a stranger and a row that is none', async () => {
    const night = await handed([MPRN, OTHER]);
    const at = night.clock.now;
    const messages = [MPRN, OTHER, '10009999999'].map((mprn) =>
      messageIn(answerXml('307', { mprn, at })),
    );
    const csv = writeCsv(messages);
    night.folder.write('export.csv', `${csv.trimEnd()}\r\n${'9,'.repeat(3)}\r\n`);
    await night.hear();
    expect(night.delegate.events.at(-2)).toMatchObject({
      is: 'heard',
      answers: 2,
      foreign: 1,
      refused: 1,
    });
    expect(night.delegate.agent.status.counts).toMatchObject({ heard: 1, foreign: 1, poisoned: 1 });
    const poisoned = must(night.folder.poisoned.get('export.csv'), 'a person looks at it');
    expect(poisoned.reason).toMatch(/the others are taken in \(1, row 5; the first: /);
    expect(poisoned.reason).toContain('of nobody known here: 1, row 4)');
    expect(poisoned.reason).not.toMatch(/\d{11}/);
    expect(codeOfReason(poisoned.reason)).toBe('partly');
    // To the last byte; put in once more it does nothing twice.
    night.folder.write('again.csv', poisoned.bytes);
    const heard = night.delegate.log.views.fixOf(MPRN)?.heard.length;
    await night.hear();
    expect(night.delegate.log.views.fixOf(MPRN)?.heard).toHaveLength(heard ?? Number.NaN);
    for (const mprn of [MPRN, OTHER])
      expect((await night.console.caseOf(mprn)).power?.level).toBe('confirmed');
  });

  test('AGENT12: every row can be read, and some are of strangers or no answers: ours are heard, the original and which rows stay', async () => {
    const night = await handed([MPRN, OTHER]);
    const at = night.clock.now;
    const ReconciliationDate = '2026-11-21';
    const header = { MarketTimestamp: at, TxRefNbr: 'daily' };
    const lines = [{ MessageTypeCode: '017', TxRefNbr: 'x' }];
    const list = { type: '603', header, body: { ReconciliationDate }, lines };
    const mixed = writeCsv([
      messageIn(answerXml('307', { mprn: '10009999999', at })),
      messageIn(answerXml('307', { mprn: MPRN, at })),
      messageIn(xmlOf017(MPRN)),
      list as unknown as Message,
      // Older than the one before it, and of the same customer: taken in, and it changes nothing.
      messageIn(answerXml('306', { mprn: MPRN, at: at - MIN })),
      messageIn(answerXml('307', { mprn: OTHER, at })),
    ]);
    night.folder.write('0.xml', answerXml('307', { mprn: MPRN, at: at - 1 }));
    night.folder.write('mixed.csv', mixed);
    night.folder.write('next.xml', answerXml('307', { mprn: OTHER, at: at + 1 }));
    expect(await night.hear()).toBe(true);
    expect(night.delegate.events.filter(({ is }) => is === 'heard')).toMatchObject([
      { answers: 1 },
      { answers: 3, foreign: 1, older: 1, refused: 0 },
      { answers: 1 },
    ]);
    expect([...night.folder.archived.keys()]).toEqual(['0.xml', 'next.xml']);
    const { bytes, reason } = must(night.folder.poisoned.get('mixed.csv'), 'a person finds it');
    expect(Buffer.from(bytes).toString()).toBe(mixed);
    expect(codeOfReason(reason)).toBe('strangers');
    expect(reason).toContain('(of nobody known here: 1, row 2; no answers: 2, row 4, 5)');
    expect(reason).not.toMatch(/\d{11}/);
    expect(night.delegate.events.map(lineOf).join('\n')).not.toMatch(/\d{11}/);
    for (const mprn of [MPRN, OTHER])
      expect((await night.console.caseOf(mprn)).power?.level).toBe('confirmed');
    expect((await night.console.caseOf(MPRN)).cutOff).toBeUndefined();
  });

  test('several daily lists in one file are kept for a person', async () => {
    const night = await handed();
    const lists = ['2026-11-20', '2026-11-21'].map((ReconciliationDate) => ({
      type: '603',
      header: { MarketTimestamp: night.clock.now, TxRefNbr: ReconciliationDate },
      body: { ReconciliationDate },
      lines: [{ MessageTypeCode: '017', TxRefNbr: 'x' }],
    }));
    night.folder.write('603.csv', writeCsv(lists as unknown as Message[]));
    await night.hear();
    const { reason } = must(night.folder.poisoned.get('603.csv'), 'a person brings it in');
    expect(codeOfReason(reason)).toBe('severalDays');
  });

  test('a daily list and count are taken in under their day; one of no day is kept for a person', async () => {
    const night = await handed();
    const header = { MarketTimestamp: night.clock.now, TxRefNbr: 'daily' };
    const ReconciliationDate = '2026-11-21';
    const lines = [{ MessageTypeCode: '017', TxRefNbr: 'somebody-else' }];
    const list = { type: '603', header, body: { ReconciliationDate }, lines };
    night.folder.write('603.xml', writeXml(list as unknown as Message, 'utc'));
    await night.hear();
    expect(night.delegate.events.at(-1)).toEqual({ is: 'listed', type: '603', day: '2026-11-21' });
    const counts = { ...list, type: '602', lines: [{ MessageTypeCode: '017', Count: 3 }] };
    night.folder.write('602.xml', writeXml(counts as unknown as Message, 'utc'));
    await night.hear();
    await night.sync();
    expect(await night.console.store.dailies()).toMatchObject([
      {
        day: '2026-11-21',
        lines: [{ type: '017', txRefNbr: 'somebody-else' }],
        counts: { '017': 3 },
      },
    ]);
    night.folder.write('lines.csv', 'MessageTypeCode,TxRefNbr\n017,x\n');
    await night.hear();
    expect([...night.folder.archived.keys()].sort()).toEqual(['602.xml', '603.xml']);
    const { reason } = must(night.folder.poisoned.get('lines.csv'), 'a person brings it in');
    expect(codeOfReason(reason)).toBe('noDay');
  });

  test('FIX56: a daily list in parts counts when all of them are here, in whatever order and however often; one of no part is kept for a person', async () => {
    const night = await handed();
    const of = (number: number | undefined, total: number | undefined, name: string) =>
      writeXml(
        {
          type: '603',
          header: { MarketTimestamp: night.clock.now, TxRefNbr: `603-${number ?? ''}` },
          body: {
            ReconciliationDate: '2026-11-21',
            ...(number === undefined ? {} : { SequenceNumber: number }),
            ...(total === undefined ? {} : { SequenceTotal: total }),
          },
          lines: [{ MessageTypeCode: '017', TxRefNbr: name }],
        },
        'utc',
      );
    const lines = async () =>
      (await night.console.store.dailies())[0]?.lines?.map(({ txRefNbr }) => txRefNbr) ?? null;
    const dailyOf = () => night.delegate.log.views.dailyOf('2026-11-21');
    night.folder.write('2.xml', of(2, 2, 'second'));
    night.folder.write('2-again.xml', of(2, 2, 'second'));
    await night.hear();
    expect(await lines()).toBeNull();
    expect(dailyOf()?.lines).toBeNull();
    expect(night.delegate.events.map(lineOf).at(-1)).toBe(
      'The 603 of 2026-11-21, part 2 of 2, is taken in.',
    );
    night.folder.write('1.xml', of(1, 2, 'first'));
    await night.hear();
    expect(await lines()).toEqual(['first', 'second']);
    expect(dailyOf()?.lines).toHaveLength(2);
    const wrong = [
      [3, 2],
      [0, 2],
      [0, 0],
      [1, undefined],
      [undefined, 2],
    ] as const;
    for (const [number, total] of wrong)
      night.folder.write(`${number ?? 'none'} of ${total ?? 'none'}.xml`, of(number, total, 'x'));
    await night.hear();
    expect(
      [...night.folder.poisoned].map(([name, { reason }]) => [name, codeOfReason(reason)]),
    ).toEqual(
      expect.arrayContaining([
        ['3 of 2.xml', 'misfit'],
        ['0 of 2.xml', 'misfit'],
        ['0 of 0.xml', 'misfit'],
        ['1 of none.xml', 'missing'],
        ['none of 2.xml', 'missing'],
      ]),
    );
    expect(await lines()).toEqual(['first', 'second']);
  });
});

describe('AGENT12: what cannot be believed or is nobody’s is kept as it is, with the reason', () => {
  const utf8 = (text: string) => new TextEncoder().encode(text);
  const good = answerXml('307', { mprn: MPRN, at: Date.UTC(2026, 10, 21, 20) });
  test.each<[string, Uint8Array, string]>([
    [
      'a bomb of entities',
      utf8(`<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>${good}`),
      'document type',
    ],
    ['a file cut short', utf8(good.slice(0, -40)), 'cut short'],
    ['another encoding than it says', utf8(good.replace('UTF-8', 'UTF-16')), 'encoding'],
    ['an encoding nobody reads', utf8(good.replace('UTF-8', 'EBCDIC')), 'encoding'],
    ['Northern Ireland', utf8(good.replaceAll('ieXML', 'niXML')), 'Northern Ireland'],
    ['an unknown type', utf8(good.replaceAll('307', '999')), 'type'],
    ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]), 'another kind of file'],
    ['nothing', new Uint8Array(), 'empty'],
    ['an MPRN that is none', utf8(good.replace(MPRN, '81001234567')), 'MPRN'],
    ['a request', utf8(xmlOf017(MPRN)), 'a request'],
    ['a stranger', utf8(good.replace(MPRN, '10009999999')), 'nobody who has a case'],
    ['too much of it', new Uint8Array(MOST_MESSAGE_BYTES + 1), 'larger than any message'],
  ])('%s', async (_what, bytes, reason) => {
    const night = await handed();
    night.folder.write('a.xml', bytes);
    night.folder.write('b.xml', good);
    expect(await night.hear()).toBe(true);
    const kept = must(night.folder.poisoned.get('a.xml'), 'it was set aside');
    expect(Buffer.compare(kept.bytes, bytes)).toBe(0);
    expect(kept.reason).toContain(reason);
    expect(kept.reason).not.toMatch(/\d{11}/);
    // The next file is none the worse for it.
    expect([...night.folder.archived.keys()]).toEqual(['b.xml']);
  });
});

test('MSG21, AGENT12: an answer for another supplier proves nothing, confirms nothing, and is kept', async () => {
  const night = await handed();
  const { businessReference: reference } = await night.console.item(MPRN);
  const xml = answerXml('307', { mprn: MPRN, reference: reference ?? '', at: night.clock.now });
  const theirs = xml.replace('RecipientID="ABC"', 'RecipientID="QQQ" SupplierMPID="QQQ"');
  expect(theirs).not.toBe(xml);
  night.folder.write('a.xml', theirs);
  expect(await night.hear()).toBe(true);
  expect((await night.console.item(MPRN)).standing).toBe('handed');
  expect((await night.console.caseOf(MPRN)).power?.level).toBe('claimed');
  const { reason } = must(night.folder.poisoned.get('a.xml'), 'it was set aside');
  expect(reason).toContain('for another market participant');
  expect(codeOfReason(reason)).toBe('notForUs');
});

test('AGENT13: a stranger is nobody’s only once the gateway was heard; until then the file waits', async () => {
  const night = await aNight();
  await night.console.restore(MPRN);
  night.delegate.isCurrent = false;
  night.folder.write('a.xml', answerXml('307', { mprn: MPRN, at: night.clock.now }));
  await night.delegate.agent.hear();
  expect([...night.folder.claimed.keys()]).toEqual(['a.xml']);
  expect(night.folder.poisoned.size).toBe(0);
  await night.sync();
  night.delegate.isCurrent = true;
  await night.delegate.agent.hear();
  expect([...night.folder.archived.keys()]).toEqual(['a.xml']);
});

describe('AGENT28: one file holds up no other', () => {
  const EACCES = { is: 'readOnly', why: 'EACCES' } as const;
  /** Two answers, the first of which is in the way. */
  async function two() {
    const night = await handed();
    const at = night.clock.now;
    night.folder.write('a.xml', answerXml('307', { mprn: MPRN, at }));
    night.folder.write('b.xml', answerXml('307', { mprn: MPRN, at: at + 1000 }));
    const heard = () => night.delegate.log.views.fixOf(MPRN)?.heard.length;
    return { ...night, heard, inbox: () => night.delegate.agent.status.inbox };
  }

  test('barred from its bytes: set aside with the system’s word, the next is heard', async () => {
    const night = await two();
    night.folder.unreadable.set('a.xml', 'EACCES');
    expect(await night.hear()).toBe(true);
    const { reason } = must(night.folder.poisoned.get('a.xml'), 'it was set aside');
    expect(reason).toBe(
      'Set aside: the agent may not read it. Give its account that right, and put it into the inbox again (EACCES).',
    );
    expect(codeOfReason(reason)).toBe('unreadable');
    expect([...night.folder.archived.keys()]).toEqual(['b.xml']);
    expect([night.heard(), night.inbox().state]).toEqual([1, 'ok']);
  });

  test('and where it cannot be set aside: it stays, the state names the error, and nothing waits longer for it', async () => {
    const night = await two();
    night.folder.unreadable.set('a.xml', 'EACCES');
    night.folder.wrong = (at) => (at === 'before poison' ? EACCES : null);
    // At its usual pace: no trouble of the folder's.
    expect(await night.hear()).toBe(true);
    expect(night.heard()).toBe(1);
    expect(night.inbox()).toMatchObject({ state: 'broken', why: 'one file EACCES' });
    expect([...night.folder.claimed.keys()]).toEqual(['a.xml']);
    night.folder.wrong = () => null;
    expect(await night.hear()).toBe(true);
    expect(night.inbox().state).toBe('ok');
  });

  test('one that cannot be claimed: the next is; where none can, the folder may not be written', async () => {
    const night = await two();
    let claims = 0;
    night.folder.wrong = (at) =>
      at === 'before claim' && (claims += 1) === 1 ? { ...EACCES, atFile: true } : null;
    expect(await night.hear()).toBe(true);
    expect([night.heard(), night.inbox().state]).toEqual([1, 'broken']);
    night.folder.write('c.xml', answerXml('307', { mprn: MPRN, at: night.clock.now }));
    night.folder.wrong = (at) => (at === 'before claim' ? { ...EACCES, atFile: true } : null);
    expect(await night.hear()).toBe(false);
    expect(night.inbox()).toMatchObject({ state: 'readOnly', why: 'EACCES' });
  });

  test('whoever died of it twice sets it aside unread, and hears the next', async () => {
    const night = await two();
    const xml = must(night.folder.inbox.get('a.xml'), 'it was written');
    night.folder.deadly.add('a.xml');
    const die = async () => {
      await expect(night.delegate.agent.hear()).rejects.toThrow(Died);
      night.delegate.restart();
    };
    await die();
    // Once may have been a power cut: it is read again, and what was counted is forgotten.
    night.folder.deadly.clear();
    await night.hear();
    expect(night.heard()).toBe(2);
    night.folder.write('a.xml', xml);
    night.folder.write('c.xml', answerXml('307', { mprn: MPRN, at: night.clock.now + 2000 }));
    night.folder.deadly.add('a.xml');
    await die();
    await die();
    night.folder.wrong = (at) => (at === 'before poison' ? { is: 'full', why: 'ENOSPC' } : null);
    expect(await night.hear()).toBe(false);
    expect(night.heard()).toBe(3);
    night.folder.wrong = () => null;
    expect(await night.hear()).toBe(true);
    const kept = must(night.folder.poisoned.get('a.xml'), 'it was set aside');
    expect(kept.bytes).toEqual(xml);
    expect(codeOfReason(kept.reason)).toBe('unfinished');
  });

  test('AGENT8: what all would meet is met once in a pass', async () => {
    const night = await two();
    let claims = 0;
    night.folder.wrong = (at) => {
      if (at === 'before claim') claims += 1;
      return at === 'before claim' ? { is: 'missing', why: 'ENOENT' } : null;
    };
    expect(await night.hear()).toBe(false);
    expect(claims).toBe(1);
  });

  test('what lies in the inbox and is no file is said, and slows nothing', async () => {
    const night = await two();
    night.folder.odd = 'a folder lies in it';
    expect(await night.hear()).toBe(true);
    expect(night.heard()).toBe(2);
    expect(night.inbox()).toMatchObject({ state: 'broken', why: 'a folder lies in it' });
  });
});

test('AGENT8: an inbox that fails is a state of its own, and the outbox goes on', async () => {
  const night = await handed();
  night.folder.write('a.xml', answerXml('307', { mprn: MPRN, at: night.clock.now }));
  night.folder.wrong = (at) => (at === 'before archive' ? { is: 'full', why: 'ENOSPC' } : null);
  expect(await night.hear()).toBe(false);
  expect(night.delegate.agent.status).toMatchObject({
    inbox: { state: 'full', why: 'ENOSPC' },
    outbox: { state: 'ok' },
  });
  night.folder.wrong = () => null;
  expect(await night.hear()).toBe(true);
  expect(night.delegate.agent.status.inbox.state).toBe('ok');
  expect(night.delegate.log.views.fixOf(MPRN)?.heard).toHaveLength(1);
});
