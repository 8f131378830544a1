import type { RowSource } from '../frames/rowSource';
import { grouped } from '../format/decimals';
import type { SortOrder } from '../sql/search';
import { rowOrder } from './order';
import { element, LinePool, moreMark, resizePool, setText, type Line } from './lines';
import { columnWindow, rowWindow, scrollMap, type ScrollMap } from './scroll';
import { Selection } from './selection';
import { visible } from './visible';
import { columnWidths } from './widths';
import styles from './grid.module.css';
import { copyText } from '../shell/copyText';

export interface GridTexts {
  label: string;
  row: string;
  nullText: string;
  up: string;
  down: string;
}
export interface GridListeners {
  sort(sort: SortOrder | null): void;
  /** null where columns have nothing more to offer */ column: ((column: number) => void) | null;
  cell(row: number, column: number): void;
}

const rowPx = 29,
  headPx = 44,
  longestCell = 1000,
  measuredRows = 500;
let grids = 0;

/** The grid's document part: draws the visible window straight from Arrow vectors into a pool of cells. No framework per cell. */
export class GridView {
  readonly root: HTMLElement;
  readonly selection = new Selection();
  readonly #id = `grid${++grids}`;
  readonly #head = element('div', styles.head, 'rowgroup');
  readonly #headRow = element('div', styles.headRow, 'row');
  readonly #body = element('div', styles.body, 'rowgroup');
  readonly #pool = new LinePool(this.#body);
  readonly #resize: ResizeObserver;
  #rows: RowSource | null = null;
  #order: Uint32Array | null = null;
  #orderedCount = 0;
  #measuredCount = 0;
  #sort: SortOrder | null = null;
  #pinned = 0;
  #widths: number[] = [];
  #ends: number[] = [];
  #numberPx = 48;
  #virtual = 0;
  #expectedTop = -1;
  #frame = 0;
  #filling = 0;
  #size = '';
  #headFor = '';
  #map: ScrollMap = scrollMap(0, rowPx, 0);

