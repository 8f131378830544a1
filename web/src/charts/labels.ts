import { dateFormat } from '../format/formatters';

/** Short axis labels for instants: only the parts that differ (day, time, year), in the user's language. The tooltip keeps the whole text. */
export function instantLabels(labels: (string | null)[], language: string): (text: string | null) => string {
  const parts = labels
    .filter(label => label !== null)
    .map(label => ({ year: label.slice(0, 4), day: label.slice(0, 10), time: label.slice(11, 16) }));
  const differ = (key: 'year' | 'day' | 'time') => new Set(parts.map(part => part[key])).size > 1;
  const years = differ('year'),
    days = differ('day'),
    times = differ('time');
  const format = dateFormat(language, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
    ...(years ? { year: 'numeric' } : {}),
  });
  return text => {
    if (text === null) return 'null';
    const date = new Date(`${text.slice(0, 10)}T00:00:00Z`);
    if (Number.isNaN(date.getTime())) return text;
    const time = text.slice(11, 16);
    return [days || !times ? format.format(date) : '', times ? time : ''].filter(Boolean).join(' ');
  };
}

/** Moves places on one line apart, each as little as needed, inside the line's ends; what they belong to keeps its order. */
export function spread(places: number[], gap: number, most: number): number[] {
  const order = places.map((_, at) => at).sort((one, other) => places[one]! - places[other]!),
    moved = [...places];
  for (let k = 1; k < order.length; k++) moved[order[k]!] = Math.max(moved[order[k]!]!, moved[order[k - 1]!]! + gap);
  let limit = most;
  for (let k = order.length - 1; k >= 0 && moved[order[k]!]! > limit; k--) {
    moved[order[k]!] = limit;
    limit -= gap;
  }
  return moved;
}
