using Tarn.Engine.Scans;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Metadata;
using IcebergScan = Tarn.Iceberg.Scans.TableScan;
using ScanPlan = Tarn.Iceberg.Scans.ScanPlan;

namespace Tarn.Engine.Sessions;

/// <summary>Plans the scan of one table for a statement, and remembers plans: a snapshot's files never change.</summary>
internal sealed class TableScans(ScanBuilder builder, int cacheEntries)
{
    readonly BoundedCache<(string Metadata, SnapshotSelector Selector, string Filter), ScanPlan> _plans = new(cacheEntries);

    /// <summary>The text that stands for the table's rows. It lives as long as the statement.</summary>
    public async Task<(string Sql, ScanCounts Counts)> PlanAsync(StatementScope scope, Table table, SnapshotSelector selector, Expression filter, ScanOptions options)
    {
        var plan = await FilesAsync(scope, table, selector, filter).ConfigureAwait(false);
        var scan = await builder.BuildAsync(table.Metadata, plan, scope.Connection, options, scope.Token).ConfigureAwait(false);
        scope.Keep(scan);
        return (scan.Sql, new ScanCounts(plan.Counts.FilesConsidered, plan.Counts.FilesPruned, plan.Counts.FilesRead, plan.Counts.Bytes));
    }

    /// <summary>How many rows and files a table has, without reading any; null where only the rows tell.</summary>
    public async Task<(long Rows, ScanCounts Counts)?> CountAsync(StatementScope scope, Table table, SnapshotSelector selector)
    {
        var plan = await FilesAsync(scope, table, selector, Expression.True).ConfigureAwait(false);
        return plan.RowCount is { } rows ? (rows, new ScanCounts(plan.Counts.FilesConsidered, 0, 0, 0)) : null;
    }

    async Task<ScanPlan> FilesAsync(StatementScope scope, Table table, SnapshotSelector selector, Expression filter)
    {
        // The selector, not the snapshot alone: one snapshot is read in the table's schema as a branch's head, and in its own by its id.
        var key = (table.MetadataLocation, selector, filter.ToString() ?? "");
        if (_plans.TryGet(key, out var plan)) return plan;
        plan = await new IcebergScan(table.Metadata, table.Store) { Selector = selector, Filter = filter, Manifests = scope.Lakehouse.Manifests }.PlanAsync(scope.Token).ConfigureAwait(false);
        _plans.Set(key, plan);
        return plan;
    }
}
