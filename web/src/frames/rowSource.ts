import type { RowsColumn } from './rows';

/** What the grid reads: a result, or two results compared. */
export interface RowSource {
  readonly columns: RowsColumn[];
  readonly count: number;
  /** the column by which a chart is split unless something else is asked for */ readonly splitBy?: number;
  text(row: number, column: number): string | null;
  value(row: number, column: number): number | bigint | string | null;
}
