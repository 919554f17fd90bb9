import { expect, test } from 'vitest';
import { newDesk } from '../../../shared/domain/desk.ts';
import type { Hello } from '../../../shared/bridge.ts';
import { networksNumber } from '../../../renderer/views/numbers.ts';

const hello = (number?: string): Hello => ({
  host: 'desktop',
  version: '',
  journalFolder: null,
  administrator:
    number === undefined ? null : { numbers: [{ id: 'networks', label: 'Desk', number }] },
  problems: [],
  can: { dial: false, notify: false, print: false, journal: false, badge: false },
});
const desk = { ...newDesk, settings: { 'numbers.networks': '021 111 1111' } };

test('SHELL9: Networks’ number is the administrator’s where the file gives one, else the desk’s, else the public line', () => {
  expect(networksNumber({ desk, hello: hello('021 999 9999') })).toMatchObject({
    number: '021 999 9999',
    isPublic: false,
  });
  expect(networksNumber({ desk, hello: hello() })).toMatchObject({ number: '021 111 1111' });
  expect(networksNumber({ desk: newDesk, hello: hello() })).toMatchObject({ isPublic: true });
});
