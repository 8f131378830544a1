import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { QueryClient } from '@tanstack/react-query';
import { json } from '../api/client';
import type { Catalog, CompletionItem, TableDetails } from '../api/types';
import { quoted } from '../format/identifiers';

const kinds: Record<string, string> = {
  keyword: 'keyword',
  table: 'class',
  view: 'interface',
  namespace: 'namespace',
  column: 'property',
  function: 'function',
  snapshot: 'constant',
  alias: 'variable',
};
const patienceMs = 300;
const keywords = (
  'select from where group by order by having limit join left join inner join full join cross join on using as with distinct union all except intersect case when then else end ' +
  'and or not in is null between like ilike exists cast over partition by qualify insert into values create table create view drop table at version timestamp asc desc'
).split(/ (?!by|join|into|table|view|all)/);

/** The server knows the scope; until it answers, or when it does not, words of the catalog that is already here. */
export function completionSource(client: QueryClient) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const word = context.matchBefore(/[\w$]+$/),
      dotted = context.matchBefore(/[\w$"]+\.$/);
    if (!context.explicit && !word && !dotted) return null;
    const abort = new AbortController(),
      text = context.state.doc.toString();
    context.addEventListener('abort', () => abort.abort());
    const timer = setTimeout(() => abort.abort(), patienceMs);
    try {
      const answer = await json<{ from: number; items: CompletionItem[] }>('/sql/complete', {
        body: { text, cursor: context.pos },
        signal: abort.signal,
      });
      return { from: answer.from, options: answer.items.map((item, index) => option(item, -index)), validFor: /^[\w$]*$/ };
    } catch {
      if (context.aborted) return null;
      return { from: word?.from ?? context.pos, options: localWords(client, text), validFor: /^[\w$]*$/ };
    } finally {
      clearTimeout(timer);
    }
  };
}

function option(item: CompletionItem, boost: number): Completion {
  return {
    label: item.label,
    type: kinds[item.kind] ?? 'text',
    boost: Math.max(-99, boost),
    ...(item.type ? { detail: item.type } : {}),
    ...(item.doc ? { info: item.doc } : {}),
    ...(item.apply ? { apply: item.apply } : {}),
  };
}

function localWords(client: QueryClient, text: string): Completion[] {
  const catalog = client.getQueryData<Catalog>(['catalog']);
  const tables = (catalog?.namespaces ?? []).flatMap(space =>
    space.tables.map(table => ({ label: `${space.levels.map(quoted).join('.')}.${quoted(table.name)}`, type: 'class' })),
  );
  const columns = client
    .getQueriesData<TableDetails>({ queryKey: ['catalog'] })
    .flatMap(([, data]) =>
      data && 'columns' in data && text.includes(data.name)
        ? data.columns.map(column => ({ label: quoted(column.name), type: 'property', detail: column.type }))
        : [],
    );
  return [...columns, ...tables, ...keywords.map(label => ({ label, type: 'keyword', boost: -50 }))];
}
