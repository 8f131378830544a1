/** The shapes of docs/reference/http-api.md, as the browser reads them. */
export interface Session {
  user: string;
  displayName?: string;
  roles: string[];
  csrf: string;
  project: string;
  version: string;
  maxResultRows: number;
}

/** A 64-bit number as JSON carries it: a number up to 2^53 - 1, else its digits. */
export type Count = number | string;

/** What a number of rows is where it is not exact. */
export type Bound = 'atLeast' | 'atMost';

export interface ProblemAction {
  label: string;
  href?: string;
  command?: string;
  sql?: string;
}
export interface ProblemPosition {
  offset: number;
  line: number;
  column: number;
  length?: number;
}
export interface ProblemBody {
  kind: string;
  title: string;
  detail?: string;
  status?: number;
  cause?: { object?: string; position?: ProblemPosition; source?: string };
  setting?: string;
  actions?: ProblemAction[];
  job?: string;
  retryable?: boolean;
}

export type TableKind = 'table' | 'view' | 'metadata';
export interface CatalogTable {
  name: string;
  kind: TableKind;
  damaged?: boolean;
  rows?: Count;
  rowsBound?: Bound;
  bytes?: Count;
  snapshot?: string;
  modifiedAt?: string;
  files?: Count;
  operation?: string;
  freshness?: Freshness;
  owner?: string;
}
export interface CatalogNamespace {
  name: string;
  levels: string[];
  tables: CatalogTable[];
}
export interface Catalog {
  asOf: string;
  namespaces: CatalogNamespace[];
}
export interface TableColumn {
  id: number;
  name: string;
  type: string;
  required: boolean;
  doc?: string;
  children?: TableColumn[];
  history?: ColumnChange[];
  default?: string;
  distinctValues?: number;
}
export interface TableDetails {
  namespace: string;
  levels: string[];
  name: string;
  kind: TableKind;
  doc?: string;
  columns: TableColumn[];
  snapshot?: string;
  asOf?: string;
  readAt?: string;
  rows?: Count;
  rowsBound?: Bound;
  bytes?: Count;
  files?: Count;
  formatVersion?: number;
  partitionSpec: { name: string; transform: string; source: string }[];
  sql?: string;
  location?: string;
  owner?: string;
  operation?: string;
  freshness?: Freshness;
  properties?: Record<string, string>;
  sortOrder?: string[];
  key?: { columns: string[]; origin: string };
  dropped?: TableColumn[];
  snapshots?: number;
  lineage?: { up: LineageItem[]; down: LineageItem[] };
  model?: { id: string; name: string; path: string };
  may?: string[];
}
export interface FoundItem {
  kind: 'namespace' | TableKind | 'column' | 'sync' | 'model' | 'job' | 'query' | 'doc';
  href?: string;
  namespace?: string;
  levels?: string[];
  table?: string;
  name: string;
  type?: string;
  tables?: number;
}

export interface ResolvedTable {
  table: string;
  snapshot: string | null;
  asOf: string | null;
  operation?: string;
}
export interface ResultColumn {
  name: string;
  type: string;
}
export interface FrameHeader {
  state: 'ok' | 'empty' | 'message' | 'error';
  seq: number;
  last: boolean;
  job: string;
  columns?: ResultColumn[];
  tables?: ResolvedTable[];
  rows: Count;
  truncated?: boolean;
  rowsAffected?: Count;
  message?: string;
  ms?: { queue?: number; plan?: number; exec?: number; first?: number; total?: number };
  files?: { read: Count; total: Count };
  bytes?: { scanned: Count; total?: Count };
  error?: ProblemBody;
}
export interface CompletionItem {
  label: string;
  kind: string;
  type?: string;
  doc?: string;
  apply?: string;
}

export type JobState = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'lost';
export interface Job {
  id: string;
  kind: string;
  name?: string;
  text?: string;
  state: JobState;
  principal: string;
  cause?: string;
  queuedAt: string;
  startedAt?: string;
  endedAt?: string;
  rows?: Count;
  bytes?: Count;
  progress?: { phase: string; rows?: Count; bytes?: Count; fraction?: number; totalRows?: Count };
  error?: ProblemBody;
  cancellable: boolean;
  mine: boolean;
  tables?: ResolvedTable[];
  ms?: { queue?: number; plan?: number; exec?: number; total?: number };
  files?: { read: Count; total: Count };
  bytesScanned?: Count;
  parent?: string;
  phases?: { name: string; start: string; end?: string }[];
  parts?: Job[];
  medianMs?: number;
}
export interface JobList {
  jobs: Job[];
  next?: string;
}

export interface Freshness {
  changedAt: string;
  /** When a later build began that found nothing new. */
  checkedAt?: string;
  ageMs: number;
  targetMs?: number;
  origin?: 'property' | 'dbt';
  late?: boolean;
}
export interface ColumnChange {
  schema: number;
  change: string;
  since?: string;
  from?: string;
  to?: string;
}
export interface Snapshot {
  id: string;
  at: string;
  current: boolean;
  branch?: string;
  parent?: string;
  operation?: string;
  added?: Count;
  removed?: Count;
  rows?: Count;
  rowsBound?: Bound;
  files?: Count;
  bytes?: Count;
  addedFiles?: Count;
  removedFiles?: Count;
  schema?: number;
  job?: string;
}
export interface Timeline {
  asOf: string;
  total: number;
  references: { name: string; kind: 'branch' | 'tag'; snapshot: string }[];
  snapshots: Snapshot[];
  next?: string;
}
export interface TableFiles {
  files: number;
  rows: Count;
  bytes: Count;
  snapshot?: string;
  asOf?: string;
  deleteFiles: number;
  deletedRows: Count;
  deletedRowsApproximate?: boolean;
  equalityDeleteFiles: number;
  targetBytes: number;
  smallFiles: number;
  sizes: { from: number; files: number; bytes: number }[];
  partitions: { name: string; files: number; rows: number; bytes: number; deletedRows: number }[];
  partitionCount: number;
  largest: { path: string; partition: string; format: string; rows: number; bytes: number; deletedRows: number }[];
}
export interface TableDiff {
  a: Snapshot;
  b: Snapshot;
  counts?: { added: number; removed: number; changed: number };
  key: { columns: string[]; origin: string };
  columns: { name: string; change: string; from?: string; to?: string }[];
  partitioning?: { from: string; to: string };
  files: { added: number; removed: number; kept: number; addedBytes: number; removedBytes: number };
  commits: Snapshot[];
  jobs: { id: string; kind?: string; name?: string; principal?: string; commits: number }[];
  values: string[];
  ignored: string[];
  rowsSql: string;
  countSql: string;
}
export interface LineageItem {
  kind: 'sync' | 'table';
  name: string;
  levels?: string[];
  table?: string;
  model?: string;
}

export type * from './pageTypes';
