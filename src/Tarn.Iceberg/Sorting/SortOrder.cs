using System.Collections.Immutable;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Partitioning;

namespace Tarn.Iceberg.Sorting;

public enum SortDirection
{
    Asc,
    Desc,
}

public enum NullOrder
{
    NullsFirst,
    NullsLast,
}

/// <summary>One key of a sort order.</summary>
public sealed record SortField(ImmutableArray<int> SourceIds, Transform Transform, SortDirection Direction, NullOrder NullOrder)
{
    public SortField(int sourceId, Transform transform, SortDirection direction, NullOrder nullOrder) : this([sourceId], transform, direction, nullOrder)
    {
    }

    /// <summary>The source column; the first one of a multi-argument transform.</summary>
    public int SourceId => SourceIds[0];

    public UnknownFields Unknown { get; init; } = UnknownFields.None;

    public bool Equals(SortField? other) => other is not null && Transform == other.Transform && Direction == other.Direction
        && NullOrder == other.NullOrder && SourceIds.AsSpan().SequenceEqual(other.SourceIds.AsSpan());

    public override int GetHashCode() => HashCode.Combine(SourceIds[0], Transform, Direction, NullOrder);

    public override string ToString() =>
        $"{Transform}({string.Join(", ", SourceIds)}) {(Direction == SortDirection.Asc ? "ASC" : "DESC")} "
        + (NullOrder == NullOrder.NullsFirst ? "NULLS FIRST" : "NULLS LAST");
}

/// <summary>How rows are ordered within files. Order id 0 is the unsorted order. Spec: "Sorting".</summary>
public sealed record SortOrder(int OrderId, ImmutableArray<SortField> Fields)
{
    public static SortOrder Unsorted { get; } = new(0, []);

    public bool IsUnsorted => Fields.IsEmpty;

    public UnknownFields Unknown { get; init; } = UnknownFields.None;

    /// <summary>Same keys, whatever the order id.</summary>
    public bool SameOrder(SortOrder other) => Fields.AsSpan().SequenceEqual(other.Fields.AsSpan());

    public bool Equals(SortOrder? other) => other is not null && OrderId == other.OrderId && SameOrder(other);

    public override int GetHashCode() => HashCode.Combine(OrderId, Fields.Length);

    public string ToJson() => JsonText.ToText(writer => SortOrderJson.Write(writer, this));

    public static SortOrder FromJson(string json) => JsonText.Parse(json, "sort order", SortOrderJson.Read);
}
