import type { RowsColumn } from '../frames/rows';
import { quoted } from '../format/identifiers';
import type { SortOrder } from './search';

export const filterKinds = ['contains', 'is', 'not', 'less', 'more', 'null', 'filled'] as const;
export type FilterKind = (typeof filterKinds)[number];

/** A condition on one column of a result. */
export interface ColumnFilter {
  column: number;
  kind: FilterKind;
  value: string;
}

/** A greater result is put in order by the engine: the browser would stand still meanwhile. */
export const mostSortedHere = 100_000;

/** `3:contains:abc,1:more:10`: columns by position counted from 1, because names may repeat. */
export const filtersText = (filters: ColumnFilter[]): string | undefined =>
  filters.map(one => `${one.column + 1}:${one.kind}:${encodeURIComponent(one.value)}`).join(',') || undefined;

export function parseFilters(text: string | undefined, columns: number): ColumnFilter[] {
  return (text ?? '').split(',').flatMap(part => {
    const match = /^(\d{1,5}):([a-z]+):(.*)$/.exec(part),
      kind = filterKinds.find(one => one === match?.[2]),
      column = Number(match?.[1]) - 1;
    if (!match || !kind || column < 0 || column >= columns) return [];
    try {
      return [{ column, kind, value: decodeURIComponent(match[3]!) }];
    } catch {
      return [];
    }
  });
}

/** The statement as a subquery. The name is read by its place where it repeats. */
export function asSource(text: string, columns: RowsColumn[]): { from: string; name(column: number): string; select: string } {
  const names = columns.map(one => quoted(one.name)),
    repeat = new Set(columns.map(one => one.name.toLowerCase())).size < columns.length;
  // The line's end closes a comment at the statement's end.
  if (!repeat) return { from: `(\n${text}\n) as result`, name: column => names[column]!, select: '*' };
  const places = columns.map((_, index) => `c${index + 1}`);
  return {
    from: `(\n${text}\n) as result(${places.join(', ')})`,
    name: column => places[column]!,
    select: places.map((place, index) => `${place} as ${names[index]}`).join(', '),
  };
}

/** The result in another order or with fewer rows, as SQL: over all rows, also those that were cut from the page. */
export function shaped(text: string, columns: RowsColumn[], sort: SortOrder | null, filters: ColumnFilter[]): string {
  const source = asSource(text, columns);
  const where = filters.map(one => condition(source.name(one.column), columns[one.column]!, one)).join('\n  and ');
  return [
    `select ${source.select} from ${source.from}`,
    ...(where ? [`where ${where}`] : []),
    ...(sort ? [`order by ${source.name(sort.column)} ${sort.down ? 'desc' : 'asc'} nulls last`] : []),
  ].join('\n');
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

function condition(name: string, about: RowsColumn, { kind, value }: ColumnFilter): string {
  // Numbers are compared as numbers whatever their type; everything else by the column's own order.
  const plain = about.numeric && /^-?\d+(\.\d+)?$/.test(value.trim()) ? value.trim() : literal(value);
  switch (kind) {
    case 'null':
      return `${name} is null`;
    case 'filled':
      return `${name} is not null`;
    case 'is':
      return `${name} = ${plain}`;
    case 'not':
      return `${name} is distinct from ${plain}`;
    case 'less':
      return `${name} < ${plain}`;
    case 'more':
      return `${name} > ${plain}`;
    default:
      return `contains(lower(cast(${name} as varchar)), ${literal(value.toLowerCase())})`;
  }
}

/** What a column holds: one row of figures, and its values by how often they are there (or by where they lie, for numbers and instants). */
export function profileTexts(text: string, columns: RowsColumn[], column: number): { figures: string; shape: string } {
  const source = asSource(text, columns),
    about = columns[column]!,
    value = source.name(column),
    ordered = about.numeric || about.temporal;
  const rest = about.nested ? 'null, null' : `cast(min(${value}) as varchar), cast(max(${value}) as varchar)`,
    middle = about.numeric ? `cast(avg(${value}) as varchar), cast(median(${value}) as varchar)` : 'null, null';
  const figures = `select count(*), count(${value}), count(distinct ${value}), ${rest}, ${middle}\nfrom ${source.from}`;
  if (!ordered)
    return {
      figures,
      shape: `select cast(${value} as varchar) as value, count(*) as rows\nfrom ${source.from}\nwhere ${value} is not null\ngroup by 1 order by 2 desc, 1 limit 8`,
    };
  const number = about.numeric ? `cast(${value} as double)` : `epoch(${value})`;
  return {
    figures,
    shape:
      `with v as (select ${number} as v from ${source.from} where ${value} is not null),\n` +
      `  s as (select min(v) as low, max(v) as high from v)\n` +
      `select cast(least(19, floor(20 * (v - low) / nullif(high - low, 0))) as integer) as bin, count(*) as rows\nfrom v, s where isfinite(v) group by 1 order by 1`,
  };
}
