import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { root } from '../../../tools/commands.ts';
import { bytesOf } from '../../../shared/domain/intake/file.ts';
import { MOST_LINE, MOST_MESSAGES, MOST_ROWS } from '../../../shared/market/bounds.ts';
import { MOST_MESSAGE_BYTES, readMessageFile } from '../../../shared/market/file.ts';
import { MOST_ATTRIBUTES, MOST_DEPTH, MOST_ELEMENTS } from '../../../shared/market/parse-xml.ts';
import { describeProblem, problems, type MessageProblem } from '../../../shared/market/problem.ts';
import { writeCsv } from '../../../shared/market/csv.ts';
import { writeJson } from '../../../shared/market/json.ts';
import { readXml, writeXml } from '../../../shared/market/xml.ts';
import { anyMessage, e05, full307, startDecoder, txRefNbr } from './messages.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const read = (bytes: Uint8Array) => readMessageFile(bytesOf(bytes), startDecoder, { wall: 'utc' });
const problemOf = async (bytes: Uint8Array): Promise<MessageProblem | null> => {
  const result = await read(bytes);
  return result.ok ? null : result.error;
};
const good = writeXml(e05, 'utc');
const latin = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
const utf16 = (text: string, mark: boolean) =>
  Uint8Array.from([...(mark ? [0xff, 0xfe] : []), ...Buffer.from(text, 'utf16le')]);
const header =
  '<MessageHeader MessageTypeCode="017" MarketTimestamp="2026-11-21T18:05:00" TxRefNbr="T"/>';
const body = '<MIM017_X MPRN="10001234567" MeterPointStatusReason="E05"/>';
const document = (inside: string) => `<ieXMLDocument>${inside}</ieXMLDocument>`;

const tooManyOf = (what: 'rows' | 'messages' | 'signs in a line'): MessageProblem => ({
  code: 'tooMany',
  what,
  most: { rows: MOST_ROWS, messages: MOST_MESSAGES, 'signs in a line': MOST_LINE }[what],
});

const bomb = `<!DOCTYPE ieXMLDocument [<!ENTITY a "ha">${[...'bcdefghij']
  .map((name, index) => `<!ENTITY ${name} "${`&${'abcdefghij'[index]};`.repeat(10)}">`)
  .join('')}]>${document(`${header}<MIM017_X MPRN="&j;"/>`)}`;

