import type { RowSource } from '../frames/rowSource';

const narrowestPx = 64,
  widestPx = 420,
  sampledRows = 60,
  measuredTexts = 4,
  longestSample = 120;

/** Texts of a column that decide its width: of a sample over the whole result the longest ones. */
function candidates(rows: RowSource, column: number, show: (row: number, column: number) => string): string[] {
  const step = Math.max(1, Math.floor(rows.count / sampledRows)),
    texts: string[] = [];
  for (let row = 0; row < rows.count; row += step) texts.push(show(row, column).slice(0, longestSample));
  return texts.sort((a, b) => b.length - a.length).slice(0, measuredTexts);
}

/** Widths by content, measured in cells of the real style (figures are tabular there, which a canvas does not measure) and in one layout pass. */
export function columnWidths(
  rows: RowSource,
  place: HTMLElement,
  styles: { cell: string; name: string; type: string },
  show: (row: number, column: number) => string,
): number[] {
  const ruler = document.createElement('div');
  ruler.setAttribute('aria-hidden', 'true');
  ruler.style.cssText = 'position: absolute; visibility: hidden; top: 0; left: 0; height: 0; overflow: hidden';
  const columns = rows.columns.map((about, column) =>
    [[about.name, styles.name], [about.type, styles.type], ...candidates(rows, column, show).map(text => [text, ''])].map(
      ([text, style]) => {
        const cell = document.createElement('span'),
          inner = document.createElement('span');
        cell.className = styles.cell;
        cell.style.cssText = 'position: static; display: inline-block; width: max-content';
        inner.className = style!;
        inner.textContent = text!;
        cell.append(inner);
        ruler.append(cell);
        return cell;
      },
    ),
  );
  place.append(ruler);
  // Fingers have no hover: there the mark of the column's menu always stands beside name and type.
  const sortMarkPx = 14,
    menuMarkPx = window.matchMedia('(pointer: coarse)').matches ? 23 : 0,
    beside = (index: number) => (index === 0 ? sortMarkPx + menuMarkPx : index === 1 ? 1 + menuMarkPx : 1);
  const widths = columns.map(cells => Math.max(...cells.map((cell, index) => cell.getBoundingClientRect().width + beside(index))));
  ruler.remove();
  return widths.map(width => Math.ceil(Math.min(widestPx, Math.max(narrowestPx, width))));
}
