import { useSyncExternalStore } from 'react';

/** A text that somebody works on. Drafts live in the browser until the server keeps them; a reload loses none. */
export interface Draft {
  id: string;
  text: string;
  number: number;
  height?: number;
  /** The saved query that it is a copy of, and the version it was made from. */
  file?: string;
  hash?: string;
}

const key = (user: string) => `tarn.drafts.${user}`;
const mostDrafts = 20;

/** The drafts of one user. Another tab's change is taken over when it happens. */
export class Drafts {
  #list: Draft[];
  #listeners = new Set<() => void>();

  constructor(
    readonly user: string,
    readonly storage: Pick<Storage, 'getItem' | 'setItem'>,
  ) {
    this.#list = this.#read();
    if (typeof window !== 'undefined')
      window.addEventListener('storage', event => {
        if (event.key === key(user)) this.#set(this.#read(), false);
      });
  }

  get list() {
    return this.#list;
  }
  find(id: string | undefined) {
    return this.#list.find(draft => draft.id === id);
  }

  /** A new draft with this text; where an untouched one with the same text exists, that one. */
  add(text = ''): Draft {
    const same = this.#list.find(draft => draft.text === text);
    if (same) return same;
    const taken = new Set(this.#list.map(draft => draft.number));
    let number = 1;
    while (taken.has(number)) number++;
    const draft = { id: crypto.randomUUID().slice(0, 8), text, number };
    // Empty ones go first when there are too many; a text is never thrown away.
    const kept = this.#list.length < mostDrafts ? this.#list : this.#list.filter(one => one.text.trim() !== '');
    this.#set([...kept, draft]);
    return draft;
  }

  write(id: string, text: string) {
    if (this.find(id)?.text === text) return;
    this.#set(this.#list.map(draft => (draft.id === id ? { ...draft, text } : draft)));
  }

  /** Ties a draft to a file of the project folder. */
  link(id: string, file: string, hash: string) {
    this.#set(this.#list.map(draft => (draft.id === id ? { ...draft, file, hash } : draft)));
  }

  /** The draft of a saved query: the one that is open already, or a new one with the file's text. */
  open(file: string, text: string, hash: string): Draft {
    const known = this.#list.find(draft => draft.file === file);
    if (known) return known;
    const draft = this.add(text);
    this.link(draft.id, file, hash);
    return this.find(draft.id)!;
  }

  remove(id: string) {
    this.#set(this.#list.filter(draft => draft.id !== id));
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  #set(list: Draft[], store = true) {
    this.#list = list;
    if (store) this.storage.setItem(key(this.user), JSON.stringify(list));
    this.#listeners.forEach(listener => listener());
  }

  #read(): Draft[] {
    try {
      const list = JSON.parse(this.storage.getItem(key(this.user)) ?? '[]') as Draft[];
      return Array.isArray(list) ? list.filter(draft => typeof draft.id === 'string' && typeof draft.text === 'string') : [];
    } catch {
      return [];
    }
  }
}

const perUser = new Map<string, Drafts>();
export function draftsOf(user: string): Drafts {
  let drafts = perUser.get(user);
  if (!drafts) perUser.set(user, (drafts = new Drafts(user, localStorage)));
  return drafts;
}

export function useDrafts(drafts: Drafts): Draft[] {
  return useSyncExternalStore(drafts.subscribe, () => drafts.list);
}

/** What the tab says: the first words of the leading comment, else nothing. */
export function draftTitle(text: string): string | null {
  const comment = /^\s*(?:--\s*(.+)|\/\*\s*([^*]+))/.exec(text);
  const words = (comment?.[1] ?? comment?.[2])?.trim();
  return words ? words.slice(0, 40) : null;
}