describe('bad input', () => {
  test.each<[string, string, MessageProblem]>([
    ['a bomb of entities', bomb, { code: 'documentType' }],
    [
      'an external entity',
      `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${document(`${header}<MIM017_X MPRN="&x;"/>`)}`,
      { code: 'documentType' },
    ],
    [
      'an external document type',
      `<!DOCTYPE a SYSTEM "http://x/y.dtd">${good}`,
      { code: 'documentType' },
    ],
    [
      'an entity nobody declared',
      document(`${header}<MIM017_X MPRN="&x;"/>`),
      { code: 'entity', line: 1 },
    ],
    ['a file cut short', good.slice(0, -40), { code: 'cutShort' }],
    [
      'an attribute twice',
      document(header.replace('/>', ' TxRefNbr="U"/>') + body),
      { code: 'duplicateAttribute', line: 1 },
    ],
    [
      'an attribute twice under two prefixes of one namespace',
      `<ieXMLDocument xmlns:a="u" xmlns:b="u">${header}<MIM017_X a:MPRN="1" b:MPRN="2"/></ieXMLDocument>`,
      { code: 'duplicateAttribute', line: 1 },
    ],
    [
      'tags that cross',
      '<ieXMLDocument><a><b></a></b></ieXMLDocument>',
      { code: 'notWellFormed', line: 1, column: 25 },
    ],
    ['two documents in one file', good + good, { code: 'notWellFormed', line: 7, column: 6 }],
    ['words after the end', `${good}end`, { code: 'notWellFormed', line: 7, column: 3 }],
    [
      'a control character',
      document(header.replace('"T"', '"\u0001"')),
      { code: 'notWellFormed', line: 1, column: 101 },
    ],
    ['a page of a portal', '<html><body>Sign in</body></html>', { code: 'notAMessage' }],
    [
      'a message of Northern Ireland',
      good.replaceAll('ieXML', 'niXML'),
      { code: 'northernIreland' },
    ],
    ['a body of Northern Ireland', document(`${header}<NIE306_X/>`), { code: 'northernIreland' }],
    [
      'a type of no concern',
      document(header.replace('017', '010') + body),
      { code: 'unknownType' },
    ],
    [
      'a type that is a word of the language',
      document(header.replace('017', 'toString') + body),
      { code: 'unknownType' },
    ],
    [
      'a header of one type and a body of another',
      document(header.replace('017', '307') + body),
      { code: 'typeAndBodyDiffer' },
    ],
    ['no header', document(body), { code: 'noHeader' }],
    ['no body', document(header), { code: 'noBody' }],
    ['two headers', document(header + header + body), { code: 'severalHeaders' }],
    ['two messages in one document', document(header + body + body), { code: 'severalBodies' }],
    [
      'no type',
      document(header.replace(' MessageTypeCode="017"', '') + body),
      { code: 'missing', field: 'MessageTypeCode' },
    ],
    [
      'no TxRefNbr',
      document(header.replace(' TxRefNbr="T"', '') + body),
      { code: 'missing', field: 'TxRefNbr' },
    ],
    [
      'a TxRefNbr too long',
      document(header.replace('"T"', `"${'T'.repeat(37)}"`) + body),
      { code: 'misfit', field: 'TxRefNbr', expected: 'up to 36 characters without a space' },
    ],
    [
      'an MPRN of Northern Ireland',
      document(header + body.replace('"10', '"81')),
      { code: 'mprn', problem: 'northernIreland' },
    ],
    [
      'an MPRN too short',
      document(header + body.replace('"10', '"1')),
      { code: 'mprn', problem: 'tooShort' },
    ],
    [
      'a column too few',
      'MPRN,Message type\n10001234567,307\n',
      { code: 'noColumn', field: 'TxRefNbr' },
    ],
    ['JSON of somebody else', '{"messages": 1}', { code: 'notJson' }],
    ['half of a JSON file', writeJson([e05]).slice(0, 200), { code: 'notJson' }],
    ['nothing', '', { code: 'empty' }],
    ['blanks', ' \n\t ', { code: 'empty' }],
    ['a PDF', '%PDF-1.7 …', { code: 'otherFile', kind: 'pdf' }],
  ])('MSG12 %s', async (_, text, expected) => {
    expect(await problemOf(utf8(text))).toEqual(expected);
  });

  test.each<[string, Uint8Array, MessageProblem | null]>([
    ['UTF-8', utf8(good), null],
    ['UTF-8 with a mark', utf8(`\uFEFF${good}`), null],
    ['UTF-16 with a mark', utf16(good.replace('UTF-8', 'UTF-16'), true), null],
    ['what says nothing of itself', utf8(good.replace(/^.*\n/, '')), null],
    ['ISO-8859-1', latin(good.replace('UTF-8', 'ISO-8859-1').replace('CON-', 'é')), null],
    [
      'bytes that are not UTF-8',
      latin(good.replace('CON-', 'é')),
      { code: 'encodingWrong', said: 'utf-8' },
    ],
    ['UTF-16 that says UTF-8', utf16(good, true), { code: 'encodingWrong', said: 'utf-8' }],
    [
      'UTF-8 that says UTF-16',
      utf8(good.replace('UTF-8', 'UTF-16')),
      { code: 'encodingWrong', said: 'utf-16' },
    ],
    ['UTF-16 without a mark', utf16(good, false), { code: 'encodingWrong', said: 'utf-16' }],
    [
      'a mark of UTF-8 and another name',
      utf8(`\uFEFF${good.replace('UTF-8', 'windows-1252')}`),
      { code: 'encodingWrong', said: 'windows-1252' },
    ],
    [
      'a name we do not know',
      utf8(good.replace('UTF-8', 'UTF-7')),
      { code: 'encodingUnknown', name: 'utf-7' },
    ],
    [
      'a name that is a word of the language',
      utf8(good.replace('UTF-8', 'constructor')),
      { code: 'encodingUnknown', name: 'constructor' },
    ],
    [
      'bytes of a program',
      Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1]),
      { code: 'otherFile', kind: 'binary' },
    ],
    ['a zip', Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0]), { code: 'otherFile', kind: 'zip' }],
    [
      'half a character at the end',
      utf8(good.replace('CON-', '€')).slice(0, good.indexOf('CON-') + 2),
      { code: 'cutShort' },
    ],
  ])('MSG13 %s', async (_, bytes, expected) => {
    expect(await problemOf(bytes)).toEqual(expected);
  });

  test('MSG14 100 MB are refused before a byte of them is read', async () => {
    const file = {
      size: 100 * 1024 * 1024,
      read: () => Promise.reject(new Error('was read')),
    };
    const result = await readMessageFile(file, startDecoder, { wall: 'utc' });
    expect(result).toEqual({ ok: false, error: { code: 'tooLarge', megabytes: 100, most: 16 } });
  });

  test.each<[string, string, string, MessageProblem]>([
    [
      'a deep nest',
      `<ieXMLDocument>${header}<MIM017_X>`,
      '<a>',
      { code: 'tooDeep', most: MOST_DEPTH },
    ],
    [
      'an element of very many attributes',
      `<ieXMLDocument>${header}<MIM017_X `,
      'a="1" ',
      { code: 'tooMany', what: 'attributes', most: MOST_ATTRIBUTES },
    ],
    [
      'very many elements',
      `<ieXMLDocument>${header}<MIM017_X>`,
      '<a/>',
      { code: 'tooMany', what: 'elements', most: MOST_ELEMENTS },
    ],
    ['a bomb with a long tail', bomb, ' ', { code: 'documentType' }],
  ])('MSG14 %s is left where it shows, the rest unread', async (_, start, again, expected) => {
    const bytes = utf8(
      start + again.repeat(Math.floor((MOST_MESSAGE_BYTES - 5000) / again.length)),
    );
    let furthest = 0;
    const file = {
      size: bytes.length,
      read: (from: number, to: number) => {
        furthest = Math.max(furthest, to);
        return Promise.resolve(bytes.subarray(from, to));
      },
    };
    const result = await readMessageFile(file, startDecoder, { wall: 'utc' });
    expect(result).toEqual({ ok: false, error: expected });
    expect(furthest).toBeLessThan(bytes.length / 10);
  });

  const header106 = 'MessageTypeCode,MarketTimestamp,TxRefNbr,MPRN\r\n';
  const rows = (count: number) =>
    header106 +
    Array.from({ length: count }, (_, at) => `106E,2026-11-21T20:00:00Z,t${at},10001234567`).join(
      '\r\n',
    );
  const json = (...messages: readonly string[]) =>
    `{"schema":"","messages":[${messages.join(',')}]}`;
  const line = '{"type":"017"}';

  test.each<[string, () => string, MessageProblem]>([
    ['rows of nothing', () => `${header106}${'x\n'.repeat(8_000_000)}`, tooManyOf('rows')],
    ['lines of nothing', () => `${header106}${'\r'.repeat(200_000)}`, tooManyOf('rows')],
    ['answers', () => rows(MOST_MESSAGES + 1), tooManyOf('messages')],
    ['cells', () => `[${'{},'.repeat(5_000_000)}{}]`, tooManyOf('signs in a line')],
    ['messages of JSON', () => json(...Array(MOST_MESSAGES + 1).fill(line)), tooManyOf('messages')],
    [
      'lines of one message of JSON',
      () => json(`{"type":"603","lines":[${`${line},`.repeat(MOST_ROWS)}${line}]}`),
      tooManyOf('rows'),
    ],
    ['objects of JSON', () => json(`${'{},'.repeat(5_000_000)}{}`), tooManyOf('rows')],
  ])('MSG14 too many %s are refused', async (_, text, expected) => {
    expect(await problemOf(utf8(text()))).toEqual(expected);
  });

  test('MSG14 a list of 20,000 answers is read, and a daily list of a hundred thousand', async () => {
    const answers = await read(utf8(rows(20_000)));
    expect(answers.ok && answers.value.messages.length).toBe(20_000);
    const listed = `MessageTypeCode,TxRefNbr\r\n${'017,t\r\n'.repeat(MOST_ROWS)}`;
    const daily = await read(utf8(listed));
    expect(daily.ok && daily.value.daily?.lines.length).toBe(MOST_ROWS);
  });

  test('MSG14 JSON a million levels deep is a refusal like any other', async () => {
    expect(await problemOf(utf8(`{"messages":${'['.repeat(1_000_000)}`))).toEqual({
      code: 'notJson',
    });
  });

  test('MSG15 no beginning of a message is ever read as one', async () => {
    const whole = full307.trimEnd();
    for (let length = 1; length < whole.length; length++) {
      expect(readXml(whole.slice(0, length), 'utc'), `${length}`).toEqual({
        ok: false,
        error: { code: 'cutShort' },
      });
    }
    const bytes = utf8(whole);
    for (let length = 1; length < bytes.length; length += 7)
      expect((await read(bytes.slice(0, length))).ok).toBe(false);
  });

  test('MSG15 where pieces are cut changes nothing', async () => {
    const long = document(
      `${header}<MIM017_X MPRN="10001234567" MeterPointStatusReason="E05"${' '.repeat(65_400)}/><é/>`,
    );
    for (let shift = 0; shift < 40; shift++) {
      const result = await read(utf8(`<!--${'é'.repeat(shift)}-->${long}`));
      expect(result.ok && result.value.messages[0]?.message.body).toMatchObject({
        MPRN: '10001234567',
      });
    }
  });

  test('MSG16 whatever the bytes, there is a message or a documented reason, and no crash', async () => {
    const written = fc.oneof(
      anyMessage.map((message) => writeXml(message, 'utc')),
      anyMessage.map((message) => writeCsv([message])),
      anyMessage.map((message) => writeJson([message])),
      fc.constant(full307),
    );
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 }), fc.nat({ max: 9 })), {
      minLength: 1,
      maxLength: 4,
    });
    const damaged = fc.tuple(written, damage).map(([text, hits]) => {
      const bytes = utf8(text);
      for (const [place, byte, length] of hits)
        bytes.fill(byte, place % bytes.length, (place % bytes.length) + length);
      return bytes;
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(damaged, fc.uint8Array({ maxLength: 300 })), async (bytes) => {
        const result = await read(bytes);
        const found = result.ok ? result.value.refused.map((one) => one.problem) : [result.error];
        for (const problem of found) expect(problems).toHaveProperty(problem.code);
      }),
      { numRuns: 500 },
    );
  });

  test('MSG17 no problem repeats a value of the message', () => {
    const secret = 'Ann-Kinsella-10001234567';
    for (const text of [
      document(header.replace('"T"', `"${secret} ${secret}"`) + body),
      document(header + body.replace('E05', secret)),
      document(`${header}<MIM017_X MPRN="${secret}" MeterPointStatusReason="E05"/>`),
    ]) {
      const result = readXml(text, 'utc');
      expect(result.ok).toBe(false);
      if (!result.ok) expect(describeProblem(result.error)).not.toContain('Kinsella');
    }
  });

  test('MSG17 a problem is one line of plain words with its status', () => {
    expect(describeProblem({ code: 'tooLarge', megabytes: 100, most: 16 })).toBe(
      'Refused: larger than any message, and not read (megabytes 100, most 16).',
    );
    expect(describeProblem({ code: 'northernIreland' })).toBe(
      'Set aside: a message of Northern Ireland, not this market.',
    );
  });

  test('MSG18 SPEC has every reason with its status', () => {
    const spec = readFileSync(join(root, 'shared', 'SPEC.md'), 'utf8');
    const rows = [...spec.matchAll(/^\| `(\w+)` \| (refused|set aside) \|/gm)];
    expect(Object.fromEntries(rows.map(([, code, status]) => [code, status]))).toEqual(
      Object.fromEntries(
        Object.entries(problems).map(([code, { status }]) => [
          code,
          status === 'refused' ? 'refused' : 'set aside',
        ]),
      ),
    );
  });

  test('MSG12 one wrong message in a table or a JSON file holds up no other', async () => {
    const wrong = { ...e05, header: { ...e05.header, TxRefNbr: 'two words' } };
    for (const text of [writeCsv([e05, wrong]), writeJson([e05, wrong])]) {
      const result = await read(utf8(text));
      expect(result.ok && result.value.messages.map((one) => one.message.header.TxRefNbr)).toEqual([
        txRefNbr,
      ]);
      expect(result.ok && result.value.refused.map(({ problem }) => problem.code)).toEqual([
        'misfit',
      ]);
    }
  });
});
