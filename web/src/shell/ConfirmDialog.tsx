import { useEffect, useId, useRef, type ReactNode } from 'react';
import type { Problem } from '../api/problem';
import { ProblemBox } from './ProblemBox';
import styles from './confirm.module.css';

interface Props {
  title: string;
  /** the words of the two ways out */ leave: string;
  act: string;
  /** whether what was asked for is given */ ready: boolean;
  busy: boolean;
  /** it happened: the dialog closes */ done: boolean;
  problem: Problem | null;
  onAct(): void;
  onClose(): void;
  children: ReactNode;
}

/** Something to be done that says its effect first: it happens by the button or by Enter, and fails in its place. */
export function ConfirmDialog({ title, leave, act, ready, busy, done, problem, onAct, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null),
    id = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  // Closed, not removed: so the focus goes back to where it came from.
  useEffect(() => {
    if (done) dialog.current?.close();
  }, [done]);
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby={id} onClose={onClose}>
      <form
        method="dialog"
        onSubmit={event => {
          event.preventDefault();
          if (ready && !busy) onAct();
        }}
      >
        <h2 id={id} dir="auto">
          {title}
        </h2>
        {children}
        {problem && <ProblemBox problem={problem} compact />}
        <footer>
          <button type="button" className="btn" onClick={() => dialog.current?.close()}>
            {leave}
          </button>
          <button type="submit" className="btn primary" disabled={!ready || busy}>
            {act}
          </button>
        </footer>
      </form>
    </dialog>
  );
}

/** A field in such a dialog. */
export function TextField({
  label,
  value,
  onText,
  most = 120,
}: {
  label: string;
  value: string;
  onText(text: string): void;
  most?: number;
}) {
  return (
    <label>
      <span>{label}</span>
      <span className="field">
        <input
          value={value}
          onChange={event => onText(event.target.value)}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          maxLength={most}
        />
      </span>
    </label>
  );
}
