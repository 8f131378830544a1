import type { RowsColumn } from '../frames/rows';
import type { RowSource } from '../frames/rowSource';

/** Which columns stay at the left and which are left out, by name: the choice holds when the statement is changed and run again. */
export interface Arrangement {
  pinned: string[];
  hidden: string[];
}

export const namesText = (names: string[]): string | undefined => names.map(encodeURIComponent).join(',') || undefined;

export function parseNames(text: string | undefined): string[] {
  return (text ?? '').split(',').flatMap(part => {
    try {
      return part === '' ? [] : [decodeURIComponent(part)];
    } catch {
      return [];
    }
  });
}

/** With `name` in the list where it was not, and the other way round. */
export const toggled = (names: string[], name: string) => (names.includes(name) ? names.filter(one => one !== name) : [...names, name]);

/** A result as it is looked at: pinned columns first, hidden ones left out. Where nothing would be left, everything is shown. */
export class Arranged implements RowSource {
  readonly columns: RowsColumn[];
  /** how many stay at the left */ readonly pinned: number;
  /** each column's place in the result */ readonly places: number[];

  constructor(
    readonly rows: RowSource,
    { pinned, hidden }: Arrangement,
  ) {
    const all = rows.columns.map((_, index) => index),
      shown = all.filter(index => !hidden.includes(rows.columns[index]!.name)),
      left = shown.length > 0 ? shown : all;
    const first = pinned.flatMap(name => left.filter(index => rows.columns[index]!.name === name));
    this.places = [...new Set([...first, ...left])];
    this.pinned = new Set(first).size;
    this.columns = this.places.map(index => rows.columns[index]!);
  }

  /** Grows while rows arrive. */
  get count() {
    return this.rows.count;
  }

  text(row: number, column: number) {
    return this.rows.text(row, this.places[column]!);
  }

  value(row: number, column: number) {
    return this.rows.value(row, this.places[column]!);
  }
}
