import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { resetEffect, resetStream } from '../api/pages';
import { Problem } from '../api/problem';
import { bytes, integer } from '../format/counts';
import { useMessages } from '../i18n';
import { ProblemBox } from '../shell/ProblemBox';
import styles from './syncs.module.css';

/** Names what a reset does before it can be done: rows that go, files that are loaded again, the snapshot that keeps everything. */
export function ResetDialog({ name, stream, onClose }: { name: string; stream: string; onClose(): void }) {
  const { t, language } = useMessages();
  const dialog = useRef<HTMLDialogElement>(null),
    client = useQueryClient();
  const [typed, setTyped] = useState('');
  const { data: effect, error } = useQuery({
    queryKey: ['syncs', name, stream, 'reset'],
    queryFn: () => resetEffect(name, stream),
    staleTime: 0,
    gcTime: 0,
  });
  const reset = useMutation({
    mutationFn: () => resetStream(name, stream, typed),
    onSuccess: () => {
      void client.invalidateQueries();
      dialog.current?.close();
    },
  });
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby="reset-title" onClose={onClose}>
      <form
        method="dialog"
        onSubmit={event => {
          event.preventDefault();
          if (typed === stream && !reset.isPending) reset.mutate();
        }}
      >
        <h2 id="reset-title" dir="auto">
          {t('syncs.resetTitle', { stream: `${name}.${stream}` })}
        </h2>
        {error && <ProblemBox problem={Problem.of(error)} compact />}
        {effect && (
          <ul className={styles.effects}>
            <li>{t('syncs.resetRows', { table: effect.table, rows: effect.rows === undefined ? '0' : integer(effect.rows, language) })}</li>
            <li>{t('syncs.resetFiles', { n: effect.files, size: bytes(effect.bytes, language) })}</li>
            {effect.snapshot && <li>{t('syncs.resetKept', { snapshot: effect.snapshot })}</li>}
          </ul>
        )}
        {effect && (
          <p className="t2">
            {t('syncs.sameCommand')} <code className="mono">{effect.command} --yes</code>
          </p>
        )}
        <label>
          <span>{t('syncs.typeName', { stream })}</span>
          <span className="field">
            <input value={typed} onChange={event => setTyped(event.target.value)} autoComplete="off" spellCheck={false} autoFocus />
          </span>
        </label>
        {reset.error && <ProblemBox problem={Problem.of(reset.error)} compact />}
        <footer>
          <button type="button" className="btn" onClick={() => dialog.current?.close()}>
            {t('syncs.keep')}
          </button>
          <button type="submit" className="btn primary" disabled={typed !== stream || !effect || reset.isPending}>
            {t('syncs.doReset')}
          </button>
        </footer>
      </form>
    </dialog>
  );
}
