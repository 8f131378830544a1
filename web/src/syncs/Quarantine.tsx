import { Link } from '@tanstack/react-router';
import { RotateCcw } from 'lucide-react';
import type { Sync, SyncStream } from '../api/types';
import { useStatement } from '../catalog/useStatement';
import { useMessages } from '../i18n';
import { ProblemBox } from '../shell/ProblemBox';
import styles from './syncs.module.css';

const mostShown = 20,
  longest = 300;

/** Rows that did not fit, each with its place and reason, and what can be done with them: nothing leaves by itself. */
export function Quarantine({ sync, busy, onReplay }: { sync: Sync; busy: boolean; onReplay(stream: string): void }) {
  const { t } = useMessages();
  const waiting = sync.streams.filter(stream => stream.quarantined > 0);
  if (waiting.length === 0) return null;
  return (
    <section className="card" aria-labelledby="quarantine">
      <header>
        <h2 id="quarantine">{t('quarantine.title')}</h2>
      </header>
      <p className={styles.note}>{t('quarantine.lead', { file: sync.file })}</p>
      {waiting.map(stream => (
        <div key={stream.name} className={styles.waiting} data-quarantine={stream.name}>
          <div className={styles.waitingHead}>
            <b className="mono" dir="auto">
              {stream.name}
            </b>
            <span className={`num ${styles.warn}`}>{t('quarantine.waiting', { n: stream.quarantined })}</span>
            <span className="grow" />
            {stream.quarantineSql && (
              <Link className="btn quiet" to="/sql" search={{ q: stream.quarantineSql }}>
                {t('quarantine.asSql')}
              </Link>
            )}
            {stream.discardSql && (
              <Link className="btn quiet" to="/sql" search={{ q: stream.discardSql }}>
                {t('quarantine.discard')}
              </Link>
            )}
            {sync.mayRun && (
              <button type="button" className="btn" disabled={busy} onClick={() => onReplay(stream.name)}>
                <RotateCcw size={14} aria-hidden="true" />
                {t('quarantine.replay')}
              </button>
            )}
          </div>
          {stream.quarantineSql && <Waiting key={`${stream.quarantined} ${stream.job?.id}`} stream={stream} sql={stream.quarantineSql} />}
        </div>
      ))}
    </section>
  );
}

/** The newest rows; columns of the statement: seen_at, file, line, column, reason, raw. */
function Waiting({ stream, sql }: { stream: SyncStream; sql: string }) {
  const { t } = useMessages();
  const { answer, again } = useStatement(sql, mostShown);
  if (answer?.problem) return <ProblemBox problem={answer.problem} onRetry={again} compact />;
  const rows = answer?.phase === 'done' ? answer.rows : null;
  if (!rows) return <p className={`t3 ${styles.note}`}>{t('app.loading')}</p>;
  return (
    <>
      <div className="scroll" tabIndex={0} role="region" aria-label={t('quarantine.rows', { stream: stream.name })}>
        <table className="t">
          <thead>
            <tr>
              <th scope="col">{t('quarantine.place')}</th>
              <th scope="col">{t('catalog.column')}</th>
              <th scope="col">{t('quarantine.reason')}</th>
              <th scope="col">{t('quarantine.row')}</th>
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: rows.count }, (_, row) => (
              <tr key={row}>
                <td className={`mono ${styles.place}`} dir="ltr">
                  {rows.text(row, 1)}:{rows.text(row, 2)}
                </td>
                <td className="mono" dir="auto">
                  {rows.text(row, 3) ?? '–'}
                </td>
                <td dir="auto">{rows.text(row, 4)}</td>
                <td className={`mono ${styles.raw}`} dir="auto">
                  {short(rows.text(row, 5) ?? '')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.count < stream.quarantined && <p className={`t3 ${styles.note}`}>{t('quarantine.newest', { n: rows.count })}</p>}
    </>
  );
}

const short = (text: string) => (text.length > longest ? `${text.slice(0, longest)}…` : text);
