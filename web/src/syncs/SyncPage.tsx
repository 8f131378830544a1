import '@fontsource-variable/jetbrains-mono/index.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowRight, FileText, Folder, Layers, Play } from 'lucide-react';
import { useState } from 'react';
import { cancelJob } from '../api/jobs';
import { runSync, syncQuery } from '../api/pages';
import { Problem } from '../api/problem';
import type { Job, Sync, SyncStream } from '../api/types';
import { tablePath } from '../catalog/paths';
import { RowCount } from '../catalog/RowCount';
import { ago, bounded, bytes, compact, duration, instant, integer } from '../format/counts';
import { messageOf, useMessages } from '../i18n';
import { useNow } from '../jobs/JobTable';
import { isLive, tookMs } from '../jobs/times';
import { syncRoute } from '../routes';
import { Checked } from '../shell/Checked';
import { asOf, useClock } from '../shell/clock';
import { useReachable } from '../shell/OfflineBar';
import { usePageTitle } from '../shell/usePageTitle';
import { ProblemBox } from '../shell/ProblemBox';
import { GhostCard, GhostTable, Skeleton } from '../shell/Skeleton';
import { Quarantine } from './Quarantine';
import { ReplayDialog } from './ReplayDialog';
import { ResetDialog } from './ResetDialog';
import { Runs } from './Runs';
import { StreamMark } from './StreamMark';
import styles from './syncs.module.css';

/** One connection: what flows, each stream's state and last error, rows put aside, changes of columns, runs. */
export function SyncPage() {
  const { t } = useMessages();
  const { name } = syncRoute.useParams(),
    reachable = useReachable(),
    client = useQueryClient();
  const { data: sync, error, refetch, isPending, dataUpdatedAt } = useQuery(syncQuery(name)),
    now = useClock();
  const [resetting, setResetting] = useState<string | null>(null),
    [replaying, setReplaying] = useState<string | null>(null),
    replayed = sync?.streams.find(one => one.name === replaying);
  const running = sync?.runs.find(isLive) ?? sync?.streams.map(one => one.job).find(job => job !== undefined && isLive(job));
  const run = useMutation({
    mutationFn: (stream: string | undefined) => runSync(name, stream),
    onSettled: () => void client.invalidateQueries({ queryKey: ['syncs'] }),
  });
  const cancel = useMutation({
    mutationFn: (job: string) => cancelJob(job),
    onSettled: () => void client.invalidateQueries({ queryKey: ['syncs'] }),
  });
  usePageTitle(name);
  return (
    <>
      <header className="page-top">
        <nav className="crumb" aria-label={t('catalog.path')}>
          <Link to="/syncs">{t('nav.syncs')}</Link>
          <span aria-hidden="true">/</span>
          <h1 dir="auto">{name}</h1>
        </nav>
        {sync && (
          <span
            className={`pill ${sync.state === 'failed' ? 'bad' : sync.state === 'onTime' ? 'ok' : sync.state === 'late' || sync.state === 'needsDecision' ? 'warn' : ''}`}
          >
            {t(`syncs.state.${sync.state}`)}
          </span>
        )}
        <span className="grow" />
        <Checked at={asOf(dataUpdatedAt)} now={now} />
        {sync && (
          <span className={`t2 ${styles.file}`}>
            <FileText size={14} aria-hidden="true" />
            {sync.file}
          </span>
        )}
        {sync?.mayRun &&
          (running ? (
            <button
              type="button"
              className="btn"
              disabled={!reachable || cancel.isPending || !running.cancellable}
              onClick={() => cancel.mutate(running.id)}
            >
              {t('jobs.cancel')}
            </button>
          ) : (
            <button type="button" className="btn primary" disabled={!reachable || run.isPending} onClick={() => run.mutate(undefined)}>
              <Play size={13} aria-hidden="true" />
              {t('syncs.runNow')}
            </button>
          ))}
      </header>
      <main id="main" className={`page-body ${styles.page}`} tabIndex={-1} data-asof={asOf(dataUpdatedAt)} aria-busy={isPending}>
        {isPending && (
          <Skeleton>
            <GhostCard lines={3} />
            <GhostTable columns={6} rows={5} />
            <GhostTable columns={5} rows={6} />
          </Skeleton>
        )}
        {error && <ProblemBox problem={Problem.of(error)} onRetry={() => void refetch()} />}
        {run.error && <ProblemBox problem={Problem.of(run.error)} />}
        {cancel.error && <ProblemBox problem={Problem.of(cancel.error)} />}
        {sync && (
          <>
            <Flow sync={sync} running={running} />
            <Streams
              sync={sync}
              now={now}
              busy={running !== undefined || !reachable}
              onRun={stream => run.mutate(stream)}
              onReset={setResetting}
            />
            <Quarantine sync={sync} busy={running !== undefined || !reachable} onReplay={setReplaying} />
            <Changes sync={sync} />
            <Runs runs={sync.runs} />
          </>
        )}
        {sync && replayed && <ReplayDialog sync={sync} stream={replayed} onClose={() => setReplaying(null)} />}
        {resetting && <ResetDialog name={name} stream={resetting} onClose={() => setResetting(null)} />}
      </main>
    </>
  );
}

