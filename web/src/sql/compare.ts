import type { Rows, RowsColumn } from '../frames/rows';
import type { RowSource } from '../frames/rowSource';

/** Greater results are not compared: every row of both is looked at. */
export const mostCompared = 200_000;

/**
 * Two runs of a statement joined on the columns that are no numbers, with a column of change after each measure. Rows that are only in the earlier run come last.
 * Where nothing but numbers is there, rows are paired by their place.
 */
export class ThenAndNow implements RowSource {
  readonly columns: RowsColumn[];
  readonly count: number;
  #now: Rows;
  #then: Rows;
  /** For each column: where its cells come from. */
  #plan: { column: number; change: boolean }[];
  #pairs: { now: number; then: number }[];

  constructor(now: Rows, then: Rows, word: (name: string) => string) {
    this.#now = now;
    this.#then = then;
    const keys = now.columns.filter(one => !one.numeric || !one.grouping),
      same = now.columns.length === then.columns.length && now.columns.every((one, index) => one.name === then.columns[index]!.name);
    this.#plan = now.columns.flatMap((one, index) =>
      one.numeric && one.grouping
        ? [
            { column: index, change: false },
            { column: index, change: true },
          ]
        : [{ column: index, change: false }],
    );
    this.columns = this.#plan.map(({ column, change }, index) => {
      const of = now.columns[column]!;
      return change ? { ...of, index, name: word(of.name), type: '%', text: true, numeric: false, grouping: false } : { ...of, index };
    });
    this.#pairs = same ? pair(now, then, keys) : Array.from({ length: now.count }, (_, row) => ({ now: row, then: -1 }));
    this.count = this.#pairs.length;
  }

  text(row: number, column: number): string | null {
    const { now, then } = this.#pairs[row]!,
      { column: at, change } = this.#plan[column]!;
    if (!change) return now >= 0 ? this.#now.text(now, at) : this.#then.text(then, at);
    if (now < 0) return 'gone';
    if (then < 0) return 'new';
    const before = Number(this.#then.text(then, at) ?? Number.NaN),
      after = Number(this.#now.text(now, at) ?? Number.NaN);
    if (Number.isNaN(before) || Number.isNaN(after)) return null;
    if (before === after) return '0.0%';
    if (before === 0) return `${after > 0 ? '+' : '−'}∞`;
    const share = ((after - before) / Math.abs(before)) * 100;
    return `${share > 0 ? '+' : '−'}${Math.abs(share).toFixed(1)}%`;
  }

  value(row: number, column: number): number | bigint | string | null {
    const { now, then } = this.#pairs[row]!,
      { column: at, change } = this.#plan[column]!;
    if (!change) return now >= 0 ? this.#now.value(now, at) : this.#then.value(then, at);
    const text = this.text(row, column);
    return text === null ? null : Number.parseFloat(text.replace('−', '-')) || 0;
  }
}

function pair(now: Rows, then: Rows, keys: RowsColumn[]): { now: number; then: number }[] {
  const pairs: { now: number; then: number }[] = [];
  if (keys.length === 0) {
    for (let row = 0; row < Math.max(now.count, then.count); row++)
      pairs.push({ now: row < now.count ? row : -1, then: row < then.count ? row : -1 });
    return pairs;
  }
  const keyOf = (rows: Rows, row: number) => JSON.stringify(keys.map(one => rows.text(row, one.index)));
  const earlier = new Map<string, number[]>();
  for (let row = 0; row < then.count; row++) {
    const key = keyOf(then, row),
      found = earlier.get(key);
    if (found) found.push(row);
    else earlier.set(key, [row]);
  }
  for (let row = 0; row < now.count; row++) pairs.push({ now: row, then: earlier.get(keyOf(now, row))?.shift() ?? -1 });
  for (const rows of earlier.values()) for (const row of rows) pairs.push({ now: -1, then: row });
  return pairs;
}
