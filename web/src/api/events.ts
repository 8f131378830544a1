import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { request } from './client';
import { connection } from './connection';
import type { Job, JobList } from './types';

const firstDelayMs = 500,
  longestDelayMs = 30_000;

/** Listens to the server as long as the page is shown: job states go into the cache, commits make the catalog stale. Reconnects with back-off. */
export function listen(client: QueryClient): () => void {
  let source: EventSource | null = null,
    timer = 0,
    delayMs = firstDelayMs,
    refreshTimer = 0;

  const refreshCatalog = () => {
    window.clearTimeout(refreshTimer);
    refreshTimer = window.setTimeout(() => {
      for (const key of ['catalog', 'home', 'syncs', 'models']) void client.invalidateQueries({ queryKey: [key] });
    }, 500);
  };
  const open = () => {
    source = new EventSource('/api/ui/v1/events');
    source.onopen = () => {
      connection.sawAnswer();
      delayMs = firstDelayMs;
    };
    source.onerror = () => {
      // EventSource retries by itself only after some failures, and never slower; so each failure is handled here.
      source?.close();
      void probe();
      timer = window.setTimeout(open, delayMs * (0.75 + Math.random() / 2));
      delayMs = Math.min(longestDelayMs, delayMs * 2);
    };
    source.addEventListener('job', event => {
      const job = JSON.parse(event.data as string) as Job;
      putJob(client, job);
      // Statements change none of these pages; what moves data does.
      if (job.kind !== 'query' && job.kind !== 'export')
        for (const key of ['home', 'syncs', 'models']) void client.invalidateQueries({ queryKey: [key] });
    });
    source.addEventListener('commit', refreshCatalog);
    source.addEventListener('reset', () => void client.invalidateQueries());
  };
  const wake = () => {
    window.clearTimeout(timer);
    source?.close();
    delayMs = firstDelayMs;
    open();
  };
  open();
  window.addEventListener('online', wake);
  return () => {
    window.removeEventListener('online', wake);
    window.clearTimeout(timer);
    window.clearTimeout(refreshTimer);
    source?.close();
  };
}

/** A broken event stream alone does not mean that the server is gone: ask. The answer may also be that the login has ended. */
const probe = () => request('/session').catch(() => {});

function putJob(client: QueryClient, job: Job) {
  client.setQueryData<Job>(['jobs', 'one', job.id], old => (old ? { ...old, ...job } : undefined));
  for (const [key, data] of client.getQueriesData<InfiniteData<JobList>>({ queryKey: ['jobs', 'list'] })) {
    if (!data) continue;
    const known = data.pages.some(page => page.jobs.some(one => one.id === job.id));
    const [, , state, kind] = key as string[];
    const belongs = (!state || state.split(',').includes(job.state)) && (!kind || kind.split(',').includes(job.kind));
    const pages = data.pages.map((page, index) => ({
      ...page,
      jobs: known
        ? page.jobs.flatMap(one => (one.id !== job.id ? [one] : belongs ? [{ ...one, ...job }] : []))
        : index === 0 && belongs
          ? [job, ...page.jobs]
          : page.jobs,
    }));
    client.setQueryData(key, { ...data, pages });
  }
}
