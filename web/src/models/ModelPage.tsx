import '@fontsource-variable/jetbrains-mono/index.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Play, Terminal } from 'lucide-react';
import { modelQuery, modelsQuery, runModels } from '../api/pages';
import { Problem } from '../api/problem';
import type { ModelDetails, ModelNeighbour } from '../api/types';
import { tablePath } from '../catalog/paths';
import { RowCount } from '../catalog/RowCount';
import { duration, instant } from '../format/counts';
import { messageOf, useMessages } from '../i18n';
import { modelRoute } from '../routes';
import { Checked } from '../shell/Checked';
import { asOf, useClock } from '../shell/clock';
import { useReachable } from '../shell/OfflineBar';
import { usePageTitle } from '../shell/usePageTitle';
import { FactsCard } from '../shell/FactsCard';
import { ProblemBox } from '../shell/ProblemBox';
import { GhostCard, GhostColumns, GhostTable, Skeleton } from '../shell/Skeleton';
import { ModelMark } from './ModelMark';
import styles from './models.module.css';

/** One model: its last build, its tests with the rows they found, its SQL before and after compiling, what it stands between. */
export function ModelPage() {
  const { t } = useMessages();
  const { id } = modelRoute.useParams(),
    navigate = useNavigate(),
    client = useQueryClient(),
    reachable = useReachable(),
    now = useClock();
  const { data, error, refetch, isPending, dataUpdatedAt } = useQuery(modelQuery(id)),
    { data: list } = useQuery(modelsQuery);
  const name = data?.model.name ?? id.split('.').at(-1)!;
  const build = useMutation({
    mutationFn: (verb: string) => runModels(verb, name),
    onSuccess: job => {
      void client.invalidateQueries({ queryKey: ['models'] });
      void navigate({ to: '/jobs/$job', params: { job: job.id } });
    },
  });
  usePageTitle(name);
  return (
    <>
      <header className="page-top">
        <nav className="crumb" aria-label={t('catalog.path')}>
          <Link to="/models">{t('nav.models')}</Link>
          <span aria-hidden="true">/</span>
          <h1 dir="auto">{name}</h1>
        </nav>
        {data && <ModelMark state={data.model.state} />}
        <span className="grow" />
        <Checked at={asOf(dataUpdatedAt)} now={now} />
        {data && list?.mayRun && (
          <>
            <button type="button" className="btn quiet" disabled={!reachable || build.isPending} onClick={() => build.mutate('test')}>
              {t('models.test')}
            </button>
            <button type="button" className="btn primary" disabled={!reachable || build.isPending} onClick={() => build.mutate('build')}>
              <Play size={13} aria-hidden="true" />
              {t('models.build')}
            </button>
          </>
        )}
      </header>
      <main id="main" className="page-body" tabIndex={-1} data-asof={asOf(dataUpdatedAt)} aria-busy={isPending}>
        {isPending && (
          <Skeleton>
            <GhostColumns rail={<GhostCard lines={7} />}>
              <GhostTable columns={3} rows={3} />
              <GhostCard lines={9} />
            </GhostColumns>
          </Skeleton>
        )}
        {error && <ProblemBox problem={Problem.of(error)} onRetry={() => void refetch()} />}
        {build.error && <ProblemBox problem={Problem.of(build.error)} />}
        {data && <Found data={data} />}
      </main>
    </>
  );
}

function Found({ data }: { data: ModelDetails }) {
  const { t } = useMessages();
  const { model } = data;
  return (
    <div className={styles.cols} data-answer data-asof={model.builtAt ?? ''}>
      <div className={styles.left}>
        {model.description && (
          <p className="t2" dir="auto">
            {model.description}
          </p>
        )}
        {model.status === 'error' && model.message && (
          <ProblemBox
            problem={
              new Problem({ kind: 'engine', title: model.message, detail: model.message, cause: { object: model.path }, actions: [] })
            }
          />
        )}
        <Tests data={data} />
        <Sql title={t('models.compiled')} text={data.compiled} open />
        <Sql title={model.path} text={data.sql} />
      </div>
      <aside className={styles.left}>
        <Facts data={data} />
        <Neighbours title={t('catalog.madeFrom')} items={data.up} />
        <Neighbours title={t('catalog.usedBy')} items={data.down} />
      </aside>
    </div>
  );
}

