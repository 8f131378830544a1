import { useQueryClient } from '@tanstack/react-query';
import { History, Tag } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Problem } from '../api/problem';
import type { Snapshot, TableDetails } from '../api/types';
import { instant, integer } from '../format/counts';
import { qualified, quoted } from '../format/identifiers';
import { run } from '../frames/answer';
import { useMessages } from '../i18n';
import { useReachable } from '../shell/OfflineBar';
import { ProblemBox } from '../shell/ProblemBox';
import styles from './actions.module.css';

interface Props {
  table: TableDetails;
  snapshot: Snapshot;
  current: Snapshot | undefined;
}

/** What can be done to a snapshot: each names its effect and its statement first, and runs exactly that statement. */
export function SnapshotActions({ table, snapshot, current }: Props) {
  const { t, language } = useMessages();
  const [open, setOpen] = useState<'rollBack' | 'tag' | null>(null);
  const reachable = useReachable();
  if (!table.may?.includes('manage')) return null;
  return (
    <>
      {!snapshot.current && (
        <button type="button" className="btn quiet" disabled={!reachable} onClick={() => setOpen('rollBack')}>
          <History size={14} aria-hidden="true" />
          {t('actions.rollBack', { at: instant(snapshot.at, language) })}
        </button>
      )}
      <button type="button" className="btn quiet" disabled={!reachable} onClick={() => setOpen('tag')}>
        <Tag size={14} aria-hidden="true" />
        {t('actions.tag', { at: instant(snapshot.at, language) })}
      </button>
      {open && <ActionDialog kind={open} table={table} snapshot={snapshot} current={current} onClose={() => setOpen(null)} />}
    </>
  );
}

function ActionDialog({ kind, table, snapshot, current, onClose }: Props & { kind: 'rollBack' | 'tag'; onClose(): void }) {
  const { t, language } = useMessages();
  const dialog = useRef<HTMLDialogElement>(null),
    client = useQueryClient();
  const [name, setName] = useState(''),
    [busy, setBusy] = useState(false),
    [problem, setProblem] = useState<Problem | null>(null);
  // A snapshot that main no longer descends from is not rolled back to: it is made the current one.
  const whole = qualified(table.levels, table.name),
    sql =
      kind === 'rollBack'
        ? `call tarn.system.${snapshot.branch === 'main' ? 'rollback_to_snapshot' : 'set_current_snapshot'}(table => '${whole.replaceAll("'", "''")}', snapshot_id => ${snapshot.id})`
        : `alter table ${whole} create tag ${name.trim() === '' ? '…' : quoted(name.trim())} as of version ${snapshot.id}`;
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const rows = (one: Snapshot | undefined) => (one?.rows === undefined ? '?' : integer(one.rows, language));
  const act = async () => {
    setBusy(true);
    setProblem(null);
    const answer = await run(sql, crypto.randomUUID(), 10, new AbortController().signal, () => {});
    setBusy(false);
    if (answer.phase !== 'done') {
      setProblem(answer.problem ?? null);
      return;
    }
    await client.invalidateQueries();
    dialog.current?.close();
  };
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby="action-title" onClose={onClose}>
      <form
        method="dialog"
        onSubmit={event => {
          event.preventDefault();
          if (!busy && (kind === 'rollBack' || name.trim() !== '')) void act();
        }}
      >
        <h2 id="action-title" dir="auto">
          {t(kind === 'rollBack' ? 'actions.rollBackTitle' : 'actions.tagTitle', { table: whole })}
        </h2>
        {kind === 'rollBack' ? (
          <ul>
            <li>{t('actions.rollBackRows', { before: rows(current), after: rows(snapshot), at: instant(snapshot.at, language) })}</li>
            <li>{t('actions.rollBackKept', { snapshot: current?.id ?? '?' })}</li>
          </ul>
        ) : (
          <>
            <p className="t2">{t('actions.tagHint')}</p>
            <label>
              <span>{t('catalog.name')}</span>
              <span className="field">
                <input
                  value={name}
                  onChange={event => setName(event.target.value)}
                  autoFocus
                  autoComplete="off"
                  spellCheck={false}
                  maxLength={120}
                />
              </span>
            </label>
          </>
        )}
        <pre className="code" tabIndex={0} aria-label="SQL">
          {sql}
        </pre>
        {problem && <ProblemBox problem={problem} compact />}
        <footer>
          <button type="button" className="btn" onClick={() => dialog.current?.close()}>
            {t('actions.leave')}
          </button>
          <button type="submit" className="btn primary" disabled={busy || (kind === 'tag' && name.trim() === '')}>
            {t(kind === 'rollBack' ? 'actions.doRollBack' : 'actions.doTag')}
          </button>
        </footer>
      </form>
    </dialog>
  );
}
