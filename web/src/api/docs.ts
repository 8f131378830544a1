import { queryOptions } from '@tanstack/react-query';
import { json } from './client';
import type { Doc, DocSummary } from './types';

/** What is built into the program does not change while it runs. */
export const docsQuery = queryOptions({
  queryKey: ['docs'],
  queryFn: ({ signal }) => json<{ pages: DocSummary[] }>('/docs', { signal }),
  staleTime: Infinity,
});
export const docQuery = (name: string) =>
  queryOptions({
    queryKey: ['docs', name],
    queryFn: ({ signal }) => json<Doc>(`/docs/${encodeURIComponent(name)}`, { signal }),
    staleTime: Infinity,
  });
