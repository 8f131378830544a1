import { ArrowRight } from 'lucide-react';
import type { Catalog } from '../api/types';
import { qualified } from '../format/identifiers';
import { useMessages } from '../i18n';
import styles from './sql.module.css';

// What people ask about lies in the later zones.
const zones = ['gold', 'silver', 'main', 'bronze'];
const rank = (name: string) => {
  const at = zones.indexOf(name);
  return at < 0 ? zones.length : at;
};

/** Before the first run: statements on tables that exist. */
export function Starters({ catalog, onChoose }: { catalog: Catalog | undefined; onChoose(text: string): void }) {
  const { t } = useMessages();
  const tables = [...(catalog?.namespaces ?? [])]
    .sort((a, b) => rank(a.name) - rank(b.name))
    .flatMap(space => space.tables.filter(table => table.kind === 'table').map(table => qualified(space.levels, table.name)));
  const [first, second = first] = tables;
  const examples =
    first === undefined || second === undefined
      ? [{ label: 'select 42', sql: 'select 42 as answer' }]
      : [
          { label: t('sql.example.sample', { table: first }), sql: `select *\nfrom ${first}\nlimit 100` },
          { label: t('sql.example.count', { table: second }), sql: `select count(*) as rows\nfrom ${second}` },
          {
            label: t('sql.example.past', { table: first }),
            sql: `select *\nfrom ${first} at (timestamp => now() - interval 1 day)\nlimit 100`,
          },
        ];
  return (
    <div className={styles.starters} data-answer>
      <p>{t('sql.idle')}</p>
      <ul>
        {examples.map(example => (
          <li key={example.label}>
            <button type="button" className="btn" onClick={() => onChoose(example.sql)}>
              <span className="cut" dir="auto">
                {example.label}
              </span>
              <ArrowRight size={14} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
