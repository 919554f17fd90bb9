// The sample night from its failure to its reconciliation: at a screen by keys, by colleagues in the
// room, over a real gateway, with an agent over a real folder, against the simulated market.
import { expect, test } from 'vitest';
import { HUB_DOWN, isRemote, marketOf } from '../../shared/drill/night/sample.ts';
import { hasPaidSince, switches } from '../../shared/domain/outstanding.ts';
import { BACKSTOP_MINUTES, MINUTE } from '../../shared/domain/backstop-clock.ts';
import { txRefNbrOf } from '../../shared/domain/tx-ref.ts';
import { clockAt, startFolderNight, type FolderNight } from '../support/folder-night.ts';
import { SEED, SUPPLIER } from '../support/marked-market.ts';
import { Hands } from '../support/night-hands.ts';

/** Two cores may be shared with others. */
const soon = { timeout: 30_000 };

interface Played {
  readonly night: FolderNight;
  readonly hands: Hands;
  /** Who was cut off, as the screen said it when the evidence came, and who was in its alarm line. */
  readonly seen: { readonly queue: string[]; readonly alarms: string[] };
  /** How many answers were taken as proofs at the screen. */
  proofs: number;
}

/** From the failure on two colleagues ring, of export after export, at a laptop that has no line. */
async function theEveningIsRung(night: FolderNight): Promise<void> {
  const { room, marked } = night;
  room.worksAllBut([...marked.rejected, ...marked.unanswered]);
  await night.playOffline(HUB_DOWN, clockAt('20:35'));
}

/** Customers, the mass failure, EMMA's list; whom a D05 would cut off is held, asked for, or taken out of EMMA. */
async function theHubFails(played: Played): Promise<void> {
  const { night, hands } = played;
  const { operator } = hands;
  const { page } = operator;
  await operator.bringIn('test/data/hub-outage.csv');
  await operator.confirmFile();
  await expect.poll(() => operator.count('Power off'), soon).toBe(120);
  await hands.declare('1730');
  await hands.bringList();
  const cutOff = page.getByRole('region', { name: /will be cut off/ });
  await operator.press('1');
  const toTakeOut = cutOff.getByText('To be taken out of EMMA');
  await expect.poll(() => cutOff.getByText('Nobody asked yet').count(), soon).toBe(25);
  expect(await toTakeOut.count()).toBe(25);
  await operator.press('b', 'Control+Enter');
  await expect.poll(() => cutOff.getByText('Nobody asked yet').count(), soon).toBe(0);
  // What was rung offline since the failure meets what was brought in here.
  await night.playOffline(clockAt('20:36'), clockAt('20:41'));
  await night.reaches(clockAt('20:41'));
  await hands.catchesUp();
  await theRoomsWorkIsSeen(played);
  // Whose D05 Networks has cancelled in a call is in no danger any more.
  const held = 50 - cancelledByPhone(night).length;
  const figure = page.getByRole('button', { name: /will be cut off/ }).locator('b');
  await expect.poll(() => figure.textContent(), soon).toBe(String(held));
  await operator.press('k');
  await operator.dialog().waitFor();
  await operator.press('Control+Enter');
  await page.getByRole('button', { name: `${held} disconnections held back` }).waitFor();
  expect(await hands.takesOut()).toBe(25);
  await expect.poll(() => toTakeOut.count(), soon).toBe(0);
  await night.playOffline(clockAt('20:42'), clockAt('20:45'));
  await night.reaches(clockAt('20:45'));
  await hands.catchesUp();
  expect(night.room.log.openCases()).toHaveLength(120);
  expect(night.room.log.guards()).toHaveLength(held);
}

/** Of those whom EMMA's list finds in danger. */
function cancelledByPhone({ market, room }: FolderNight): readonly string[] {
  const inDanger = market
    .outstanding()
    .filter((each) => switches(each) === 'off' && hasPaidSince(each));
  const cancelled = room.stage.notes.filter(({ what }) => what === 'd05Cancelled');
  return cancelled.flatMap(({ mprn }) =>
    inDanger.some((each) => each.mprn === mprn) ? [mprn ?? ''] : [],
  );
}

/** Who was put back by phone offline is back here too, and who is not is off. */
async function theRoomsWorkIsSeen({ night, hands }: Played): Promise<void> {
  const { operator } = hands;
  const back = night.room.log.openCases().filter(({ power }) => power !== null).length;
  await operator.press('Alt+1');
  await expect.poll(() => operator.count('Said to be back'), soon).toBe(back);
  expect(await operator.count('Power off')).toBe(120 - back);
  await operator.press('Alt+3', '1');
}

