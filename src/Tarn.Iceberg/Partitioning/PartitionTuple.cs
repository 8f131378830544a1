using System.Collections.Immutable;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Partitioning;

/// <summary>The partition values of a file, in the order of its spec's fields. Compared by value, so that it can key a dictionary.</summary>
public sealed class PartitionTuple(ImmutableArray<object?> values) : IEquatable<PartitionTuple>
{
    public static PartitionTuple Empty { get; } = new([]);

    public ImmutableArray<object?> Values { get; } = values;

    public int Count => Values.Length;

    public object? this[int index] => Values[index];

    public bool Equals(PartitionTuple? other) => other is not null && ValueEquality.AreEqual(Values, other.Values);

    public override bool Equals(object? obj) => Equals(obj as PartitionTuple);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in Values) hash.Add(ValueEquality.Hash(value));
        return hash.ToHashCode();
    }

    public override string ToString() => $"({string.Join(", ", Values.Select(value => value ?? "null"))})";
}
