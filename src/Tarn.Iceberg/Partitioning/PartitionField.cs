using System.Collections.Immutable;
using Tarn.Iceberg.Json;

namespace Tarn.Iceberg.Partitioning;

/// <summary>One field of a partition spec: the transform of one column (of several in multi-argument transforms). Spec: "Partitioning".</summary>
public sealed record PartitionField(ImmutableArray<int> SourceIds, int FieldId, string Name, Transform Transform)
{
    /// <summary>Where the field ids of partition fields begin.</summary>
    public const int FirstFieldId = 1000;

    public PartitionField(int sourceId, int fieldId, string name, Transform transform) : this([sourceId], fieldId, name, transform)
    {
    }

    /// <summary>The source column; the first one of a multi-argument transform.</summary>
    public int SourceId => SourceIds[0];

    public UnknownFields Unknown { get; init; } = UnknownFields.None;

    public bool Equals(PartitionField? other) => other is not null && FieldId == other.FieldId && SamePlan(other);

    /// <summary>Same sources, name and transform, whatever the field id.</summary>
    public bool SamePlan(PartitionField other) =>
        Name == other.Name && Transform == other.Transform && SourceIds.AsSpan().SequenceEqual(other.SourceIds.AsSpan());

    public override int GetHashCode() => HashCode.Combine(FieldId, Name);

    public override string ToString() => $"{FieldId}: {Name}: {Transform}({string.Join(", ", SourceIds)})";
}
