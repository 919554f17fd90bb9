// Messages as fast-check draws them from the table, and as the tests write them by hand.
import * as fc from 'fast-check';
import { must } from '../../../shared/lib/check.ts';
import type { StartDecoder } from '../../../shared/domain/intake/file.ts';
import { parseMprn, type Mprn } from '../../../shared/domain/mprn.ts';
import { make017, type Request017 } from '../../../shared/market/make-017.ts';
import {
  headerFields,
  messageTypes,
  rowOf,
  type Fields,
  type Kind,
  type Message,
  type MessageType,
} from '../../../shared/market/messages.ts';

export const at = Date.parse('2026-11-21T18:05:00Z');
export const txRefNbr = 'bc0cb979-28be-4622-b287-d676a9832cc6';

export function mprnOf(text: string): Mprn {
  const read = parseMprn(text);
  if (!read.ok) throw new Error(read.error.code);
  return read.value.mprn;
}

export const mprn = mprnOf('10001234567');

export const request: Request017 = {
  mprn,
  reason: 'E05',
  businessReference: 'CON-20261121-0007',
  txRefNbr,
  at,
  sender: 'SUP',
  recipient: 'DSO',
};

const made = make017(request);
if (!made.ok) throw new Error(made.error.code);
export const e05 = made.value;

export const startDecoder: StartDecoder = (encoding, fatal) => {
  const decoder = new TextDecoder(encoding, { fatal, ignoreBOM: true });
  return (bytes, last) => {
    try {
      return decoder.decode(bytes, { stream: !last });
    } catch {
      return undefined;
    }
  };
};

const signs = (most: number) =>
  fc.string({
    unit: fc.integer({ min: 0x21, max: 0x7e }).map(String.fromCharCode),
    minLength: 1,
    maxLength: most,
  });

const pad = (value: number, width: number) => String(value).padStart(width, '0');

/** Any minute of 2001 to 2098, to the millisecond. */
export const instants = fc.integer({ min: Date.UTC(2001, 0), max: Date.UTC(2098, 11) });

const kinds: Readonly<Record<Kind, fc.Arbitrary<string | number>>> = {
  mprn: fc.integer({ min: 0, max: 999_999_999 }).map((rest) => mprnOf(`10${pad(rest, 9)}`)),
  participant: fc.string({
    unit: fc.integer({ min: 0x21, max: 0x7e }).map(String.fromCharCode),
    minLength: 3,
    maxLength: 3,
  }),
  messageType: fc.constantFrom('017', '106E', '307', '010', '999Z'),
  transaction: fc.oneof(fc.uuid(), signs(36)),
  reason: fc.constantFrom('E05', 'D05', 'E01', 'D04'),
  version: fc.oneof(fc.constant('14.00.00'), signs(9)),
  code: signs(20),
  text: fc
    .string({ unit: 'binary', minLength: 1, maxLength: 60 })
    .map((text) => text.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '').trim())
    .filter((text) => text !== ''),
  day: instants.map((one) => new Date(one).toISOString().slice(0, 10)),
  instant: instants,
  count: fc.nat({ max: 999_999_999 }),
};

function values(fields: Fields): fc.Arbitrary<Record<string, string | number>> {
  const model = Object.fromEntries(
    Object.entries(fields).map(([name, { kind }]) => [name, kinds[kind]]),
  );
  const requiredKeys = Object.keys(fields).filter((name) => fields[name]?.required);
  return fc.record(model, { requiredKeys, noNullPrototype: true });
}

export function messageOfType(type: MessageType): fc.Arbitrary<Message> {
  const { body, lines } = rowOf(type);
  return fc
    .record({
      header: values(headerFields),
      body: values(body),
      lines: lines === null ? fc.constant([]) : fc.array(values(lines.fields), { maxLength: 5 }),
    })
    .map((drawn) => ({ type, ...drawn }) as unknown as Message);
}

export const anyMessage = fc.oneof(...messageTypes.map(messageOfType));

/** A 307 as an importer in use reads it, with all that stands below the body. */
export const full307 = `<?xml version="1.0" encoding="UTF-8"?>
<ieXMLDocument>
  <MessageHeader MessageTypeCode="307" VersionNumber="13.00.00" MarketTimestamp="2026-11-21T19:41:12"
                 SenderID="DSO" RecipientID="SUP" SupplierMPID="SUP" TxRefNbr="${txRefNbr}"/>
  <MIM307_MeterPointStatusChangeConfirmationEnergisation EffectiveFromDate="2026-11-21">
    <MeterPoint MPRN="10001234567" MPBusinessReference="CON-20261121-0007" MeterPointStatusCode="E"/>
    <MeterID SerialNumber="A1" MeterCategoryCode="X">
      <RegisterLevelInfo TimeslotCode="24H" ReadingValue="1"/>
    </MeterID>
    <UsageFactors TimeslotCode="24H" EffectiveFromDate="2020-01-01"/>
  </MIM307_MeterPointStatusChangeConfirmationEnergisation>
</ieXMLDocument>
`;

export const pick = <T>(list: readonly T[], index: number): T =>
  must(list[index], 'the test put it there');
