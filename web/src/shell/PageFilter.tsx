import { Search } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';

const quietMs = 150;

/** A page's filter: what is typed acts at once, and reaches the address when the typing pauses. */
export function usePageFilter(
  inAddress: string | undefined,
  toAddress: (text: string | undefined) => void,
): [string, (text: string) => void] {
  const [text, setText] = useState(inAddress ?? '');
  const sent = useRef(inAddress ?? ''),
    timer = useRef(0),
    commit = useRef(toAddress);
  useEffect(() => {
    commit.current = toAddress;
  });
  // The address changed by itself: the way back, or a link.
  useEffect(() => {
    if ((inAddress ?? '') === sent.current) return;
    sent.current = inAddress ?? '';
    setText(sent.current);
  }, [inAddress]);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const type = useCallback((next: string) => {
    setText(next);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      sent.current = next;
      commit.current(next || undefined);
    }, quietMs);
  }, []);
  return [text, type];
}

/** The field of the key `/`. */
export function PageFilter({
  text,
  onText,
  label,
  className,
}: {
  text: string;
  onText(text: string): void;
  label: string;
  className?: string;
}) {
  return (
    <label className={`field page-filter ${className ?? ''}`}>
      <Search size={14} aria-hidden="true" />
      <input
        data-page-filter
        type="search"
        value={text}
        onChange={event => onText(event.target.value)}
        placeholder={label}
        aria-label={label}
        spellCheck={false}
      />
    </label>
  );
}
