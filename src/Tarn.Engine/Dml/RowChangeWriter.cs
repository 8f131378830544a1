using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Scans;
using Tarn.Engine.Sessions;
using Tarn.Engine.Writes;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Deletes;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Scans;

namespace Tarn.Engine.Dml;

/// <summary>Writes the files of a row-level change, whoever asked for it: a statement or a load.</summary>
/// <param name="lakehouse">For its store and its folders.</param>
/// <param name="instance">Where the new rows are and the table is read.</param>
/// <param name="scans">Scans on that instance.</param>
internal sealed class RowChangeWriter(Lakehouse lakehouse, Instance instance, ScanBuilder scans)
{
    string StagingFolder => Path.Combine(lakehouse.Options.TemporaryFolder, "staging");

    /// <summary>Writes what takes rows out of a table and puts others in.</summary>
    /// <param name="connection">Runs <paramref name="added"/>.</param>
    /// <param name="table">The table as the change read it.</param>
    /// <param name="mode">How rows leave.</param>
    /// <param name="removed">Rows that leave.</param>
    /// <param name="added">A SELECT of the new rows, in v3 with <c>_row_id</c> where they continue rows that leave; null for none.</param>
    /// <param name="cancellationToken">Cancels; nothing is left behind then.</param>
    public async Task<WrittenChange> WriteAsync(
        Connection connection, Table table, RowChangeMode mode, RemovedRows removed, string? added, CancellationToken cancellationToken)
    {
        if (mode == RowChangeMode.CopyOnWrite || removed.IsEmpty) return await CopyAsync(connection, table, removed, added, cancellationToken).ConfigureAwait(false);
        var data = await WriteRowsAsync(connection, table, added, cancellationToken).ConfigureAwait(false);
        try
        {
            var (change, deletes) = await MarkAsync(connection, table, removed, cancellationToken).ConfigureAwait(false);
            return new WrittenChange(change with { AddedDataFiles = data.Files }, data, deletes);
        }
        catch
        {
            await data.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The files that lose rows, written anew with what they keep, and the new rows.</summary>
    async Task<WrittenChange> CopyAsync(Connection connection, Table table, RemovedRows removed, string? added, CancellationToken cancellationToken)
    {
        using var reading = instance.Connect();
        using var scan = await KeptAsync(table, removed, reading, cancellationToken).ConfigureAwait(false);
        var kept = scan is null ? null : $"SELECT {Columns(table)} FROM ({scan.Sql})";
        var rows = kept is null ? added : added is null ? kept : $"{kept} UNION ALL BY NAME ({added})";
        var data = await WriteRowsAsync(connection, table, rows, cancellationToken).ConfigureAwait(false);
        var change = SnapshotChange.Overwrite(removed.Files.Select(f => f.Task.File), data.Files, null);
        // Vectors go with their data files; position delete files are taken out by name.
        var ended = removed.Files.SelectMany(f => OwnDeletes(f.Task)).Where(d => !d.IsDeletionVector);
        return new WrittenChange(change with { RemovedDeletes = [.. ended] }, data, new PendingWrite(lakehouse.Store, []));
    }

    async Task<ExecutableScan?> KeptAsync(Table table, RemovedRows removed, Connection reading, CancellationToken cancellationToken)
    {
        var left = removed.Files.Where(f => f.Rows.Cardinality < f.Task.File.RecordCount).ToArray();
        if (left.Length == 0) return null;
        var plan = new ScanPlan(table.CurrentSnapshot, table.Schema, [.. left.Select(f => f.Task)], new Tarn.Iceberg.Scans.ScanCounts());
        var options = new ScanOptions { WithLineage = HasLineage(table), Without = left.ToImmutableDictionary(f => f.Task.File.FilePath, f => f.Rows, StringComparer.Ordinal) };
        return await scans.BuildAsync(table.Metadata, plan, reading, options, cancellationToken).ConfigureAwait(false);
    }

    async Task<PendingWrite> WriteRowsAsync(Connection connection, Table table, string? rows, CancellationToken cancellationToken) => rows is null
        ? new PendingWrite(lakehouse.Store, [])
        : await new DataWriter(lakehouse.Store, StagingFolder).WriteAsync(connection, new WriteRequest(table.Metadata, rows), cancellationToken).ConfigureAwait(false);

    /// <summary>Deletion vectors or position delete files. A data file that keeps no row is taken out instead.</summary>
    async Task<(SnapshotChange Change, PendingWrite Deletes)> MarkAsync(Connection connection, Table table, RemovedRows removed, CancellationToken cancellationToken)
    {
        var isV3 = table.Metadata.FormatVersion >= 3;
        var all = isV3 ? await WithOlderAsync(removed, cancellationToken).ConfigureAwait(false) : removed;
        var emptied = all.Files.Where(f => f.Rows.Cardinality == f.Task.File.RecordCount).Select(f => f.Task).ToArray();
        var marked = new RemovedRows(all.Files.RemoveAll(f => emptied.Contains(f.Task)));
        var deletes = isV3
            ? await DeletionVectorFile.WriteAsync(
                lakehouse.Store, DataLocations.Of(table.Metadata).Of("", $"{Guid.CreateVersion7():D}-deletes.puffin"), [.. marked.Files.Select(f => (f.Task.File, f.Rows))], cancellationToken).ConfigureAwait(false)
            : await new PositionDeleteWriter(lakehouse.Store, StagingFolder).WriteAsync(connection, table.Metadata, marked, cancellationToken).ConfigureAwait(false);
        var replaced = (isV3 ? all.Files.Select(f => f.Task) : emptied).SelectMany(OwnDeletes).Distinct();
        var change = new SnapshotChange { AddedDeletes = deletes, RemovedDeletes = [.. replaced], RemovedDataFiles = [.. emptied.Select(t => t.File)] };
        return (change, new PendingWrite(lakehouse.Store, deletes));
    }

    /// <summary>Spec, "Deletion Vectors": a new vector holds the rows of the vector and of the position deletes that its file had.</summary>
    async Task<RemovedRows> WithOlderAsync(RemovedRows removed, CancellationToken cancellationToken)
    {
        using var reading = instance.Connect();
        var older = await new DeleteReader(lakehouse.Store, lakehouse.Files, reading).ReadAsync([.. removed.Files.Select(f => f.Task)], cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < older.Length; i++)
            foreach (var position in older[i]?.Enumerate() ?? []) _ = removed.Files[i].Rows.Add(position);
        return removed;
    }

    /// <summary>The deletes that are for this data file alone: a new vector, or the file's end, makes them void.</summary>
    static IEnumerable<DataFile> OwnDeletes(FileScanTask task) =>
        task.Deletes.Where(d => d.Content == DataFileContent.PositionDeletes && DeleteIndex.ReferencedDataFile(d) == task.File.FilePath);

    static bool HasLineage(Table table) => table.Metadata.FormatVersion >= 3;

    static string Columns(Table table)
    {
        var names = table.Schema.Fields.Select(f => Identifiers.Quote(f.Name));
        return string.Join(", ", HasLineage(table) ? names.Concat([LineageColumns.RowId.Name, LineageColumns.LastUpdated.Name]) : names);
    }
}
