import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { jobQuery } from '../api/jobs';
import { Problem } from '../api/problem';
import type { Answer } from '../frames/answer';
import type { RowSource } from '../frames/rowSource';
import { bytes, duration, integer } from '../format/counts';
import { Grid } from '../grid/Grid';
import { useMessages, type Translate } from '../i18n';
import { ProblemBox } from '../shell/ProblemBox';
import { Arranged, namesText, parseNames, toggled } from './arrange';
import { BothTimes } from './bothTimes';
import { ColumnDialog } from './ColumnDialog';
import { mostCompared, ThenAndNow } from './compare';
import { ExportMenu } from './ExportMenu';
import { HiddenColumns } from './HiddenColumns';
import { PlanView } from './PlanView';
import { ProfileView } from './ProfileView';
import { RunMessages } from './RunMessages';
import { parseSort, resultViews, sortText, type ResultView, type SortOrder, type SqlSearch } from './search';
import { filtersText, type ColumnFilter } from './shape';
import { ShapeBar } from './ShapeBar';
import { useShape } from './useShape';
import styles from './result.module.css';

const Chart = lazy(() => import('../charts/Chart'));

interface Props {
  answers: Answer[];
  shown: number;
  onShow(index: number): void;
  search: SqlSearch;
  change(next: Partial<SqlSearch>, replace?: boolean): void;
  onSql(text: string): void;
  onPosition(offset: number): void;
  onRetry(): void;
  /** The same statement in the past, where both are compared. */
  then?: Answer | null;
  maxRows: number;
}

export function ResultPanel({ answers, shown, onShow, search, change, onSql, onPosition, onRetry, then, maxRows }: Props) {
  const { t, language } = useMessages();
  const [exportProblem, setExportProblem] = useState<Problem | null>(null);
  const answer = answers[shown]!,
    view: ResultView = search.view ?? 'result',
    hasRows = answer.rows !== null && answer.rows.columns.length > 0;
  return (
    <section
      className={styles.panel}
      data-answer
      data-asof={asOfRun(answer)}
      data-phase={answer.phase}
      aria-busy={answer.phase === 'running'}
    >
      {answer.phase === 'running' && <div className="progress-line" aria-hidden="true" />}
      <div className={styles.bar}>
        <Views view={view} onView={next => change({ view: next === 'result' ? undefined : next } as Partial<SqlSearch>, false)} />
        <p className={`${styles.summary} num cut`} role="status" title={summary(answer, t, language)}>
          {answer.phase === 'running' ? <Running since={answer.startedAt} rows={answer.rowCount} /> : summary(answer, t, language)}
        </p>
        <span className="grow" />
        {answer.phase === 'done' && hasRows && <ExportMenu text={answer.text} onProblem={setExportProblem} />}
      </div>
      {answers.length > 1 && <Strip answers={answers} shown={shown} onShow={onShow} />}
      {exportProblem && <ProblemBox problem={exportProblem} />}
      {answer.problem && answer.phase === 'failed' && view !== 'messages' && view !== 'plan' && (
        <ProblemBox problem={answer.problem} onSql={onSql} onPosition={onPosition} onRetry={onRetry} />
      )}
      {answer.phase === 'cancelled' && view !== 'messages' && <Cancelled job={answer.problem?.body.job} onRetry={onRetry} />}
      {answer.phase === 'failed' && answer.rowCount > 0 && view !== 'messages' && <p className={styles.note}>{t('sql.partial')}</p>}
      <div className={styles.content} role="tabpanel" id="result-view" aria-labelledby={`view-${view}`} data-view={view}>
        {view === 'messages' ? (
          <RunMessages answer={answer} onSql={onSql} onPosition={onPosition} onRetry={onRetry} />
        ) : view === 'profile' ? (
          answer.phase === 'done' && <ProfileView key={answer.job} job={answer.job} />
        ) : view === 'plan' ? (
          <PlanView key={answer.text} text={answer.text} />
        ) : (
          <Shown answer={answer} view={view} search={search} change={change} onSql={onSql} maxRows={maxRows} then={then ?? null} />
        )}
      </div>
    </section>
  );
}

interface ShownProps {
  answer: Answer;
  view: ResultView;
  search: SqlSearch;
  change: Props['change'];
  onSql: Props['onSql'];
  maxRows: number;
  then: Answer | null;
}

