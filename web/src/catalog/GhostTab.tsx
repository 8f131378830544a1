import { GhostCard, GhostColumns, GhostTable } from '../shell/Skeleton';
import type { TableTab } from './search';

/** A tab of the table page before its first answer. */
export function GhostTab({ tab }: { tab: TableTab }) {
  switch (tab) {
    case 'overview':
      return (
        <GhostColumns
          rail={
            <>
              <GhostCard lines={5} />
              <GhostCard lines={5} />
            </>
          }
        >
          <GhostCard lines={4} />
          <GhostTable columns={2} rows={4} />
        </GhostColumns>
      );
    case 'snapshots':
      return (
        <>
          <GhostCard lines={6} />
          <GhostTable columns={5} rows={6} />
        </>
      );
    case 'files':
      return (
        <>
          <GhostCard lines={2} />
          <GhostCard lines={6} />
          <GhostTable columns={4} rows={6} />
        </>
      );
    default:
      return <GhostTable columns={5} rows={12} />;
  }
}
