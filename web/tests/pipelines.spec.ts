import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, run, signIn, statement, test } from './session';

// Syncs, models and quarantine.
test.skip(!process.env.TARN_URL, 'needs a real server on the example: eng/journeys.sh');

test('a sync is run, its job has a part for each stream, and a reset names its effect before it can be done', async ({ page }) => {
  await signIn(page);
  await page.goto('/syncs');
  await page.getByRole('link', { name: 'shop' }).click();
  await expect(page.getByRole('heading', { name: 'shop' })).toBeVisible();
  await expect(page.locator('tr[data-stream="orders"]')).toContainText('On time');
  await page.getByRole('button', { name: 'Run now' }).click();
  await expect(page.locator('main').getByText('succeeded').first()).toBeVisible();
  await page
    .locator('section', { has: page.getByRole('heading', { name: 'Runs' }) })
    .getByRole('link', { name: 'shop' })
    .first()
    .click();
  await expect(page.getByRole('region', { name: 'Parts' })).toContainText('shop.orders');
  await page.goto('/syncs/shop');
  await page.locator('tr[data-stream="payments"]').getByRole('button', { name: 'Reset …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Reset shop.payments' });
  await expect(dialog).toContainText('bronze.payments is emptied: 636 rows go.');
  await expect(dialog).toContainText('tarn sync reset shop.payments');
  await expect(dialog.getByRole('button', { name: 'Reset the stream' })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await expect(page.locator('tr[data-stream="payments"]')).toContainText('636');
});

test('a model shows its tests and compiled SQL, and is built from its page', async ({ page }) => {
  test.setTimeout(300_000);
  await signIn(page);
  await page.goto('/models?find=daily');
  await page.getByRole('link', { name: 'daily_revenue' }).click();
  await expect(page.locator('[data-answer]')).toContainText('unique(order_day)');
  await expect(page.getByText('passed').first()).toBeVisible();
  await expect(page.locator('details[open] pre')).toContainText('select');
  await page.getByRole('button', { name: 'Build' }).click();
  await expect(page).toHaveURL(/\/jobs\//);
  // dbt is a program of its own, which has to start.
  await expect(page.locator('section').getByText('succeeded').first()).toBeVisible({ timeout: 180_000 });
  await expect(page.getByText('dbt build --select daily_revenue').first()).toBeVisible();
});

test('rows in quarantine stand with place and reason, and a replay by the mended rule takes those that fit', async ({ page }) => {
  const project = process.env.TARN_PROJECT;
  test.skip(!project, 'needs TARN_PROJECT: writes a source into the project folder');
  await signIn(page);
  const rule =
      'type: files\npath: ./data\nstreams:\n  notes:\n    files: journey-notes/*.csv\n    table: journeys_notes.notes\n    columns: {amount: bigint}\n',
    source = join(project!, 'sources', 'journey.yaml');
  await mkdir(join(project!, 'data', 'journey-notes'), { recursive: true });
  await writeFile(join(project!, 'data', 'journey-notes', '1.csv'), 'id,amount\n1,10\n2,n/a\n3,<b>thirty</b>\n');
  try {
    await writeFile(source, rule);
    await page.goto('/syncs/journey');
    await page.getByRole('button', { name: 'Run now' }).click();
    const waiting = page.locator('[data-quarantine="notes"]');
    await expect(waiting).toContainText('2 rows wait');
    await expect(waiting.getByRole('row')).toHaveText([/Place/, /1\.csv:3.*amount.*"n\/a" is not/, /1\.csv:4.*<b>thirty<\/b>/]);
    await writeFile(source, `${rule}    csv: {nullText: n/a}\n`);
    await waiting.getByRole('button', { name: 'Replay …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Replay journey.notes' });
    await expect(dialog).toContainText('tarn sync replay journey.notes');
    await dialog.getByRole('button', { name: 'Replay', exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(waiting).toContainText('1 row waits');
    await expect(page.locator('tr[data-stream="notes"]')).toContainText('Rows to review');
    await waiting.getByRole('link', { name: 'Discard by SQL …' }).click();
    await expect(page.locator('.cm-content')).toContainText('delete from quarantine.journeys_notes_notes');
    await run(page);
    await page.goto('/syncs/journey');
    await expect(page.locator('tr[data-stream="notes"]')).toContainText('On time');
    await expect(waiting).toBeHidden();
  } finally {
    await rm(source, { force: true });
  }
  await statement(page, 'drop table journeys_notes.notes');
  await statement(page, 'drop schema journeys_notes');
  await statement(page, 'drop table quarantine.journeys_notes_notes');
});
