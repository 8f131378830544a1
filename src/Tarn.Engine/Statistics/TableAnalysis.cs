using Tarn.Engine.Native;
using Tarn.Engine.Scans;
using Tarn.Engine.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Statistics;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Statistics;

/// <summary>Reads a snapshot's rows, counts the different values of its columns and registers the file that says so. Spec: "Table Statistics".</summary>
/// <remarks>Rows stream by in the order of files, so that the same snapshot gives the same file; only hashes are held, of a bounded number of columns at once.</remarks>
internal static class TableAnalysis
{
    const string Source = "__tarn_rows";

    /// <summary>At 128 KiB a column, 32 MiB.</summary>
    const int MaxColumnsAtOnce = 256;

    /// <summary>The columns to count: those that are named, in any case, or all columns of the table that are no lists, maps, structs or variants.</summary>
    /// <exception cref="EngineException">A name is no such column's.</exception>
    public static IReadOnlyList<NestedField> Columns(Table table, Schema schema, IReadOnlyList<string>? names)
    {
        if (names is { Count: 0 }) throw new EngineException(EngineErrorKind.InvalidInput, "The list of columns is empty: leave it out for all of them.");
        var columns = names is null ? [.. schema.Fields.Where(f => ColumnSketch.Counts(f.Type))] : names.Select(name => Named(table, schema, name)).DistinctBy(f => f.Id).ToList();
        return columns.Count > 0 ? columns : throw new EngineException(EngineErrorKind.InvalidInput, $"{table} has no columns whose values are counted: it takes one that is no list, map, struct, variant, geometry or geography.");
    }

    /// <summary>Counts, writes and commits.</summary>
    /// <param name="scope">The statement.</param>
    /// <param name="table">The table.</param>
    /// <param name="snapshot">The state whose rows are read, in its own schema.</param>
    /// <param name="columns">What of it is counted.</param>
    public static async Task<StatisticsFile> RunAsync(StatementScope scope, Table table, Snapshot snapshot, IReadOnlyList<NestedField> columns)
    {
        var schema = table.Metadata.SchemaOf(snapshot);
        var (rows, _) = await scope.Lakehouse.Scans.PlanAsync(scope, table, new SnapshotSelector.ById(snapshot.SnapshotId), Expression.True, ScanOptions.Default).ConfigureAwait(false);
        var sketches = new List<(int, ThetaSketch)>(columns.Count);
        await using (ProgressReporter.Start(scope, "reading"))
            foreach (var some in columns.Chunk(MaxColumnsAtOnce))
                sketches.AddRange(await scope.Run(() => Read(scope, schema, rows, some)).ConfigureAwait(false));
        scope.Progress?.Report(new WorkProgress("committing", 0, 0, null, null));
        var file = await TableStatistics.WriteAsync(table.Metadata, table.Store, snapshot, sketches, scope.Token).ConfigureAwait(false);
        await StatisticsCommit.RunAsync(scope, table, snapshot.SnapshotId, file.StatisticsPath, new TableUpdate.SetStatistics(file)).ConfigureAwait(false);
        return file;
    }

    static List<(int, ThetaSketch)> Read(StatementScope scope, Schema schema, string rows, NestedField[] columns)
    {
        var sketches = columns.Select(c => new ColumnSketch(c.Type)).ToArray();
        var values = columns.Select(c => $"{Source}.{string.Join('.', schema.PathOf(c.Id).Select(Identifiers.Quote))}");
        using var prepared = scope.Connection.Prepare($"SELECT {string.Join(", ", values)} FROM ({rows}) AS {Source}");
        using var result = prepared.Execute(scope.Token);
        while (result.Fetch(scope.Token) is { } chunk)
            using (chunk)
                for (var i = 0; i < sketches.Length; i++) sketches[i].Add(chunk.Column(i));
        return [.. columns.Select((c, i) => (c.Id, sketches[i].ToSketch()))];
    }

    static NestedField Named(Table table, Schema schema, string name)
    {
        var field = schema.FindField(name) ?? schema.FindField(name, caseSensitive: false)
            ?? throw new EngineException(EngineErrorKind.Binding, $"{table} has no column {name} in that state: it has {string.Join(", ", schema.Fields.Select(f => f.Name))}.");
        if (schema.IsRepeated(field.Id)) throw new EngineException(EngineErrorKind.InvalidInput, $"{name} is inside a list or map: only values that a row has once are counted.");
        return ColumnSketch.Counts(field.Type) ? field : throw new EngineException(EngineErrorKind.InvalidInput, $"Values of {name} cannot be counted: it is of type {field.Type}.");
    }
}
