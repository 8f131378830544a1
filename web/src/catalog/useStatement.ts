import { useCallback, useEffect, useState } from 'react';
import { run, type Answer } from '../frames/answer';

/** Runs a statement that only reads, and again when its text changes; leaving the page cancels it. A null text runs nothing. */
export function useStatement(text: string | null, maxRows: number, asOf?: string): { answer: Answer | null; again(): void } {
  const [answer, setAnswer] = useState<Answer | null>(null),
    [turn, setTurn] = useState(0);
  useEffect(() => {
    setAnswer(null);
    if (text === null) return;
    const controller = new AbortController();
    void run(
      text,
      crypto.randomUUID(),
      maxRows,
      controller.signal,
      next => {
        if (!controller.signal.aborted) setAnswer(next);
      },
      asOf,
    );
    return () => controller.abort();
  }, [text, maxRows, asOf, turn]);
  return { answer, again: useCallback(() => setTurn(turn => turn + 1), []) };
}
