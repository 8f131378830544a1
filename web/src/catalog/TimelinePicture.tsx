import { useEffect, useRef } from 'react';
import type { Snapshot, Timeline } from '../api/types';
import { instant, integer } from '../format/counts';
import { useMessages } from '../i18n';
import { operations } from './operations';
import marks from './snapshots.module.css';

const colourOf = (operation: string | undefined) => operations.find(one => one.name === operation)?.colour ?? 'var(--c0)';
const closest = 25,
  widest = 90,
  left = 34,
  right = 54,
  lane = 38,
  top = 78;

interface Props {
  timeline: Timeline;
  a: string | undefined;
  b: string | undefined;
  onPick(end: 'a' | 'b', id: string): void;
}

/** Snapshots from old to new, one line a branch; bars are rows added and removed, flags are tags. Snapshots that no branch leads to stand on a dashed line. */
export function TimelinePicture({ timeline, a, b, onPick }: Props) {
  const { t, language } = useMessages();
  const group = useRef<SVGSVGElement>(null),
    box = useRef<HTMLDivElement>(null);
  const list = [...timeline.snapshots].reverse(),
    lines = [...new Set(['main', ...list.map(one => one.branch ?? '')])].filter(one => one !== '' || list.some(s => !s.branch));
  const most = Math.max(1, ...list.map(one => Math.max(Number(one.added ?? 0), Number(one.removed ?? 0))));
  const step = Math.min(widest, Math.max(closest, 760 / list.length));
  const width = Math.max(320, left + list.length * step + right),
    height = top + lines.length * lane + 26;
  const x = (index: number) => left + index * step,
    y = (one: Snapshot) => top + lines.indexOf(one.branch ?? '') * lane;
  const size = (rows: Snapshot['added'], highest: number) =>
    rows ? Math.max(2, (Math.sqrt(Number(rows)) / Math.sqrt(most)) * highest) : 0;
  // A long history opens at its newest end.
  useEffect(() => {
    if (box.current) box.current.scrollLeft = box.current.scrollWidth;
  }, [list.length]);
  const move = (event: React.KeyboardEvent, index: number) => {
    const next = event.key === 'ArrowLeft' ? index - 1 : event.key === 'ArrowRight' ? index + 1 : -1;
    if (next < 0 || next >= list.length) return;
    event.preventDefault();
    group.current?.querySelector<SVGGElement>(`[data-index="${next}"]`)?.focus();
  };
  const from = list.findIndex(one => one.id === a),
    to = list.findIndex(one => one.id === b);
  const days = list.map(one => one.at.slice(0, 10));
  return (
    <div ref={box} className={marks.lineScroll}>
      <svg
        ref={group}
        className={marks.line}
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        preserveAspectRatio="xMinYMid meet"
        role="group"
        aria-label={t('catalog.timeline', { n: list.length })}
      >
        {from >= 0 && to >= 0 && (
          <rect
            x={Math.min(x(from), x(to)) - 11}
            y={22}
            width={Math.abs(x(to) - x(from)) + 22}
            height={height - 46}
            rx="8"
            fill="var(--accent)"
            opacity=".07"
          />
        )}
        {lines.map((name, index) => {
          const own = list.flatMap((one, at) => ((one.branch ?? '') === name ? [at] : [])),
            height = top + index * lane;
          if (own.length === 0) return null;
          return (
            <g key={name || '-'}>
              <line
                x1={x(own[0]!) - 10}
                x2={x(own.at(-1)!) + 12}
                y1={height}
                y2={height}
                stroke="var(--line-2)"
                strokeWidth="2"
                strokeDasharray={name === '' ? '3 4' : undefined}
              />
              <text x={x(own.at(-1)!) + 18} y={height + 4}>
                {name === '' ? t('catalog.leftBehind') : name}
              </text>
            </g>
          );
        })}
        {list.map((one, index) => {
          const chosen = one.id === a ? 'A' : one.id === b ? 'B' : '',
            colour = colourOf(one.operation),
            above = size(one.added, 40),
            below = size(one.removed, 14);
          const tags = timeline.references.filter(reference => reference.kind === 'tag' && reference.snapshot === one.id);
          const words = t('catalog.snapshotWords', {
            operation: one.operation ?? '?',
            at: instant(one.at, language),
            added: one.added === undefined ? '?' : integer(one.added, language),
            removed: one.removed === undefined ? '0' : integer(one.removed, language),
          });
          return (
            <g
              key={one.id}
              role="button"
              tabIndex={index === Math.max(0, to) ? 0 : -1}
              aria-pressed={chosen !== ''}
              aria-label={`${chosen ? `${chosen}: ` : ''}${words}${tags.length ? `, ${tags.map(tag => tag.name).join(', ')}` : ''}`}
              data-index={index}
              data-snapshot={one.id}
              onClick={event => onPick(event.shiftKey ? 'a' : 'b', one.id)}
              onKeyDown={event => {
                if (event.key === 'Enter' || event.key === ' ') {
                  event.preventDefault();
                  onPick(event.shiftKey ? 'a' : 'b', one.id);
                } else move(event, index);
              }}
            >
              <title>{words}</title>
              <rect className={marks.ring} x={x(index) - 12} y={y(one) - 12} width="24" height="24" rx="6" />
              {above > 0 && <rect x={x(index) - 4} y={y(one) - 14 - above} width="8" height={above} rx="1.5" fill={colour} opacity=".75" />}
              {below > 0 && <rect x={x(index) - 4} y={y(one) + 11} width="8" height={below} rx="1.5" fill="var(--c2)" opacity=".8" />}
              {one.operation === 'replace' && !chosen ? (
                <rect
                  x={x(index) - 4.5}
                  y={y(one) - 4.5}
                  width="9"
                  height="9"
                  rx="1.5"
                  fill="var(--surface)"
                  stroke={colour}
                  strokeWidth="2"
                />
              ) : (
                <circle
                  cx={x(index)}
                  cy={y(one)}
                  r={chosen ? 8 : 4.5}
                  fill={chosen ? 'var(--accent)' : 'var(--surface)'}
                  stroke={chosen ? 'var(--accent)' : colour}
                  strokeWidth="2"
                />
              )}
              {chosen && (
                <text className={marks.mark} x={x(index)} y={y(one) + 3.4} textAnchor="middle">
                  {chosen}
                </text>
              )}
              {tags.map((tag, at) => (
                <g key={tag.name} transform={`translate(${x(index)},${14 + at * 14})`}>
                  <line y1="6" y2={y(one) - 20 - at * 14} stroke="var(--line-2)" strokeDasharray="2 2" />
                  <text className={marks.tagText} textAnchor="middle">
                    {tag.name}
                  </text>
                </g>
              ))}
            </g>
          );
        })}
        {days.map((day, index) =>
          day !== days[index - 1] ? (
            <text key={index} x={x(index)} y={height - 6} textAnchor={index === 0 ? 'start' : 'middle'}>
              {day}
            </text>
          ) : null,
        )}
      </svg>
    </div>
  );
}
