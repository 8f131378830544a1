import { CircleAlert } from 'lucide-react';
import type { Problem } from '../api/problem';
import { messageOf, useMessages } from '../i18n';
import { CommandLine } from './CommandLine';
import styles from './problem.module.css';

/** Where the list stands in which something of a page was not found. */
const sections = [
  ['/catalog', 'nav.catalog'],
  ['/syncs', 'nav.syncs'],
  ['/models', 'nav.models'],
  ['/jobs', 'nav.jobs'],
  ['/docs', 'palette.doc'],
] as const;

interface Props {
  problem: Problem;
  onRetry?: (() => void) | undefined;
  onSql?: ((text: string) => void) | undefined;
  onPosition?: ((offset: number) => void) | undefined;
  compact?: boolean;
}

/** What happened, where, why, and what now: the one form in which every error of the UI is shown. */
export function ProblemBox({ problem, onRetry, onSql, onPosition, compact }: Props) {
  const { t } = useMessages();
  const { cause, detail, setting, job, actions = [], retryable, title, kind } = problem.body;
  const position = cause?.position,
    section = sections.find(([path]) => location.pathname.startsWith(`${path}/`));
  return (
    <section className={styles.box} role="alert" data-kind={kind} data-compact={compact ? '' : undefined}>
      <CircleAlert size={16} aria-hidden="true" className={styles.icon} />
      <div className={styles.text}>
        <h3>{messageOf(`error.${kind}`) ?? title}</h3>
        {detail && (
          <p className={styles.detail} dir="auto">
            {detail}
          </p>
        )}
        {(cause?.object || position || setting || job) && (
          <dl className={styles.facts}>
            {(cause?.object || position) && (
              <div>
                <dt>{t('problem.where')}</dt>
                <dd>
                  {cause?.object && (
                    <span className="mono" dir="auto">
                      {cause.object}
                    </span>
                  )}
                  {cause?.object && position && ' · '}
                  {position &&
                    (onPosition ? (
                      <button type="button" className={styles.link} title={t('problem.goTo')} onClick={() => onPosition(position.offset)}>
                        {t('problem.position', { line: position.line, column: position.column })}
                      </button>
                    ) : (
                      t('problem.position', { line: position.line, column: position.column })
                    ))}
                </dd>
              </div>
            )}
            {setting && (
              <div>
                <dt>{t('problem.setting')}</dt>
                <dd className="mono">{setting}</dd>
              </div>
            )}
            {job && (
              <div>
                <dt>{t('problem.job')}</dt>
                <dd>
                  <a className={styles.link} href={`/jobs/${encodeURIComponent(job)}`}>
                    {job}
                  </a>
                </dd>
              </div>
            )}
          </dl>
        )}
        <div className={styles.actions}>
          {actions.map((action, index) => (
            <Action key={index} {...action} onSql={onSql} />
          ))}
          {retryable && onRetry && (
            <button type="button" className="btn" onClick={onRetry}>
              {t('app.retry')}
            </button>
          )}
          {kind === 'csrf' || kind === 'page' || kind === 'notLoaded' ? (
            <button type="button" className="btn" onClick={() => location.reload()}>
              {t('problem.reload')}
            </button>
          ) : null}
          {kind === 'notFound' && section && (
            <a className="btn" href={section[0]}>
              {t('palette.goTo')} {t(section[1])}
            </a>
          )}
          {kind === 'unauthenticated' && (
            <a className="btn" href="/login">
              {t('problem.signIn')}
            </a>
          )}
        </div>
      </div>
    </section>
  );
}

interface ActionProps {
  label: string;
  href?: string;
  command?: string;
  sql?: string;
  onSql?: ((text: string) => void) | undefined;
}

function Action({ label, href, command, sql, onSql }: ActionProps) {
  const { t } = useMessages();
  if (href)
    return /^\/(?![/\\])/.test(href) ? (
      <a className="btn" href={href}>
        {label}
      </a>
    ) : null;
  if (sql)
    return onSql ? (
      <button type="button" className="btn" onClick={() => onSql(sql)} title={t('problem.use')}>
        {label}
      </button>
    ) : null;
  if (!command) return <p className={styles.advice}>{label}</p>;
  return (
    <span className={styles.command}>
      {label} <CommandLine text={command} />
    </span>
  );
}
