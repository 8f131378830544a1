namespace Tarn.Iceberg.Manifests.Avro;

/// <summary>A decompressed block of a container file: <paramref name="Count"/> objects, encoded one after the other.</summary>
public readonly record struct AvroBlock(int Count, ReadOnlyMemory<byte> Data)
{
    /// <summary>Where the block begins in its file, to be read again from there.</summary>
    internal int Start { get; init; }
}
