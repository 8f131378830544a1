using Tarn.Iceberg.Types;

namespace Tarn.Engine.MetadataTables;

/// <summary>A table of what a table's metadata says: columns, and rows in the form that <see cref="Native.ColumnWriter"/> takes.</summary>
/// <param name="Columns">Names and types; ids mean nothing.</param>
/// <param name="Rows">The rows, as they are read.</param>
sealed record MetadataTable(StructType Columns, IAsyncEnumerable<object?[]> Rows)
{
    public static MetadataTable Of(StructType columns, IEnumerable<object?[]> rows) => new(columns, rows.ToAsyncEnumerable());

    /// <summary>Columns of these names and types.</summary>
    public static StructType Type(params IEnumerable<(string Name, IcebergType Type)> columns) => new([.. columns.Select((c, i) => new NestedField(i, c.Name, c.Type))]);
}
