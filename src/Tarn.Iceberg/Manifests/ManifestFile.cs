using System.Collections.Immutable;
using Tarn.Iceberg.Partitioning;

namespace Tarn.Iceberg.Manifests;

/// <summary>A manifest as a manifest list tracks it. Spec: "Manifest Lists".</summary>
public sealed record ManifestFile(string ManifestPath, long ManifestLength, int PartitionSpecId, ManifestContent Content)
{
    /// <summary>Stands for a sequence number that the commit in progress will give.</summary>
    public const long UnassignedSequenceNumber = -1;

    /// <summary>The sequence number when the manifest was added; 0 in v1 lists.</summary>
    public long SequenceNumber { get; init; } = UnassignedSequenceNumber;

    /// <summary>The least data sequence number of the live files; 0 in v1 lists.</summary>
    public long MinSequenceNumber { get; init; } = UnassignedSequenceNumber;

    public long AddedSnapshotId { get; init; }

    /// <summary>Null (v1 only) means "some".</summary>
    public int? AddedFilesCount { get; init; }

    /// <inheritdoc cref="AddedFilesCount"/>
    public int? ExistingFilesCount { get; init; }

    /// <inheritdoc cref="AddedFilesCount"/>
    public int? DeletedFilesCount { get; init; }

    /// <inheritdoc cref="AddedFilesCount"/>
    public long? AddedRowsCount { get; init; }

    /// <inheritdoc cref="AddedFilesCount"/>
    public long? ExistingRowsCount { get; init; }

    /// <inheritdoc cref="AddedFilesCount"/>
    public long? DeletedRowsCount { get; init; }

    /// <summary>One summary for each field of the manifest's spec; default where the writer gave none.</summary>
    public ImmutableArray<FieldSummary> Partitions { get; init; }

    public ReadOnlyMemory<byte>? KeyMetadata { get; init; }

    /// <summary>The first row id for files that have none of their own (v3).</summary>
    public long? FirstRowId { get; init; }

    public bool HasAddedFiles => AddedFilesCount is not 0;

    public bool HasExistingFiles => ExistingFilesCount is not 0;

    public bool HasDeletedFiles => DeletedFilesCount is not 0;

    public bool HasLiveFiles => HasAddedFiles || HasExistingFiles;
}
