import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCsv, writeCsv } from '../../../shared/market/csv.ts';
import { readDailyCount, readDailyList } from '../../../shared/market/daily-list.ts';
import { readJson, writeJson } from '../../../shared/market/json.ts';
import { make017, type Request017 } from '../../../shared/market/make-017.ts';
import {
  headerFields,
  isMessageType,
  messages,
  messageTypes,
  rowOf,
  unverified,
  type Message,
} from '../../../shared/market/messages.ts';
import type { MessageProblem } from '../../../shared/market/problem.ts';
import { keyInSheet } from '../../../shared/market/raw.ts';
import { readValue } from '../../../shared/market/values.ts';
import { readXml, writeXml } from '../../../shared/market/xml.ts';
import {
  anyMessage,
  at,
  e05,
  full307,
  instants,
  mprn,
  pick,
  request,
  txRefNbr,
} from './messages.ts';

describe('the table', () => {
  test('MSG1 has every message the desk reads or writes, each with its body element', () => {
    expect(messageTypes.toSorted()).toEqual(
      ['017', '106D', '106E', '117D', '117R', '131', '306', '307', '601', '602', '603'].toSorted(),
    );
    for (const type of messageTypes) expect(rowOf(type).element).toMatch(`MIM${type}_`);
    expect(isMessageType('toString')).toBe(false);
  });

  test('MSG2 requires no name that is a guess, but where lines are told by it', () => {
    for (const type of messageTypes) {
      const { body } = rowOf(type);
      for (const [name, field] of Object.entries({ ...headerFields, ...body }))
        if (field.required) expect(field.mark, `${type} ${name}`).not.toBe('D');
    }
    expect(messages['603'].lines.fields.TxRefNbr.mark).toBe('O');
  });

  test('MSG2 has no name in a body that the header has too: tables could not tell them apart', () => {
    const names = messageTypes.flatMap((type) => Object.keys(rowOf(type).body));
    expect(names.filter((name) => Object.hasOwn(headerFields, name))).toEqual([]);
  });
});

