import type { Bound, Count } from '../api/types';
import { bounded, integer } from '../format/counts';
import { useMessages } from '../i18n';
import styles from './catalog.module.css';

/** How many rows, as far as metadata knows it. */
export function RowCount({ rows, bound }: { rows: Count | undefined; bound: Bound | undefined }) {
  const { t, language } = useMessages();
  if (rows === undefined) return '–';
  return bound ? <span title={t(`catalog.bound.${bound}`)}>{bounded(integer(rows, language), bound)}</span> : integer(rows, language);
}

/** What the signs before numbers of rows mean, where there are any: a tooltip is not for everybody. */
export function BoundNote({ bounds }: { bounds: (Bound | undefined)[] }) {
  const { t } = useMessages();
  return (['atLeast', 'atMost'] as const)
    .filter(bound => bounds.includes(bound))
    .map(bound => (
      <p key={bound} className={styles.boundNote}>
        {bounded(t(`catalog.bound.${bound}`), bound)}
      </p>
    ));
}
