import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { RowSource } from '../frames/rowSource';
import { useMessages } from '../i18n';
import type { SortOrder } from '../sql/search';
import { GridView } from './GridView';
import styles from './grid.module.css';
import { copyText } from '../shell/copyText';

interface Props {
  rows: RowSource;
  /** changes when rows have been added */ count: number;
  sort: SortOrder | null;
  /** the rows come in the order of `sort` already */ inOrder?: boolean;
  /** how many of the first columns stay in sight */ pinned?: number;
  onSort(sort: SortOrder | null): void;
  /** somebody wants to do something with a column */ onColumn?(column: number): void;
}

export function Grid({ rows, count, sort, inOrder = false, pinned = 0, onSort, onColumn }: Props) {
  const { t, language } = useMessages();
  const place = useRef<HTMLDivElement>(null),
    view = useRef<GridView | null>(null),
    onSortNow = useRef(onSort),
    onColumnNow = useRef(onColumn),
    hasColumns = onColumn !== undefined;
  const [cell, setCell] = useState<{ name: string; type: string; text: string } | null>(null);
  useEffect(() => {
    onSortNow.current = onSort;
    onColumnNow.current = onColumn;
  });

  useEffect(() => {
    const texts = {
      label: t('grid.label'),
      row: t('grid.rowNumber'),
      nullText: t('grid.null'),
      up: t('grid.sortedUp'),
      down: t('grid.sortedDown'),
    };
    const made = (view.current = new GridView(
      place.current!,
      {
        sort: next => onSortNow.current(next),
        column: hasColumns ? column => onColumnNow.current?.(column) : null,
        cell: (row, column) => {
          const about = made.rows?.columns[column];
          if (about)
            setCell({
              name: about.name,
              type: about.type,
              text: pretty(made.rows!.text(made.source(row), column), about.nested) ?? t('grid.null'),
            });
        },
      },
      texts,
      language,
    ));
    void document.fonts.ready.then(() => made.measure());
    return () => {
      made.destroy();
      view.current = null;
    };
  }, [t, language, hasColumns]);
  useEffect(
    () => view.current?.show(rows, sort, inOrder, pinned),
    [rows, count, sort?.column, sort?.down, inOrder, pinned, t, language, hasColumns],
  );

  return (
    <div className={styles.place}>
      <div ref={place} className={styles.mount} />
      {cell && (
        <CellDialog
          {...cell}
          onClose={() => {
            setCell(null);
            view.current?.root.focus();
          }}
        />
      )}
    </div>
  );
}

function pretty(text: string | null, nested: boolean): string | null {
  return text !== null && nested ? JSON.stringify(JSON.parse(text), null, 2) : text;
}

/** One cell in full: long texts, nested values. */
function CellDialog({ name, type, text, onClose }: { name: string; type: string; text: string; onClose(): void }) {
  const { t } = useMessages();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.viewer}
      aria-label={`${t('grid.cell')} ${name}`}
      onClose={onClose}
      onClick={event => {
        if (event.target === event.currentTarget) event.currentTarget.close();
      }}
    >
      <header>
        <b className="cut" dir="auto">
          {name}
        </b>
        <span className="t3 mono">{type}</span>
        <span className="grow" />
        <button type="button" className="btn" onClick={() => void copyText(text)}>
          {t('app.copy')}
        </button>
        <button type="button" className="iconbtn" aria-label={t('app.close')} onClick={() => dialog.current?.close()}>
          <X size={16} aria-hidden="true" />
        </button>
      </header>
      <pre dir="auto" tabIndex={0}>
        {text}
      </pre>
    </dialog>
  );
}
