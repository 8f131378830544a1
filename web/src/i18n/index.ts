import { useSyncExternalStore } from 'react';
import type { Args } from './args';
import { en, type Messages } from './en';
import { formatMessage } from './format';

export const languages = { en: 'English', fr: 'Français', pt: 'Português' } as const;
export type Language = keyof typeof languages;
export type MessageKey = keyof Messages;
export type Translate = <K extends MessageKey>(key: K, ...args: Args<Messages[K]>) => string;

const storageKey = 'tarn.language';
const isLanguage = (value: string | null | undefined): value is Language => value != null && value in languages;
const loaders: Record<Language, () => Promise<Record<MessageKey, string>>> = {
  en: () => Promise.resolve(en),
  fr: async () => (await import('./fr')).fr,
  pt: async () => (await import('./pt')).pt,
};

let language: Language = 'en';
let messages: Record<MessageKey, string> = en;
const listeners = new Set<() => void>();

const translators = new Map<Language, Translate>();
function translator(): Translate {
  let t = translators.get(language);
  if (!t) {
    const own = messages,
      tongue = language;
    t = (key, ...args) => formatMessage(own[key], (args[0] ?? {}) as Record<string, string | number>, tongue);
    translators.set(language, t);
  }
  return t;
}

/** `?lang=` (for links and tests), then what was chosen, then the browser's languages. */
export async function startLanguage() {
  const asked = new URLSearchParams(location.search).get('lang');
  const wanted = [asked, localStorage.getItem(storageKey), ...navigator.languages.map(tag => tag.slice(0, 2))];
  await use(wanted.find(isLanguage) ?? 'en');
}

export async function chooseLanguage(next: Language) {
  localStorage.setItem(storageKey, next);
  await use(next);
}

async function use(next: Language) {
  messages = await loaders[next]();
  language = next;
  document.documentElement.lang = next;
  listeners.forEach(listener => listener());
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

/** The translate function and the language, re-rendering on change. */
export function useMessages(): { t: Translate; language: Language } {
  const t = useSyncExternalStore(subscribe, translator, translator);
  return { t, language };
}

/** A message whose key comes from data, such as an error's kind; undefined where the catalogue has none. */
export function messageOf(key: string): string | undefined {
  return (messages as Record<string, string>)[key];
}
