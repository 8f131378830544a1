import { EyeOff, Pin, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStatement } from '../catalog/useStatement';
import type { RowsColumn } from '../frames/rows';
import { bytes, compact, integer } from '../format/counts';
import { grouped } from '../format/decimals';
import { numberFormat } from '../format/formatters';
import { useMessages } from '../i18n';
import { Choice } from '../shell/Choice';
import { ProblemBox } from '../shell/ProblemBox';
import type { SortOrder } from './search';
import { filterKinds, profileTexts, type ColumnFilter, type FilterKind } from './shape';
import styles from './column.module.css';

interface Props {
  /** the statement whose result it is; null where it cannot be asked again */ text: string | null;
  columns: RowsColumn[];
  column: number;
  sort: SortOrder | null;
  filters: ColumnFilter[];
  asOf: string | undefined;
  onSort(sort: SortOrder | null): void;
  onFilters(filters: ColumnFilter[]): void;
  pinned: boolean;
  onPin(): void;
  /** null for the last column that is shown */ onHide: (() => void) | null;
  onClose(): void;
}

/** What can be done with a column of a result, and what is in it. */
export function ColumnDialog({ text, columns, column, sort, filters, asOf, onSort, onFilters, pinned, onPin, onHide, onClose }: Props) {
  const { t } = useMessages();
  const dialog = useRef<HTMLDialogElement>(null),
    about = columns[column]!,
    sorted = sort?.column === column ? sort : null;
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const choose = (next: SortOrder | null) => {
    onSort(next);
    dialog.current?.close();
  };
  const arrange = (act: () => void) => {
    act();
    dialog.current?.close();
  };
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-label={t('column.title', { name: about.name })}
      onClose={onClose}
      onClick={event => {
        if (event.target === event.currentTarget) event.currentTarget.close();
      }}
    >
      <header>
        <b className="cut" dir="auto">
          {about.name}
        </b>
        <span className="t3 mono">{about.type}</span>
        <span className="grow" />
        <button type="button" className="iconbtn" aria-label={t('app.close')} onClick={() => dialog.current?.close()}>
          <X size={16} aria-hidden="true" />
        </button>
      </header>
      <div className={styles.sort} role="group" aria-label={t('column.sort')}>
        {[false, true].map(down => (
          <button
            key={String(down)}
            type="button"
            className="btn"
            aria-pressed={sorted?.down === down}
            onClick={() => choose(sorted?.down === down ? null : { column, down })}
          >
            {t(down ? 'column.down' : 'column.up')}
          </button>
        ))}
        <span className="grow" />
        <button type="button" className="btn" aria-pressed={pinned} onClick={() => arrange(onPin)}>
          <Pin size={13} aria-hidden="true" />
          {t(pinned ? 'column.unpin' : 'column.pin')}
        </button>
        <button type="button" className="btn" disabled={onHide === null} onClick={() => onHide && arrange(onHide)}>
          <EyeOff size={13} aria-hidden="true" />
          {t('column.hide')}
        </button>
      </div>
      {text !== null && (
        <>
          <FilterForm
            about={about}
            column={column}
            filters={filters}
            onFilters={next => {
              onFilters(next);
              dialog.current?.close();
            }}
          />
          <Profile text={text} columns={columns} column={column} asOf={asOf} />
        </>
      )}
    </dialog>
  );
}

function FilterForm({
  about,
  column,
  filters,
  onFilters,
}: {
  about: RowsColumn;
  column: number;
  filters: ColumnFilter[];
  onFilters(filters: ColumnFilter[]): void;
}) {
  const { t } = useMessages();
  const known = filters.find(one => one.column === column),
    others = filters.filter(one => one.column !== column);
  const [kind, setKind] = useState<FilterKind>(known?.kind ?? (about.numeric || about.temporal ? 'is' : 'contains')),
    [value, setValue] = useState(known?.value ?? '');
  const bare = kind === 'null' || kind === 'filled';
  return (
    <form
      className={styles.filter}
      onSubmit={event => {
        event.preventDefault();
        onFilters([...others, { column, kind, value: bare ? '' : value }]);
      }}
    >
      <Choice
        label={t('column.filter')}
        value={kind}
        values={filterKinds}
        name={one => t(`column.filter.${one}`)}
        onChange={next => setKind(next ?? kind)}
      />
      {!bare && (
        <span className="field">
          <input
            value={value}
            onChange={event => setValue(event.target.value)}
            aria-label={t('column.value')}
            spellCheck={false}
            autoFocus
          />
        </span>
      )}
      <button type="submit" className="btn primary">
        {t('column.apply')}
      </button>
      {known && (
        <button type="button" className="btn quiet" onClick={() => onFilters(others)}>
          {t('column.clear')}
        </button>
      )}
    </form>
  );
}

