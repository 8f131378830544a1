import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { TreeLines } from './TreeLines';
import { placeOf, treeAct, Typing, type TreeAct } from './treeKeys';
import { treeNodes, type TreeNode } from './treeNodes';

const named = (n: number) => ({ name: `t${String(n).padStart(4, '0')}`, kind: 'table' as const });
const catalog = {
  asOf: '',
  namespaces: [
    { name: 'big', levels: ['big'], tables: [...Array(5000).keys()].map(named) },
    { name: 'none', levels: ['none'], tables: [] },
    {
      name: 'small',
      levels: ['small'],
      tables: [named(1), { name: 'sales', kind: 'view' as const }, { name: 'santa', kind: 'view' as const }],
    },
  ],
};
const columns = [{ id: 1, name: 'id', type: 'long', required: true }];
const nodesOf = (...open: string[]) =>
  treeNodes(catalog, new Set(open), '', (levels, name) =>
    name === 'sales' ? {} : { data: { namespace: levels[0]!, levels, name, kind: 'table' as const, columns, partitionSpec: [] } },
  );

describe('the drawn part of a large tree', () => {
  const markup = renderToStaticMarkup(createElement(TreeLines, { nodes: nodesOf('big', 'big/t0003'), onToggle() {}, onInsert() {} }));
  const items = [...markup.matchAll(/<li role="treeitem" aria-level="(\d+)" aria-posinset="(\d+)" aria-setsize="(\d+)"/g)].map(match =>
    match.slice(1).map(Number),
  );
  it('is a part, and each line says its level, its place and among how many it stands', () => {
    expect(items.length).toBeLessThan(200);
    expect(items.slice(0, 7)).toEqual([
      [1, 1, 3],
      [2, 1, 5000],
      [2, 2, 5000],
      [2, 3, 5000],
      [2, 4, 5000],
      [3, 1, 1],
      [2, 5, 5000],
    ]);
  });
  it('has one line that Tab reaches', () => expect(markup.match(/tabindex="0"/g)).toHaveLength(1));
});

describe('keys in the tree', () => {
  const all = nodesOf('big', 'small', 'small/t0001');
  const press = (key: string, at: number, nodes: TreeNode[] = all, more = {}): TreeAct | null =>
    treeAct(nodes, at, { key, shiftKey: false, timeStamp: 0, ...more }, new Typing());
  it('reach what is not drawn', () => {
    expect(press('End', 0)).toEqual({ to: all.length - 1 });
    expect(press('Home', 5000)).toEqual({ to: 0 });
    expect(press('ArrowDown', 4200)).toEqual({ to: 4201 });
    expect(press('ArrowUp', 4200)).toEqual({ to: 4199 });
    expect(press('ArrowLeft', 4200)).toEqual({ to: 0 });
  });
  it('stay where nothing is further', () => {
    expect(press('ArrowDown', all.length - 1)).toEqual({ to: all.length - 1 });
    expect(press('ArrowUp', 0)).toEqual({ to: 0 });
    const closed = nodesOf('none');
    // A closed line at the top has nothing above it, and an empty one nothing below.
    expect(press('ArrowLeft', 2, closed)).toEqual({ to: 2 });
    expect(press('ArrowRight', 1, closed)).toEqual({ to: 1 });
  });
  it('open, enter, close and write', () => {
    const closed = nodesOf();
    expect(press('ArrowRight', 0, closed)).toEqual({ key: 'big', open: true });
    expect(press('ArrowRight', 0)).toEqual({ to: 1 });
    expect(press('ArrowLeft', 0)).toEqual({ key: 'big', open: false });
    expect(press('Enter', 0, closed)).toEqual({ key: 'big', open: true });
    expect(press('Enter', 1, all, { shiftKey: true })).toEqual({ insert: 'big.t0000' });
    expect(press('Enter', placeOf(all, 'small/t0001/id'))).toEqual({ insert: 'id' });
    for (const key of ['/', '?', ' ', 'Tab', 'Escape', 'F5']) expect(press(key, 0)).toBeNull();
  });
  it('find a name by its first letters, and by one letter again and again each that begins with it', () => {
    const typing = new Typing(),
      at = (word: string, from: number, timeStamp: number) =>
        [...word].reduce((at, key, k) => {
          const act = treeAct(all, at, { key, shiftKey: false, timeStamp: timeStamp + k }, typing);
          return act && 'to' in act ? act.to : at;
        }, from);
    const label = (index: number) => all[index]!.label;
    expect(label(at('T4321', 0, 0))).toBe('t4321');
    expect(label(at('san', 0, 10_000))).toBe('santa');
    expect(label(at('s', 0, 20_000))).toBe('small');
    expect(label(at('ss', 0, 30_000))).toBe('sales');
    expect(at('zz', 7, 40_000)).toBe(7);
  });
});

describe('the line that has the focus', () => {
  it('is kept by its name, and its table or namespace is next when it is gone', () => {
    const open = nodesOf('small', 'small/sales');
    expect(open[placeOf(open, 'small/sales…')]!.kind).toBe('loading');
    for (const [key, label] of [
      ['small/t0001/id', 't0001'],
      ['small/t0001…', 't0001'],
      ['small/gone/id', 'small'],
      ['gone', 'big'],
      ['', 'big'],
    ] as const)
      expect(open[placeOf(open, key)]!.label).toBe(label);
  });
});
