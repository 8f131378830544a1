import type { Data, DataType, RecordBatch } from 'apache-arrow';
import type { ResultColumn } from '../api/types';
import { alignOf, cellText, exactScale, isNested, isNumeric, isTemporal, isText, type CellAlign } from '../format/cells';
import { namesThings } from '../format/decimals';

export interface RowsColumn extends ResultColumn {
  index: number;
  align: CellAlign;
  numeric: boolean;
  temporal: boolean;
  text: boolean;
  nested: boolean;
  grouping: boolean;
  /** digits behind the point where numbers are exact, null for floating ones */ scale: number | null;
}

/** A UUID crosses the wire as 16 bytes; people know it by its dashes. */
const uuid = (hex: string) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** A result as it arrives: record batches in order, read cell by cell. Batches are never copied or turned into row objects. */
export class Rows {
  readonly columns: RowsColumn[];
  #batches: RecordBatch[] = [];
  #starts: number[] = [];
  #count = 0;
  #recent = 0;

  constructor(columns: ResultColumn[], types: DataType[]) {
    this.columns = columns.map((column, index) => {
      const type = types[index]!;
      return {
        ...column,
        index,
        align: alignOf(type),
        numeric: isNumeric(type),
        temporal: isTemporal(type),
        text: isText(type),
        nested: isNested(type),
        grouping: isNumeric(type) && !namesThings(column.name),
        scale: exactScale(type),
      };
    });
  }

  get count() {
    return this.#count;
  }

  append(batches: RecordBatch[]) {
    for (const batch of batches) {
      if (batch.numRows === 0) continue;
      this.#batches.push(batch);
      this.#starts.push(this.#count);
      this.#count += batch.numRows;
    }
  }

  /** The exact text of a cell; null is SQL's null. */
  text(row: number, column: number): string | null {
    const batch = this.#find(row);
    if (batch < 0) return null;
    const text = cellText(this.#data(batch, column), row - this.#starts[batch]!);
    return text?.length === 32 && this.columns[column]!.type === 'uuid' ? uuid(text) : text;
  }

  /** A cell's raw value for drawing and sorting: double for numbers, ticks for instants, text otherwise. Never shown as a number to anybody. */
  value(row: number, column: number): number | bigint | string | null {
    const batch = this.#find(row);
    if (batch < 0) return null;
    const data = this.#data(batch, column),
      at = row - this.#starts[batch]!;
    if (!data.getValid(at)) return null;
    const { numeric, temporal } = this.columns[column]!;
    if ((numeric || temporal) && data.stride === 1) return data.values[at] as number | bigint;
    const text = cellText(data, at)!;
    return numeric ? BigInt(text.replace('.', '')) : text;
  }

  #data(batch: number, column: number): Data {
    return this.#batches[batch]!.data.children[column]!;
  }

  #find(row: number): number {
    if (row < 0 || row >= this.#count) return -1;
    const near = this.#recent,
      start = this.#starts[near];
    if (start !== undefined && row >= start && row < (this.#starts[near + 1] ?? this.#count)) return near;
    let low = 0,
      high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= row) low = middle;
      else high = middle - 1;
    }
    this.#recent = low;
    return low;
  }
}
