import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { resetEffect, resetStream } from '../api/pages';
import { Problem } from '../api/problem';
import { bounded, bytes, integer } from '../format/counts';
import { useMessages } from '../i18n';
import { CommandLine } from '../shell/CommandLine';
import { ConfirmDialog, TextField } from '../shell/ConfirmDialog';

/** Names what a reset does before it can be done: rows that go, files that are loaded again, the snapshot that keeps everything. */
export function ResetDialog({ name, stream, onClose }: { name: string; stream: string; onClose(): void }) {
  const { t, language } = useMessages();
  const client = useQueryClient();
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
    },
  });
  return (
    <ConfirmDialog
      title={t('syncs.resetTitle', { stream: `${name}.${stream}` })}
      leave={t('syncs.keep')}
      act={t('syncs.doReset')}
      ready={typed === stream && effect !== undefined}
      busy={reset.isPending}
      done={reset.isSuccess}
      problem={reset.error || error ? Problem.of(reset.error ?? error) : null}
      onAct={() => reset.mutate()}
      onClose={onClose}
    >
      {effect && (
        <ul>
          <li>
            {t('syncs.resetRows', {
              table: effect.table,
              rows: effect.rows === undefined ? '0' : bounded(integer(effect.rows, language), effect.rowsBound),
            })}
          </li>
          <li>{t('syncs.resetFiles', { n: effect.files, size: bytes(effect.bytes, language) })}</li>
          {effect.snapshot && <li>{t('syncs.resetKept', { snapshot: effect.snapshot })}</li>}
        </ul>
      )}
      {effect && (
        <p className="t2">
          {t('syncs.sameCommand')} <CommandLine text={`${effect.command} --yes`} />
        </p>
      )}
      <TextField label={t('syncs.typeName', { stream })} value={typed} onText={setTyped} />
    </ConfirmDialog>
  );
}
