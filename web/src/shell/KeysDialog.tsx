import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useMessages, type MessageKey } from '../i18n';
import { keyName } from '../tokens/platform';
import styles from './overlay.module.css';

const keys: [MessageKey, string[]][] = [
  ['keys.find', [keyName('mod', 'K')]],
  ['nav.home', ['G', 'H']],
  ['nav.sql', ['G', 'S']],
  ['nav.catalog', ['G', 'C']],
  ['nav.syncs', ['G', 'Y']],
  ['nav.models', ['G', 'M']],
  ['nav.jobs', ['G', 'J']],
  ['keys.rows', ['J', 'K']],
  ['keys.query', ['Q']],
  ['keys.marks', ['A', 'B', 'D']],
  ['keys.filter', ['/']],
  ['keys.actions', ['.']],
  ['keys.refresh', ['R']],
  ['keys.help', ['?']],
  ['keys.run', [keyName('mod', 'Enter')]],
  ['keys.runSelection', [keyName('shift', 'mod', 'Enter')]],
  ['keys.runAll', [keyName('alt', 'mod', 'Enter')]],
  ['keys.cancel', ['Esc']],
  ['keys.comment', [keyName('mod', '/')]],
  ['keys.editor', ['Esc', 'Tab']],
  ['keys.grid', ['← ↑ → ↓']],
  ['keys.column', ['M']],
  ['keys.copyCells', [keyName('mod', 'C')]],
  ['keys.jobs', ['J', 'K']],
  ['keys.cancelJob', ['C']],
];

export function KeysDialog({ onClose }: { onClose(): void }) {
  const { t } = useMessages();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby="keys-title"
      onClose={onClose}
      onClick={event => {
        if (event.target === event.currentTarget) event.currentTarget.close();
      }}
    >
      <header className={styles.head}>
        <h2 id="keys-title">{t('keys.title')}</h2>
        <button type="button" className="iconbtn" aria-label={t('app.close')} onClick={() => dialog.current?.close()}>
          <X size={16} aria-hidden="true" />
        </button>
      </header>
      <div className={styles.allKeys} tabIndex={0} role="region" aria-labelledby="keys-title">
        <dl className={styles.keys}>
          {keys.map(([label, names]) => (
            <div key={label}>
              <dt>{names[0] === 'G' ? `${t('palette.goTo')} ${t(label as 'keys.find')}` : t(label as 'keys.find')}</dt>
              <dd>
                {names.map(name => (
                  <kbd key={name} className="kbd">
                    {name}
                  </kbd>
                ))}
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </dialog>
  );
}
