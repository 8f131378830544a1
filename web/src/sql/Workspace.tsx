import { Play, Share2, Square, TriangleAlert } from 'lucide-react';
import { lazy, Suspense, useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import type { Catalog, Session } from '../api/types';
import { bytes, instant, integer } from '../format/counts';
import { useMessages } from '../i18n';
import { useReachable } from '../shell/OfflineBar';
import { isTyping } from '../shell/shellKeys';
import { keyName } from '../tokens/platform';
import type { Draft, Drafts } from './drafts';
import type { EditorHandle } from './editorView';
import { ResultPanel } from './ResultPanel';
import { sharedAddress, type SqlSearch } from './search';
import { Splitter } from './Splitter';
import { Starters } from './Starters';
import { onlyReads, splitStatements, statementAt, type Statement } from './statements';
import { useStatement } from '../catalog/useStatement';
import { TimeSlider } from './TimeSlider';
import { TimeTravel } from './TimeTravel';
import { columnsSearch } from './columnsLine';
import { useColumns } from './useColumns';
import { useCheck, type TextCheck } from './useCheck';
import { useRun } from './useRun';
import styles from './sql.module.css';
import { copyText } from '../shell/copyText';

const Editor = lazy(() => import('./Editor'));

interface Props {
  draft: Draft;
  drafts: Drafts;
  session: Session;
  search: SqlSearch;
  change(next: Partial<SqlSearch>, replace?: boolean): void;
  editor: RefObject<EditorHandle | null>;
  catalog: Catalog | undefined;
}

/** One draft: its editor, what ran from it, and the result. */
export function Workspace({ draft, drafts, session, search, change, editor, catalog }: Props) {
  const { t, language } = useMessages();
  const reachable = useReachable(),
    { answers, running, shown, start, cancel, show } = useRun(session.maxResultRows);
  const [hasSelection, setHasSelection] = useState(false),
    [shared, setShared] = useState(false),
    [statements, setStatements] = useState<Statement[]>([]);
  const { check, stop } = useCheck(draft.text, editor, search.vs ? undefined : search.at);
  useColumns(draft, drafts, search, change);
  const answer = answers[shown],
    startedFor = useRef('');
  const ready = reachable && !running && draft.text.trim() !== '';

  const launch = useCallback(
    (list: Statement[], ran: string | undefined) => {
      if (list.length === 0 || !reachable) return;
      stop();
      editor.current?.mark([]);
      setStatements(list);
      startedFor.current = ran ?? '';
      change({ ran, sort: undefined, where: undefined, x: undefined, y: undefined, by: undefined } as Partial<SqlSearch>);
      void start(list, search.vs ? undefined : search.at);
    },
    [change, editor, reachable, start, stop, search.at, search.vs],
  );

  const run = useCallback(
    (which: 'statement' | 'selection' | 'all') => {
      const text = drafts.find(draft.id)?.text ?? '',
        selection = editor.current?.selection();
      const all = splitStatements(text);
      if (which === 'all') return launch(all, 'all');
      if (which === 'selection' && selection && selection.from < selection.to) {
        return launch(
          splitStatements(selection.text).map(one => ({ ...one, from: one.from + selection.from, to: one.to + selection.from })),
          undefined,
        );
      }
      const statement = statementAt(text, selection?.cursor ?? 0);
      if (statement) launch([statement], String(all.findIndex(one => one.from === statement.from) + 1));
    },
    [draft.id, drafts, editor, launch],
  );

  // A reload shows what was shown: statements that only read run again by themselves.
  useEffect(() => {
    if (!search.ran || startedFor.current || answers.length > 0) return;
    const all = splitStatements(draft.text),
      list = search.ran === 'all' ? all : [all[Number(search.ran) - 1]].filter(one => one !== undefined);
    if (list.length === 0 || !list.every(one => onlyReads(one.text))) return;
    startedFor.current = search.ran;
    setStatements(list);
    void start(list, search.vs ? undefined : search.at);
  }, [search.ran, search.at, search.vs, draft.text, answers.length, start]);

  // Only what reads can be asked of the past.
  const reads = statements.length > 0 && statements.every(one => onlyReads(one.text));
  const travel = (next: { at: string | undefined; vs: string | undefined }) => {
    change(next as Partial<SqlSearch>, false);
    if (reads && (next.at !== search.at || next.vs !== search.vs)) void start(statements, next.vs ? undefined : next.at);
  };
  const then = useStatement(answer && search.vs && search.at && reads ? answer.text : null, session.maxResultRows, search.at);

  useEffect(() => {
    const position = answer?.problem?.body.cause?.position,
      statement = statements[shown];
    if (position && statement) editor.current?.mark([{ position, message: answer.problem!.message, base: statement.from }]);
  }, [answer?.problem, editor, shown, statements]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
      if (event.key === 'Escape' && running && !isTyping(event.target)) {
        event.preventDefault();
        cancel();
      }
      if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
        event.preventDefault();
        run(event.altKey ? 'all' : event.shiftKey ? 'selection' : 'statement');
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [running, cancel, run]);

  const share = async () => {
    await copyText(location.origin + sharedAddress(draft.text, search, columnsSearch(draft.columns)));
    setShared(true);
    window.setTimeout(() => setShared(false), 2500);
  };
  const edit = (text: string) => drafts.write(draft.id, text);
  return (
    <section className={styles.work}>
      <div className={styles.bar}>
        {running ? (
          <button type="button" className="btn primary" onClick={cancel}>
            <Square size={13} aria-hidden="true" />
            {t('sql.cancel')}
            <span className="kbd" aria-hidden="true">
              Esc
            </span>
          </button>
        ) : (
          <button type="button" className="btn primary" disabled={!ready} onClick={() => run('statement')}>
            <Play size={13} aria-hidden="true" />
            {t('sql.run')}
            <span className="kbd" aria-hidden="true">
              {keyName('mod', 'Enter')}
            </span>
          </button>
        )}
        <button
          type="button"
          className={`btn quiet ${styles.wideOnly}`}
          disabled={!ready || !hasSelection}
          onClick={() => run('selection')}
        >
          {t('sql.runSelection')}
          <span className="kbd" aria-hidden="true">
            {keyName('shift', 'mod', 'Enter')}
          </span>
        </button>
        <Estimate check={check} />
        {/* A link may bring an instant; with a result the slider says it. */}
        {search.at && !answer?.tables.length && (
          <p className={`${styles.estimate} num`}>
            {t('sql.asOf')} {instant(search.at, language)}
            <button type="button" className="btn quiet" onClick={() => travel({ at: undefined, vs: undefined })}>
              {t('sql.backToNow')}
            </button>
          </p>
        )}
        <span className="grow" />
        <button type="button" className="btn quiet" disabled={draft.text.trim() === ''} onClick={() => void share()}>
          <Share2 size={14} aria-hidden="true" />
          {shared ? t('sql.shared') : t('sql.share')}
        </button>
      </div>
      <Splitter
        upper={
          <Suspense fallback={<pre className={styles.waiting}>{draft.text || t('sql.loadingEditor')}</pre>}>
            <Editor
              ref={editor}
              label={t('sql.editor')}
              draft={draft.id}
              fixLabel={name => t('sql.fix', { name })}
              text={draft.text}
              onChange={edit}
              onRun={run}
              onSelect={setHasSelection}
              onCancel={() => {
                if (running) cancel();
                return running;
              }}
            />
          </Suspense>
        }
        lower={
          <>
            {answer && answer.tables.length > 0 && (
              <TimeTravel
                tables={answer.tables}
                then={search.vs && search.at ? then.answer?.tables : undefined}
                onInsert={text => editor.current?.insert(text)}
              >
                {reads && (
                  <TimeSlider
                    tables={answer.tables}
                    catalog={catalog}
                    at={search.at}
                    versus={search.vs === '1'}
                    onAt={at => travel({ at, vs: at === undefined ? undefined : search.vs })}
                    onVersus={on => travel({ at: search.at, vs: on ? '1' : undefined })}
                  />
                )}
              </TimeTravel>
            )}
            {answer ? (
              <ResultPanel
                answers={answers}
                shown={shown}
                onShow={show}
                search={search}
                change={change}
                then={search.vs && search.at ? then.answer : null}
                maxRows={session.maxResultRows}
                onSql={text => {
                  edit(text);
                  editor.current?.replaceAll(text);
                }}
                onPosition={offset => editor.current?.goTo((statements[shown]?.from ?? 0) + offset)}
                onRetry={() => launch(statements, search.ran)}
              />
            ) : (
              <Starters
                catalog={catalog}
                onChoose={text => {
                  edit(text);
                  editor.current?.replaceAll(text);
                }}
              />
            )}
          </>
        }
      />
    </section>
  );
}

/** What the statement under the cursor would read, or what is wrong with it, before it runs. */
function Estimate({ check }: { check: TextCheck | null }) {
  const { t, language } = useMessages();
  const error = check?.errors[0],
    estimate = check?.estimate;
  if (error)
    return (
      <p className={`${styles.estimate} ${styles.wrong} cut`} role="status" title={error.message} dir="auto">
        <TriangleAlert size={13} aria-hidden="true" /> {error.message.split('\n')[0]}
      </p>
    );
  if (!estimate) return null;
  return (
    <p className={`${styles.estimate} num cut`} role="status">
      {t('sql.estimate', {
        bytes: bytes(estimate.bytes, language),
        files: integer(estimate.files, language),
        total: integer(estimate.filesTotal, language),
      })}
    </p>
  );
}
