import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { jobQuery } from '../api/jobs';
import { Problem } from '../api/problem';
import type { Job } from '../api/types';
import { bytes, duration, instant, integer } from '../format/counts';
import { messageOf, useMessages } from '../i18n';
import { useReachable } from '../shell/OfflineBar';
import { ProblemBox } from '../shell/ProblemBox';
import { GhostCard, Skeleton } from '../shell/Skeleton';
import { ProfileView } from '../sql/ProfileView';
import { Parts, Phases } from './JobParts';
import { JobState } from './JobState';
import { useNow } from './JobTable';
import { isLive, tookMs } from './times';
import type { Cancel } from './useCancel';
import styles from './jobs.module.css';

export function JobDetail({ id, cancel, onClose }: { id: string; cancel: Cancel; onClose(): void }) {
  const { t } = useMessages();
  const { data: job, error, refetch, isPending } = useQuery(jobQuery(id));
  return (
    <section className={styles.detail} aria-label={t('jobs.open', { id })}>
      <header>
        <h2>{t('jobs.detail')}</h2>
        {job && <JobState state={job.state} />}
        <span className="grow" />
        <button type="button" className="iconbtn" aria-label={t('app.close')} onClick={onClose}>
          <X size={16} aria-hidden="true" />
        </button>
      </header>
      {isPending && (
        <Skeleton className={styles.ghosts}>
          <GhostCard lines={4} />
          <GhostCard lines={8} />
        </Skeleton>
      )}
      {error && !job && <ProblemBox problem={Problem.of(error)} onRetry={() => void refetch()} />}
      {job && <Facts job={job} cancel={cancel} />}
    </section>
  );
}

function Facts({ job, cancel }: { job: Job; cancel: Cancel }) {
  const { t, language } = useMessages();
  const reachable = useReachable(),
    now = useNow(isLive(job)),
    took = tookMs(job, now);
  const cancelling = cancel.isPending && cancel.variables === job.id;
  const fact = (label: string, value: ReactNode) =>
    value === undefined || value === null ? null : (
      <div>
        <dt>{label}</dt>
        <dd>{value}</dd>
      </div>
    );
  const time = (iso: string | undefined) => iso && <time dateTime={iso}>{instant(iso, language)}</time>;
  return (
    <div className={styles.facts} tabIndex={0} role="group" aria-label={t('jobs.detail')}>
      {job.progress && isLive(job) && <Progress progress={job.progress} />}
      {job.error && <ProblemBox problem={new Problem({ actions: [], ...job.error, job: undefined })} compact />}
      {job.name && (
        <p dir="auto">
          <b>{job.name}</b>
        </p>
      )}
      {job.text && (
        <pre dir="auto" tabIndex={0}>
          {job.text}
        </pre>
      )}
      <div className={styles.actions}>
        {isLive(job) && job.cancellable && (
          <button type="button" className="btn" disabled={cancelling || !reachable} onClick={() => cancel.mutate(job.id)}>
            {cancelling ? t('jobs.cancelling') : t('jobs.cancel')}
            <span className="kbd" aria-hidden="true">
              C
            </span>
          </button>
        )}
        {job.text && (job.kind === 'query' || job.kind === 'statement') && (
          <Link className="btn" to="/sql" search={{ q: job.text }}>
            {t('jobs.toSql')}
          </Link>
        )}
      </div>
      <Phases job={job} now={now} />
      <Parts parts={job.parts ?? []} now={now} />
      {job.kind === 'query' && job.state === 'succeeded' && (
        <details className={styles.profile}>
          <summary>{t('profile.title')}</summary>
          <ProfileView job={job.id} />
        </details>
      )}
      <dl>
        {fact(t('jobs.kind'), messageOf(`jobs.kind.${job.kind}`) ?? job.kind)}
        {fact(t('jobs.principal'), <span dir="auto">{job.principal}</span>)}
        {fact(t('jobs.cause'), job.cause && <span dir="auto">{messageOf(`jobs.cause.${job.cause}`) ?? job.cause}</span>)}
        {fact(t('jobs.queued'), time(job.queuedAt))}
        {fact(t('jobs.started'), time(job.startedAt))}
        {fact(t('jobs.ended'), time(job.endedAt))}
        {fact(t('jobs.took'), took === null ? null : duration(took, language))}
        {fact(t('jobs.median'), job.medianMs === undefined ? null : duration(job.medianMs, language))}
        {fact(
          t('jobs.partOf'),
          job.parent && (
            <Link className="textlink mono" to="/jobs/$job" params={{ job: job.parent }}>
              {job.parent}
            </Link>
          ),
        )}
        {fact(t('sql.messages.queue'), job.ms?.queue === undefined ? null : duration(job.ms.queue, language))}
        {fact(t('sql.messages.plan'), job.ms?.plan === undefined ? null : duration(job.ms.plan, language))}
        {fact(t('sql.messages.exec'), job.ms?.exec === undefined ? null : duration(job.ms.exec, language))}
        {fact(t('jobs.rows'), job.rows === undefined || job.rows === null ? null : integer(job.rows, language))}
        {fact(t('jobs.bytes'), job.bytes === undefined || job.bytes === null ? null : bytes(job.bytes, language))}
        {fact(
          t('sql.messages.files'),
          job.files && t('sql.messages.ofFiles', { read: integer(job.files.read, language), total: integer(job.files.total, language) }),
        )}
        {job.tables?.map((table, index) => (
          <div key={index}>
            <dt className="mono" dir="auto">
              {table.table}
            </dt>
            <dd>
              {table.asOf && instant(table.asOf, language)}
              <br />
              <span className="t3">{table.snapshot ? t('sql.snapshot', { id: table.snapshot }) : t('sql.noSnapshot')}</span>
            </dd>
          </div>
        ))}
        {fact(t('jobs.id'), <span className="mono">{job.id}</span>)}
      </dl>
    </div>
  );
}

function Progress({ progress }: { progress: NonNullable<Job['progress']> }) {
  const { t, language } = useMessages();
  const percent = progress.fraction === undefined || progress.fraction === null ? undefined : Math.round(progress.fraction * 100);
  return (
    <div className={styles.progress}>
      <span className="t2">
        {messageOf(`jobs.phase.${progress.phase}`) ?? progress.phase}
        {percent === undefined ? '' : ` · ${percent}\u00a0%`}
        {progress.rows === undefined || progress.rows === null ? '' : ` · ${t('sql.rows', { n: Number(progress.rows) })}`}
        {progress.bytes === undefined || progress.bytes === null ? '' : ` · ${bytes(progress.bytes, language)}`}
      </span>
      <progress aria-label={t('jobs.progress')} max={100} {...(percent === undefined ? {} : { value: percent })} />
    </div>
  );
}
