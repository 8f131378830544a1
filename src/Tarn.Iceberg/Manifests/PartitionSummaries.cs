using System.Collections.Immutable;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Manifests;

/// <summary>Collects the field summaries of a manifest while its files are written. Spec: "Manifest Lists", <c>field_summary</c>.</summary>
internal sealed class PartitionSummaries(StructType partitionType)
{
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

    public ImmutableArray<FieldSummary> ToSummaries() =>
    [
        .. partitionType.Fields.Select((field, i) => new FieldSummary(_containsNull[i], _containsNan[i], Encode(field, _lower[i]), Encode(field, _upper[i]))),
    ];

    static ReadOnlyMemory<byte>? Encode(NestedField field, object? value) => value is null ? null : SingleValueBinary.Encode(field.Type, value);
}
