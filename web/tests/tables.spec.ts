import { cell, chord, expect, fits, press, pressOn, signIn, statement, test } from './session';

// The pages of tables.
test.skip(!process.env.TARN_URL, 'needs a real server on the example: eng/journeys.sh');

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
  await statement(page, `insert into hostile.${quoted} values (3, 'a' || chr(8238) || 'b'), (4, 'nul' || chr(0) || 'in')`);
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
