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
import { Fragment, useLayoutEffect, useRef, useState } from 'react';
import { Problem } from '../api/problem';
import { compact } from '../format/counts';
import { useMessages } from '../i18n';
import { placeOf, treeAct, Typing } from './treeKeys';
import type { TreeNode } from './treeNodes';
import { useLines } from './useLines';
import styles from './tree.module.css';

/** The lines of the tree that are in sight, with their place among all. Keys reach every line, drawn or not. */
export function TreeLines({
  nodes,
  onToggle,
  onInsert,
}: {
  nodes: TreeNode[];
  onToggle(key: string, to: boolean): void;
  onInsert(text: string): void;
}) {
  const { t } = useMessages();
  const list = useRef<HTMLUListElement>(null),
    typing = useRef(new Typing());
  const [current, setCurrent] = useState('');
  const at = placeOf(nodes, current);

  const { lines, after, linePx, onScroll } = useLines(list, nodes.length, at);
  const wanted = useRef(false),
    inside = useRef(false);
  // A line far away is drawn first, as the current one; then it can take the focus, which brings it into sight. So does the line that is next
  // to the one that had the focus and is gone: React tells nobody of a focus that ends so.
  useLayoutEffect(() => {
    if (!wanted.current && !(inside.current && document.activeElement === document.body)) return;
    wanted.current = false;
    list.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  });
  const onKey = (event: React.KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const act = treeAct(nodes, at, event, typing.current);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    if ('to' in act) {
      const { key } = nodes[act.to]!;
      // Where nothing moves nothing is drawn, and the focus would be taken from whoever has it later.
      wanted.current = key !== current;
      setCurrent(key);
    } else if ('insert' in act) onInsert(act.insert);
    else onToggle(act.key, act.open);
  };
  return (
    <ul
      ref={list}
      role="tree"
      aria-label={t('sql.catalog')}
      className={styles.tree}
      onKeyDown={onKey}
      onScroll={onScroll}
      onFocus={() => (inside.current = true)}
      onBlur={() => (inside.current = false)}
    >
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
