import { memo, useCallback, useEffect, useRef, useState } from 'react';
import type { Job } from '../api/types';
import { ago, bytes, compact, duration, instant } from '../format/counts';
import { messageOf, useMessages, type Language } from '../i18n';
import { jobsRoute } from '../routes';
import { stringifySearch } from '../shell/address';
import { serverNow } from '../shell/clock';
import { RowLink } from '../shell/RowLink';
import { JobState } from './JobState';
import { isLive, tookMs } from './times';
import styles from './jobs.module.css';

/** Time that moves once a second, only while something runs. */
export function useNow(live: boolean): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    if (!live) return;
    const timer = setInterval(() => setNow(serverNow()), 1000);
    return () => clearInterval(timer);
  }, [live]);
  return now;
}

export function JobTable({ jobs, selected, onShow }: { jobs: Job[]; selected: string | undefined; onShow(job: string): void }) {
  const { t, language } = useMessages();
  const now = useNow(jobs.some(isLive)),
    body = useRef<HTMLTableSectionElement>(null),
    query = stringifySearch({ ...jobsRoute.useSearch() }),
    latest = useRef(onShow);
  useEffect(() => {
    latest.current = onShow;
  });
  const show = useCallback((job: string) => latest.current(job), []);
  useEffect(() => {
    body.current?.querySelector('[data-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('jobs.state')}</th>
          <th scope="col">{t('jobs.what')}</th>
          <th scope="col" className={styles.kind}>
            {t('jobs.kind')}
          </th>
          <th scope="col" className={styles.who}>
            {t('jobs.principal')}
          </th>
          <th scope="col">{t('jobs.started')}</th>
          <th scope="col" className={styles.right}>
            {t('jobs.took')}
          </th>
          <th scope="col" className={`${styles.right} ${styles.size}`}>
            {t('jobs.rows')}
          </th>
          <th scope="col" className={`${styles.right} ${styles.size}`}>
            {t('jobs.bytes')}
          </th>
        </tr>
      </thead>
      <tbody ref={body}>
        {jobs.map(job => {
          const took = tookMs(job, now);
          return (
            <Row
              key={job.id}
              job={job}
              selected={job.id === selected}
              href={`/jobs/${job.id}${query}`}
              when={ago(job.startedAt ?? job.queuedAt, language, now)}
              took={took === null ? '–' : duration(took, language)}
              language={language}
              onShow={show}
            />
          );
        })}
      </tbody>
    </table>
  );
}

interface RowProps {
  job: Job;
  selected: boolean;
  href: string;
  when: string;
  took: string;
  language: Language;
  onShow(job: string): void;
}

/** Drawn again only when what it shows has changed: lists are long, and something runs all the time. */
const Row = memo(function Row({ job, selected, href, when, took, language, onShow }: RowProps) {
  const started = job.startedAt ?? job.queuedAt;
  return (
    <tr data-selected={selected} data-state={job.state} onClick={() => onShow(job.id)}>
      <td>
        <JobState state={job.state} />
      </td>
      <td className={styles.what}>
        <RowLink
          href={href}
          className={job.name ? '' : 'mono'}
          dir="auto"
          aria-current={selected ? 'true' : undefined}
          onClick={event => event.stopPropagation()}
        >
          {(job.name ?? job.text ?? job.id).slice(0, 600).replace(/\s+/g, ' ').slice(0, 300)}
        </RowLink>
      </td>
      <td className={styles.kind}>{messageOf(`jobs.kind.${job.kind}`) ?? job.kind}</td>
      <td className={`${styles.who} t2`} dir="auto" title={job.principal}>
        {job.principal}
      </td>
      <td className="num t2">
        <time dateTime={started} title={instant(started, language)}>
          {when}
        </time>
      </td>
      <td className={`num ${styles.right}`}>{took}</td>
      <td className={`num ${styles.right} ${styles.size}`}>
        {job.rows === undefined || job.rows === null ? '–' : compact(job.rows, language)}
      </td>
      <td className={`num ${styles.right} ${styles.size}`}>
        {job.bytes === undefined || job.bytes === null ? '–' : bytes(job.bytes, language)}
      </td>
    </tr>
  );
});
