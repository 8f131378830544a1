import { useQueries, useQuery } from '@tanstack/react-query';
import {
  Braces,
  Calendar,
  ChevronDown,
  ChevronRight,
  Clock,
  CornerDownLeft,
  Eye,
  Folder,
  Hash,
  Table2,
  ToggleLeft,
  Type,
} from 'lucide-react';
import { Fragment, memo, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { catalogQuery, tableQuery } from '../api/catalog';
import { Problem } from '../api/problem';
import type { TableDetails } from '../api/types';
import { compact } from '../format/counts';
import { useMessages } from '../i18n';
import { PageFilter } from '../shell/PageFilter';
import { ProblemBox } from '../shell/ProblemBox';
import { namespaceKey, tableKey, treeNodes, type TreeNode } from './treeNodes';
import { useLines } from './useLines';
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
      {nodes.length > 0 && <Lines nodes={nodes} onToggle={toggle} onInsert={onInsert} />}
    </div>
  );
});

export const firstOpen = (space: Parameters<typeof namespaceKey>[0] | undefined) => new Set(space ? [namespaceKey(space)] : []);

function Lines({
  nodes,
  onToggle,
  onInsert,
}: {
  nodes: TreeNode[];
  onToggle(key: string, to: boolean): void;
  onInsert(text: string): void;
}) {
  const { t } = useMessages();
  const list = useRef<HTMLUListElement>(null);
  const [current, setCurrent] = useState('');
  const at = Math.max(
    0,
    nodes.findIndex(node => node.key === current),
  );

  const { lines, after, linePx, onScroll } = useLines(list, nodes.length, at);
  const wanted = useRef(false);
  // A line far away is drawn first, as the current one; then it can take the focus, which brings it into sight.
  useLayoutEffect(() => {
    if (!wanted.current) return;
    wanted.current = false;
    list.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  });
  const focus = (index: number) => {
    wanted.current = true;
    setCurrent(nodes[Math.min(nodes.length - 1, Math.max(0, index))]!.key);
  };
  const onKey = (event: React.KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const node = nodes[at]!,
      opens = node.open !== undefined;
    const act: Record<string, () => void> = {
      ArrowDown: () => focus(at + 1),
      ArrowUp: () => focus(at - 1),
      Home: () => focus(0),
      End: () => focus(nodes.length - 1),
      ArrowRight: () => (opens && !node.open ? onToggle(node.key, true) : opens ? focus(at + 1) : undefined),
      ArrowLeft: () =>
        opens && node.open ? onToggle(node.key, false) : focus(nodes.findLastIndex((one, index) => index < at && one.level < node.level)),
      Enter: () => (event.shiftKey || !opens ? node.insert && onInsert(node.insert) : onToggle(node.key, !node.open)),
    };
    const action =
      act[event.key] ??
      (event.key.length === 1 && event.key !== ' ' && event.key !== '/' && event.key !== '?'
        ? () => focus(search(nodes, at, event.key))
        : undefined);
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
  return (
    <ul ref={list} role="tree" aria-label={t('sql.catalog')} className={styles.tree} onKeyDown={onKey} onScroll={onScroll}>
      {lines.map(({ index, skipped }) => (
        <Fragment key={nodes[index]!.key}>
          {skipped > 0 && <Gap px={skipped * linePx} />}
          <Line node={nodes[index]!} focusable={index === at} onFocus={setCurrent} onToggle={onToggle} onInsert={onInsert} />
        </Fragment>
      ))}
      {after > 0 && <Gap px={after * linePx} />}
    </ul>
  );
}

/** The place of lines that are not drawn. */
const Gap = ({ px }: { px: number }) => <li role="presentation" aria-hidden="true" style={{ height: px }} />;

const search = (nodes: TreeNode[], at: number, letter: string) => {
  const turned = [...nodes.keys()].map(k => (at + 1 + k) % nodes.length);
  return turned.find(k => nodes[k]!.label.toLowerCase().startsWith(letter.toLowerCase())) ?? at;
};

interface LineProps {
  node: TreeNode;
  focusable: boolean;
  onFocus(key: string): void;
  onToggle(key: string, to: boolean): void;
  onInsert(text: string): void;
}

function Line({ node, focusable, onFocus, onToggle, onInsert }: LineProps) {
  const { t, language } = useMessages();
  const opens = node.open !== undefined,
    Icon = iconOf(node),
    Arrow = node.open ? ChevronDown : ChevronRight;
  const note =
    node.kind === 'namespace'
      ? t('sql.tableCount', { n: node.tables ?? 0 })
      : (node.type ?? (node.rows === undefined ? '' : t('sql.rows', { n: Number(node.rows) })));
  const label = node.kind === 'loading' ? t('app.loading') : node.kind === 'error' ? Problem.of(node.error).message : node.label;
  return (
    <li
      role="treeitem"
      aria-level={node.level}
      aria-posinset={node.position}
      aria-setsize={node.size}
      aria-expanded={opens ? node.open : undefined}
      aria-selected={focusable}
      aria-label={[label, note, node.required ? t('sql.required') : '', node.doc ?? ''].filter(Boolean).join(', ')}
      tabIndex={focusable ? 0 : -1}
      className={styles.line}
      data-kind={node.kind}
      data-open={node.open}
      data-level={Math.min(node.level, 6)}
      title={[node.label, note, node.doc].filter(Boolean).join(' · ')}
      onFocus={() => onFocus(node.key)}
      onClick={() => (opens ? onToggle(node.key, !node.open) : node.insert && onInsert(node.insert))}
    >
      {opens && <Arrow size={14} aria-hidden="true" className={styles.arrow} />}
      <Icon size={14} aria-hidden="true" />
      <span className={`${styles.name} cut`} dir="auto">
        {label}
      </span>
      {node.kind !== 'column' && node.insert && opens && (
        <span
          className={styles.insert}
          aria-hidden="true"
          title={t('sql.insert', { name: node.label })}
          onClick={event => {
            event.stopPropagation();
            onInsert(node.insert!);
          }}
        >
          <CornerDownLeft size={13} />
        </span>
      )}
      {node.type && <span className={`${styles.type} mono cut`}>{node.type}</span>}
      {node.kind === 'namespace' && <span className={`${styles.count} num`}>{node.tables}</span>}
      {node.rows !== undefined && <span className={`${styles.count} num`}>{compact(node.rows, language)}</span>}
    </li>
  );
}

function iconOf(node: TreeNode) {
  if (node.kind === 'namespace') return Folder;
  if (node.kind === 'view') return Eye;
  if (node.kind !== 'column') return Table2;
  const type = node.type ?? '';
  if (/^(struct|list|map|variant)/.test(type)) return Braces;
  if (/^timestamp|^time/.test(type)) return Clock;
  if (type === 'date') return Calendar;
  if (type === 'boolean') return ToggleLeft;
  return /^(int|long|float|double|decimal)/.test(type) ? Hash : Type;
}
