import { expect, it } from 'vitest';
import { spread } from './labels';

it('keeps names apart in the order of their lines, and on the picture', () => {
  expect(spread([50, 10, 90], 13, 200)).toEqual([50, 10, 90]);
  expect(spread([50, 52, 10], 13, 200)).toEqual([50, 63, 10]);
  expect(spread([195, 196, 10], 13, 200)).toEqual([187, 200, 10]);
  expect(spread([200, 200, 200], 13, 200).sort((one, other) => one - other)).toEqual([174, 187, 200]);
  expect(spread([], 13, 200)).toEqual([]);
});
