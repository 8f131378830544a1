import '@fontsource-variable/jetbrains-mono/index.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { docQuery, docsQuery } from '../api/docs';
import { Problem } from '../api/problem';
import type { Doc } from '../api/types';
import { useMessages } from '../i18n';
import { docRoute } from '../routes';
import { ProblemBox } from '../shell/ProblemBox';
import { usePageTitle } from '../shell/usePageTitle';
import { GhostCard, Skeleton } from '../shell/Skeleton';
import { Blocks } from './Blocks';
import { parseBlocks } from './markdown';
import styles from './docs.module.css';

/** A page of the documentation that is built into the program, beside the list of all pages with the headings of this one. */
export function DocPage() {
  const { t, language } = useMessages();
  const { name } = docRoute.useParams(),
    { hash } = useLocation();
  const { data: doc, error, refetch, isPending } = useQuery(docQuery(name)),
    { data: docs } = useQuery(docsQuery);
  usePageTitle(doc?.title ?? t('palette.doc'));
  useEffect(() => {
    if (!doc) return;
    const heading = hash === '' ? null : document.getElementById(hash);
    if (heading) {
      heading.scrollIntoView();
      heading.focus({ preventScroll: true });
    } else document.getElementById('main')?.scrollTo(0, 0);
  }, [doc, hash]);
  return (
    <>
      <header className="page-top">
        <nav className="crumb" aria-label={t('catalog.path')}>
          <Link to="/docs">{t('palette.doc')}</Link>
          <span aria-hidden="true">/</span>
          <h1 lang="en">{doc?.title ?? name}</h1>
        </nav>
        <span className="grow" />
        {language !== 'en' && <span className="t3">{t('docs.inEnglish')}</span>}
      </header>
      <main id="main" className={`page-body ${styles.page}`} tabIndex={-1} aria-busy={isPending}>
        <nav className={styles.index} aria-label={t('docs.pages')} lang="en">
          <ul>
            {/* As many as there are, more or less: on a narrow screen the text stands below them. */}
            {!docs && Array.from({ length: 9 }, (_, at) => <li key={at} className={styles.ghost} />)}
            {docs?.pages.map(page => (
              <li key={page.name}>
                <Link to="/docs/$name" params={{ name: page.name }} aria-current={page.name === name ? 'page' : undefined}>
                  {page.title}
                </Link>
                {page.name === name && page.sections.length > 0 && (
                  <ul>
                    {page.sections
                      .filter(section => section.level === 2)
                      .map(section => (
                        <li key={section.anchor}>
                          <Link to="/docs/$name" params={{ name }} hash={section.anchor} activeOptions={{ includeHash: true }}>
                            {section.title}
                          </Link>
                        </li>
                      ))}
                  </ul>
                )}
              </li>
            ))}
          </ul>
        </nav>
        <div>
          {isPending && (
            <Skeleton>
              <GhostCard lines={14} />
            </Skeleton>
          )}
          {error && <ProblemBox problem={Problem.of(error)} onRetry={() => void refetch()} />}
          {doc && <Text doc={doc} />}
        </div>
      </main>
    </>
  );
}

function Text({ doc }: { doc: Doc }) {
  const blocks = useMemo(() => parseBlocks(doc.text), [doc.text]);
  return (
    <article className={`card ${styles.text}`} lang="en" data-answer>
      {/* The page's own title stands in the head. */}
      <Blocks
        blocks={blocks.filter(block => block.kind !== 'heading' || block.level > 1)}
        page={doc.name}
        anchors={doc.sections.map(one => one.anchor)}
      />
    </article>
  );
}