/** From where to where, and how fast while it runs. */
function Flow({ sync, running }: { sync: Sync; running: Job | undefined }) {
  const { t, language } = useMessages();
  const now = useNow(running !== undefined),
    took = running ? tookMs(running, now) : null;
  const part = sync.streams.map(one => one.job).find(job => job !== undefined && isLive(job)) ?? running;
  const phase = part?.progress?.phase,
    rows = Number(part?.progress?.rows ?? 0),
    size = Number(part?.progress?.bytes ?? 0),
    seconds = part ? Math.max(0.2, (tookMs(part, now) ?? 0) / 1000) : 1;
  const targets = [...new Set(sync.streams.map(one => one.levels.join('.')))].join(', '),
    total = sync.streams.reduce((sum, one) => sum + Number(one.rows ?? 0), 0),
    bounds = new Set(sync.streams.flatMap(one => one.rowsBound ?? [])),
    bound = bounds.size === 1 ? [...bounds][0] : undefined,
    waiting = sync.streams.reduce((sum, one) => sum + one.newFiles + one.changedFiles, 0),
    bad = sync.streams.reduce((sum, one) => sum + one.quarantined, 0);
  return (
    <section className={`card ${styles.flow}`} data-answer aria-label={t('syncs.flow')}>
      <div className={styles.end}>
        <Folder size={18} aria-hidden="true" />
        <div>
          <b dir="auto">{sync.name}</b>
          <p className={`t3 ${styles.path}`} dir="ltr">
            {sync.source}
          </p>
        </div>
      </div>
      <div className={styles.rate} data-running={running !== undefined}>
        {running ? (
          <>
            <b className="num">{t('syncs.rate', { rows: compact(Math.round(rows / seconds), language) })}</b>
            <span className="t3 num">
              {[
                phase && (messageOf(`jobs.phase.${phase}`) ?? phase),
                size > 0 ? bytes(size, language) : '',
                took === null ? '' : duration(took, language),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </>
        ) : (
          <>
            <ArrowRight size={18} aria-hidden="true" />
            <span className="t3">{t('syncs.idle')}</span>
          </>
        )}
      </div>
      <div className={styles.end}>
        <Layers size={18} aria-hidden="true" />
        <div>
          <b dir="auto">{targets}</b>
          <p className="t3">{t('sql.tableCount', { n: sync.streams.length })}</p>
        </div>
      </div>
      <dl className={styles.numbers}>
        {(
          [
            // Bounds of both kinds make a sum that is about right.
            [t('catalog.rows'), `${bounds.size > 1 ? '≈\u00a0' : ''}${bounded(compact(total, language), bound)}`, ''],
            [t('syncs.waiting'), waiting === 0 ? t('syncs.none') : t('catalog.fileCount', { n: waiting }), waiting > 0 ? styles.warn : ''],
            [t('syncs.quarantined'), integer(bad, language), bad > 0 ? styles.warn : ''],
          ] as const
        ).map(([label, value, mark]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className={`num ${mark}`}>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

interface StreamsProps {
  sync: Sync;
  now: number;
  busy: boolean;
  onRun(stream: string): void;
  onReset(stream: string): void;
}

function Streams({ sync, now, busy, onRun, onReset }: StreamsProps) {
  const { t } = useMessages();
  return (
    <section className="card" aria-labelledby="streams">
      <header>
        <h2 id="streams">{t('syncs.streams')}</h2>
        <span className="t3 num">{sync.streams.length}</span>
      </header>
      <div className="scroll">
        <table className={`t ${styles.streams}`}>
          <thead>
            <tr>
              <th scope="col">{t('syncs.stream')}</th>
              <th scope="col">{t('jobs.state')}</th>
              <th scope="col" className={styles.wide}>
                {t('syncs.mode')}
              </th>
              <th scope="col">{t('palette.table')}</th>
              <th scope="col" className="r">
                {t('catalog.rows')}
              </th>
              <th scope="col" className={styles.wide}>
                {t('syncs.lastLoad')}
              </th>
              <th scope="col" className={`r ${styles.wide}`}>
                {t('syncs.waiting')}
              </th>
              <th scope="col" className="r">
                {t('syncs.quarantined')}
              </th>
              {sync.mayRun && (
                <th scope="col">
                  <span className="vh">{t('syncs.actions')}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {sync.streams.map(stream => (
              <Stream key={stream.name} stream={stream} now={now} mayRun={sync.mayRun} busy={busy} onRun={onRun} onReset={onReset} />
            ))}
          </tbody>
        </table>
      </div>
      {sync.streams.flatMap(stream =>
        stream.error
          ? [
              <div key={stream.name} className={styles.error}>
                <ProblemBox
                  problem={
                    new Problem({ actions: [], ...stream.error, cause: { object: `${sync.name}.${stream.name}`, ...stream.error.cause } })
                  }
                  compact
                />
              </div>,
            ]
          : [],
      )}
    </section>
  );
}

function Stream({ stream, now, mayRun, busy, onRun, onReset }: { stream: SyncStream; mayRun: boolean } & Omit<StreamsProps, 'sync'>) {
  const { t, language } = useMessages();
  const files = stream.newFiles + stream.changedFiles;
  return (
    <tr data-stream={stream.name}>
      <td>
        <b className="mono" dir="auto">
          {stream.name}
        </b>
        <p className={`t3 ${styles.path}`} dir="ltr">
          {stream.files}
        </p>
      </td>
      <td>
        <StreamMark state={stream.state} reason={stream.reason} />
        {stream.job?.progress?.fraction !== undefined && isLive(stream.job) && (
          <progress max={1} value={stream.job.progress.fraction} aria-label={t('jobs.progress')} />
        )}
      </td>
      <td className={`t2 ${styles.wide}`}>
        {[stream.sync, stream.write].join(' · ')}
        {stream.key.length > 0 && <p className="t3">{t('syncs.by', { key: stream.key.join(', ') })}</p>}
      </td>
      <td>
        <Link className="textlink" {...tablePath(stream.levels, stream.tableName)} dir="auto">
          {stream.table}
        </Link>
      </td>
      <td className="r num">
        <RowCount rows={stream.rows} bound={stream.rowsBound} />
      </td>
      <td className={`num ${styles.wide}`}>
        {stream.lastLoad ? (
          <>
            <time dateTime={stream.lastLoad.at} title={instant(stream.lastLoad.at, language)}>
              {ago(stream.lastLoad.at, language, now)}
            </time>
            <p className="t3">{t('sql.rows', { n: Number(stream.lastLoad.rows ?? 0) })}</p>
          </>
        ) : (
          '–'
        )}
      </td>
      <td className={`r num ${styles.wide}`}>
        {files === 0 ? '–' : `${t('catalog.fileCount', { n: files })} · ${bytes(stream.waitingBytes, language)}`}
      </td>
      <td className="r num">
        {stream.quarantineSql && stream.quarantined > 0 ? (
          <Link className={`textlink ${styles.warn}`} to="/sql" search={{ q: stream.quarantineSql }}>
            {integer(stream.quarantined, language)}
          </Link>
        ) : (
          integer(stream.quarantined, language)
        )}
      </td>
      {mayRun && (
        <td className={styles.buttons}>
          <button type="button" className="btn quiet" disabled={busy} onClick={() => onRun(stream.name)}>
            {t('syncs.runOne')}
          </button>
          <button type="button" className="btn quiet" disabled={busy || stream.lastLoad === undefined} onClick={() => onReset(stream.name)}>
            {t('syncs.reset')}
          </button>
        </td>
      )}
    </tr>
  );
}

function Changes({ sync }: { sync: Sync }) {
  const { t, language } = useMessages();
  const changes = sync.streams.flatMap(stream => stream.schemaChanges.map(change => ({ stream: stream.name, ...change })));
  if (changes.length === 0) return null;
  return (
    <section className="card" aria-labelledby="changes">
      <header>
        <h2 id="changes">{t('syncs.schemaChanges')}</h2>
        <span className="t3">{t('syncs.schemaHint')}</span>
      </header>
      <div className="scroll">
        <table className="t">
          <tbody>
            {changes.map((change, index) => (
              <tr key={index}>
                <td dir="auto">{change.stream}</td>
                <td className="mono" dir="auto">
                  {change.column}
                </td>
                <td>{messageOf(`catalog.change.${change.change}`) ?? change.change}</td>
                <td className="mono">{[change.from, change.to].filter(Boolean).join(' → ')}</td>
                <td className="t3 num">{change.since ? instant(change.since, language) : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
