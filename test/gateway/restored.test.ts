// A gateway that was restored from last night's backup, over real HTTP: a console that has read
// further than it goes, or another feed than it has now, is given all of it from the start.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SqliteJournal } from '../../gateway/journal/sqlite-journal.ts';
import { toWire, type ExchangeReply, type WireEntry } from '../../shared/sync/protocol.ts';
import { Desk, idOf } from './desk.ts';
import {
  addOrganisations,
  ask,
  put,
  running,
  temporaryFolder,
  type Enrolled,
  type Running,
} from './running.ts';

const subject = 'mprn:10000000001';

/** A gateway, one desk that writes and one that reads. */
async function world() {
  const before = await running();
  addOrganisations(before.gateway);
  const desk = new Desk(put(before.gateway, idOf('1'), 'ABC'));
  const reader = new Desk(put(before.gateway, idOf('2'), 'ABC'));
  return { before, desk, reader };
}

/** Sends what the gateway has not, or what is named; the reply is heard. */
async function exchanged(
  { gateway }: Running,
  desk: Desk<Enrolled>,
  entries?: readonly WireEntry[],
): Promise<ExchangeReply> {
  const from = gateway.journal.chainEnd(desk.who.id)?.seq ?? 0;
  const body = desk.request(entries ?? desk.entries.slice(from).map(toWire));
  const answered = await ask(gateway, 'exchange', { token: desk.who.token, body });
  expect(answered.status).toBe(200);
  const reply = answered.body as ExchangeReply;
  desk.heard(reply);
  return reply;
}

/** A copy of the journal as it stands; later, another gateway starts with it. */
async function restoredFrom({ gateway }: Running): Promise<() => Promise<Running>> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'data'));
  const to = join(folder, 'data', 'journal.sqlite');
  await (gateway.journal as SqliteJournal).backupTo(to);
  return () => running({}, folder);
}

describe('SYNC9: a gateway restored from a backup gives the feed from its start', () => {
  test('to a console that has read further than it goes', async () => {
    const { before, desk, reader } = await world();
    desk.write(subject, 'before the backup');
    await exchanged(before, desk);
    const restore = await restoredFrom(before);
    for (const note of ['after it', 'and after']) desk.write(subject, note);
    await exchanged(before, desk);
    expect((await exchanged(before, reader)).entries).toHaveLength(3);
    expect(reader.cursor).toBe(3);
    const restored = await restore();
    const told = await exchanged(restored, reader);
    expect(told).toMatchObject({ rewound: true, cursor: 1 });
    expect(told.entries).toEqual(desk.entries.slice(0, 1).map(toWire));
    // What it lost comes back and is given on, and nothing is rewound any more.
    await exchanged(restored, desk);
    const next = await exchanged(restored, reader);
    expect(next).toMatchObject({ rewound: false, cursor: 3 });
    expect(next.entries).toEqual(desk.entries.slice(1).map(toWire));
  });

  test('to a console whose place in it holds something else by now', async () => {
    const { before, desk, reader } = await world();
    const third = new Desk(put(before.gateway, idOf('4'), 'ABC'));
    desk.write(subject, 'before the backup');
    await exchanged(before, desk);
    const restore = await restoredFrom(before);
    desk.write(subject, 'after it');
    await exchanged(before, desk);
    await exchanged(before, reader);
    const restored = await restore();
    // It is longer again than the console has read, with another entry at that place.
    for (const note of ['one', 'two', 'three']) third.write(subject, note);
    await exchanged(restored, third);
    const told = await exchanged(restored, reader);
    expect(told).toMatchObject({ rewound: true, cursor: 4 });
    expect(told.entries).toEqual([...desk.entries.slice(0, 1), ...third.entries].map(toWire));
  });
});
