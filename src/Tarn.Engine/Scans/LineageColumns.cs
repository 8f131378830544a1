using Tarn.Engine.Native;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Scans;

/// <summary>The columns in which v3 data files carry the identity of rows that were there before. Spec: "Row Lineage" and "Reserved Field IDs".</summary>
static class LineageColumns
{
    public static readonly NestedField RowId = new(2147483540, "_row_id", IcebergType.Long);

    public static readonly NestedField LastUpdated = new(2147483539, "_last_updated_sequence_number", IcebergType.Long);

    public static bool IsNamed(string column) => column.Equals(RowId.Name, StringComparison.OrdinalIgnoreCase) || column.Equals(LastUpdated.Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Those that rows with the columns <paramref name="given"/> bring to a table; none below v3, and none that the table has as columns of its own.</summary>
    public static IEnumerable<NestedField> Of(TableMetadata metadata, IReadOnlyDictionary<string, LogicalType> given) => metadata.FormatVersion < 3
        ? []
        : new[] { RowId, LastUpdated }.Where(c => given.ContainsKey(c.Name) && metadata.Schema.FindField(c.Name) is null);
}
