import { useCallback, useEffect, useRef, useState } from 'react';
import { cancelJob } from '../api/jobs';
import { run, type Answer } from '../frames/answer';
import type { Statement } from './statements';

export interface Run {
  answers: Answer[];
  running: boolean;
  shown: number;
}
const nothing: Run = { answers: [], running: false, shown: 0 };
const cancelGraceMs = 400;

/** Runs statements one after another, each with its own answer, until one fails. A new run supersedes the one before. */
export function useRun(maxRows: number) {
  const [state, setState] = useState<Run>(nothing);
  const abort = useRef<AbortController | null>(null),
    job = useRef('');

  const start = useCallback(
    async (statements: Statement[], asOf?: string) => {
      abort.current?.abort();
      const controller = (abort.current = new AbortController());
      setState({ answers: [], running: true, shown: 0 });
      for (const [index, statement] of statements.entries()) {
        job.current = crypto.randomUUID();
        const answer = await run(
          statement.text,
          job.current,
          maxRows,
          controller.signal,
          answer => {
            if (abort.current !== controller) return;
            setState(state => {
              const answers = [...state.answers];
              answers[index] = answer;
              return { ...state, answers, shown: index };
            });
          },
          asOf,
        );
        if (answer.phase !== 'done') break;
      }
      if (abort.current === controller) setState(state => ({ ...state, running: false }));
    },
    [maxRows],
  );

  /** Asks the server to stop and closes the connection if it does not answer at once: either way nothing runs on. */
  const cancel = useCallback(() => {
    const controller = abort.current;
    if (!controller || controller.signal.aborted) return;
    const stop = () => controller.abort();
    window.setTimeout(stop, cancelGraceMs);
    cancelJob(job.current).catch(stop);
  }, []);

  const clear = useCallback(() => {
    abort.current?.abort();
    abort.current = null;
    setState(nothing);
  }, []);
  const show = useCallback((shown: number) => setState(state => ({ ...state, shown })), []);
  useEffect(() => () => abort.current?.abort(), []);
  return { ...state, start, cancel, clear, show };
}
