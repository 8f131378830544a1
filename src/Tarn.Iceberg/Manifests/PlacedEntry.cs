namespace Tarn.Iceberg.Manifests;

/// <summary>An entry and where it is in its manifest.</summary>
/// <param name="Block">Where its block begins in the file.</param>
/// <param name="Position">Where it begins in the decompressed block.</param>
/// <param name="Length">How many bytes of the block it takes.</param>
/// <param name="Entry">The entry.</param>
internal readonly record struct PlacedEntry(int Block, int Position, int Length, ManifestEntry Entry);
