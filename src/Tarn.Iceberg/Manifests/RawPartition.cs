using Tarn.Iceberg.Partitioning;

namespace Tarn.Iceberg.Manifests;

/// <summary>A partition tuple that is still encoded. Neighbours in a manifest often share one, and then it is decoded once.</summary>
internal sealed class RawPartition(PartitionDecoder decoder, ReadOnlyMemory<byte> encoded)
{
    PartitionTuple? _tuple;

    public ReadOnlySpan<byte> Encoded => encoded.Span;

    /// <summary>The same, holding on to no block.</summary>
    public RawPartition Copy() => new(decoder, encoded.ToArray());

    /// <summary>Several threads may decode at once; they get equal tuples and one of them stays.</summary>
    public PartitionTuple Tuple => _tuple ??= decoder.Decode(encoded.Span);
}
