import type { TableTab } from './search';

/** Where a table's page is. Levels are joined by U+001F, as in Iceberg's REST catalog, so that a dot inside a level stays what it is. */
export function tablePath(levels: string[], table: string, tab: TableTab = 'overview') {
  return { to: '/catalog/$ns/$table/$tab' as const, params: { ns: levels.join('\u001f'), table, tab } };
}

/** The same as an address. */
export const tableHref = (levels: string[], table: string, tab: TableTab = 'overview') =>
  `/catalog/${encodeURIComponent(levels.join('\u001f'))}/${encodeURIComponent(table)}/${tab}`;
