import { expect, openSql, password, press, signIn, test, user } from './session';

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

test('a statement that somebody else cancelled says by whom, and is run again by a button', async ({ page }) => {
  await signIn(page);
  await openSql(page, 'select count(*) as n, max(hash(range::varchar)) as h from range(20000000000)');
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('[data-phase="running"]')).toBeVisible();
  const api = '/api/ui/v1',
    { csrf } = (await (await page.request.get(`${api}/session`)).json()) as { csrf: string };
  let job: string | undefined;
  await expect(async () => {
    const { jobs } = (await (await page.request.get(`${api}/jobs?state=running`)).json()) as { jobs: { id: string; text?: string }[] };
    job = jobs.find(one => one.text?.includes('20000000000'))?.id;
    expect(job).toBeTruthy();
  }).toPass();
  await page.request.post(`${api}/jobs/${job}/cancel`, { headers: { 'X-Tarn-Csrf': csrf } });
  const result = page.locator('[data-phase="cancelled"]');
  await expect(result).toContainText(`Cancelled by ${user}.`);
  await expect(result.getByRole('link', { name: 'Job' })).toHaveAttribute('href', `/jobs/${job}`);
  await result.getByRole('button', { name: 'Run again' }).click();
  await expect(page.locator('[data-phase="running"]')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.locator('[data-phase="cancelled"]')).toBeVisible();
});

test('an idle page notices by itself that its login was ended, and comes back to where it was', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL: baseURL! }),
    signed = await context.request.post('/api/ui/v1/session', { data: { user, password } }),
    { csrf } = (await signed.json()) as { csrf: string };
  const page = await context.newPage();
  await page.goto('/catalog?sort=rows');
  await expect(page.locator('main table').first()).toBeVisible();
  expect((await context.request.delete('/api/ui/v1/session', { headers: { 'X-Tarn-Csrf': csrf } })).ok()).toBe(true);
  // The server looks again who listens with each sign of life.
  await expect(page).toHaveURL(/\/login\?to=.*sort/, { timeout: 40_000 });
  await expect(page.getByText('Your login has ended')).toBeVisible();
  await page.getByLabel('User').fill(user);
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/catalog\?sort=rows/);
  await context.close();
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
