import '@fontsource-variable/jetbrains-mono/index.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { jobsQuery } from '../api/jobs';
import { Problem } from '../api/problem';
import type { Job } from '../api/types';
import { useMessages } from '../i18n';
import { jobsRoute } from '../routes';
import { Choice } from '../shell/Choice';
import { usePageTitle } from '../shell/usePageTitle';
import { PageFilter, usePageFilter } from '../shell/PageFilter';
import { ProblemBox } from '../shell/ProblemBox';
import { Checked } from '../shell/Checked';
import { asOf, useClock } from '../shell/clock';
import { CommandLine } from '../shell/CommandLine';
import { GhostTable, Skeleton } from '../shell/Skeleton';
import { isCommand } from '../shell/shellKeys';
import { JobDetail } from './JobDetail';
import { JobTable } from './JobTable';
import { jobKinds, jobStates, type JobsSearch } from './search';
import { useCancel } from './useCancel';
import styles from './jobs.module.css';

export function JobsPage() {
  const { t } = useMessages();
  const search = jobsRoute.useSearch(),
    navigate = useNavigate(),
    params: { job?: string } = useParams({ strict: false });
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage, isPending, dataUpdatedAt } = useInfiniteQuery(
    jobsQuery(search),
  );
  const cancel = useCancel(),
    now = useClock();
  const [find, setFind] = usePageFilter(search.find, text => filter({ find: text } as Partial<JobsSearch>));
  const jobs = useMemo(() => (data?.pages.flatMap(page => page.jobs) ?? []).filter(job => matches(job, find)), [data, find]);

  usePageTitle(t('jobs.title'));
  const filter = (next: Partial<JobsSearch>) =>
    void navigate({
      to: params.job ? '/jobs/$job' : '/jobs',
      params: { job: params.job ?? '' },
      search: { ...search, ...next },
      replace: true,
    });
  const show = (job: string | undefined) =>
    void (job
      ? navigate({ to: '/jobs/$job', params: { job }, search, replace: params.job !== undefined })
      : navigate({ to: '/jobs', search }));
  useKeys(jobs, params.job, show, job => job.cancellable && cancel.mutate(job.id));

  return (
    <>
      <header className={styles.top}>
        <h1>{t('jobs.title')}</h1>
        <span className="t3 num" role="status">
          {data && t(hasNextPage ? 'jobs.newest' : 'jobs.showing', { n: jobs.length })}
        </span>
        <span className="grow" />
        <Checked at={asOf(dataUpdatedAt)} now={now} />
      </header>
      <div className="page-filters">
        <PageFilter text={find} onText={setFind} label={t('jobs.filter')} />
        <Choice
          label={t('jobs.state')}
          value={search.state}
          values={jobStates}
          name={state => t(`jobs.state.${state}`)}
          none={t('jobs.any')}
          onChange={state => filter({ state } as Partial<JobsSearch>)}
        />
        <Choice
          label={t('jobs.kind')}
          value={search.kind}
          values={jobKinds}
          name={kind => t(`jobs.kind.${kind}`)}
          none={t('jobs.any')}
          onChange={kind => filter({ kind } as Partial<JobsSearch>)}
        />
      </div>
      <main
        id="main"
        className={styles.main}
        tabIndex={-1}
        data-detail={params.job !== undefined}
        data-asof={asOf(dataUpdatedAt)}
        aria-busy={isPending}
      >
        <div className={styles.list} data-answer={data && ''}>
          {isPending && (
            <Skeleton className={styles.ghosts}>
              <GhostTable columns={6} rows={18} />
            </Skeleton>
          )}
          {error && <ProblemBox problem={Problem.of(error)} onRetry={() => void refetch()} />}
          {cancel.error && <ProblemBox problem={Problem.of(cancel.error)} />}
          {jobs.length > 0 && <JobTable jobs={jobs} selected={params.job} onShow={show} />}
          {!isPending && !error && jobs.length === 0 && (
            <div className={styles.empty}>
              <p>{search.state || search.kind || find ? t('jobs.emptyFilter') : t('jobs.empty')}</p>
              {search.state || search.kind || find ? (
                <button type="button" className="btn" onClick={() => void navigate({ to: '/jobs' })}>
                  {t('jobs.clear')}
                </button>
              ) : (
                <>
                  <Link className="btn" to="/sql">
                    {t('app.toSql')}
                  </Link>
                  <CommandLine text="tarn sync" />
                </>
              )}
            </div>
          )}
          {hasNextPage && (
            <button type="button" className={`btn ${styles.more}`} disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t('jobs.more')}
            </button>
          )}
        </div>
        {params.job !== undefined && <JobDetail key={params.job} id={params.job} cancel={cancel} onClose={() => show(undefined)} />}
      </main>
    </>
  );
}

function matches(job: Job, words: string): boolean {
  const wanted = words.trim().toLowerCase();
  return wanted === '' || [job.id, job.name, job.text, job.principal, job.cause].some(text => text?.toLowerCase().includes(wanted));
}

/** J and K walk the list, C cancels the shown job, Esc closes it. */
function useKeys(jobs: Job[], selected: string | undefined, show: (job: string | undefined) => void, cancel: (job: Job) => void) {
  const [latest] = useState(() => ({ jobs, selected, show, cancel }));
  useEffect(() => {
    Object.assign(latest, { jobs, selected, show, cancel });
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isCommand(event)) return;
      const { jobs, selected, show, cancel } = latest,
        at = jobs.findIndex(job => job.id === selected);
      if (event.key === 'j') show(jobs[Math.min(jobs.length - 1, at + 1)]?.id);
      else if (event.key === 'k') show(jobs[Math.max(0, at - 1)]?.id);
      else if (event.key === 'c' && jobs[at]) cancel(jobs[at]);
      else if (event.key === 'Escape' && selected !== undefined) show(undefined);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [latest]);
}
