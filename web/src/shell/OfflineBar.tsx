import { WifiOff } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { connection } from '../api/connection';
import { useMessages } from '../i18n';
import styles from './shell.module.css';

export const useReachable = () => useSyncExternalStore(connection.subscribe, () => connection.reachable);

export function OfflineBar() {
  const { t } = useMessages();
  const reachable = useReachable();
  return (
    <div role="status">
      {!reachable && (
        <p className={styles.offline}>
          <WifiOff size={16} aria-hidden="true" />
          {t('app.offline')}
        </p>
      )}
    </div>
  );
}
