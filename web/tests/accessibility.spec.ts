import AxeBuilder from '@axe-core/playwright';
import { expect, fits, openSql, press, run, signIn, someTable, test } from './session';
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
      await expect(page.locator('#view-messages')).toHaveAttribute('aria-selected', 'true');
    },
  ],
  [
    'jobs',
    true,
    async page => {
      await page.goto('/jobs');
      await expect(page.locator('table')).toBeVisible();
      await press(page, 'j', page.locator('section[aria-label]').first());
    },
  ],
  [
    'palette',
    true,
    async page => {
      await page.goto('/jobs');
      await expect(page.locator('main')).toBeVisible();
      await press(page, 'Control+k', page.locator('dialog[open]'));
    },
  ],
  [
    'what the page offers',
    true,
    async page => {
      await page.goto('/jobs');
      await expect(page.locator('table')).toBeVisible();
      await press(page, '.', page.locator('dialog[open]'));
    },
  ],
  [
    'what is not there',
    true,
    async page => {
      await page.goto('/catalog/no/such_table/overview');
      await expect(page.getByRole('alert')).toBeVisible();
    },
  ],
  [
    'the shape of what comes',
    true,
    async page => {
      // Never answered: it stays as it is.
      await page.route('**/api/ui/v1/catalog', () => {});
      await page.goto('/catalog');
      await expect(page.locator('[data-skeleton]')).toBeVisible();
    },
  ],
  [
    'keys',
    true,
    async page => {
      await page.goto('/jobs');
      await expect(page.locator('main')).toBeVisible();
      await press(page, '?', page.locator('dialog[open]'));
    },
  ],
  ...(process.env.TARN_URL ? facts() : []),
];

const languages = ['en', 'fr', 'pt'],
  themes = ['light', 'dark'];

// Contrast depends on page and theme, names and widths on page and language. Every page is seen in both themes and two languages, at both widths; it is opened once and changes its
// look in place, as a person would. TARN_EVERY_LOOK=1 sees every page in every theme and language.
type Look = { theme: string; language: string };
const looksOf = (at: number): Look[] =>
  themes.flatMap((theme, shift) =>
    languages
      .filter((_, turn) => process.env.TARN_EVERY_LOOK === '1' || turn === (at + shift) % languages.length)
      .map(language => ({ theme, language })),
  );

// Nothing here changes anything on the server: whichever worker is free takes the next page.
test.describe.configure({ mode: 'parallel', timeout: 480_000 });

for (const [at, [name, signedIn, open]] of pages.entries()) {
  const looks = looksOf(at);
  test(`no violations, nothing overflows at 390 px: ${name}, ${looks.map(look => `${look.theme} ${look.language}`).join(', ')}`, async ({
    page,
  }) => {
    await page.addInitScript(({ language, theme }) => {
      if (localStorage.getItem('tarn.language')) return;
      localStorage.setItem('tarn.language', language);
      localStorage.setItem('tarn.theme', theme);
    }, looks[0]!);
    // A change of theme fades the buttons' colours: a contrast taken half way is nobody's.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    if (signedIn) await signIn(page);
    await open(page);
    for (const [turn, look] of looks.entries()) {
      if (turn > 0) {
        await page.setViewportSize({ width: 1440, height: 900 });
        await wear(page, look, signedIn ? undefined : open);
      }
      await expect(page.locator('html')).toHaveAttribute('lang', look.language);
      await expect(page.locator('html')).toHaveAttribute('data-theme', look.theme);
      expect(await violations(page), `${look.theme} ${look.language} 1440`).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      await fits(page, 390);
      expect(await violations(page), `${look.theme} ${look.language} 390`).toEqual([]);
    }
  });
}

/** Chooses theme and language by the shell's own controls; a page without the shell is opened again. */
async function wear(page: Page, { theme, language }: Look, open?: (page: Page) => Promise<void>) {
  if (open) {
    await page.evaluate(
      ([language, theme]) => {
        localStorage.setItem('tarn.language', language!);
        localStorage.setItem('tarn.theme', theme!);
      },
      [language, theme],
    );
    return open(page);
  }
  await page.evaluate(
    ([language, theme]) => {
      const side = document.querySelector('nav')!.closest('div')!,
        list = side.querySelector<HTMLSelectElement>('#language')!;
      Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value')!.set!.call(list, language!);
      list.dispatchEvent(new Event('change', { bubbles: true }));
      if (document.documentElement.dataset.theme !== theme) side.querySelector<HTMLButtonElement>('button[data-theme-toggle]')!.click();
    },
    [language, theme],
  );
}

async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).withTags(standards).analyze();
  return found.violations.map(one => {
    const where = one.nodes.slice(0, 3).map(node => node.html.slice(0, 160));
    return `${one.id}: ${where.join(' | ')}`;
  });
}

/** Pages of the server's own facts, which the mock does not have. */
function facts(): typeof pages {
  const at = (name: string, path: string, sign: string): (typeof pages)[number] => [
    name,
    true,
    async page => {
      await page.goto(path);
      await expect(page.locator(sign).first()).toBeVisible();
    },
  ];
  return [
    at('home', '/', '[data-answer]'),
    at('catalog', '/catalog', 'table'),
    at('table overview', '/catalog/gold/daily_revenue/overview', 'aside'),
    at('table schema', '/catalog/bronze/earthquakes/schema', 'table'),
    at('table sample', '/catalog/gold/daily_revenue/sample', '[role=gridcell]'),
    at('table snapshots', '/catalog/bronze/orders/snapshots', 'tr[data-change="~"]'),
    at('table files', '/catalog/bronze/payments/files', 'table'),
    at('syncs', '/syncs', 'table'),
    [
      'sync with a reset named',
      true,
      async page => {
        await page.goto('/syncs/shop');
        await page.locator('tr[data-stream="orders"] button').last().click();
        await expect(page.locator('dialog[open] li').first()).toBeVisible();
      },
    ],
    at('documentation', '/docs/sources', 'article table'),
    at('models', '/models', 'table'),
    at('model', '/models/model.shop.daily_revenue', 'details[open] pre'),
    [
      'sql profile and slider',
      true,
      async page => {
        await openSql(page, 'select count(*) as n from bronze.orders');
        await run(page);
        await page.locator('#view-profile').click();
        await expect(page.locator('#result-view li').first()).toBeVisible();
      },
    ],
  ];
}