function Profile({ text, columns, column, asOf }: { text: string; columns: RowsColumn[]; column: number; asOf: string | undefined }) {
  const { t, language } = useMessages();
  const texts = profileTexts(text, columns, column),
    about = columns[column]!,
    ordered = about.numeric || about.temporal;
  const figures = useStatement(texts.figures, 1, asOf).answer,
    shape = useStatement(about.nested ? null : texts.shape, 40, asOf).answer;
  if (figures?.problem) return <ProblemBox problem={figures.problem} compact />;
  const row = figures?.phase === 'done' ? figures.rows : null;
  if (!row) return <p className={styles.wait}>{t('column.reading')}</p>;
  const [all, filled, kinds] = [0, 1, 2].map(at => Number(row.text(0, at) ?? 0)) as [number, number, number],
    share = (part: number) =>
      all === 0 ? '' : ` (${numberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(part / all)})`,
    shown = (at: number) => {
      const value = row.text(0, at);
      return value === null ? '–' : about.grouping ? grouped(value, language) : value;
    };
  const facts: [string, string][] = [
    [t('column.rows'), integer(all, language)],
    [t('column.nulls'), `${integer(all - filled, language)}${share(all - filled)}`],
    [t('column.distinct'), integer(kinds, language)],
    ...(about.nested
      ? []
      : ([
          [t('column.least'), shown(3)],
          [t('column.most'), shown(4)],
        ] as [string, string][])),
    ...(about.numeric
      ? ([
          [t('column.mean'), numberFormat(language, { maximumSignificantDigits: 6 }).format(Number(row.text(0, 5) ?? Number.NaN))],
          [t('column.median'), shown(6)],
        ] as [string, string][])
      : []),
  ];
  const bars = shape?.phase === 'done' && shape.rows ? shape.rows : null,
    counts = bars ? Array.from({ length: bars.count }, (_, at) => Number(bars.text(at, 1) ?? 0)) : [],
    most = Math.max(1, ...counts);
  return (
    <section className={styles.profile} aria-label={t('column.profile')} data-profile>
      <dl>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="num cut" dir="auto" title={value}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
      {bars && bars.count > 0 && !ordered && (
        <ul className={styles.top} aria-label={t('column.top')}>
          {counts.map((count, at) => (
            <li key={at}>
              <span className="cut mono" dir="auto" title={bars.text(at, 0) ?? ''}>
                {bars.text(at, 0) === '' ? '""' : bars.text(at, 0)}
              </span>
              <i aria-hidden="true" ref={node => node?.style.setProperty('width', `${(100 * count) / most}%`)} />
              <span className="num t2">
                {compact(count, language)}
                {share(count)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {bars && bars.count > 0 && ordered && <Histogram bars={counts.map((count, at) => ({ bin: Number(bars.text(at, 0) ?? 0), count }))} />}
      {figures?.bytes && <p className="t3 num">{t('column.read', { bytes: bytes(figures.bytes.scanned, language) })}</p>}
    </section>
  );
}

/** Twenty bins of equal width from the least to the greatest value. */
function Histogram({ bars }: { bars: { bin: number; count: number }[] }) {
  const { t, language } = useMessages();
  const most = Math.max(1, ...bars.map(one => one.count));
  return (
    <svg
      className={styles.histogram}
      viewBox="0 0 200 60"
      preserveAspectRatio="none"
      role="img"
      aria-label={t('column.histogram', { n: compact(most, language) })}
    >
      {bars.map(({ bin, count }) => (
        <rect key={bin} x={bin * 10 + 0.5} width={9} y={60 - (56 * count) / most} height={(56 * count) / most} />
      ))}
    </svg>
  );
}
