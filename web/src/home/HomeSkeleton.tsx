import { Ghost, GhostCard, Skeleton } from '../shell/Skeleton';
import styles from './home.module.css';

/** Verdict, tiles, the two lists, the runs. */
export const HomeSkeleton = () => (
  <Skeleton>
    <p className={styles.verdict}>
      <Ghost width={46} />
    </p>
    <div className={styles.tiles}>
      {['a', 'b', 'c', 'd', 'e'].map(tile => (
        <GhostCard key={tile} lines={4} />
      ))}
    </div>
    <div className={styles.two}>
      <GhostCard lines={7} />
      <GhostCard lines={7} />
    </div>
    <GhostCard lines={6} />
  </Skeleton>
);
