import { Plus, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useMessages } from '../i18n';
import { draftTitle, type Draft, type Drafts } from './drafts';
import styles from './sql.module.css';

interface Props {
  drafts: Drafts;
  list: Draft[];
  current: string;
  onShow(id: string): void;
}

export function DraftTabs({ drafts, list, current, onShow }: Props) {
  const { t } = useMessages();
  const nameOf = (draft: Draft) => draft.file ?? draftTitle(draft.text) ?? t('sql.untitled', { n: draft.number });
  const close = (draft: Draft) => {
    const index = list.indexOf(draft);
    drafts.remove(draft.id);
    if (draft.id === current) onShow((list[index + 1] ?? list[index - 1] ?? drafts.add()).id);
  };
  const tabs = useRef<HTMLUListElement>(null);
  useEffect(() => {
    void tabs.current?.querySelector('[data-current="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current, list.length]);
  return (
    <nav className={styles.drafts} aria-label={t('sql.drafts')}>
      <ul ref={tabs}>
        {list.map(draft => (
          <li key={draft.id} className={styles.draft} data-current={draft.id === current}>
            <button type="button" className="cut" dir="auto" aria-current={draft.id === current} onClick={() => onShow(draft.id)}>
              {nameOf(draft)}
            </button>
            {list.length > 1 && (
              <button
                type="button"
                className={styles.draftClose}
                aria-label={t('sql.closeDraft', { name: nameOf(draft) })}
                onClick={() => close(draft)}
              >
                <X size={13} aria-hidden="true" />
              </button>
            )}
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="iconbtn"
        aria-label={t('sql.newDraft')}
        title={t('sql.newDraft')}
        onClick={() => onShow(drafts.add().id)}
      >
        <Plus size={16} aria-hidden="true" />
      </button>
    </nav>
  );
}
