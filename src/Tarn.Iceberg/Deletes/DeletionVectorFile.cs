using System.Collections.Immutable;
using Tarn.Iceberg.Deletes.Puffin;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Storage;

namespace Tarn.Iceberg.Deletes;

/// <summary>Writes deletion vectors: one Puffin file with a blob for each data file. Spec: "Deletion Vectors".</summary>
public static class DeletionVectorFile
{
    /// <summary>Writes the file and says what the manifest needs to know of each vector; nothing is written for no vectors.</summary>
    /// <param name="store">The table's store.</param>
    /// <param name="location">Where the file will be.</param>
    /// <param name="vectors">Data files, each once, with all of their deleted rows: those of the vector that they have already among them.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public static async Task<ImmutableArray<DataFile>> WriteAsync(
        IObjectStore store, string location, IReadOnlyList<(DataFile File, PositionBitmap Rows)> vectors, CancellationToken cancellationToken)
    {
        if (vectors.Count == 0) return [];
        var writer = new PuffinWriter();
        var blobs = vectors.Select(v => (Vector: v, Blob: writer.AddDeletionVector(v.File.FilePath, v.Rows))).ToList();
        var bytes = writer.ToBytes("Tarn");
        await store.WriteAsync(location, bytes, WriteMode.CreateNew, cancellationToken);
        return
        [
            .. blobs.Select(b => new DataFile
            {
                Content = DataFileContent.PositionDeletes,
                Format = FileFormat.Puffin,
                FilePath = location,
                SpecId = b.Vector.File.SpecId,
                Partition = b.Vector.File.Partition,
                RecordCount = b.Vector.Rows.Cardinality,
                FileSizeInBytes = bytes.Length,
                ReferencedDataFile = b.Vector.File.FilePath,
                ContentOffset = b.Blob.Offset,
                ContentSizeInBytes = b.Blob.Length,
            }),
        ];
    }
}
