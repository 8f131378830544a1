using System.Globalization;
using System.Numerics;
using Tarn.Engine.MetadataTables;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Engine.Scans;
using Tarn.Engine.Sessions;
using Tarn.Engine.Writes;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Statistics;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Engine.Statistics;

/// <summary>Reads and writes partition statistics files: Parquet, by the executor. Spec: "Partition Statistics File".</summary>
/// <param name="lakehouse">Whose executor it is.</param>
/// <param name="table">The table.</param>
internal sealed class PartitionStatisticsFiles(Lakehouse lakehouse, Table table)
{
    static readonly PhysicalSchemas Physical = new();

    readonly StructType _partition = table.Metadata.UnifiedPartitionType();

    /// <summary>Writes a file of its own for the snapshot. It counts once a commit has registered it.</summary>
    public async Task<PartitionStatisticsFile> WriteAsync(Snapshot snapshot, IEnumerable<PartitionStatistics> rows, CancellationToken cancellationToken)
    {
        var columns = PartitionStatisticsColumns.Of(_partition, table.Metadata.FormatVersion);
        using var connection = lakehouse.Sandbox.Instance.Connect();
        using var staged = await StagedRows.FillAsync(lakehouse.Sandbox.Instance, MetadataTable.Of(new StructType(columns), rows.Select(r => Row(r, columns.Length))), cancellationToken).ConfigureAwait(false);
        var metadataFolder = MetadataFiles.FolderOf(table.Metadata);
        using var folder = StagingFolder.For(table.Store, metadataFolder, Path.Combine(lakehouse.Options.TemporaryFolder, "staging"));
        var path = Path.Combine(folder.Path, "statistics.parquet");
        _ = connection.Execute($"COPY ({staged.Sql}) TO {Identifiers.Literal(path)} (FORMAT parquet, COMPRESSION zstd, {CopyStatement.FieldIds(columns)})", cancellationToken);
        var length = new FileInfo(path).Length;
        var location = string.Create(CultureInfo.InvariantCulture, $"{metadataFolder}/partition-stats-{snapshot.SnapshotId}-{Guid.NewGuid():D}.parquet");
        await table.Store.ImportAsync(path, location, cancellationToken).ConfigureAwait(false);
        return new PartitionStatisticsFile(snapshot.SnapshotId, location, length);
    }

    /// <summary>The rows of a file; null for one in another format, or whose partitions have other fields than the table's have now.</summary>
    public async Task<IReadOnlyList<PartitionStatistics>?> ReadAsync(PartitionStatisticsFile file, CancellationToken cancellationToken)
    {
        if (!file.StatisticsPath.EndsWith(".parquet", StringComparison.Ordinal)) return null;
        using var connection = lakehouse.Sandbox.Instance.Connect();
        var path = await table.Store.MaterializeAsync(file.StatisticsPath, file.FileSizeInBytes, cancellationToken).ConfigureAwait(false);
        var root = (await Physical.ReadAsync(connection, [path], cancellationToken).ConfigureAwait(false))[0];
        var columns = PartitionStatisticsColumns.Of(_partition, formatVersion: 3);
        if (root.ById(columns[0].Id) is not { } partition || !partition.Children.Select(c => (c.FieldId, c.Name)).SequenceEqual(_partition.Fields.Select(f => ((int?)f.Id, f.Name)))) return null;
        var values = columns.Select(c => root.ById(c.Id) is { } found ? $"CAST({Identifiers.Quote(found.Name)} AS {ExecutorTypes.Sql(c.Type)})" : $"NULL::{ExecutorTypes.Sql(c.Type)}");
        using var result = await connection.QueryAsync($"SELECT {string.Join(", ", values)} FROM read_parquet({Identifiers.Literal(path)})", null, cancellationToken).ConfigureAwait(false);
        var rows = new List<PartitionStatistics>();
        await foreach (var batch in ResultBatch.ReadAsync(result, cancellationToken).ConfigureAwait(false))
            for (var i = 0; i < batch.RowCount; i++) rows.Add(Row(batch, i));
        return rows;
    }

    /// <remarks>
    /// total_record_count is left null, as the reference does: its own incremental counting would carry a number on without changing it.
    /// </remarks>
    object?[] Row(PartitionStatistics row, int columns)
    {
        object?[] values =
        [
            row.Partition.Values.Select((v, i) => ExecutorValues.Of(_partition.Fields[i].Type, v)).ToArray(), row.SpecId, row.DataRecordCount, row.DataFileCount, row.TotalDataFileSizeInBytes,
            row.PositionDeleteRecordCount, row.PositionDeleteFileCount, row.EqualityDeleteRecordCount, row.EqualityDeleteFileCount, null, row.LastUpdatedMs, row.LastUpdatedSnapshotId, row.DeletionVectorCount,
        ];
        return values[..columns];
    }

    static PartitionStatistics Row(ResultBatch batch, int row)
    {
        long? Long(int column) => batch.Column(column).IsNull(row) ? null : batch.Column(column).Values<long>()[row];
        int Int(int column) => batch.Column(column).IsNull(row) ? 0 : batch.Column(column).Values<int>()[row];
        var partition = (object?[]?)ColumnValue.Read(batch.Column(0), row) ?? throw new EngineException(EngineErrorKind.Corrupt, "A partition is null.");
        return new PartitionStatistics(new PartitionTuple([.. partition.Select(v => v is DecimalValue d ? new IcebergDecimal((BigInteger)d.Unscaled, d.Scale) : v)]), Int(1))
        {
            DataRecordCount = Long(2) ?? 0,
            DataFileCount = Int(3),
            TotalDataFileSizeInBytes = Long(4) ?? 0,
            PositionDeleteRecordCount = Long(5) ?? 0,
            PositionDeleteFileCount = Int(6),
            EqualityDeleteRecordCount = Long(7) ?? 0,
            EqualityDeleteFileCount = Int(8),
            LastUpdatedMs = Long(10),
            LastUpdatedSnapshotId = Long(11),
            DeletionVectorCount = Int(12),
        };
    }
}