/** No gateway: the screen works the first ones by its keys, the room rings about others and about D05s. */
async function allIsOffline({ night, hands }: Played): Promise<void> {
  const { room, sample, marked } = night;
  await night.cutOff();
  const worked = new Set<string>();
  while (worked.size < 4) worked.add(await hands.workNext());
  await expect.poll(() => hands.operator.count('Said to be back'), soon).toBeGreaterThan(0);
  const ours = new Set([...marked.rejected, ...marked.unanswered, ...worked]);
  // Whom no message can put back is rung about first.
  const free = sample.rows.filter(({ mprn }) => !ours.has(mprn));
  room.worksOnly(free.filter(({ facts }) => !isRemote(facts)));
  await night.playOffline(clockAt('20:47'), clockAt('21:05'));
  room.worksOnly(free);
  await night.playOffline(clockAt('21:06'), clockAt('21:13'));
  room.guard();
  await night.playOffline(clockAt('21:14'), clockAt('21:35'));
  const done = room.stage.notes.filter(({ what }) => what === 'callDone' || what === 'callCrew');
  expect(done.length).toBeGreaterThan(8);
}

/** Gateway, agent and hub are back; the plan goes out in one release, and what waited runs. */
async function allIsBack({ night, hands }: Played): Promise<void> {
  const { room, market, emma } = night;
  await night.comeBack();
  room.worksAllBut([...night.marked.rejected, ...night.marked.unanswered]);
  await night.reaches(clockAt('21:37'));
  await hands.catchesUp();
  await hands.bringList();
  night.hubIsBack(clockAt('21:40'));
  await night.until(clockAt('21:40'));
  await hands.endFailure();
  expect(await hands.release()).toBeGreaterThan(100);
  await night.play(clockAt('21:44'), clockAt('21:48'));
  // Of what people left to a message, every one lay in the folder, and nothing else.
  const sent = room.log
    .allFixes()
    .filter(({ items }) =>
      items.some(({ type, standing }) => type === 'send017' && standing !== 'released'),
    );
  const taken = emma.taken.map(({ body }) => String(body.MPRN));
  expect(taken.toSorted()).toEqual(sent.map(({ mprn }) => mprn).toSorted());
  expect(taken).toEqual(
    expect.arrayContaining([...night.marked.rejected, ...night.marked.unanswered]),
  );
  expect(market.truth.cutOffs.length).toBeGreaterThan(4);
}

/** Whom a waiting D05 has cut off stands on top, and is put back by phone. */
async function theCutOffIsSeen(played: Played): Promise<string> {
  const { night, hands, seen } = played;
  const { operator } = hands;
  const { room } = night;
  await hands.catchesUp();
  await operator.press('Alt+1');
  const alarms = operator.page.getByRole('region', { name: 'Alarms' });
  await alarms
    .getByRole('button', { name: /Cut off again/ })
    .first()
    .waitFor();
  for (const place of [0, 1, 2, 3])
    await operator.rows().nth(place).getByText('Cut off again').waitFor();
  seen.alarms.push(...(await hands.closesCutOffAlarms()));
  expect(seen.alarms.toSorted()).toEqual(seen.queue.toSorted());
  await operator.press('n');
  await operator.case().getByText('Cut off again: the market says so').waitFor();
  const mprn = await hands.mprn();
  room.takes(seen.queue);
  room.leaves([mprn]);
  await hands.workOpen();
  played.proofs += await hands.takesProofs();
  expect(played.proofs).toBeGreaterThan(10);
  await night.play(clockAt('21:50'), clockAt('22:04'));
  return mprn;
}

/** Five are rejected: four go again under a new TxRefNbr, one is given up and done by phone. */
async function rejectsAreDecided({ night, hands }: Played): Promise<void> {
  const { emma, marked, room } = night;
  await hands.catchesUp();
  const [givenUp = '', ...again] = marked.rejected;
  const sent = new Set(emma.taken.map(({ header }) => header.TxRefNbr));
  const rejected = night.delivered.filter(
    ({ message, about }) => message.type === '117R' && about !== null && sent.has(about),
  );
  expect(rejected).toHaveLength(5);
  for (const mprn of again) {
    await hands.openFix('Rejected by the market', mprn);
    await hands.does('Send again under a new TxRefNbr');
  }
  await hands.openFix('Rejected by the market', givenUp);
  await hands.operator.dialog().getByLabel('Why it is not sent').fill('done by phone');
  await hands.does('Take it back');
  await hands.work(givenUp);
  room.takes(marked.rejected);
  await night.play(clockAt('22:06'), clockAt('22:12'));
  const numbers = emma.taken.map(({ header }) => header.TxRefNbr);
  for (const mprn of again) expect(numbers).toContain(attempt(mprn, 2));
  expect(numbers).not.toContain(attempt(givenUp, 2));
}

