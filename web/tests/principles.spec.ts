import { chord, expect, openSql, press, run, signIn, test, timed } from './session';
import type { Page } from '@playwright/test';

// What docs say of every page (its principles), page by page, on the server's own facts.
test.skip(!process.env.TARN_URL, 'needs a real server on the example: eng/journeys.sh');

/** Address, what its first answer comes from, and what is there once it has come. */
const pages: [string, string, string][] = [
  ['/', '**/api/ui/v1/home', '[data-answer]'],
  ['/catalog', '**/api/ui/v1/catalog', 'main table'],
  ['/catalog/gold/daily_revenue/overview', '**/api/ui/v1/catalog/gold/daily_revenue', 'main aside'],
  ['/catalog/bronze/earthquakes/schema', '**/api/ui/v1/catalog/bronze/earthquakes', 'main table'],
  ['/catalog/gold/daily_revenue/sample', '**/api/ui/v1/sql/run', '[role=gridcell]'],
  ['/catalog/bronze/orders/snapshots', '**/api/ui/v1/catalog/bronze/orders/snapshots*', 'tr[data-change]'],
  ['/catalog/bronze/payments/files', '**/api/ui/v1/catalog/bronze/payments/files', 'main table'],
  ['/syncs', '**/api/ui/v1/syncs', 'main table'],
  ['/syncs/shop', '**/api/ui/v1/syncs/shop', 'main table'],
  ['/models', '**/api/ui/v1/models', 'main table'],
  ['/models/model.shop.daily_revenue', '**/api/ui/v1/models/model.shop.daily_revenue', 'details[open] pre'],
  ['/jobs', '**/api/ui/v1/jobs?*', 'main table'],
  ['/docs/sources', '**/api/ui/v1/docs/sources', 'article table'],
];

for (const [path, answer, sign] of pages)
  test(`the first visit shows the shape of what comes, then what came: ${path}`, async ({ page }) => {
    await signIn(page);
    let go = () => {};
    const asked = new Promise<void>(resolve => (go = resolve));
    await page.route(answer, async route => {
      await asked;
      await route.continue();
    });
    await page.goto(path);
    await expect(page.locator('[data-skeleton]')).toHaveCSS('opacity', '1');
    await expect(page.locator('[data-skeleton]')).toBeInViewport();
    go();
    await expect(page.locator(sign).first()).toBeVisible();
    await expect(page.locator('[data-skeleton]')).toHaveCount(0);
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  });

test('an answer stays at full strength, under a line of progress, while it is asked for again', async ({ page }) => {
  await signIn(page);
  await page.goto('/catalog');
  await expect(page.locator('main table').first()).toBeVisible();
  await expect(page.locator('[data-progress]')).toHaveCount(0);
  let go = () => {};
  const asked = new Promise<void>(resolve => (go = resolve));
  await page.route('**/api/ui/v1/catalog', async route => {
    await asked;
    await route.continue();
  });
  await press(page, 'r', page.locator('[data-progress]'));
  await expect(page.locator('[data-progress]')).toHaveCSS('opacity', '1');
  await expect(page.locator('main table').first()).toHaveCSS('opacity', '1');
  await expect(page.locator('[data-skeleton]')).toHaveCount(0);
  go();
  await expect(page.locator('[data-progress]')).toHaveCount(0);
});

test('each page answers its question in the first window, and says of every number how old it is', async ({ page }) => {
  await signIn(page);
  for (const [path, , sign] of pages) {
    await page.goto(path);
    await expect(page.locator(sign).first(), path).toBeVisible();
    await expect(page.locator('[data-answer]').first(), path).toBeInViewport();
    await expect(page.locator('[data-answer]').first(), path).not.toBeEmpty();
    if (timed) {
      const painted = await page.evaluate(() => performance.now());
      expect(painted, `${path}: ms from navigation to the answer`).toBeLessThan(1_000);
    }
    // Documentation holds no measured numbers.
    if (path.startsWith('/docs')) continue;
    const bare = await page
      .locator('main table, main .card')
      .evaluateAll(found =>
        found
          .filter(one => one.checkVisibility() && !one.closest('[data-asof]:not([data-asof=""])'))
          .map(one => one.outerHTML.slice(0, 200)),
      );
    expect(bare, path).toEqual([]);
  }
});

/** What a person reads on the page; ages move on by themselves. */
const read = async (page: Page) =>
  (await page.locator('main').innerText())
    .replace(/\d+[\u00a0 ](s|min|h|d)( \d+[\u00a0 ]min)?( ago| old)?|now/g, '')
    .replace(/[\d.,]+[\u00a0 ]m?s\b/g, '');

