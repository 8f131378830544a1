import { X } from 'lucide-react';
import type { Answer } from '../frames/answer';
import type { RowsColumn } from '../frames/rows';
import { useMessages } from '../i18n';
import type { ColumnFilter } from './shape';
import styles from './column.module.css';

interface Props {
  columns: RowsColumn[];
  filters: ColumnFilter[];
  /** the run that the engine does for the order and the filters; null where the browser sorts */ shaped: Answer | null;
  sql: string;
  onFilters(filters: ColumnFilter[]): void;
  onSql(text: string): void;
}

/** What narrows the shown rows down, that the engine did it, and the statement that says the same. */
export function ShapeBar({ columns, filters, shaped, sql, onFilters, onSql }: Props) {
  const { t } = useMessages();
  return (
    <div className={styles.chips} role="status">
      {filters.map(one => (
        <button
          key={`${one.column} ${one.kind}`}
          type="button"
          className={`btn quiet ${styles.chip}`}
          aria-label={t('column.remove', { name: columns[one.column]!.name })}
          onClick={() => onFilters(filters.filter(other => other !== one))}
        >
          <span className="cut" dir="auto">
            {columns[one.column]!.name} {t(`column.filter.${one.kind}`)} {one.value}
          </span>
          <X size={12} aria-hidden="true" />
        </button>
      ))}
      <span>{shaped?.phase === 'running' ? t('column.running') : t('column.byEngine')}</span>
      <span className="grow" />
      <button type="button" className="btn quiet" onClick={() => onSql(sql)}>
        {t('column.asSql')}
      </button>
    </div>
  );
}
