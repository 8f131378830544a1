/** The active cell and the rectangle that Shift has drawn from an anchor to it. */
export class Selection {
  active = false;
  row = 0;
  column = 0;
  #anchorRow = 0;
  #anchorColumn = 0;

  reset() {
    this.active = false;
    this.row = this.column = this.#anchorRow = this.#anchorColumn = 0;
  }

  move(row: number, column: number, extend: boolean) {
    if (!extend || !this.active) {
      this.#anchorRow = row;
      this.#anchorColumn = column;
    }
    this.active = true;
    this.row = row;
    this.column = column;
  }

  all(rows: number, columns: number) {
    this.move(0, 0, false);
    this.move(rows - 1, columns - 1, true);
  }

  range() {
    return {
      top: Math.min(this.row, this.#anchorRow),
      bottom: Math.max(this.row, this.#anchorRow),
      left: Math.min(this.column, this.#anchorColumn),
      right: Math.max(this.column, this.#anchorColumn),
    };
  }

  has(row: number, column: number): boolean {
    if (!this.active) return false;
    const { top, bottom, left, right } = this.range();
    return row >= top && row <= bottom && column >= left && column <= right;
  }

  /** Keys of the ARIA grid pattern; the first one only brings the cursor. True when something moved. */
  step(key: string, mod: boolean, extend: boolean, page: number, rows: number, columns: number): boolean {
    const lastRow = rows - 1,
      lastColumn = columns - 1,
      { row, column } = this;
    const targets: Record<string, [number, number]> = {
      ArrowUp: [mod ? 0 : row - 1, column],
      ArrowDown: [mod ? lastRow : row + 1, column],
      ArrowLeft: [row, mod ? 0 : column - 1],
      ArrowRight: [row, mod ? lastColumn : column + 1],
      Home: [mod ? 0 : row, 0],
      End: [mod ? lastRow : row, lastColumn],
      PageUp: [row - page, column],
      PageDown: [row + page, column],
    };
    const target = targets[key];
    if (!target) return false;
    if (!this.active && key.startsWith('Arrow') && !mod) this.move(row, column, false);
    else this.move(Math.min(lastRow, Math.max(0, target[0])), Math.min(lastColumn, Math.max(0, target[1])), extend);
    return true;
  }
}
