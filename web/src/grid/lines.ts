import type { RowsColumn } from '../frames/rows';
import styles from './grid.module.css';

export function element(tag: string, className = '', role?: string): HTMLElement {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (role) made.setAttribute('role', role);
  return made;
}

/** A cell with what it shows: writing to the document what stands there already costs as much as a change, so nothing is written twice. */
class Cell {
  readonly node = element('div', styles.cell, 'gridcell');
  readonly #text = this.node.appendChild(new Text());
  #column = -1;
  #left = -1;
  #width = -1;
  #row = -1;
  #look = '';
  #state = '';

  place(column: number, left: number, width: number, about: RowsColumn) {
    if (column !== this.#column) {
      this.node.dataset.column = String(column);
      this.node.setAttribute('aria-colindex', String(column + 2));
      this.#column = column;
    }
    const dir = about.text ? 'auto' : 'ltr';
    if (this.node.dir !== dir) this.node.dir = dir;
    if (left !== this.#left) this.node.style.left = `${(this.#left = left)}px`;
    if (width !== this.#width) this.node.style.width = `${(this.#width = width)}px`;
  }

  show(row: number, text: string, look: string) {
    if (row !== this.#row) this.node.dataset.row = String((this.#row = row));
    if (look !== this.#look) this.node.className = `${styles.cell} ${(this.#look = look)}`;
    if (text !== this.#text.data) this.#text.data = text;
  }

  mark(selected: boolean, active: boolean, id: string) {
    const state = `${selected}${active ? id : ''}`;
    if (state === this.#state) return;
    this.#state = state;
    this.node.setAttribute('aria-selected', String(selected));
    this.node.dataset.active = String(active);
    // Only the active cell is ever named.
    if (active) this.node.id = id;
    else this.node.removeAttribute('id');
  }
}

/** A line of the pool: its number and the cells of the visible columns. */
export class Line {
  readonly node = element('div', styles.row, 'row');
  readonly #number = element('div', `${styles.cell} ${styles.number}`, 'rowheader');
  readonly cells: Cell[] = [];
  #top = NaN;
  #row = -1;
  #numberPx = -1;
  /** What the cells were filled for: nothing of it changed, nothing is filled again. */
  filledFor = '';

  constructor() {
    this.#number.setAttribute('aria-colindex', '1');
    this.node.append(this.#number);
  }

  place(row: number, top: number, numberPx: number, cells: number) {
    if (top !== this.#top) this.node.style.transform = `translateY(${(this.#top = top)}px)`;
    if (row !== this.#row) this.node.setAttribute('aria-rowindex', String((this.#row = row) + 2));
    if (numberPx !== this.#numberPx) this.#number.style.width = `${(this.#numberPx = numberPx)}px`;
    while (this.cells.length > cells) this.cells.pop()!.node.remove();
    while (this.cells.length < cells) {
      const cell = new Cell();
      this.cells.push(cell);
      this.node.append(cell.node);
    }
  }

  number(text: string) {
    if (this.#number.textContent !== text) this.#number.textContent = text;
  }
}

/** The lines on the screen, top to bottom. Scrolling carries those that stay along, and only those that come are filled. */
export class LinePool {
  readonly lines: Line[] = [];
  #first = 0;

  constructor(readonly body: HTMLElement) {}

  show(first: number, count: number) {
    const by = first - this.#first;
    this.#first = first;
    if (Math.abs(by) < this.lines.length) {
      for (let k = 0; k < by; k++) {
        const line = this.lines.shift()!;
        this.lines.push(line);
        this.body.append(line.node);
      }
      for (let k = 0; k < -by; k++) {
        const line = this.lines.pop()!;
        this.lines.unshift(line);
        this.body.prepend(line.node);
      }
    }
    while (this.lines.length > count) this.lines.pop()!.node.remove();
    while (this.lines.length < count) {
      const line = new Line();
      this.lines.push(line);
      this.body.append(line.node);
    }
  }
}

/** The sign of a column's menu. */
export function moreMark(): HTMLElement {
  const mark = element('span', styles.more);
  mark.setAttribute('aria-hidden', 'true');
  mark.textContent = '⋯';
  return mark;
}

export function resizePool(parent: HTMLElement, count: number, make: () => HTMLElement) {
  while (parent.childElementCount > count) parent.lastElementChild!.remove();
  while (parent.childElementCount < count) parent.append(make());
}

export function setText(node: Element, text: string) {
  if (node.textContent !== text) node.textContent = text;
}
