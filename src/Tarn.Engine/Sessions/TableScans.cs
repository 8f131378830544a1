using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Schemas;

namespace Tarn.Engine.Sessions;

/// <summary>The text that stands for a table's rows, and what planning it came to.</summary>
internal sealed record TableScan(string Sql, ScanCounts Counts);

/// <summary>Plans the scan of one table for a statement.</summary>
internal static class TableScans
{
    public static Task<TableScan> PlanAsync(StatementScope scope, Table table, Snapshot? snapshot, Schema schema, Expression filter) =>
        throw new EngineException(EngineErrorKind.NotSupported, $"Scans are not wired yet ({table}, {snapshot}, {schema}, {filter}, {scope}).");
}
