import { decimalText } from '../format/decimals';
import type { RowSource } from '../frames/rowSource';
import type { ChartChoice } from './choose';

export const mostSeries = 5,
  mostBars = 30,
  mostPoints = 2000,
  mostRows = 500_000;

/** `exact[i]` is the sum's own text (made from integers where the column is of integers or decimals), `values[i]` only where to draw it. */
export interface ChartSeries {
  name: string | null;
  other: boolean;
  values: (number | null)[];
  exact: (string | null)[];
}
export interface ChartPoints {
  labels: (string | null)[];
  series: ChartSeries[];
  summed: boolean;
  totalLabels: number;
  cutRows: boolean;
}

/** Whether a line can be drawn from zero. Where its values lie close together far from it the line would be flat: then the axis is cut, and the chart says so. */
export function fromZero(points: ChartPoints): boolean {
  const values = points.series.flatMap(series => series.values.filter(value => value !== null)),
    least = values.reduce((one, other) => Math.min(one, other), Infinity),
    most = values.reduce((one, other) => Math.max(one, other), -Infinity);
  return least * most <= 0 || most - least > Math.max(most, -least) / 4;
}

interface Sum {
  exact: bigint;
  float: number;
  rows: number;
}

/** Sums the measure by dimension and series. More than five series become the five largest and “Other”. */
export function chartPoints(rows: RowSource, choice: ChartChoice): ChartPoints {
  const read = Math.min(rows.count, mostRows),
    add = adder(rows, choice.measure);
  const labels = new Map<string | null, { order: number | bigint | string | null; index: number }>();
  const groups = new Map<string | null, Map<number, Sum>>();
  let summed = false;
  for (let row = 0; row < read; row++) {
    const label = rows.text(row, choice.dimension),
      name = choice.series === null ? null : rows.text(row, choice.series);
    let known = labels.get(label);
    if (!known) labels.set(label, (known = { order: rows.value(row, choice.dimension), index: labels.size }));
    let group = groups.get(name);
    if (!group) groups.set(name, (group = new Map()));
    const sum = group.get(known.index);
    if (!sum) group.set(known.index, add({ exact: 0n, float: 0, rows: 0 }, row));
    else {
      summed = true;
      add(sum, row);
    }
  }
  const order = [...labels].map(([label, { order, index }]) => ({ label, order, index }));
  if (choice.kind === 'line')
    order.sort((a, b) => (a.order === null ? 1 : b.order === null ? -1 : a.order < b.order ? -1 : a.order > b.order ? 1 : 0));
  const shown = order.slice(0, choice.kind === 'line' ? mostPoints : mostBars);
  const text = exactText(rows, choice.measure);
  const series = topSeries(groups).map(({ name, other, sums }): ChartSeries => ({
    name,
    other,
    values: shown.map(({ index }) => {
      const sum = sums.get(index);
      return sum && (sum.rows > 0 || choice.measure < 0) ? Number(text(sum)) : null;
    }),
    exact: shown.map(({ index }) => {
      const sum = sums.get(index);
      return sum && (sum.rows > 0 || choice.measure < 0) ? text(sum) : null;
    }),
  }));
  return {
    labels: shown.map(({ label }) => label),
    series,
    summed: summed || choice.measure < 0,
    totalLabels: order.length,
    cutRows: read < rows.count,
  };
}

function adder(rows: RowSource, measure: number): (sum: Sum, row: number) => Sum {
  if (measure < 0)
    return sum => {
      sum.exact++;
      sum.rows++;
      return sum;
    };
  const exact = rows.columns[measure]!.scale !== null;
  return (sum, row) => {
    const value = rows.value(row, measure);
    if (value === null) return sum;
    sum.rows++;
    if (exact) sum.exact += BigInt(value);
    else sum.float += Number(value);
    return sum;
  };
}

function exactText(rows: RowSource, measure: number): (sum: Sum) => string {
  const scale = measure < 0 ? 0 : rows.columns[measure]!.scale;
  return scale === null ? sum => String(sum.float) : sum => decimalText(sum.exact, scale);
}

function topSeries(groups: Map<string | null, Map<number, Sum>>) {
  const weight = (sums: Map<number, Sum>) =>
    [...sums.values()].reduce((total, sum) => total + Math.abs(Number(sum.exact)) + Math.abs(sum.float), 0);
  const ranked = [...groups].map(([name, sums]) => ({ name, other: false, sums, weight: weight(sums) }));
  if (ranked.length <= mostSeries) return ranked;
  ranked.sort((a, b) => b.weight - a.weight);
  const rest = new Map<number, Sum>();
  for (const { sums } of ranked.slice(mostSeries)) {
    for (const [index, sum] of sums) {
      const all = rest.get(index);
      rest.set(index, all ? { exact: all.exact + sum.exact, float: all.float + sum.float, rows: all.rows + sum.rows } : { ...sum });
    }
  }
  return [...ranked.slice(0, mostSeries), { name: null, other: true, sums: rest, weight: 0 }];
}
