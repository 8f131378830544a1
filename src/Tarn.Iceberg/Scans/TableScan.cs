using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Manifests.Columns;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Storage;

namespace Tarn.Iceberg.Scans;

/// <summary>What is to be read of a table. Spec: "Scan Planning".</summary>
/// <param name="Metadata">The table.</param>
/// <param name="Store">Where its manifests are.</param>
public sealed record TableScan(TableMetadata Metadata, IObjectStore Store)
{
    public SnapshotSelector Selector { get; init; } = new SnapshotSelector.Current();

    /// <summary>
    /// Only the files that appends added after this snapshot, which may have expired, and up to the one of <see cref="Selector"/>; null for all that is there. What other operations wrote is left
    /// out, and what they deleted since is not taken away, as in the reference's <c>IncrementalAppendScan</c>: <see cref="ChangelogScan"/> has those too.
    /// </summary>
    public long? AppendedAfter { get; init; }

    /// <summary>Rows that are wanted. Files that cannot hold any are left out; the rest of the filter is each task's residual.</summary>
    public Expression Filter { get; init; } = Expression.True;

    public bool CaseSensitive { get; init; } = true;

    /// <summary>How many manifests are read at once.</summary>
    public int MaxConcurrency { get; init; } = Math.Max(2, Environment.ProcessorCount);

    /// <summary>Keeps manifests between scans; null to read them each time.</summary>
    public ManifestCache? Manifests { get; init; }

    /// <summary>Reads the manifests and says which files to read.</summary>
    /// <exception cref="IcebergException">There is no such snapshot, the filter does not fit the schema, or a manifest is damaged.</exception>
    public Task<ScanPlan> PlanAsync(CancellationToken cancellationToken) => new ScanPlanner(this).PlanAsync(cancellationToken);
}