function Shown({ answer, view, search, change, onSql, maxRows, then }: ShownProps) {
  const { t } = useMessages();
  const { rows, rowCount } = answer;
  const compared = useMemo(
    () =>
      answer.phase === 'done' && then?.phase === 'done' && rows && then.rows && Math.max(rows.count, then.rows.count) <= mostCompared
        ? new ThenAndNow(rows, then.rows, name => t('sql.change', { name }))
        : null,
    [answer.phase, rows, then, t],
  );
  const both = useMemo(
    () =>
      compared && rows && then?.rows
        ? new BothTimes(rows, then.rows, { when: t('sql.when'), now: t('sql.now'), then: t('sql.then') })
        : null,
    [compared, rows, then, t],
  );
  const [asked, setAsked] = useState<number | null>(null);
  const shape = useShape(compared ? null : answer, search, maxRows);
  const read = compared ? null : (shape.rows ?? rows),
    arranged = useMemo(
      () => (read ? new Arranged(read, { pinned: parseNames(search.pin), hidden: parseNames(search.hide) }) : null),
      [read, search.pin, search.hide],
    );
  if (!rows || rows.columns.length === 0) {
    return answer.phase === 'done' ? (
      <p className={styles.note}>
        {answer.message ?? (answer.rowsAffected === undefined ? t('sql.done') : t('sql.rowsAffected', { n: Number(answer.rowsAffected) }))}
      </p>
    ) : null;
  }
  if (rowCount === 0 && answer.phase === 'done' && view !== 'result') return <p className={styles.note}>{t('sql.noRows')}</p>;
  const shownRows: RowSource = compared ?? arranged!,
    sort = parseSort(search.sort, (compared ?? rows).columns.length),
    place = (column: number) => arranged?.places[column] ?? column,
    shownSort = sort && arranged ? { ...sort, column: arranged.places.indexOf(sort.column) } : sort;
  const onSort = (next: SortOrder | null) => change({ sort: sortText(next) } as Partial<SqlSearch>),
    onPin = (name: string) => change({ pin: namesText(toggled(parseNames(search.pin), name)) } as Partial<SqlSearch>, false),
    onHide = (name: string) =>
      change(
        {
          hide: namesText(toggled(parseNames(search.hide), name)),
          // An order that nobody sees would look like none.
          sort: sort && rows.columns[sort.column]?.name === name ? undefined : search.sort,
        } as Partial<SqlSearch>,
        false,
      ),
    hidden = arranged
      ? [...new Set(rows.columns.map(one => one.name))].filter(name => !arranged.columns.some(one => one.name === name))
      : [],
    onFilters = (next: ColumnFilter[]) => change({ where: filtersText(next) } as Partial<SqlSearch>, false);
  return (
    <>
      {then?.problem && <ProblemBox problem={then.problem} compact />}
      {then && !compared && then.phase === 'running' && <p className={styles.note}>{t('catalog.comparing')}</p>}
      {view !== 'chart' && (
        <div className={styles.gridPlace} data-shaping={shape.sql !== null && shape.answer?.phase === 'running'}>
          {shape.sql !== null && (
            <ShapeBar
              columns={rows.columns}
              filters={shape.filters}
              shaped={shape.answer}
              sql={shape.sql}
              onFilters={onFilters}
              onSql={onSql}
            />
          )}
          {hidden.length > 0 && (
            <HiddenColumns
              names={hidden}
              onShow={name => (name === null ? change({ hide: undefined } as Partial<SqlSearch>, false) : onHide(name))}
            />
          )}
          {shape.answer?.problem && <ProblemBox problem={shape.answer.problem} compact />}
          <div className={styles.gridRest}>
            <Grid
              rows={shownRows}
              count={compared?.count ?? shape.rows?.count ?? rowCount}
              sort={shownSort && shownSort.column < 0 ? null : shownSort}
              inOrder={shape.sql !== null}
              pinned={arranged?.pinned ?? 0}
              onSort={next => onSort(next && { ...next, column: place(next.column) })}
              {...(compared ? {} : { onColumn: (column: number) => setAsked(place(column)) })}
            />
            {shownRows.count === 0 && answer.phase === 'done' && shape.answer?.phase !== 'running' && (
              <p className={styles.emptyGrid}>{t(shape.filters.length > 0 ? 'column.noneMatch' : 'sql.noRows')}</p>
            )}
          </div>
          {asked !== null && asked < rows.columns.length && (
            <ColumnDialog
              text={shape.can ? answer.text : null}
              columns={rows.columns}
              column={asked}
              sort={sort}
              filters={shape.filters}
              asOf={shape.asOf}
              onSort={onSort}
              onFilters={onFilters}
              pinned={parseNames(search.pin).includes(rows.columns[asked]!.name)}
              onPin={() => onPin(rows.columns[asked]!.name)}
              onHide={
                arranged!.columns.every(one => one.name === rows.columns[asked]!.name) ? null : () => onHide(rows.columns[asked]!.name)
              }
              onClose={() => setAsked(null)}
            />
          )}
        </div>
      )}
      {view !== 'result' && rowCount > 0 && (
        <div className={styles.chartPlace}>
          <Suspense fallback={null}>
            <Chart
              rows={both ?? shape.rows ?? rows}
              count={both?.count ?? shape.rows?.count ?? rowCount}
              truncated={answer.truncated}
              wish={{ x: search.x, y: search.y, by: search.by }}
              onWish={wish => change(wish as Partial<SqlSearch>)}
            />
          </Suspense>
        </div>
      )}
    </>
  );
}

