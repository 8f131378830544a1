import { RecordBatchReader } from 'apache-arrow';
import { request } from '../api/client';
import { Problem } from '../api/problem';
import type { Count, FrameHeader, ResolvedTable } from '../api/types';
import { frames } from './decode';
import { Rows } from './rows';

/** What one statement has answered so far. A new object for each change, so that React sees it; the rows inside only grow. */
export interface Answer {
  text: string;
  job: string;
  phase: 'running' | 'done' | 'failed' | 'cancelled';
  startedAt: number;
  rows: Rows | null;
  rowCount: number;
  tables: ResolvedTable[];
  truncated: boolean;
  rowsAffected?: Count;
  message?: string;
  ms?: FrameHeader['ms'];
  files?: FrameHeader['files'];
  bytes?: FrameHeader['bytes'];
  firstMs?: number;
  totalMs?: number;
  problem?: Problem;
}

const reportEveryMs = 100,
  /** longer than this nothing is read in one go */ sliceMs = 8;

/** Lets the browser draw and take input. A stream that has more at hand never gives it the turn by itself; a timer would, but hidden pages get one a second. */
function breathe(): Promise<void> {
  const own = (globalThis as { scheduler?: { yield?(): Promise<void> } }).scheduler;
  if (own?.yield) return own.yield();
  return new Promise(resolve => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Runs one statement and reports each step of its answer. Ends normally in every case: failures are part of the answer. */
export async function run(
  text: string,
  job: string,
  maxRows: number,
  signal: AbortSignal,
  report: (answer: Answer) => void,
  asOf?: string,
): Promise<Answer> {
  const startedAt = performance.now();
  let answer: Answer = { text, job, phase: 'running', startedAt, rows: null, rowCount: 0, tables: [], truncated: false };
  let reported = 0;
  // Each frame counts, but people see ten changes a second: the first and the last are reported at once.
  const step = (change: Partial<Answer>, now = true) => {
    answer = { ...answer, ...change };
    if (!now && performance.now() - reported < reportEveryMs) return;
    reported = performance.now();
    report(answer);
  };
  report(answer);
  try {
    const response = await request('/sql/run', {
      body: { text, maxRows, job, ...(asOf ? { asOf } : {}) },
      signal,
      accept: 'application/vnd.tarn.frames, application/problem+json',
    });
    let sliceBegan = performance.now();
    for await (const { header, body } of frames(response.body!)) {
      step(read(answer, header, body), header.seq === 0);
      if (performance.now() - sliceBegan < sliceMs || header.last) continue;
      await breathe();
      sliceBegan = performance.now();
    }
    step({
      phase: answer.problem ? (answer.problem.kind === 'cancelled' ? 'cancelled' : 'failed') : 'done',
      totalMs: performance.now() - startedAt,
    });
  } catch (error) {
    const totalMs = performance.now() - startedAt;
    if (signal.aborted) step({ phase: 'cancelled', totalMs });
    else {
      const problem = Problem.of(error);
      step({ job: problem.body.job ?? answer.job, phase: problem.kind === 'cancelled' ? 'cancelled' : 'failed', problem, totalMs });
    }
  }
  return answer;
}

function read(answer: Answer, header: FrameHeader, body: Uint8Array): Partial<Answer> {
  const change: Partial<Answer> = { job: header.job };
  if (answer.firstMs === undefined) change.firstMs = performance.now() - answer.startedAt;
  if (header.tables) change.tables = header.tables;
  if (body.length > 0) {
    const reader = RecordBatchReader.from(body).open();
    const { fields } = reader.schema; // gone once the reader has read its end
    const rows =
      answer.rows ??
      new Rows(
        header.columns ?? fields.map(field => ({ name: field.name, type: String(field.type) })),
        fields.map(field => field.type),
      );
    rows.append([...reader]);
    change.rows = rows;
    change.rowCount = rows.count;
  }
  if (header.error) change.problem = new Problem({ actions: [], ...header.error });
  if (header.last)
    Object.assign(change, {
      truncated: header.truncated === true,
      rowsAffected: header.rowsAffected ?? undefined,
      message: header.message ?? undefined,
      ms: header.ms ?? undefined,
      files: header.files ?? undefined,
      bytes: header.bytes ?? undefined,
    });
  return change;
}
