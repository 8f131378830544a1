import { useQueryClient } from '@tanstack/react-query';
import { Cherry, GitBranch, History, Tag, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import type { Problem } from '../api/problem';
import type { Snapshot, TableDetails } from '../api/types';
import { bounded, instant, integer } from '../format/counts';
import { qualified, quoted } from '../format/identifiers';
import { run } from '../frames/answer';
import { useMessages } from '../i18n';
import { ConfirmDialog, TextField } from '../shell/ConfirmDialog';
import { useReachable } from '../shell/OfflineBar';

interface Props {
  table: TableDetails;
  snapshot: Snapshot;
  current: Snapshot | undefined;
}

type Kind = 'rollBack' | 'cherryPick' | 'tag' | 'branch';
const icons: Record<Kind, LucideIcon> = { rollBack: History, cherryPick: Cherry, tag: Tag, branch: GitBranch };

/** What can be done with a snapshot: each names its effect and its statement first, and runs exactly that statement. */
export function SnapshotActions({ table, snapshot, current }: Props) {
  const { t, language } = useMessages();
  const [open, setOpen] = useState<Kind | null>(null);
  const reachable = useReachable(),
    manages = table.may?.includes('manage'),
    offMain = !snapshot.current && snapshot.branch !== 'main';
  const kinds: Kind[] = [
    ...(manages && !snapshot.current ? (['rollBack'] as const) : []),
    ...(table.may?.includes('write') && offMain ? (['cherryPick'] as const) : []),
    ...(manages ? (['tag', 'branch'] as const) : []),
  ];
  return (
    <>
      {kinds.map(kind => {
        const Icon = icons[kind];
        return (
          <button key={kind} type="button" className="btn quiet" disabled={!reachable} onClick={() => setOpen(kind)}>
            <Icon size={14} aria-hidden="true" />
            {t(`actions.${kind}`, { at: instant(snapshot.at, language) })}
          </button>
        );
      })}
      {open && <ActionDialog kind={open} table={table} snapshot={snapshot} current={current} onClose={() => setOpen(null)} />}
    </>
  );
}

function ActionDialog({ kind, table, snapshot, current, onClose }: Props & { kind: Kind; onClose(): void }) {
  const { t, language } = useMessages();
  const client = useQueryClient();
  const [name, setName] = useState(''),
    [state, setState] = useState<'asking' | 'busy' | 'done'>('asking'),
    [problem, setProblem] = useState<Problem | null>(null);
  const whole = qualified(table.levels, table.name),
    named = kind === 'tag' || kind === 'branch',
    sql = statement(kind, whole, snapshot, name.trim());
  const rows = (one: Snapshot | undefined) => (one?.rows === undefined ? '?' : bounded(integer(one.rows, language), one.rowsBound));
  const act = async () => {
    setState('busy');
    setProblem(null);
    const answer = await run(sql, crypto.randomUUID(), 10, new AbortController().signal, () => {});
    if (answer.phase === 'done') await client.invalidateQueries();
    else setProblem(answer.problem ?? null);
    setState(answer.phase === 'done' ? 'done' : 'asking');
  };
  return (
    <ConfirmDialog
      title={t(`actions.title.${kind}`, { table: whole })}
      leave={t('actions.leave')}
      act={t(`actions.do.${kind}`)}
      ready={!named || name.trim() !== ''}
      busy={state === 'busy'}
      done={state === 'done'}
      problem={problem}
      onAct={() => void act()}
      onClose={onClose}
    >
      {kind === 'rollBack' && (
        <ul>
          <li>{t('actions.rollBackRows', { before: rows(current), after: rows(snapshot), at: instant(snapshot.at, language) })}</li>
          <li>{t('actions.rollBackKept', { snapshot: current?.id ?? '?' })}</li>
        </ul>
      )}
      {kind === 'cherryPick' && (
        <ul>
          <li>{t('actions.cherryPickRows', { rows: rows(current), at: instant(snapshot.at, language) })}</li>
          <li>{t('actions.cherryPickOnly')}</li>
        </ul>
      )}
      {named && (
        <>
          <p className="t2">{t(`actions.hint.${kind}`)}</p>
          <TextField label={t('catalog.name')} value={name} onText={setName} />
        </>
      )}
      <pre className="code" tabIndex={0} aria-label="SQL">
        {sql}
      </pre>
    </ConfirmDialog>
  );
}

function statement(kind: Kind, table: string, snapshot: Snapshot, name: string): string {
  if (kind === 'tag' || kind === 'branch')
    return `alter table ${table} create ${kind} ${name === '' ? '…' : quoted(name)} as of version ${snapshot.id}`;
  // A snapshot that main no longer descends from is not rolled back to: it is made the current one.
  const procedure =
    kind === 'cherryPick' ? 'cherrypick_snapshot' : snapshot.branch === 'main' ? 'rollback_to_snapshot' : 'set_current_snapshot';
  return `call tarn.system.${procedure}(table => '${table.replaceAll("'", "''")}', snapshot_id => ${snapshot.id})`;
}
