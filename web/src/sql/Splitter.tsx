import { useRef, useState, type ReactNode } from 'react';
import { useMessages } from '../i18n';
import styles from './sql.module.css';

const key = 'tarn.sql.split',
  least = 12,
  most = 85,
  step = 4;
const clamp = (value: number) => Math.min(most, Math.max(least, Math.round(value)));

/** Editor above, result below; the border between moves by pointer and by arrow keys. */
export function Splitter({ upper, lower }: { upper: ReactNode; lower: ReactNode }) {
  const { t } = useMessages();
  const box = useRef<HTMLDivElement>(null);
  const [share, setShare] = useState(() => clamp(Number(localStorage.getItem(key) ?? 34) || 34));
  const set = (value: number) => {
    setShare(clamp(value));
    localStorage.setItem(key, String(clamp(value)));
  };
  const onPointerDown = (event: React.PointerEvent<HTMLDivElement>) => {
    event.preventDefault();
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    const move = (at: PointerEvent) => {
      const { top, height } = box.current!.getBoundingClientRect();
      set(((at.clientY - top) / height) * 100);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', () => handle.removeEventListener('pointermove', move), { once: true });
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const target: Record<string, number> = { ArrowUp: share - step, ArrowDown: share + step, Home: least, End: most };
    if (target[event.key] === undefined) return;
    event.preventDefault();
    set(target[event.key]!);
  };
  return (
    <div ref={box} className={styles.split}>
      <div className={styles.upper} style={{ '--share': `${share}%` } as React.CSSProperties}>
        {upper}
      </div>
      <div
        className={styles.handle}
        role="separator"
        tabIndex={0}
        aria-orientation="horizontal"
        aria-label={t('sql.resize')}
        aria-valuenow={share}
        aria-valuemin={least}
        aria-valuemax={most}
        onPointerDown={onPointerDown}
        onKeyDown={onKeyDown}
      />
      <div className={styles.lower}>{lower}</div>
    </div>
  );
}
