import {
  Activity,
  BookOpen,
  Columns3,
  Eye,
  FileText,
  Folder,
  House,
  Keyboard,
  Languages,
  LogOut,
  Moon,
  MousePointerClick,
  Plus,
  RefreshCw,
  Sun,
  Table2,
  Terminal,
  Workflow,
} from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useMessages } from '../i18n';
import { pageActions } from './pageActions';
import { usePaletteItems, type PaletteItem } from './paletteItems';
import styles from './overlay.module.css';

const icons = {
  table: Table2,
  metadata: Table2,
  view: Eye,
  namespace: Folder,
  column: Columns3,
  home: House,
  catalog: Table2,
  syncs: RefreshCw,
  models: Workflow,
  sql: Terminal,
  jobs: Activity,
  sync: RefreshCw,
  model: Workflow,
  job: Activity,
  query: FileText,
  doc: BookOpen,
  new: Plus,
  light: Sun,
  dark: Moon,
  language: Languages,
  keys: Keyboard,
  leave: LogOut,
  page: MousePointerClick,
};
export type PaletteIcon = keyof typeof icons;

/** ⌘K: tables and columns from the server's search, what the page offers, actions of the whole program; `.`: what the page offers. A combobox over a list; the list never takes the focus. */
export function Palette({ onlyPage, onClose, onKeys }: { onlyPage: boolean; onClose(): void; onKeys(): void }) {
  const { t } = useMessages();
  const dialog = useRef<HTMLDialogElement>(null),
    list = useRef<HTMLUListElement>(null);
  const [query, setQuery] = useState(''),
    [active, setActive] = useState(0);
  // Read once: while it is open, the page behind it stands still.
  const [here] = useState(pageActions);
  const items = usePaletteItems(query, onKeys, here, onlyPage);
  const at = Math.min(active, Math.max(0, items.length - 1));

  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const choose = (item: PaletteItem | undefined) => {
    if (!item) return;
    dialog.current?.close();
    item.run();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const last = items.length - 1,
      moves: Record<string, number> = {
        ArrowDown: at >= last ? 0 : at + 1,
        ArrowUp: at <= 0 ? last : at - 1,
        PageDown: Math.min(last, at + 8),
        PageUp: Math.max(0, at - 8),
      };
    const move = moves[event.key];
    if (move !== undefined) {
      event.preventDefault();
      setActive(move);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(items[at]);
    }
  };
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-label={t('palette.title')}
      onClose={onClose}
      onClick={event => {
        if (event.target === event.currentTarget) event.currentTarget.close();
      }}
    >
      <input
        className={styles.input}
        autoFocus
        value={query}
        onChange={event => {
          setQuery(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        placeholder={t(onlyPage ? 'palette.pagePlaceholder' : 'palette.placeholder')}
        aria-label={t(onlyPage ? 'palette.pagePlaceholder' : 'palette.placeholder')}
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-autocomplete="list"
        aria-activedescendant={items.length ? `palette-${at}` : undefined}
        autoComplete="off"
        spellCheck={false}
      />
      {items.length === 0 ? (
        <p className={styles.nothing} role="status">
          {onlyPage && query === '' ? t('palette.nothingHere') : t('palette.nothing', { query })}
        </p>
      ) : (
        <ul ref={list} id="palette-list" className={styles.list} role="listbox" aria-label={t('palette.results')}>
          {items.map((item, index) => {
            const Icon = icons[item.icon];
            return (
              <li
                key={item.key}
                id={`palette-${index}`}
                role="option"
                aria-selected={index === at}
                className={styles.item}
                onClick={() => choose(item)}
                onMouseMove={() => index !== at && setActive(index)}
              >
                <Icon size={16} aria-hidden="true" />
                <span className="cut" dir="auto">
                  {item.label}
                </span>
                <span className={`${styles.hint} cut`} dir="auto">
                  {item.hint}
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </dialog>
  );
}
