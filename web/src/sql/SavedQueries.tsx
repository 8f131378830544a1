import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FileText, Save } from 'lucide-react';
import { useRef, useState } from 'react';
import { queriesQuery, saveQuery } from '../api/pages';
import { Problem } from '../api/problem';
import type { SavedQuery } from '../api/types';
import { instant } from '../format/counts';
import { useMessages } from '../i18n';
import { useReachable } from '../shell/OfflineBar';
import { ConfirmDialog, TextField } from '../shell/ConfirmDialog';
import { joinColumns, splitColumns } from './columnsLine';
import { draftTitle, type Draft, type Drafts } from './drafts';
import styles from './saved.module.css';

/** The files of queries/: open one as a draft, save the draft as one. The file that was loaded is named with each save, so that nobody's change is lost. */
export function SavedQueries({ draft, drafts, onOpen }: { draft: Draft; drafts: Drafts; onOpen(query: SavedQuery): void }) {
  const { t, language } = useMessages();
  const { data } = useQuery(queriesQuery);
  const menu = useRef<HTMLDivElement>(null);
  const [naming, setNaming] = useState(false);
  const reachable = useReachable();
  const file = draft.file ? data?.queries.find(one => one.name === draft.file) : undefined,
    saved = file && splitColumns(file.text),
    changed = draft.file !== undefined && (!saved || joinColumns(saved.text, saved.columns) !== fileOf(draft));
  return (
    <div className={styles.place}>
      <button type="button" className="btn quiet" popoverTarget="saved-queries" aria-label={t('saved.title')}>
        <FileText size={14} aria-hidden="true" />
        <span className={styles.label}>{t('saved.title')}</span>
      </button>
      <div ref={menu} id="saved-queries" popover="auto" className={styles.menu} role="group" aria-label={t('saved.title')}>
        {data?.queries.length === 0 && <p className="t2">{t('saved.none')}</p>}
        <ul>
          {data?.queries.map(query => (
            <li key={query.name}>
              <button
                type="button"
                onClick={() => {
                  menu.current?.hidePopover();
                  onOpen(query);
                }}
              >
                <span className="cut" dir="auto">
                  {query.name}
                </span>
                <span className="t3 num">{instant(query.modifiedAt, language)}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
      {data?.mayWrite && (
        <button
          type="button"
          className="btn quiet"
          aria-label={t('saved.save')}
          disabled={!reachable || draft.text.trim() === '' || (draft.file !== undefined && !changed)}
          onClick={() => setNaming(true)}
        >
          <Save size={14} aria-hidden="true" />
          <span className={styles.label}>{t('saved.save')}</span>
        </button>
      )}
      {naming && <SaveDialog draft={draft} drafts={drafts} onClose={() => setNaming(false)} />}
    </div>
  );
}

const fileOf = (draft: Draft) => joinColumns(draft.text, draft.columns);

function SaveDialog({ draft, drafts, onClose }: { draft: Draft; drafts: Drafts; onClose(): void }) {
  const { t } = useMessages();
  const client = useQueryClient();
  const [name, setName] = useState(
    draft.file ??
      draftTitle(draft.text)
        ?.replace(/[^\p{L}\p{N} _.-]/gu, '')
        .trim() ??
      '',
  );
  const { data } = useQuery(queriesQuery);
  const before = data?.queries.find(one => one.name === name);
  const save = useMutation({
    mutationFn: () => saveQuery(name, fileOf(draft), name === draft.file ? draft.hash : undefined),
    onSuccess: saved => {
      drafts.link(draft.id, saved.name, saved.hash);
      void client.invalidateQueries({ queryKey: ['queries'] });
    },
  });
  return (
    <ConfirmDialog
      title={t('saved.saveTitle')}
      leave={t('app.close')}
      act={t('saved.save')}
      ready={name.trim() !== ''}
      busy={save.isPending}
      done={save.isSuccess}
      problem={save.error ? Problem.of(save.error) : null}
      onAct={() => save.mutate()}
      onClose={onClose}
    >
      <TextField label={t('catalog.name')} value={name} onText={setName} most={80} />
      <p className="t2">
        {t('saved.writes')} <code className="mono">queries/{name || '…'}.sql</code>
      </p>
      <pre className={styles.diff} tabIndex={0} aria-label={t('saved.diff')}>
        {lines(before?.text ?? '', fileOf(draft)).map(({ sign, text }, index) => (
          <span key={index} data-sign={sign}>
            {sign} {text}
            {'\n'}
          </span>
        ))}
      </pre>
    </ConfirmDialog>
  );
}

/** What the file loses and gains: lines in common at both ends stand as they are, what lies between is exchanged. */
export function lines(before: string, after: string): { sign: ' ' | '-' | '+'; text: string }[] {
  const old = before === '' ? [] : before.split('\n'),
    now = after.split('\n');
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  return [
    ...now.slice(0, head).map(text => ({ sign: ' ' as const, text })),
    ...old.slice(head, old.length - tail).map(text => ({ sign: '-' as const, text })),
    ...now.slice(head, now.length - tail).map(text => ({ sign: '+' as const, text })),
    ...now.slice(now.length - tail).map(text => ({ sign: ' ' as const, text })),
  ];
}
