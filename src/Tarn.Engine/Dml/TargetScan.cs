using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Scans;
using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Select;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Scans;
using IcebergScan = Tarn.Iceberg.Scans.TableScan;

namespace Tarn.Engine.Dml;

/// <summary>The table that a statement changes, as the statement's own query reads it: its rows with their addresses and, in v3, their identity.</summary>
/// <param name="scope">The statement.</param>
/// <param name="table">The table as the statement sees it.</param>
/// <param name="branch">The branch that it changes.</param>
internal sealed class TargetScan(StatementScope scope, Table table, string branch)
{
    ExecutableScan? _scan;

    /// <summary>Read every file, also those that the query's condition excludes: where rows without a partner matter.</summary>
    public bool ReadsAll { get; init; }

    /// <summary>Leave out, and tell in <see cref="Whole"/>, files all of whose rows meet the condition by what the metadata says: a DELETE needs not read them.</summary>
    public bool LeavesOutWhole { get; init; }

    /// <summary>What the numbers of files in addresses mean.</summary>
    public ImmutableArray<FileScanTask> Files => _scan?.Files ?? [];

    /// <summary>The rows, once they are planned.</summary>
    public string Sql => _scan?.Sql ?? throw new System.Diagnostics.UnreachableException("the target has not been planned");

    public ImmutableArray<FileScanTask> Whole { get; private set; } = [];

    /// <summary>Rows that the statement can have read: wider than its condition where that does not convert.</summary>
    public Expression Filter { get; private set; } = Expression.True;

    /// <summary>The statement's condition where an expression says just the same; else null.</summary>
    public Expression? ExactFilter { get; private set; }

    public Sessions.ScanCounts Counts { get; private set; }

    /// <summary>The text that stands for the table in the query. The first call plans the scan.</summary>
    public async Task<string> SpliceAsync(TableReference reference)
    {
        if (_scan is not null) return _scan.Sql;
        if (reference.TimeTravel is not null)
            throw EngineException.At(EngineErrorKind.InvalidInput, "A table's past cannot be changed: leave the time travel out.", scope.Sql.Text, reference.Start);
        var conversion = new FilterConversion(table.Schema, scope.Parameters.Values, scope.Lakehouse.Options.TimeZone == "UTC");
        if (!ReadsAll) Filter = conversion.Convert(reference.Filters);
        ExactFilter = reference.FiltersAreExact ? conversion.ConvertExactly(reference.Filters) : null;
        SnapshotSelector selector = branch == SnapshotRef.MainBranch ? new SnapshotSelector.Current() : new SnapshotSelector.ByRef(branch);
        var plan = await new IcebergScan(table.Metadata, table.Store) { Selector = selector, Filter = Filter, Manifests = scope.Lakehouse.Manifests }.PlanAsync(scope.Token).ConfigureAwait(false);
        if (LeavesOutWhole && ExactFilter is { } exact)
        {
            var isWhole = IsWhole(exact);
            Whole = [.. plan.Tasks.Where(t => isWhole(t.File))];
            plan = plan with { Tasks = plan.Tasks.RemoveAll(t => isWhole(t.File)) };
        }
        var options = Options(reference);
        if (options.Metadata.Contains(MetadataColumns.Deleted))
            throw EngineException.At(EngineErrorKind.InvalidInput, $"Rows that are deleted cannot be changed: leave {MetadataColumns.Deleted} out. INSERT INTO … SELECT … WHERE {MetadataColumns.Deleted} brings them back.", scope.Sql.Text, reference.Start);
        _scan = await scope.Lakehouse.SandboxScans.BuildAsync(table.Metadata, plan, scope.Connection, options, scope.Token).ConfigureAwait(false);
        scope.Keep(_scan);
        Counts = new Sessions.ScanCounts(plan.Counts.FilesConsidered, plan.Counts.FilesConsidered - plan.Tasks.Length, plan.Tasks.Length, plan.Tasks.Sum(t => t.File.FileSizeInBytes));
        return _scan.Sql;
    }

    /// <summary>A text without rows, of the same columns.</summary>
    public Task<string> DescribeAsync(TableReference reference) => Task.FromResult(ScanSql.Empty(table.Metadata, table.Schema, Options(reference)));

    ScanOptions Options(TableReference reference)
    {
        var hasLineage = table.Metadata.FormatVersion >= 3;
        var further = reference.MetadataColumns.Where(c => table.Schema.FindField(c, caseSensitive: false) is null && !(hasLineage && LineageColumns.IsNamed(c)));
        return new ScanOptions { WithAddress = true, WithLineage = hasLineage, Metadata = [.. further] };
    }

    Func<DataFile, bool> IsWhole(Expression exact)
    {
        var metrics = new MetricsEvaluator(table.Schema, exact);
        var partitions = new Dictionary<int, PartitionEvaluator>();
        return file =>
        {
            if (!partitions.TryGetValue(file.SpecId, out var evaluator))
                partitions[file.SpecId] = evaluator = new PartitionEvaluator(table.Schema, table.Metadata.SpecById(file.SpecId)!, exact);
            return evaluator.AllMatch(file.Partition) || metrics.AllMatch(file);
        };
    }

    /// <summary>Live rows of the files that are left out. Data is read only of files with equality deletes, whose effect nothing else tells.</summary>
    public async Task<long> CountWholeAsync(Connection connection)
    {
        var counted = Whole.Where(t => t.Deletes.All(d => d.Content == DataFileContent.PositionDeletes)).ToArray();
        var deleted = await new DeleteReader(scope.Lakehouse.Store, scope.Lakehouse.Files, connection).ReadAsync(counted, scope.Token).ConfigureAwait(false);
        var rows = counted.Select((t, i) => t.File.RecordCount - (deleted[i]?.Enumerate().LongCount() ?? 0)).Sum();
        var others = Whole.Except(counted).ToImmutableArray();
        if (others.IsEmpty) return rows;
        var plan = new ScanPlan(table.CurrentSnapshot, table.Schema, others, new Tarn.Iceberg.Scans.ScanCounts());
        using var scan = await scope.Lakehouse.SandboxScans.BuildAsync(table.Metadata, plan, scope.Connection, ScanOptions.Default, scope.Token).ConfigureAwait(false);
        return rows + connection.Count(scan.Sql, scope.Token);
    }
}
