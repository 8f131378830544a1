import { useMemo } from 'react';
import { useStatement } from '../catalog/useStatement';
import type { Answer } from '../frames/answer';
import type { Rows } from '../frames/rows';
import { parseSort, type SqlSearch } from './search';
import { mostSortedHere, parseFilters, shaped, type ColumnFilter } from './shape';
import { onlyReads } from './statements';

export interface Shape {
  /** whether the statement can be asked again as a part of another */ can: boolean;
  filters: ColumnFilter[];
  /** the statement that the engine runs for order and filters; null where the rows here are enough */ sql: string | null;
  answer: Answer | null;
  /** what it has answered, the first rows on */ rows: Rows | null;
  asOf: string | undefined;
}

/**
 * Order and filters of a result. A small whole result is put in order here; everything else is asked of the engine again, over all rows and at the same snapshots: the instant of
 * the newest of them is one at which each table was what the result was read from.
 */
export function useShape(answer: Answer | null, search: SqlSearch, maxRows: number): Shape {
  const rows = answer?.phase === 'done' ? answer.rows : null,
    can = rows !== null && /^[\s(]*(select|from|with|values)\b/i.test(answer!.text) && onlyReads(answer!.text);
  const sort = parseSort(search.sort, rows?.columns.length ?? 0),
    filters = useMemo(() => (can ? parseFilters(search.where, rows!.columns.length) : []), [can, search.where, rows]);
  const byEngine = can && (filters.length > 0 || (sort !== null && (answer!.truncated || rows!.count > mostSortedHere)));
  const sql = byEngine ? shaped(answer!.text, rows!.columns, sort, filters) : null;
  const newest =
      answer?.tables
        .map(table => table.asOf ?? '')
        .sort()
        .at(-1) || undefined,
    asOf = search.at ?? newest;
  const run = useStatement(sql, maxRows, sql === null ? undefined : asOf).answer;
  return { can, filters, sql, answer: sql === null ? null : run, rows: sql === null ? null : (run?.rows ?? null), asOf };
}
