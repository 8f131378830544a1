import { Ban, CircleCheck, CircleDashed, CircleHelp, Loader, OctagonX } from 'lucide-react';
import type { JobState as State } from '../api/types';
import { useMessages } from '../i18n';

const looks = {
  queued: [CircleDashed, ''],
  running: [Loader, 'acc'],
  succeeded: [CircleCheck, 'ok'],
  failed: [OctagonX, 'bad'],
  cancelled: [Ban, ''],
  lost: [CircleHelp, 'warn'],
} as const;

/** State by icon, word and colour: never by colour alone. */
export function JobState({ state }: { state: State }) {
  const { t } = useMessages();
  const [Icon, tone] = looks[state] ?? looks.lost;
  return (
    <span className={`pill ${tone}`}>
      <Icon size={12} aria-hidden="true" />
      <span className="state-word">{t(`jobs.state.${state}`)}</span>
    </span>
  );
}