  constructor(
    place: HTMLElement,
    readonly listeners: GridListeners,
    public texts: GridTexts,
    public language: string,
  ) {
    this.root = element('div', styles.grid, 'grid');
    this.root.tabIndex = 0;
    this.root.setAttribute('aria-multiselectable', 'true');
    this.#head.append(this.#headRow);
    this.root.append(this.#head, this.#body);
    place.append(this.root);
    this.root.addEventListener('scroll', () => this.#onScroll(), { passive: true });
    this.root.addEventListener('wheel', event => this.#onWheel(event), { passive: false });
    this.root.addEventListener('pointerdown', event => this.#onPointer(event));
    this.root.addEventListener('dblclick', event => {
      if (this.#cellAt(event)) this.listeners.cell(this.selection.row, this.selection.column);
    });
    this.root.addEventListener('contextmenu', event => {
      const head = (event.target as HTMLElement).closest<HTMLElement>(`.${styles.headCell}[data-column]`);
      if (!head || !this.listeners.column) return;
      event.preventDefault();
      this.listeners.column(Number(head.dataset.column));
    });
    this.root.addEventListener('keydown', event => this.#onKey(event));
    this.#resize = new ResizeObserver(() => this.draw());
    this.#resize.observe(this.root);
  }

  get rows() {
    return this.#rows;
  }

  /** The first `pinned` columns stay at the left. */
  show(rows: RowSource, sort: SortOrder | null, inOrder = false, pinned = 0) {
    const other = rows !== this.#rows;
    this.#filling++;
    this.#rows = rows;
    this.#pinned = Math.min(pinned, rows.columns.length);
    if (other) {
      this.selection.reset();
      this.#virtual = 0;
      this.root.scrollTop = this.root.scrollLeft = 0;
    }
    const sorting = sort?.column !== this.#sort?.column || sort?.down !== this.#sort?.down;
    this.#sort = sort;
    if (other || sorting || (sort && this.#orderedCount !== rows.count)) {
      this.#order = inOrder ? null : rowOrder(rows, sort);
      this.#orderedCount = rows.count;
    }
    // While rows arrive the widths of the first ones stay, so that nothing jumps under the eyes.
    if (other || this.#measuredCount < measuredRows || this.#numberWidth() !== this.#numberPx) this.measure();
    else this.#counted();
  }

  /** Widths and header anew; also when the fonts have come or the language changed. */
  measure() {
    const rows = this.#rows;
    if (!rows) return;
    this.#numberPx = this.#numberWidth();
    this.#measuredCount = rows.count;
    this.#widths = columnWidths(
      rows,
      this.root,
      { cell: styles.cell!, name: styles.name!, type: styles.type! },
      (row, column) => this.#shown(row, column) ?? this.texts.nullText,
    );
    this.#filling++;
    let end = this.#numberPx;
    this.#ends = this.#widths.map(width => (end += width));
    this.root.setAttribute('aria-label', this.texts.label);
    this.root.setAttribute('aria-colcount', String(rows.columns.length + 1));
    this.#counted();
  }

  #numberWidth() {
    return Math.max(48, String(this.#rows?.count ?? 0).length * 8 + 26);
  }

  #counted() {
    this.root.setAttribute('aria-rowcount', String((this.#rows?.count ?? 0) + 1));
    this.draw();
  }

  destroy() {
    cancelAnimationFrame(this.#frame);
    this.#resize.disconnect();
    this.root.remove();
  }

  /** The row of the result that is shown at a place of the grid. */
  source(row: number) {
    return this.#order ? this.#order[row]! : row;
  }

  draw() {
    const rows = this.#rows;
    if (!rows) return;
    // Everything that needs a layout is read before anything is written.
    const { clientHeight, clientWidth, scrollLeft, scrollTop } = this.root,
      viewport = Math.max(0, clientHeight - headPx);
    this.#map = scrollMap(rows.count, rowPx, viewport);
    this.#virtual = Math.min(this.#virtual, this.#map.endPx);
    const size = `${this.#map.contentPx} ${this.#ends.at(-1) ?? this.#numberPx}`;
    if (size !== this.#size) {
      this.#size = size;
      this.#body.style.height = `${this.#map.contentPx}px`;
      this.#body.style.width = this.#headRow.style.width = `max(100%, ${this.#ends.at(-1) ?? this.#numberPx}px)`;
    }
    const columns = this.#columns(scrollLeft, clientWidth);
    const { first, offsetPx, count } = rowWindow(this.#virtual, rows.count, rowPx, viewport);
    this.#drawHead(columns);
    this.#pool.show(first, count);
    const top = scrollTop + offsetPx;
    for (let k = 0; k < count; k++) this.#drawRow(this.#pool.lines[k]!, first + k, top + k * rowPx, columns);
    const active = this.selection.active && this.selection.row >= first && this.selection.row < first + count;
    if (active) this.root.setAttribute('aria-activedescendant', this.#cellId(this.selection.row, this.selection.column));
    else this.root.removeAttribute('aria-activedescendant');
  }

  /** The pinned columns, and of the others those in sight beside them. */
  #columns(scrollLeft: number, width: number): number[] {
    const { from, to } = columnWindow(this.#ends, scrollLeft + this.#pinnedPx(), width),
      columns = Array.from({ length: this.#pinned }, (_, column) => column);
    for (let column = Math.max(from, this.#pinned); column <= to; column++) columns.push(column);
    return columns;
  }

  /** Where the columns begin that scroll. */
  #pinnedPx() {
    return this.#pinned > 0 ? this.#ends[this.#pinned - 1]! : this.#numberPx;
  }

  #drawHead(columns: number[]) {
    const rows = this.#rows!,
      headFor = `${this.#filling} ${columns.join(' ')} ${this.#sort?.column} ${this.#sort?.down}`;
    if (headFor === this.#headFor) return;
    this.#headFor = headFor;
    this.#headRow.setAttribute('aria-rowindex', '1');
    resizePool(this.#headRow, columns.length + 1, () => {
      const cell = element('div', styles.headCell, 'columnheader');
      cell.append(element('span', styles.name), element('span', styles.type));
      if (this.listeners.column) cell.append(moreMark());
      return cell;
    });
    const number = this.#headRow.children[0] as HTMLElement;
    number.className = `${styles.headCell} ${styles.number}`;
    number.style.width = `${this.#numberPx}px`;
    number.setAttribute('aria-colindex', '1');
    setText(number.children[0]!, '');
    number.setAttribute('aria-label', this.texts.row);
    for (const [at, column] of columns.entries()) {
      const cell = this.#headRow.children[at + 1] as HTMLElement,
        about = rows.columns[column]!;
      const sorted = this.#sort?.column === column ? (this.#sort.down ? 'descending' : 'ascending') : 'none';
      cell.className = `${styles.headCell} ${about.align === 'right' ? styles.right : ''} ${this.#pin(column)}`;
      cell.dataset.column = String(column);
      cell.style.left = `${this.#ends[column]! - this.#widths[column]!}px`;
      cell.style.width = `${this.#widths[column]}px`;
      cell.title = `${about.name} · ${about.type}`;
      cell.setAttribute('aria-colindex', String(column + 2));
      cell.setAttribute('aria-sort', sorted);
      cell.dataset.sorted = sorted;
      cell.removeAttribute('aria-label');
      setText(cell.children[0]!, about.name);
      setText(cell.children[1]!, about.type);
    }
  }

  #pin = (column: number) =>
    column >= this.#pinned ? '' : column === this.#pinned - 1 ? `${styles.pinned} ${styles.lastPinned}` : styles.pinned;

  #drawRow(line: Line, row: number, top: number, columns: number[]) {
    const rows = this.#rows!,
      source = this.source(row),
      filledFor = `${this.#filling} ${row} ${columns[0]} ${columns[this.#pinned]} ${columns.at(-1)}`;
    line.place(row, top, this.#numberPx, columns.length);
    const mustFill = line.filledFor !== filledFor;
    line.filledFor = filledFor;
    if (mustFill) line.number(grouped(String(source + 1), this.language));
    for (const [at, column] of columns.entries()) {
      const cell = line.cells[at]!,
        about = rows.columns[column]!;
      if (mustFill) {
        const text = this.#shown(source, column);
        cell.place(column, this.#ends[column]! - this.#widths[column]!, this.#widths[column]!, about);
        cell.show(
          row,
          text === null ? this.texts.nullText : text === '' ? '""' : text,
          `${about.align === 'right' ? styles.right : ''} ${text === null ? styles.null : text === '' ? styles.empty : ''} ${this.#pin(column)}`,
        );
      }
      const active = this.selection.active && this.selection.row === row && this.selection.column === column;
      cell.mark(this.selection.has(row, column), active, this.#cellId(row, column));
    }
  }

  #cellId = (row: number, column: number) => `${this.#id}-${row}-${column}`;

  #shown(row: number, column: number): string | null {
    const text = this.#rows!.text(row, column);
    if (text === null) return null;
    if (this.#rows!.columns[column]!.grouping) return grouped(text, this.language);
    const line = text.length > longestCell ? `${text.slice(0, longestCell)}…` : text;
    return visible(line);
  }

  #schedule() {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.draw();
    });
  }

  #onScroll() {
    const top = this.root.scrollTop;
    if (Math.abs(top - this.#expectedTop) > 1) this.#virtual = this.#map.toVirtual(top);
    this.#expectedTop = -1;
    this.#schedule();
  }

  /** Under a scaled scroll bar one wheel step would jump hundreds of rows: move by virtual pixels instead. */
  #onWheel(event: WheelEvent) {
    if (!this.#map.scaled || event.ctrlKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
    event.preventDefault();
    const unit = event.deltaMode === 1 ? rowPx : event.deltaMode === 2 ? this.root.clientHeight : 1;
    this.#moveTo(this.#virtual + event.deltaY * unit);
  }

  #moveTo(virtual: number) {
    this.#virtual = Math.min(this.#map.endPx, Math.max(0, virtual));
    this.#expectedTop = this.#map.toScroll(this.#virtual);
    this.root.scrollTop = this.#expectedTop;
    this.#expectedTop = this.root.scrollTop;
    this.#schedule();
  }

  #cellAt(event: Event): HTMLElement | null {
    return (event.target as HTMLElement).closest<HTMLElement>('[data-row]');
  }

  #onPointer(event: PointerEvent) {
    if (event.button !== 0) return;
    const head = (event.target as HTMLElement).closest<HTMLElement>(`.${styles.headCell}[data-column]`);
    if (head) {
      if ((event.target as HTMLElement).closest(`.${styles.more}`)) this.listeners.column?.(Number(head.dataset.column));
      else this.toggleSort(Number(head.dataset.column));
      return;
    }
    const cell = this.#cellAt(event);
    if (!cell) return;
    this.selection.move(Number(cell.dataset.row), Number(cell.dataset.column), event.shiftKey);
    this.draw();
    const drag = (move: PointerEvent) => {
      const over = document.elementFromPoint(move.clientX, move.clientY)?.closest<HTMLElement>('[data-row]');
      if (over && this.root.contains(over)) {
        this.selection.move(Number(over.dataset.row), Number(over.dataset.column), true);
        this.#schedule();
      }
    };
    window.addEventListener('pointermove', drag);
    window.addEventListener('pointerup', () => window.removeEventListener('pointermove', drag), { once: true });
  }

  toggleSort(column: number) {
    const now = this.#sort?.column === column ? this.#sort : null;
    this.listeners.sort(!now ? { column, down: false } : now.down ? null : { column, down: true });
  }

  #onKey(event: KeyboardEvent) {
    const rows = this.#rows;
    if (!rows || rows.count === 0) return;
    const mod = event.metaKey || event.ctrlKey;
    if (mod && event.key.toLowerCase() === 'a') {
      event.preventDefault();
      this.selection.all(rows.count, rows.columns.length);
      this.draw();
      return;
    }
    if (mod && event.key.toLowerCase() === 'c' && this.selection.active) {
      event.preventDefault();
      void this.copy();
      return;
    }
    if (event.key === 'Enter' && this.selection.active) {
      event.preventDefault();
      this.listeners.cell(this.selection.row, this.selection.column);
      return;
    }
    if (event.key === 's' && !mod && !event.altKey && this.selection.active) {
      event.preventDefault();
      this.toggleSort(this.selection.column);
      return;
    }
    if (event.key === 'm' && !mod && !event.altKey && this.selection.active && this.listeners.column) {
      event.preventDefault();
      this.listeners.column(this.selection.column);
      return;
    }
    const page = Math.max(1, Math.floor((this.root.clientHeight - headPx) / rowPx) - 1);
    const moved = this.selection.step(event.key, mod, event.shiftKey, page, rows.count, rows.columns.length);
    if (!moved) return;
    event.preventDefault();
    this.reveal();
  }

  /** Scrolls the active cell into view and draws. */
  reveal() {
    const { row, column } = this.selection,
      viewport = this.root.clientHeight - headPx;
    const top = row * rowPx;
    if (top < this.#virtual) this.#moveTo(top);
    else if (top + rowPx > this.#virtual + viewport) this.#moveTo(top + rowPx - viewport);
    const left = this.#ends[column]! - this.#widths[column]!,
      right = this.#ends[column]!;
    if (column < this.#pinned) {
      // It is in sight wherever the others are.
    } else if (left - this.#pinnedPx() < this.root.scrollLeft) this.root.scrollLeft = left - this.#pinnedPx();
    else if (right > this.root.scrollLeft + this.root.clientWidth) this.root.scrollLeft = right - this.root.clientWidth;
    this.draw();
  }

  /** The selected cells as tab-separated text with the exact values, as a spreadsheet takes them. */
  async copy() {
    const { top, bottom, left, right } = this.selection.range();
    const lines: string[] = [];
    for (let row = top; row <= Math.min(bottom, top + 100_000); row++) {
      const cells: string[] = [];
      for (let column = left; column <= right; column++)
        cells.push((this.#rows!.text(this.source(row), column) ?? '').replace(/[\t\r\n]+/g, ' '));
      lines.push(cells.join('\t'));
    }
    await copyText(lines.join('\n'));
  }
}
