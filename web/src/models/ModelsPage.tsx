import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Play } from 'lucide-react';
import { modelsQuery, runModels } from '../api/pages';
import { Problem } from '../api/problem';
import type { Model } from '../api/types';
import { RowCount } from '../catalog/RowCount';
import { ago, duration, instant } from '../format/counts';
import { useMessages } from '../i18n';
import { modelsRoute } from '../routes';
import { Checked } from '../shell/Checked';
import { asOf, useClock } from '../shell/clock';
import { useReachable } from '../shell/OfflineBar';
import { usePageTitle } from '../shell/usePageTitle';
import { PageFilter, usePageFilter } from '../shell/PageFilter';
import { ProblemBox } from '../shell/ProblemBox';
import { useRowKeys } from '../shell/rowKeys';
import { CommandLine } from '../shell/CommandLine';
import { GhostTable, Skeleton } from '../shell/Skeleton';
import { ModelMark, TestMark } from './ModelMark';
import styles from './models.module.css';

/** What was built, what failed, why? */
export function ModelsPage() {
  const { t, language } = useMessages();
  const search = modelsRoute.useSearch(),
    navigate = useNavigate();
  const { data, error, refetch, isPending, dataUpdatedAt } = useQuery(modelsQuery),
    now = useClock();
  const reachable = useReachable(),
    client = useQueryClient();
  const build = useMutation({
    mutationFn: (verb: string) => runModels(verb),
    onSuccess: job => {
      void client.invalidateQueries({ queryKey: ['models'] });
      void navigate({ to: '/jobs/$job', params: { job: job.id } });
    },
  });
  usePageTitle(t('nav.models'));
  const [find, setFind] = usePageFilter(search.find, text => void navigate({ to: '/models', search: { find: text }, replace: true }));
  const words = find.trim().toLowerCase(),
    models = (data?.models ?? []).filter(one => words === '' || `${one.name} ${one.path}`.toLowerCase().includes(words));
  const list = useRowKeys();
  return (
    <>
      <header className="page-top">
        <h1>{t('nav.models')}</h1>
        <span className="t3 num" role="status">
          {data && t('models.count', { n: models.length })}
        </span>
        <span className="grow" />
        <Checked at={asOf(dataUpdatedAt)} now={now} />
        {data?.mayRun && data.hasProject && (
          <>
            <button type="button" className="btn quiet" disabled={!reachable || build.isPending} onClick={() => build.mutate('test')}>
              {t('models.testAll')}
            </button>
            <button type="button" className="btn primary" disabled={!reachable || build.isPending} onClick={() => build.mutate('build')}>
              <Play size={13} aria-hidden="true" />
              {t('models.buildAll')}
            </button>
          </>
        )}
      </header>
      <main id="main" className="page-body" tabIndex={-1} data-answer={data && ''} data-asof={asOf(dataUpdatedAt)} aria-busy={isPending}>
        {isPending && (
          <Skeleton>
            <GhostTable columns={5} rows={10} />
          </Skeleton>
        )}
        {error && <ProblemBox problem={Problem.of(error)} onRetry={() => void refetch()} />}
        {build.error && <ProblemBox problem={Problem.of(build.error)} />}
        {data && !data.hasProject && (
          <div className="card empty">
            <p>{t('models.noProject')}</p>
            <code className="mono">dbt_project.yml</code>
            <Link className="btn" to="/docs/$name" params={{ name: 'dbt' }}>
              {t('palette.doc')}
            </Link>
          </div>
        )}
        {data?.hasProject && data.models.length === 0 && (
          <div className="card empty">
            <p>{t('models.neverBuilt')}</p>
            <CommandLine text="tarn dbt build" />
          </div>
        )}
        {data && data.models.length > 0 && (
          <section className="card" aria-label={t('nav.models')}>
            <header>
              <PageFilter text={find} onText={setFind} label={t('models.filter')} />
              <span className="grow" />
              {data.ranAt && <span className="t3 num">{t('models.lastRun', { at: instant(data.ranAt, language) })}</span>}
            </header>
            <div className="scroll" ref={list}>
              <table className="t">
                <thead>
                  <tr>
                    <th scope="col">{t('models.model')}</th>
                    <th scope="col">{t('jobs.state')}</th>
                    <th scope="col">{t('models.tests')}</th>
                    <th scope="col" className={`r ${styles.wide}`}>
                      {t('jobs.took')}
                    </th>
                    <th scope="col" className={`r ${styles.wide}`}>
                      {t('catalog.rows')}
                    </th>
                    <th scope="col" className={styles.wide}>
                      {t('models.builtAt')}
                    </th>
                    <th scope="col" className={styles.wide}>
                      {t('models.materialized')}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {models.map(model => (
                    <Row key={model.id} model={model} now={now} />
                  ))}
                </tbody>
              </table>
            </div>
          </section>
        )}
      </main>
    </>
  );
}

function Row({ model, now }: { model: Model; now: number }) {
  const { t, language } = useMessages();
  const built = model.checkedAt ?? model.builtAt;
  return (
    <tr>
      <td>
        <Link to="/models/$id" params={{ id: model.id }} className="rowlink" data-row dir="auto">
          <b>{model.name}</b>
        </Link>
        <p className={`t3 ${styles.path}`} dir="ltr">
          {model.path}
        </p>
      </td>
      <td>
        <ModelMark state={model.state} />
      </td>
      <td>
        <TestMark tests={model.tests} />
      </td>
      <td className={`r num ${styles.wide}`}>{model.seconds === undefined ? '–' : duration(model.seconds * 1000, language)}</td>
      <td className={`r num ${styles.wide}`}>
        <RowCount rows={model.rows} bound={model.rowsBound} />
      </td>
      <td className={`num t2 ${styles.wide}`}>
        {built ? (
          <time
            dateTime={built}
            title={model.checkedAt ? t('models.foundNothing', { at: instant(built, language) }) : instant(built, language)}
          >
            {ago(built, language, now)}
          </time>
        ) : (
          '–'
        )}
      </td>
      <td className={`t2 ${styles.wide}`}>{model.materialized}</td>
    </tr>
  );
}
