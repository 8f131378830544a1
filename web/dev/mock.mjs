// A server for development and for the browser journeys: speaks docs/reference/http-api.md with an invented shop, checks no rights and keeps nothing.
//   node dev/mock.mjs            the API alone, for `npm run dev`
//   node dev/mock.mjs --dist     also serves dist/ exactly as the real server must: nonce, security policy, compressed assets
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { frame, ipc } from './mock/arrow.mjs';
import { jobs, namespaces, words } from './mock/data.mjs';
import { MockProblem } from './mock/problem.mjs';
import { plan } from './mock/statement.mjs';

const port = Number(process.env.PORT ?? 9047),
  dist = process.argv.includes('--dist') ? join(import.meta.dirname, '..', 'dist') : null;
const account = { user: 'ines', password: 'tarn', displayName: 'Inês Santos' };
const sessions = new Map(),
  listeners = new Set(),
  running = new Map();
const batchRows = 4096,
  maxResultRows = 1_000_000;
let eventId = 0;

const pause = ms => new Promise(resolve => setTimeout(resolve, ms));
const send = (response, status, body, headers = {}) => {
  response.writeHead(status, {
    'content-type': status >= 400 ? 'application/problem+json' : 'application/json',
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(body === undefined ? '' : JSON.stringify(body));
};
const publish = (event, data) => {
  for (const response of listeners) response.write(`id: ${++eventId}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
};
const bodyOf = async request => {
  const parts = [];
  for await (const part of request) parts.push(part);
  return parts.length ? JSON.parse(Buffer.concat(parts).toString('utf8')) : {};
};
const sessionOf = request => sessions.get(/tarn_session=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1]);
const answerOf = session => ({
  user: account.user,
  displayName: account.displayName,
  roles: ['admin'],
  csrf: session.csrf,
  project: 'shop',
  version: '0.1.0-mock',
  maxResultRows,
});

function startJob(kind, text, id = randomUUID()) {
  const at = new Date().toISOString(),
    job = {
      id,
      kind,
      text: text.slice(0, 10_000),
      state: 'running',
      principal: account.user,
      queuedAt: at,
      startedAt: at,
      cancellable: true,
      mine: true,
    };
  jobs.unshift(job);
  publish('job', job);
  return job;
}
function endJob(job, change) {
  Object.assign(job, { endedAt: new Date().toISOString(), cancellable: false, progress: undefined, ...change });
  running.delete(job.id);
  publish('job', job);
}

async function run(request, response) {
  const { text, maxRows = maxResultRows, job: id } = await bodyOf(request),
    job = startJob('query', text, id),
    began = performance.now();
  let stopped = false;
  running.set(job.id, () => {
    stopped = true;
  });
  response.on('close', () => {
    stopped ||= !response.writableEnded;
  });
  try {
    const planned = plan(text),
      columns = planned.columns,
      head = { job: job.id, columns, tables: planned.tables };
    const total = Math.min(planned.rowCount ?? 0, maxRows),
      ms = () => ({ queue: 0.2, plan: 4.1, exec: performance.now() - began });
    response.writeHead(200, { 'content-type': 'application/vnd.tarn.frames', 'cache-control': 'no-store' });
    if (!columns) {
      response.end(
        frame({
          ...head,
          state: 'message',
          seq: 0,
          last: true,
          rows: 0,
          rowsAffected: planned.rowsAffected,
          message: planned.message,
          ms: ms(),
        }),
      );
      return endJob(job, { state: 'succeeded', kind: 'statement', rows: planned.rowsAffected, bytes: 0 });
    }
    for (let waited = 0; waited < (planned.slowMs ?? 0) && !stopped; waited += 20) await pause(20);
    let seq = 0;
    for (let at = 0; (at < total || seq === 0) && !stopped; seq++) {
      const rows = Array.from({ length: Math.min(batchRows, total - at) }, (_, k) => planned.row(at + k));
      at += rows.length;
      const last = at >= total,
        header = { state: total === 0 ? 'empty' : 'ok', seq, last, job: job.id, rows: at, ...(seq === 0 ? head : {}) };
      if (last)
        Object.assign(header, {
          truncated: (planned.rowCount ?? 0) > total,
          ms: ms(),
          files: { read: planned.files ?? 0, total: (planned.files ?? 0) * 3 },
          bytes: { scanned: Math.round((planned.bytes ?? 0) / 37), total: planned.bytes ?? 0 },
        });
      if (!response.write(frame(header, ipc(columns, rows))))
        await Promise.race([new Promise(resolve => response.once('drain', resolve)), pause(2000)]);
      else await pause(0);
    }
    if (!stopped) {
      response.end();
      return endJob(job, {
        state: 'succeeded',
        rows: total,
        bytes: Math.round((planned.bytes ?? 0) / 37),
        tables: planned.tables,
        files: { read: planned.files ?? 0, total: (planned.files ?? 0) * 3 },
        ms: ms(),
      });
    }
    response.end(
      frame({
        state: 'error',
        seq,
        last: true,
        job: job.id,
        rows: 0,
        error: { kind: 'cancelled', title: 'Cancelled', detail: 'Cancelled by ines.', actions: [], job: job.id, retryable: true },
      }),
    );
    endJob(job, { state: 'cancelled' });
  } catch (error) {
    if (!(error instanceof MockProblem)) throw error;
    const body = { ...error.body, job: job.id };
    endJob(job, { state: 'failed', error: body });
    send(response, error.status, body);
  }
}

async function exportFile(request, response) {
  const { text, format } = await bodyOf(request),
    planned = plan(text);
  if (!planned.columns) throw new MockProblem(400, 'unsupported', 'Not exportable', 'Only statements that return rows can be exported.');
  response.writeHead(200, {
    'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json',
    'content-disposition': `attachment; filename="result.${format}"`,
  });
  const quote = value =>
    value === null ? '' : value === '' || /[",\r\n]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : String(value);
  const rows = Array.from({ length: Math.min(planned.rowCount, 200_000) }, (_, k) => planned.row(k));
  const names = planned.columns.map(column => column.name);
  response.end(
    format === 'csv'
      ? [names, ...rows].map(row => row.map(quote).join(',')).join('\r\n') + '\r\n'
      : JSON.stringify(rows.map(row => Object.fromEntries(names.map((name, k) => [name, row[k]])))),
  );
}

function complete({ text, cursor }) {
  const from = cursor - (/[\w$]*$/.exec(text.slice(0, cursor))?.[0].length ?? 0),
    word = text.slice(from, cursor).toLowerCase(),
    before = /([\w$]+)\.$/.exec(text.slice(0, from))?.[1];
  const tables = namespaces.flatMap(space => space.tables.map(table => ({ space, table })));
  const inSpace = before ? tables.filter(({ space }) => space.name === before) : [];
  const columns = tables
    .filter(({ table }) => text.includes(table.name))
    .flatMap(({ table }) => table.columns.map(column => ({ label: column.name, kind: 'column', type: column.type, doc: column.doc })));
  const all = inSpace.length
    ? inSpace.map(({ table }) => ({ label: table.name, kind: table.kind }))
    : before
      ? columns
      : [
          ...columns,
          ...tables.map(({ space, table }) => ({ label: `${space.name}.${table.name}`, kind: table.kind })),
          ...['select', 'from', 'where', 'group by', 'order by', 'limit', 'sum', 'count', 'date_trunc'].map(label => ({
            label,
            kind: 'keyword',
          })),
        ];
  return { from, items: all.filter(item => item.label.toLowerCase().includes(word)).slice(0, 100) };
}

function find(q) {
  const wanted = q.toLowerCase(),
    at = item => {
      const k = item.name.toLowerCase().indexOf(wanted);
      return k < 0 ? 1e9 : k * 100 + item.name.length;
    };
  const things = namespaces.flatMap(space => [
    { kind: 'namespace', name: space.name, levels: space.levels },
    ...space.tables.map(table => ({ kind: table.kind, namespace: space.name, levels: space.levels, name: table.name })),
  ]);
  const columns = new Map();
  for (const space of namespaces)
    for (const table of space.tables)
      for (const column of table.columns) {
        const known = columns.get(column.name);
        if (known) known.tables++;
        else
          columns.set(column.name, {
            kind: 'column',
            namespace: space.name,
            levels: space.levels,
            table: table.name,
            name: column.name,
            type: column.type,
            tables: 1,
          });
      }
  return [...things, ...columns.values()]
    .filter(item => at(item) < 1e9)
    .sort((a, b) => at(a) - at(b))
    .slice(0, 12);
}

async function api(request, response, url) {
  const path = url.pathname.slice('/api/ui/v1'.length),
    session = sessionOf(request),
    { method } = request;
  if (path === '/session' && method === 'POST') {
    const { user, password } = await bodyOf(request);
    await pause(60);
    if (user !== account.user || password !== account.password)
      throw new MockProblem(401, 'loginFailed', 'User or password is wrong', 'No session was made.', {
        actions: [{ label: 'Forgotten? On the server:', command: 'tarn user password ines' }],
      });
    const id = randomUUID(),
      made = { csrf: randomBytes(16).toString('base64url') };
    sessions.set(id, made);
    return send(response, 200, answerOf(made), { 'set-cookie': `tarn_session=${id}; HttpOnly; SameSite=Lax; Path=/` });
  }
  if (!session) throw new MockProblem(401, 'unauthenticated', 'Signed out', 'There is no session, or it has ended.');
  if (method !== 'GET' && request.headers['x-tarn-csrf'] !== session.csrf)
    throw new MockProblem(403, 'csrf', 'Stale page', 'The anti-forgery header is missing or old.');
  if (path === '/session') {
    if (method === 'GET') return send(response, 200, answerOf(session));
    for (const [id, one] of sessions) if (one === session) sessions.delete(id);
    response.writeHead(204);
    return response.end();
  }
  if (path === '/catalog')
    return send(response, 200, {
      asOf: new Date().toISOString(),
      namespaces: namespaces.map(space => ({
        name: space.name,
        levels: space.levels,
        tables: space.tables.map(({ name, kind, rows, bytes, snapshot, modifiedAt }) => ({
          name,
          kind,
          rows,
          bytes,
          snapshot,
          modifiedAt,
        })),
      })),
    });
  if (path.startsWith('/catalog/')) {
    const [levels, name] = path.slice(9).split('/').map(decodeURIComponent),
      space = namespaces.find(one => one.levels.join('\u001f') === levels),
      table = space?.tables.find(one => one.name === name);
    if (!table) throw new MockProblem(404, 'notFound', 'Not found', `There is no table ${name}.`, { cause: { object: name } });
    return send(response, 200, {
      namespace: space.name,
      levels: space.levels,
      ...table,
      columns: table.columns.map((column, k) => ({
        id: k + 1,
        ...column,
        children: column.children?.map((child, n) => ({ id: 100 + n, ...child })),
      })),
      asOf: table.modifiedAt,
      formatVersion: 2,
    });
  }
  if (path === '/find') return send(response, 200, { items: find(url.searchParams.get('q') ?? '') });
  if (path === '/sql/run') return run(request, response);
  if (path === '/sql/export') return exportFile(request, response);
  if (path === '/sql/complete') return send(response, 200, complete(await bodyOf(request)));
  if (path === '/jobs') {
    const has = (key, value) => !url.searchParams.get(key) || url.searchParams.get(key).split(',').includes(value),
      before = url.searchParams.get('before'),
      limit = Number(url.searchParams.get('limit') ?? 100);
    const all = jobs.filter(job => has('state', job.state) && has('kind', job.kind)),
      from = before ? all.findIndex(job => job.id === before) + 1 : 0,
      shown = all.slice(from, from + limit);
    return send(response, 200, { jobs: shown, next: from + limit < all.length ? shown.at(-1).id : undefined });
  }
  const one = /^\/jobs\/([^/]+)(\/cancel)?$/.exec(path),
    job = one && jobs.find(other => other.id === decodeURIComponent(one[1]));
  if (one && !job)
    throw new MockProblem(404, 'notFound', 'Not found', `There is no job ${one[1]}, or you may not see it.`, { cause: { object: one[1] } });
  if (job && !one[2]) return send(response, 200, job);
  if (job) {
    if (job.endedAt) throw new MockProblem(409, 'conflict', 'Already ended', `Job ${job.id} ended before.`, { job: job.id });
    const stop = running.get(job.id);
    if (stop) stop();
    else endJob(job, { state: 'cancelled' });
    return send(response, 202, job);
  }
  if (path === '/events') {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': hello\n\n');
    listeners.add(response);
    return request.on('close', () => listeners.delete(response));
  }
  throw new MockProblem(404, 'notFound', 'Not found', `The mock does not know ${method} ${path}.`);
}

const types = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json',
};
function serve(request, response, url) {
  const file = join(dist, normalize(url.pathname));
  if (!file.startsWith(dist) || !extname(url.pathname) || !existsSync(file)) {
    if (url.pathname.startsWith('/assets/')) {
      response.writeHead(404);
      return response.end();
    }
    const nonce = randomBytes(16).toString('base64url'),
      page = readFileSync(join(dist, 'index.html'), 'utf8').replaceAll('__TARN_NONCE__', nonce);
    response.writeHead(200, {
      'content-type': types['.html'],
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'content-security-policy': `default-src 'none'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}'; font-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
    });
    return response.end(page);
  }
  const encoding = ['br', 'gz'].find(
    one => existsSync(`${file}.${one}`) && (request.headers['accept-encoding'] ?? '').includes(one === 'gz' ? 'gzip' : 'br'),
  );
  response.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    vary: 'Accept-Encoding',
    'cache-control': url.pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    ...(encoding ? { 'content-encoding': encoding === 'gz' ? 'gzip' : 'br' } : {}),
  });
  createReadStream(encoding ? `${file}.${encoding}` : file).pipe(response);
}

createServer(async (request, response) => {
  const url = new URL(request.url, 'http://localhost');
  try {
    if (url.pathname.startsWith('/api/')) await api(request, response, url);
    else if (dist) serve(request, response, url);
    else {
      response.writeHead(404);
      response.end();
    }
  } catch (error) {
    if (!(error instanceof MockProblem)) console.error(error);
    if (response.headersSent) response.destroy();
    else
      send(
        response,
        error.status ?? 500,
        error.body ?? { kind: 'internal', title: 'Fault', detail: String(error), actions: [], retryable: false },
      );
  }
}).listen(port, '127.0.0.1', () =>
  console.log(
    `mock on http://127.0.0.1:${port} · user ${account.user}, password ${account.password} · ${Object.keys(words).length} word lists`,
  ),
);
setInterval(() => {
  const job = jobs.find(one => one.progress && !one.endedAt);
  if (job) {
    job.rows += 9_000;
    job.progress = { ...job.progress, rows: job.rows, fraction: Math.min(0.99, job.progress.fraction + 0.002) };
    publish('job', job);
  }
}, 1000).unref();
setInterval(() => {
  for (const response of listeners) response.write(': still here\n\n');
}, 15_000).unref();
