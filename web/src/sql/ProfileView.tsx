import { useQuery } from '@tanstack/react-query';
import { profileQuery } from '../api/pages';
import { Problem } from '../api/problem';
import type { Operator } from '../api/types';
import { bytes, duration, integer } from '../format/counts';
import { useMessages } from '../i18n';
import { ProblemBox } from '../shell/ProblemBox';
import styles from './profile.module.css';

/** Where a statement's time went: phases, files and bytes, memory, and the executor's operators with their shares. */
export function ProfileView({ job }: { job: string }) {
  const { t, language } = useMessages();
  const { data, error } = useQuery(profileQuery(job));
  if (error) return <ProblemBox problem={Problem.of(error)} compact />;
  if (!data) return <p className={styles.note}>{t('app.loading')}</p>;
  const phases: [string, number][] = [
    [t('sql.messages.queue'), data.ms.queue ?? 0],
    [t('sql.messages.plan'), data.ms.plan ?? 0],
    [t('sql.messages.exec'), data.ms.exec ?? 0],
  ];
  const total = Math.max(0.001, data.ms.total ?? phases.reduce((sum, [, ms]) => sum + ms, 0)),
    work = data.plan ? sum(data.plan) : 0;
  return (
    <div className={styles.profile} tabIndex={0} role="group" aria-label={t('sql.tab.profile')}>
      <section>
        <h3>{t('profile.phases')}</h3>
        <ul className={styles.phases}>
          {phases.map(([label, ms], index) => (
            <li key={label}>
              <span>{label}</span>
              <span className={styles.bar} aria-hidden="true">
                <i
                  ref={node => {
                    node?.style.setProperty(
                      'margin-left',
                      `${(phases.slice(0, index).reduce((all, [, one]) => all + one, 0) / total) * 100}%`,
                    );
                    node?.style.setProperty('width', `${(ms / total) * 100}%`);
                  }}
                />
              </span>
              <b className="num">{duration(ms, language)}</b>
            </li>
          ))}
        </ul>
      </section>
      <dl className={`${styles.numbers} num`}>
        <div>
          <dt>{t('jobs.took')}</dt>
          <dd>{duration(total, language)}</dd>
        </div>
        <div>
          <dt>{t('sql.messages.files')}</dt>
          <dd>{t('sql.messages.ofFiles', { read: integer(data.files.read, language), total: integer(data.files.total, language) })}</dd>
        </div>
        <div>
          <dt>{t('profile.atMost')}</dt>
          <dd>{bytes(data.bytes.scanned, language)}</dd>
        </div>
        {data.peakMemory !== undefined && (
          <div>
            <dt>{t('profile.memory')}</dt>
            <dd>{bytes(data.peakMemory, language)}</dd>
          </div>
        )}
        {data.spilled !== undefined && (
          <div>
            <dt>{t('profile.spilled')}</dt>
            <dd>{Number(data.spilled) === 0 ? t('syncs.none') : bytes(data.spilled, language)}</dd>
          </div>
        )}
      </dl>
      {data.plan && (
        <section>
          <h3>{t('profile.operators')}</h3>
          <p className="t3">{t('profile.operatorsHint')}</p>
          <ul className={styles.tree}>
            <Node operator={data.plan} work={Math.max(0.001, work)} />
          </ul>
        </section>
      )}
    </div>
  );
}

function Node({ operator, work }: { operator: Operator; work: number }) {
  const { t, language } = useMessages();
  const share = operator.ms / work,
    details = Object.entries(operator.details);
  return (
    <li>
      <div className={styles.node} data-hot={share > 0.4}>
        <b>{operator.name}</b>
        <span className={styles.share} aria-hidden="true">
          <i ref={node => node?.style.setProperty('width', `${share * 100}%`)} />
        </span>
        <span className="num">
          {duration(operator.ms, language)} · {Math.round(share * 100)} %
        </span>
        <span className="num t2">{t('sql.rows', { n: operator.rows })}</span>
        {details.length > 0 && (
          <details>
            <summary>{t('profile.details')}</summary>
            <dl>
              {details.map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd className="mono" dir="auto">
                    {value}
                  </dd>
                </div>
              ))}
            </dl>
          </details>
        )}
      </div>
      {operator.inputs.length > 0 && (
        <ul>
          {operator.inputs.map((input, index) => (
            <Node key={index} operator={input} work={work} />
          ))}
        </ul>
      )}
    </li>
  );
}

const sum = (operator: Operator): number => operator.ms + operator.inputs.reduce((all, one) => all + sum(one), 0);