/** Three answers were lost: an hour later they are asked about, and a person says what became of them. */
async function lostAnswersAreAskedFor({ night, hands }: Played): Promise<void> {
  const { marked, room } = night;
  await night.play(clockAt('22:15'), clockAt('22:45'), 3 * MINUTE);
  await hands.catchesUp();
  await hands.operator.press('Alt+3');
  await expect.poll(() => hands.count('Outcome unknown'), soon).toBe(3);
  for (const mprn of marked.unanswered) {
    expect(night.delivered.some(({ about }) => about === attempt(mprn, 1))).toBe(false);
    expect(night.asksUntilAnswered(mprn, 'ask017')).toMatchObject({
      seen: [{ txRefNbr: attempt(mprn, 1), state: 'done' }],
    });
    await hands.openFix('Outcome unknown', mprn);
    await hands.operator.dialog().getByLabel('Who at the other end').fill('Niamh');
    await hands.does('It arrived');
    await hands.proves('Handed over', mprn, 'Niamh');
    await hands.isBack(mprn, '2');
  }
  room.takes(marked.unanswered);
}

/** The market's day against ours, until nothing is missing on either side. */
async function theDayIsReconciled(played: Played): Promise<void> {
  const { night, hands } = played;
  const { marked, sample } = night;
  await night.play(clockAt('22:51'), clockAt('23:57'), 3 * MINUTE);
  await hands.catchesUp();
  // Whoever was cut off was put back by phone: now nothing more is sent for them.
  played.proofs += await hands.takesProofs();
  await hands.release();
  // Whoever came back in the night is released for while the day still runs: its list is their proof.
  await night.play(clockAt('00:00', 22), clockAt('02:54', 22), 6 * MINUTE);
  await hands.catchesUp();
  played.proofs += await hands.takesProofs();
  await hands.release();
  await night.play(clockAt('03:00', 22), clockAt('03:18', 22), 6 * MINUTE);
  await hands.catchesUp();
  played.proofs += await hands.takesProofs();
  await hands.release();
  // D05s that stand in no list of EMMA's are known by their answers; what was lost on its way is missing.
  const unlisted = (marketOf(sample, SEED).waiting ?? []).filter(
    ({ receipt }) => receipt === 'none',
  );
  const answers = night.delivered.filter(({ message }) => message.type !== '603');
  const isAnswered = (txRefNbr: string) =>
    answers.some(({ message }) => JSON.stringify(message).includes(txRefNbr));
  expect(unlisted.map(({ message }) => isAnswered(message.header.TxRefNbr))).toEqual([true, true]);
  const lost = marked.unanswered.length;
  const words = await hands.reconciles(`Theirs, not ours: ${lost}`);
  expect(words).not.toContain('Ours, not theirs');
  // The numbers of the lost ones are read out, and they are sent once more.
  const numbers = await hands.copiesLostAnswers();
  expect(numbers).toHaveLength(lost);
  for (const each of numbers) night.market.resend(each, night.market.now + 1);
  await night.play(clockAt('03:20', 22), clockAt('03:21', 22));
  await hands.catchesUp();
  const clear = await hands.reconciles('Nothing is missing on either side.');
  expect(clear).not.toContain('Explained');
}

/** Closed on proof, where it matters by a second person. */
async function allIsClosed({ night, hands }: Played, cutOff: string): Promise<void> {
  const { operator } = hands;
  await hands.takesOver('Ciara');
  await hands.openFix('Proved', cutOff);
  await hands.does('I have looked at all of it, and sign');
  await hands.takesOver('Maura');
  night.room.sign();
  await night.syncRoom();
  await night.until(clockAt('03:26', 22));
  await hands.catchesUp();
  await operator.page.getByText('waits for a second person').waitFor({ state: 'hidden' });
  await hands.close();
  await night.play(clockAt('03:28', 22), clockAt('03:28', 22));
  // BF16: the list is that of the night before, and what it said would happen has happened.
  await operator.press('Alt+3');
  for (const figure of [/will be cut off/, /second E05/, /runs by itself/, /nothing waiting/])
    await expect
      .poll(
        () => operator.page.getByRole('button', { name: figure }).locator('b').textContent(),
        soon,
      )
      .toBe('0');
}

/** The TxRefNbr under which the night sends for a customer whose message never left. */
const attempt = (mprn: string, count: number) =>
  txRefNbrOf({ supplier: SUPPLIER, mprn, key: 'send017/1' }, count);

