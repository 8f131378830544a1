import { Link } from '@tanstack/react-router';
import type { HealthTile, Home } from '../api/types';
import { bytes, compact, duration, integer } from '../format/counts';
import { numberFormat } from '../format/formatters';
import { messageOf, useMessages, type Language, type Translate } from '../i18n';
import { Sparkline, Strip } from './Sparkline';
import styles from './home.module.css';

export function HealthTiles({ home }: { home: Home }) {
  const { t, language } = useMessages();
  return (
    <section className={styles.tiles} aria-label={t('home.health')}>
      {home.tiles.map(tile => {
        const { value, detail } = words(tile, t, language);
        return (
          <Link key={tile.id} className={`card ${styles.tile}`} {...target(tile)} data-asof={home.asOf}>
            <span className={styles.label}>
              <i className={`dot ${tile.state}`} aria-hidden="true" />
              {t(`home.tile.${tile.id}`)}
              {tile.state !== 'ok' && <span className="vh">{messageOf(`home.state.${tile.state}`)}</span>}
            </span>
            <span className={`${styles.value} num`}>{value}</span>
            <span className={`${styles.detail} num`}>{detail}</span>
            {tile.series && (tile.bad ? <Strip all={tile.series} bad={tile.bad} /> : <Sparkline values={tile.series} />)}
          </Link>
        );
      })}
    </section>
  );
}

function target({ id }: HealthTile) {
  switch (id) {
    case 'freshness':
      return { to: '/catalog' as const, search: { only: 'late' as const } };
    case 'syncs':
      return { to: '/syncs' as const };
    case 'tests':
      return { to: '/models' as const };
    case 'queries':
      return { to: '/jobs' as const, search: { kind: 'query' as const } };
    default:
      return { to: '/catalog' as const, search: { sort: 'bytes' as const } };
  }
}

function words(tile: HealthTile, t: Translate, language: Language): { value: string; detail: string } {
  const whole = (value: number | undefined) => integer(Math.round(value ?? 0), language);
  switch (tile.id) {
    case 'freshness':
      return { value: t('home.of', { n: whole(tile.value), total: whole(tile.of) }), detail: t('home.onTime') };
    case 'syncs':
      return {
        value: numberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(tile.value / 100),
        detail: t('home.syncsDetail', { failed: whole(tile.count), total: whole(tile.of) }),
      };
    case 'tests':
      return {
        value: t('home.passed', { n: tile.value }),
        detail: tile.count ? t('home.failed', { n: tile.count }) : t('home.noneFailed'),
      };
    case 'queries':
      return { value: duration(tile.value, language), detail: t('home.queriesDetail', { n: compact(tile.count ?? 0, language) }) };
    default:
      return {
        value: bytes(tile.value, language),
        detail: t('home.storageDetail', { change: `${(tile.change ?? 0) < 0 ? '−' : '+'}${bytes(Math.abs(tile.change ?? 0), language)}` }),
      };
  }
}
