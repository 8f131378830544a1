import { oneOf, textOf } from '../shell/address';

export const catalogSorts = ['name', 'rows', 'bytes', 'changed'] as const;
export const catalogOnly = ['late', 'large', 'unowned', 'views'] as const;
export interface CatalogSearch {
  find?: string | undefined;
  sort?: (typeof catalogSorts)[number] | undefined;
  only?: (typeof catalogOnly)[number] | undefined;
}
export function catalogSearch(search: Record<string, unknown>): CatalogSearch {
  const found: CatalogSearch = {};
  const find = textOf(search.find),
    sort = oneOf(search.sort, catalogSorts),
    only = oneOf(search.only, catalogOnly);
  if (find) found.find = find;
  if (sort) found.sort = sort;
  if (only) found.only = only;
  return found;
}

export const tableTabs = ['overview', 'schema', 'sample', 'snapshots', 'files'] as const;
export type TableTab = (typeof tableTabs)[number];
export const isTab = (text: string): text is TableTab => (tableTabs as readonly string[]).includes(text);

/** All that a table's page shows besides its tab: the two snapshots that are compared, and by which columns. */
export interface TableSearch {
  a?: string | undefined;
  b?: string | undefined;
  key?: string | undefined;
  only?: 'changed' | undefined;
}
export function tableSearch(search: Record<string, unknown>): TableSearch {
  const found: TableSearch = {};
  const a = textOf(search.a),
    b = textOf(search.b),
    key = textOf(search.key);
  if (a && /^\d{1,19}$/.test(a)) found.a = a;
  if (b && /^\d{1,19}$/.test(b)) found.b = b;
  if (key) found.key = key;
  if (search.only === 'changed') found.only = 'changed';
  return found;
}
