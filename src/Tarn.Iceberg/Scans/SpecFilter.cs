using System.Collections.Concurrent;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Scans;

/// <summary>A scan's filter as the files of one partition spec meet it.</summary>
internal sealed class SpecFilter
{
    readonly PartitionEvaluator _partitions;
    readonly Expression _filter;
    readonly (Expression Expression, PartitionEvaluator Partitions)[] _conjuncts;
    readonly ConcurrentDictionary<PartitionTuple, Expression> _residuals = [];

    public SpecFilter(TableScan scan, Schema schema, int specId)
    {
        PartitionType = scan.Metadata.PartitionTypeOf(specId);
        var spec = scan.Metadata.SpecById(specId)!;
        _filter = scan.Filter;
        _partitions = new PartitionEvaluator(schema, spec, scan.Filter, scan.CaseSensitive);
        _conjuncts = [.. Conjuncts(scan.Filter.PushDownNot()).Select(part => (part, new PartitionEvaluator(schema, spec, part, scan.CaseSensitive)))];
    }

    public StructType PartitionType { get; }

    /// <summary>No filter at all.</summary>
    public bool IsTrivial => _filter is TrueExpression;

    public bool MayMatch(ManifestFile manifest) =>
        _partitions.IsAlwaysTrue || _partitions.MayMatch(PartitionSummaries.ForPruning(manifest.Partitions, PartitionType));

    public bool MayMatch(DataFile file) => _partitions.IsAlwaysTrue || _partitions.MayMatch(file.Partition);

    public bool MayMatch(PartitionTuple partition) => _partitions.IsAlwaysTrue || _partitions.MayMatch(partition);

    /// <summary>The conjuncts that the file's partition does not prove.</summary>
    public Expression ResidualOf(DataFile file)
    {
        if (PartitionType.Fields.IsEmpty || IsTrivial) return _filter;
        return _residuals.GetOrAdd(file.Partition, partition =>
            _conjuncts.Where(part => !part.Partitions.AllMatch(partition)).Select(part => part.Expression).Aggregate(Expression.True, Expression.And));
    }

    static IEnumerable<Expression> Conjuncts(Expression filter) =>
        filter is AndExpression both ? Conjuncts(both.Left).Concat(Conjuncts(both.Right)) : [filter];
}