describe('written', () => {
  test('MSG3 a 017 says who, what, when, and that nobody has verified it', () => {
    expect(writeXml(e05, 'utc')).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<!-- unverified against the V14 schema -->
<ieXMLDocument>
  <MessageHeader MessageTypeCode="017" MarketTimestamp="2026-11-21T18:05:00" TxRefNbr="${txRefNbr}" SenderID="SUP" RecipientID="DSO" SupplierMPID="SUP" VersionNumber="14.00.00"/>
  <MIM017_MeterPointStatusChangeRequest MPRN="10001234567" MeterPointStatusReason="E05" MPBusinessReference="CON-20261121-0007"/>
</ieXMLDocument>
`);
  });

  test('MSG3 every kind of file says that it is unverified', () => {
    for (const text of [writeXml(e05, 'irish'), writeCsv([e05]), writeJson([e05])])
      expect(text).toContain(unverified);
  });

  test('MSG4 a message is the same text however often it is written: a resend has its original form', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        expect(writeXml(structuredClone(message), 'utc')).toBe(writeXml(message, 'utc'));
      }),
      { numRuns: 50 },
    );
  });

  test.each<[Partial<Request017>, MessageProblem]>([
    [{ sender: 'SUPX' }, { code: 'misfit', field: 'SenderID', expected: '3 characters' }],
    [{ recipient: '' }, { code: 'missing', field: 'RecipientID' }],
    [{ businessReference: '' }, { code: 'missing', field: 'MPBusinessReference' }],
    [
      { businessReference: 'a\nb' },
      {
        code: 'misfit',
        field: 'MPBusinessReference',
        expected: 'one line without blanks around it',
      },
    ],
    [
      { txRefNbr: `${txRefNbr}-2` },
      { code: 'misfit', field: 'TxRefNbr', expected: 'up to 36 characters without a space' },
    ],
  ])('MSG19 a 017 that would not be read back is not made: %j', (change, error) => {
    expect(make017({ ...request, ...change })).toEqual({ ok: false, error });
  });

  test('MSG9 a key-in sheet has each field, in order, with how sure its name is', () => {
    const sheet = keyInSheet(e05, 'irish');
    expect(sheet.map(({ name }) => name)).toEqual([
      'MessageTypeCode',
      'MarketTimestamp',
      'TxRefNbr',
      'SenderID',
      'RecipientID',
      'SupplierMPID',
      'VersionNumber',
      'MPRN',
      'MeterPointStatusReason',
      'MPBusinessReference',
    ]);
    expect(sheet.at(-2)).toEqual({
      part: 'body',
      name: 'MeterPointStatusReason',
      text: 'E05',
      mark: 'C',
    });
  });
});

describe('read back', () => {
  const messageIn = (text: string, wall: 'utc' | 'irish'): Message => {
    const read = readXml(text, wall);
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    return read.value.message;
  };

  test('MSG5 any message in XML is what was written', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        expect(messageIn(writeXml(message, 'utc'), 'utc')).toEqual(message);
      }),
      { numRuns: 400 },
    );
  });

  test('MSG5 any messages in CSV and in JSON are what was written', () => {
    const bySign = fc.uniqueArray(anyMessage, {
      minLength: 1,
      maxLength: 6,
      selector: ({ header }) => header.TxRefNbr,
    });
    fc.assert(
      fc.property(bySign, (list) => {
        for (const read of [readCsv(writeCsv(list)), readJson(writeJson(list))]) {
          if (!read.ok) throw new Error(JSON.stringify(read.error));
          expect(read.value.refused).toEqual([]);
          expect(read.value.messages.map(({ message }) => message)).toEqual(list);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('MSG6 a time on the Irish clock is the instant it was, but for the doubled hour', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const message = { ...e05, header: { ...e05.header, MarketTimestamp: instant } };
        const read = readXml(writeXml(message, 'irish'), 'irish');
        if (!read.ok) throw new Error(JSON.stringify(read.error));
        const { notes, message: back } = read.value;
        const distance = instant - back.header.MarketTimestamp;
        const isDoubled = notes.some(({ code }) => code === 'doubledHour');
        expect([0, isDoubled ? 3_600_000 : 0]).toContain(distance);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['2026-07-01T12:00:00', 'utc', '2026-07-01T12:00:00Z'],
    ['2026-07-01T12:00:00', 'irish', '2026-07-01T11:00:00Z'],
    ['2026-07-01T12:00:00+01:00', 'utc', '2026-07-01T11:00:00Z'],
    ['2026-07-01T12:00:00.250Z', 'irish', '2026-07-01T12:00:00.250Z'],
    ['2026-07-01T12:00:00.5', 'irish', '2026-07-01T11:00:00.500Z'],
    ['2026-07-01 12:00', 'utc', '2026-07-01T12:00:00Z'],
    ['01/07/2026 12:00', 'irish', '2026-07-01T11:00:00Z'],
    ['2026-10-25T01:30:00', 'irish', '2026-10-25T00:30:00Z'],
  ] as const)('MSG6 %s on the %s clock is %s', (text, wall, expected) => {
    const read = readValue('MarketTimestamp', 'instant', text, wall);
    expect(read.ok && read.value.value).toBe(Date.parse(expected));
  });

  test.each([
    ['2026-02-30T12:00:00', 'utc'],
    ['2026-02-30T12:00:00', 'irish'],
    ['2026-07-01', 'irish'],
    ['2026-07-01T24:00:00', 'utc'],
    ['2026-03-29T01:30:00', 'irish'],
    ['01/07/2026 12:00', 'utc'],
    ['12:00', 'irish'],
    ['now', 'irish'],
    ['-10', 'irish'],
  ] as const)('MSG6 %s on the %s clock is no instant', (text, wall) => {
    expect(readValue('MarketTimestamp', 'instant', text, wall)).toEqual({
      ok: false,
      error: { code: 'misfit', field: 'MarketTimestamp', expected: 'a date and a time' },
    });
  });

  test('MSG7 a field that stands below the body is found, and one that means something else there is not', () => {
    const read = readXml(full307, 'utc');
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    expect(read.value.message).toMatchObject({
      type: '307',
      header: { MarketTimestamp: Date.parse('2026-11-21T19:41:12Z'), TxRefNbr: txRefNbr },
      body: { MPRN: mprn, EffectiveFromDate: '2026-11-21', MeterPointStatusCode: 'E' },
    });
    const withoutDate = readXml(full307.replace(' EffectiveFromDate="2026-11-21"', ''), 'utc');
    expect(withoutDate.ok && withoutDate.value.message.body).not.toHaveProperty(
      'EffectiveFromDate',
    );
  });

  test('MSG7 two values of one field below the body are one too many', () => {
    const two = full307.replace('<MeterID', '<Other MPRN="10001234568"/><MeterID');
    expect(readXml(two, 'utc')).toEqual({ ok: false, error: { code: 'twoValues', field: 'MPRN' } });
  });

  test('MSG8 what is not in the table is told by name and never by value, and keeps nothing out', () => {
    const text = full307
      .replace('MIM307_MeterPointStatusChangeConfirmationEnergisation', 'MIM307_Renamed')
      .replace('MIM307_MeterPointStatusChangeConfirmationEnergisation>', 'MIM307_Renamed>')
      .replace('<MeterID', 'Some words<MeterID');
    const read = readXml(text, 'utc');
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    expect(read.value.notes).toEqual([
      { code: 'otherVersion', version: '13.00.00' },
      { code: 'otherElement', name: 'MIM307_Renamed' },
      {
        code: 'passedOver',
        names: [
          'text',
          'MeterID@SerialNumber',
          'MeterID@MeterCategoryCode',
          'RegisterLevelInfo@TimeslotCode',
          'RegisterLevelInfo@ReadingValue',
          'UsageFactors@TimeslotCode',
          'UsageFactors@EffectiveFromDate',
        ],
        more: 0,
      },
    ]);
  });

  test('MSG8 namespaces and their prefixes are no matter', () => {
    const text = full307
      .replaceAll('<ieXMLDocument', '<m:ieXMLDocument xmlns:m="urn:x" m:y="1"')
      .replaceAll('</ieXMLDocument', '</m:ieXMLDocument');
    expect(readXml(text, 'utc')).toEqual(readXml(full307, 'utc'));
  });

  test('MSG10 lines of a daily list are known by what they say, whatever their element is called', () => {
    const text = `<ieXMLDocument><MessageHeader MessageTypeCode="603" MarketTimestamp="2026-11-22T03:10:00" TxRefNbr="T1"/>
      <MIM603_DailySummaryTransactionDetails SequenceNumber="1" SequenceTotal="2"><Group>
        <Anything MessageTypeCode="017" TxRefNbr="${txRefNbr}"/><Anything MessageTypeCode="106E" TxRefNbr="T3"/>
      </Group></MIM603_DailySummaryTransactionDetails></ieXMLDocument>`;
    const read = readXml(text, 'utc');
    expect(read.ok && read.value.message.lines).toEqual([
      { MessageTypeCode: '017', TxRefNbr: txRefNbr },
      { MessageTypeCode: '106E', TxRefNbr: 'T3' },
    ]);
    const one = readXml(text.replace('"T3"', '"two words"'), 'utc');
    expect(one.ok && one.value.message.lines).toHaveLength(1);
    expect(one.ok && one.value.notes.find(({ code }) => code === 'lineLeftOut')).toMatchObject({
      line: 2,
      problem: { code: 'misfit', field: 'TxRefNbr' },
    });
  });
});

describe('tables of suppliers', () => {
  test('MSG11 columns are known by their words, in any order; a wrong row holds up no other', () => {
    const read = readCsv(
      [
        'Received at;MPRN;Message type;Tx Ref;Business ref;Effective from',
        `21/11/2026 18:05;10 001 234 567;106e;${txRefNbr};CON-1;21/11/2026`,
        '21/11/2026 18:06;81001234567;106E;T2;CON-2;',
        '21/11/2026 18:07;10001234569;105;T3;CON-3;',
        'yesterday;10001234569;307;T4;CON-4;',
        '21/11/2026 18:08;10001234569;;T5;CON-5;',
      ].join('\r\n'),
    );
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    expect(read.value.messages.map(({ message }) => message)).toEqual([
      {
        type: '106E',
        header: { MarketTimestamp: at, TxRefNbr: txRefNbr },
        body: { MPRN: mprn, MPBusinessReference: 'CON-1', EffectiveFromDate: '2026-11-21' },
        lines: [],
      },
    ]);
    expect(read.value.refused).toEqual([
      { record: 3, problem: { code: 'mprn', problem: 'northernIreland' }, type: '106E' },
      { record: 4, problem: { code: 'unknownType' } },
      {
        record: 5,
        problem: { code: 'misfit', field: 'MarketTimestamp', expected: 'a date and a time' },
        type: '307',
      },
      { record: 6, problem: { code: 'missing', field: 'MessageTypeCode' } },
    ]);
  });

  test('MSG11 a table of one type needs no column for it, when somebody says which', () => {
    const text = `MPRN,TxRefNbr,Timestamp\n10001234567,${txRefNbr},2026-11-21T18:05:00Z\n`;
    expect(readCsv(text)).toEqual({
      ok: false,
      error: { code: 'noColumn', field: 'MessageTypeCode' },
    });
    const read = readCsv(text, '307');
    expect(read.ok && pick(read.value.messages, 0).message.type).toBe('307');
    const says = readCsv(text.replace('MPRN', 'Type,MPRN').replace('1000', '106D,1000'), '307');
    expect(says.ok && pick(says.value.messages, 0).message.type).toBe('106D');
  });

  test('MSG11 a spreadsheet that opens what we wrote runs nothing', () => {
    const formula = { ...e05, body: { ...e05.body, MPBusinessReference: '=HYPERLINK("x")' } };
    expect(writeCsv([formula])).toContain(`"'=HYPERLINK(""x"")"`);
  });

  test('MSG11 a daily list is a table of its lines too; 17 is what a spreadsheet makes of 017', () => {
    expect(readDailyList(`Message,Tx ref\n17,${txRefNbr}\nMM 106e,T2\n307,two words\n,T4`)).toEqual(
      {
        ok: true,
        value: {
          lines: [
            { MessageTypeCode: '017', TxRefNbr: txRefNbr },
            { MessageTypeCode: '106E', TxRefNbr: 'T2' },
          ],
          refused: [
            {
              record: 4,
              problem: {
                code: 'misfit',
                field: 'TxRefNbr',
                expected: 'up to 36 characters without a space',
              },
            },
            { record: 5, problem: { code: 'missing', field: 'MessageTypeCode' } },
          ],
        },
      },
    );
    expect(readDailyCount('Type;Count\n017;12\n')).toEqual({
      ok: true,
      value: { lines: [{ MessageTypeCode: '017', Count: 12 }], refused: [] },
    });
    expect(readDailyCount('Type;When\n017;12\n')).toEqual({
      ok: false,
      error: { code: 'noColumn', field: 'Count' },
    });
    const read = readCsv(
      `Type,Reason,MPRN,TxRefNbr,Timestamp\n17,E05,10001234567,T,2026-11-21T18:05Z\n`,
    );
    expect(read.ok && pick(read.value.messages, 0).message.type).toBe('017');
  });
});
