import type { Model } from '../api/types';
import { useMessages } from '../i18n';
import styles from './models.module.css';

const dots = { fresh: 'ok', stale: 'warn', failed: 'bad', neverBuilt: '' };

export function ModelMark({ state }: { state: Model['state'] }) {
  const { t } = useMessages();
  return (
    <span className={styles.mark}>
      <i className={`dot ${dots[state]}`} aria-hidden="true" />
      {t(`models.state.${state}`)}
    </span>
  );
}

export function TestMark({ tests }: { tests: Model['tests'] }) {
  const { t } = useMessages();
  if (tests.total === 0) return <span className="t3">–</span>;
  return (
    <span className={`${styles.mark} num`}>
      <i
        className={`dot ${tests.failed > 0 ? 'bad' : tests.warned > 0 ? 'warn' : tests.passed === tests.total ? 'ok' : ''}`}
        aria-hidden="true"
      />
      {tests.failed > 0
        ? t('home.failed', { n: tests.failed })
        : tests.passed + tests.warned === 0
          ? t('models.notRun', { n: tests.total })
          : t('home.of', { n: String(tests.passed), total: String(tests.total) })}
    </span>
  );
}
