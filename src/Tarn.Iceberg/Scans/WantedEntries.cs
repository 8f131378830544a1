using System.Collections.Immutable;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Manifests.Columns;

namespace Tarn.Iceberg.Scans;

/// <summary>Which entries of a manifest a scan needs.</summary>
/// <param name="Filter">By partition.</param>
/// <param name="Metrics">By statistics; null for deletes, which are pruned by partition only: a bound that says too much would bring deleted rows back.</param>
internal sealed record WantedEntries(SpecFilter Filter, MetricsEvaluator? Metrics)
{
    readonly MetricsEvaluator? _metrics = Filter.IsTrivial ? null : Metrics;

    public ImmutableArray<int> FieldIds => _metrics?.FieldIds ?? [];

    public bool Includes(DataFile file) => Filter.MayMatch(file) && _metrics?.MayMatch(file) is not false;

    /// <summary>The same decided over the compact form.</summary>
    public List<ManifestEntry> Of(ManifestColumns columns)
    {
        if (_metrics?.MayMatch(columns.Ranges) is false) return [];
        var partitions = columns.Partitions.Select(partition => Filter.MayMatch(partition.Tuple)).ToArray();
        if (partitions.Length > 0 && !Array.Exists(partitions, wanted => wanted)) return [];
        var passing = _metrics is null ? null : columns.MayMatch(_metrics.Filter);
        var wanted = new List<int>();
        for (var i = 0; i < columns.Count; i++)
            if ((passing is null || (passing[i] && !columns.IsEmptyFile(i))) && (partitions.Length == 0 || partitions[columns.PartitionOf(i)])) wanted.Add(i);
        return [.. columns.Entries(wanted)];
    }
}
