// Pictures of the pages in both themes, to be looked at: OUT=pictures TARN_URL=… node tests/pictures.mjs [name …]
import { chromium } from '@playwright/test';
import { mkdirSync } from 'node:fs';

const out = process.env.OUT ?? 'test-results/pictures',
  url = process.env.TARN_URL ?? 'http://127.0.0.1:9047',
  only = process.argv.slice(2);
const user = process.env.TARN_USER ?? 'ines',
  password = process.env.TARN_PASSWORD ?? 'tarn';
// What each kind of server has to show: the example's own tables, or those that the mock makes up.
const example = {
    facts: true,
    then: 'select ordered_at::date as order_day, count(*) as orders, sum(amount) as revenue\nfrom bronze.orders\ngroup by all\norder by 1',
    open: 'silver,silver/stg_orders,gold',
    main: `-- What did each day bring, and from which countries?
select
  o.order_day,
  c.country_name                   as country,
  count(*)                         as orders,
  count(distinct o.customer_id)    as customers,
  sum(o.amount)                    as revenue
from silver.stg_orders o
join silver.stg_customers c using (customer_id)
where c.country in ('DE', 'FR', 'PT')
  and o.status <> 'cancelled'
group by all
order by o.order_day desc, revenue desc`,
    bars: `select a.city, count(*) as flights, avg(f.delay) as mean_delay
from bronze.flights f join bronze.airports a on a.iata = f.origin
group by all order by flights desc limit 12`,
    error: 'select order_dt, amount\nfrom bronze.orders\nlimit 10',
    rows: 'select * from bronze.flights limit 100000',
    nested: 'select * from bronze.earthquakes limit 1000',
    complete: 'select  from bronze.orders',
    find: 'ord',
  },
  madeUp = {
    open: 'silver,silver/orders,gold',
    main: `-- Which categories gained after the jacket sale?
select
  date_trunc('day', o.ordered_at)  as day,
  p.sku,
  p.category,
  count(*)                         as orders,
  sum(o.net_amount)                as revenue
from silver.orders o
join silver.products p using (product_id)
where o.order_day >= date '2026-10-24'
group by all
order by day desc, revenue desc`,
    bars: 'select category, sum(net_amount) as revenue from silver.orders group by all',
    error: 'select order_dt, net_amount\nfrom silver.orders\nlimit 10',
    rows: 'select * from silver.orders limit 100000',
    nested: 'select * from silver.orders limit 1000',
    complete: 'select  from silver.orders',
    find: 'reven',
  };
const query = text => `/sql?q=${encodeURIComponent(text)}`;
const run = async page => {
  await page.locator('.cm-content').first().waitFor();
  // On a busy machine the page may be drawn before it listens.
  const begun = page.locator('[data-phase]').first();
  for (let tries = 0; tries < 10 && !(await begun.isVisible()); tries++) {
    await page.keyboard.press('Control+Enter');
    await begun.waitFor({ timeout: 3_000 }).catch(() => {});
  }
  await page.locator('[data-phase="done"], [data-phase="failed"]').first().waitFor();
};
const tab = (page, name) => page.locator(`#view-${name}`).click();
const wide = { width: 1440, height: 900 },
  narrow = { width: 390, height: 844 };
