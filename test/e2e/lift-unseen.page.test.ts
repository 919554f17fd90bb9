// A desk without a line places what the others lift: when it is back, all of them see that it stands and why.
import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { axeViolations } from '../support/axe.ts';
import { startNight, strip } from '../support/night.ts';
import type { Operator } from '../support/operator.ts';

const holdsOf = async (desk: Operator): Promise<Locator> => {
  await desk.press('Alt+3', 'h');
  const sheet = desk.page.getByRole('dialog', { name: 'Disconnections held back' });
  await sheet.waitFor();
  return sheet;
};

async function pause(sheet: Locator, because: string): Promise<void> {
  const order = sheet.getByRole('button', {
    name: 'Pause monitoring and disconnections of everybody',
  });
  await order.click();
  await sheet.getByLabel('Because').fill(because);
  await sheet.getByLabel('Confirmed by').fill('Maura Keane');
  await sheet.getByLabel('Payments may be missing since').fill('-300');
  await order.click();
  await sheet.getByText(because).waitFor();
}

test('GUARD10: an order that was given offline stands when the others have lifted theirs, and every desk says for whom and why', async () => {
  const night = await startNight();
  const aoife = await night.joined('Aoife');
  const brian = await night.joined('Brian');
  const ciara = await night.joined('Ciara');
  await ciara.page.context().setOffline(true);
  await strip(ciara.page)
    .getByText(/^Stalled since/)
    .waitFor();
  await pause(await holdsOf(ciara), 'the file of 18:00 is missing');
  const hers = await holdsOf(aoife);
  await pause(hers, 'the file of 15:00 is missing');
  await hers.getByRole('button', { name: 'Ask to lift' }).click();
  await hers.getByLabel('Why it can go, and what proves it').fill('reconciled');
  await hers
    .getByLabel('What was tried before disconnections may run again')
    .fill('one payment from each channel');
  await hers.getByRole('button', { name: 'Ask a second person' }).click();
  const his = await holdsOf(brian);
  await his.getByRole('button', { name: 'Agree and lift' }).click();
  const standing = 'Everybody: monitoring and disconnections paused';
  for (const sheet of [hers, his]) await sheet.getByText(standing).waitFor({ state: 'hidden' });

  await ciara.page.context().setOffline(false);
  const why =
    /^It still stands: Aoife, who wanted it lifted at .+, had not seen that it was placed by Ciara at .+ \(the file of 18:00 is missing\)\.$/;
  for (const sheet of [hers, his]) {
    await sheet.getByText(standing).waitFor();
    await sheet.getByText(why).waitFor();
  }
  expect(await axeViolations(aoife.page)).toEqual([]);

  // Whoever has seen it asks once more, and what stood in the way is said no longer.
  await his.getByRole('button', { name: 'Ask to lift' }).click();
  await his.getByLabel('Why it can go, and what proves it').fill('both files are here');
  await his
    .getByLabel('What was tried before disconnections may run again')
    .fill('one payment from each channel');
  await his.getByRole('button', { name: 'Ask a second person' }).click();
  await hers.getByText(why).waitFor({ state: 'hidden' });
  await hers.getByRole('button', { name: 'Agree and lift' }).click();
  for (const sheet of [hers, his]) await sheet.getByText(standing).waitFor({ state: 'hidden' });
});
