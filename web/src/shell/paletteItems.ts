import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { catalogQuery, findQuery } from '../api/catalog';
import { signOut } from '../api/client';
import type { Catalog, FoundItem } from '../api/types';
import { qualified, quoted } from '../format/identifiers';
import { chooseLanguage, languages, useMessages, type Language, type Translate } from '../i18n';
import { chooseTheme, currentTheme } from '../tokens/theme';
import type { PageAction } from './pageActions';
import type { PaletteIcon } from './Palette';
import type { ShellPage } from './shellKeys';
import { tablePath } from '../catalog/paths';

export interface PaletteItem {
  key: string;
  icon: PaletteIcon;
  label: string;
  hint: string;
  run(): void;
}

const longestList = 12;
const pages: [ShellPage, 'home' | 'sql' | 'catalog' | 'syncs' | 'models' | 'jobs', string][] = [
  ['/', 'home', 'H'],
  ['/sql', 'sql', 'S'],
  ['/catalog', 'catalog', 'C'],
  ['/syncs', 'syncs', 'Y'],
  ['/models', 'models', 'M'],
  ['/jobs', 'jobs', 'J'],
];

export function usePaletteItems(query: string, onKeys: () => void, here: PageAction[], onlyPage: boolean): PaletteItem[] {
  const { t, language } = useMessages();
  const navigate = useNavigate();
  const words = query.trim().toLowerCase();
  const { data: catalog } = useQuery(catalogQuery);
  const { data: found } = useQuery({
    ...findQuery(query.trim()),
    placeholderData: keepPreviousData,
    ...(onlyPage ? { enabled: false } : {}),
  });

  const open = (search: { q?: string; find?: string }) => void navigate({ to: '/sql', search }),
    show = (levels: string[], table: string) => void navigate(tablePath(levels, table)),
    go = (href: string) => void navigate({ href });
  const actions: PaletteItem[] = [
    ...pages.map(([to, icon, key]): PaletteItem => ({
      key: to,
      icon,
      label: `${t('palette.goTo')} ${t(`nav.${icon}` as 'nav.sql')}`,
      hint: `G ${key}`,
      run: () => void navigate({ to }),
    })),
    {
      key: 'new',
      icon: 'new',
      label: t('palette.newQuery'),
      hint: t('palette.action'),
      run: () => void navigate({ to: '/sql', search: { draft: 'new' } }),
    },
    currentTheme() === 'dark'
      ? { key: 'light', icon: 'light', label: t('app.theme.light'), hint: t('palette.action'), run: () => chooseTheme('light') }
      : { key: 'dark', icon: 'dark', label: t('app.theme.dark'), hint: t('palette.action'), run: () => chooseTheme('dark') },
    ...(Object.keys(languages) as Language[])
      .filter(code => code !== language)
      .map((code): PaletteItem => ({
        key: code,
        icon: 'language',
        label: t('palette.setLanguage', { name: languages[code] }),
        hint: t('palette.action'),
        run: () => void chooseLanguage(code),
      })),
    { key: 'docs', icon: 'doc', label: t('palette.doc'), hint: t('palette.action'), run: () => void navigate({ to: '/docs' }) },
    { key: 'keys', icon: 'keys', label: t('palette.keys'), hint: '?', run: onKeys },
    {
      key: 'leave',
      icon: 'leave',
      label: t('app.signOut'),
      hint: t('palette.action'),
      run: () => void signOut().finally(() => location.assign('/login')),
    },
  ];
  const page = here
    .filter(one => `${one.label} ${one.place}`.toLowerCase().includes(words))
    .map((one): PaletteItem => ({ key: one.key, icon: 'page', label: one.label, hint: one.place || t('palette.onPage'), run: one.run }));
  if (onlyPage) return page;
  if (words === '') return [...actions, ...page];
  const matching = actions.filter(item => item.label.toLowerCase().includes(words));
  // Until the server answers, and where it has no search, table names from the catalog that is already here.
  const things = found ?? local(catalog, words);
  return [...things.map((item, index) => thing(item, index, t, open, show, go)), ...page.slice(0, longestList), ...matching];
}

function local(catalog: Catalog | undefined, words: string): FoundItem[] {
  const all = (catalog?.namespaces ?? []).flatMap(({ name: namespace, levels, tables }) =>
    tables.map(({ name, kind }): FoundItem => ({ kind, namespace, levels, name })),
  );
  const at = (item: FoundItem) => `${item.namespace}.${item.name}`.toLowerCase().indexOf(words);
  return all.filter(item => at(item) >= 0).slice(0, longestList);
}

function thing(
  item: FoundItem,
  index: number,
  t: Translate,
  open: (search: { q?: string; find?: string }) => void,
  show: (levels: string[], table: string) => void,
  go: (href: string) => void,
): PaletteItem {
  const levels = item.levels ?? item.namespace?.split('.') ?? [],
    key = `${item.kind}-${index}`;
  if (item.kind === 'column') {
    const several = (item.tables ?? 1) > 1 || !item.table;
    const table = item.table ? qualified(levels, item.table) : '';
    return {
      key,
      icon: 'column',
      label: item.name,
      hint: several ? t('palette.column', { n: item.tables ?? 1 }) : t('palette.columnOf', { table }),
      run: () => open(several ? { find: item.name } : { q: `select ${quoted(item.name)}\nfrom ${table}\nlimit 100` }),
    };
  }
  if (item.kind === 'namespace')
    return {
      key,
      icon: 'namespace',
      label: item.name,
      hint: t('palette.namespace'),
      run: () => go(`/catalog?find=${encodeURIComponent(item.name)}`),
    };
  if (item.kind === 'sync' || item.kind === 'model' || item.kind === 'job' || item.kind === 'query' || item.kind === 'doc')
    return {
      key,
      icon: item.kind,
      label: item.name,
      hint: [item.kind === 'doc' ? item.namespace : undefined, t(`palette.${item.kind}`)].filter(Boolean).join(' · '),
      run: () => go(item.href ?? '/'),
    };
  const table = qualified(levels, item.name);
  return {
    key,
    icon: item.kind,
    label: table,
    hint: t(item.kind === 'view' ? 'palette.view' : 'palette.table'),
    run: () => show(levels, item.name),
  };
}
