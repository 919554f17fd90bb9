import { expect, test } from 'vitest';
import {
  changedWays,
  mpidOf,
  organisationOf,
  planSettingsOf,
  waySettings,
  waysAreGiven,
  waysOf,
  ledgerOf,
  webformOf,
} from '../../../renderer/console/organisation.ts';
import { administratorFileSchema, type Hello } from '../../../shared/bridge.ts';
import { planBackFix } from '../../../shared/domain/back-fix.ts';
import { newDesk } from '../../../shared/domain/desk.ts';
import { planOf } from '../../../shared/domain/recovery-plan.ts';
import { recoveryOf } from '../../../shared/domain/recovery.ts';
import { decodeJson } from '../../../shared/lib/decode.ts';
import { must } from '../../../shared/lib/check.ts';
import { listOf } from '../../shared/domain/lists.ts';
import { evening, noneLeft, World } from '../../shared/domain/world.ts';

const hello = (administrator: Hello['administrator']): Hello => ({
  host: 'desktop',
  version: '',
  journalFolder: null,
  administrator,
  problems: [],
  can: { dial: false, notify: false, print: false, journal: false, badge: false },
});
const address = 'https://webform.example/017';
const noEmma = waySettings({
  emma: false,
  webform: true,
  address: ` ${address} `,
  ledger: ' Prepay core, adjustments ',
});
const desk = { ...newDesk, settings: noEmma };

test('FIX47: the ways of the administrator’s file count, and without it those of the desk', () => {
  const both = { emma: true, webform: true };
  expect(waysOf({ hello: hello(null), desk: newDesk })).toEqual(both);
  const own = { hello: hello(null), desk };
  expect([waysOf(own), webformOf(own), ledgerOf(own), waysAreGiven(own)]).toEqual([
    { emma: false, webform: true },
    address,
    'Prepay core, adjustments',
    false,
  ]);
  const laid = { hello: hello({ channels: { webform: { use: false } } }), desk };
  expect([waysOf(laid), webformOf(laid), ledgerOf(laid), waysAreGiven(laid)]).toEqual([
    { emma: true, webform: false },
    '',
    '',
    true,
  ]);
  const given = { hello: hello({ channels: { ledger: { where: 'Billing desk 4' } } }), desk };
  expect([waysOf(given), ledgerOf(given)]).toEqual([both, 'Billing desk 4']);
});

test('DESKS5: a desk that changes one thing takes back nothing that another has said, and two desks never leave a 017 no way out', () => {
  const before = { emma: true, webform: true, address, ledger: '' };
  expect(changedWays(before, {})).toEqual({});
  expect(changedWays(before, { emma: true, ledger: '' })).toEqual({});
  expect(changedWays(before, { ledger: ' Prepay core ' })).toEqual({
    'channels.ledger.where': 'Prepay core',
  });
  expect(changedWays(before, { emma: false })).toEqual({
    'channels.emma': false,
    'channels.webform': true,
  });
  expect(changedWays(before, { webform: false, address: '' })).toEqual({
    'channels.emma': true,
    'channels.webform': false,
    'channels.webform.address': '',
  });
});

test('FIX47: a file that leaves a 017 no way out is none', () => {
  const read = (channels: object) =>
    decodeJson(administratorFileSchema, JSON.stringify({ channels }));
  expect(read({ emma: { use: false } }).ok).toBe(true);
  expect(read({ emma: { use: false }, webform: { use: true, address } }).ok).toBe(true);
  expect(read({ emma: { use: false }, webform: { use: false } }).ok).toBe(false);
  expect(read({ emma: 'yes' }).ok).toBe(false);
});

test('FIX47: the plan takes the way that fits the failure, else the one that there is; with a case and without', () => {
  const world = new World();
  const state = world.case(
    must(world.report('10001234567', 30, { openD05: 'no', ...noneLeft }), 'a case'),
  );
  const sends = (point: number, settings: typeof newDesk.settings) =>
    planBackFix(
      state,
      point,
      planSettingsOf({ hello: hello(null), desk: { ...newDesk, settings } }),
    )
      .steps.filter(({ type }) => type === 'send017')
      .map(({ channel }) => channel);
  const noWebform = waySettings({ emma: true, webform: false, address: '', ledger: '' });
  expect([sends(7, {}), sends(7, noEmma), sends(7, noWebform)]).toEqual([
    ['emma'],
    ['webform'],
    ['emma'],
  ]);
  expect([sends(5, {}), sends(5, noEmma), sends(5, noWebform)]).toEqual([
    ['webform'],
    ['webform'],
    ['emma'],
  ]);
  const list = listOf({
    mprn: '10000000017',
    reason: 'E05',
    txRefNbr: 'tx-1',
    businessReference: null,
    sentAt: evening - 60_000,
    state: 'rejected',
    paidAt: null,
  });
  const [row] = recoveryOf({ list, states: [], requests: [], fixOf: () => undefined });
  const settings = planSettingsOf({ hello: hello(null), desk });
  expect(planOf(must(row, 'one row'), 7, settings)).toMatchObject([
    { type: 'sendAgain017', channel: 'webform' },
  ]);
});

test('FIX2: an MPID is the same in whichever case, and wherever, it was typed', () => {
  const known = { enrolment: null, hello: hello(null), world: 'live' } as const;
  const settings = { 'organisation.mpid': ' abc ' };
  const typed = { ...known, desk: { ...newDesk, settings } };
  const laid = { ...typed, hello: hello({ organisation: { name: 'XYZ', mpid: 'xyz' } }) };
  expect([mpidOf(typed), organisationOf(typed).mpid]).toEqual(['ABC', 'ABC']);
  expect(mpidOf(laid)).toBe('XYZ');
  expect(mpidOf({ ...known, desk: newDesk })).toBe('');
});
