import type { Home } from '../api/types';
import type { Language, Translate } from '../i18n';

const kinds = ['syncFailed', 'buildFailed', 'modelFailed', 'testFailed', 'damaged', 'sources', 'quarantine', 'late'] as const;

/** The server's verdict in words: how many things, then which. */
export function verdict({ key, args }: Home['verdict'], t: Translate, language: Language): { lead: string; rest: string } {
  const tables = args.tables ?? 0;
  if (key === 'fine') return { lead: t('home.verdict.fine'), rest: t('home.verdict.fineRest', { n: tables }) };
  const parts = kinds.flatMap(kind => (args[kind] ? [t(`home.part.${kind}`, { n: args[kind]! })] : []));
  const list = new Intl.ListFormat(language, { type: 'conjunction' }).format(parts);
  return {
    lead: t('home.verdict.attention', { n: args.n ?? 0 }),
    rest: `${list.charAt(0).toUpperCase()}${list.slice(1)}. ${t('home.verdict.others')}`,
  };
}
