import { queryOptions } from '@tanstack/react-query';
import { json } from './client';
import type { Catalog, FoundItem, TableDetails } from './types';

/** Levels joined by U+001F, as in Iceberg's REST catalog, so that a dot inside a level stays what it is. */
export const namespacePath = (levels: string[]) => encodeURIComponent(levels.join('\u001f'));

export const catalogQuery = queryOptions({
  queryKey: ['catalog'],
  queryFn: ({ signal }) => json<Catalog>('/catalog', { signal }),
  staleTime: 30_000,
});

export const tableQuery = (levels: string[], table: string) =>
  queryOptions({
    queryKey: ['catalog', levels.join('\u001f'), table],
    queryFn: ({ signal }) => json<TableDetails>(`/catalog/${namespacePath(levels)}/${encodeURIComponent(table)}`, { signal }),
    staleTime: 30_000,
  });

export const findQuery = (q: string) =>
  queryOptions({
    queryKey: ['find', q],
    queryFn: async ({ signal }) => (await json<{ items: FoundItem[] }>(`/find?limit=12&q=${encodeURIComponent(q)}`, { signal })).items,
    enabled: q.trim().length > 0,
    staleTime: 10_000,
    retry: false,
  });
