import type { Bound, Count, Job, JobState, ProblemBody } from './types';

export interface Home {
  asOf: string;
  verdict: { severity: 'ok' | 'warn' | 'bad'; key: 'empty' | 'fine' | 'attention'; args: Record<string, number> };
  steps: { sources: boolean; tables: boolean; models: boolean; queried: boolean };
  tiles: HealthTile[];
  attention: AttentionItem[];
  freshness: { table: string; levels: string[]; name: string; ageMs: number; targetMs: number; changedAt: string }[];
  runs: HomeRun[];
  runsSince: string;
}
export interface HealthTile {
  id: 'freshness' | 'syncs' | 'tests' | 'queries' | 'storage';
  state: 'ok' | 'warn' | 'bad';
  value: number;
  of?: number;
  count?: number;
  series?: number[];
  bad?: number[];
  change?: number;
}
export interface AttentionItem {
  id: string;
  severity: 'warn' | 'bad';
  object: string;
  error?: ProblemBody;
  since?: string;
  args: Record<string, number>;
  tables: number;
  action: { label: string; href?: string; sql?: string; post?: string; allowed: boolean };
}
export interface HomeRun {
  job: string;
  kind: string;
  state: JobState;
  name: string;
  start: string;
  end?: string;
}

export type StreamState = 'firstLoad' | 'live' | 'onTime' | 'late' | 'waiting' | 'needsDecision' | 'failed';
export interface SyncStream {
  name: string;
  state: StreamState;
  table: string;
  levels: string[];
  tableName: string;
  files: string;
  sync: string;
  write: string;
  key: string[];
  cursor?: string;
  reason?: string;
  rows?: Count;
  rowsBound?: Bound;
  lastLoad?: { snapshot: string; at: string; rows?: Count; bytes?: Count; job?: string };
  newFiles: number;
  changedFiles: number;
  waitingBytes: number;
  checkedAgeMs?: number;
  targetMs?: number;
  quarantined: number;
  quarantineSql?: string;
  discardSql?: string;
  schemaChanges: { column: string; change: string; from?: string; to?: string; since?: string }[];
  job?: Job;
  error?: ProblemBody;
}
export interface Sync {
  name: string;
  file: string;
  source: string;
  state: StreamState;
  streams: SyncStream[];
  mayRun: boolean;
  runs: Job[];
}
export interface ResetEffect {
  stream: string;
  table: string;
  rows?: Count;
  rowsBound?: Bound;
  files: number;
  bytes: number;
  command: string;
  snapshot?: string;
}

export interface Model {
  id: string;
  name: string;
  type: string;
  state: 'fresh' | 'stale' | 'failed' | 'neverBuilt';
  materialized: string;
  path: string;
  tests: { total: number; passed: number; failed: number; warned: number };
  description?: string;
  levels?: string[];
  table?: string;
  builtAt?: string;
  /** When a later build began that found nothing new. */
  checkedAt?: string;
  rows?: Count;
  rowsBound?: Bound;
  seconds?: number;
  status?: string;
  message?: string;
  tags: string[];
}
export interface ModelList {
  hasProject: boolean;
  mayRun: boolean;
  models: Model[];
  generatedAt?: string;
  ranAt?: string;
}
export interface ModelNeighbour {
  id: string;
  name: string;
  type: string;
  schema?: string;
  table?: string;
}
export interface ModelDetails {
  model: Model;
  sql: string;
  compiled?: string;
  columns: Record<string, string>;
  tests: { id: string; name: string; column?: string; status?: string; message?: string; failures?: number; sql?: string }[];
  up: ModelNeighbour[];
  down: ModelNeighbour[];
}

export interface SavedQuery {
  name: string;
  text: string;
  hash: string;
  modifiedAt: string;
}
export interface Operator {
  name: string;
  ms: number;
  rows: number;
  inputs: Operator[];
  details: Record<string, string>;
}
export interface Profile {
  job: string;
  ms: { queue?: number; plan?: number; exec?: number; total?: number };
  files: { read: Count; total: Count };
  bytes: { scanned: Count };
  tables: { table: string; snapshot?: string; asOf?: string }[];
  plan?: Operator;
  peakMemory?: Count;
  spilled?: Count;
}

export interface DocSummary {
  name: string;
  title: string;
  sections: { title: string; anchor: string; level: number }[];
}
export interface Doc extends DocSummary {
  text: string;
}
