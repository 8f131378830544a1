import { useSyncExternalStore } from 'react';
import { splitColumns } from './columnsLine';

/** A text that somebody works on. The browser has it at once, the server a moment later: neither a reload nor another machine loses it. */
export interface Draft {
  id: string;
  text: string;
  number: number;
  height?: number;
  /** When it was typed, and whether the server has had a version of it. */
  changedAt?: string;
  kept?: boolean;
  /** The saved query that it is a copy of, and the version it was made from. */
  file?: string;
  hash?: string;
  /** Pinned and hidden columns of its result. */
  columns?: string | undefined;
}

const key = (user: string) => `tarn.drafts.${user}`;
const mostDrafts = 20,
  sendAfterMs = 700;

/** Where the server keeps drafts. */
export interface DraftKeeper {
  list(): Promise<Draft[]>;
  keep(draft: Draft): Promise<void>;
  remove(id: string): Promise<void>;
}

/** The drafts of one user. Another tab's change is taken over when it happens. */
export class Drafts {
  #list: Draft[];
  #listeners = new Set<() => void>();
  #keeper: DraftKeeper | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #unsent = new Set<string>();
  /** Whether what the server has is in the list; also when it could not be asked. */ merged = false;

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

  /** Takes over what the server has, and sends it what changes from now on. */
  async attach(keeper: DraftKeeper): Promise<void> {
    if (this.#keeper) return;
    this.#keeper = keeper;
    try {
      const there = await keeper.list(),
        // Taken when the answer is here: what was typed meanwhile counts.
        { list, unsent } = mergeDrafts(this.#list, there);
      unsent.forEach(id => this.#unsent.add(id));
      this.#set(list);
      this.#send();
    } catch {
      // Without the server the browser's own list is all there is; what is typed is sent with the next change.
      this.#list.filter(draft => !draft.kept).forEach(draft => this.#unsent.add(draft.id));
      this.#keeper = null;
    }
    this.merged = true;
    this.#listeners.forEach(listener => listener());
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
    this.#change(id, { text });
  }

  /** Ties a draft to a file of the project folder. */
  link(id: string, file: string, hash: string) {
    this.#change(id, { file, hash });
  }

  arrange(id: string, columns: string | undefined) {
    if (this.find(id)?.columns !== columns) this.#change(id, { columns });
  }

  /** The draft of a saved query: the one that is open already, or a new one with the file's text and columns. */
  open(file: string, content: string, hash: string): Draft {
    const known = this.#list.find(draft => draft.file === file);
    if (known) return known;
    const { text, columns } = splitColumns(content),
      draft = this.add(text);
    this.#change(draft.id, { file, hash, columns });
    return this.find(draft.id)!;
  }

  remove(id: string) {
    const known = this.find(id)?.kept;
    this.#unsent.delete(id);
    this.#set(this.#list.filter(draft => draft.id !== id));
    if (known) this.#keeper?.remove(id).catch(() => {});
  }

  #change(id: string, change: Partial<Draft>) {
    const changedAt = new Date().toISOString();
    this.#set(this.#list.map(draft => (draft.id === id ? { ...draft, ...change, changedAt } : draft)));
    this.#unsent.add(id);
    this.#send();
  }

  #send() {
    if (!this.#keeper || this.#unsent.size === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#sendNow(), sendAfterMs);
  }

  async #sendNow() {
    for (const id of [...this.#unsent]) {
      const draft = this.find(id);
      this.#unsent.delete(id);
      if (!draft || (draft.text.trim() === '' && !draft.kept)) continue;
      try {
        await this.#keeper!.keep(draft);
        if (this.find(id) && !draft.kept) this.#set(this.#list.map(one => (one.id === id ? { ...one, kept: true } : one)));
      } catch {
        // The browser has it; it goes with the next change.
        this.#unsent.add(id);
        return;
      }
    }
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

/** The browser's list and the server's as one: of two versions the later, and what another browser closed is closed here too. `unsent` is what the server lacks. */
export function mergeDrafts(here: Draft[], there: Draft[]): { list: Draft[]; unsent: string[] } {
  const known = new Map(there.map(draft => [draft.id, draft])),
    at = (draft: Draft | undefined) => Date.parse(draft?.changedAt ?? '') || 0,
    unsent: string[] = [];
  const list = here.flatMap(draft => {
    const other = known.get(draft.id);
    if (!other && draft.kept) return [];
    if (other && at(other) >= at(draft)) return [{ ...other, kept: true }];
    unsent.push(draft.id);
    return [other ? { ...draft, kept: true } : draft];
  });
  const mine = new Set(here.map(draft => draft.id)),
    theirs = there.filter(draft => !mine.has(draft.id)).sort((a, b) => a.number - b.number);
  // Two browsers count from 1: what the server has keeps its number.
  const taken = new Set([...list.filter(draft => draft.kept), ...theirs].map(draft => draft.number));
  const numbered = list.map(draft => {
    if (draft.kept || !taken.has(draft.number)) return draft;
    let number = 1;
    while (taken.has(number)) number++;
    taken.add(number);
    return { ...draft, number };
  });
  return { list: [...theirs.map(draft => ({ ...draft, kept: true })), ...numbered], unsent };
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

/** Whether the server's drafts are there already: a page that has none of its own waits for them. */
export function useMerged(drafts: Drafts): boolean {
  return useSyncExternalStore(drafts.subscribe, () => drafts.merged);
}

/** What the tab says: the first words of the leading comment, else nothing. */
export function draftTitle(text: string): string | null {
  const comment = /^\s*(?:--\s*(.+)|\/\*\s*([^*]+))/.exec(text);
  const words = (comment?.[1] ?? comment?.[2])?.trim();
  return words ? words.slice(0, 40) : null;
}
