import { describe, expect, it } from 'vitest';
import { squarify } from './treemap';

describe('squarify', () => {
  it('gives each value its share of the area, inside the frame and without overlaps', () => {
    const values = [6, 6, 4, 3, 2, 2, 1],
      boxes = squarify(values, 600, 400);
    boxes.forEach((box, index) => {
      expect(box.width * box.height).toBeCloseTo((values[index]! / 24) * 240_000, 3);
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(600.001);
      expect(box.y + box.height).toBeLessThanOrEqual(400.001);
    });
    for (const one of boxes)
      for (const other of boxes) {
        if (one === other) continue;
        const apart =
          one.x + one.width <= other.x + 0.001 ||
          other.x + other.width <= one.x + 0.001 ||
          one.y + one.height <= other.y + 0.001 ||
          other.y + other.height <= one.y + 0.001;
        expect(apart).toBe(true);
      }
  });
  it('draws nothing of nothing', () => expect(squarify([], 10, 10)).toEqual([]));
});
