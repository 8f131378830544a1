import { useEffect, useRef } from 'react';

export type ShellPage = '/' | '/sql' | '/catalog' | '/syncs' | '/models' | '/jobs';

interface Actions {
  palette(): void;
  keys(): void;
  actions(): void;
  refresh(): void;
  go(page: ShellPage): void;
}
const pages: Record<string, ShellPage> = { h: '/', s: '/sql', c: '/catalog', y: '/syncs', m: '/models', j: '/jobs' };
const chordMs = 1200;

/** True where letters are text, not commands. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Whether a key is meant for the page: nobody took it, nobody types, and no dialog is open. */
export function isCommand(event: KeyboardEvent): boolean {
  const plain = !event.defaultPrevented && !event.metaKey && !event.ctrlKey && !event.altKey;
  return plain && !isTyping(event.target) && document.querySelector('dialog[open]') === null;
}

/** Keys that work on every page: find, go to, list of keys, filter, actions, refresh. */
export function useShellKeys(actions: Actions) {
  const current = useRef(actions);
  useEffect(() => {
    current.current = actions;
  });
  useEffect(() => {
    let goUntil = 0;
    const onKey = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        current.current.palette();
        return;
      }
      if (!isCommand(event)) return;
      const page = pages[event.key];
      if (page && performance.now() < goUntil) {
        event.preventDefault();
        current.current.go(page);
      } else if (event.key === '?') {
        event.preventDefault();
        current.current.keys();
      } else if (event.key === '.') {
        event.preventDefault();
        current.current.actions();
      } else if (event.key === 'r') {
        current.current.refresh();
      } else if (event.key === '/') {
        const filter = document.querySelector<HTMLInputElement>('[data-page-filter]');
        if (filter) {
          event.preventDefault();
          filter.focus();
          filter.select();
        }
      }
      goUntil = event.key === 'g' ? performance.now() + chordMs : 0;
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
