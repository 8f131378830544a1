import type { Job } from '../api/types';

/** How long a job has run or runs; null before its start. */
export function tookMs(job: Job, now: number): number | null {
  if (!job.startedAt) return null;
  return Math.max(0, (job.endedAt ? Date.parse(job.endedAt) : now) - Date.parse(job.startedAt));
}

export const isLive = (job: Job) => job.state === 'running' || job.state === 'queued';
