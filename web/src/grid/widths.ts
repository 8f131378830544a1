import type { Rows } from '../frames/rows';

export const gridFont = '13px "Inter Variable", Inter, system-ui, sans-serif';
const narrowestPx = 64, widestPx = 420, paddingPx = 22, sampledRows = 60, longestSample = 200;

/** Widths by content: the header, and a sample of rows over the whole result. */
export function columnWidths(rows: Rows, show: (row: number, column: number) => string, header: (column: number) => [name: string, type: string]): number[] {
  const context = document.createElement('canvas').getContext('2d');
  const measure = (text: string) => {
    if (!context) return text.length * 7;
    context.font = gridFont;
    return context.measureText(text.slice(0, longestSample)).width;
  };
  const step = Math.max(1, Math.floor(rows.count / sampledRows));
  return rows.columns.map((_, column) => {
    const [name, type] = header(column);
    let widest = Math.max(measure(name) * 1.06 + 14, measure(type) * 0.9);
    for (let row = 0; row < rows.count; row += step) widest = Math.max(widest, measure(show(row, column)));
    return Math.round(Math.min(widestPx, Math.max(narrowestPx, widest + paddingPx)));
  });
}
