import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Eye, Search, Table2, TriangleAlert } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { catalogQuery } from '../api/catalog';
import { Problem } from '../api/problem';
import type { CatalogNamespace, CatalogTable } from '../api/types';
import { ago, bytes, compact, instant, integer } from '../format/counts';
import { useMessages } from '../i18n';
import { catalogRoute } from '../routes';
import { ProblemBox } from '../shell/ProblemBox';
import { useRowKeys } from '../shell/rowKeys';
import { FreshnessPill } from './FreshnessPill';
import { catalogOnly, catalogSorts, type CatalogSearch } from './search';
import { tablePath } from './paths';
import styles from './catalog.module.css';

const largeBytes = 1e9;

/** Every table and view: how much, how old, what happened last. */
export function CatalogPage() {
  const { t } = useMessages();
  const search = catalogRoute.useSearch(),
    navigate = useNavigate({ from: '/catalog' });
  const { data, error, refetch } = useQuery(catalogQuery);
  const spaces = useMemo(() => select(data?.namespaces ?? [], search), [data, search]);
  const count = spaces.reduce((sum, space) => sum + space.tables.length, 0),
    all = (data?.namespaces ?? []).reduce((sum, space) => sum + space.tables.length, 0);
  useEffect(() => {
    document.title = `${t('catalog.title')} · Tarn`;
  }, [t]);
  const filter = (next: CatalogSearch) => void navigate({ search: old => ({ ...old, ...next }), replace: true });
  const list = useRowKeys();
  return (
    <>
      <header className="page-top">
        <h1>{t('catalog.title')}</h1>
        <span className="t3 num" role="status">
          {data ? t('catalog.count', { n: count }) : t('app.loading')}
        </span>
      </header>
      <div className={styles.filters}>
        <label className={`field ${styles.find}`}>
          <Search size={14} aria-hidden="true" />
          <input
            data-page-filter
            type="search"
            value={search.find ?? ''}
            onChange={event => filter({ find: event.target.value || undefined })}
            placeholder={t('catalog.filter')}
            aria-label={t('catalog.filter')}
            spellCheck={false}
          />
        </label>
        <label className={styles.choice}>
          <span>{t('catalog.only')}</span>
          <select
            className="select"
            value={search.only ?? ''}
            onChange={event => filter({ only: catalogOnly.find(one => one === event.target.value) })}
          >
            <option value="">{t('catalog.only.all')}</option>
            {catalogOnly.map(one => (
              <option key={one} value={one}>
                {t(`catalog.only.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label className={styles.choice}>
          <span>{t('catalog.sort')}</span>
          <select
            className="select"
            value={search.sort ?? 'name'}
            onChange={event => filter({ sort: catalogSorts.find(one => one === event.target.value && one !== 'name') })}
          >
            {catalogSorts.map(one => (
              <option key={one} value={one}>
                {t(`catalog.sort.${one}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <main id="main" className="page-body" tabIndex={-1} data-answer data-asof={data?.asOf ?? ''}>
        {error && <ProblemBox problem={Problem.of(error)} onRetry={() => void refetch()} />}
        {data && all === 0 && (
          <div className="card empty">
            <p>{t('catalog.empty')}</p>
            <code className="mono">tarn sync</code>
            <Link className="btn" to="/sql">
              {t('catalog.emptySql')}
            </Link>
          </div>
        )}
        {data && all > 0 && count === 0 && (
          <div className="card empty">
            <p>{t('catalog.noMatch')}</p>
            <button type="button" className="btn" onClick={() => void navigate({ search: {} })}>
              {t('catalog.showAll')}
            </button>
          </div>
        )}
        <div ref={list}>
          {spaces.map(space => (
            <Space key={space.name} space={space} />
          ))}
        </div>
      </main>
    </>
  );
}

function Space({ space }: { space: CatalogNamespace }) {
  const { t } = useMessages();
  return (
    <section className={`card ${styles.space}`} aria-label={space.name}>
      <header>
        <h2 dir="auto">{space.name}</h2>
        <span className="t3 num">{t('sql.tableCount', { n: space.tables.length })}</span>
      </header>
      {space.tables.length > 0 && (
        <div className="scroll">
          <table className={`t ${styles.tables}`}>
            <thead>
              <tr>
                <th scope="col">{t('catalog.name')}</th>
                <th scope="col" className="r">
                  {t('catalog.rows')}
                </th>
                <th scope="col" className={`r ${styles.wide}`}>
                  {t('catalog.size')}
                </th>
                <th scope="col" className={`r ${styles.wide}`}>
                  {t('catalog.files')}
                </th>
                <th scope="col">{t('catalog.freshness')}</th>
                <th scope="col" className={styles.wide}>
                  {t('catalog.lastChange')}
                </th>
                <th scope="col" className={styles.wide}>
                  {t('catalog.owner')}
                </th>
              </tr>
            </thead>
            <tbody>
              {space.tables.map(table => (
                <Row key={table.name} levels={space.levels} table={table} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Row({ levels, table }: { levels: string[]; table: CatalogTable }) {
  const { t, language } = useMessages();
  const Icon = table.kind === 'view' ? Eye : Table2,
    damaged = table.kind === 'table' && table.rows === undefined && table.snapshot !== undefined;
  return (
    <tr>
      <td className={styles.name}>
        <Link {...tablePath(levels, table.name)} className="rowlink" data-row dir="auto" title={table.name}>
          <Icon size={15} aria-hidden="true" />
          <span>{table.name}</span>
        </Link>
        {table.kind === 'view' && <span className="tag">{t('palette.view')}</span>}
        {damaged && <TriangleAlert size={14} aria-label={t('home.damaged')} />}
      </td>
      <td className="r num" title={table.rows === undefined ? undefined : integer(table.rows, language)}>
        {table.rows === undefined ? '–' : compact(table.rows, language)}
      </td>
      <td className={`r num ${styles.wide}`}>{table.bytes === undefined ? '–' : bytes(table.bytes, language)}</td>
      <td className={`r num ${styles.wide}`}>{table.files === undefined ? '–' : integer(table.files, language)}</td>
      <td>{table.freshness ? <FreshnessPill freshness={table.freshness} plain /> : '–'}</td>
      <td className={`num t2 ${styles.wide}`}>
        {table.modifiedAt ? (
          <time dateTime={table.modifiedAt} title={instant(table.modifiedAt, language)}>
            {table.operation ? `${table.operation}, ` : ''}
            {ago(table.modifiedAt, language)}
          </time>
        ) : (
          '–'
        )}
      </td>
      <td className={`t2 ${styles.wide}`} dir="auto">
        {table.owner ?? '–'}
      </td>
    </tr>
  );
}

function select(spaces: CatalogNamespace[], { find, only, sort }: CatalogSearch): CatalogNamespace[] {
  const words = find?.trim().toLowerCase() ?? '';
  const wanted = (space: CatalogNamespace, table: CatalogTable) =>
    (words === '' || `${space.name}.${table.name}`.toLowerCase().includes(words)) &&
    (!only ||
      (only === 'late' && table.freshness?.late === true) ||
      (only === 'large' && Number(table.bytes ?? 0) >= largeBytes) ||
      (only === 'unowned' && table.kind === 'table' && !table.owner) ||
      (only === 'views' && table.kind === 'view'));
  const by = (table: CatalogTable) =>
    sort === 'rows'
      ? Number(table.rows ?? -1)
      : sort === 'bytes'
        ? Number(table.bytes ?? -1)
        : Date.parse(table.modifiedAt ?? '1970-01-01');
  return spaces
    .map(space => {
      const tables = space.tables.filter(table => wanted(space, table));
      return { ...space, tables: sort && sort !== 'name' ? tables.sort((one, other) => by(other) - by(one)) : tables };
    })
    .filter(space => space.tables.length > 0);
}
