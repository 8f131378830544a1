import type { ColumnChange, TableColumn, TableDetails } from '../api/types';
import { instant } from '../format/counts';
import { messageOf, useMessages } from '../i18n';
import styles from './catalog.module.css';

/** The columns with their ids, and what changes of the schema did to each. */
export function SchemaTab({ table }: { table: TableDetails }) {
  const { t } = useMessages();
  const rows = flat(table.columns),
    dropped = flat(table.dropped ?? []);
  return (
    <div className={styles.left}>
      <section className="card" aria-label={t('catalog.tab.schema')}>
        <div className="scroll">
          <Columns rows={rows} keys={table.key?.columns ?? []} partitions={table.partitionSpec} />
        </div>
      </section>
      {dropped.length > 0 && (
        <section className="card">
          <header>
            <h2>{t('catalog.dropped')}</h2>
            <span className="t3">{t('catalog.droppedHint')}</span>
          </header>
          <div className="scroll">
            <Columns rows={dropped} keys={[]} partitions={[]} />
          </div>
        </section>
      )}
    </div>
  );
}

interface ColumnsProps {
  rows: { column: TableColumn; depth: number }[];
  keys: string[];
  partitions: TableDetails['partitionSpec'];
}

function Columns({ rows, keys, partitions }: ColumnsProps) {
  const { t } = useMessages();
  return (
    <table className="t">
      <thead>
        <tr>
          <th scope="col">{t('catalog.column')}</th>
          <th scope="col">{t('catalog.type')}</th>
          <th scope="col" className={styles.wide}>
            {t('catalog.id')}
          </th>
          <th scope="col" className={styles.wide}>
            {t('catalog.doc')}
          </th>
          <th scope="col">{t('catalog.history')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ column, depth }) => (
          <tr key={column.id}>
            <td>
              <span className={styles.indent} ref={node => node?.style.setProperty('--depth', String(depth))}>
                <b className="mono" dir="auto">
                  {column.name}
                </b>
                {depth === 0 && keys.includes(column.name) && <span className="tag">{t('catalog.keyColumn')}</span>}
                {depth === 0 && partitions.some(one => one.source === column.name) && <span className="tag">{t('catalog.partition')}</span>}
              </span>
            </td>
            <td>
              <span className="mono">{column.children ? column.type.split('<')[0] : column.type}</span>
              {column.required && <span className="t3"> {t('sql.required')}</span>}
              {column.default !== undefined && <span className="t3"> {t('catalog.default', { value: column.default })}</span>}
            </td>
            <td className={`num t3 ${styles.wide}`}>{column.id}</td>
            <td className={`t2 ${styles.wide}`} dir="auto">
              {column.doc ?? ''}
            </td>
            <td>
              {column.history ? (
                <ul className={styles.history}>
                  {column.history.map((change, index) => (
                    <Change key={index} change={change} />
                  ))}
                </ul>
              ) : (
                <span className="t3">{t('catalog.unchanged')}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Change({ change }: { change: ColumnChange }) {
  const { t, language } = useMessages();
  return (
    <li>
      {messageOf(`catalog.change.${change.change}`) ?? change.change}
      {change.from && change.to && (
        <span className="mono">
          {' '}
          {change.from} → {change.to}
        </span>
      )}
      <span className="t3"> · {change.since ? instant(change.since, language) : t('catalog.schemaId', { id: change.schema })}</span>
    </li>
  );
}

function flat(columns: TableColumn[], depth = 0): { column: TableColumn; depth: number }[] {
  return columns.flatMap(column => [{ column, depth }, ...flat(column.children ?? [], depth + 1)]);
}
