using System.Collections.Immutable;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Manifests;

/// <summary>Collects the field summaries of a manifest while its files are written. Spec: "Manifest Lists", <c>field_summary</c>.</summary>
internal sealed class PartitionSummaries(StructType partitionType)
{
    static readonly byte[] NoUuidBelow = new byte[16];
    static readonly byte[] NoUuidAbove = [.. Enumerable.Repeat(byte.MaxValue, 16)];

    readonly bool[] _containsNull = new bool[partitionType.Fields.Length];
    readonly bool[] _containsNan = new bool[partitionType.Fields.Length];
    readonly object?[] _lower = new object?[partitionType.Fields.Length];
    readonly object?[] _upper = new object?[partitionType.Fields.Length];
    PartitionTuple? _last;

    public void Add(PartitionTuple partition)
    {
        if (ReferenceEquals(partition, _last)) return;
        _last = partition;
        for (var i = 0; i < partition.Count; i++)
        {
            var value = partition[i];
            if (value is null) _containsNull[i] = true;
            else if (value is double.NaN or float.NaN) _containsNan[i] = true;
            else
            {
                if (_lower[i] is null || ValueComparer.Instance.Compare(value, _lower[i]) < 0) _lower[i] = value;
                if (_upper[i] is null || ValueComparer.Instance.Compare(value, _upper[i]) > 0) _upper[i] = value;
            }
        }
    }

    /// <summary>
    /// The summaries; none at all where a uuid field has several values: the specification names no order for uuids, the reference compares
    /// signed halves and others unsigned bytes, so any bounds would make some reader skip files that match.
    /// </summary>
    public ImmutableArray<FieldSummary> ToSummaries() => partitionType.Fields.Where((field, i) => field.Type.Kind == TypeKind.Uuid && !Equals(_lower[i], _upper[i])).Any()
        ? default
        : [
            .. partitionType.Fields.Select((field, i) => new FieldSummary(_containsNull[i], _containsNan[i], Encode(field, _lower[i]), Encode(field, _upper[i]))),
        ];

    /// <summary>Summaries of any writer as pruning may use them: uuid bounds, whose order is the writer's secret, span everything.</summary>
    public static ImmutableArray<FieldSummary> ForPruning(ImmutableArray<FieldSummary> summaries, StructType partitionType)
    {
        if (summaries.IsDefaultOrEmpty || summaries.Length != partitionType.Fields.Length) return [];
        for (var i = 0; i < summaries.Length; i++)
        {
            if (partitionType.Fields[i].Type.Kind != TypeKind.Uuid || summaries[i].LowerBound is null) continue;
            if (summaries[i] is { LowerBound: { } lower, UpperBound: { } upper } && lower.Span.SequenceEqual(upper.Span)) continue;
            summaries = summaries.SetItem(i, summaries[i] with { LowerBound = NoUuidBelow, UpperBound = NoUuidAbove });
        }
        return summaries;
    }

    // Without the type the conditional is a byte[], whose null would become an empty bound.
    static ReadOnlyMemory<byte>? Encode(NestedField field, object? value) => value is null ? (ReadOnlyMemory<byte>?)null : SingleValueBinary.Encode(field.Type, value);
}
