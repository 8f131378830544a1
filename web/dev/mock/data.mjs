// The mock's world: a small shop, plus names that try to break pages.
export const now = Date.now();
const iso = msAgo => new Date(now - msAgo).toISOString().replace('Z', '000Z');
const hour = 3_600_000,
  day = 24 * hour;
const c = (name, type, doc, children) => ({ name, type, required: /(^|_)id$/.test(name), doc, children });

const orders = [
  c('order_id', 'long', 'Key of the order'),
  c('ordered_at', 'timestamptz'),
  c('order_day', 'date'),
  c('product_id', 'long'),
  c('country', 'string'),
  c('category', 'string'),
  c('channel', 'string'),
  c('net_amount', 'decimal(12,2)', 'Net of refunds, before tax'),
  c('discount', 'double'),
  c('gift', 'boolean'),
  c('address', 'struct<city: string, zip: string>', 'Where it went', [c('city', 'string'), c('zip', 'string')]),
  c('tags', 'list<string>'),
];
const hostileName = 'x"; drop table orders; -- <script>alert(1)</script> مرحبا 🏔️';

const table = (name, columns, rows, bytes, ageMs, extra = {}) => ({
  name,
  kind: 'table',
  rows,
  bytes,
  snapshot: String(4417203311980000000n + BigInt(rows)),
  modifiedAt: iso(ageMs),
  columns,
  partitionSpec: [],
  files: Math.max(1, Math.round(bytes / 6e6)),
  ...extra,
});
export const namespaces = [
  {
    levels: ['bronze'],
    tables: [
      table('charges', [c('charge_id', 'string'), c('amount', 'long'), c('payload', 'string')], 912_004, 80e6, 2 * hour),
      table('orders_raw', orders, 50_120_331, 4.1e9, hour),
      table(
        'flights',
        [c('delay', 'int'), c('distance', 'int'), c('origin', 'string'), c('destination', 'string'), c('flown_at', 'timestamp')],
        231_083,
        9e6,
        5 * day,
      ),
    ],
  },
  {
    levels: ['silver'],
    tables: [
      table('orders', orders, 48_201_117, 3.1e9, 12 * 60_000, {
        doc: 'One row an order, late updates merged.',
        partitionSpec: [{ name: 'order_day_month', transform: 'month', source: 'order_day' }],
      }),
      table(
        'order_items',
        [c('order_id', 'long'), c('line', 'int'), c('sku', 'string'), c('quantity', 'int')],
        131_040_221,
        2.2e9,
        13 * 60_000,
      ),
      table(
        'customers',
        [c('customer_id', 'long'), c('name', 'string'), c('country', 'string'), c('since', 'date')],
        2_114_090,
        180e6,
        3 * hour,
      ),
      table(
        'products',
        [c('product_id', 'long'), c('sku', 'string'), c('category', 'string'), c('price', 'decimal(10,2)')],
        8_412,
        700e3,
        2 * day,
      ),
      table(hostileName, [c('<img src=x onerror=alert(1)>', 'string'), c('ترتيب', 'string'), c('a'.repeat(300), 'long')], 3, 1200, 9 * day),
    ],
  },
  {
    levels: ['gold'],
    tables: [
      table(
        'daily_revenue',
        [c('order_day', 'date'), c('country', 'string'), c('channel', 'string'), c('revenue', 'decimal(18,2)'), c('orders', 'long')],
        12_604,
        1.4e6,
        3 * 60_000,
        { doc: 'Revenue by day, country and channel, net of refunds.' },
      ),
      {
        ...table('revenue_now', [c('revenue', 'decimal(18,2)')], 1, 0, 0),
        kind: 'view',
        rows: undefined,
        bytes: undefined,
        sql: 'select sum(revenue) as revenue from gold.daily_revenue',
      },
    ],
  },
  {
    levels: ['logs', '2026.11'],
    tables: [table('http', [c('at', 'timestamp'), c('status', 'int'), c('path', 'string')], 1_204_113_220, 88e9, 4000)],
  },
  { levels: ['system'], tables: [] },
].map(space => ({ ...space, name: space.levels.join('.') }));

export const words = {
  category: ['Outdoor jackets', 'Footwear', 'Backpacks', 'Tents'],
  country: ['Germany', 'France', 'Portugal', 'Spain', 'Italy', 'Malta', 'Ireland'],
  channel: ['Web', 'iOS app', 'Marketplace'],
  origin: ['LIS', 'CDG', 'BER', 'OPO'],
  destination: ['JFK', 'SFO', 'ORD'],
};

let sequence = 900;
export const jobs = [
  ['sync', 'shop-db → bronze.orders_raw', undefined, 'running', 'schedule', 42_000, null, 1_203_114, 96e6],
  [
    'query',
    undefined,
    "select date_trunc('hour', o.ordered_at) as hour, p.category, sum(o.net_amount) as revenue\nfrom silver.orders o join silver.products p using (product_id)\ngroup by all",
    'succeeded',
    'ines',
    95_000,
    940,
    10_000,
    84e6,
  ],
  ['build', 'dbt build · 14 models', undefined, 'succeeded', 'schedule', 8 * 60_000, 12_400, 128_400, 15e6],
  [
    'statement',
    undefined,
    'insert into gold.daily_revenue select * from gold.daily_revenue_new',
    'failed',
    'rui',
    31 * 60_000,
    2100,
    undefined,
    4e6,
  ],
  ['export', undefined, 'select * from silver.customers', 'cancelled', 'ines', hour, 8_030, 400_000, 31e6],
  ['maintenance', 'compact silver.orders', undefined, 'lost', 'schedule', 3 * hour, 61_000, undefined, 900e6],
  [
    'query',
    undefined,
    "select '<script>alert(1)</script>' as hostile, 'مرحبا بالعالم' as rtl",
    'succeeded',
    'local:‮evil',
    5 * hour,
    3,
    1,
    0,
  ],
  ...Array.from({ length: 60 }, (_, k) => [
    'query',
    undefined,
    `select count(*) from silver.orders where order_day = date '2026-11-${String(1 + (k % 20)).padStart(2, '0')}'`,
    'succeeded',
    k % 3 ? 'ines' : 'superset',
    (6 + k) * hour,
    20 + ((k * 37) % 400),
    1,
    1e6 + k * 33_000,
  ]),
].map(([kind, name, text, state, principal, agoMs, tookMs, rows, bytes]) => ({
  id: `job-${++sequence}`,
  kind,
  name,
  text,
  state,
  principal,
  cause: principal === 'schedule' ? 'schedule every 15 min' : undefined,
  queuedAt: iso(agoMs),
  startedAt: iso(agoMs - 2),
  endedAt: tookMs === null ? undefined : iso(agoMs - 2 - tookMs),
  rows,
  bytes,
  progress: state === 'running' ? { phase: 'Reading orders', rows, bytes, fraction: 0.41, totalRows: 2_934_000 } : undefined,
  cancellable: state === 'running',
  mine: principal === 'ines',
  error:
    state === 'failed'
      ? {
          kind: 'conflict',
          title: 'Someone else was first',
          detail: 'gold.daily_revenue changed to snapshot 4417203311980012604 while this statement ran; nothing was written.',
          cause: { object: 'gold.daily_revenue' },
          actions: [],
          retryable: true,
        }
      : undefined,
}));
