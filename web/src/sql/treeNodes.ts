import type { Catalog, CatalogNamespace, CatalogTable, Count, TableColumn, TableDetails } from '../api/types';
import { qualified, quoted } from '../format/identifiers';

export interface TreeNode {
  key: string;
  kind: 'namespace' | 'table' | 'view' | 'metadata' | 'column' | 'loading' | 'error';
  level: number;
  label: string;
  type?: string;
  rows?: Count;
  tables?: number;
  doc?: string;
  required?: boolean;
  open?: boolean;
  insert?: string;
  levels?: string[];
  table?: string;
  position: number;
  size: number;
  error?: unknown;
}

export type DetailsOf = (levels: string[], table: string) => { data?: TableDetails | undefined; error?: unknown };

const part = encodeURIComponent;
export const namespaceKey = (space: CatalogNamespace) => space.levels.map(part).join('.');
export const tableKey = (space: CatalogNamespace, table: CatalogTable) => `${namespaceKey(space)}/${part(table.name)}`;

/** The tree as the list of its visible lines. With a filter: names that hold the words, and what lies above them, opened. */
export function treeNodes(catalog: Catalog, open: ReadonlySet<string>, filter: string, details: DetailsOf): TreeNode[] {
  const words = filter.trim().toLowerCase(),
    has = (text: string) => text.toLowerCase().includes(words);
  const spaces = catalog.namespaces.flatMap(space => {
    const all = words === '' || has(space.name);
    const tables = all
      ? space.tables
      : space.tables.filter(
          table => has(`${space.name}.${table.name}`) || matchingColumns(details(space.levels, table.name).data, has).length > 0,
        );
    return all || tables.length > 0 ? [{ space, tables }] : [];
  });
  return spaces.flatMap(({ space, tables }, position) => {
    const key = namespaceKey(space),
      isOpen = open.has(key) || (words !== '' && tables.length > 0);
    const head: TreeNode = {
      key,
      kind: 'namespace',
      level: 1,
      label: space.name,
      tables: space.tables.length,
      open: isOpen,
      position: position + 1,
      size: spaces.length,
      insert: space.levels.map(quoted).join('.'),
    };
    return isOpen
      ? [head, ...tables.flatMap((table, at) => tableNodes(space, table, at, tables.length, open, words, has, details))]
      : [head];
  });
}

function tableNodes(
  space: CatalogNamespace,
  table: CatalogTable,
  at: number,
  size: number,
  open: ReadonlySet<string>,
  words: string,
  has: (text: string) => boolean,
  details: DetailsOf,
): TreeNode[] {
  const key = tableKey(space, table),
    { data, error } = details(space.levels, table.name);
  const found = words === '' ? [] : matchingColumns(data, has),
    isOpen = open.has(key) || found.length > 0;
  const head: TreeNode = {
    key,
    kind: table.kind,
    level: 2,
    label: table.name,
    open: isOpen,
    position: at + 1,
    size,
    insert: qualified(space.levels, table.name),
    levels: space.levels,
    table: table.name,
  };
  if (table.rows !== undefined) head.rows = table.rows;
  if (!isOpen) return [head];
  if (error) return [head, { key: `${key}!`, kind: 'error', level: 3, label: '', position: 1, size: 1, error }];
  if (!data) return [head, { key: `${key}…`, kind: 'loading', level: 3, label: '', position: 1, size: 1 }];
  const columns = open.has(key) ? data.columns : found;
  return [head, ...columns.flatMap((column, index) => columnNodes(column, key, 3, index, columns.length, open, ''))];
}

function columnNodes(
  column: TableColumn,
  above: string,
  level: number,
  at: number,
  size: number,
  open: ReadonlySet<string>,
  prefix: string,
): TreeNode[] {
  const key = `${above}/${part(column.name)}`,
    nested = (column.children?.length ?? 0) > 0,
    isOpen = nested && open.has(key),
    insert = prefix + quoted(column.name);
  const node: TreeNode = {
    key,
    kind: 'column',
    level,
    label: column.name,
    type: column.type,
    position: at + 1,
    size,
    insert,
    required: column.required,
  };
  if (column.doc) node.doc = column.doc;
  if (nested) node.open = isOpen;
  return isOpen
    ? [
        node,
        ...column.children!.flatMap((child, index) =>
          columnNodes(child, key, level + 1, index, column.children!.length, open, `${insert}.`),
        ),
      ]
    : [node];
}

function matchingColumns(data: TableDetails | undefined, has: (text: string) => boolean): TableColumn[] {
  return data?.columns.filter(column => has(column.name)) ?? [];
}
