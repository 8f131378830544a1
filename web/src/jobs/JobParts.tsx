import { Link } from '@tanstack/react-router';
import type { Job } from '../api/types';
import { duration, integer } from '../format/counts';
import { messageOf, useMessages } from '../i18n';
import { JobState } from './JobState';
import { isLive, tookMs } from './times';
import styles from './parts.module.css';

/** The job's phases as a waterfall: each bar begins where the phase began. */
export function Phases({ job, now }: { job: Job; now: number }) {
  const { t, language } = useMessages();
  const phases = job.phases ?? [];
  if (phases.length === 0 || !job.startedAt) return null;
  const from = Date.parse(job.queuedAt),
    to = job.endedAt ? Date.parse(job.endedAt) : now,
    span = Math.max(1, to - from);
  return (
    <section aria-label={t('profile.phases')}>
      <h3>{t('profile.phases')}</h3>
      <ul className={styles.phases}>
        {phases.map((phase, index) => {
          const start = Date.parse(phase.start),
            end = phase.end ? Date.parse(phase.end) : to;
          return (
            <li key={index}>
              <span className="cut" dir="auto" title={phase.name}>
                {messageOf(`jobs.phase.${phase.name}`) ?? phase.name}
              </span>
              <span className={styles.bar} aria-hidden="true">
                <i
                  ref={node => {
                    node?.style.setProperty('margin-left', `${((start - from) / span) * 100}%`);
                    node?.style.setProperty('width', `${Math.max(0.5, ((end - start) / span) * 100)}%`);
                  }}
                />
              </span>
              <b className="num">{duration(end - start, language)}</b>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The jobs that are part of this one: the streams of a sync, each with its own state and error. */
export function Parts({ parts, now }: { parts: Job[]; now: number }) {
  const { t, language } = useMessages();
  if (parts.length === 0) return null;
  return (
    <section aria-label={t('jobs.parts')}>
      <h3>{t('jobs.parts')}</h3>
      <ul className={styles.parts}>
        {parts.map(part => {
          const took = tookMs(part, now);
          return (
            <li key={part.id}>
              <JobState state={part.state} />
              <Link className="textlink cut" to="/jobs/$job" params={{ job: part.id }} dir="auto">
                {part.name ?? part.id}
              </Link>
              <span className="num t2">
                {[part.rows === undefined ? '' : t('sql.rows', { n: Number(part.rows) }), took === null ? '' : duration(took, language)]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
              {part.error && (
                <p className={styles.error} dir="auto">
                  {part.error.detail}
                </p>
              )}
              {isLive(part) && part.progress?.fraction !== undefined && (
                <progress
                  max={1}
                  value={part.progress.fraction}
                  aria-label={`${t('jobs.progress')} ${integer(Math.round(part.progress.fraction * 100), language)} %`}
                />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
