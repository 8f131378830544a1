import { CircleCheck, Clock, TriangleAlert } from 'lucide-react';
import type { Freshness } from '../api/types';
import { age as ageOf, instant } from '../format/counts';
import { useMessages } from '../i18n';

/** The age of a table's rows at an instant of the server's clock; against its target where it has one. */
export function FreshnessPill({ freshness, now, plain }: { freshness: Freshness; now: number; plain?: boolean }) {
  const { t, language } = useMessages();
  const ageMs = Math.max(0, now - Date.parse(freshness.checkedAt ?? freshness.changedAt)),
    late = freshness.targetMs !== undefined && ageMs > freshness.targetMs,
    age = ageOf(ageMs, language),
    target = freshness.targetMs === undefined ? undefined : ageOf(freshness.targetMs, language);
  const title = [
    instant(freshness.changedAt, language),
    freshness.checkedAt && t('catalog.checked', { at: instant(freshness.checkedAt, language) }),
    target && t('catalog.target', { target }),
  ]
    .filter(Boolean)
    .join(' · ');
  if (target === undefined)
    return plain ? (
      <span className="num t2" title={title}>
        {age}
      </span>
    ) : (
      <span className="pill" title={title} data-asof={freshness.changedAt}>
        <Clock size={12} aria-hidden="true" />
        {t('catalog.age', { age })}
      </span>
    );
  const Icon = late ? TriangleAlert : CircleCheck;
  return (
    <span className={`pill ${late ? 'bad' : 'ok'}`} title={title} data-asof={freshness.changedAt}>
      <Icon size={12} aria-hidden="true" />
      {t(late ? 'catalog.late' : 'catalog.fresh', { age })}
    </span>
  );
}
