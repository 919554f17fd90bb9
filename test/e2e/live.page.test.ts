// What others do arrives by itself: a desk that nobody touches shows its colleague's work, and a
// supplier's desk what ESB Networks' coordinator decides. Real browsers over one real gateway.
import { expect, test } from 'vitest';
import { startNight } from '../support/night.ts';

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
