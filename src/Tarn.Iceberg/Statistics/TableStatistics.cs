using System.Collections.Immutable;
using System.Globalization;
using Tarn.Iceberg.Deletes.Puffin;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Storage;

namespace Tarn.Iceberg.Statistics;

/// <summary>Statistics files: how many different values the columns of a snapshot have. Spec: "Table Statistics"; Puffin spec.</summary>
public static class TableStatistics
{
    /// <summary>The blob property with a sketch's estimate, as the reference writes it: whole.</summary>
    public const string DistinctCountProperty = "ndv";

    /// <summary>Writes a new file of the snapshot's sketches. It counts once a commit has registered it.</summary>
    /// <param name="metadata">The table.</param>
    /// <param name="store">The table's store.</param>
    /// <param name="snapshot">What the sketches were made of.</param>
    /// <param name="sketches">By the column's id, each once.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public static async Task<StatisticsFile> WriteAsync(
        TableMetadata metadata, IObjectStore store, Snapshot snapshot, IEnumerable<(int FieldId, ThetaSketch Sketch)> sketches, CancellationToken cancellationToken)
    {
        var writer = new PuffinWriter();
        var blobs = ImmutableArray.CreateBuilder<BlobMetadata>();
        foreach (var (fieldId, sketch) in sketches)
        {
            var blob = writer.Add(Describe(snapshot, fieldId, sketch), sketch.ToBytes());
            blobs.Add(new BlobMetadata(blob.Type, blob.SnapshotId, blob.SequenceNumber, blob.Fields, blob.Properties));
        }
        var bytes = writer.ToBytes("Tarn");
        var location = $"{MetadataFiles.FolderOf(metadata)}/{snapshot.SnapshotId.ToString(CultureInfo.InvariantCulture)}-{Guid.NewGuid():D}.stats";
        await store.WriteAsync(location, bytes, WriteMode.CreateNew, cancellationToken).ConfigureAwait(false);
        return new StatisticsFile(snapshot.SnapshotId, location, bytes.Length, bytes.Length - writer.FooterOffset, blobs.ToImmutable());
    }

    /// <summary>The sketches of a file, whoever wrote it, by the column's id.</summary>
    /// <exception cref="IcebergException">The file is gone or damaged.</exception>
    public static async Task<ImmutableSortedDictionary<int, ThetaSketch>> ReadAsync(IObjectStore store, StatisticsFile file, CancellationToken cancellationToken)
    {
        var reader = await PuffinReader.OpenAsync(store, file.StatisticsPath, file.FileSizeInBytes, cancellationToken).ConfigureAwait(false);
        var sketches = ImmutableSortedDictionary.CreateBuilder<int, ThetaSketch>();
        foreach (var blob in reader.Footer.Blobs)
            if (blob is { Type: ThetaSketch.BlobType, Fields: [var fieldId] })
                sketches[fieldId] = ThetaSketch.Parse((await reader.ReadBlobAsync(blob, cancellationToken).ConfigureAwait(false)).Span);
        return sketches.ToImmutable();
    }

    /// <summary>How many different values columns have, by id, as far as the metadata says so of a snapshot; no file is read.</summary>
    public static ImmutableSortedDictionary<int, long> DistinctCounts(this TableMetadata metadata, long snapshotId)
    {
        var counts = ImmutableSortedDictionary.CreateBuilder<int, long>();
        foreach (var blob in metadata.Statistics.Where(file => file.SnapshotId == snapshotId).SelectMany(file => file.BlobMetadata))
        {
            if (blob is not { Type: ThetaSketch.BlobType, Fields: [var fieldId] }) continue;
            if (long.TryParse(blob.Properties.GetValueOrDefault(DistinctCountProperty), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) counts[fieldId] = count;
        }
        return counts.ToImmutable();
    }

    /// <summary>The same of main's newest snapshot that was counted; empty where none was.</summary>
    public static ImmutableSortedDictionary<int, long> LatestDistinctCounts(this TableMetadata metadata)
    {
        if (metadata.Statistics.IsEmpty || metadata.CurrentSnapshotId is not { } current) return ImmutableSortedDictionary<int, long>.Empty;
        var counted = metadata.Statistics.Select(file => file.SnapshotId).ToHashSet();
        return metadata.AncestorsOf(current).FirstOrDefault(s => counted.Contains(s.SnapshotId)) is { } newest ? metadata.DistinctCounts(newest.SnapshotId) : ImmutableSortedDictionary<int, long>.Empty;
    }

    static PuffinBlob Describe(Snapshot snapshot, int fieldId, ThetaSketch sketch) => new(ThetaSketch.BlobType, 0, 0)
    {
        Fields = [fieldId],
        SnapshotId = snapshot.SnapshotId,
        SequenceNumber = snapshot.SequenceNumber,
        Properties = ImmutableSortedDictionary<string, string>.Empty.Add(DistinctCountProperty, ((long)sketch.Estimate).ToString(CultureInfo.InvariantCulture)),
    };
}
