// Not SQL: enough of its look to give every shape of answer that the pages must show. What it knows: a list of literals, `from range(n)`, and
// `select … from <one of its tables>` with aliases, count, sum, date_trunc, group by and limit. Everything else is an error with a position.
import { namespaces, words } from './data.mjs';
import { MockProblem, positionOf } from './problem.mjs';

const unquoted = name => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name);
const dotted = String.raw`((?:"(?:[^"]|"")*"|[\w$]+)(?:\s*\.\s*(?:"(?:[^"]|"")*"|[\w$]+))*)`;

/** → { columns: [{name, type}], rowCount, row(i) → values, tables, slowMs? } or { message, rowsAffected } */
export function plan(text) {
  const sql = text.replace(/--.*$/gm, found => ' '.repeat(found.length)).replace(/;\s*$/, '');
  const first = /^\s*(\w+)/.exec(sql)?.[1]?.toLowerCase();
  if (first === 'insert' || first === 'create' || first === 'delete')
    return { message: `${first.toUpperCase()} done`, rowsAffected: 42, tables: [] };
  if (first !== 'select')
    throw new MockProblem(400, 'syntax', 'Syntax error', `expected a statement, found “${first ?? ''}”`, {
      cause: { position: positionOf(text, text.search(/\S|$/), first?.length) },
      ...(first === 'selct' ? { actions: [{ label: 'select …', sql: text.replace(/selct/i, 'select') }] } : {}),
    });
  const from = /\sfrom\s+/i.exec(sql);
  const list = splitList(sql.slice(sql.toLowerCase().indexOf('select') + 6, from?.index ?? sql.length));
  if (!from) return literals(text, list);
  const rest = sql.slice(from.index + from[0].length),
    range = /^range\s*\(\s*(\d+)\s*\)/i.exec(rest);
  return range ? ranged(list, Number(range[1])) : selected(text, sql, list, rest, from.index + from[0].length);
}

function splitList(text) {
  const parts = [];
  let depth = 0,
    quote = '',
    start = 0;
  for (let k = 0; k <= text.length; k++) {
    const char = text[k];
    if (quote) {
      if (char === quote) quote = '';
    } else if (char === "'" || char === '"') quote = char;
    else if (char === '(' || char === '[' || char === '{') depth++;
    else if (char === ')' || char === ']' || char === '}') depth--;
    else if ((char === ',' && depth === 0) || k === text.length) {
      parts.push(text.slice(start, k).trim());
      start = k + 1;
    }
  }
  return parts.map(part => {
    const alias = new RegExp(`^([\\s\\S]*?)\\s+as\\s+${dotted}$`, 'i').exec(part);
    return { expression: (alias?.[1] ?? part).trim(), name: unquoted(alias?.[2] ?? part.split('.').at(-1)) };
  });
}

function literals(text, list) {
  const made = list.map(({ expression, name }) => {
    const string = /^'((?:[^']|'')*)'$/.exec(expression),
      repeated = /^repeat\('([^']*)',\s*(\d+)\)$/i.exec(expression),
      cast = /^cast\(\s*(.+)\s+as\s+(.+)\)$/i.exec(expression),
      stamp = /^(timestamptz|timestamp|date)\s+'([^']+)'$/i.exec(expression);
    if (string) return { name, type: 'string', value: string[1].replaceAll("''", "'") };
    if (repeated) return { name, type: 'string', value: repeated[1].repeat(Number(repeated[2])) };
    if (cast) return { name, type: cast[2], value: /^null$/i.test(cast[1]) ? null : cast[1].replaceAll("'", '') };
    if (stamp) return { name, type: stamp[1].toLowerCase(), value: stamp[2] };
    if (/^null$/i.test(expression)) return { name, type: 'string', value: null };
    if (/^-?\d+$/.test(expression)) return { name, type: 'long', value: expression };
    if (/^-?\d+\.\d+$/.test(expression)) return { name, type: `decimal(18,${expression.split('.')[1].length})`, value: expression };
    throw new MockProblem(400, 'unknownColumn', 'No such column', `no column “${expression}”; there is no FROM`, {
      cause: { object: expression, position: positionOf(text, text.indexOf(expression), expression.length) },
    });
  });
  return { columns: made.map(({ name, type }) => ({ name, type })), rowCount: 1, row: () => made.map(({ value }) => value), tables: [] };
}

function ranged(list, count) {
  const columns = list.map(({ expression, name }) => ({
    name: expression === '*' ? 'range' : name,
    type: /\/|\./.test(expression) ? 'double' : 'long',
  }));
  return {
    columns,
    rowCount: count,
    slowMs: count > 1e8 ? 60_000 : 0,
    row: i => columns.map(column => (column.type === 'double' ? i * 1.5 : String(i))),
    tables: [],
  };
}