/** By whom, as the job knows it: somebody else may have done it, or the server as it stopped. */
function Cancelled({ job, onRetry }: { job: string | undefined; onRetry(): void }) {
  const { t } = useMessages();
  const { data } = useQuery({ ...jobQuery(job ?? ''), enabled: job !== undefined });
  return (
    <div className={styles.cancelled}>
      <p role="status">
        <b dir="auto">{data?.error?.detail ?? `${t('error.cancelled')}.`}</b> {t('sql.cancelled')}
      </p>
      <button type="button" className="btn" onClick={onRetry}>
        {t('sql.runAgain')}
      </button>
      {job && (
        <Link className="textlink" to="/jobs/$job" params={{ job }}>
          {t('problem.job')}
        </Link>
      )}
    </div>
  );
}

function Views({ view, onView }: { view: ResultView; onView(view: ResultView): void }) {
  const { t } = useMessages();
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: React.KeyboardEvent) => {
    const at = resultViews.indexOf(view),
      last = resultViews.length - 1;
    const target: Record<string, number> = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    };
    const to = target[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onView(resultViews[to]!);
    (list.current?.children[to] as HTMLElement | undefined)?.focus();
  };
  return (
    <div ref={list} className="tabs" role="tablist" aria-label={t('sql.tabs')} onKeyDown={onKeyDown}>
      {resultViews.map(one => (
        <button
          key={one}
          id={`view-${one}`}
          type="button"
          role="tab"
          aria-selected={one === view}
          aria-controls="result-view"
          tabIndex={one === view ? 0 : -1}
          onClick={() => onView(one)}
        >
          {t(`sql.tab.${one}`)}
        </button>
      ))}
    </div>
  );
}

function Strip({ answers, shown, onShow }: { answers: Answer[]; shown: number; onShow(index: number): void }) {
  const { t } = useMessages();
  return (
    <nav className={styles.strip} aria-label={t('sql.statements')}>
      {answers.map((answer, index) => (
        <button
          key={index}
          type="button"
          className="btn quiet"
          aria-current={index === shown}
          data-phase={answer.phase}
          onClick={() => onShow(index)}
        >
          <i className={styles.mark} aria-hidden="true" />
          <span className="cut mono" dir="auto">
            {index + 1} {answer.text.replace(/\s+/g, ' ').slice(0, 40)}
          </span>
        </button>
      ))}
    </nav>
  );
}

function Running({ since, rows }: { since: number; rows: number }) {
  const { t, language } = useMessages();
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 250);
    return () => clearInterval(timer);
  }, []);
  const parts = [t('sql.running', { time: duration(Math.max(0, now - since), language) })];
  if (rows > 0) parts.push(t('sql.rows', { n: rows }));
  return <span aria-live="off">{parts.join(' · ')}</span>;
}

/** Of the snapshots that it read, or of the run where it read no table. */
const asOfRun = (answer: Answer) => answer.tables[0]?.asOf ?? new Date(performance.timeOrigin + answer.startedAt).toISOString();

function summary(answer: Answer, t: Translate, language: string): string {
  const parts: string[] = [];
  if (answer.rows) parts.push(t('sql.rows', { n: answer.rowCount }));
  else if (answer.rowsAffected !== undefined) parts.push(t('sql.rowsAffected', { n: Number(answer.rowsAffected) }));
  if (answer.truncated) parts.push(t('sql.truncated', { n: integer(answer.rowCount, language) }));
  if (answer.totalMs !== undefined) parts.push(duration(answer.totalMs, language));
  if (answer.rows && answer.firstMs !== undefined && (answer.totalMs ?? 0) > 300)
    parts.push(t('sql.firstAfter', { time: duration(answer.firstMs, language) }));
  if (answer.bytes) parts.push(bytes(answer.bytes.scanned, language));
  return parts.join(' · ');
}
