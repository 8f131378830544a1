import type { RowSource } from '../frames/rowSource';

/** What to draw: columns of the result by position. `measure` −1 counts rows. */
export interface ChartChoice {
  dimension: number;
  measure: number;
  series: number | null;
  kind: 'line' | 'bar';
}
/** What could be drawn instead: for the three lists beside the chart. */
export interface ChartOptions {
  dimensions: number[];
  measures: number[];
  series: number[];
}

/** What the address asks for, by position counted from 1; `0` is “none” or “rows”. */
export interface ChartWish {
  x?: string | undefined;
  y?: string | undefined;
  by?: string | undefined;
}

export function chartOptions(rows: RowSource): ChartOptions {
  const index = (test: (column: RowSource['columns'][number]) => boolean) => rows.columns.filter(test).map(column => column.index);
  const temporal = index(column => column.temporal),
    text = index(column => column.text),
    named = index(column => column.numeric && !column.grouping),
    measures = index(column => column.numeric && column.grouping);
  // Numbers that name things (years, ids) can be drawn along; a result of nothing but numbers is drawn along its first.
  const spare = temporal.length + text.length + named.length === 0 && measures.length > 1 ? [measures[0]!] : [];
  return { dimensions: [...temporal, ...text, ...named, ...spare], measures, series: text };
}

/** Over time a line, over names bars; at most one dimension to split by. Null where the columns give nothing to draw. */
export function chooseChart(rows: RowSource, wish: ChartWish): ChartChoice | null {
  const options = chartOptions(rows);
  const wanted = (text: string | undefined, allowed: number[]) => {
    const at = Number(text) - 1;
    return text && allowed.includes(at) ? at : undefined;
  };
  const dimension = wanted(wish.x, options.dimensions) ?? options.dimensions[0];
  if (dimension === undefined) return null;
  const measures = options.measures.filter(column => column !== dimension);
  const measure =
    wish.y === '0'
      ? -1
      : (wanted(wish.y, measures) ?? measures.find(column => (rows.columns[column]!.scale ?? 1) > 0) ?? measures[0] ?? -1); // amounts before counts
  const about = rows.columns[dimension]!;
  const candidates = options.series.filter(column => column !== dimension);
  const series =
    wish.by === '0'
      ? null
      : (wanted(wish.by, candidates) ??
        rows.splitBy ??
        (about.temporal ? (candidates.find(column => fewValues(rows, column)) ?? null) : null));
  return { dimension, measure, series, kind: about.temporal || about.numeric ? 'line' : 'bar' };
}

const mostSeriesValues = 24,
  sampledRows = 2000;
function fewValues(rows: RowSource, column: number): boolean {
  const seen = new Set<string | null>();
  for (let row = 0; row < Math.min(rows.count, sampledRows); row++) {
    seen.add(rows.text(row, column));
    if (seen.size > mostSeriesValues) return false;
  }
  return seen.size > 1;
}
