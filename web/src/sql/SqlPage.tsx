import '@fontsource-variable/jetbrains-mono/index.css';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { PanelLeft, X } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { catalogQuery } from '../api/catalog';
import { draftKeeper, queriesQuery } from '../api/pages';
import { useMessages } from '../i18n';
import { sessionQuery, sqlRoute } from '../routes';
import { usePageFilter } from '../shell/PageFilter';
import { usePageTitle } from '../shell/usePageTitle';
import { CatalogTree, firstOpen } from './CatalogTree';
import { DraftTabs } from './DraftTabs';
import { draftsOf, useDrafts, useMerged } from './drafts';
import type { EditorHandle } from './editorView';
import { withoutResult, type SqlSearch } from './search';
import { SavedQueries } from './SavedQueries';
import { Workspace } from './Workspace';
import styles from './sql.module.css';

export function SqlPage() {
  const { t } = useMessages();
  const search = sqlRoute.useSearch(),
    navigate = useNavigate({ from: '/sql' });
  const { data: session } = useQuery(sessionQuery),
    { data: catalog } = useQuery(catalogQuery),
    { data: queries } = useQuery(queriesQuery);
  const drafts = draftsOf(session?.user ?? ''),
    list = useDrafts(drafts),
    merged = useMerged(drafts);
  const editor = useRef<EditorHandle>(null),
    drawer = useRef<HTMLDialogElement>(null);
  const draft = drafts.find(search.draft);

  const change = useCallback(
    (next: Partial<SqlSearch>, replace = true) => void navigate({ search: old => ({ ...old, ...next }), replace }),
    [navigate],
  );
  const showDraft = (id: string) => change({ ...withoutResult, draft: id }, false);
  usePageTitle(t('sql.title'));
  useEffect(() => {
    if (session) void drafts.attach(draftKeeper);
  }, [drafts, session]);
  useEffect(() => {
    if (!session) return;
    // A link's text becomes a draft; a page without a draft shows the last one.
    if (search.file !== undefined) {
      const saved = queries?.queries.find(one => one.name === search.file);
      if (saved)
        change({ file: undefined, draft: drafts.open(saved.name, saved.text, saved.hash).id, ran: undefined } as Partial<SqlSearch>);
      else if (queries) change({ file: undefined } as Partial<SqlSearch>);
    } else if (search.q !== undefined) change({ q: undefined, draft: drafts.add(search.q).id, ran: undefined } as Partial<SqlSearch>);
    else if (search.draft === 'new') change({ draft: drafts.add().id, ran: undefined } as Partial<SqlSearch>);
    else if (!draft && (merged || drafts.list.length > 0)) {
      // Of a draft that was closed nothing is left for the one in its place.
      change({ ...(search.draft === undefined ? {} : withoutResult), draft: (drafts.list.at(-1) ?? drafts.add()).id });
    }
  }, [session, search.file, search.q, search.draft, draft, drafts, merged, change, queries]);

  const [find, setFind] = usePageFilter(search.find, text => change({ find: text } as Partial<SqlSearch>));
  const open = useMemo(
    () =>
      search.open === undefined
        ? firstOpen(catalog?.namespaces.find(space => space.tables.length > 0))
        : new Set(search.open.split(',').filter(key => key !== '-')),
    [search.open, catalog],
  );
  const [inDrawer, setInDrawer] = useState(false);
  useEffect(() => {
    if (inDrawer) drawer.current?.showModal();
  }, [inDrawer]);
  const onInsert = useCallback((text: string) => {
      drawer.current?.close();
      editor.current?.insert(text);
    }, []),
    onOpen = useCallback((next: ReadonlySet<string>) => change({ open: [...next].join(',') || '-' }), [change]);
  const tree = <CatalogTree open={open} filter={find} onInsert={onInsert} onOpen={onOpen} onFilter={setFind} />;
  return (
    <>
      <header className={styles.top}>
        <h1 className="vh">{t('sql.title')}</h1>
        <button type="button" className={`btn quiet ${styles.narrowOnly}`} onClick={() => setInDrawer(true)}>
          <PanelLeft size={15} aria-hidden="true" />
          {t('sql.catalogOpen')}
        </button>
        <DraftTabs drafts={drafts} list={list} current={draft?.id ?? ''} onShow={showDraft} />
        {draft && (
          <SavedQueries draft={draft} drafts={drafts} onOpen={({ name, text, hash }) => showDraft(drafts.open(name, text, hash).id)} />
        )}
      </header>
      <main id="main" className={styles.sql} tabIndex={-1}>
        <aside className={styles.side} aria-label={t('sql.catalog')}>
          {tree}
        </aside>
        {draft && session && (
          <Workspace
            key={draft.id}
            draft={draft}
            drafts={drafts}
            session={session}
            search={search}
            change={change}
            editor={editor}
            catalog={catalog}
          />
        )}
      </main>
      <dialog
        ref={drawer}
        className={styles.drawer}
        aria-label={t('sql.catalog')}
        onClose={() => setInDrawer(false)}
        onClick={event => {
          if (event.target === event.currentTarget) event.currentTarget.close();
        }}
      >
        <button
          type="button"
          className={`iconbtn ${styles.drawerClose}`}
          aria-label={t('app.close')}
          onClick={() => drawer.current?.close()}
        >
          <X size={16} aria-hidden="true" />
        </button>
        {inDrawer && tree}
      </dialog>
    </>
  );
}