const shotsOf = show => [
  ['login', '/login', wide, async () => {}, false],
  ['login-narrow', '/login', narrow, async () => {}, false],
  ['sql-empty', `/sql?open=${show.open}`, wide, async page => page.locator('.cm-content').waitFor()],
  [
    'sql',
    `${query(show.main)}&open=${show.open}`,
    wide,
    async page => {
      await run(page);
      await tab(page, 'both');
      await page.locator('canvas').waitFor();
    },
  ],
  [
    'sql-chart',
    query(show.main),
    wide,
    async page => {
      await run(page);
      await tab(page, 'chart');
      await page.locator('canvas').waitFor();
      await page.waitForTimeout(300);
      const box = await page.locator('canvas').boundingBox();
      await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.5);
    },
  ],
  [
    'sql-bars',
    query(show.bars),
    wide,
    async page => {
      await run(page);
      await tab(page, 'both');
      await page.locator('canvas').waitFor();
    },
  ],
  ['sql-error', query(show.error), wide, run],
  [
    'sql-messages',
    query(show.rows),
    wide,
    async page => {
      await run(page);
      await tab(page, 'messages');
    },
  ],
  [
    'sql-rows',
    query(show.rows),
    wide,
    async page => {
      await run(page);
      await page.locator('[role=grid]').focus();
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowDown']) await page.keyboard.press(key);
    },
  ],
  ['sql-nested', query(show.nested), wide, run],
  [
    'sql-complete',
    query(show.complete),
    wide,
    async page => {
      await page.locator('.cm-content').click();
      await page.keyboard.press('Home');
      for (let k = 0; k < 7; k++) await page.keyboard.press('ArrowRight');
      await page.keyboard.type('or');
      await page.locator('.cm-tooltip-autocomplete').waitFor();
    },
  ],
  [
    'sql-narrow',
    query(show.main),
    narrow,
    async page => {
      await run(page);
      await tab(page, 'both');
      await page.waitForTimeout(300);
    },
  ],
  ...(show.facts
    ? [
        [
          'sql-then',
          query(show.then),
          wide,
          async page => {
            await run(page);
            await page.getByRole('slider').first().focus();
            await page.keyboard.press('Home');
            await page.getByRole('button', { name: 'Then vs now' }).click();
            await page.getByRole('columnheader', { name: /then/ }).first().waitFor();
          },
        ],
        [
          'sql-profile',
          query(show.main),
          wide,
          async page => {
            await run(page);
            await tab(page, 'profile');
            await page.locator('#result-view li').first().waitFor();
          },
        ],
        ...[
          ['home', '/', '[data-answer]'],
          ['catalog', '/catalog', 'table'],
          ['table', '/catalog/bronze/orders/snapshots', 'tr[data-change="~"]'],
          ['table-overview', '/catalog/gold/daily_revenue/overview', 'aside'],
          ['table-schema', '/catalog/bronze/earthquakes/schema', 'table'],
          ['table-sample', '/catalog/gold/daily_revenue/sample', '[role=gridcell]'],
          ['table-files', '/catalog/bronze/payments/files', 'table'],
          ['syncs', '/syncs', 'table'],
          ['sync', '/syncs/shop', 'table'],
          ['models', '/models', 'table'],
          ['model', '/models/model.shop.daily_revenue', 'details[open] pre'],
          ['docs', '/docs/sources', 'article table'],
        ].flatMap(([name, path, sign]) => [
          [name, path, wide, async page => page.locator(sign).first().waitFor()],
          [`${name}-narrow`, path, narrow, async page => page.locator(sign).first().waitFor()],
        ]),
      ]
    : []),
  [
    'find',
    '/sql',
    wide,
    async page => {
      await page.locator('main').waitFor();
      await page.waitForTimeout(500);
      await page.keyboard.press('Control+k');
      await page.keyboard.type(show.find);
      await page.waitForTimeout(300);
    },
  ],
  [
    'keys',
    '/jobs',
    wide,
    async page => {
      await page.locator('table').waitFor();
      await page.keyboard.press('?');
    },
  ],
  [
    'jobs',
    '/jobs',
    wide,
    async page => {
      await page.locator('table').waitFor();
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      await page.waitForTimeout(300);
    },
  ],
  [
    'job-narrow',
    '/jobs',
    narrow,
    async page => {
      await page.locator('table').waitFor();
      await page.keyboard.press('j');
      await page.waitForTimeout(300);
    },
  ],
  ['jobs-narrow', '/jobs', narrow, async page => page.locator('table').waitFor()],
  [
    'menu-narrow',
    '/jobs',
    narrow,
    async page => {
      await page.locator('table').waitFor();
      await page.locator('header button').first().click();
    },
  ],
];

mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'],
});
const shared = await browser.newContext();
const { csrf } = await (await shared.request.post(`${url}/api/ui/v1/session`, { data: { user, password } })).json();
// Each picture begins with no draft: the server keeps those of the one before.
const forgetDrafts = async () => {
  const kept = await shared.request.get(`${url}/api/ui/v1/drafts`);
  for (const { id } of kept.ok() ? (await kept.json()).drafts : [])
    await shared.request.delete(`${url}/api/ui/v1/drafts/${id}`, { headers: { 'X-Tarn-Csrf': csrf } });
};
const catalog = await (await shared.request.get(`${url}/api/ui/v1/catalog`)).json(),
  cookies = await shared.cookies();
const shots = shotsOf(
  catalog.namespaces.some(space => space.name === 'silver' && space.tables.some(table => table.name === 'stg_orders')) ? example : madeUp,
);
for (const theme of ['light', 'dark']) {
  for (const [name, path, viewport, act, signedIn = true] of shots) {
    if (only.length && !only.some(one => `${name}-${theme}`.includes(one))) continue;
    await forgetDrafts();
    const context = await browser.newContext({
        viewport,
        deviceScaleFactor: 1,
        colorScheme: theme,
        locale: process.env.LANGUAGE_TAG ?? 'en-GB',
      }),
      page = await context.newPage(),
      faults = [];
    page.setDefaultTimeout(30_000);
    page.on('pageerror', error => faults.push(String(error).split('\n')[0]));
    page.on('console', message => message.type() === 'error' && faults.push(message.text()));
    if (signedIn) await context.addCookies(cookies);
    try {
      await page.goto(url + path);
      await page.evaluate(() => document.fonts.ready);
      await act(page);
      await page.waitForTimeout(250);
    } catch (error) {
      faults.push(String(error).split('\n')[0]);
    }
    await page.screenshot({ path: `${out}/${name}-${theme}.png` });
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    console.log(`${name}-${theme}`, faults.length ? `FAULTS ${faults.slice(0, 3).join(' | ')}` : 'ok', sideways ? 'SCROLLS SIDEWAYS' : '');
    await context.close();
  }
}
await browser.close();
