using System.Collections.Immutable;

namespace Tarn.Iceberg.Deletes.Puffin;

/// <summary>What a Puffin footer says about one blob. Puffin spec, "BlobMetadata".</summary>
public sealed record PuffinBlob(string Type, long Offset, long Length)
{
    public ImmutableArray<int> Fields { get; init; } = [];

    /// <summary>-1 where it is not known yet, as for deletion vectors.</summary>
    public long SnapshotId { get; init; } = -1;

    /// <inheritdoc cref="SnapshotId"/>
    public long SequenceNumber { get; init; } = -1;

    /// <summary><c>lz4</c>, <c>zstd</c>, or null for plain bytes.</summary>
    public string? CompressionCodec { get; init; }

    public ImmutableSortedDictionary<string, string> Properties { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
