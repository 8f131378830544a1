import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Copy, Terminal } from 'lucide-react';
import { useState } from 'react';
import { diffQuery } from '../api/catalog';
import { Problem } from '../api/problem';
import type { TableDetails, TableDiff } from '../api/types';
import { bytes, instant, integer } from '../format/counts';
import { messageOf, useMessages } from '../i18n';
import { ProblemBox } from '../shell/ProblemBox';
import { GhostTable, Skeleton } from '../shell/Skeleton';
import { DiffRows } from './DiffRows';
import type { TableSearch } from './search';
import { useStatement } from './useStatement';
import styles from './catalog.module.css';
import marks from './snapshots.module.css';
import { copyText } from '../shell/copyText';

/** Greater tables are compared when somebody asks for it: that reads both snapshots. */
const mostRowsAtOnce = 2_000_000;

interface Props {
  table: TableDetails;
  a: string;
  b: string;
  search: TableSearch;
  change(next: TableSearch): void;
}

/** Two snapshots: rows by key, columns, partitioning, files, and who made the commits between them. */
export function Diff({ table, a, b, search, change }: Props) {
  const { t, language } = useMessages();
  const key = search.key === undefined ? undefined : search.key === '-' ? [] : search.key.split(',');
  const { data, error, refetch } = useQuery(diffQuery(table.levels, table.name, a, b, key));
  const [asked, setAsked] = useState(false);
  const small = data !== undefined && Number(data.a.rows ?? 0) + Number(data.b.rows ?? 0) <= mostRowsAtOnce,
    compares = data !== undefined && (small || asked);
  const counted = useStatement(compares && !data.counts ? data.countSql : null, 1);
  if (error) return <ProblemBox problem={Problem.of(error)} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <Skeleton>
        <GhostTable columns={5} rows={6} />
      </Skeleton>
    );
  const counts = data.counts ?? read(counted.answer);
  return (
    <section className="card" id="diff" tabIndex={-1} aria-label={t('catalog.diff')} data-answer data-phase={counts ? 'done' : 'running'}>
      <header>
        <span className={marks.end}>
          <span className={marks.ab}>A</span>
          <span className="num">{instant(data.a.at, language)}</span>
        </span>
        <span className="t3" aria-hidden="true">
          →
        </span>
        <span className={marks.end}>
          <span className={marks.ab}>B</span>
          <span className="num">{instant(data.b.at, language)}</span>
        </span>
        <span className="t3 num">{data.commits.length > 0 ? t('catalog.commits', { n: data.commits.length }) : t('catalog.noLine')}</span>
        <span className="grow" />
        <button type="button" className="btn quiet" onClick={() => void copyText(data.rowsSql)}>
          <Copy size={14} aria-hidden="true" />
          {t('catalog.copySql')}
        </button>
        <Link className="btn quiet" to="/sql" search={{ q: data.rowsSql }}>
          <Terminal size={14} aria-hidden="true" />
          {t('jobs.toSql')}
        </Link>
      </header>
      <Sums data={data} counts={counts} />
      {counted.answer?.problem && <ProblemBox problem={counted.answer.problem} onRetry={counted.again} compact />}
      {!compares && (
        <p className={styles.note}>
          <button type="button" className="btn" onClick={() => setAsked(true)}>
            {t('catalog.compareRows')}
          </button>{' '}
          {t('catalog.compareCost', { size: bytes(Number(data.a.bytes ?? 0) + Number(data.b.bytes ?? 0), language) })}
        </p>
      )}
      <Keys table={table} data={data} onKey={columns => change({ key: columns.length === 0 ? '-' : columns.join(',') })} />
      {compares && (
        <DiffRows diff={data} onlyChanged={search.only === 'changed'} onOnlyChanged={on => change({ only: on ? 'changed' : undefined })} />
      )}
      {data.jobs.length > 0 && (
        <p className={marks.foot}>
          <span>{t('catalog.by')}</span>
          {data.jobs.map(job => (
            <Link key={job.id} className="textlink" to="/jobs/$job" params={{ job: job.id }} dir="auto">
              {job.name ?? job.id.slice(0, 8)}
              {job.principal ? ` (${job.principal})` : ''}
            </Link>
          ))}
        </p>
      )}
    </section>
  );
}

