import type { Rows, RowsColumn } from '../frames/rows';
import type { RowSource } from '../frames/rowSource';

/** The rows of now and of then under each other, with a column that says which: for drawing one line beside the other. */
export class BothTimes implements RowSource {
  readonly columns: RowsColumn[];
  readonly count: number;
  readonly splitBy: number;

  constructor(
    readonly now: Rows,
    readonly then: Rows,
    readonly words: { when: string; now: string; then: string },
  ) {
    this.splitBy = now.columns.length;
    this.columns = [
      ...now.columns,
      {
        index: this.splitBy,
        name: words.when,
        type: 'varchar',
        align: 'left',
        numeric: false,
        temporal: false,
        text: true,
        nested: false,
        grouping: false,
        scale: null,
      },
    ];
    this.count = now.count + then.count;
  }

  text(row: number, column: number) {
    const isNow = row < this.now.count;
    if (column === this.splitBy) return isNow ? this.words.now : this.words.then;
    return isNow ? this.now.text(row, column) : this.then.text(row - this.now.count, column);
  }

  value(row: number, column: number) {
    if (column === this.splitBy) return this.text(row, column);
    return row < this.now.count ? this.now.value(row, column) : this.then.value(row - this.now.count, column);
  }
}
