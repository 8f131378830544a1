using System.Collections.Immutable;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Partitioning;

/// <summary>How a table's rows are split into partitions. Immutable. Spec: "Partitioning".</summary>
public sealed record PartitionSpec(int SpecId, ImmutableArray<PartitionField> Fields)
{
    /// <summary>The greatest partition field id before any is given.</summary>
    public const int NoFieldsAssigned = PartitionField.FirstFieldId - 1;

    public static PartitionSpec Unpartitioned { get; } = new(0, []);

    public UnknownFields Unknown { get; init; } = UnknownFields.None;

    /// <summary>True where rows are not split: no fields, or void ones only.</summary>
    public bool IsUnpartitioned => Fields.All(static item => item.Transform is VoidTransform);

    public int HighestFieldId => Fields.IsEmpty ? NoFieldsAssigned : Fields.Max(static item => item.FieldId);

    /// <summary>The type of the partition tuple: one optional field per partition field, under its field id.</summary>
    /// <remarks>A source column that was dropped since gives type unknown for void fields, string for others that keep no type.</remarks>
    public StructType PartitionType(Schema schema) =>
        new([.. Fields.Select(field => new NestedField(field.FieldId, field.Name, ResultType(field, schema)))]);

    /// <summary>Applies the transforms to one row.</summary>
    /// <param name="schema">The schema of the row.</param>
    /// <param name="valueOf">The row's value of a column, by field id.</param>
    public PartitionTuple PartitionOf(Schema schema, Func<int, object?> valueOf) =>
        new([.. Fields.Select(field => field.Transform.Apply(SourceType(field, schema), valueOf(field.SourceId)))]);

    /// <summary>The folder of a partition: <c>day=2017-11-16/region=a%2Fb</c>; names and values are form-encoded. Never parse it.</summary>
    public string PartitionPath(Schema schema, PartitionTuple partition) => PartitionPaths.Of(this, schema, partition);

    /// <summary>Same fields in the same order but for ids.</summary>
    public bool IsCompatibleWith(PartitionSpec other) =>
        Fields.Length == other.Fields.Length && Fields.Zip(other.Fields).All(pair => pair.First.SamePlan(pair.Second));

    public bool Equals(PartitionSpec? other) => other is not null && SpecId == other.SpecId && Fields.AsSpan().SequenceEqual(other.Fields.AsSpan());

    public override int GetHashCode() => HashCode.Combine(SpecId, Fields.Length);

    public string ToJson() => JsonText.ToText(writer => PartitionSpecJson.Write(writer, this));

    /// <summary>The array of fields alone, as manifests carry it.</summary>
    public string FieldsToJson() => JsonText.ToText(writer => PartitionSpecJson.WriteFields(writer, this));

    public static PartitionSpec FromJson(string json) => JsonText.Parse(json, "partition spec", PartitionSpecJson.Read);

    /// <summary>A spec of the array of fields that manifests and old v1 metadata carry.</summary>
    public static PartitionSpec FromFieldsJson(int specId, string json) =>
        JsonText.Parse(json, "partition spec fields", element => PartitionSpecJson.ReadFields(specId, element));

    internal static IcebergType SourceType(PartitionField field, Schema schema) => schema.FindField(field.SourceId)?.Type ?? IcebergType.Unknown;

    static IcebergType ResultType(PartitionField field, Schema schema) => field.Transform.ResultType(SourceType(field, schema));
}
