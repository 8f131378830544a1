import { useCallback, useLayoutEffect, useState, type RefObject } from 'react';

const alwaysWhole = 200,
  stepLines = 16,
  guessedPx = 25;

/** Which lines of a long list are drawn: those in sight, some around them, and the one that has the focus; with how many pixels are left free before each. */
export function drawnLines(count: number, first: number, visible: number, focused: number): { index: number; skipped: number }[] {
  const from = count <= alwaysWhole ? 0 : Math.max(0, Math.min(first - stepLines, count - visible)),
    to = count <= alwaysWhole ? count : Math.min(count, first + visible + 2 * stepLines);
  const indexes = Array.from({ length: to - from }, (_, k) => from + k);
  if (focused < from) indexes.unshift(focused);
  else if (focused >= to && focused < count) indexes.push(focused);
  return indexes.map((index, k) => ({ index, skipped: index - (k === 0 ? 0 : indexes[k - 1]! + 1) }));
}

/** Follows a list's scrolling, in steps, so that few turns of the wheel draw anything. */
export function useLines(list: RefObject<HTMLElement | null>, count: number, focused: number) {
  const [seen, setSeen] = useState({ first: 0, visible: 60, linePx: guessedPx });
  const look = useCallback(() => {
    const node = list.current;
    if (!node) return;
    const linePx = node.querySelector<HTMLElement>('[role=treeitem]')?.offsetHeight || guessedPx,
      first = Math.floor(node.scrollTop / linePx / stepLines) * stepLines,
      visible = Math.ceil(node.clientHeight / linePx);
    setSeen(old => (old.first === first && old.visible === visible && old.linePx === linePx ? old : { first, visible, linePx }));
  }, [list]);
  useLayoutEffect(() => {
    look();
    const resize = new ResizeObserver(look);
    if (list.current) resize.observe(list.current);
    return () => resize.disconnect();
  }, [list, look, count]);
  const lines = drawnLines(count, Math.min(seen.first, Math.max(0, count - 1)), seen.visible, focused);
  return { lines, after: count - 1 - (lines.at(-1)?.index ?? -1), linePx: seen.linePx, onScroll: look };
}
