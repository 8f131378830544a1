using Tarn.Iceberg.Metadata;

namespace Tarn.Iceberg.Commits;

/// <summary>Makes a change the only one of its kind: it does not apply where a snapshot with the same entry in its summary came to the branch since.</summary>
/// <param name="Key">The entry's key.</param>
/// <param name="Value">The entry's value.</param>
/// <param name="StartingSnapshotId">The snapshot that the change's author read; null where there was none.</param>
/// <remarks>For a writer that keeps its position in the summary: of two that went out from one position, one commits.</remarks>
public sealed record SummaryGuard(string Key, string Value, long? StartingSnapshotId)
{
    /// <summary>What a change to the main branch has as its <see cref="SnapshotChange.Precondition"/>.</summary>
    /// <exception cref="IcebergException">Of kind <see cref="IcebergErrorKind.CommitConflict"/>: the change does not apply.</exception>
    public void Demand(TableMetadata metadata)
    {
        if (Objection(metadata) is { } objection) throw new IcebergException(IcebergErrorKind.CommitConflict, $"{objection}; nothing was changed");
    }

    /// <summary>Why the change does not apply on top of the table's main branch; null where it does.</summary>
    public string? Objection(TableMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        foreach (var snapshot in metadata.CurrentSnapshot is { } head ? metadata.AncestorsOf(head.SnapshotId) : [])
        {
            if (snapshot.SnapshotId == StartingSnapshotId) return null;
            if (snapshot.Summary.GetValueOrDefault(Key) == Value) return $"snapshot {snapshot.SnapshotId} of {Value} was committed meanwhile";
        }

        return StartingSnapshotId is null ? null : $"snapshot {StartingSnapshotId}, which it goes out from, is not in the branch's history any more";
    }
}
