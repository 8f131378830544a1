import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { cell, chord, expect, fits, openSql, press, pressOn, run, signIn, test, until } from './session';

// These pages are made of the server's own facts: the mock has none.
test.skip(!process.env.TARN_URL, 'needs a real server on the example: eng/journeys.sh');

const api = '/api/ui/v1';
async function statement(page: Page, text: string) {
  const session = (await (await page.request.get(`${api}/session`)).json()) as { csrf: string };
  const answer = await page.request.post(`${api}/sql/run`, { data: { text }, headers: { 'X-Tarn-Csrf': session.csrf } });
  expect(answer.status(), text).toBe(200);
}

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

test('a table is found, opened and walked by keys, and a reload brings the same page back', async ({ page }) => {
  await signIn(page);
  await page.goto('/jobs');
  await expect(page.locator('main')).toBeVisible();
  await chord(page, 'g', 'c', page.getByRole('heading', { name: 'Catalog', level: 1 }));
  await press(page, '/', page.locator('[data-page-filter]:focus'));
  await page.keyboard.type('daily_rev');
  await expect(page).toHaveURL(/find=daily_rev/);
  await expect(page.getByText('1 table or view')).toBeVisible();
  await page.keyboard.press('Tab');
  await page.getByRole('main').focus();
  await press(page, 'j', page.locator('[data-row]:focus'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'daily_revenue' })).toBeVisible();
  await expect(page.locator('[data-answer]')).toContainText('7 rows');
  await expect(page.getByRole('region', { name: 'Lineage' })).toContainText('silver.stg_orders');
  for (const [tab, text] of [
    ['Schema', 'net_revenue'],
    ['Files', '1 file'],
    ['Sample', 'order_day'],
  ] as const) {
    await page.getByRole('link', { name: tab, exact: true }).click();
    await expect(page.locator('main')).toContainText(text);
  }
  await expect(page.locator('[data-phase="done"]')).toBeVisible();
  await expect(cell(page, 0, 0)).toHaveText(/^2026-/);
  const before = await cell(page, 0, 1).textContent();
  await page.reload();
  await expect(cell(page, 0, 1)).toHaveText(before!);
  await page.getByRole('main').focus();
  await press(page, 'q', page.locator('.cm-content'));
  await expect(page.locator('.cm-content')).toContainText('from gold.daily_revenue');
});

test('two snapshots of a table are compared: rows by key, both values of what changed, the address keeps it all', async ({ page }) => {
  await signIn(page);
  await page.goto('/catalog/bronze/orders/snapshots');
  const diff = page.getByRole('region', { name: 'Difference between A and B' });
  // Rows come by key, the first fifty of them: the added ones may stand behind.
  const showAll = async () => {
    const more = diff.getByRole('button', { name: /^Show \d/ });
    if (await more.isVisible()) await more.click();
  };
  await expect(diff).toHaveAttribute('data-phase', 'done');
  await expect(diff).toContainText('Rows are the same by order_id (the sync’s key)');
  await expect(diff).toContainText('by comparing rows');
  await expect(diff.locator('tr[data-change="~"]').first().locator('del').first()).toBeVisible();
  await showAll();
  await expect(diff.locator('tr[data-change="+"]').first()).toBeVisible();
  await page.getByRole('button', { name: 'Only columns that changed' }).click();
  await expect(page).toHaveURL(/only=changed/);
  await expect(diff.getByRole('columnheader', { name: 'customer_id' })).toHaveCount(0);
  // The other way round, by keys alone.
  const [newest, oldest] = await page.getByRole('region', { name: 'All snapshots' }).locator('tbody tr').all();
  const [b, a] = await Promise.all([newest!.getAttribute('data-snapshot'), oldest!.getAttribute('data-snapshot')]);
  const dot = (id: string | null) => page.locator(`svg [data-snapshot="${id}"]`);
  await pressOn(dot(b), 'a', timeout => expect(page).toHaveURL(new RegExp(`a=${b}`), { timeout }));
  await pressOn(dot(b), 'ArrowLeft', timeout => expect(dot(a)).toBeFocused({ timeout }));
  await pressOn(dot(a), 'b', timeout => expect(page).toHaveURL(new RegExp(`a=${b}.*b=${a}|b=${a}.*a=${b}`), { timeout }));
  await expect(diff).toHaveAttribute('data-phase', 'done');
  await expect(diff.locator('tbody tr[data-change]').first()).toBeVisible();
  await showAll();
  await expect(diff.locator('tr[data-change="-"]').first()).toBeVisible();
  const text = await diff.locator('tbody tr').first().textContent();
  await page.reload();
  await expect(diff.locator('tbody tr').first()).toHaveText(text!);
  // Only appended: exact without reading a row.
  await page.goto('/catalog/bronze/payments/snapshots');
  await expect(diff).toContainText('from the manifests');
  await expect(diff).toContainText('+184');
});

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
  await openSql(page, `select 41 as ${name.replace(' ', '_')}`);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Save the query as a file' });
  await dialog.getByLabel('Name').fill(name);
  await expect(dialog.locator('[data-sign="+"]')).toContainText('select 41');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('navigation', { name: 'Drafts' })).toContainText(name);
  await page.goto(`/sql?file=${encodeURIComponent(name)}`);
  await expect(page.locator('.cm-content')).toContainText('select 41');
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

