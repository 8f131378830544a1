using Tarn.Iceberg.Types;

namespace Tarn.Engine.Sql.Statements;

/// <summary>A column of CREATE TABLE. Ids inside <paramref name="Type"/> are provisional: the table's creation assigns the real ones.</summary>
internal sealed record ColumnDefinition(string Name, IcebergType Type, ColumnOptions Options, int Offset);
