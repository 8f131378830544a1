import { Link } from '@tanstack/react-router';
import type { Job } from '../api/types';
import { duration, instant, integer, perSecond } from '../format/counts';
import { useMessages } from '../i18n';
import { JobState } from '../jobs/JobState';
import { useNow } from '../jobs/JobTable';
import { isLive, tookMs } from '../jobs/times';
import styles from './syncs.module.css';

/** What ran, newest first, with how fast it was. */
export function Runs({ runs }: { runs: Job[] }) {
  const { t, language } = useMessages();
  const now = useNow(runs.some(isLive));
  return (
    <section className="card" aria-labelledby="sync-runs">
      <header>
        <h2 id="sync-runs">{t('home.runs')}</h2>
        <span className="t3 num">{runs.length}</span>
        <span className="grow" />
        <Rates runs={runs} />
      </header>
      {runs.length === 0 ? (
        <p className={styles.note}>{t('syncs.noRuns')}</p>
      ) : (
        <div className="scroll">
          <table className="t">
            <thead>
              <tr>
                <th scope="col">{t('jobs.state')}</th>
                <th scope="col">{t('jobs.what')}</th>
                <th scope="col" className={styles.wide}>
                  {t('jobs.principal')}
                </th>
                <th scope="col">{t('jobs.started')}</th>
                <th scope="col" className="r">
                  {t('jobs.took')}
                </th>
                <th scope="col" className="r">
                  {t('jobs.rows')}
                </th>
                <th scope="col" className={`r ${styles.wide}`}>
                  {t('syncs.perSecond')}
                </th>
              </tr>
            </thead>
            <tbody>
              {runs.map(run => {
                const took = tookMs(run, now);
                return (
                  <tr key={run.id}>
                    <td>
                      <JobState state={run.state} />
                    </td>
                    <td>
                      <Link className="rowlink" to="/jobs/$job" params={{ job: run.id }} dir="auto">
                        {run.name}
                      </Link>
                    </td>
                    <td className={`t2 ${styles.wide}`} dir="auto">
                      {run.principal}
                    </td>
                    <td className={`num t2 ${styles.when}`}>{instant(run.startedAt ?? run.queuedAt, language)}</td>
                    <td className="r num">{took === null ? '–' : duration(took, language)}</td>
                    <td className="r num">{run.rows === undefined ? '–' : integer(run.rows, language)}</td>
                    <td className={`r num ${styles.wide}`}>{rate(run) === null ? '–' : perSecond(rate(run)!, language)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** Rows a second of a run that ended and moved something; null for every other. */
function rate(run: Job): number | null {
  const ms = run.startedAt && run.endedAt ? Date.parse(run.endedAt) - Date.parse(run.startedAt) : 0,
    rows = Number(run.rows ?? 0);
  return rows > 0 && ms > 0 ? (rows * 1000) / ms : null;
}

const mostRates = 20;

/** The rates of the newest runs, oldest first: whether it grows slower. */
function Rates({ runs }: { runs: Job[] }) {
  const { t, language } = useMessages();
  const rates = runs
    .map(rate)
    .filter(one => one !== null)
    .slice(0, mostRates)
    .reverse();
  if (rates.length < 3) return null;
  const most = Math.max(...rates);
  return (
    <svg
      className={styles.rates}
      viewBox="0 0 120 20"
      preserveAspectRatio="none"
      role="img"
      aria-label={t('syncs.rates', { first: perSecond(rates[0]!, language), last: perSecond(rates.at(-1)!, language) })}
    >
      {rates.map((one, at) => (
        <rect key={at} x={6 * (mostRates - rates.length + at)} width={5} y={19 - (19 * one) / most} height={1 + (19 * one) / most} />
      ))}
    </svg>
  );
}
