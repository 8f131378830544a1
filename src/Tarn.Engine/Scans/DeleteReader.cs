using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Engine.Scans.Files;
using Tarn.Iceberg.Deletes;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Storage;

namespace Tarn.Engine.Scans;

/// <summary>Reads position deletes and deletion vectors into bits. Position delete files go through the executor, deletion vectors are read by range.</summary>
sealed class DeleteReader(IObjectStore store, ReadableFiles files, Connection connection)
{
    /// <summary>For each task the rows that are gone; null where none are.</summary>
    public async Task<ImmutableArray<DeletedRows?>> ReadAsync(IReadOnlyList<FileScanTask> tasks, CancellationToken cancellationToken)
    {
        var deleted = new DeletedRows?[tasks.Count];
        var byFile = new Dictionary<DataFileKey, (DataFile File, PositionTargets Targets)>();
        for (var i = 0; i < tasks.Count; i++)
        {
            foreach (var delete in tasks[i].Deletes)
            {
                if (delete.Content is not DataFileContent.PositionDeletes || delete.RecordCount == 0) continue;
                var rows = deleted[i] ??= new DeletedRows(tasks[i].File.RecordCount);
                if (delete.IsDeletionVector) await ReadVectorAsync(delete, rows, cancellationToken).ConfigureAwait(false);
                else Targets(byFile, delete).Add(tasks[i].File.FilePath, rows);
            }
        }
        foreach (var (file, targets) in byFile.Values) await ReadPositionsAsync(file, targets, cancellationToken).ConfigureAwait(false);
        return [.. deleted];
    }

    static PositionTargets Targets(Dictionary<DataFileKey, (DataFile File, PositionTargets Targets)> byFile, DataFile delete)
    {
        var key = new DataFileKey(delete.FilePath, delete.FileSizeInBytes, delete.Format);
        if (!byFile.TryGetValue(key, out var found)) byFile.Add(key, found = (delete, new PositionTargets()));
        return found.Targets;
    }

    async Task ReadVectorAsync(DataFile vector, DeletedRows rows, CancellationToken cancellationToken)
    {
        if (vector.ContentOffset is not { } offset || vector.ContentSizeInBytes is not { } length)
            throw new EngineException(EngineErrorKind.Corrupt, $"The deletion vector {vector} lacks its place in the file.");
        var blob = await store.ReadRangeAsync(vector.FilePath, offset, checked((int)length), cancellationToken).ConfigureAwait(false);
        rows.Add(DeletionVector.Decode(blob.Span, vector.RecordCount));
    }

    async Task ReadPositionsAsync(DataFile file, PositionTargets targets, CancellationToken cancellationToken)
    {
        var path = await files.PathAsync(connection, file, cancellationToken).ConfigureAwait(false);
        var sql = $"SELECT file_path, pos FROM read_parquet({Identifiers.Literal(path)})";
        using var result = await connection.QueryAsync(sql, null, cancellationToken).ConfigureAwait(false);
        await foreach (var batch in ResultBatch.ReadAsync(result, cancellationToken).ConfigureAwait(false))
        {
            var paths = batch.Column(0);
            var positions = batch.Column(1).Values<long>();
            for (var row = 0; row < batch.RowCount; row++) targets.Delete(paths.Bytes(row), positions[row]);
        }
    }

    readonly record struct DataFileKey(string Location, long Length, FileFormat Format);
}
