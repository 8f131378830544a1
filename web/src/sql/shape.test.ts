import { describe, expect, it } from 'vitest';
import type { RowsColumn } from '../frames/rows';
import { Drafts, mergeDrafts, type Draft } from './drafts';
import { filtersText, parseFilters, shaped } from './shape';

const column = (name: string, numeric = false): RowsColumn => ({
  index: 0,
  name,
  type: numeric ? 'bigint' : 'varchar',
  align: 'left',
  numeric,
  temporal: false,
  text: !numeric,
  nested: false,
  grouping: numeric,
  scale: numeric ? 0 : null,
});

describe('a result in another shape', () => {
  it('is the statement as a subquery, whatever it ends with', () => {
    expect(shaped('select 1 as n -- one', [column('n', true)], { column: 0, down: true }, [])).toBe(
      'select * from (\nselect 1 as n -- one\n) as result\norder by n desc nulls last',
    );
  });
  it('reads columns by their place where names repeat, and keeps the names', () => {
    expect(shaped('select 1', [column('a', true), column('A')], null, [{ column: 1, kind: 'contains', value: "It's" }])).toBe(
      "select c1 as a, c2 as \"A\" from (\nselect 1\n) as result(c1, c2)\nwhere contains(lower(cast(c2 as varchar)), 'it''s')",
    );
  });
  it('compares numbers as numbers, and what is none as text', () => {
    const where = (value: string) => shaped('q', [column('n', true)], null, [{ column: 0, kind: 'more', value }]).split('where ')[1];
    expect(where('-1.5')).toBe('n > -1.5');
    expect(where('1; drop')).toBe("n > '1; drop'");
  });
  it('has its filters in the address, and drops what it does not know', () => {
    const filters = [
      { column: 0, kind: 'contains' as const, value: 'a,b:c %é' },
      { column: 2, kind: 'null' as const, value: '' },
    ];
    expect(parseFilters(filtersText(filters), 3)).toEqual(filters);
    expect(parseFilters('9:is:1,1:drop:x,nonsense,1:is:%zz', 3)).toEqual([]);
  });
});

describe('drafts of the browser and of the server', () => {
  const draft = (id: string, text: string, changedAt: string, kept = true): Draft => ({ id, text, number: 1, changedAt, kept });
  it('become one list with the later version of each', () => {
    const here = [
        draft('a', 'old', '2026-01-01T00:00:00Z'),
        draft('b', 'new here', '2026-01-03T00:00:00Z'),
        draft('c', 'unsent', '2026-01-01T00:00:00Z', false),
      ],
      there = [
        draft('a', 'newer', '2026-01-02T00:00:00Z'),
        draft('b', 'old there', '2026-01-02T00:00:00Z'),
        draft('d', 'of elsewhere', '2026-01-01T00:00:00Z'),
      ];
    const { list, unsent } = mergeDrafts(here, there);
    expect(list.map(one => [one.id, one.text])).toEqual([
      ['d', 'of elsewhere'],
      ['a', 'newer'],
      ['b', 'new here'],
      ['c', 'unsent'],
    ]);
    expect(list.map(one => one.number)).toEqual([1, 1, 1, 2]);
    expect(unsent).toEqual(['b', 'c']);
  });
  it('lose what was closed in another browser, and never what the server has not seen', () => {
    expect(mergeDrafts([draft('a', 'closed elsewhere', '2026-01-01T00:00:00Z')], []).list).toEqual([]);
    expect(mergeDrafts([draft('a', 'typed offline', '2026-01-01T00:00:00Z', false)], []).list).toHaveLength(1);
  });
  it('keep what was typed while the server was asked', async () => {
    const drafts = new Drafts('ann', { getItem: () => null, setItem: () => {} });
    let answer: (list: Draft[]) => void = () => {};
    const attached = drafts.attach({
      list: () => new Promise(resolve => (answer = resolve)),
      keep: async () => {},
      remove: async () => {},
    });
    drafts.add('select 1');
    answer([draft('d', 'of elsewhere', '2026-01-01T00:00:00Z')]);
    await attached;
    expect(drafts.list.map(one => one.text)).toEqual(['of elsewhere', 'select 1']);
  });
});
