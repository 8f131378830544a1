import { expect, test as base, type Cookie, type Locator, type Page } from '@playwright/test';

/** Figures that depend on the machine's load are held only when TARN_TIMINGS=1 asks for it: on a quiet machine. */
export const timed = process.env.TARN_TIMINGS === '1';

export const user = process.env.TARN_USER ?? 'ines',
  password = process.env.TARN_PASSWORD ?? 'tarn';

/** A machine that is so many times slower (TARN_SLOW=6): what only holds on a quick one shows here first. */
const slower = Number(process.env.TARN_SLOW ?? '1');

/** A page that is signed in. Every journey fails on an error of the page or a blocked resource: a security policy that bites is a fault. */
export const test = base.extend<{ faults: string[] }>({
  faults: [
    async ({ page }, use) => {
      const faults: string[] = [];
      if (slower > 1) await (await page.context().newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: slower });
      page.on('pageerror', error => faults.push(String(error)));
      page.on('console', message => {
        if (message.type() === 'error' && !/the server responded with a status of|net::ERR_/.test(message.text()))
          faults.push(message.text());
      });
      await use(faults);
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
});

let cookies: Cookie[] | undefined;

/** Signs in by the API, once for all journeys: passwords are slow to check on purpose, and only the first journey is about them. */
export async function signIn(page: Page) {
  if (cookies) return page.context().addCookies(cookies);
  const answer = await page.request.post('/api/ui/v1/session', { data: { user, password } });
  expect(answer.status()).toBe(200);
  cookies = await page.context().cookies();
}

/** A first table that has rows, whatever the server holds; journeys that need one work on the mock's shop and on any project. */
export async function someTable(page: Page): Promise<{ namespace: string; name: string; text: string }> {
  const { namespaces } = (await (await page.request.get('/api/ui/v1/catalog')).json()) as {
    namespaces: { name: string; levels: string[]; tables: { name: string; kind: string }[] }[];
  };
  for (const space of namespaces) {
    const table = space.tables.find(one => one.kind === 'table' && /^[a-z_]+$/.test(one.name));
    if (table && /^[a-z_]+$/.test(space.name)) return { namespace: space.name, name: table.name, text: `${space.name}.${table.name}` };
  }
  throw new Error('the server has no table to look at');
}

/** Runs a statement by the API, for what a journey needs to be there. */
export async function statement(page: Page, text: string) {
  const api = '/api/ui/v1',
    session = (await (await page.request.get(`${api}/session`)).json()) as { csrf: string };
  const answer = await page.request.post(`${api}/sql/run`, { data: { text }, headers: { 'X-Tarn-Csrf': session.csrf } });
  expect(answer.status(), text).toBe(200);
}

export async function openSql(page: Page, text: string, more = '') {
  await page.goto(`/sql?q=${encodeURIComponent(text)}${more}`);
  await expect(page.locator('.cm-content')).toContainText(text.split('\n')[0]!.slice(0, 20));
}

/** Runs the statement by its key. Its outcome is waited for as long as the server needs. */
export async function run(page: Page, phase = 'done') {
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('[data-phase]').first()).toHaveAttribute('data-phase', phase, { timeout: 60_000 });
}

/** Does something until it has had its effect: a page that a busy machine has drawn may not listen yet. What has its effect already is not done again. */
export async function until(effect: (timeout: number) => Promise<void>, act: () => Promise<unknown>) {
  await expect(async () => {
    if (
      !(await effect(1).then(
        () => true,
        () => false,
      ))
    )
      await act();
    await effect(5_000);
  }).toPass({ timeout: 60_000 });
}
const visible = (what: Locator) => (timeout: number) => expect(what).toBeVisible({ timeout });

/** Presses a key until what it opens is there. */
export const press = (page: Page, key: string, effect: Locator) => until(visible(effect), () => page.keyboard.press(key));

/** Presses a key with the focus on an element, until it has had its effect. */
export const pressOn = (target: Locator, key: string, effect: (timeout: number) => Promise<void>) => until(effect, () => target.press(key));

/** Two keys after each other, both again until they have had their effect: the second alone means nothing. */
export const chord = (page: Page, first: string, second: string, effect: Locator) =>
  until(visible(effect), async () => {
    await page.keyboard.press(first);
    await page.keyboard.press(second);
  });

/** The page is no wider than the window, once it stands still. */
export const fits = (page: Page, width: number, what?: string) =>
  expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), what).toBeLessThanOrEqual(width);

export const cell = (page: Page, row: number, column: number) =>
  page.locator(`[role=gridcell][data-row="${row}"][data-column="${column}"]`);
export { expect };
