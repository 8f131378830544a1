import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo } from 'react';
import { snapshotsQuery } from '../api/catalog';
import { Problem } from '../api/problem';
import type { TableDetails, Timeline } from '../api/types';
import { instant } from '../format/counts';
import { useMessages } from '../i18n';
import { tableRoute } from '../routes';
import { ProblemBox } from '../shell/ProblemBox';
import { Skeleton } from '../shell/Skeleton';
import { isTyping } from '../shell/shellKeys';
import { Diff } from './Diff';
import { GhostTab } from './GhostTab';
import { BoundNote } from './RowCount';
import type { TableSearch } from './search';
import { SnapshotActions } from './SnapshotActions';
import { SnapshotList } from './SnapshotList';
import { operations } from './operations';
import { TimelinePicture } from './TimelinePicture';
import styles from './catalog.module.css';
import marks from './snapshots.module.css';

/** The table's history: every snapshot on the line of its branch; two of them compared. */
export default function SnapshotsTab({ table }: { table: TableDetails }) {
  const { t, language } = useMessages();
  const search = tableRoute.useSearch(),
    navigate = useNavigate();
  const { data, error, refetch } = useQuery(snapshotsQuery(table.levels, table.name));
  const change = useCallback(
    (next: TableSearch) =>
      void navigate({ to: '.', search: (old: TableSearch) => ({ ...old, ...next }), replace: false, resetScroll: false } as Parameters<
        typeof navigate
      >[0]),
    [navigate],
  );
  const chosen = useMemo(() => choose(data, search), [data, search]);
  useKeys(data, chosen, change);
  if (error) return <ProblemBox problem={Problem.of(error)} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <Skeleton>
        <GhostTab tab="snapshots" />
      </Skeleton>
    );
  if (data.snapshots.length === 0)
    return (
      <div className="card empty">
        <p>{t('catalog.noSnapshots')}</p>
      </div>
    );
  const count = (kind: 'branch' | 'tag') => data.references.filter(one => one.kind === kind).length,
    oldest = data.snapshots.at(-1)!,
    // A is the earlier one as a rule: what one goes back to.
    acted = data.snapshots.find(one => one.id === (chosen.a ?? chosen.b));
  return (
    <div className={styles.left} data-asof={data.asOf}>
      <section className="card" aria-label={t('catalog.tab.snapshots')}>
        <header>
          <h2>{t('catalog.tab.snapshots')}</h2>
          <span className="t3 num">
            {[
              t('catalog.since', { n: data.total, at: instant(oldest.at, language) }),
              t('catalog.branches', { n: count('branch') }),
              t('catalog.tags', { n: count('tag') }),
            ].join(' · ')}
          </span>
          <span className="grow" />
          {operations.map(one => (
            <span key={one.name} className={marks.legend}>
              <i ref={node => node?.style.setProperty('--op', one.colour)} aria-hidden="true" />
              {one.name}
            </span>
          ))}
        </header>
        <TimelinePicture timeline={data} a={chosen.a} b={chosen.b} onPick={(end, id) => change(end === 'a' ? { a: id } : { b: id })} />
        <p className={styles.note}>{t('catalog.pickHint')}</p>
        {acted && (
          <div className={styles.actions} role="group" aria-label={t('actions.title')}>
            <SnapshotActions table={table} snapshot={acted} current={data.snapshots.find(one => one.current)} />
          </div>
        )}
      </section>
      {chosen.a && chosen.b ? (
        <Diff key={`${chosen.a}-${chosen.b}`} table={table} a={chosen.a} b={chosen.b} search={search} change={change} />
      ) : (
        <p className={styles.note}>{t('catalog.oneSnapshot')}</p>
      )}
      <SnapshotList timeline={data} a={chosen.a} b={chosen.b} onPick={(end, id) => change(end === 'a' ? { a: id } : { b: id })} />
      <BoundNote bounds={data.snapshots.map(one => one.rowsBound)} />
    </div>
  );
}

/** What the address says; else the current snapshot against the one before it. */
function choose(data: Timeline | undefined, search: TableSearch): { a?: string; b?: string } {
  if (!data) return {};
  const ids = data.snapshots.map(one => one.id),
    current = data.snapshots.find(one => one.current) ?? data.snapshots[0];
  const b = search.b && ids.includes(search.b) ? search.b : current?.id;
  const before = data.snapshots.find(one => one.id === b)?.parent ?? ids[ids.indexOf(b ?? '') + 1];
  const a = search.a && ids.includes(search.a) ? search.a : before;
  return { ...(a && a !== b ? { a } : {}), ...(b ? { b } : {}) };
}

/** A and B mark the focused snapshot; D goes to the difference. */
function useKeys(data: Timeline | undefined, chosen: { a?: string; b?: string }, change: (next: TableSearch) => void) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('dialog[open]')) return;
      const id = (document.activeElement as HTMLElement | null)?.closest<HTMLElement>('[data-snapshot]')?.dataset.snapshot;
      if (event.key === 'a' && id) change({ a: id });
      else if (event.key === 'b' && id) change({ b: id });
      else if (event.key === 'd') document.getElementById('diff')?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [data, chosen, change]);
}