/** In a call without a screen, and when. */
const putBack = ({ room }: FolderNight): ReadonlyMap<string, number> =>
  new Map(
    room.stage.notes
      .flatMap(({ what, mprn, at }) =>
        what === 'callDone' && mprn !== null ? [[mprn, at] as const] : [],
      )
      .toReversed(),
  );

/** By that call within the minutes of the backstop. */
function putBackInTime(night: FolderNight) {
  const calls = putBack(night);
  return night.sample.rows.filter(({ mprn, facts: { paidAt = 0 } }) => {
    const at = calls.get(mprn);
    return at !== undefined && at - paidAt <= BACKSTOP_MINUTES * MINUTE;
  });
}

/** From paying to the first power after it, as the meter has it. */
function minutesOff({ market }: FolderNight, mprn: string, paidAt = 0): number {
  const { history = [] } = market.truth.meters.get(mprn) ?? {};
  const on = history.find(({ isOn, at }) => isOn && at >= paidAt);
  return on === undefined ? Infinity : (on.at - paidAt) / MINUTE;
}

test(
  'NIGHT8: the sample night at the screen, over a real folder: worked offline, released in bulk, answered, and closed with nothing missing',
  { timeout: 400_000 },
  async () => {
    const night = await startFolderNight(HUB_DOWN);
    await theEveningIsRung(night);
    await night.until(clockAt('20:36'));
    const operator = await night.desk('Maura', 'supervisor');
    await night.startAgent();
    const hands = new Hands(operator, night);
    const seen: Played['seen'] = { queue: [], alarms: [] };
    const played: Played = { night, hands, seen, proofs: 0 };
    night.onCutOff(async (mprns) => {
      await hands.catchesUp();
      await hands.seesCutOff(mprns);
      // The first ones together: nobody rings about them before the supervisor has looked.
      if (seen.queue.length === 0) night.room.leaves(mprns);
      else seen.alarms.push(...(await hands.closesCutOffAlarms()));
      seen.queue.push(...mprns);
    });
    await theHubFails(played);
    await allIsOffline(played);
    await allIsBack(played);
    const cutOff = await theCutOffIsSeen(played);
    await played.hands.catchesUp();
    await operator.press('Alt+3');
    await played.hands.proves('The D05 ran', cutOff, 'Cormac');
    night.room.takes([cutOff]);
    await rejectsAreDecided(played);
    await lostAnswersAreAskedFor(played);
    await theDayIsReconciled(played);
    await allIsClosed(played, cutOff);

    const { room, market, emma, sample } = night;
    const { truth } = market;
    const { figures, problems } = room.judge.judge();
    expect(problems).toEqual([]);
    expect(figures).toMatchObject({ stillOff: 0, stillOpen: 0, doubled: 0, cutOffUnnoticed: 0 });
    expect(figures.closedOnProof).toBe(room.log.cases().length);
    expect(figures.cutOff).toBe(truth.cutOffs.length);
    // At the screen too, each by its MPRN, when the market said so; of some a call had put back before.
    const cutOffs = truth.cutOffs.map(({ mprn }) => String(mprn)).toSorted();
    expect(seen.queue.toSorted()).toEqual(cutOffs);
    expect(seen.alarms.toSorted()).toEqual(cutOffs);
    expect(seen.queue.filter((mprn) => putBack(night).has(mprn)).length).toBeGreaterThan(0);
    // Whoever was put back in a call in time has power in time.
    const inTime = putBackInTime(night);
    expect(inTime.length).toBeGreaterThan(60);
    for (const { mprn, facts } of inTime)
      expect(minutesOff(night, mprn, facts.paidAt)).toBeLessThanOrEqual(BACKSTOP_MINUTES);
    expect(figures.inTime).toBeGreaterThanOrEqual(inTime.length);
    expect(figures.inTime + figures.late).toBe(120);
    for (const { mprn } of sample.rows) expect(truth.meters.get(mprn)?.isOn, mprn).toBe(true);
    for (const [txRefNbr, { length }] of truth.effects) expect(length, txRefNbr).toBeLessThan(2);
    for (const box of ['outbox', 'inbox', 'poison'] as const) expect(emma.names(box)).toEqual([]);
    console.log(
      `In time ${figures.inTime}, late ${figures.late}, median ${figures.median} min; put back by phone ${putBack(night).size}, in time ${inTime.length}; ${emma.taken.length} files, ${figures.released} back-fixes, ${figures.closedOnProof} closed; ${cutOffs.length} cut off and seen; ${played.proofs} answers taken as proofs at the screen`,
    );
  },
);
