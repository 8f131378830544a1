import { oneOf, textOf } from '../shell/address';

export const jobStates = ['queued', 'running', 'succeeded', 'failed', 'cancelled', 'lost'] as const;
export const jobKinds = ['query', 'statement', 'export', 'sync', 'build', 'maintenance', 'generate'] as const;
export interface JobsSearch {
  state?: (typeof jobStates)[number];
  kind?: (typeof jobKinds)[number];
  find?: string;
}

export function jobsSearch(search: Record<string, unknown>): JobsSearch {
  const found: JobsSearch = {};
  const state = oneOf(search.state, jobStates),
    kind = oneOf(search.kind, jobKinds),
    find = textOf(search.find);
  if (state) found.state = state;
  if (kind) found.kind = kind;
  if (find) found.find = find;
  return found;
}
