/** Rows as tall as `rowPx` under a scroll bar that browsers can still draw: elements above ~33M px are clipped, so from `tallestPx` on the position is scaled. */
export const tallestPx = 15_000_000;

export interface ScrollMap {
  contentPx: number;
  scaled: boolean;
  /** virtual pixels for a scroll position */ toVirtual(scrollTop: number): number;
  toScroll(virtual: number): number;
  /** the greatest virtual position */ endPx: number;
}

/** Both ends are taken without the viewport: with it in one of them, the last rows could never be reached. */
export function scrollMap(rows: number, rowPx: number, viewportPx: number): ScrollMap {
  const fullPx = rows * rowPx,
    contentPx = Math.min(fullPx, tallestPx);
  const endPx = Math.max(0, fullPx - viewportPx),
    scrollEnd = Math.max(0, contentPx - viewportPx);
  const scale = scrollEnd > 0 ? endPx / scrollEnd : 1;
  return {
    contentPx,
    scaled: fullPx > tallestPx,
    endPx,
    toVirtual: top => Math.min(endPx, Math.max(0, top) * scale),
    toScroll: virtual => virtual / scale,
  };
}

/** First visible row, its offset above the viewport's edge, and how many rows to draw. */
export function rowWindow(virtual: number, rows: number, rowPx: number, viewportPx: number) {
  const first = Math.min(Math.max(0, Math.floor(virtual / rowPx)), Math.max(0, rows - 1));
  return { first, offsetPx: first * rowPx - virtual, count: Math.max(0, Math.min(rows - first, Math.ceil(viewportPx / rowPx) + 1)) };
}

/** The columns that touch `[left, left + width)`, from their running ends. */
export function columnWindow(ends: number[], left: number, width: number) {
  let from = 0;
  while (from < ends.length - 1 && ends[from]! <= left) from++;
  let to = from;
  while (to < ends.length - 1 && ends[to]! < left + width) to++;
  return { from, to: Math.min(to, ends.length - 1) };
}
