import { describe, expect, it } from 'vitest';
import { parseSearch, stringifySearch } from '../shell/address';
import { Drafts, draftTitle } from './drafts';
import { parseSort, sharedAddress, sortText, sqlSearch } from './search';
import { onlyReads, splitStatements, statementAt } from './statements';
import { treeNodes } from './treeNodes';

describe('statements', () => {
  const texts = (text: string) => splitStatements(text).map(one => one.text);
  it('end at semicolons that are SQL’s', () => {
    expect(texts('select \';\' ; select "a;b"; -- not; here\nselect /* ; */ 1;;\n')).toEqual([
      "select ';'",
      'select "a;b"',
      'select /* ; */ 1',
    ]);
    expect(texts("select 'it''s; fine'; select $$ ; $$; select $x$ $$;$$ $x$")).toEqual([
      "select 'it''s; fine'",
      'select $$ ; $$',
      'select $x$ $$;$$ $x$',
    ]);
  });
  it('are none in a text of comments, and one when a quote stays open', () => {
    expect(texts('-- only words\n/* and these */ ;')).toEqual([]);
    expect(texts("select 'open; and on")).toEqual(["select 'open; and on"]);
  });
  it('know where they lie in the text', () => {
    const text = '  select 1 ;\n\n-- second\nselect 2\n';
    expect(splitStatements(text).map(one => text.slice(one.from, one.to))).toEqual(['select 1', 'select 2']);
    expect([0, 5, 13, text.length].map(cursor => statementAt(text, cursor)?.text)).toEqual([
      'select 1',
      'select 1',
      'select 1',
      'select 2',
    ]);
  });
  it('run again by themselves only when they read', () => {
    expect(
      ['select 1', '(select 1)', 'with a as (select 1) select * from a', "select 'insert into x'", 'from t', 'describe t'].every(onlyReads),
    ).toBe(true);
    expect(
      [
        'insert into t select 1',
        'with a as (select 1) insert into t select * from a',
        'call tarn.system.x()',
        'create table a as select 1',
        '',
        'explain analyze delete from t',
      ].some(onlyReads),
    ).toBe(false);
  });
});

describe('the address', () => {
  it('holds what the page shows, and gives it back', () => {
    const search = { q: "select '&=?#+ %' -- é🏔️", view: 'both', open: 'silver,silver/orders', sort: '-3', ran: '1' } as const;
    expect(sqlSearch(parseSearch(stringifySearch(search)))).toEqual(search);
  });
  it('drops what it does not know', () => expect(sqlSearch({ view: 'nonsense', x: '', extra: 1 })).toEqual({}));
  it('for somebody else has the text, its instant and the view, and nothing of this user', () => {
    const search = { draft: 'd1', ran: '1', open: 'gold', sort: '-1', at: '2026-11-28T10:00:00Z', vs: '1', view: 'chart' } as const;
    const shared = sharedAddress('select 1 -- &?', search, { pin: 'b', hide: undefined });
    expect(sqlSearch(parseSearch(shared.slice('/sql?'.length)))).toEqual({
      q: 'select 1 -- &?',
      at: '2026-11-28T10:00:00Z',
      vs: '1',
      view: 'chart',
      pin: 'b',
    });
    expect(sharedAddress('select 1', { vs: '1' }, {})).toBe('/sql?q=select+1');
  });
  it('says the sort by position, since names repeat', () => {
    expect(parseSort('-2', 3)).toEqual({ column: 1, down: true });
    expect([parseSort('4', 3), parseSort('0', 3), parseSort('x', 3)]).toEqual([null, null, null]);
    expect(sortText({ column: 1, down: true })).toBe('-2');
  });
});

describe('drafts', () => {
  const memory = () => {
    const map = new Map<string, string>();
    return { getItem: (key: string) => map.get(key) ?? null, setItem: (key: string, value: string) => void map.set(key, value) };
  };
  it('survive a reload, per user', () => {
    const storage = memory(),
      first = new Drafts('ines', storage),
      draft = first.add('select 1');
    first.write(draft.id, 'select 2');
    expect(new Drafts('ines', storage).list.map(one => one.text)).toEqual(['select 2']);
    expect(new Drafts('rui', storage).list).toEqual([]);
  });
  it('open the same text once, and number the unnamed ones', () => {
    const drafts = new Drafts('ines', memory());
    expect(drafts.add('select 1').id).toBe(drafts.add('select 1').id);
    drafts.add('select 2');
    drafts.remove(drafts.list[0]!.id);
    expect(drafts.add('select 3').number).toBe(1);
  });
  it('are never thrown away to make room while they hold a text', () => {
    const drafts = new Drafts('ines', memory());
    for (let k = 0; k < 30; k++) drafts.add(`select ${k}`);
    expect(drafts.list).toHaveLength(30);
  });
  it('take broken storage for none', () => expect(new Drafts('ines', { getItem: () => '{"a":', setItem: () => {} }).list).toEqual([]));
  it('are called after their first comment', () =>
    expect([draftTitle('-- Late shipments\nselect 1'), draftTitle('select 1')]).toEqual(['Late shipments', null]));
});

describe('the catalog tree', () => {
  const catalog = {
    asOf: '',
    namespaces: [
      { name: 'a.b', levels: ['a', 'b'], tables: [{ name: 'Orders', kind: 'table' as const, rows: 3 }] },
      { name: 'c', levels: ['c'], tables: [{ name: 'x/y', kind: 'view' as const }] },
    ],
  };
  const columns = [
    { id: 1, name: 'where', type: 'string', required: true },
    { id: 2, name: 'at', type: 'struct<b: int>', required: false, children: [{ id: 3, name: 'b', type: 'int', required: false }] },
  ];
  const details = () => ({
    data: { namespace: 'a.b', levels: ['a', 'b'], name: 'Orders', kind: 'table' as const, columns, partitionSpec: [] },
  });
  it('shows what is open, with names ready for SQL', () => {
    const nodes = treeNodes(catalog, new Set(['a.b', 'a.b/Orders', 'a.b/Orders/at']), '', details);
    expect(nodes.map(node => [node.level, node.label, node.insert])).toEqual([
      [1, 'a.b', 'a.b'],
      [2, 'Orders', 'a.b."Orders"'],
      [3, 'where', '"where"'],
      [3, 'at', '"at"'],
      [4, 'b', '"at".b'],
      [1, 'c', 'c'],
    ]);
  });
  it('filters by names and by columns that are loaded', () => {
    expect(treeNodes(catalog, new Set(), 'x/', () => ({})).map(node => node.label)).toEqual(['c', 'x/y']);
    expect(
      treeNodes(catalog, new Set(), 'wher', details)
        .filter(node => node.kind === 'column')
        .map(node => node.label),
    ).toContain('where');
    expect(treeNodes(catalog, new Set(), 'nothing', () => ({}))).toEqual([]);
  });
});
