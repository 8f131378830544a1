import { Link } from '@tanstack/react-router';
import { RefreshCw, Table2, Workflow } from 'lucide-react';
import type { LineageItem, TableDetails } from '../api/types';
import { instant } from '../format/counts';
import { qualified, quoted } from '../format/identifiers';
import { messageOf, useMessages } from '../i18n';
import { FactsCard } from '../shell/FactsCard';
import { tablePath } from './paths';
import styles from './catalog.module.css';

/** Where the table stands: questions to begin with, lineage, facts, properties. */
export function OverviewTab({ table }: { table: TableDetails }) {
  const { t } = useMessages();
  const properties = Object.entries(table.properties ?? {}).sort(([one], [other]) => one.localeCompare(other));
  return (
    <div className={styles.cols}>
      <div className={styles.left}>
        <section className="card">
          <header>
            <h2>{t('catalog.questions')}</h2>
            <span className="t3">{t('catalog.questionsHint')}</span>
          </header>
          <ul className={styles.lineage}>
            {questions(table, t).map(([label, sql]) => (
              <li key={label}>
                <Link className="textlink" to="/sql" search={{ q: sql }}>
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </section>
        {table.sql && (
          <section className="card">
            <header>
              <h2>{t('catalog.definition')}</h2>
            </header>
            <div className={styles.sql}>
              <pre className="code" dir="auto" tabIndex={0}>
                {table.sql}
              </pre>
            </div>
          </section>
        )}
        <section className="card">
          <header>
            <h2>{t('catalog.properties')}</h2>
            <span className="t3 num">{properties.length}</span>
          </header>
          {properties.length === 0 ? (
            <p className={styles.note}>{t('catalog.noProperties')}</p>
          ) : (
            <div className="scroll">
              <table className="t">
                <thead>
                  <tr>
                    <th scope="col">{t('catalog.name')}</th>
                    <th scope="col">{t('catalog.value')}</th>
                  </tr>
                </thead>
                <tbody>
                  {properties.map(([name, value]) => (
                    <tr key={name}>
                      <td className="mono" dir="auto">
                        {name}
                      </td>
                      <td className={styles.path} dir="auto">
                        {value}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </section>
      </div>
      <aside className={styles.rail}>
        <Lineage table={table} />
        <Facts table={table} />
      </aside>
    </div>
  );
}

function Lineage({ table }: { table: TableDetails }) {
  const { t } = useMessages();
  const { up = [], down = [] } = table.lineage ?? {};
  return (
    <section className="card" aria-label={t('catalog.lineage')}>
      <header>
        <h2>{t('catalog.lineage')}</h2>
      </header>
      <div className={styles.lineage}>
        {up.length > 0 && <h3>{t('catalog.madeFrom')}</h3>}
        {up.length > 0 && (
          <ul>
            {up.map(item => (
              <Neighbour key={item.kind + item.name} item={item} />
            ))}
          </ul>
        )}
        <p className={styles.self} dir="auto">
          {table.name}
        </p>
        {table.model && (
          <p className="t2">
            {t('catalog.builtBy')}{' '}
            <Link className="textlink mono" to="/models/$id" params={{ id: table.model.id }}>
              {table.model.path}
            </Link>
          </p>
        )}
        {down.length > 0 && <h3>{t('catalog.usedBy')}</h3>}
        {down.length > 0 && (
          <ul>
            {down.map(item => (
              <Neighbour key={item.kind + item.name} item={item} />
            ))}
          </ul>
        )}
        {up.length === 0 && down.length === 0 && <p className="t3">{t('catalog.noLineage')}</p>}
      </div>
    </section>
  );
}

function Neighbour({ item }: { item: LineageItem }) {
  const Icon = item.kind === 'sync' ? RefreshCw : item.model ? Workflow : Table2;
  return (
    <li>
      <Icon size={14} aria-hidden="true" className="t3" />
      {item.kind === 'sync' ? (
        <Link className="textlink" to="/syncs/$name" params={{ name: item.name.split('.')[0]! }} dir="auto">
          {item.name}
        </Link>
      ) : (
        <Link className="textlink" {...tablePath(item.levels ?? [], item.table ?? item.name)} dir="auto">
          {item.name}
        </Link>
      )}
    </li>
  );
}

function Facts({ table }: { table: TableDetails }) {
  const { t, language } = useMessages();
  const facts: [string, string | undefined][] = [
    [t('catalog.lastChange'), table.asOf && `${instant(table.asOf, language)}${table.operation ? ` · ${table.operation}` : ''}`],
    [t('catalog.snapshot'), table.snapshot],
    [
      t('catalog.key'),
      table.key && table.key.columns.length > 0
        ? `${table.key.columns.join(', ')} (${messageOf(`catalog.keyFrom.${table.key.origin}`) ?? table.key.origin})`
        : undefined,
    ],
    [t('catalog.sortOrder'), table.sortOrder?.join(', ')],
    [t('catalog.location'), table.location],
  ];
  return <FactsCard title={t('catalog.facts')} facts={facts} />;
}

/** What one asks of a table first, each as a statement: how many, how they spread, what is most frequent. */
function questions(table: TableDetails, t: ReturnType<typeof useMessages>['t']): [string, string][] {
  const from = qualified(table.levels, table.name),
    day = table.columns.find(one => /^(date|timestamp)/.test(one.type)),
    word = table.columns.find(one => one.type === 'string'),
    found: [string, string][] = [[t('catalog.ask.profile'), `summarize ${from}`]];
  if (day)
    found.push([
      t('catalog.ask.trend', { column: day.name }),
      `select date_trunc('day', ${quoted(day.name)}) as day, count(*) as rows\nfrom ${from}\ngroup by all\norder by day`,
    ]);
  if (word)
    found.push([
      t('catalog.ask.top', { column: word.name }),
      `select ${quoted(word.name)}, count(*) as rows\nfrom ${from}\ngroup by all\norder by rows desc\nlimit 20`,
    ]);
  if (table.key && table.key.columns.length > 0)
    found.push([
      t('catalog.ask.twice'),
      `select ${table.key.columns.map(quoted).join(', ')}, count(*) as rows\nfrom ${from}\ngroup by all\nhaving count(*) > 1\norder by rows desc`,
    ]);
  return found;
}
