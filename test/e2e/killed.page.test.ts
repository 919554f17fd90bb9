// A gateway that is killed as a power cut would, in mid-case, under real consoles of both sides; and
// one that comes back as last night's backup.
import { expect, test } from 'vitest';
import { startKilledNight } from '../support/killed-night.ts';
import { strip } from '../support/night.ts';
import type { Operator } from '../support/operator.ts';

const [first, second, third] = ['10934478153', '10447035576', '10019737361'] as const;
// A try of their own may be most of a minute off.
const byItself = { timeout: 70_000 };
const patience = { timeout: 300_000 };

const accepted = ({ page }: Operator) =>
  strip(page).getByText('All accepted by the gateway').waitFor(byItself);
const stalled = ({ page }: Operator) =>
  strip(page)
    .getByText(/^Stalled since/)
    .waitFor();
const cut = (desk: Operator, isCut: boolean) => desk.page.context().setOffline(isCut);

/** ESB Networks takes the next request: no D05, promised in a quarter of an hour. */
async function promise(niamh: Operator): Promise<void> {
  await niamh.press('n');
  await expect.poll(() => niamh.requestCount('Taken')).toBe(1);
  await niamh.press('z');
  await niamh.promises('+15');
}

/** Two desks of a supplier and one of ESB Networks, over a gateway that will be killed. */
async function startThree() {
  const night = await startKilledNight();
  const aoife = await night.desk('Aoife', 'ABC');
  const brian = await night.desk('Brian', 'ABC');
  const niamh = await night.desk('Niamh', 'ESB', 'coordinator');
  await aoife.takeCall(first, '-20');
  return { night, aoife, brian, niamh };
}

/** Opens a customer's past, once: a row that is clicked again brings back the call before it. */
async function openPast(desk: Operator, mprn: string): Promise<void> {
  await desk.row(mprn).click();
  await desk.case().getByRole('tab', { name: 'History' }).click();
}

const pastOf = (desk: Operator): Promise<string[]> =>
  desk.case().getByRole('tabpanel').getByRole('listitem').allTextContents();

/** Two screens have the same past of a customer, line by line, and it is this. */
async function agreed(one: Operator, other: Operator, mprn: string): Promise<readonly string[]> {
  let same: readonly string[] = [];
  for (const desk of [one, other]) await openPast(desk, mprn);
  await expect
    .poll(async () => {
      same = await pastOf(one);
      const others = await pastOf(other);
      return same.length < 4 ? 'no past yet' : { same, others };
    }, byItself)
    .toSatisfy(
      (read: { same: readonly string[]; others: readonly string[] } | string) =>
        typeof read !== 'string' && JSON.stringify(read.same) === JSON.stringify(read.others),
    );
  return same;
}

const networksSays = (desk: Operator, words: RegExp) =>
  desk
    .case()
    .getByRole('region', { name: 'ESB Networks’ own record' })
    .getByText(words)
    .first()
    .waitFor(byItself);

test(
  'SIDES3: networks cut in mid-case and a gateway killed, twice: two desks and ESB Networks agree, and nothing is lost',
  patience,
  async () => {
    const { night, aoife, brian, niamh } = await startThree();
    const desks = [aoife, brian, niamh];
    await aoife.answers('c', 'z', 'z', 'Enter', 'r');
    await niamh.requests().first().waitFor();

    // Both sides lose their network in the middle of a customer, and work on.
    await aoife.press('Escape');
    await aoife.takeCall(second, '-10');
    await aoife.answers('c', 'z');
    await brian.row(second).waitFor();
    for (const desk of [aoife, niamh]) await cut(desk, true);
    await aoife.answers('z', 'Enter', 'r');
    await promise(niamh);
    for (const desk of [aoife, niamh]) await stalled(desk);
    // The process dies while a third desk sends.
    await brian.takeCall(third, '-5');
    const before = { ABC: night.stored('ABC'), ESB: night.stored('ESB') };
    await night.kill();
    // Networks are back before it is; what is written now waits as well.
    for (const desk of [aoife, niamh]) await cut(desk, false);
    await brian.answers('c', 'z');
    for (const desk of desks) await stalled(desk);
    await night.start();

    for (const desk of desks) await accepted(desk);
    await niamh.requests().filter({ hasText: second }).waitFor(byItself);
    await aoife.row(third).waitFor(byItself);
    for (const desk of [aoife, brian]) {
      await desk.row(first).click();
      await networksSays(desk, /promised/i);
    }
    for (const mprn of [first, second, third]) await agreed(aoife, brian, mprn);
    for (const organisation of ['ABC', 'ESB'] as const) {
      const now = night.stored(organisation);
      expect(now.slice(0, before[organisation].length)).toEqual(before[organisation]);
      expect(now.length).toBeGreaterThan(before[organisation].length);
      expect(new Set(now).size).toBe(now.length);
    }

    // Killed once more, with nothing waiting: what was accepted is there, and nothing is sent anew.
    const all = { ABC: night.stored('ABC'), ESB: night.stored('ESB') };
    await night.kill();
    for (const desk of desks) await stalled(desk);
    await night.start();
    for (const desk of desks) await accepted(desk);
    expect({ ABC: night.stored('ABC'), ESB: night.stored('ESB') }).toEqual(all);
  },
);

test(
  'SYNC9: killed and laid back from last night’s backup, it gets back what it lost, also a gone colleague’s, and nobody does anything for it',
  patience,
  async () => {
    const { night, aoife, brian, niamh } = await startThree();
    await accepted(aoife);
    await night.backUp();
    const kept = night.stored('ABC');

    // All of this is of after the backup.
    await aoife.answers('c', 'z', 'z', 'Enter', 'r');
    await niamh.requests().first().waitFor();
    await promise(niamh);
    await networksSays(aoife, /promised/i);
    await brian.takeCall(second, '-10');
    await brian.answers('c', 'z');
    await accepted(brian);
    const brians = await agreed(aoife, brian, second);
    const lost = { ABC: night.stored('ABC'), ESB: night.stored('ESB') };
    expect(lost.ABC.length).toBeGreaterThan(kept.length + 5);

    await night.kill();
    for (const desk of [aoife, niamh]) await stalled(desk);
    await brian.page.context().close();
    await night.layBackupIn();
    await night.start();
    expect(night.stored('ABC')).toEqual(kept);
    for (const desk of [aoife, niamh]) await accepted(desk);
    for (const organisation of ['ABC', 'ESB'] as const)
      await expect
        .poll(() => night.stored(organisation).toSorted(), byItself)
        .toEqual(lost[organisation].toSorted());

    // Whoever comes new reads the whole night from it.
    const ciara = await night.desk('Ciara', 'ABC');
    await ciara.row(second).waitFor();
    await openPast(ciara, second);
    await expect.poll(() => pastOf(ciara), byItself).toEqual(brians);
    await ciara.row(first).click();
    await networksSays(ciara, /promised/i);
    for (const desk of [aoife, niamh]) await accepted(desk);
  },
);
