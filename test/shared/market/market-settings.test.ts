import { expect, test } from 'vitest';
import { readMarketFiles } from '../../../renderer/files/market-files.ts';
import { messageOf, messagesCsv } from '../../../renderer/views/released-csv.ts';
import { administratorFileSchema } from '../../../shared/bridge.ts';
import { hearColleague, isOrganisations, newDesk } from '../../../shared/domain/desk.ts';
import { decodeJson } from '../../../shared/lib/decode.ts';
import { must } from '../../../shared/lib/check.ts';
import {
  isRecipient,
  marketChanges,
  marketSettings,
  shippedMarket,
} from '../../../shared/market/market-settings.ts';
import type { Message } from '../../../shared/market/messages.ts';
import { keyInSheet } from '../../../shared/market/raw.ts';
import { writeXml } from '../../../shared/market/xml.ts';

const irish = { wall: 'irish', recipient: 'DSO' } as const;

test('DESKS6: the administrator’s file counts, then what was said last at any desk, then what is shipped', () => {
  const said = { 'market.wall': 'irish', 'market.recipient': ' dso ' };
  expect(marketSettings(undefined, {})).toEqual({ wall: 'utc', recipient: 'ESB' });
  expect(marketSettings(null, said)).toEqual(irish);
  expect(marketSettings(null, { 'market.wall': 'irish' })).toEqual({ ...irish, recipient: 'ESB' });
  // Where the file speaks of the market, no desk does.
  expect(marketSettings({ recipient: 'esb' }, said)).toEqual({ wall: 'utc', recipient: 'ESB' });
  expect(marketSettings({}, said)).toEqual(shippedMarket);
  // What cannot be used is as if it were not there, and so is all that desks of earlier versions said.
  for (const odd of [null, 5, true, '', 'ES', 'ESBN', 'É€¥'])
    expect(marketSettings(null, { 'market.wall': odd, 'market.recipient': odd })).toEqual(
      shippedMarket,
    );
  expect(marketSettings(null, { 'channels.emma': false, wall: 'irish' })).toEqual(shippedMarket);
  expect(['esb', ' D-1 ', 'ES', 'ESBN', ''].map(isRecipient)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

test('DESKS6: a colleague’s word of them is heard as one of the organisation', () => {
  expect(
    ['market.wall', 'market.recipient', 'market', 'markets.wall'].map(isOrganisations),
  ).toEqual([true, true, false, false]);
  const event = {
    kind: 'desk.settings',
    body: { changes: marketChanges({ wall: 'irish', recipient: 'dso' }) },
    subject: 'desk:other',
    operator: 'Brian',
    stamp: '2',
    happenedAt: 2,
  } as unknown as Parameters<typeof hearColleague>[1];
  const heard = hearColleague(newDesk, event);
  expect(marketSettings(null, heard.settings)).toEqual(irish);
  expect(heard.said['market.wall']).toMatchObject({ by: 'Brian', at: 2 });
  expect(marketChanges({ wall: 'utc' })).toEqual({ 'market.wall': 'utc' });
});

test('DESKS6: an administrator’s file with another clock or a longer id is none; one from before has neither', () => {
  const read = (file: object) => decodeJson(administratorFileSchema, JSON.stringify(file));
  expect(read({ market: irish })).toMatchObject({ ok: true, value: { market: irish } });
  expect(read({ channels: {} })).toEqual({ ok: true, value: { channels: {} } });
  expect(read({ market: { wall: 'dublin' } }).ok).toBe(false);
  expect(read({ market: { recipient: 'ESBN' } }).ok).toBe(false);
  expect(read({ market: 'irish' }).ok).toBe(false);
});

/** Half past three in the afternoon by the Irish clock. */
const SUMMER = Date.parse('2026-07-14T14:30:00Z');
const WINTER = Date.parse('2026-01-14T14:30:00Z');

test.each([
  ['utc', SUMMER, '2026-07-14T14:30:00'],
  ['irish', SUMMER, '2026-07-14T15:30:00'],
  ['utc', WINTER, '2026-01-14T14:30:00'],
  ['irish', WINTER, '2026-01-14T14:30:00'],
] as const)(
  'DESKS6: by %s a file that is dropped and a message that is keyed mean %d where they say %s',
  async (wall, at, text) => {
    const answer = {
      type: '307',
      header: { MarketTimestamp: at, TxRefNbr: 'T-1', SenderID: 'ESB', RecipientID: 'ABC' },
      body: { MPRN: '10001234567' },
      lines: [],
    } as unknown as Message;
    const xml = writeXml(answer, wall);
    expect(xml).toContain(text);
    const read = async (by: 'utc' | 'irish') => {
      const files = [{ name: '307.xml', content: new Blob([xml]) }];
      const [file] = await readMarketFiles(files, { wall: by, us: 'ABC' });
      const part = must(file?.parts[0], 'the file has a message');
      return part.is === 'answer' ? part.from.answer.at : null;
    };
    expect(await read(wall)).toBe(at);
    const isApart = at === SUMMER;
    expect((await read(wall === 'utc' ? 'irish' : 'utc')) === at).toBe(!isApart);

    const released = {
      mprn: '10001234567',
      item: { txRefNbr: 'T-2', businessReference: 'BF-1', released: { at } },
    } as unknown as Parameters<typeof messageOf>[0];
    const market = { sender: 'ABC', wall, recipient: 'DSO' } as const;
    const made = must(messageOf(released, market), 'it is a message');
    if (!made.ok) throw new Error(made.error.code);
    const sheet = Object.fromEntries(
      keyInSheet(made.value, wall).map((field) => [field.name, field.text]),
    );
    expect(sheet).toMatchObject({ MarketTimestamp: text, RecipientID: 'DSO', SenderID: 'ABC' });
    expect(messagesCsv([released], market)).toContain('DSO');
  },
);
