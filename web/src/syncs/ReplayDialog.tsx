import { useMutation, useQueryClient } from '@tanstack/react-query';
import { replayStream } from '../api/pages';
import { Problem } from '../api/problem';
import type { Sync, SyncStream } from '../api/types';
import { useMessages } from '../i18n';
import { CommandLine } from '../shell/CommandLine';
import { ConfirmDialog } from '../shell/ConfirmDialog';

/** Says what a replay does before it is done: which files are read again, by which rules, and what happens to rows that still do not fit. */
export function ReplayDialog({ sync, stream, onClose }: { sync: Sync; stream: SyncStream; onClose(): void }) {
  const { t } = useMessages();
  const client = useQueryClient(),
    name = `${sync.name}.${stream.name}`;
  const replay = useMutation({
    mutationFn: () => replayStream(sync.name, stream.name),
    onSettled: () => void client.invalidateQueries({ queryKey: ['syncs'] }),
  });
  return (
    <ConfirmDialog
      title={t('quarantine.replayTitle', { stream: name })}
      leave={t('app.close')}
      act={t('quarantine.doReplay')}
      ready
      busy={replay.isPending}
      done={replay.isSuccess}
      problem={replay.error ? Problem.of(replay.error) : null}
      onAct={() => replay.mutate()}
      onClose={onClose}
    >
      <ul>
        <li>{t('quarantine.replayReads', { n: stream.quarantined, file: sync.file, table: stream.table })}</li>
        <li>{t('quarantine.replayTakes', { table: stream.table })}</li>
        <li>{t('quarantine.replayKeeps')}</li>
      </ul>
      <p className="t2">
        {t('syncs.sameCommand')} <CommandLine text={`tarn sync replay ${name}`} />
      </p>
    </ConfirmDialog>
  );
}
