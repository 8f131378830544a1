import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cell, expect, openSql, pressOn, run, signIn, test, until } from './session';

// The SQL page on tables with a history.
test.skip(!process.env.TARN_URL, 'needs a real server on the example: eng/journeys.sh');

test('the time slider reads the past by keys; then and now stand beside each other; reload and back keep it', async ({ page }) => {
  await signIn(page);
  await openSql(page, 'select ordered_at::date as order_day, count(*) as orders\nfrom bronze.orders\ngroup by all\norder by 1');
  await run(page);
  const rows = page.getByRole('grid');
  await expect(rows).toHaveAttribute('aria-rowcount', '8');
  const slider = page.getByRole('slider', { name: 'As of which commit' });
  await pressOn(slider, 'Home', timeout => expect(page).toHaveURL(/at=2/, { timeout }));
  await expect(rows).toHaveAttribute('aria-rowcount', '6');
  await page.getByRole('button', { name: 'Then vs now' }).click();
  await expect(page).toHaveURL(/vs=1/);
  await expect(page.getByRole('columnheader', { name: /orders: then → now/ })).toBeVisible();
  await expect(cell(page, 6, 2)).toHaveText('new');
  // Both sides say which state they are of.
  await expect(page.getByRole('button', { name: /^snapshot \d+$/ })).toHaveCount(2);
  await page.reload();
  await expect(cell(page, 6, 2)).toHaveText('new');
  await page.getByRole('tab', { name: 'Chart' }).click();
  const chart = page.getByRole('img', { name: /orders by order_day/ });
  await expect(page.locator('[data-chart="line"] canvas')).toBeVisible();
  const tip = chart.getByRole('status');
  await pressOn(chart, 'End', timeout => expect(tip).toContainText(/now.*then|then.*now/i, { timeout }));
  await page.getByRole('tab', { name: 'Result' }).click();
  await page.getByRole('button', { name: 'Back to now' }).click();
  await expect(rows).toHaveAttribute('aria-rowcount', '8');
  await expect(page).not.toHaveURL(/at=/);
  await page.getByRole('tab', { name: 'Profile' }).click();
  await expect(page.getByRole('group', { name: 'Profile' })).toContainText('READ_PARQUET');
  await expect(page.getByRole('group', { name: 'Profile' })).toContainText('1 of 1');
  await page.getByRole('tab', { name: 'Plan' }).click();
  await expect(page.getByRole('group', { name: 'Plan' })).toContainText('bronze.orders: snapshot');
});

test('a query is saved as a file after its change was shown, and a change by somebody else is not overwritten', async ({ page }) => {
  await signIn(page);
  const name = `journey ${Date.now() % 100000}`;
  await openSql(page, `select 41 as ${name.replace(' ', '_')}`, '&hide=other');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Save the query as a file' });
  await dialog.getByLabel('Name').fill(name);
  await expect(dialog.locator('[data-sign="+"]')).toContainText(['select 41', '-- tarn:columns hide=other', '']);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('navigation', { name: 'Drafts' })).toContainText(name);
  await page.goto(`/sql?file=${encodeURIComponent(name)}`);
  await expect(page.locator('.cm-content')).toContainText('select 41');
  await expect(page).toHaveURL(/hide=other/);
  const project = process.env.TARN_PROJECT;
  if (!project) return;
  const file = join(project, 'queries', `${name}.sql`);
  expect(await readFile(file, 'utf8')).toContain('select 41');
  await writeFile(file, 'select 43 as other');
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('select 42 as mine');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Someone else was first');
  expect(await readFile(file, 'utf8')).toBe('select 43 as other');
});

test('an error is marked while typing, a column says what it holds, and a filter is run by the engine and stays in the address', async ({
  page,
}) => {
  await signIn(page);
  await openSql(page, 'select ordr_id from bronze.orders');
  await expect(page.locator('.cm-lintRange-error')).toHaveText('ordr_id');
  await openSql(page, 'select order_id, range as n from bronze.orders, range(4)');
  await expect(page.getByText(/reads at most .* files/)).toBeVisible();
  await run(page);
  const dialog = page.getByRole('dialog', { name: 'Column n' });
  await until(
    timeout => expect(dialog).toBeVisible({ timeout }),
    async () => {
      await cell(page, 0, 1).click();
      await page.keyboard.press('m');
    },
  );
  await expect(dialog.locator('[data-profile]')).toContainText('Distinct values');
  await expect(dialog.locator('[data-profile]')).toContainText('1.5');
  await dialog.getByLabel('Value').fill('3');
  await dialog.getByLabel('Value').press('Enter');
  await expect(page).toHaveURL(/where=2:is:3/);
  await expect(page.getByText('Run over all rows by the engine')).toBeVisible();
  await expect(cell(page, 0, 1)).toHaveText('3');
  await page.reload();
  await expect(page.getByText('Run over all rows by the engine')).toBeVisible();
  await expect(cell(page, 0, 1)).toHaveText('3');
  await page.getByRole('button', { name: 'As SQL' }).click();
  await expect(page.locator('.cm-content')).toContainText('where n = 3');
});

test('all rows are saved as Parquet', async ({ page }) => {
  await signIn(page);
  await openSql(page, 'select range as n from range(1000)');
  await run(page);
  await page.getByRole('button', { name: 'Export' }).click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Parquet' }).click()]);
  const bytes = await readFile((await file.path())!);
  expect(bytes.subarray(0, 4).toString()).toBe('PAR1');
});