function selected(text, sql, list, rest, restAt) {
  const named = new RegExp(`^${dotted}`).exec(rest),
    parts = named ? named[1].match(/"(?:[^"]|"")*"|[\w$]+/g).map(unquoted) : [];
  const space = namespaces.find(one => one.levels.join('\u001f') === parts.slice(0, -1).join('\u001f')),
    table = space?.tables.find(one => one.name === parts.at(-1));
  if (!table)
    throw new MockProblem(
      400,
      'unknownTable',
      'No such table',
      `no table ${named?.[1] ?? rest.slice(0, 20)}; did you mean silver.orders?`,
      {
        cause: { object: named?.[1], position: positionOf(text, restAt, named?.[1].length) },
        actions: [
          { label: 'Use silver.orders', sql: text.slice(0, restAt) + 'silver.orders' + text.slice(restAt + (named?.[1].length ?? 0)) },
        ],
      },
    );
  const all = [space, ...namespaces]
    .flatMap(one => one.tables)
    .filter(one => sql.includes(one.name))
    .flatMap(one => one.columns);
  const columns = list.flatMap(({ expression, name }) => {
    if (expression === '*') return table.columns.map(column => ({ name: column.name, type: column.type, source: column.name }));
    if (/^count\(/i.test(expression)) return [{ name, type: 'long', source: 'orders' }];
    if (/^sum\(/i.test(expression)) return [{ name, type: 'decimal(38,2)', source: 'revenue' }];
    if (/^date_trunc\(/i.test(expression)) return [{ name, type: 'timestamptz', source: 'bucket' }];
    const plain = unquoted(expression.split('.').at(-1)),
      column = all.find(one => one.name === plain);
    if (!column)
      throw new MockProblem(400, 'unknownColumn', 'No such column', `no column “${plain}” in ${named[1]}; did you mean “order_day”?`, {
        cause: { object: plain, position: positionOf(text, text.indexOf(expression), expression.length) },
        actions: [{ label: 'Use order_day', sql: text.replace(plain, 'order_day') }],
      });
    return [{ name, type: column.type, source: plain }];
  });
  const aggregated = /group\s+by/i.test(sql),
    only = columns.every(column => /^(long|decimal)/.test(column.type)) && /count\(|sum\(/i.test(sql) && !aggregated;
  const limit = Number(/limit\s+(\d+)/i.exec(sql)?.[1] ?? Infinity);
  const rowCount = /where\s+false/i.test(sql)
    ? 0
    : Math.min(limit, only ? 1 : aggregated ? 28 * words.category.length * 6 : (table.rows ?? 1));
  const tables = namespaces.flatMap(one =>
    one.tables
      .filter(
        other => other === table || new RegExp(`\\b${one.name.replace('.', '\\.')}\\.${other.name.replace(/[^\w]/g, '\\$&')}\\b`).test(sql),
      )
      .map(other => ({
        table: [...one.levels, other.name].join('.'),
        snapshot: other.snapshot,
        asOf: other.modifiedAt,
        operation: 'append',
      })),
  );
  return {
    columns: columns.map(({ name, type }) => ({ name, type })),
    rowCount,
    row: i => columns.map(column => cell(column, i, aggregated)),
    tables,
    bytes: table.bytes ?? 0,
    files: table.files ?? 1,
  };
}

const mix = n => {
  let x = (n * 2654435761) >>> 0;
  x ^= x >>> 15;
  x = Math.imul(x, 2246822519) >>> 0;
  return ((x ^ (x >>> 13)) >>> 0) / 4294967296;
};

function cell({ name, type, source }, i, aggregated) {
  const dayIndex = aggregated ? Math.floor(i / 24) : Math.floor(i / 40),
    group = aggregated ? Math.floor(i / 6) % 4 : i % 4,
    r = mix(i * 31 + name.length);
  const stamp = new Date(Date.UTC(2026, 10, 20, 18) - dayIndex * 86_400_000 - (aggregated ? 0 : (i % 40) * 1_637_000));
  if (!aggregated && i % 11 === 4 && /discount|gift|since/.test(source)) return null;
  if (words[source]) return words[source][(source === 'category' ? group : Math.floor(r * 97)) % words[source].length];
  if (type.startsWith('decimal')) {
    const week = 1 + 0.28 * Math.sin((stamp.getUTCDay() / 7) * 6.28);
    return ((aggregated ? [9200, 5100, 3600, 2400][group] * week * (1.3 - dayIndex * 0.012) : 4) + r * 900).toFixed(
      Number(/,\s*(\d+)/.exec(type)[1]),
    );
  }
  if (type === 'long')
    return source === 'order_id'
      ? String(9007199254740993n + BigInt(i))
      : String(aggregated ? 20 + Math.floor(r * 90) : source === 'product_id' ? 5000 + Math.floor(r * 3000) : Math.floor(r * 90_000));
  if (type === 'int') return String(Math.floor(r * 3000) - 40);
  if (type === 'double') return r / 3;
  if (type === 'boolean') return r > 0.5 ? 'true' : 'false';
  if (type === 'date') return stamp.toISOString().slice(0, 10);
  if (type.startsWith('timestamp')) return stamp.toISOString();
  if (type.startsWith('struct')) return { city: ['Lisboa', 'Évora', 'Köln'][i % 3], zip: String(1000 + i) };
  if (type.startsWith('list')) return i % 5 ? ['new', 'gift "wrapped"'].slice(0, i % 3) : null;
  if (source === 'sku') return `${['JK', 'FW', 'BP', 'TN'][group]}-${1000 + Math.floor(r * 8400)}`;
  return ['', 'José “Zé” Ñandú', '<b>bold</b>', 'مرحبا', '🏔️ peak', 'line one\nline two\ttabbed', `name ${i}`][i % 7];
}
