import { queryOptions } from '@tanstack/react-query';
import { json } from './client';
import type { Catalog, FoundItem, TableDetails, TableDiff, TableFiles, Timeline } from './types';

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

const tableAddress = (levels: string[], table: string) => `/catalog/${namespacePath(levels)}/${encodeURIComponent(table)}`;

export const snapshotsQuery = (levels: string[], table: string, limit = 500) =>
  queryOptions({
    queryKey: ['catalog', levels.join('\u001f'), table, 'snapshots', limit],
    queryFn: ({ signal }) => json<Timeline>(`${tableAddress(levels, table)}/snapshots?limit=${limit}`, { signal }),
    staleTime: 30_000,
  });

export const filesQuery = (levels: string[], table: string) =>
  queryOptions({
    queryKey: ['catalog', levels.join('\u001f'), table, 'files'],
    queryFn: ({ signal }) => json<TableFiles>(`${tableAddress(levels, table)}/files`, { signal }),
    staleTime: 30_000,
  });

export const diffQuery = (levels: string[], table: string, a: string, b: string, key: string[] | undefined) =>
  queryOptions({
    queryKey: ['catalog', levels.join('\u001f'), table, 'diff', a, b, key?.join('\u001f') ?? ''],
    queryFn: ({ signal }) => json<TableDiff>(`${tableAddress(levels, table)}/diff`, { body: { a, b, key }, signal }),
    staleTime: 300_000,
  });
