import { useEffect, useMemo, useRef, useState } from 'react';
import type { RowSource } from '../frames/rowSource';
import { compact } from '../format/counts';
import { grouped } from '../format/decimals';
import { useMessages } from '../i18n';
import { useTheme } from '../shell/Sidebar';
import { chartOptions, chooseChart, type ChartWish } from './choose';
import { makeDrawing, seriesColours, type Drawing } from './draw';
import { instantLabels } from './labels';
import { chartPoints, fromZero } from './points';
import styles from './chart.module.css';

interface Props {
  rows: RowSource;
  count: number;
  truncated: boolean;
  wish: ChartWish;
  onWish(wish: ChartWish): void;
}

/** The chart of a result, its three lists, our own tooltip (by mouse and by arrow keys), and a sentence that says the same. */
export default function Chart({ rows, count, truncated, wish, onWish }: Props) {
  const { t, language } = useMessages();
  const theme = useTheme();
  const place = useRef<HTMLDivElement>(null),
    drawing = useRef<Drawing | null>(null);
  const [hover, setHover] = useState<{ index: number; x: number; y: number } | null>(null);
  const choice = useMemo(() => chooseChart(rows, wish), [rows, count, wish.x, wish.y, wish.by]);
  const points = useMemo(() => (choice ? chartPoints(rows, choice) : null), [rows, count, choice]);
  const names = useMemo(
    () => points?.series.map(series => (series.other ? t('chart.other') : (series.name ?? t('grid.null')))) ?? [],
    [points, t],
  );
  const temporal = choice !== null && rows.columns[choice.dimension]!.temporal,
    drawable = choice !== null && points !== null;

  useEffect(() => {
    if (!drawable) return;
    const made = (drawing.current = makeDrawing(place.current!));
    return () => {
      made.destroy();
      drawing.current = null;
    };
  }, [drawable]);
  useEffect(() => {
    let live = true;
    const label = points && temporal ? instantLabels(points.labels, language) : (text: string | null) => text ?? t('grid.null');
    setHover(null);
    // Canvas text is drawn once: with the font still on its way it would keep the fallback.
    void document.fonts.load('11px "Inter Variable"').then(() => {
      if (live && points && choice)
        drawing.current?.draw(points, choice.kind, names, value => compact(value, language).replace('-', '\u2212'), label);
    });
    return () => {
      live = false;
    };
  }, [points, choice, temporal, names, theme, language, t]);

  if (!choice || !points) return <p className={styles.none}>{t('chart.nothing')}</p>;

  const column = (index: number) => rows.columns[index]!.name;
  const measure =
    choice.measure < 0 ? t('chart.count') : points.summed ? t('chart.sum', { measure: column(choice.measure) }) : column(choice.measure);
  const title =
    choice.series === null
      ? t('chart.of', { measure, dimension: column(choice.dimension) })
      : t('chart.ofSeries', { measure, dimension: column(choice.dimension), series: column(choice.series) });
  const number = (text: string | null) => (text === null ? t('grid.null') : grouped(text, language));
  const onMove = (event: React.PointerEvent) => {
    const box = place.current!.getBoundingClientRect();
    setHover(drawing.current?.at(event.clientX - box.left, event.clientY - box.top) ?? null);
  };
  const onKey = (event: React.KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    const last = points.labels.length - 1,
      step = steps[event.key];
    const target =
      event.key === 'Home'
        ? 0
        : event.key === 'End'
          ? last
          : step === undefined
            ? undefined
            : Math.min(last, Math.max(0, (hover?.index ?? (step > 0 ? -1 : last + 1)) + step));
    if (event.key === 'Escape' && hover) {
      setHover(null);
      event.stopPropagation();
    }
    if (target === undefined || !drawing.current) return;
    event.preventDefault();
    setHover({ index: target, ...drawing.current.place(target) });
  };
  const all = points.series.flatMap(series => series.exact.filter(value => value !== null)).map(Number);
  const summary = t('chart.summary', {
    title,
    points: points.labels.length,
    first: points.labels[0] ?? t('grid.null'),
    last: points.labels.at(-1) ?? t('grid.null'),
    least: all.length ? compact(Math.min(...all), language) : '–',
    most: all.length ? compact(Math.max(...all), language) : '–',
  });
  return (
    <figure className={styles.figure} data-chart={choice.kind}>
      <figcaption className={styles.head}>
        <b className="cut" dir="auto" title={title}>
          {title}
        </b>
        {points.totalLabels > points.labels.length && (
          <span className="t3">{t('chart.cut', { n: points.labels.length, total: points.totalLabels })}</span>
        )}
        {choice.kind === 'line' && !fromZero(points) && <span className="t3">{t('chart.cutAxis')}</span>}
        {(truncated || points.cutRows) && <span className="t3">{t('chart.partial')}</span>}
      </figcaption>
      <Choices
        rows={rows}
        wish={{
          x: String(choice.dimension + 1),
          y: String(choice.measure + 1),
          by: choice.series === null ? '0' : String(choice.series + 1),
        }}
        onWish={onWish}
      />
      <div
        className={styles.plot}
        tabIndex={0}
        role="img"
        aria-label={summary}
        onPointerMove={onMove}
        onPointerLeave={() => setHover(null)}
        onKeyDown={onKey}
      >
        <div ref={place} className={styles.canvas} />
        {hover && (
          <div
            className={choice.kind === 'line' ? styles.ruleX : styles.ruleY}
            style={choice.kind === 'line' ? { left: hover.x } : { top: hover.y }}
          />
        )}
        {hover && (
          <div
            className={styles.tip}
            role="status"
            style={
              choice.kind === 'line'
                ? tipAlong(hover.x, place.current!.clientWidth)
                : { left: '45%', top: Math.min(hover.y + 12, place.current!.clientHeight - 40) }
            }
          >
            <b dir="auto">{points.labels[hover.index] ?? t('grid.null')}</b>
            {points.series.map((series, index) => (
              <span key={index} className={styles.line}>
                <i data-colour={series.other ? 'c0' : seriesColours[index % 5]!.slice(2)} />
                <span className="cut" dir="auto">
                  {choice.series === null ? measure : names[index]}
                </span>
                <span className="num">{number(series.exact[hover.index] ?? null)}</span>
              </span>
            ))}
          </div>
        )}
      </div>
    </figure>
  );
}

const tipAlong = (x: number, width: number) => (x > width / 2 ? { right: width - x + 12, top: 12 } : { left: x + 12, top: 12 });

function Choices({ rows, wish, onWish }: { rows: RowSource; wish: ChartWish; onWish(wish: ChartWish): void }) {
  const { t } = useMessages();
  const options = chartOptions(rows);
  const list = (key: 'x' | 'y' | 'by', label: string, columns: number[], none?: string) => (
    <label className={styles.choice}>
      <span>{label}</span>
      <select className="select" value={wish[key]} onChange={event => onWish({ ...wish, [key]: event.target.value })}>
        {none !== undefined && <option value="0">{none}</option>}
        {columns.map(index => (
          <option key={index} value={index + 1}>
            {rows.columns[index]!.name}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <div className={styles.choices}>
      {list(
        'y',
        t('chart.y'),
        options.measures.filter(index => String(index + 1) !== wish.x),
        t('chart.count'),
      )}
      {list('x', t('chart.x'), options.dimensions)}
      {options.series.length > 0 &&
        list(
          'by',
          t('chart.series'),
          options.series.filter(index => String(index + 1) !== wish.x),
          t('chart.none'),
        )}
    </div>
  );
}
