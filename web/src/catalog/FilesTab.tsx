import { useQuery } from '@tanstack/react-query';
import { filesQuery } from '../api/catalog';
import { Problem } from '../api/problem';
import type { Count, TableDetails, TableFiles } from '../api/types';
import { bytes, instant, integer } from '../format/counts';
import { useMessages } from '../i18n';
import { ProblemBox } from '../shell/ProblemBox';
import { Skeleton } from '../shell/Skeleton';
import { GhostTab } from './GhostTab';
import { squarify } from './treemap';
import styles from './catalog.module.css';
import marks from './snapshots.module.css';

/** What the current snapshot consists of: partitions by size, files by size, deletes. */
export function FilesTab({ table }: { table: TableDetails }) {
  const { t, language } = useMessages();
  const { data, error, refetch } = useQuery(filesQuery(table.levels, table.name));
  if (error) return <ProblemBox problem={Problem.of(error)} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <Skeleton>
        <GhostTab tab="files" />
      </Skeleton>
    );
  if (data.files === 0)
    return (
      <div className="card empty">
        <p>{t('catalog.noFiles')}</p>
      </div>
    );
  return (
    <div className={styles.left} data-asof={data.asOf ?? ''}>
      <section className="card" aria-label={t('catalog.files')}>
        <div className={`${marks.sums} num`}>
          <Sum value={integer(data.files, language)} label={t('catalog.dataFiles')} />
          <Sum value={bytes(data.bytes, language)} label={t('catalog.inAll')} />
          <Sum
            value={bytes(Math.round(Number(data.bytes) / data.files), language)}
            label={t('catalog.average', { target: bytes(data.targetBytes, language) })}
          />
          <Sum value={integer(data.smallFiles, language)} label={t('catalog.smallFiles')} />
          <Sum value={integer(data.deleteFiles, language)} label={t('catalog.deleteFiles')} />
          <Sum value={deleted(data.deletedRows, data, language)} label={t('catalog.deletedRows')} />
        </div>
        <p className={styles.note}>
          {data.smallFiles > 0 ? t('catalog.smallHint', { n: data.smallFiles }) : t('catalog.smallNone')}
          {data.deletedRowsApproximate ? ` ${t('catalog.deletedNearly')}` : ''}
          {data.asOf ? ` ${t('catalog.asOf', { at: instant(data.asOf, language) })}` : ''}
        </p>
      </section>
      {data.partitionCount > 1 && (
        <section className="card" aria-label={t('catalog.partitions')}>
          <header>
            <h2>{t('catalog.partitions')}</h2>
            <span className="t3 num">{t('catalog.partitionsHint', { n: data.partitionCount })}</span>
          </header>
          <Partitions files={data} />
        </section>
      )}
      <section className="card" aria-label={t('catalog.sizes')}>
        <header>
          <h2>{t('catalog.sizes')}</h2>
        </header>
        <Sizes files={data} />
      </section>
      <section className="card" aria-label={t('catalog.largest')}>
        <header>
          <h2>{t('catalog.largest')}</h2>
        </header>
        <Amounts
          first={t('catalog.file')}
          columns={[t('catalog.rows'), t('catalog.size'), t('catalog.deletedRows')]}
          rows={data.largest.map(file => [
            file.path,
            integer(file.rows, language),
            bytes(file.bytes, language),
            deleted(file.deletedRows, data, language),
          ])}
        />
      </section>
    </div>
  );
}

/** What position delete files of format version 2 take out is known about. */
const deleted = (rows: Count, { deletedRowsApproximate }: TableFiles, language: string) =>
  `${deletedRowsApproximate && Number(rows) > 0 ? '≈\u00a0' : ''}${integer(rows, language)}`;

function Sum({ value, label }: { value: string; label: string }) {
  return (
    <div>
      <b>{value}</b>
      <span>{label}</span>
    </div>
  );
}

/** Area is size, colour is the share of rows that deletes take out; the table below has the same numbers in words. */
function Partitions({ files }: { files: TableFiles }) {
  const { t, language } = useMessages();
  const width = 1000,
    height = 220,
    shown = files.partitions.slice(0, 60),
    boxes = squarify(
      shown.map(one => Math.max(1, one.bytes)),
      width,
      height,
    );
  return (
    <>
      <svg
        className={styles.map}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={t('catalog.partitionsPicture', { n: shown.length })}
      >
        {boxes.map((box, index) => {
          const part = shown[index]!,
            share = part.rows > 0 ? part.deletedRows / part.rows : 0;
          return (
            <g key={part.name}>
              <title>{`${part.name}: ${bytes(part.bytes, language)}, ${t('catalog.fileCount', { n: part.files })}, ${t('sql.rows', { n: part.rows })}`}</title>
              <rect {...box} fill={share > 0.1 ? 'var(--warn-soft)' : 'var(--accent-soft)'} rx="3" />
              {box.width > 70 && box.height > 20 && (
                <text x={box.x + 6} y={box.y + 15}>
                  {part.name.slice(0, Math.floor(box.width / 7))}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      <Amounts
        first={t('catalog.partition')}
        columns={[t('catalog.files'), t('catalog.rows'), t('catalog.size'), t('catalog.deletedRows')]}
        rows={shown.map(part => [
          part.name,
          integer(part.files, language),
          integer(part.rows, language),
          bytes(part.bytes, language),
          deleted(part.deletedRows, files, language),
        ])}
      />
    </>
  );
}

/** A name and its amounts; the last, deleted rows, only where there is room. */
function Amounts({ first, columns, rows }: { first: string; columns: string[]; rows: string[][] }) {
  const kind = (at: number) => `r ${at === columns.length - 1 ? styles.wide : ''}`;
  return (
    <div className="scroll">
      <table className="t">
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {columns.map((name, at) => (
              <th key={name} scope="col" className={kind(at)}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...amounts]) => (
            <tr key={name}>
              <td className={`mono ${styles.path}`} dir="ltr">
                {name}
              </td>
              {amounts.map((amount, at) => (
                <td key={at} className={`num ${kind(at)}`}>
                  {amount}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Sizes({ files }: { files: TableFiles }) {
  const { t, language } = useMessages();
  const most = Math.max(1, ...files.sizes.map(one => one.files));
  return (
    <div className={`${styles.bars} num`}>
      {files.sizes.map((one, index) => {
        const next = files.sizes[index + 1];
        return [
          <span key={`l${one.from}`} className="t2">
            {next ? t('catalog.upTo', { size: bytes(next.from, language) }) : t('catalog.above', { size: bytes(one.from, language) })}
          </span>,
          <span key={`b${one.from}`} className={styles.bar}>
            {one.files > 0 && <i ref={node => node?.style.setProperty('width', `${(one.files / most) * 100}%`)} />}
          </span>,
          <span key={`n${one.from}`}>
            {one.files > 0 ? `${t('catalog.fileCount', { n: one.files })} · ${bytes(one.bytes, language)}` : '–'}
          </span>,
        ];
      })}
    </div>
  );
}