test('hostile names break no page and stay text', async ({ page }) => {
  await signIn(page);
  const name = '<img src=x onerror=alert(1)> مرحبا بالعالم %2F ?#',
    long = 'c'.repeat(2000),
    quoted = `"${name}"`;
  await statement(page, 'create schema if not exists hostile');
  await statement(
    page,
    `create or replace table hostile.${quoted} ("<b>bold</b>" bigint, "${long}" varchar) comment '<script>alert(2)</script> שלום'`,
  );
  await statement(page, `insert into hostile.${quoted} values (1, repeat('x', 10000)), (2, '<i>no</i>')`);
  await statement(page, `insert into hostile.${quoted} values (3, 'a' || chr(8238) || 'b')`);
  page.on('dialog', () => expect('a script ran').toBe(''));
  const address = `/catalog/hostile/${encodeURIComponent(name)}`;
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    for (const path of [
      '/catalog?find=hostile',
      `${address}/overview`,
      `${address}/schema`,
      `${address}/sample`,
      `${address}/snapshots`,
      `${address}/files`,
    ]) {
      await page.goto(path);
      await expect(page.locator('main')).toContainText(path.includes('find') ? '<img src=x' : /row|file|bold/);
      expect(await page.locator('main img, main script, main b:text-is("bold"), main i:text-is("no")').count()).toBe(0);
      await fits(page, width, path);
    }
  }
  await statement(page, `drop table hostile.${quoted}`);
  await statement(page, 'drop schema hostile');
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
  await page.context().addCookies(cookies);
});

test('a snapshot is tagged and rolled back to: effect and statement first, and the way back is the same', async ({ page }) => {
  await signIn(page);
  await statement(page, 'create schema if not exists journeys_tags');
  await statement(page, 'create or replace table journeys_tags.history (id bigint, word varchar)');
  await statement(page, "insert into journeys_tags.history values (1, 'one'), (2, 'two')");
  await statement(page, "insert into journeys_tags.history values (3, 'three')");
  await page.goto('/catalog/journeys_tags/history/snapshots');
  const actions = page.getByRole('group', { name: 'Actions on snapshot A' });
  await actions.getByRole('button', { name: /^Tag/ }).click();
  const tag = page.getByRole('dialog', { name: 'Tag a snapshot of journeys_tags.history' });
  await tag.getByLabel('Name').fill('before_three');
  await expect(tag).toContainText('alter table journeys_tags.history create tag before_three as of version');
  await tag.getByLabel('Name').press('Enter');
  await expect(tag).toBeHidden();
  await expect(page.getByRole('region', { name: 'All snapshots' })).toContainText('before_three');
  await actions.getByRole('button', { name: /^Roll back/ }).click();
  const back = page.getByRole('dialog', { name: 'Roll back journeys_tags.history' });
  await expect(back).toContainText('The table shows 2 rows instead of 3');
  await expect(back).toContainText('call tarn.system.rollback_to_snapshot');
  await back.getByRole('button', { name: 'Roll back' }).click();
  await expect(back).toBeHidden();
  await expect(page.locator('[data-answer]').first()).toContainText('2 rows');
  await statement(page, 'drop table journeys_tags.history');
  await statement(page, 'drop schema journeys_tags');
});

test('a branch is made of a snapshot, written to, and its change is picked into the table', async ({ page }) => {
  await signIn(page);
  const table = 'journeys_branches.stock';
  await statement(page, 'create schema if not exists journeys_branches');
  await statement(page, `create or replace table ${table} (id bigint, word varchar)`);
  await statement(page, `insert into ${table} values (1, 'one')`);
  await page.goto('/catalog/journeys_branches/stock/snapshots');
  const actions = page.getByRole('group', { name: 'Actions on snapshot A' });
  await actions.getByRole('button', { name: /^Branch/ }).click();
  const branch = page.getByRole('dialog', { name: `Create a branch of ${table}` });
  await branch.getByLabel('Name').fill('audit');
  await expect(branch).toContainText(`alter table ${table} create branch audit as of version`);
  await branch.getByLabel('Name').press('Enter');
  await expect(branch).toBeHidden();
  await statement(page, `insert into ${table}.branch_audit values (2, 'two')`);
  await page.reload();
  await expect(page.locator('[data-answer]').first()).toContainText('1 row');
  const written = page.locator('svg [data-snapshot]').last();
  await pressOn(written, 'a', timeout => expect(page).toHaveURL(/a=\d/, { timeout }));
  await actions.getByRole('button', { name: /^Cherry-pick/ }).click();
  const pick = page.getByRole('dialog', { name: `Cherry-pick into ${table}` });
  await expect(pick).toContainText('call tarn.system.cherrypick_snapshot');
  await pick.getByRole('button', { name: 'Cherry-pick' }).click();
  await expect(pick).toBeHidden();
  await expect(page.locator('[data-answer]').first()).toContainText('2 rows');
  await statement(page, `drop table ${table}`);
  await statement(page, 'drop schema journeys_branches');
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
    await dialog.getByRole('button', { name: 'Replay' }).click();
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
