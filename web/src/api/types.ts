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
  rows?: Count;
  bytes?: Count;
  snapshot?: string;
  modifiedAt?: string;
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
  rows?: Count;
  bytes?: Count;
  files?: Count;
  formatVersion?: number;
  partitionSpec: { name: string; transform: string; source: string }[];
  sql?: string;
}
export interface FoundItem {
  kind: 'namespace' | TableKind | 'column';
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
  ms?: { queue?: number; plan?: number; exec?: number };
  files?: { read: Count; total: Count };
  bytesScanned?: Count;
}
export interface JobList {
  jobs: Job[];
  next?: string;
}