function Sums({ data, counts }: { data: TableDiff; counts: { added: number; removed: number; changed: number } | null }) {
  const { t, language } = useMessages();
  const number = (value: number | undefined, sign: string) =>
    value === undefined ? '…' : `${value > 0 ? sign : ''}${integer(value, language)}`;
  return (
    <div className={`${marks.sums} num`} role="status">
      <div>
        <b className={marks.added}>{number(counts?.added, '+')}</b>
        <span>{t('catalog.rowsAdded')}</span>
      </div>
      <div>
        <b className={marks.removed}>{number(counts?.removed, '−')}</b>
        <span>{t('catalog.rowsRemoved')}</span>
      </div>
      <div>
        <b className={marks.changed}>{number(counts?.changed, '')}</b>
        <span>{data.key.columns.length > 0 ? t('catalog.rowsChanged') : t('catalog.rowsChangedUnknown')}</span>
      </div>
      {data.columns.map(column => (
        <div key={column.name + column.change}>
          <b className={marks.small}>
            <span className="mono">{column.name}</span> {messageOf(`catalog.change.${column.change}`) ?? column.change}
          </b>
          <span className="mono">{[column.from, column.to].filter(Boolean).join(' → ')}</span>
        </div>
      ))}
      {data.partitioning && (
        <div>
          <b className={marks.small}>{t('catalog.partitioning')}</b>
          <span className="mono">
            {data.partitioning.from || t('chart.none')} → {data.partitioning.to || t('chart.none')}
          </span>
        </div>
      )}
      <div>
        <b>
          +{integer(data.files.added, language)} −{integer(data.files.removed, language)}
        </b>
        <span>{t('catalog.filesKept', { n: data.files.kept })}</span>
      </div>
      <div>
        <b className={marks.small}>{t(data.counts ? 'catalog.exact' : 'catalog.counted')}</b>
        <span>{t(data.counts ? 'catalog.exactHint' : 'catalog.countedHint')}</span>
      </div>
    </div>
  );
}

/** By which columns two rows are the same row. */
function Keys({ table, data, onKey }: { table: TableDetails; data: TableDiff; onKey(columns: string[]): void }) {
  const { t } = useMessages();
  const [open, setOpen] = useState(false);
  const chosen = data.key.columns,
    choices = table.columns.filter(one => !one.children && !one.name.startsWith('_tarn_')).map(one => one.name);
  return (
    <div className={marks.keys} role="group" aria-label={t('catalog.key')}>
      <span className="t2">
        {chosen.length > 0
          ? t('catalog.byKey', { columns: chosen.join(', '), origin: messageOf(`catalog.keyFrom.${data.key.origin}`) ?? data.key.origin })
          : t('catalog.byRows')}
        {data.ignored.length > 0 ? ` ${t('catalog.ignored', { columns: data.ignored.join(', ') })}` : ''}
      </span>
      <button type="button" className="textlink" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t('catalog.chooseKey')}
      </button>
      {open &&
        choices.map(name => (
          <label key={name}>
            <input
              type="checkbox"
              checked={chosen.includes(name)}
              onChange={event => onKey(event.target.checked ? [...chosen, name] : chosen.filter(one => one !== name))}
            />
            <span dir="auto">{name}</span>
          </label>
        ))}
    </div>
  );
}

function read(answer: ReturnType<typeof useStatement>['answer']) {
  if (answer?.phase !== 'done' || !answer.rows || answer.rowCount !== 1) return null;
  const at = (column: number) => Number(answer.rows!.text(0, column) ?? 0);
  return { added: at(0), removed: at(1), changed: at(2) };
}
