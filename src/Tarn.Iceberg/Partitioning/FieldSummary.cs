namespace Tarn.Iceberg.Partitioning;

/// <summary>What a manifest list says of one partition field over a manifest. Spec: "Manifest Lists", <c>field_summary</c>.</summary>
/// <param name="ContainsNull">At least one partition has null there.</param>
/// <param name="ContainsNaN">At least one has NaN; null where the writer did not say.</param>
/// <param name="LowerBound">Over all values but null and NaN, as bytes of the partition field's type; null where all are null or NaN.</param>
/// <param name="UpperBound">As the lower bound.</param>
public readonly record struct FieldSummary(bool ContainsNull, bool? ContainsNaN, ReadOnlyMemory<byte>? LowerBound, ReadOnlyMemory<byte>? UpperBound);
