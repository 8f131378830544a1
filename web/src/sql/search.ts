import { oneOf, stringifySearch, textOf } from '../shell/address';

export const resultViews = ['result', 'chart', 'both', 'profile', 'plan', 'messages'] as const;
export type ResultView = (typeof resultViews)[number];

/** All that the SQL page shows, as its address says it. */
export interface SqlSearch {
  /** A text that a link brings: it becomes a draft of this user, and is never run by itself. */
  q?: string;
  draft?: string;
  view?: ResultView;
  /** Open nodes of the catalog tree, and its filter. */
  open?: string;
  find?: string;
  sort?: string;
  /** Conditions on the result's columns. */
  where?: string;
  /** Columns that stay at the left, and those that are not shown. */
  pin?: string;
  hide?: string;
  /** Columns of the chart. */
  x?: string;
  y?: string;
  by?: string;
  /** `1` when the draft's result is shown: a reload runs a plain query again. */
  ran?: string;
  /** The instant at which the tables are read; the present without. */
  at?: string;
  /** `1`: the present beside the instant. */
  vs?: string;
  /** A saved query to open. */
  file?: string;
}

export function sqlSearch(search: Record<string, unknown>): SqlSearch {
  const found: SqlSearch = {};
  const view = oneOf(search.view, resultViews);
  if (view) found.view = view;
  for (const key of ['q', 'draft', 'open', 'find', 'sort', 'where', 'pin', 'hide', 'x', 'y', 'by', 'ran', 'at', 'vs', 'file'] as const) {
    const value = textOf(search[key]);
    if (value !== undefined) found[key] = value;
  }
  if (found.at && Number.isNaN(Date.parse(found.at))) delete found.at;
  return found;
}

/** What belongs to one draft alone: another one that is shown does not have it. */
export const withoutResult = Object.fromEntries(
  (['ran', 'at', 'vs', 'sort', 'where', 'pin', 'hide', 'x', 'y', 'by'] as const).map(key => [key, undefined]),
) as Partial<SqlSearch>;

/** The page's address for somebody else: the text, the instant that it asks about, and how its result is looked at. What belongs to rows that are not there yet stays behind. */
export function sharedAddress(text: string, { at, vs, view }: SqlSearch, columns: Record<string, string | undefined>): string {
  return `/sql${stringifySearch({ q: text, at, vs: at && vs, view, ...columns })}`;
}

export interface SortOrder {
  column: number;
  down: boolean;
}

/** `3` and `-3`: the position of the column, counted from 1, because names may repeat. */
export function parseSort(text: string | undefined, columns: number): SortOrder | null {
  const match = /^(-?)(\d{1,5})$/.exec(text ?? '');
  const column = match ? Number(match[2]) - 1 : -1;
  return match && column >= 0 && column < columns ? { column, down: match[1] === '-' } : null;
}

export const sortText = (sort: SortOrder | null) => (sort ? `${sort.down ? '-' : ''}${sort.column + 1}` : undefined);
