import { useQueries, useQuery } from '@tanstack/react-query';
import { memo, useMemo } from 'react';
import { catalogQuery, tableQuery } from '../api/catalog';
import { Problem } from '../api/problem';
import type { TableDetails } from '../api/types';
import { useMessages } from '../i18n';
import { PageFilter } from '../shell/PageFilter';
import { ProblemBox } from '../shell/ProblemBox';
import { TreeLines } from './TreeLines';
import { namespaceKey, tableKey, treeNodes } from './treeNodes';
import styles from './tree.module.css';

interface Props {
  open: ReadonlySet<string>;
  filter: string;
  onOpen(open: ReadonlySet<string>): void;
  onFilter(text: string): void;
  onInsert(text: string): void;
}

/** Drawn again only when it changes itself: a catalog may have thousands of tables, and a statement that runs is none of its business. */
export const CatalogTree = memo(function CatalogTree({ open, filter, onOpen, onFilter, onInsert }: Props) {
  const { t } = useMessages();
  const { data: catalog, error, refetch } = useQuery(catalogQuery);
  const wanted = useMemo(
    () =>
      (catalog?.namespaces ?? []).flatMap(space =>
        space.tables.filter(table => open.has(tableKey(space, table))).map(table => ({ levels: space.levels, table: table.name })),
      ),
    [catalog, open],
  );
  const details = useQueries({ queries: wanted.map(({ levels, table }) => tableQuery(levels, table)) });
  const known = new Map<string, { data?: TableDetails | undefined; error?: unknown }>(
    wanted.map(({ levels, table }, index) => [
      JSON.stringify([levels, table]),
      { data: details[index]?.data, error: details[index]?.error ?? undefined },
    ]),
  );
  const nodes = catalog ? treeNodes(catalog, open, filter, (levels, table) => known.get(JSON.stringify([levels, table])) ?? {}) : [];

  const toggle = (key: string, to: boolean) => {
    const next = new Set(open);
    if (to) next.add(key);
    else next.delete(key);
    onOpen(next);
  };
  return (
    <div className={styles.catalog}>
      <div className={styles.filter}>
        <PageFilter text={filter} onText={onFilter} label={t('sql.filterCatalog')} />
      </div>
      {error && !catalog && <ProblemBox problem={Problem.of(error)} onRetry={() => void refetch()} />}
      {catalog && catalog.namespaces.every(space => space.tables.length === 0) && (
        <div className={styles.empty}>
          <p>{t('sql.noTables')}</p>
          <button type="button" className="btn mono" onClick={() => onInsert('create table main.numbers as select 42 as answer')}>
            create table … as select
          </button>
        </div>
      )}
      {catalog && nodes.length === 0 && filter !== '' && (
        <p className={styles.empty} role="status">
          {t('sql.noMatch', { query: filter })}
        </p>
      )}
      {nodes.length > 0 && <TreeLines nodes={nodes} onToggle={toggle} onInsert={onInsert} />}
    </div>
  );
});

export const firstOpen = (space: Parameters<typeof namespaceKey>[0] | undefined) => new Set(space ? [namespaceKey(space)] : []);
