import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { syncsQuery } from '../api/pages';
import { Problem } from '../api/problem';
import type { Sync } from '../api/types';
import { bytes, integer } from '../format/counts';
import { useMessages } from '../i18n';
import { Checked } from '../shell/Checked';
import { asOf, useClock } from '../shell/clock';
import { ProblemBox } from '../shell/ProblemBox';
import { usePageTitle } from '../shell/usePageTitle';
import { useRowKeys } from '../shell/rowKeys';
import { CommandLine } from '../shell/CommandLine';
import { GhostTable, Skeleton } from '../shell/Skeleton';
import { StreamMark } from './StreamMark';
import styles from './syncs.module.css';

const example = '# sources/shop.yaml\ntype: files\npath: ./data\nstreams:\n  orders: { files: orders/*.csv, table: bronze.orders }';

/** Is data arriving, how late, what is stuck? */
export function SyncsPage() {
  const { t } = useMessages();
  const { data, error, refetch, isPending, dataUpdatedAt } = useQuery(syncsQuery),
    now = useClock();
  usePageTitle(t('nav.syncs'));
  const list = useRowKeys();
  return (
    <>
      <header className="page-top">
        <h1>{t('nav.syncs')}</h1>
        <span className="t3 num" role="status">
          {data && t('syncs.count', { n: data.syncs.length })}
        </span>
        <span className="grow" />
        <Checked at={asOf(dataUpdatedAt)} now={now} />
      </header>
      <main id="main" className="page-body" tabIndex={-1} data-answer={data && ''} data-asof={asOf(dataUpdatedAt)} aria-busy={isPending}>
        {isPending && (
          <Skeleton>
            <GhostTable columns={5} rows={4} />
          </Skeleton>
        )}
        {error && <ProblemBox problem={Problem.of(error)} onRetry={() => void refetch()} />}
        {data?.error && <ProblemBox problem={new Problem({ actions: [], ...data.error })} />}
        {data && data.syncs.length === 0 && !data.error && (
          <div className="card empty">
            <p>{t('syncs.empty')}</p>
            <CommandLine text={example} />
            <Link className="btn" to="/docs/$name" params={{ name: 'sources' }}>
              {t('palette.doc')}
            </Link>
          </div>
        )}
        {data && data.syncs.length > 0 && (
          <div className="card scroll" ref={list}>
            <table className="t">
              <thead>
                <tr>
                  <th scope="col">{t('catalog.name')}</th>
                  <th scope="col">{t('jobs.state')}</th>
                  <th scope="col" className="r">
                    {t('syncs.streams')}
                  </th>
                  <th scope="col" className="r">
                    {t('syncs.waiting')}
                  </th>
                  <th scope="col" className={`r ${styles.wide}`}>
                    {t('syncs.quarantined')}
                  </th>
                  <th scope="col" className={styles.wide}>
                    {t('syncs.source')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.syncs.map(sync => (
                  <Row key={sync.name} sync={sync} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </main>
    </>
  );
}

function Row({ sync }: { sync: Sync }) {
  const { t, language } = useMessages();
  const files = sync.streams.reduce((sum, one) => sum + one.newFiles + one.changedFiles, 0),
    size = sync.streams.reduce((sum, one) => sum + one.waitingBytes, 0),
    bad = sync.streams.reduce((sum, one) => sum + one.quarantined, 0);
  return (
    <tr>
      <td>
        <Link to="/syncs/$name" params={{ name: sync.name }} className="rowlink" data-row dir="auto">
          <b>{sync.name}</b>
        </Link>
      </td>
      <td>
        <StreamMark state={sync.state} reason={sync.streams.find(one => one.state === sync.state)?.reason} />
      </td>
      <td className="r num">{integer(sync.streams.length, language)}</td>
      <td className="r num">{files === 0 ? '–' : `${t('catalog.fileCount', { n: files })} · ${bytes(size, language)}`}</td>
      <td className={`r num ${styles.wide}`}>{bad === 0 ? '–' : integer(bad, language)}</td>
      <td className={`t2 ${styles.wide} ${styles.path}`} dir="ltr">
        {sync.source}
      </td>
    </tr>
  );
}
