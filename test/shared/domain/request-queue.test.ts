import { expect, test } from 'vitest';
import type { CaseState } from '../../../shared/domain/case.ts';
import { backByNetworks, networksSays } from '../../../shared/domain/networks-says.ts';
import { joinRequests } from '../../../shared/domain/request-join.ts';
import {
  countRequests,
  isInRequestGroup,
  isWork,
  matchesRequest,
  nextRequest,
  orderRequests,
  stageOf,
} from '../../../shared/domain/request-queue.ts';
import { foldRequest } from '../../../shared/domain/request.ts';
import { Night } from './requests.ts';
import { World } from './world.ts';

const MPRN = '10001234567';
const MIN = 60_000;
const mprn = (index: number) => `10${String(index).padStart(9, '0')}`;

test('COORD3: priority first, inside it no payment time first, then least time left; promised ones behind until their time has come', () => {
  const night = new Night();
  const paid = (minutes: number) => ({ paidAt: night.now - minutes * MIN });
  night.phone(mprn(1), paid(20));
  night.phone(mprn(2), paid(60));
  night.phone(mprn(3), { ...paid(10), priority: true });
  night.phone(mprn(4), {});
  night.phone(mprn(5), { priority: true });
  const promised = night.phone(mprn(6), paid(74));
  night.networks({
    do: 'decideRequest',
    request: promised,
    outcome: 'promised',
    promisedAt: night.now + 10 * MIN,
  });
  const done = night.phone(mprn(7), paid(74));
  night.networks({ do: 'decideRequest', request: done, outcome: 'done' });
  const order = () => orderRequests(night.seenBy('ESBN'), night.now).map(({ mprn }) => mprn);
  expect(order()).toEqual([5, 3, 4, 2, 1, 6, 7].map(mprn));
  night.minutes(11);
  expect(order()).toEqual([5, 3, 4, 6, 2, 1, 7].map(mprn));
  const ordered = orderRequests(night.seenBy('ESBN'), night.now);
  const six = ordered.find((each) => each.mprn === mprn(6));
  expect(six === undefined ? '' : stageOf(six, night.now)).toBe('promisePassed');
  // First what nobody has in hand; then this desk's own, one after the other.
  const next = (open: string | null, device = 'networks') =>
    nextRequest(orderRequests(night.seenBy('ESBN'), night.now), night.now, { device, open })?.mprn;
  expect(next(null)).toBe(mprn(6));
  expect(next(six?.id ?? null)).toBe(mprn(2));
  night.networks({ do: 'reopenRequest', request: promised });
  const idOf = (which: string) => ordered.find((each) => each.mprn === which)?.id ?? '';
  expect([5, 3, 4, 6, 2, 1].map((index) => next(idOf(mprn(index))))).toEqual(
    [3, 4, 6, 2, 1, 5].map(mprn),
  );
  const fresh = night.ask(mprn(8), { paidAt: night.now });
  expect(next(idOf(mprn(5)))).toBe(mprn(8));
  expect(next(null, 'networks-2')).toBe(mprn(8));
  night.networks({ do: 'takeRequest', request: fresh });
  expect(next(null, 'networks-2')).toBeUndefined();
  // A promise for one of two MPRNs is not left to run.
  const later = new Night();
  const asked = later.ask(mprn(1));
  later.networks({ do: 'decideRequest', request: asked, outcome: 'promised' });
  const [waits] = later.seenBy('ESBN');
  later.phone(mprn(2), { reference: later.reference(asked) });
  const [grave] = later.seenBy('ESBN');
  expect([waits, grave].map((each) => each !== undefined && isWork(each, later.now))).toEqual([
    false,
    true,
  ]);
});

test('COORD4: a figure is the number of requests its sentence is true of', () => {
  const night = new Night();
  const asked = night.ask(mprn(1));
  night.ask(mprn(2));
  night.phone(mprn(1), { reference: 'K7-042-R' });
  night.networks({ do: 'answerD05', request: asked, answer: 'waiting' });
  const refused = night.phone(mprn(3));
  night.networks({ do: 'decideRequest', request: refused, outcome: 'notFound' });
  const pictures = night.seenBy('ESBN');
  expect(countRequests(pictures, night.now)).toEqual({
    work: 2,
    new: 1,
    taken: 1,
    promised: 0,
    promisePassed: 0,
    done: 0,
    refused: 1,
    d05: 1,
    differences: 1,
  });
  expect(pictures.filter((each) => isInRequestGroup(each, 'd05', night.now))).toHaveLength(1);
});

test('SEARCH3: a request is found by MPRN, either side’s reference, the second identifier or the supplier’s name', () => {
  const night = new Night();
  const subject = night.ask(MPRN, { secondIdentifier: 'V94 C3C8' });
  night.networks({ do: 'takeRequest', request: subject });
  const [picture] = night.seenBy('ESBN');
  const given = picture?.networks.taken?.esbnReference ?? '';
  const found = (query: string) =>
    picture !== undefined && matchesRequest(picture, query, () => 'Abc Energy');
  for (const query of ['10 001 234', night.reference(subject), given, 'v94c3', 'energy', '']) {
    expect(found(query), query).toBe(true);
  }
  expect(found('nobody')).toBe(false);
});

test('SAYS1: Networks’ own record stands beside the case and never sets the power: a person records it, and not twice', () => {
  const world = new World();
  const subject = world.report(MPRN, 40);
  world.run({ do: 'outcome', subject, outcome: 'promised' });
  const request = world.case(subject).requests[0]?.request ?? '';
  const requestNow = () => foldRequest(world.events(request))!;
  const says = () =>
    networksSays(joinRequests([requestNow()], { authors: {}, own: null }), world.case(subject));
  expect(says()).toBeNull();
  world.now += MIN;
  world.run({ do: 'takeRequest', request });
  expect(says()?.newest).toMatchObject({ operator: 'Aoife' });
  const back = () => {
    const found = says();
    return found === null ? null : backByNetworks(found, world.case(subject), world.now);
  };
  expect(back()).toBeNull();
  world.now += MIN;
  world.run({ do: 'decideRequest', request, outcome: 'done', person: 'Declan' });
  expect(world.case(subject).power).toBeNull();
  const record = back();
  expect(record).toEqual({
    level: 'claimed',
    by: 'esbn',
    backAt: world.now,
    learntAt: world.now,
    person: 'Declan',
  });
  world.run({ do: 'power', subject, ...record! });
  expect(back()).toBeNull();
  // Off again after all: what was said of the time before is no news of this one.
  world.run({ do: 'stillOff', subject, by: 'customer' });
  expect(world.case(subject).power).toBeNull();
  expect(back()).toBeNull();
  // Nor once Networks is asked again, whatever picture that joins; a newer word is.
  world.now += MIN;
  world.answer(subject, 'answered', 'answered');
  expect(world.case(subject).requests).toHaveLength(2);
  expect(back()).toBeNull();
  world.now += MIN;
  world.run({ do: 'decideRequest', request, outcome: 'done', person: 'Grainne' });
  expect(back()).toMatchObject({ backAt: world.now, person: 'Grainne' });
});

test('SAYS2: what Networks typed for our MPRN stands beside a case that has no request of its own yet', () => {
  const night = new Night();
  night.phone(MPRN, { to: 'ABC' });
  const world = new World();
  world.now = night.now - MIN;
  const state: CaseState = world.case(world.report(MPRN, 20));
  expect(networksSays(night.seenBy('ABC'), state)?.newest).toMatchObject({ operator: 'networks' });
  const other = world.case(world.report('10000000025', 20));
  expect(networksSays(night.seenBy('ABC'), other)).toBeNull();
});
