import { Link, useNavigate } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import type { Home } from '../api/types';
import { duration } from '../format/counts';
import { messageOf, useMessages } from '../i18n';
import styles from './home.module.css';

const colours: Record<string, string> = { sync: 'var(--c1)', build: 'var(--c3)', maintenance: 'var(--c0)', generate: 'var(--c4)' };
const row = 30,
  label = 110,
  width = 1150;

/** Syncs, builds and maintenance of the last six hours, a line a kind; a failed one also has a mark above it. */
export function Runs({ home }: { home: Home }) {
  const { t, language } = useMessages();
  const navigate = useNavigate();
  const from = Date.parse(home.runsSince),
    to = Date.parse(home.asOf),
    kinds = [...new Set(home.runs.map(run => run.kind))].sort(),
    failed = home.runs.filter(run => run.state === 'failed' || run.state === 'lost').length;
  const x = (at: number) => label + (Math.max(0, at - from) / Math.max(1, to - from)) * (width - label - 10),
    height = Math.max(1, kinds.length) * row + 26;
  const hour = 3_600_000,
    hours: number[] = [];
  for (let at = Math.ceil(from / hour) * hour; at < to - hour / 4; at += hour) hours.push(at);
  return (
    <section className="card" aria-labelledby="runs">
      <header>
        <h2 id="runs">{t('home.runs')}</h2>
        <span className="t3 num">
          {[t('home.sixHours'), t('home.runCount', { n: home.runs.length }), t('home.failed', { n: failed })].join(' · ')}
        </span>
        <span className="grow" />
        <Link className="btn quiet" to="/jobs">
          {t('home.allJobs')}
          <ArrowRight size={14} aria-hidden="true" />
        </Link>
      </header>
      {home.runs.length === 0 ? (
        <p className={styles.calm}>{t('home.noRuns')}</p>
      ) : (
        <div className="scroll" tabIndex={0} role="group" aria-label={t('home.runs')}>
          <svg
            viewBox={`0 0 ${width} ${height}`}
            className={styles.gantt}
            role="img"
            aria-label={`${t('home.sixHours')}: ${t('home.runCount', { n: home.runs.length })}, ${t('home.failed', { n: failed })}`}
          >
            {hours.map(at => (
              <g key={at}>
                <line x1={x(at)} x2={x(at)} y1="0" y2={height - 20} stroke="var(--grid)" />
                <text x={x(at)} y={height - 4} textAnchor="middle">
                  {new Date(at).toISOString().slice(11, 16)}
                </text>
              </g>
            ))}
            {kinds.map((kind, line) => (
              <g key={kind}>
                <text className={styles.kind} x="0" y={line * row + 19}>
                  {messageOf(`home.runsOf.${kind}`) ?? kind}
                </text>
                {home.runs
                  .filter(run => run.kind === kind)
                  .map(run => {
                    const start = Math.max(from, Date.parse(run.start)),
                      end = run.end ? Date.parse(run.end) : to,
                      bad = run.state === 'failed' || run.state === 'lost',
                      wide = Math.max(4, x(end) - x(start));
                    return (
                      <g key={run.job} className={styles.run} onClick={() => void navigate({ to: '/jobs/$job', params: { job: run.job } })}>
                        <title>{`${run.name}: ${messageOf(`jobs.state.${run.state}`) ?? run.state}, ${duration(end - Date.parse(run.start), language)}`}</title>
                        <rect
                          x={x(start)}
                          y={line * row + 8}
                          width={wide}
                          height="14"
                          rx="2.5"
                          fill={bad ? 'var(--bad)' : (colours[kind] ?? 'var(--c0)')}
                          opacity={bad ? 1 : 0.85}
                        />
                        {bad && <path d={`M${x(start)} ${line * row + 1}h8l-4 5Z`} fill="var(--bad)" />}
                      </g>
                    );
                  })}
              </g>
            ))}
            <line x1={x(to)} x2={x(to)} y1="0" y2={height - 20} stroke="var(--accent)" />
            <text x={x(to)} y={height - 4} textAnchor="end">
              {t('home.now')}
            </text>
          </svg>
        </div>
      )}
    </section>
  );
}
