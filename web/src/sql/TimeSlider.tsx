import { useQueries } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { snapshotsQuery } from '../api/catalog';
import type { Catalog, ResolvedTable } from '../api/types';
import { operations } from '../catalog/operations';
import { instant } from '../format/counts';
import { useMessages } from '../i18n';
import styles from './travel.module.css';

const mostTicks = 400,
  settleMs = 150,
  dayMs = 86_400_000;

interface Tick {
  at: string;
  operation: string | undefined;
  rows: number;
  table: string;
}
interface Props {
  tables: ResolvedTable[];
  catalog: Catalog | undefined;
  at: string | undefined;
  versus: boolean;
  onAt(at: string | undefined): void;
  onVersus(on: boolean): void;
}

/** All commits of the statement's tables on one line. Moving it reads the tables as they were after that commit; the right end is now. */
export function TimeSlider({ tables, catalog, at, versus, onAt, onVersus }: Props) {
  const { t, language } = useMessages();
  const places = useMemo(() => locate(tables, catalog), [tables, catalog]);
  const histories = useQueries({ queries: places.map(place => snapshotsQuery(place.levels, place.table, mostTicks)) });
  const ticks = useMemo(
    () => collect(places.map((place, index) => ({ name: place.name, history: histories[index]?.data }))),
    // The queries' data are stable between changes; the array around them is not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [places, ...histories.map(history => history.data)],
  );
  const last = ticks.length,
    shown =
      at === undefined
        ? last
        : Math.max(
            0,
            ticks.findLastIndex(tick => tick.at <= at),
          );
  const [moving, setMoving] = useState<number | null>(null),
    timer = useRef(0),
    position = moving ?? shown;
  useEffect(() => () => window.clearTimeout(timer.current), []);
  if (ticks.length < 2) return null;
  const move = (to: number) => {
    setMoving(to);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      setMoving(null);
      onAt(to >= last ? undefined : ticks[to]!.at);
    }, settleMs);
  };
  const words = position >= last ? t('home.now') : instant(ticks[position]!.at, language);
  const most = Math.max(1, ...ticks.map(tick => tick.rows));
  return (
    <div className={styles.slider}>
      <div className={styles.track}>
        <svg viewBox={`0 0 ${last} 30`} preserveAspectRatio="none" aria-hidden="true">
          {ticks.map((tick, index) => {
            const high = 5 + (Math.sqrt(tick.rows) / Math.sqrt(most)) * 22;
            return (
              <line
                key={`${tick.at}-${tick.table}`}
                x1={index}
                x2={index}
                y1={28 - high}
                y2={28}
                stroke={operations.find(one => one.name === tick.operation)?.colour ?? 'var(--c0)'}
                strokeWidth="4"
                vectorEffect="non-scaling-stroke"
                opacity={index <= position ? 0.95 : 0.35}
              />
            );
          })}
        </svg>
        <input
          type="range"
          min={0}
          max={last}
          step={1}
          value={position}
          aria-label={t('sql.slider')}
          aria-valuetext={position >= last ? words : `${words}, ${ticks[position]!.table}`}
          onChange={event => move(Number(event.target.value))}
          onKeyDown={event => {
            if (!event.shiftKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
            event.preventDefault();
            move(aDayFrom(ticks, position, event.key === 'ArrowLeft' ? -1 : 1));
          }}
        />
        <span className={`${styles.ends} t3 num`} aria-hidden="true">
          <span>{instant(ticks[0]!.at, language)}</span>
          <span>{t('home.now')}</span>
        </span>
      </div>
      <b className="num" role="status">
        {words}
      </b>
      {at !== undefined && (
        <>
          <span className="seg" role="group" aria-label={t('sql.thenNow')}>
            <button type="button" aria-pressed={!versus} onClick={() => onVersus(false)}>
              {t('sql.then')}
            </button>
            <button type="button" aria-pressed={versus} onClick={() => onVersus(true)}>
              {t('sql.thenNow')}
            </button>
          </span>
          <button type="button" className="btn quiet" onClick={() => onAt(undefined)}>
            {t('sql.backToNow')}
          </button>
        </>
      )}
    </div>
  );
}

function locate(tables: ResolvedTable[], catalog: Catalog | undefined) {
  const found = new Map<string, { name: string; levels: string[]; table: string }>();
  for (const { table: name } of tables)
    for (const space of catalog?.namespaces ?? [])
      for (const table of space.tables)
        if (`${space.name}.${table.name}` === name && table.kind === 'table')
          found.set(name, { name, levels: space.levels, table: table.name });
  return [...found.values()];
}

function collect(
  histories: {
    name: string;
    history: { snapshots: { at: string; operation?: string; added?: unknown; removed?: unknown; branch?: string }[] } | undefined;
  }[],
): Tick[] {
  return histories
    .flatMap(({ name, history }) =>
      (history?.snapshots ?? [])
        // Other branches were never what a plain query read.
        .filter(one => one.branch === undefined || one.branch === 'main')
        .map(one => ({ at: one.at, operation: one.operation, rows: Number(one.added ?? 0) + Number(one.removed ?? 0), table: name })),
    )
    .sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
    .slice(-mostTicks);
}

function aDayFrom(ticks: Tick[], from: number, direction: 1 | -1): number {
  const start = from >= ticks.length ? Date.now() : Date.parse(ticks[from]!.at),
    wanted = start + direction * dayMs;
  if (direction > 0) {
    const next = ticks.findIndex(tick => Date.parse(tick.at) >= wanted);
    return next < 0 ? ticks.length : next;
  }
  return Math.max(
    0,
    ticks.findLastIndex(tick => Date.parse(tick.at) <= wanted),
  );
}
