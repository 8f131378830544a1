import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { json } from './client';
import type { Job, JobList } from './types';

export interface JobFilter {
  state?: string | undefined;
  kind?: string | undefined;
}

export const jobsQuery = (filter: JobFilter) =>
  infiniteQueryOptions({
    queryKey: ['jobs', 'list', filter.state ?? '', filter.kind ?? ''],
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({ limit: '100' });
      if (filter.state) query.set('state', filter.state);
      if (filter.kind) query.set('kind', filter.kind);
      if (pageParam) query.set('before', pageParam);
      return json<JobList>(`/jobs?${query}`, { signal });
    },
    initialPageParam: '',
    getNextPageParam: page => page.next,
  });

export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: ['jobs', 'one', id],
    queryFn: ({ signal }) => json<Job>(`/jobs/${encodeURIComponent(id)}`, { signal }),
  });

export const cancelJob = (id: string) => json<Job>(`/jobs/${encodeURIComponent(id)}/cancel`, { method: 'POST' });