function Tests({ data }: { data: ModelDetails }) {
  const { t } = useMessages();
  return (
    <section className="card" aria-labelledby="tests">
      <header>
        <h2 id="tests">{t('models.tests')}</h2>
        <span className="t3 num">{data.tests.length}</span>
      </header>
      {data.tests.length === 0 ? (
        <p className={styles.note}>{t('models.noTests')}</p>
      ) : (
        <div className="scroll">
          <table className="t">
            <tbody>
              {data.tests.map(test => (
                <tr key={test.id}>
                  <td>
                    <span className={styles.mark}>
                      <i
                        className={`dot ${test.status === 'pass' ? 'ok' : test.status === 'warn' ? 'warn' : test.status === 'fail' || test.status === 'error' ? 'bad' : ''}`}
                        aria-hidden="true"
                      />
                      {test.status ? (messageOf(`models.test.${test.status}`) ?? test.status) : t('models.test.notRun')}
                    </span>
                  </td>
                  <td className="mono" dir="auto">
                    {test.name}
                    {test.column ? `(${test.column})` : ''}
                  </td>
                  <td className="t2" dir="auto">
                    {test.status === 'fail' ? t('models.found', { n: test.failures ?? 0 }) : test.status === 'error' ? test.message : ''}
                  </td>
                  <td className="r">
                    {test.sql && (
                      <Link className="textlink" to="/sql" search={{ q: test.sql.trim() }}>
                        {t('home.action.showRows')}
                      </Link>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Sql({ title, text, open }: { title: string; text: string | undefined; open?: boolean }) {
  const { t } = useMessages();
  if (!text) return null;
  return (
    <details className="card" open={open}>
      <summary className={styles.summary}>{title}</summary>
      <div className={styles.sql}>
        <pre className="code" dir="auto" tabIndex={0}>
          {text}
        </pre>
        {open && (
          <Link className="btn" to="/sql" search={{ q: text.trim() }}>
            <Terminal size={14} aria-hidden="true" />
            {t('jobs.toSql')}
          </Link>
        )}
      </div>
    </details>
  );
}

function Facts({ data: { model } }: { data: ModelDetails }) {
  const { t, language } = useMessages();
  const facts: [string, React.ReactNode][] = [
    [
      t('palette.table'),
      model.table && (
        <Link className="textlink" {...tablePath(model.levels ?? [], model.table)} dir="auto">
          {[...(model.levels ?? []), model.table].join('.')}
        </Link>
      ),
    ],
    [t('models.builtAt'), model.builtAt && instant(model.builtAt, language)],
    [t('models.checkedAt'), model.checkedAt && instant(model.checkedAt, language)],
    [t('jobs.took'), model.seconds === undefined ? undefined : duration(model.seconds * 1000, language)],
    [t('catalog.rows'), model.rows === undefined ? undefined : <RowCount rows={model.rows} bound={model.rowsBound} />],
    [t('models.materialized'), model.materialized],
    [t('models.type'), model.type],
    [t('models.tags'), model.tags.join(', ')],
    // An error stands above in its own box.
    [t('models.message'), model.status === 'error' ? undefined : model.message],
  ];
  return <FactsCard title={t('models.lastBuild')} facts={facts} />;
}

function Neighbours({ title, items }: { title: string; items: ModelNeighbour[] }) {
  if (items.length === 0) return null;
  return (
    <section className="card">
      <header>
        <h2>{title}</h2>
      </header>
      <ul className={styles.neighbours}>
        {items.map(item => (
          <li key={item.id}>
            {item.type === 'source' && item.schema && item.table ? (
              <Link className="textlink" {...tablePath(item.schema.split('.'), item.table)} dir="auto">
                {item.name}
              </Link>
            ) : (
              <Link className="textlink" to="/models/$id" params={{ id: item.id }} dir="auto">
                {item.name}
              </Link>
            )}
            <span className="t3"> {item.type}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
