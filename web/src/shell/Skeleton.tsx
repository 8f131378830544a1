import type { ReactNode } from 'react';
import { useMessages } from '../i18n';
import styles from './skeleton.module.css';

interface Props {
  className?: string | undefined;
  children: ReactNode;
}

/** The shape of what comes, on the very first visit; nothing of it shows where the answer is quick. */
export function Skeleton({ className, children }: Props) {
  const { t } = useMessages();
  return (
    <>
      <p className="vh" role="status">
        {t('app.loading')}
      </p>
      <Ghosts className={className}>{children}</Ghosts>
    </>
  );
}

/** The same for a part of a page that says in words what it waits for. */
export const Ghosts = ({ className, children }: Props) => (
  <div className={`${styles.skeleton} ${className ?? ''}`} aria-hidden="true" data-skeleton>
    {children}
  </div>
);

/** A line of text, of some hundredths of the room there is. */
export const Ghost = ({ width = 60 }: { width?: number }) => (
  <i className={styles.ghost} ref={node => node?.style.setProperty('width', `${width}%`)} />
);

export const GhostCard = ({ children, lines = 3 }: { children?: ReactNode; lines?: number }) => (
  <div className={`card ${styles.card}`}>
    {children ?? Array.from({ length: lines }, (_, at) => <Ghost key={at} width={widths[at % widths.length]!} />)}
  </div>
);

/** Rows of a list in so many columns; the first is the name. On a narrow screen the last ones are left out, as there. */
export const GhostTable = ({ columns, rows = 8 }: { columns: number; rows?: number }) => (
  <div className={`card ${styles.table}`}>
    {Array.from({ length: rows + 1 }, (_, row) => (
      <div key={row} className={styles.row}>
        {Array.from({ length: columns }, (_, column) => (
          <span key={column}>
            <Ghost width={column === 0 ? widths[row % widths.length]! : 44} />
          </span>
        ))}
      </div>
    ))}
  </div>
);

/** Main part and rail, as on the pages of a table and of a model. */
export const GhostColumns = ({ children, rail }: { children: ReactNode; rail: ReactNode }) => (
  <div className={styles.columns}>
    <div>{children}</div>
    <div>{rail}</div>
  </div>
);

// Names differ in length; always the same ones, so that nothing moves between two drawings.
const widths = [62, 48, 71, 39, 56, 66, 44];
