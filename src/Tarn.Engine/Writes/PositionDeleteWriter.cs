using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Tarn.Engine.Dml;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Storage;

namespace Tarn.Engine.Writes;

/// <summary>Writes position delete files for v2 tables: Parquet, sorted by file and position. Spec: "Position Delete Files".</summary>
/// <param name="store">Where the table is.</param>
/// <param name="stagingFolder">A local folder for stores that are not local.</param>
internal sealed class PositionDeleteWriter(IObjectStore store, string stagingFolder)
{
    /// <summary>Reserved field ids. Spec: "Reserved Field IDs".</summary>
    const int FilePathId = 2147483546;
    const int PositionId = 2147483545;

    const string Granularity = "write.delete.granularity";

    /// <summary>Rows of one INSERT into the executor: the SQL stays below a megabyte.</summary>
    const int RowsPerInsert = 20_000;

    /// <summary>One file for each data file, or for each partition where the table's property says so.</summary>
    public async Task<ImmutableArray<DataFile>> WriteAsync(Connection connection, TableMetadata metadata, RemovedRows removed, CancellationToken cancellationToken)
    {
        if (removed.IsEmpty) return [];
        var properties = WriteProperties.Of(metadata);
        using var folder = StagingFolder.For(store, properties.Locations.Folder, stagingFolder);
        var files = new List<(string Path, DataFile File)>();
        foreach (var group in Groups(metadata, removed)) files.Add(await WriteAsync(connection, metadata, properties, [.. group], Path.Combine(folder.Path, $"{files.Count}.parquet"), cancellationToken).ConfigureAwait(false));
        await using var pending = await PendingWrite.ImportAsync(store, files, cancellationToken).ConfigureAwait(false);
        pending.Keep();
        return pending.Files;
    }

    static IEnumerable<IEnumerable<(DataFile File, Tarn.Iceberg.Deletes.PositionBitmap Rows)>> Groups(TableMetadata metadata, RemovedRows removed)
    {
        var files = removed.Files.Select(f => (f.Task.File, f.Rows));
        return metadata.Properties.GetValueOrDefault(Granularity, "file") switch
        {
            "file" => files.Select(f => new[] { f }),
            "partition" => files.GroupBy(f => (f.File.SpecId, f.File.Partition)),
            var other => throw new EngineException(EngineErrorKind.InvalidInput, $"The table property {Granularity} is '{other}': expected file or partition. Nothing was changed."),
        };
    }

    static async Task<(string Path, DataFile File)> WriteAsync(
        Connection connection, TableMetadata metadata, WriteProperties properties, ImmutableArray<(DataFile File, Tarn.Iceberg.Deletes.PositionBitmap Rows)> group, string path, CancellationToken cancellationToken)
    {
        // The executor compares texts by their bytes, as readers that merge sorted delete files do.
        var sorted = group.Sort((a, b) => string.CompareOrdinal(a.File.FilePath, b.File.FilePath));
        _ = connection.Execute("CREATE OR REPLACE TEMP TABLE __tarn_positions(file_path VARCHAR, pos BIGINT)", cancellationToken);
        foreach (var (file, rows) in sorted)
            foreach (var some in rows.Enumerate().Chunk(RowsPerInsert))
                _ = connection.Execute($"INSERT INTO __tarn_positions SELECT {Identifiers.Literal(file.FilePath)}, unnest([{string.Join(", ", some)}]::BIGINT[])", cancellationToken);
        var sql = $"COPY (SELECT file_path, pos FROM __tarn_positions ORDER BY file_path, pos) TO {Identifiers.Literal(path)} "
            + $"(FORMAT parquet, COMPRESSION {properties.Codec}, FIELD_IDS {{file_path: {FilePathId}, pos: {PositionId}}}, RETURN_STATS)";
        using var result = await connection.QueryAsync(sql, null, cancellationToken).ConfigureAwait(false);
        WrittenFile? written = null;
        await foreach (var batch in ResultBatch.ReadAsync(result, cancellationToken).ConfigureAwait(false)) written = DataWriter.ReadStatistics(batch, 0);
        return (path, Describe(metadata, properties, sorted, written!));
    }

    static DataFile Describe(TableMetadata metadata, WriteProperties properties, ImmutableArray<(DataFile File, Tarn.Iceberg.Deletes.PositionBitmap Rows)> group, WrittenFile written)
    {
        var first = group[0].File;
        var spec = metadata.SpecById(first.SpecId)!;
        var folder = PartitionFolder.Of(spec, metadata.Schema, first.Partition);
        var counts = new Dictionary<int, long> { [FilePathId] = written.RowCount, [PositionId] = written.RowCount };
        return new DataFile
        {
            Content = DataFileContent.PositionDeletes,
            Format = FileFormat.Parquet,
            FilePath = properties.Locations.Of(folder, $"{Guid.CreateVersion7():D}-deletes.parquet"),
            SpecId = first.SpecId,
            Partition = first.Partition,
            RecordCount = written.RowCount,
            FileSizeInBytes = written.Length,
            ValueCounts = ColumnCounts.Of(counts),
            NullValueCounts = ColumnCounts.Of(counts.ToDictionary(c => c.Key, _ => 0L)),
            // Never cut: equal bounds name the data file, where the field below is not known to a reader.
            LowerBounds = ColumnBounds.Of(Bounds(group[0].File, group.Min(g => g.Rows.Enumerate().First()))),
            UpperBounds = ColumnBounds.Of(Bounds(group[^1].File, group.Max(g => g.Rows.Enumerate().Last()))),
            ReferencedDataFile = group.Length == 1 ? first.FilePath : null,
        };
    }

    static Dictionary<int, byte[]> Bounds(DataFile file, long position)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, position);
        return new() { [FilePathId] = Encoding.UTF8.GetBytes(file.FilePath), [PositionId] = bytes };
    }
}
