export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Squarified treemap (Bruls, Huizing, van Wijk 2000): areas as the values, in order, each box as square as the row allows. */
export function squarify(values: number[], width: number, height: number): Box[] {
  const total = values.reduce((sum, value) => sum + value, 0),
    boxes: Box[] = [];
  if (total <= 0) return boxes;
  const scale = (width * height) / total;
  let free: Box = { x: 0, y: 0, width, height },
    row: number[] = [];
  const worst = (areas: number[], side: number) => {
    const sum = areas.reduce((all, area) => all + area, 0);
    return Math.max((side * side * Math.max(...areas)) / (sum * sum), (sum * sum) / (side * side * Math.min(...areas)));
  };
  const place = () => {
    const sum = row.reduce((all, area) => all + area, 0);
    if (sum === 0) return;
    if (free.width >= free.height) {
      const wide = sum / free.height;
      let y = free.y;
      for (const area of row) {
        boxes.push({ x: free.x, y, width: wide, height: area / wide });
        y += area / wide;
      }
      free = { ...free, x: free.x + wide, width: free.width - wide };
    } else {
      const high = sum / free.width;
      let x = free.x;
      for (const area of row) {
        boxes.push({ x, y: free.y, width: area / high, height: high });
        x += area / high;
      }
      free = { ...free, y: free.y + high, height: free.height - high };
    }
    row = [];
  };
  for (const value of values) {
    const area = value * scale,
      side = Math.min(free.width, free.height);
    if (row.length > 0 && worst([...row, area], side) > worst(row, side)) place();
    row.push(area);
  }
  place();
  return boxes;
}
