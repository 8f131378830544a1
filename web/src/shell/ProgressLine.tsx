import { useIsFetching } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import styles from './shell.module.css';

/** Something is on its way while what is known stays at full strength. What takes less than 150 ms shows nothing. */
export function ProgressLine() {
  const fetching = useIsFetching({ predicate: query => query.queryKey[0] !== 'find' }),
    loading = useRouterState({ select: state => state.isLoading });
  return fetching > 0 || loading ? <div className={`progress-line ${styles.late}`} aria-hidden="true" data-progress /> : null;
}
