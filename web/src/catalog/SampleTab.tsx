import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { TableDetails } from '../api/types';
import { qualified } from '../format/identifiers';
import type { Answer } from '../frames/answer';
import { Grid } from '../grid/Grid';
import { useMessages } from '../i18n';
import { ProblemBox } from '../shell/ProblemBox';
import { GhostTable, Skeleton } from '../shell/Skeleton';
import { useStatement } from './useStatement';
import styles from './catalog.module.css';

const sampleRows = 200;

/** The first 200 rows, by the same statement that anybody may run: policies and masks apply as they do there. */
export default function SampleTab({ table }: { table: TableDetails }) {
  const { t } = useMessages();
  const order = table.key?.columns.length ? `\norder by ${table.key.columns.map((_, index) => index + 1).join(', ')}` : '';
  const columns = table.key?.columns.length
    ? [...table.key.columns, ...table.columns.map(one => one.name).filter(one => !table.key!.columns.includes(one))]
        .map(one => qualified([], one))
        .join(', ')
    : '*';
  const sql = `select ${columns}\nfrom ${qualified(table.levels, table.name)}${order}\nlimit ${sampleRows}`;
  const { answer, again } = useStatement(sql, sampleRows);
  const [sort, setSort] = useState<{ column: number; down: boolean } | null>(null);
  useEffect(() => setSort(null), [sql]);
  const waiting = answer === null || (answer.phase === 'running' && !shows(answer));
  return (
    <section className={`card ${styles.sample}`} aria-label={t('catalog.tab.sample')} data-phase={answer?.phase}>
      <header>
        <h2>{t('catalog.sample')}</h2>
        <span className="t3 num">{answer?.phase === 'done' && t('sql.rows', { n: answer.rowCount })}</span>
        <span className="grow" />
        <Link className="btn quiet" to="/sql" search={{ q: sql }}>
          {t('jobs.toSql')}
        </Link>
      </header>
      {answer?.problem && <ProblemBox problem={answer.problem} onRetry={again} />}
      {waiting && (
        <Skeleton>
          <GhostTable columns={6} rows={12} />
        </Skeleton>
      )}
      {shows(answer) && <Grid rows={answer.rows!} count={answer.rowCount} sort={sort} onSort={setSort} />}
      {answer?.phase === 'done' && answer.rowCount === 0 && <p className={styles.note}>{t('catalog.noRows')}</p>}
    </section>
  );
}

const shows = (answer: Answer | null): answer is Answer => answer !== null && answer.rows !== null && answer.rows.columns.length > 0;
