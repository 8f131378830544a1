import { queryOptions } from '@tanstack/react-query';
import type { Draft } from '../sql/drafts';
import { json, request } from './client';
import type { Home, Job, ModelDetails, ModelList, ProblemBody, Profile, ResetEffect, SavedQuery, Sync } from './types';

export const homeQuery = queryOptions({
  queryKey: ['home'],
  queryFn: ({ signal }) => json<Home>('/home', { signal }),
  staleTime: 2_000,
  refetchInterval: 30_000,
});

const part = encodeURIComponent;
export const syncsQuery = queryOptions({
  queryKey: ['syncs'],
  queryFn: ({ signal }) => json<{ syncs: Sync[]; error?: ProblemBody }>('/syncs', { signal }),
  staleTime: 2_000,
});
export const syncQuery = (name: string) =>
  queryOptions({
    queryKey: ['syncs', name],
    queryFn: ({ signal }) => json<Sync>(`/syncs/${part(name)}`, { signal }),
    staleTime: 2_000,
  });
export const runSync = (name: string, stream?: string) => json<Job>(`/syncs/${part(name)}/run`, { body: stream ? { stream } : {} });
export const replayStream = (name: string, stream: string) => json<Job>(`/syncs/${part(name)}/${part(stream)}/replay`, { body: {} });
export const resetEffect = (name: string, stream: string) => json<ResetEffect>(`/syncs/${part(name)}/${part(stream)}/reset`);
export const resetStream = (name: string, stream: string, confirm: string) =>
  json<Job>(`/syncs/${part(name)}/${part(stream)}/reset`, { body: { confirm } });

export const modelsQuery = queryOptions({
  queryKey: ['models'],
  queryFn: ({ signal }) => json<ModelList>('/models', { signal }),
  staleTime: 2_000,
});
export const modelQuery = (id: string) =>
  queryOptions({
    queryKey: ['models', id],
    queryFn: ({ signal }) => json<ModelDetails>(`/models/${part(id)}`, { signal }),
    staleTime: 2_000,
  });
export const runModels = (verb: string, select?: string) => json<Job>('/models/run', { body: { verb, select } });

export const profileQuery = (job: string) =>
  queryOptions({
    queryKey: ['profile', job],
    queryFn: ({ signal }) => json<Profile>(`/jobs/${part(job)}/profile`, { signal }),
    retry: false,
    staleTime: Infinity,
  });

export const queriesQuery = queryOptions({
  queryKey: ['queries'],
  queryFn: ({ signal }) => json<{ queries: SavedQuery[]; mayWrite: boolean }>('/queries', { signal }),
  staleTime: 10_000,
});
export const saveQuery = (name: string, text: string, hash: string | undefined) =>
  json<SavedQuery>(`/queries/${part(name)}`, { method: 'PUT', body: { text, hash } });

export const draftKeeper = {
  list: async () => (await json<{ drafts: Draft[] }>('/drafts')).drafts,
  keep: async ({ id, changedAt, text, number, height, file, hash, columns }: Draft) =>
    void (await request(`/drafts/${part(id)}`, {
      method: 'PUT',
      body: { text, number, height, file, hash, columns, changedAt: changedAt ?? new Date().toISOString() },
    })),
  remove: async (id: string) => void (await request(`/drafts/${part(id)}`, { method: 'DELETE' })),
};
