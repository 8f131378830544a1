import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { CircleAlert, CircleCheck, Clock, Split, TriangleAlert } from 'lucide-react';
import { homeQuery } from '../api/pages';
import { json } from '../api/client';
import { Problem } from '../api/problem';
import type { AttentionItem, Home, Job } from '../api/types';
import { tablePath } from '../catalog/paths';
import { age, instant } from '../format/counts';
import { messageOf, useMessages } from '../i18n';
import { Checked } from '../shell/Checked';
import { useClock } from '../shell/clock';
import { useReachable } from '../shell/OfflineBar';
import { usePageTitle } from '../shell/usePageTitle';
import { ProblemBox } from '../shell/ProblemBox';
import { useRowKeys } from '../shell/rowKeys';
import { FirstRun } from './FirstRun';
import { HealthTiles } from './HealthTiles';
import { HomeSkeleton } from './HomeSkeleton';
import { Runs } from './Runs';
import { verdict } from './verdict';
import styles from './home.module.css';

/** Is everything all right, and if not, what first? */
export function HomePage() {
  const { t } = useMessages();
  const { data, error, refetch, isPending } = useQuery(homeQuery),
    now = useClock();
  usePageTitle(t('nav.home'));
  return (
    <>
      <header className="page-top">
        <h1>{t('nav.home')}</h1>
        <span className="grow" />
        <Checked at={data?.asOf} now={now} />
      </header>
      <main id="main" className={`page-body ${styles.home}`} tabIndex={-1} data-asof={data?.asOf ?? ''} aria-busy={isPending}>
        {isPending && <HomeSkeleton />}
        {error && <ProblemBox problem={Problem.of(error)} onRetry={() => void refetch()} />}
        {data && (data.verdict.key === 'empty' ? <FirstRun steps={data.steps} /> : <Found home={data} />)}
      </main>
    </>
  );
}

function Found({ home }: { home: Home }) {
  const { t, language } = useMessages();
  const list = useRowKeys();
  const { lead, rest } = verdict(home.verdict, t, language);
  return (
    <>
      <p className={styles.verdict} data-answer data-severity={home.verdict.severity}>
        <b>{lead}</b> {rest}
      </p>
      <HealthTiles home={home} />
      <div className={styles.two} ref={list}>
        <section className="card" aria-labelledby="attention">
          <header>
            <h2 id="attention">{t('home.attention')}</h2>
            <span className="t3">{home.attention.length > 0 ? t('home.harmFirst') : ''}</span>
          </header>
          {home.attention.length === 0 ? (
            <p className={styles.calm}>
              <CircleCheck size={16} aria-hidden="true" className={styles.ok} />
              {t('home.nothing')}
            </p>
          ) : (
            <ul className={styles.todo}>
              {home.attention.map(item => (
                <Attention key={item.id + item.object} item={item} />
              ))}
            </ul>
          )}
        </section>
        <Freshness home={home} />
      </div>
      <Runs home={home} />
    </>
  );
}

function Attention({ item }: { item: AttentionItem }) {
  const { t, language } = useMessages();
  const Icon = item.severity === 'bad' ? CircleAlert : TriangleAlert;
  const cause =
    item.id === 'late'
      ? t('home.cause.late', { age: age(item.args.ageMs ?? 0, language), target: age(item.args.targetMs ?? 0, language) })
      : item.id === 'quarantine'
        ? t('home.cause.quarantine', { n: item.args.rows ?? 0 })
        : item.id === 'damaged'
          ? t('home.damaged')
          : item.id === 'testFailed' && !item.error
            ? t('models.found', { n: item.args.rows ?? 0 })
            : (item.error?.detail ?? '');
  return (
    <li>
      <Icon size={16} aria-hidden="true" className={styles[item.severity]} />
      <div>
        <p className={styles.object}>
          <b dir="auto">{item.object}</b>
          <span className="tag">{messageOf(`home.kind.${item.id}`) ?? item.id}</span>
        </p>
        <p className={styles.cause} dir="auto">
          {item.error && messageOf(`error.${item.error.kind}`) ? `${messageOf(`error.${item.error.kind}`)}: ` : ''}
          {cause}
        </p>
        <p className={`${styles.when} num`}>
          {item.since && (
            <span title={instant(item.since, language)}>
              <Clock size={13} aria-hidden="true" />
              {t('home.since', { at: instant(item.since, language) })}
            </span>
          )}
          {item.tables > 0 && (
            <span>
              <Split size={13} aria-hidden="true" />
              {t('sql.tableCount', { n: item.tables })}
            </span>
          )}
        </p>
      </div>
      <Action item={item} />
    </li>
  );
}

/** The one thing to do about it. A run that fails at once is told in its place. */
function Action({ item }: { item: AttentionItem }) {
  const { t } = useMessages();
  const client = useQueryClient(),
    navigate = useNavigate(),
    reachable = useReachable();
  const { label, href, sql, post, allowed } = item.action;
  const call = useMutation({
    mutationFn: () => json<Job>(post!, { body: {} }),
    onSuccess: job => {
      void client.invalidateQueries({ queryKey: ['home'] });
      void navigate({ to: '/jobs/$job', params: { job: job.id } });
    },
  });
  const words = messageOf(`home.action.${label}`) ?? label;
  if (post && allowed)
    return (
      <span className={styles.action}>
        <button type="button" className="btn" data-row disabled={!reachable || call.isPending} onClick={() => call.mutate()}>
          {words}
        </button>
        {call.error && <ProblemBox problem={Problem.of(call.error)} compact />}
      </span>
    );
  if (sql)
    return (
      <Link className="btn" data-row to="/sql" search={{ q: sql }}>
        {words}
      </Link>
    );
  return (
    <a
      className="btn"
      data-row
      href={href ?? '/'}
      onClick={event => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        void navigate({ href: href ?? '/' });
      }}
    >
      {post ? t('home.action.show') : words}
    </a>
  );
}

function Freshness({ home }: { home: Home }) {
  const { t, language } = useMessages();
  return (
    <section className="card" aria-labelledby="freshness">
      <header>
        <h2 id="freshness">{t('home.freshness')}</h2>
        {home.freshness.length > 0 && <span className="t3">{t('home.freshnessHint')}</span>}
      </header>
      {home.freshness.length === 0 ? (
        <p className={styles.calm}>{t('home.noTargets')}</p>
      ) : (
        <ul className={styles.fresh}>
          {home.freshness.map(one => {
            const share = Math.min(1.6, one.ageMs / Math.max(1, one.targetMs)) / 1.6,
              late = one.ageMs > one.targetMs;
            return (
              <li key={one.table} data-asof={one.changedAt}>
                <Link className="rowlink cut" {...tablePath(one.levels, one.name)} dir="auto" title={one.table}>
                  {one.table}
                </Link>
                <span className={styles.bar} aria-hidden="true">
                  <i data-late={late} ref={node => node?.style.setProperty('width', `${share * 100}%`)} />
                  <b />
                </span>
                <span className={`num ${late ? styles.lateText : 't2'}`}>
                  {late && <span className="vh">{t('catalog.only.late')} </span>}
                  {age(one.ageMs, language)}
                </span>
                <span className="num t3">/ {age(one.targetMs, language)}</span>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
