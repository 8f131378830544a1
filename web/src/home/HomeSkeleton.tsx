import { useMessages } from '../i18n';
import styles from './home.module.css';

/** The shape of what comes, on the very first visit; nothing of it shows where the answer is quick. */
export function HomeSkeleton() {
  const { t } = useMessages();
  return (
    <>
      <p className="vh" role="status">
        {t('app.loading')}
      </p>
      <div className={styles.skeleton} aria-hidden="true" data-skeleton>
        <p className={styles.verdict}>
          <i className={styles.ghost} />
        </p>
        <div className={styles.tiles}>
          {['a', 'b', 'c', 'd', 'e'].map(tile => (
            <div key={tile} className={`card ${styles.tile}`}>
              <i className={styles.ghost} />
              <i className={styles.ghost} />
              <i className={styles.ghost} />
            </div>
          ))}
        </div>
        <div className={styles.two}>
          <div className={`card ${styles.ghostCard}`} />
          <div className={`card ${styles.ghostCard}`} />
        </div>
        <div className={`card ${styles.ghostCard}`} />
      </div>
    </>
  );
}
