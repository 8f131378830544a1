import { useEffect, useRef } from 'react';
import { columnsSearch, columnsText, newer, type Places } from './columnsLine';
import type { Draft, Drafts } from './drafts';
import type { SqlSearch } from './search';

/** Keeps pinned and hidden columns of a draft the same in the address, which Back undoes, and in the draft, which a page without an address finds again. */
export function useColumns(draft: Draft, drafts: Drafts, search: SqlSearch, change: (next: Partial<SqlSearch>) => void) {
  const seen = useRef<Places | null>(null),
    address = columnsText(search),
    kept = draft.columns;
  useEffect(() => {
    const now = { address, draft: kept },
      from = newer(seen.current, now);
    seen.current = now;
    if (from === 'address') drafts.arrange(draft.id, address);
    if (from === 'draft') change(columnsSearch(kept) as Partial<SqlSearch>);
  }, [address, kept, draft.id, drafts, change]);
}
