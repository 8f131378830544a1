import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { PostgreSQL, sql } from '@codemirror/lang-sql';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, Prec } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  rectangularSelection,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { QueryClient } from '@tanstack/react-query';
import { completionSource } from './completion';
import type { ErrorMark } from './Editor';

interface Listeners {
  change(text: string): void;
  run(which: 'statement' | 'selection' | 'all'): void;
  cancel(): boolean;
  select(hasSelection: boolean): void;
  fixLabel(name: string): string;
}

export interface EditorHandle {
  show(draft: string, text: string, label: string): void;
  selection(): { cursor: number; from: number; to: number; text: string };
  insert(text: string): void;
  replaceAll(text: string): void;
  goTo(offset: number): void;
  mark(marks: ErrorMark[]): void;
  focus(): void;
  destroy(): void;
}

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: 'var(--syn-k)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--syn-s)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--syn-n)' },
  { tag: [tags.comment, tags.lineComment, tags.blockComment], color: 'var(--syn-c)', fontStyle: 'italic' },
  { tag: [tags.typeName, tags.standard(tags.name)], color: 'var(--syn-f)' },
]);

// The page's Content-Security-Policy lets only styles with its nonce in; the build writes it into this element.
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

/**
 * Typing over a selection: Chromium would keep the look of the replaced text by a style attribute, which the security policy reports as blocked.
 * So the change is made here, through the same input handlers (closing brackets) that CodeMirror would ask.
 */
const typeOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to, empty } = view.state.selection.main;
    if (event.inputType !== 'insertText' || event.data === null || empty || view.composing || view.state.selection.ranges.length > 1)
      return false;
    const text = event.data;
    const insert = () => view.state.update(view.state.replaceSelection(text), { userEvent: 'input.type', scrollIntoView: true });
    event.preventDefault();
    if (!view.state.facet(EditorView.inputHandler).some(handle => handle(view, from, to, text, insert))) view.dispatch(insert());
    return true;
  },
});

export function makeEditor(place: HTMLElement, client: QueryClient, listeners: Listeners): EditorHandle {
  const states = new Map<string, EditorState>(),
    label = new Compartment();
  let shown = '';
  const extensions = [
    lineNumbers(),
    lintGutter(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    rectangularSelection(),
    EditorState.allowMultipleSelections.of(true),
    bracketMatching(),
    closeBrackets(),
    indentOnInput(),
    highlightSelectionMatches(),
    sql({ dialect: PostgreSQL, upperCaseKeywords: false }),
    syntaxHighlighting(colours),
    EditorView.lineWrapping,
    autocompletion({ override: [completionSource(client)], icons: false, maxRenderedOptions: 100 }),
    Prec.highest(
      keymap.of([
        {
          key: 'Mod-Enter',
          run: () => {
            listeners.run('statement');
            return true;
          },
        },
        {
          key: 'Shift-Mod-Enter',
          run: () => {
            listeners.run('selection');
            return true;
          },
        },
        {
          key: 'Alt-Mod-Enter',
          run: () => {
            listeners.run('all');
            return true;
          },
        },
      ]),
    ),
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      { key: 'Escape', run: () => listeners.cancel() },
      ...searchKeymap,
      ...historyKeymap,
      ...defaultKeymap,
      indentWithTab,
    ]),
    label.of([]),
    typeOver,
    EditorView.cspNonce.of(nonce),
    EditorView.updateListener.of(update => {
      if (update.docChanged) listeners.change(update.state.doc.toString());
      if (update.selectionSet || update.docChanged) listeners.select(!update.state.selection.main.empty);
    }),
  ];
  const fresh = (doc: string) => EditorState.create({ doc, extensions });
  const view = new EditorView({ parent: place, state: fresh('') });
  return {
    show(draft, text, name) {
      if (draft !== shown) {
        if (shown) states.set(shown, view.state);
        const kept = states.get(draft);
        view.setState(kept?.doc.toString() === text ? kept : fresh(text));
        shown = draft;
      } else if (view.state.doc.toString() !== text) {
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
      }
      view.dispatch({ effects: label.reconfigure(EditorView.contentAttributes.of({ 'aria-label': name, 'data-draft': draft })) });
    },
    selection() {
      const { main } = view.state.selection;
      return { cursor: main.head, from: main.from, to: main.to, text: view.state.sliceDoc(main.from, main.to) };
    },
    insert(text) {
      view.dispatch(view.state.replaceSelection(text), { scrollIntoView: true });
      view.focus();
    },
    replaceAll(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: text.length } });
      view.focus();
    },
    goTo(offset) {
      view.dispatch({ selection: { anchor: Math.min(offset, view.state.doc.length) }, scrollIntoView: true });
      view.focus();
    },
    mark(marks) {
      const end = view.state.doc.length;
      const diagnostics = marks.map(({ position, message, base, fix }) => {
        const from = Math.min(end, base + position.offset),
          word = /^[\w"$.]+/.exec(view.state.sliceDoc(from, Math.min(end, from + 200)))?.[0].length ?? 1;
        const actions = fix
          ? [
              {
                name: listeners.fixLabel(fix),
                apply: (view: EditorView, from: number, to: number) => view.dispatch({ changes: { from, to, insert: fix } }),
              },
            ]
          : [];
        return { from, to: Math.min(end, from + (position.length ?? word)), severity: 'error' as const, message, actions };
      });
      view.dispatch(setDiagnostics(view.state, diagnostics));
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
