import { describe, expect, it } from 'vitest';
import type { RowSource } from '../frames/rowSource';
import { Arranged, namesText, parseNames, toggled } from './arrange';

const rows = {
  columns: ['a', 'b', 'a', 'c'].map(name => ({ name })),
  count: 1,
  text: (_row: number, column: number) => `cell ${column}`,
  value: (_row: number, column: number) => column,
} as unknown as RowSource;
const shown = (pinned: string[], hidden: string[]) => {
  const arranged = new Arranged(rows, { pinned, hidden });
  return [arranged.places, arranged.pinned];
};

describe('the arrangement of columns', () => {
  it('puts pinned columns first, in the order of pinning, and leaves hidden ones out', () => {
    expect(shown(['c', 'b'], [])).toEqual([[3, 1, 0, 2], 2]);
    expect(shown(['c'], ['b', 'c'])).toEqual([[0, 2], 0]);
    expect(new Arranged(rows, { pinned: ['c'], hidden: ['b'] }).text(0, 0)).toBe('cell 3');
  });
  it('treats columns of one name alike, passes over names that the result does not have, and never shows nothing', () => {
    expect(shown(['a', 'gone'], [])).toEqual([[0, 2, 1, 3], 2]);
    expect(shown([], ['a', 'b', 'c'])).toEqual([[0, 1, 2, 3], 0]);
  });
  it('stands in the address with any name', () => {
    const names = ['a,b', '<é>', '%'];
    expect(parseNames(namesText(names))).toEqual(names);
    expect(parseNames(namesText([]))).toEqual([]);
    expect(parseNames('%zz,a')).toEqual(['a']);
    expect(toggled(toggled(['a'], 'b'), 'a')).toEqual(['b']);
  });
});
