namespace Tarn.Engine.Scans.Variants;

/// <summary>A condition that rows with something else than the executor reads meet.</summary>
/// <param name="Key">The column's, which is <see cref="VariantInspection.KeyOf"/>.</param>
/// <param name="Column">The column in the file whose variants are exposed.</param>
/// <param name="IsNull">Whether it is that the column is a variant's null; what is in the row needs no further look then.</param>
/// <param name="Sql">The condition over that file.</param>
sealed record VariantCondition(string Key, PhysicalField Column, bool IsNull, string Sql);