/** The same, once nothing is on its way and it has stood still. */
async function settled(page: Page): Promise<string> {
  let last = '';
  await expect(async () => {
    await expect(page.locator('[data-answer]').first()).toBeVisible({ timeout: 1_000 });
    await expect(page.locator('[data-skeleton], [aria-busy=true], [data-phase=running]')).toHaveCount(0, { timeout: 1_000 });
    const before = last;
    last = await read(page);
    expect(last).toBe(before);
  }).toPass({ intervals: [300], timeout: 30_000 });
  return last;
}

test('a reload and the way back render what was there', async ({ page }) => {
  await signIn(page);
  const states = [
    '/catalog?find=day&sort=rows',
    '/catalog?only=views',
    '/catalog/bronze/orders/snapshots?only=changed',
    '/jobs?kind=sync',
    '/syncs/shop',
    '/models?find=stg',
    '/docs/sql-dialect',
  ];
  let before = '';
  for (const path of states) {
    await page.goto(path);
    const shown = await settled(page);
    expect(shown.length, path).toBeGreaterThan(10);
    await page.reload();
    await expect.poll(() => read(page), path).toBe(shown);
    if (before) {
      await page.goBack();
      await expect.poll(() => read(page)).toBe(before);
      await page.goForward();
      await expect.poll(() => read(page), path).toBe(shown);
    }
    before = shown;
  }
});

test('what a page offers is in the palette, and the key of the palette alone does it', async ({ page }) => {
  await signIn(page);
  for (const [path, , sign] of pages) {
    await page.goto(path);
    await expect(page.locator(sign).first(), path).toBeVisible();
    const offered = await page.locator('[data-page] :is(button, a.btn, [role=tab])').evaluateAll(found =>
      found
        .filter(
          one =>
            one.checkVisibility() && !one.closest('[role=grid], svg, [aria-hidden=true]') && !one.matches(':disabled, [aria-pressed=true]'),
        )
        .slice(0, 100)
        .map(one => (one.getAttribute('aria-label') ?? one.textContent ?? '').trim()),
    );
    await press(page, '.', page.locator('dialog[open]'));
    const listed = await page.getByRole('option').evaluateAll(found => found.map(one => one.textContent ?? ''));
    for (const name of offered)
      expect(
        listed.some(one => one.includes(name.replace(/(?<=[a-zé …])[QCA-Z⌘⇧⏎]+$/, '').trim())),
        `${path}: ${name} is in the list`,
      ).toBe(true);
    await page.keyboard.press('Escape');
    await expect(page.locator('dialog[open]')).toHaveCount(0);
  }
  // By keys alone: to the syncs, into one, and what its reset would do.
  await page.goto('/jobs');
  await expect(page.locator('main table')).toBeVisible();
  await chord(page, 'g', 'y', page.getByRole('heading', { name: 'Syncs' }));
  await page.getByRole('link', { name: 'shop' }).press('Enter');
  await expect(page.locator('tr[data-stream=orders]')).toBeVisible();
  await press(page, '.', page.locator('dialog[open]'));
  await page.keyboard.type('orders');
  await expect(page.getByRole('option', { name: /^Reset/ })).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText('shop.orders');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  // The focus is where it was.
  await expect(page.locator('tr[data-stream=orders] button').last()).toBeFocused();
  await page.goto('/catalog');
  await expect(page.locator('main table').first()).toBeVisible();
  await press(page, '.', page.locator('dialog[open]'));
  await page.keyboard.type('views');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/only=views/);
  await openSql(page, 'select 1 as one');
  await run(page);
  await page.locator('[data-page] [role=tablist]').first().focus();
  await press(page, 'Control+k', page.locator('dialog[open]'));
  await page.keyboard.type('Plan');
  await expect(page.getByRole('option', { name: /^Plan/ })).toBeVisible();
  await page.getByRole('option', { name: /^Plan/ }).click();
  await expect(page).toHaveURL(/view=plan/);
});

test('Tab goes round every page and out of it again, always with a mark that can be seen', async ({ page }) => {
  await signIn(page);
  for (const [path, , sign] of pages) {
    await page.goto(path);
    await expect(page.locator(sign).first(), path).toBeVisible();
    const seen = new Set<string>();
    let out = false;
    for (let step = 0; step < 400 && !out; step++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const one = document.activeElement as HTMLElement;
        if (!one || one === document.body) return null;
        const style = getComputedStyle(one);
        return {
          id: [one.tagName, one.id, one.textContent?.slice(0, 30), one.getBoundingClientRect().top].join(),
          marked: style.outlineStyle !== 'none' || one.matches('input, .cm-content, [role=grid], main'),
        };
      });
      out = at === null || seen.has(at.id);
      if (at) {
        expect(at.marked, `${path}: ${at.id} shows that it has the focus`).toBe(true);
        seen.add(at.id);
      }
    }
    expect(out, `${path}: the focus comes out again`).toBe(true);
    expect(seen.size, path).toBeGreaterThan(5);
  }
});
