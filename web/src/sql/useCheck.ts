import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { json } from '../api/client';
import type { Count } from '../api/types';
import type { EditorHandle } from './editorView';
import { statementAt } from './statements';

export interface TextCheck {
  errors: { from: number; to: number; kind: string; message: string; fix?: string }[];
  estimate?: { bytes: Count; files: Count; filesTotal: Count };
}

const pauseMs = 250,
  editorMs = 50,
  /** An error at the cursor may only be a word that is not finished. */ unfinishedMs = 1200,
  longestChecked = 100_000;

/** Asks the server what is wrong with the statement under the cursor, and what it would read, each time the typing pauses. `stop` leaves the marks to a run. */
export function useCheck(
  text: string,
  editor: RefObject<EditorHandle | null>,
  at: string | undefined,
): { check: TextCheck | null; stop(): void } {
  const [check, setCheck] = useState<TextCheck | null>(null);
  const pending = useRef<AbortController | null>(null);
  const stop = useCallback(() => pending.current?.abort(), []);
  useEffect(() => {
    const controller = (pending.current = new AbortController()),
      { signal } = controller;
    void (async () => {
      await pause(pauseMs, signal);
      // The editor comes a moment after the page: what is found is marked in it.
      while (!editor.current) await pause(editorMs, signal);
      const cursor = editor.current.selection().cursor,
        statement = statementAt(text, cursor);
      if (!statement || statement.text.length > longestChecked) return setCheck(null);
      const found = await json<TextCheck>('/sql/check', { body: { text: statement.text, ...(at ? { asOf: at } : {}) }, signal });
      const typing = found.errors.some(one => statement.from + one.from <= cursor && cursor <= statement.from + one.to);
      setCheck(typing ? { ...found, errors: [] } : found);
      if (typing) {
        editor.current?.mark([]);
        await pause(unfinishedMs, signal);
        setCheck(found);
      }
      editor.current?.mark(
        found.errors.map(one => ({
          position: { offset: one.from, length: one.to - one.from, line: 0, column: 0 },
          message: one.message,
          base: statement.from,
          fix: one.fix,
        })),
      );
    })().catch(() => {
      // Stopped, or the server did not answer: running the statement says what is wrong with it.
    });
    return () => controller.abort();
  }, [text, editor, at]);
  return { check, stop };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new DOMException('stopped', 'AbortError'));
    });
  });
}
