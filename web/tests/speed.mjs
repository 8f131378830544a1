// Measures what DESIGN promises in milliseconds, and prints `name value goal ok|OVER`. Run by bench/ui on a server of its own: it makes a thousand tables and ten thousand jobs.
import { chromium } from '@playwright/test';

const url = process.env.TARN_URL,
  api = `${url}/api/ui/v1`,
  tables = Number(process.env.TABLES ?? 1000),
  jobs = Number(process.env.JOBS ?? 10_000);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
const session = await (
  await context.request.post(`${api}/session`, { data: { user: process.env.TARN_USER, password: process.env.TARN_PASSWORD } })
).json();
const cookie = (await context.cookies()).map(one => `${one.name}=${one.value}`).join('; ');
const call = (path, body) =>
  fetch(`${api}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { cookie, 'content-type': 'application/json', 'x-tarn-csrf': session.csrf },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const statement = async text => {
  const answer = await call('/sql/run', { text });
  if (!answer.ok) throw new Error(await answer.text());
  await answer.arrayBuffer();
};
async function many(count, work, width = 4) {
  let next = 0;
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (next < count) await work(next++);
    }),
  );
}
const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(values.length * share) - 1)];
let over = false;
const report = (name, value, goal) => {
  over ||= value > goal;
  console.log(`${name} ${value.toFixed(1)} ms, goal ${goal} ${value > goal ? 'OVER' : 'ok'}`);
};
async function timed(turns, work) {
  const times = [];
  for (let turn = 0; turn < turns; turn++) {
    const began = performance.now();
    await work(turn);
    times.push(performance.now() - began);
  }
  return times;
}

console.error(`making ${tables} tables and ${jobs} jobs`);
await statement('create schema if not exists many');
await many(tables, index => statement(`create table many.t${index} (id bigint, amount decimal(12,2), day date)`));
await statement('insert into many.t0 select range, range % 100, current_date from range(100000)');
await many(jobs, () => statement('select 1'), 8);

await call('/home').then(answer => answer.arrayBuffer());
report('home data', quantile(await timed(30, () => call('/home').then(answer => answer.arrayBuffer())), 0.95), 50);
report('find', quantile(await timed(30, turn => call(`/find?q=t${turn}`).then(answer => answer.arrayBuffer())), 0.95), 30);
const complete = { text: 'select * from many.t1', cursor: 21 };
report('completion', quantile(await timed(30, () => call('/sql/complete', complete).then(answer => answer.arrayBuffer())), 0.95), 30);

// First rows above the engine: from the request to the first frame, less what the server says that planning and the first batch took.
const above = [];
for (let turn = 0; turn < 20; turn++) {
  const began = performance.now(),
    answer = await call('/sql/run', { text: 'select * from many.t0 limit 5000' }),
    reader = answer.body.getReader();
  await reader.read();
  const first = performance.now() - began;
  const parts = [];
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) parts.push(piece.value);
  const tail = Buffer.concat(parts).toString('latin1'),
    ms = /"plan":([\d.e-]+),"exec":[\d.e-]+,"first":([\d.e-]+)/.exec(tail);
  if (ms) above.push(Math.max(0, first - Number(ms[1]) - Number(ms[2])));
}
if (above.length > 0) report('first rows above the engine', quantile(above, 0.95), 60);

const page = await context.newPage();
await page.goto(`${url}/jobs`);
await page.waitForSelector('table');
/** From a click to the frame that shows its effect. */
const reaction = (selector, shown) =>
  page.evaluate(
    ([selector, shown]) =>
      new Promise(resolve => {
        const began = performance.now();
        const look = () => (document.querySelector(shown) ? resolve(performance.now() - began) : requestAnimationFrame(look));
        document.querySelector(selector).click();
        look();
      }),
    [selector, shown],
  );
for (const path of ['/syncs', '/models', '/sql', '/jobs']) await page.goto(url + path).then(() => page.waitForSelector('main'));
const changes = [];
for (let turn = 0; turn < 10; turn++) {
  changes.push(await reaction('nav a[href="/syncs"]', 'main .card, main .empty'));
  changes.push(await reaction('nav a[href="/jobs"]', 'main table'));
}
report('page change', quantile(changes, 0.95), 150);
const filters = [];
for (const word of ['zzz', 'select', 'create', '']) {
  filters.push(
    await page.evaluate(
      word =>
        new Promise(resolve => {
          const field = document.querySelector('[data-page-filter]'),
            set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
          const before = document.querySelector('[role=status].num')?.textContent,
            began = performance.now();
          set.call(field, word);
          field.dispatchEvent(new Event('input', { bubbles: true }));
          const look = () =>
            document.querySelector('[role=status].num')?.textContent !== before || performance.now() - began > 1000
              ? requestAnimationFrame(() => resolve(performance.now() - began))
              : requestAnimationFrame(look);
          look();
        }),
      word,
    ),
  );
}
report('filter change', Math.max(...filters), 150);

await page.goto(`${url}/sql?q=${encodeURIComponent('select range as n, range * 2 as twice from range(1000000)')}`);
await page.waitForSelector('.cm-content');
await page.keyboard.press('Control+Enter');
await page.waitForSelector('[data-phase="done"]', { timeout: 60_000 });
const frames = await page.evaluate(async () => {
  const grid = document.querySelector('[role=grid]'),
    gaps = [];
  let last = performance.now();
  for (let step = 1; step <= 120; step++) {
    grid.scrollTop = (grid.scrollHeight * step) / 121;
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    gaps.push(now - last);
    last = now;
  }
  return gaps;
});
report('longest frame while scrolling 1M rows', Math.max(...frames), 50);
await browser.close();
process.exitCode = over ? 1 : 0;
