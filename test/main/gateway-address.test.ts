import { expect, test } from 'vitest';
import { readAddress } from '../../main/gateway-address.ts';

test.each([
  ['https://gateway.supplier.ie', 'https://gateway.supplier.ie'],
  [' https://Gateway.Supplier.ie:8443/ ', 'https://gateway.supplier.ie:8443'],
  ['gateway.supplier.ie', 'https://gateway.supplier.ie'],
  ['gateway.supplier.ie:8443', 'https://gateway.supplier.ie:8443'],
  ['10.1.2.3:8443', 'https://10.1.2.3:8443'],
  ['http://127.0.0.1:4375', 'http://127.0.0.1:4375'],
  ['127.0.0.1:4375', 'http://127.0.0.1:4375'],
  ['localhost:4375', 'http://127.0.0.1:4375'],
  ['http://[::1]:4375', 'http://127.0.0.1:4375'],
  ['https://localhost:8443', 'https://localhost:8443'],
])('WIRE9: %s is %s', (typed, address) => {
  expect(readAddress(typed)).toEqual({ ok: true, value: address });
});

test.each([
  '',
  '   ',
  'gateway of the supplier',
  'http://gateway.supplier.ie',
  'http://127.0.0.1.supplier.ie',
  'http://localhost.supplier.ie',
  'http://10.1.2.3',
  'ftp://gateway.supplier.ie',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'https://somebody:secret@gateway.supplier.ie',
  'https://gateway.supplier.ie/v1',
  'https://gateway.supplier.ie/?next=1',
  'https://gateway.supplier.ie/#top',
  'https://',
  'https://gateway.supplier.ie:99999',
])('WIRE9: "%s" is no address of a gateway', (typed) => {
  expect(readAddress(typed)).toEqual({ ok: false, error: { code: 'badAddress' } });
});
