// What others do arrives by itself: a desk that nobody touches shows its colleague's work, and a
// supplier's desk what ESB Networks' coordinator decides. Real browsers over one real gateway.
import { expect, test } from 'vitest';
import { axeViolations } from '../support/axe.ts';
import { startNight } from '../support/night.ts';
import type { Operator } from '../support/operator.ts';

/** Nobody's screen is older than this while it is connected. */
const WITHIN = { timeout: 10_000 };

const [first, second] = ['10934478153', '10447035576'];

test('DESKS3: a colleague’s claim, answers, basket and outcome stand on a connected desk that nobody touches', async () => {
  const night = await startNight();
  const aoife = await night.joined('Aoife');
  const brian = await night.joined('Brian');
  await aoife.takeCall(first, '-20');
  await aoife.press('Escape');
  await aoife.takeCall(second, '-10');
  await brian.row(first).waitFor();
  await brian.row(second).click();
  await brian.asks('Your power may come back');

  // From here on nobody touches Brian's desk.
  brian.page.setDefaultTimeout(WITHIN.timeout);
  await aoife.answers('c');
  await brian.case().getByText('Aoife has this customer').waitFor();
  await brian.row(second).getByText('With Aoife').waitFor();
  await brian.asks('powered medical equipment');
  await aoife.answers('z', 'z', 'Enter', 'r');
  await brian.row(second).getByText('On the phone, Aoife').waitFor();
  await brian.asks((await aoife.case().locator('.step.now .say').textContent()) ?? '');

  expect(await brian.row(first).getByText('On the phone').count()).toBe(0);
  await aoife.press('Escape');
  await aoife.row(first).click();
  await aoife.asks('Your power may come back');
  await aoife.press('b');
  await brian.row(first).getByText('On the phone, Aoife').waitFor();
  await expect.poll(() => brian.count('On the phone'), WITHIN).toBe(2);

  await aoife.press('2');
  await aoife.dialog().getByLabel('Promised for').fill('+20');
  await aoife.dialog().getByText('For all 2 customers').click();
  await aoife.press('Enter');
  await aoife.dialog().waitFor({ state: 'hidden' });
  await brian
    .case()
    .getByText(/Networks promised \d\d:\d\d/)
    .waitFor();
  await expect.poll(() => brian.count('Agreed for later'), WITHIN).toBe(2);
  await expect.poll(() => brian.count('On the phone'), WITHIN).toBe(0);
});

test('SIDES2: the crew or the switch that ESB Networks assigns is shown to the supplier', async () => {
  const night = await startNight();
  const aoife = await night.joined('Aoife');
  const niamh = await night.joined('Niamh', 'ESB', 'coordinator');
  await aoife.takeCall(first, '-20');
  await aoife.answers('c', 'z', 'z', 'Enter', 'r');
  await niamh.requests().filter({ hasText: 'Example Energy' }).waitFor();

  // From here on nobody touches the supplier's desk.
  const says = aoife.case().getByRole('region', { name: 'ESB Networks’ own record' });
  await niamh.press('n');
  await says.getByText('taken by Niamh').waitFor();
  await niamh.press('5');
  await niamh.requests().filter({ hasText: 'Crew' }).waitFor();
  await says.getByText('a crew goes out').waitFor();
  await niamh.press('4');
  await says.getByText('remote switch').waitFor();
});

test('DESKS5: by which ways a 017 leaves and where the ledger is stand at every desk of an organisation, by whom and when; another supplier has its own', async () => {
  const night = await startNight();
  const aoife = await night.joined('Aoife', 'ABC', 'supervisor');
  const brian = await night.joined('Brian', 'ABC', 'operator');
  const ciara = await night.joined('Ciara', 'ABC', 'supervisor');
  const dara = await night.joined('Dara', 'DEF', 'supervisor');
  const part = (desk: Operator) => desk.page.getByRole('region', { name: 'Ways out of the house' });
  const emma = (desk: Operator, value: 'Yes' | 'No') =>
    part(desk).getByRole('radiogroup', { name: /^EMMA/ }).getByRole('radio', { name: value });
  const ledger = (desk: Operator) => part(desk).getByLabel('Where our own ledger is put right');
  const save = (desk: Operator) => part(desk).getByRole('button', { name: 'Save' });
  for (const desk of [aoife, brian, ciara, dara]) {
    desk.page.setDefaultTimeout(WITHIN.timeout);
    await desk.press('Alt+5');
    await part(desk).getByText('Nobody has set it yet').waitFor();
  }
  // What somebody is typing meanwhile stays as it is typed.
  await part(ciara).getByLabel('Where the webform is').fill('https://webform.example/017');
  await emma(aoife, 'No').click({ force: true });
  await ledger(aoife).fill('Prepay core');
  await save(aoife).click();
  for (const desk of [aoife, brian, ciara]) {
    await part(desk)
      .getByText(/^Last set by Aoife, \d\d:\d\d: it holds at every desk/)
      .waitFor();
    await expect.poll(() => emma(desk, 'No').isChecked(), WITHIN).toBe(true);
    await expect.poll(() => ledger(desk).inputValue(), WITHIN).toBe('Prepay core');
  }
  expect(await axeViolations(brian.page)).toEqual([]);
  // An operator sees it, and a supervisor sets it.
  await part(brian).getByText('A supervisor sets it.').waitFor();
  await ledger(brian).fill('somewhere else');
  expect(await save(brian).isDisabled()).toBe(true);
  await save(ciara).click();
  await part(aoife).getByText('Last set by Ciara').waitFor();
  await expect
    .poll(() => part(aoife).getByLabel('Where the webform is').inputValue(), WITHIN)
    .toBe('https://webform.example/017');
  expect(await emma(aoife, 'No').isChecked()).toBe(true);
  const releases = (desk: Operator) => desk.page.getByRole('region', { name: 'Releases' });
  await releases(ciara).getByRole('textbox').fill('25');
  await releases(ciara).getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => releases(brian).getByRole('textbox').inputValue(), WITHIN).toBe('25');
  await releases(brian).getByText('Last set by Ciara').waitFor();
  // After a start as before it; and what is typed and not saved is nobody's.
  await brian.page.reload();
  await part(brian).getByText('Last set by Ciara').waitFor();
  expect(await ledger(brian).inputValue()).toBe('Prepay core');
  expect(await part(dara).getByText('Nobody has set it yet').count()).toBe(1);
  expect(await emma(dara, 'Yes').isChecked()).toBe(true);
});
