import type { StreamState } from '../api/types';
import { messageOf, useMessages } from '../i18n';
import styles from './syncs.module.css';

const dots: Record<StreamState, string> = {
  firstLoad: 'live',
  live: 'live',
  onTime: 'ok',
  late: 'warn',
  waiting: '',
  needsDecision: 'warn',
  failed: 'bad',
};

/** A stream's state: a word, a colour and a shape. */
export function StreamMark({ state, reason }: { state: StreamState; reason?: string | undefined }) {
  const { t } = useMessages();
  return (
    <span className={styles.mark} data-state={state}>
      <span className={styles.state}>
        <i className={`dot ${dots[state]}`} aria-hidden="true" />
        {t(`syncs.state.${state}`)}
      </span>
      {reason && <span className="t3">{messageOf(`syncs.reason.${reason}`) ?? reason}</span>}
    </span>
  );
}
