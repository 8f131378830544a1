import type { RowsColumn } from './rows';

/** What the grid reads: a result, or two results compared. */
export interface RowSource {
  readonly columns: RowsColumn[];
  readonly count: number;
  text(row: number, column: number): string | null;
  value(row: number, column: number): number | bigint | string | null;
}
