import { Eye } from 'lucide-react';
import { useMessages } from '../i18n';
import styles from './column.module.css';

/** What is not shown, so that nobody takes a part for the whole; each comes back by a click. */
export function HiddenColumns({ names, onShow }: { names: string[]; onShow(name: string | null): void }) {
  const { t } = useMessages();
  return (
    <div className={styles.chips} role="group" aria-label={t('column.hidden', { n: names.length })}>
      <span>{t('column.hidden', { n: names.length })}</span>
      {names.map(name => (
        <button
          key={name}
          type="button"
          className={`btn quiet ${styles.chip}`}
          aria-label={t('column.showOne', { name })}
          onClick={() => onShow(name)}
        >
          <Eye size={12} aria-hidden="true" />
          <span className="cut" dir="auto">
            {name}
          </span>
        </button>
      ))}
      <span className="grow" />
      <button type="button" className="btn quiet" onClick={() => onShow(null)}>
        {t('column.showAll')}
      </button>
    </div>
  );
}
