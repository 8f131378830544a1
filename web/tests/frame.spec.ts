import { expect, press, signIn, test } from './session';

// The first page and what stands around all pages, made of the server’s own facts: the mock has none.
test.skip(!process.env.TARN_URL, 'needs a real server on the example: eng/journeys.sh');

test('home answers at once: a verdict, tiles of real facts, runs that lead to their jobs', async ({ page }) => {
  await signIn(page);
  await page.goto('/');
  await expect(page.locator('[data-answer]')).toContainText(/Everything is all right|needs? you/);
  await expect(page.locator('[data-answer]')).toBeInViewport();
  await expect(page.locator('main')).toHaveAttribute('data-asof', /^\d{4}-/);
  const tiles = page.getByRole('region', { name: 'Health' });
  await expect(tiles).toContainText('Syncs');
  await expect(tiles).toContainText('Tests');
  await expect(tiles).toContainText('Storage');
  await expect(tiles).not.toContainText('restore');
  await expect(page.getByRole('img', { name: /last 6 hours: \d+ runs?/ })).toBeVisible();
  await tiles.getByRole('link', { name: /Tests/ }).click();
  await expect(page).toHaveURL(/\/models/);
  await page.goBack();
  await expect(page.locator('[data-answer]')).toBeVisible();
});

test('home shows the shape of what comes until its first answer is there', async ({ page }) => {
  await signIn(page);
  let answer = () => {};
  const asked = new Promise<void>(resolve => (answer = resolve));
  await page.route('**/api/ui/v1/home', async route => {
    await asked;
    await route.continue();
  });
  await page.goto('/');
  await expect(page.locator('[data-skeleton]')).toHaveCSS('opacity', '1');
  await expect(page.locator('main')).toHaveAttribute('aria-busy', 'true');
  answer();
  await expect(page.locator('[data-answer]')).toBeVisible();
  await expect(page.locator('[data-skeleton]')).toHaveCount(0);
  await expect(page.locator('main')).toHaveAttribute('aria-busy', 'false');
});

test('a dead server and a revoked login each say what happened and what to do, and nothing on the page is lost', async ({ page }) => {
  await signIn(page);
  await page.goto('/catalog');
  await expect(page.getByRole('link', { name: 'daily_revenue' })).toBeVisible();
  await page.route('**/api/**', route => route.abort());
  await page.getByRole('link', { name: 'daily_revenue' }).click();
  await expect(page.getByText('No connection to the server')).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('The server cannot be reached');
  await page.unroute('**/api/**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.locator('[data-answer]')).toContainText('7 rows');
  await expect(page.getByText('No connection to the server')).toBeHidden();
  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  await page.getByRole('link', { name: 'Files', exact: true }).click();
  await expect(page).toHaveURL(/\/login\?to=.*files/);
  await expect(page.getByText('Your login has ended')).toBeVisible();
  await page.context().addCookies(cookies);
});

test('the palette finds a heading of the documentation, which opens in the program itself', async ({ page }) => {
  await signIn(page);
  await page.goto('/jobs');
  await press(page, 'Control+k', page.locator('dialog[open]'));
  await page.getByRole('dialog').getByRole('combobox').fill('what a sync');
  await page.getByRole('option', { name: /What a sync promises/ }).click();
  await expect(page).toHaveURL(/\/docs\/sources#what-a-sync-promises$/);
  await expect(page.getByRole('heading', { name: 'What a sync promises' })).toBeInViewport();
  await expect(page.locator('article strong').first()).toHaveText('A table changes once, at the end');
  await page.getByRole('navigation', { name: 'Pages of the documentation' }).getByRole('link', { name: 'The SQL dialect' }).click();
  await expect(page.getByRole('heading', { name: 'The SQL dialect', level: 1 })).toBeVisible();
});
