import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Eye, Table2, TriangleAlert } from 'lucide-react';
import { memo, useMemo } from 'react';
import { catalogQuery } from '../api/catalog';
import { Problem } from '../api/problem';
import type { CatalogNamespace, CatalogTable } from '../api/types';
import { ago, bytes, instant, integer } from '../format/counts';
import { useMessages } from '../i18n';
import { catalogRoute } from '../routes';
import { Checked } from '../shell/Checked';
import { Choice } from '../shell/Choice';
import { useClock } from '../shell/clock';
import { usePageTitle } from '../shell/usePageTitle';
import { PageFilter, usePageFilter } from '../shell/PageFilter';
import { ProblemBox } from '../shell/ProblemBox';
import { RowLink } from '../shell/RowLink';
import { useRowKeys } from '../shell/rowKeys';
import { CommandLine } from '../shell/CommandLine';
import { GhostTable, Skeleton } from '../shell/Skeleton';
import { useGrowing } from '../shell/useGrowing';
import { FreshnessPill } from './FreshnessPill';
import { BoundNote, RowCount } from './RowCount';
import { catalogOnly, catalogSorts, type CatalogSearch } from './search';
import { tableHref } from './paths';
import styles from './catalog.module.css';

const largeBytes = 1e9;

/** Every table and view: how much, how old, what happened last. */
export function CatalogPage() {
  const { t } = useMessages();
  const search = catalogRoute.useSearch(),
    navigate = useNavigate({ from: '/catalog' });
  const { data, error, refetch, isPending } = useQuery(catalogQuery),
    now = useClock();
  const [find, setFind] = usePageFilter(search.find, text => filter({ find: text }));
  const { only, sort } = search,
    spaces = useMemo(() => select(data?.namespaces ?? [], { find, only, sort }), [data, find, only, sort]);
  const count = spaces.reduce((sum, space) => sum + space.tables.length, 0),
    drawn = useGrowing(count),
    all = (data?.namespaces ?? []).reduce((sum, space) => sum + space.tables.length, 0);
  const owned = (data?.namespaces ?? []).some(space => space.tables.some(table => table.owner));
  usePageTitle(t('catalog.title'));
  const filter = (next: CatalogSearch) => void navigate({ search: old => ({ ...old, ...next }), replace: true });
  const list = useRowKeys();
  return (
    <>
      <header className="page-top">
        <h1>{t('catalog.title')}</h1>
        <span className="t3 num" role="status">
          {data && t('catalog.count', { n: count })}
        </span>
        <span className="grow" />
        <Checked at={data?.asOf} now={now} />
      </header>
      <div className="page-filters">
        <PageFilter text={find} onText={setFind} label={t('catalog.filter')} />
        <Choice
          label={t('catalog.only')}
          value={search.only}
          values={catalogOnly}
          name={only => t(`catalog.only.${only}`)}
          none={t('catalog.only.all')}
          onChange={only => filter({ only })}
        />
        <Choice
          label={t('catalog.sort')}
          value={search.sort ?? 'name'}
          values={catalogSorts}
          name={sort => t(`catalog.sort.${sort}`)}
          onChange={sort => filter({ sort: sort === 'name' ? undefined : sort })}
        />
      </div>
      <main id="main" className="page-body" tabIndex={-1} data-answer={data && ''} data-asof={data?.asOf ?? ''} aria-busy={isPending}>
        {isPending && (
          <Skeleton>
            <GhostTable columns={6} rows={4} />
            <GhostTable columns={6} rows={7} />
          </Skeleton>
        )}
        {error && <ProblemBox problem={Problem.of(error)} onRetry={() => void refetch()} />}
        {data && all === 0 && (
          <div className="card empty">
            <p>{t('catalog.empty')}</p>
            <CommandLine text="tarn sync" />
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
          {spaces.map((space, at) => (
            <Space
              key={space.name}
              space={space}
              owned={owned}
              now={now}
              most={drawn - spaces.slice(0, at).reduce((sum, one) => sum + one.tables.length, 0)}
            />
          ))}
        </div>
        <BoundNote bounds={spaces.flatMap(space => space.tables.map(table => table.rowsBound))} />
      </main>
    </>
  );
}

/** `most`: so many of its tables are drawn for now. `owned`: whether any table of the catalog has an owner; a column of dashes says nothing. */
function Space({ space, most, owned, now }: { space: CatalogNamespace; most: number; owned: boolean; now: number }) {
  const { t } = useMessages();
  return (
    <section className={`card ${styles.space}`} aria-label={space.name}>
      <header>
        <h2 dir="auto">{space.name}</h2>
        <span className="t3 num">
          {t(space.tables.some(one => one.kind === 'view') ? 'catalog.count' : 'sql.tableCount', { n: space.tables.length })}
        </span>
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
                {owned && (
                  <th scope="col" className={styles.wide}>
                    {t('catalog.owner')}
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {space.tables.slice(0, Math.max(0, most)).map(table => (
                <Row key={table.name} levels={space.levels} table={table} owned={owned} now={now} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

const Row = memo(function Row({ levels, table, owned, now }: { levels: string[]; table: CatalogTable; owned: boolean; now: number }) {
  const { t, language } = useMessages();
  const Icon = table.kind === 'view' ? Eye : Table2;
  return (
    <tr>
      <td className={styles.name}>
        <RowLink href={tableHref(levels, table.name)} className="rowlink" data-row dir="auto" title={table.name}>
          <Icon size={15} aria-hidden="true" />
          <span>{table.name}</span>
        </RowLink>
        {table.kind === 'view' && <span className="tag">{t('palette.view')}</span>}
        {table.damaged && (
          <span className="pill bad" title={t('home.damaged')}>
            <TriangleAlert size={12} aria-hidden="true" />
            {t('catalog.damaged')}
          </span>
        )}
      </td>
      <td className="r num">
        <RowCount rows={table.rows} bound={table.rowsBound} />
      </td>
      <td className={`r num ${styles.wide}`}>{table.bytes === undefined ? '–' : bytes(table.bytes, language)}</td>
      <td className={`r num ${styles.wide}`}>{table.files === undefined ? '–' : integer(table.files, language)}</td>
      <td>{table.freshness ? <FreshnessPill freshness={table.freshness} now={now} plain /> : '–'}</td>
      <td className={`num t2 ${styles.wide}`}>
        {table.modifiedAt ? (
          <time dateTime={table.modifiedAt} title={instant(table.modifiedAt, language)}>
            {table.operation ? `${table.operation}, ` : ''}
            {ago(table.modifiedAt, language, now)}
          </time>
        ) : (
          '–'
        )}
      </td>
      {owned && (
        <td className={`t2 ${styles.wide}`} dir="auto">
          {table.owner ?? '–'}
        </td>
      )}
    </tr>
  );
});

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
