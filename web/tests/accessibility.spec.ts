import AxeBuilder from '@axe-core/playwright';
import { expect, openSql, run, signIn, someTable, test } from './session';
import type { Page } from '@playwright/test';

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const pages: [string, boolean, (page: Page) => Promise<void>][] = [
  [
    'login',
    false,
    async page => {
      await page.goto('/login');
      await expect(page.locator('form')).toBeVisible();
    },
  ],
  [
    'sql before a run',
    true,
    async page => {
      await page.goto('/sql?draft=new');
      await expect(page.locator('.cm-content')).toBeVisible();
    },
  ],
  [
    'sql with grid and chart',
    true,
    async page => {
      const table = await someTable(page);
      await openSql(
        page,
        `select 'a' as name, 1.5 as amount, cast(null as varchar) as nothing`,
        `&open=${table.namespace},${table.namespace}/${table.name}`,
      );
      await run(page);
      await page.locator('#view-both').click();
      await expect(page.locator('[data-chart] canvas')).toBeVisible();
    },
  ],
  [
    'sql with an error',
    true,
    async page => {
      await openSql(page, 'selct 1');
      await run(page, 'failed');
    },
  ],
  [
    'sql messages',
    true,
    async page => {
      const table = await someTable(page);
      await openSql(page, `select * from ${table.text} limit 5`);
      await run(page);
      await page.locator('#view-messages').click();
    },
  ],
  [
    'jobs',
    true,
    async page => {
      await page.goto('/jobs');
      await expect(page.locator('table')).toBeVisible();
      await page.keyboard.press('j');
      await expect(page.locator('section[aria-label]')).toBeVisible();
    },
  ],
  [
    'palette',
    true,
    async page => {
      await page.goto('/jobs');
      await page.waitForTimeout(1000);
      await page.keyboard.press('Control+k');
      await expect(page.locator('dialog[open]')).toBeVisible();
    },
  ],
  [
    'keys',
    true,
    async page => {
      await page.goto('/jobs');
      await expect(page.locator('main')).toBeVisible();
      await page.keyboard.press('?');
      await expect(page.locator('dialog[open]')).toBeVisible();
    },
  ],
];

for (const language of ['en', 'fr', 'pt']) {
  for (const theme of ['light', 'dark']) {
    for (const [name, signedIn, open] of pages) {
      test(`no violations: ${name}, ${theme}, ${language}`, async ({ page }) => {
        await page.addInitScript(
          ([language, theme]) => {
            localStorage.setItem('tarn.language', language!);
            localStorage.setItem('tarn.theme', theme!);
          },
          [language, theme],
        );
        if (signedIn) await signIn(page);
        await open(page);
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        const { violations } = await new AxeBuilder({ page }).withTags(standards).analyze();
        expect(
          violations.map(
            one =>
              `${one.id}: ${one.nodes
                .slice(0, 3)
                .map(node => node.html.slice(0, 160))
                .join(' | ')}`,
          ),
        ).toEqual([]);
      });
    }
  }
}

for (const [name, signedIn, open] of pages) {
  test(`nothing overflows at 390 px: ${name}`, async ({ page }) => {
    if (signedIn) await signIn(page);
    await open(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.waitForTimeout(150);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    const { violations } = await new AxeBuilder({ page }).withTags(standards).analyze();
    expect(
      violations.map(
        one =>
          `${one.id}: ${one.nodes
            .slice(0, 3)
            .map(node => node.html.slice(0, 160))
            .join(' | ')}`,
      ),
    ).toEqual([]);
  });
}
