using System.Collections.Immutable;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;

namespace Tarn.Iceberg.Commits;

/// <summary>The manifests of what a change adds, as one try made them, for later tries.</summary>
/// <param name="Made">The table that they were made for.</param>
/// <param name="Change">The change.</param>
/// <param name="Contents">The manifests with their bytes.</param>
internal sealed record AddedManifests(TableMetadata Made, SnapshotChange Change, ImmutableArray<(ManifestFile Manifest, ReadOnlyMemory<byte> Content)> Contents)
{
    /// <summary>Manifests hold the format version's fields, the current schema, and partitions of specs, which never change; sequence numbers and row ids come from the list.</summary>
    public bool Fits(TableMetadata metadata, SnapshotChange change) =>
        metadata.FormatVersion == Made.FormatVersion && metadata.CurrentSchemaId == Made.CurrentSchemaId && MetadataFiles.FolderOf(metadata) == MetadataFiles.FolderOf(Made)
        && change.AddedDataFiles == Change.AddedDataFiles && change.AddedDeletes == Change.AddedDeletes;
}
