import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, type Ref } from 'react';
import type { ProblemPosition } from '../api/types';
import { makeEditor, type EditorHandle } from './editorView';
import styles from './editor.module.css';

export interface EditorProps {
  ref?: Ref<EditorHandle>;
  label: string;
  /** the words of a proposal to write something else */ fixLabel(name: string): string;
  text: string;
  draft: string;
  onChange(text: string): void;
  onRun(which: 'statement' | 'selection' | 'all'): void;
  onCancel(): boolean;
  onSelect(hasSelection: boolean): void;
}
export interface ErrorMark {
  position: ProblemPosition;
  message: string;
  /** where the statement that failed begins in the text */ base: number;
  /** what may stand there instead */ fix?: string | undefined;
}

/** CodeMirror in React: made once, and given a new state when another draft is shown (each keeps its own undo history). */
export default function Editor({ ref, label, text, draft, ...handlers }: EditorProps) {
  const place = useRef<HTMLDivElement>(null),
    handle = useRef<EditorHandle | null>(null),
    current = useRef(handlers);
  const client = useQueryClient();
  useEffect(() => {
    current.current = handlers;
  });
  useLayoutEffect(() => {
    const made = (handle.current = makeEditor(place.current!, client, {
      change: text => current.current.onChange(text),
      run: which => current.current.onRun(which),
      cancel: () => current.current.onCancel(),
      select: has => current.current.onSelect(has),
      fixLabel: name => current.current.fixLabel(name),
    }));
    return () => {
      made.destroy();
      handle.current = null;
    };
  }, [client]);
  useEffect(() => handle.current?.show(draft, text, label), [draft, text, label]);
  useImperativeHandle(ref, () => handle.current!, [client]);
  return <div ref={place} className={styles.editor} />;
}
