import { expect, it } from 'vitest';
import { drawnLines } from './useLines';

const indexes = (...args: Parameters<typeof drawnLines>) => drawnLines(...args).map(line => line.index);

it('draws a list whole as long as that costs nothing', () => {
  expect(indexes(200, 0, 30, 0)).toEqual([...Array(200).keys()]);
  expect(drawnLines(0, 0, 30, 0)).toEqual([]);
});

it('draws of a long list what is in sight and some around it', () => {
  const drawn = indexes(5000, 1600, 40, 1600);
  expect(drawn[0]).toBe(1584);
  expect(drawn.at(-1)).toBe(1671);
  expect(drawn).toHaveLength(88);
});

it('always draws the line that has the focus, in its place', () => {
  expect(indexes(5000, 1600, 40, 3)[0]).toBe(3);
  expect(indexes(5000, 0, 40, 4000).at(-1)).toBe(4000);
  for (const focused of [0, 1600, 4999]) expect(indexes(5000, 1600, 40, focused).filter(index => index === focused)).toHaveLength(1);
});

it('leaves room for every line that is not drawn', () => {
  for (const [first, focused] of [
    [0, 4999],
    [1600, 0],
    [4990, 7],
  ] as const) {
    const drawn = drawnLines(5000, first, 40, focused),
      behind = 4999 - drawn.at(-1)!.index;
    expect(drawn.length + drawn.reduce((sum, line) => sum + line.skipped, 0) + behind).toBe(5000);
  }
});

it('reaches the last line', () => {
  expect(indexes(5000, 4992, 40, 0).at(-1)).toBe(4999);
});
