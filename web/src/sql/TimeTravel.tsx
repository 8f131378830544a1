import { History } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ResolvedTable } from '../api/types';
import { ago, instant } from '../format/counts';
import { useMessages } from '../i18n';
import styles from './sql.module.css';

/**
 * What each table of the statement resolved to, and before it what it was then, where both are compared. A click puts that version into the text, so that a result can be had again for ever.
 */
export function TimeTravel({
  tables,
  then,
  onInsert,
  children,
}: {
  tables: ResolvedTable[];
  then?: ResolvedTable[] | undefined;
  onInsert(text: string): void;
  children?: ReactNode;
}) {
  const { t } = useMessages();
  const newest = tables.reduce<string | null>((latest, { asOf }) => (asOf && (!latest || asOf > latest) ? asOf : latest), null);
  return (
    <section className={styles.travel} aria-label={t('sql.asOfTables')} data-asof={newest ?? ''}>
      <span className={styles.travelHead}>
        <History size={15} aria-hidden="true" />
        {t('sql.asOf')}
      </span>
      <div className={styles.travelBody}>
        {children}
        <ul>
          {tables.map((table, index) => (
            <li key={index}>
              <span className="mono cut" dir="auto">
                {table.table}
              </span>
              {then?.[index]?.table === table.table && (
                <>
                  <Resolved table={then[index]} onInsert={onInsert} />
                  <span aria-hidden="true">→</span>
                </>
              )}
              <Resolved table={table} onInsert={onInsert} />
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function Resolved({ table, onInsert }: { table: ResolvedTable; onInsert(text: string): void }) {
  const { t, language } = useMessages();
  return (
    <>
      {table.asOf && (
        <time dateTime={table.asOf} title={ago(table.asOf, language)}>
          {instant(table.asOf, language)}
        </time>
      )}
      {table.snapshot ? (
        <button
          type="button"
          className={styles.snapshot}
          title={t('sql.copySnapshot', { table: table.table })}
          onClick={() => onInsert(` at (version => ${table.snapshot})`)}
        >
          {t('sql.snapshot', { id: table.snapshot })}
        </button>
      ) : (
        <span className="t3">{t('sql.noSnapshot')}</span>
      )}
    </>
  );
}
