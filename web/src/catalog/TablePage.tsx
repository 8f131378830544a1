import '@fontsource-variable/jetbrains-mono/index.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { GitBranch, Hash, Layers, Terminal, User } from 'lucide-react';
import { lazy, Suspense, useEffect } from 'react';
import { tableQuery } from '../api/catalog';
import { Problem } from '../api/problem';
import type { TableDetails } from '../api/types';
import { bounded, bytes } from '../format/counts';
import { qualified } from '../format/identifiers';
import { useMessages } from '../i18n';
import { tableRoute } from '../routes';
import { Checked } from '../shell/Checked';
import { useClock } from '../shell/clock';
import { ProblemBox } from '../shell/ProblemBox';
import { Ghost, Skeleton } from '../shell/Skeleton';
import { usePageTitle } from '../shell/usePageTitle';
import { isTyping } from '../shell/shellKeys';
import { FilesTab } from './FilesTab';
import { FreshnessPill } from './FreshnessPill';
import { GhostTab } from './GhostTab';
import { OverviewTab } from './OverviewTab';
import { tablePath } from './paths';
import { SchemaTab } from './SchemaTab';
import { isTab, tableTabs, type TableTab } from './search';
import styles from './catalog.module.css';

// Rows need Arrow; the other tabs do not wait for it.
const SampleTab = lazy(() => import('./SampleTab'));
const SnapshotsTab = lazy(() => import('./SnapshotsTab'));

/** What is this table, can I trust it, what changed? */
export function TablePage() {
  const { t } = useMessages();
  const { ns, table: name, tab: asked } = tableRoute.useParams(),
    levels = ns.split('\u001f'),
    search = tableRoute.useSearch(),
    navigate = useNavigate();
  const tab: TableTab = isTab(asked) ? asked : 'overview';
  const { data: table, error, refetch, isPending } = useQuery(tableQuery(levels, name)),
    now = useClock();
  const text = qualified(levels, name);
  usePageTitle(name);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (event.key !== 'q' || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      void navigate({ to: '/sql', search: { q: `select *\nfrom ${text}\nlimit 100` } });
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [navigate, text]);
  const tabs = tableTabs.filter(one => table?.kind !== 'view' || (one !== 'snapshots' && one !== 'files'));
  return (
    <>
      <header className="page-top">
        <nav className="crumb" aria-label={t('catalog.path')}>
          <Link to="/catalog">{t('catalog.title')}</Link>
          <span aria-hidden="true">/</span>
          <Link to="/catalog" search={{ find: `${levels.join('.')}.` }} dir="auto">
            {levels.join('.')}
          </Link>
          <span aria-hidden="true">/</span>
          <h1 dir="auto">{name}</h1>
        </nav>
        {isPending && <GhostPills />}
        {table?.freshness && <FreshnessPill freshness={table.freshness} now={now} />}
        {table && (
          <span className="pill">
            {table.kind === 'view' ? t('palette.view') : t('catalog.iceberg', { version: table.formatVersion ?? '?' })}
          </span>
        )}
        <span className="grow" />
        {table && <Checked at={table.readAt} now={now} />}
        <Link className="btn quiet" to="/sql" search={{ q: `select *\nfrom ${text}\nlimit 100` }}>
          <Terminal size={14} aria-hidden="true" />
          {t('catalog.query')}
          <span className="kbd" aria-hidden="true">
            Q
          </span>
        </Link>
      </header>
      <main id="main" className="page-body" tabIndex={-1} data-asof={table?.asOf ?? ''} aria-busy={isPending}>
        {isPending && (
          <Skeleton>
            <div className={styles.head}>
              <Ghost width={38} />
              <Ghost width={54} />
            </div>
            <GhostTab tab={tab} />
          </Skeleton>
        )}
        {error && <ProblemBox problem={Problem.of(error)} onRetry={() => void refetch()} />}
        {table && (
          <>
            <Head table={table} />
            <nav className={styles.tabs} aria-label={t('catalog.tabs')} data-tabs>
              {tabs.map(one => (
                <Link
                  key={one}
                  {...tablePath(levels, name, one)}
                  search={search}
                  aria-current={one === tab ? 'page' : undefined}
                  activeProps={{}}
                >
                  {t(`catalog.tab.${one}`)}
                </Link>
              ))}
            </nav>
            <Suspense
              fallback={
                <Skeleton>
                  <GhostTab tab={tab} />
                </Skeleton>
              }
            >
              {tab === 'overview' && <OverviewTab table={table} />}
              {tab === 'schema' && <SchemaTab table={table} />}
              {tab === 'sample' && <SampleTab table={table} />}
              {tab === 'snapshots' && tabs.includes('snapshots') && <SnapshotsTab table={table} />}
              {tab === 'files' && tabs.includes('files') && <FilesTab table={table} />}
            </Suspense>
          </>
        )}
      </main>
    </>
  );
}

/** Keep the place of age and format, so that the head breaks into lines as it will. */
const GhostPills = () => (
  <span className={styles.ghostPills} aria-hidden="true">
    <i className="pill" />
    <i className="pill" />
  </span>
);

function Head({ table }: { table: TableDetails }) {
  const { t, language } = useMessages();
  const partitions = table.partitionSpec.map(field =>
    field.transform === 'identity' ? field.source : `${field.transform}(${field.source})`,
  );
  return (
    <div className={styles.head} data-answer>
      {table.doc && (
        <p className={styles.doc} dir="auto">
          {table.doc}
        </p>
      )}
      <p className={`${styles.meta} num`}>
        {table.owner && (
          <span dir="auto">
            <User size={13} aria-hidden="true" />
            {table.owner}
          </span>
        )}
        {table.rows !== undefined && (
          <span>
            <Hash size={13} aria-hidden="true" />
            {[
              bounded(t('sql.rows', { n: Number(table.rows) }), table.rowsBound),
              table.bytes === undefined ? '' : bytes(table.bytes, language),
              table.files === undefined ? '' : t('catalog.fileCount', { n: Number(table.files) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        )}
        {partitions.length > 0 && (
          <span>
            <Layers size={13} aria-hidden="true" />
            {t('catalog.partitionedBy', { fields: partitions.join(', ') })}
          </span>
        )}
        {table.snapshots !== undefined && (
          <span>
            <GitBranch size={13} aria-hidden="true" />
            {t('catalog.snapshotCount', { n: table.snapshots })}
          </span>
        )}
        {table.kind === 'table' && table.rows === undefined && table.snapshot === undefined && <span>{t('catalog.noRows')}</span>}
        {table.columns.length > 0 && table.rows === undefined && <span>{t('catalog.columnCount', { n: table.columns.length })}</span>}
      </p>
      {table.rowsBound && (
        <p className="t2">
          {t(`catalog.bound.${table.rowsBound}`)}{' '}
          <Link className="textlink" to="/sql" search={{ q: `select count(*) as rows\nfrom ${qualified(table.levels, table.name)}` }}>
            {t('catalog.countRows')}
          </Link>
        </p>
      )}
    </div>
  );
}
