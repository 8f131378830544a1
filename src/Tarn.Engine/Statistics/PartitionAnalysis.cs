using System.Collections.Immutable;
using Tarn.Engine.Sessions;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Statistics;

namespace Tarn.Engine.Statistics;

/// <summary>Counts a snapshot's partitions and registers the file that says so.</summary>
internal static class PartitionAnalysis
{
    /// <summary>The file of the snapshot: the one that there is, or a new one. What an ancestor's file says is carried on, so that only newer manifests are read. Null where there are no partitions.</summary>
    public static async Task<PartitionStatisticsFile?> RunAsync(StatementScope scope, Table table, Snapshot snapshot)
    {
        var counting = new PartitionCounting(table.Metadata, table.Store);
        var known = counting.NearestFile(snapshot.SnapshotId);
        if (known?.SnapshotId == snapshot.SnapshotId) return known;
        scope.Progress?.Report(new WorkProgress("reading", 0, 0, null, null));
        var files = new PartitionStatisticsFiles(scope.Lakehouse, table);
        var rows = await CountAsync(scope, counting, files, snapshot, known).ConfigureAwait(false);
        if (rows.IsEmpty) return null;
        var file = await files.WriteAsync(snapshot, rows, scope.Token).ConfigureAwait(false);
        await StatisticsCommit.RunAsync(scope, table, snapshot.SnapshotId, file.StatisticsPath, new TableUpdate.SetPartitionStatistics(file)).ConfigureAwait(false);
        return file;
    }

    static async Task<ImmutableArray<PartitionStatistics>> CountAsync(
        StatementScope scope, PartitionCounting counting, PartitionStatisticsFiles files, Snapshot snapshot, PartitionStatisticsFile? known)
    {
        if (known is not null && await TryReadAsync(files, known, scope.Token).ConfigureAwait(false) is { } rows)
            return await counting.CountAsync(snapshot, known.SnapshotId, rows, scope.Token).ConfigureAwait(false);
        return await counting.CountAsync(snapshot, scope.Token).ConfigureAwait(false);
    }

    /// <summary>Null for a file that cannot be carried on, damaged ones included: then everything is counted anew.</summary>
    static async Task<IReadOnlyList<PartitionStatistics>?> TryReadAsync(PartitionStatisticsFiles files, PartitionStatisticsFile file, CancellationToken cancellationToken)
    {
        try
        {
            return await files.ReadAsync(file, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is EngineException or IcebergException or IOException)
        {
            return null;
        }
    }
}
