namespace Tarn.Engine.Scans.Variants;

/// <summary>Rows of a file in which a column's variants hold what the executor's VARIANT does not have.</summary>
/// <param name="Nulls">Rows whose whole value is the variant's null, which is not SQL's null.</param>
/// <param name="Unreadable">Rows with an instant in nanoseconds in a variant, or with the null of a variant that is itself inside of a struct, list or map.</param>
sealed record VariantRows(DeletedRows Nulls, DeletedRows Unreadable);
