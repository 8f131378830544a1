using System.Globalization;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Storage;

namespace Tarn.Server.Catalog;

/// <summary>Files and partitions of a snapshot in numbers.</summary>
static class TableFiles
{
    const int MostPartitions = 200;
    const int MostFiles = 100;
    const string TargetKey = "write.target-file-size-bytes";

    /// <summary>The reference implementation's default.</summary>
    const long DefaultTarget = 512L << 20;

    static readonly long[] Classes = [0, 1L << 20, 8L << 20, 32L << 20, 128L << 20, 512L << 20];

    /// <summary>Reads the manifests of the current snapshot, or of the one that is asked for.</summary>
    public static async Task<FilesAnswer> OfAsync(TableMetadata metadata, IObjectStore store, long? snapshotId, CancellationToken cancellationToken)
    {
        SnapshotSelector selector = snapshotId is { } id ? new SnapshotSelector.ById(id) : new SnapshotSelector.Current();
        var plan = await new TableScan(metadata, store) { Selector = selector }.PlanAsync(cancellationToken);
        var target = long.TryParse(metadata.Property(TargetKey), NumberStyles.None, CultureInfo.InvariantCulture, out var set) ? set : DefaultTarget;
        var files = plan.Tasks.Select(task => new Piece(task, PartitionOf(metadata, task.File), Deleted(task))).ToList();
        var partitions = files.GroupBy(f => f.Partition, StringComparer.Ordinal).ToList();
        var deletes = plan.Tasks.SelectMany(t => t.Deletes).Distinct().ToList();
        return new FilesAnswer(files.Count, files.Sum(f => f.File.RecordCount), files.Sum(f => f.File.FileSizeInBytes))
        {
            Snapshot = plan.Snapshot?.SnapshotId.ToString(CultureInfo.InvariantCulture),
            AsOf = plan.Snapshot?.Timestamp,
            DeleteFiles = deletes.Count,
            DeletedRows = files.Sum(f => f.Deleted),
            DeletedRowsApproximate = deletes.Any(d => d is { Content: DataFileContent.PositionDeletes, IsDeletionVector: false }) ? true : null,
            EqualityDeleteFiles = deletes.Count(d => d.Content == DataFileContent.EqualityDeletes),
            TargetBytes = target,
            SmallFiles = partitions.Where(p => p.Count() > 1).Sum(p => p.LongCount(f => f.File.FileSizeInBytes < target / 4 * 3)),
            Sizes = [.. Classes.Select((from, i) => Class(files, from, i + 1 < Classes.Length ? Classes[i + 1] : long.MaxValue))],
            PartitionCount = partitions.Count,
            Partitions = [.. partitions.Select(Partition).OrderByDescending(p => p.Bytes).Take(MostPartitions)],
            Largest = [.. files.OrderByDescending(f => f.File.FileSizeInBytes).Take(MostFiles).Select(f => File(metadata, f))],
        };
    }

    static SizeClass Class(List<Piece> files, long from, long to)
    {
        var inside = files.Where(f => f.File.FileSizeInBytes >= from && f.File.FileSizeInBytes < to).ToList();
        return new SizeClass(from, inside.Count, inside.Sum(f => f.File.FileSizeInBytes));
    }

    static PartitionAnswer Partition(IGrouping<string, Piece> files) =>
        new(files.Key, files.LongCount(), files.Sum(f => f.File.RecordCount), files.Sum(f => f.File.FileSizeInBytes), files.Sum(f => f.Deleted));

    static FileAnswer File(TableMetadata metadata, Piece piece)
    {
        var path = piece.File.FilePath;
        var relative = path.StartsWith(metadata.Location + "/", StringComparison.Ordinal) ? path[(metadata.Location.Length + 1)..] : path;
        return new FileAnswer(relative, piece.Partition, piece.File.Format.ToString(), piece.File.RecordCount, piece.File.FileSizeInBytes, piece.Deleted);
    }

    /// <summary>Only deletes that name their one data file can be counted for it; a file of positions in several is counted nowhere.</summary>
    static long Deleted(FileScanTask task) =>
        task.Deletes.Where(d => d.Content == DataFileContent.PositionDeletes && (d.IsDeletionVector || d.ReferencedDataFile is not null)).Sum(d => d.RecordCount);

    static string PartitionOf(TableMetadata metadata, DataFile file)
    {
        var spec = metadata.SpecById(file.SpecId);
        return spec is null || spec.Fields.IsEmpty ? "" : spec.PartitionPath(metadata.SchemaForSpec(spec), file.Partition);
    }

    readonly record struct Piece(FileScanTask Task, string Partition, long Deleted)
    {
        public DataFile File => Task.File;
    }
}
