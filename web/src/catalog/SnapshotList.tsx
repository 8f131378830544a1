import { Link } from '@tanstack/react-router';
import type { Timeline } from '../api/types';
import { bytes, instant, integer } from '../format/counts';
import { useMessages } from '../i18n';
import { RowCount } from './RowCount';
import styles from './catalog.module.css';

interface Props {
  timeline: Timeline;
  a: string | undefined;
  b: string | undefined;
  onPick(end: 'a' | 'b', id: string): void;
}

/** The same history as a list: for reading, and for who cannot use the picture. */
export function SnapshotList({ timeline, a, b, onPick }: Props) {
  const { t, language } = useMessages();
  return (
    <section className="card" aria-label={t('catalog.allSnapshots')}>
      <header>
        <h2>{t('catalog.allSnapshots')}</h2>
        <span className="t3 num">
          {timeline.total > timeline.snapshots.length
            ? t('catalog.newestOf', { n: timeline.snapshots.length, total: timeline.total })
            : integer(timeline.total, language)}
        </span>
      </header>
      <div className="scroll">
        <table className="t">
          <thead>
            <tr>
              <th scope="col">{t('catalog.compare')}</th>
              <th scope="col">{t('catalog.committed')}</th>
              <th scope="col">{t('catalog.operation')}</th>
              <th scope="col" className="r">
                {t('catalog.added')}
              </th>
              <th scope="col" className="r">
                {t('catalog.removed')}
              </th>
              <th scope="col" className={`r ${styles.wide}`}>
                {t('catalog.rows')}
              </th>
              <th scope="col" className={`r ${styles.wide}`}>
                {t('catalog.size')}
              </th>
              <th scope="col" className={styles.wide}>
                {t('catalog.snapshot')}
              </th>
              <th scope="col" className={styles.wide}>
                {t('jobs.detail')}
              </th>
            </tr>
          </thead>
          <tbody>
            {timeline.snapshots.map(one => (
              <tr key={one.id} data-snapshot={one.id}>
                <td>
                  <span className="seg">
                    {(['a', 'b'] as const).map(end => (
                      <button
                        key={end}
                        type="button"
                        aria-pressed={(end === 'a' ? a : b) === one.id}
                        aria-label={t('catalog.markAs', { end: end.toUpperCase(), at: instant(one.at, language) })}
                        onClick={() => onPick(end, one.id)}
                      >
                        {end.toUpperCase()}
                      </button>
                    ))}
                  </span>
                </td>
                <td className="num">
                  <time dateTime={one.at}>{instant(one.at, language)}</time>{' '}
                  {timeline.references
                    .filter(reference => reference.snapshot === one.id)
                    .map(reference => (
                      <span key={reference.name} className="tag">
                        {reference.name}
                      </span>
                    ))}
                </td>
                <td>{one.operation ?? '–'}</td>
                <td className="r num">{one.added === undefined ? '–' : integer(one.added, language)}</td>
                <td className="r num">{one.removed === undefined ? '–' : integer(one.removed, language)}</td>
                <td className={`r num ${styles.wide}`}>
                  <RowCount rows={one.rows} bound={one.rowsBound} />
                </td>
                <td className={`r num ${styles.wide}`}>{one.bytes === undefined ? '–' : bytes(one.bytes, language)}</td>
                <td className={`mono ${styles.wide}`}>{one.id}</td>
                <td className={styles.wide}>
                  {one.job ? (
                    <Link className="textlink mono" to="/jobs/$job" params={{ job: one.job }}>
                      {one.job.slice(0, 8)}
                    </Link>
                  ) : (
                    '–'
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
