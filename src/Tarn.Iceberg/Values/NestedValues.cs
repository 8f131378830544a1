using System.Collections.Immutable;

namespace Tarn.Iceberg.Values;

/// <summary>A value of a struct type by field id; a field that is absent has its own default.</summary>
public sealed record StructValue(ImmutableArray<KeyValuePair<int, object?>> Fields)
{
    public bool Equals(StructValue? other) => other is not null && Fields.Length == other.Fields.Length
        && Fields.Zip(other.Fields).All(pair => pair.First.Key == pair.Second.Key && ValueEquality.AreEqual(pair.First.Value, pair.Second.Value));

    public override int GetHashCode() => Fields.Length;
}

/// <summary>A value of a list type.</summary>
public sealed record ListValue(ImmutableArray<object?> Elements)
{
    public bool Equals(ListValue? other) => other is not null && ValueEquality.AreEqual(Elements, other.Elements);

    public override int GetHashCode() => Elements.Length;
}

/// <summary>A value of a map type, in the order it was written.</summary>
public sealed record MapValue(ImmutableArray<object?> Keys, ImmutableArray<object?> Values)
{
    public bool Equals(MapValue? other) =>
        other is not null && ValueEquality.AreEqual(Keys, other.Keys) && ValueEquality.AreEqual(Values, other.Values);

    public override int GetHashCode() => Keys.Length;
}
