import type { RowSource } from '../frames/rowSource';
import type { SortOrder } from '../sql/search';

/** The rows in the order of one column: a permutation, nothing is moved. Nulls come last both ways; equal rows keep their order. */
export function rowOrder(rows: RowSource, sort: SortOrder | null): Uint32Array | null {
  if (!sort) return null;
  const order = Uint32Array.from({ length: rows.count }, (_, row) => row);
  const values = Array.from(order, row => rows.value(row, sort.column));
  const sign = sort.down ? -1 : 1;
  return order.sort((a, b) => {
    const x = values[a]!,
      y = values[b]!;
    if (x === null || y === null) return x === y ? a - b : x === null ? 1 : -1;
    return compare(x, y) * sign || a - b;
  });
}

function compare(x: number | bigint | string, y: number | bigint | string): number {
  if (x !== x) return y !== y ? 0 : 1;
  if (y !== y) return -1;
  return x < y ? -1 : x > y ? 1 : 0;
}
