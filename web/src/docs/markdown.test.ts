import { describe, expect, it } from 'vitest';
import { docHref, parseBlocks, parseInline } from './markdown';

describe('pages of the documentation', () => {
  it('reads headings, paragraphs over several lines, and code as it stands', () => {
    expect(parseBlocks('# A `b`\ntwo\nlines\n\n```\n# no *heading*\n```\n')).toEqual([
      { kind: 'heading', level: 1, children: ['A ', { kind: 'code', text: 'b' }] },
      { kind: 'paragraph', children: ['two lines'] },
      { kind: 'code', text: '# no *heading*' },
    ]);
  });
  it('reads lists in lists, with items over several lines', () => {
    expect(parseBlocks('- one\n  goes on\n  - inner\n- two\nafter')).toEqual([
      {
        kind: 'list',
        ordered: false,
        items: [
          [
            { kind: 'paragraph', children: ['one goes on'] },
            { kind: 'list', ordered: false, items: [[{ kind: 'paragraph', children: ['inner'] }]] },
          ],
          [{ kind: 'paragraph', children: ['two'] }],
        ],
      },
      { kind: 'paragraph', children: ['after'] },
    ]);
  });
  it('reads tables; a bar in a cell is written with a stroke before it', () => {
    expect(parseBlocks('| a | b |\n|---|---|\n| x \\| y | `c` |\n')).toEqual([
      { kind: 'table', head: [['a'], ['b']], rows: [[['x | y'], [{ kind: 'code', text: 'c' }]]] },
    ]);
  });
  it('leaves signs in code and in names alone', () => {
    expect(parseInline('`**no**` a_b_c 2 * 3 * 4 **yes** *so*')).toEqual([
      { kind: 'code', text: '**no**' },
      ' a_b_c 2 * 3 * 4 ',
      { kind: 'strong', children: ['yes'] },
      ' ',
      { kind: 'em', children: ['so'] },
    ]);
    expect(parseInline('<b>x</b>')).toEqual(['<b>x</b>']);
  });
  it('follows links between pages, and no others than those of the web', () => {
    expect(docHref('sources.md#a', 'dbt')).toBe('/docs/sources#a');
    expect(docHref('#a', 'dbt')).toBe('/docs/dbt#a');
    expect(docHref('https://iceberg.apache.org/spec/', 'dbt')).toBe('https://iceberg.apache.org/spec/');
    for (const other of ['../benchmarks.md', 'javascript:alert(1)', '//example.com', '']) expect(docHref(other, 'dbt')).toBeNull();
  });
});
