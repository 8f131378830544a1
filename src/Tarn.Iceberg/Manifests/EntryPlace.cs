namespace Tarn.Iceberg.Manifests;

/// <summary>Where an entry of a manifest is, to be read again.</summary>
/// <param name="Block">Where its block begins in the file.</param>
/// <param name="Position">Where it begins in the decompressed block.</param>
/// <param name="Length">How many bytes of the block it takes.</param>
/// <param name="FirstRowId">What it inherits as its first row's id, if it has none of its own.</param>
internal readonly record struct EntryPlace(int Block, int Position, int Length, long? FirstRowId);
