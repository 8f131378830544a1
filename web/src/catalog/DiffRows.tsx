import { useState } from 'react';
import type { TableDiff } from '../api/types';
import type { Rows } from '../frames/rows';
import { useMessages } from '../i18n';
import { ProblemBox } from '../shell/ProblemBox';
import { Ghosts, GhostTable } from '../shell/Skeleton';
import { useStatement } from './useStatement';
import styles from './catalog.module.css';
import marks from './snapshots.module.css';

const firstShown = 50,
  mostShown = 1000,
  mostRead = 10_000,
  longest = 200;

interface Props {
  diff: TableDiff;
  onlyChanged: boolean;
  onOnlyChanged(on: boolean): void;
}

/** The rows that differ: added, removed, and changed ones with both values in one cell. */
export function DiffRows({ diff, onlyChanged, onOnlyChanged }: Props) {
  const { t } = useMessages();
  const { answer, again } = useStatement(diff.rowsSql, mostRead);
  const [limit, setLimit] = useState(firstShown);
  if (answer?.problem) return <ProblemBox problem={answer.problem} onRetry={again} />;
  if (!answer || answer.phase === 'running')
    return (
      <>
        <p className={styles.note} role="status">
          {t('catalog.comparing')}
        </p>
        <Ghosts>
          <GhostTable columns={6} rows={12} />
        </Ghosts>
      </>
    );
  if (answer.rowCount === 0 || !answer.rows) return <p className={styles.note}>{t('catalog.sameRows')}</p>;
  const rows = answer.rows,
    keys = diff.key.columns.length,
    values = diff.values.length,
    shown = Math.min(limit, answer.rowCount);
  const differs = diff.values.map((_, index) => keys > 0 && anyDiffers(rows, shown, 1 + keys + index, 1 + keys + values + index)),
    columns = diff.values.flatMap((name, index) => (onlyChanged && keys > 0 && !differs[index] ? [] : [{ name, index }]));
  return (
    <>
      <div className="scroll" tabIndex={0} role="region" aria-label={t('catalog.diffRows')}>
        <table className={`t ${marks.diff}`}>
          <thead>
            <tr>
              <th scope="col">
                <span className="vh">{t('catalog.change')}</span>
              </th>
              {diff.key.columns.map(name => (
                <th key={name} scope="col" dir="auto">
                  {name}
                </th>
              ))}
              {columns.map(({ name, index }) => (
                <th key={name} scope="col" className={rows.columns[1 + keys + index]?.numeric ? 'r' : ''} dir="auto">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: shown }, (_, row) => {
              const change = rows.text(row, 0) ?? '?';
              return (
                <tr key={row} data-change={change}>
                  <td className={`${marks.sign} ${change === '+' ? marks.added : change === '-' ? marks.removed : marks.changed}`}>
                    {change === '-' ? '−' : change}
                  </td>
                  {diff.key.columns.map((name, index) => (
                    <td key={name} dir="auto">
                      <Cell text={rows.text(row, 1 + index)} />
                    </td>
                  ))}
                  {columns.map(({ name, index }) => {
                    const now = rows.text(row, 1 + keys + index),
                      before = keys > 0 ? rows.text(row, 1 + keys + values + index) : null;
                    return (
                      <td key={name} className={rows.columns[1 + keys + index]?.numeric ? 'r num' : ''} dir="auto">
                        {change === '~' && before !== now ? (
                          <>
                            <del>
                              <Cell text={before} />
                            </del>
                            <ins>
                              <Cell text={now} />
                            </ins>
                          </>
                        ) : (
                          <Cell text={now} />
                        )}
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p className={marks.foot}>
        <span className="num" role="status">
          {t('catalog.shownRows', { n: shown, total: answer.rowCount >= mostRead ? `${mostRead}+` : String(answer.rowCount) })}
        </span>
        <span className="grow" />
        {shown < Math.min(mostShown, answer.rowCount) && (
          <button type="button" className="btn quiet" onClick={() => setLimit(mostShown)}>
            {t('catalog.showMore', { n: Math.min(mostShown, answer.rowCount) })}
          </button>
        )}
        {keys > 0 && (
          <button type="button" className="btn quiet" aria-pressed={onlyChanged} onClick={() => onOnlyChanged(!onlyChanged)}>
            {t(onlyChanged ? 'catalog.allColumns' : 'catalog.changedColumns')}
          </button>
        )}
      </p>
    </>
  );
}

function Cell({ text }: { text: string | null }) {
  const { t } = useMessages();
  if (text === null) return <i className="t3">{t('grid.null')}</i>;
  if (text === '') return <span className="t3">""</span>;
  return <>{text.length > longest ? `${text.slice(0, longest)}…` : text}</>;
}

/** Whether a column differs in some changed row. */
function anyDiffers(rows: Rows, count: number, now: number, before: number): boolean {
  for (let row = 0; row < count; row++) if (rows.text(row, 0) === '~' && rows.text(row, now) !== rows.text(row, before)) return true;
  return false;
}
