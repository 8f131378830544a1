using Tarn.Iceberg.Metadata;

namespace Tarn.Engine.Writes;

/// <summary>Rows to write as data files of a table.</summary>
/// <param name="Metadata">The table: current schema, default spec, default sort order and properties are obeyed.</param>
/// <param name="Rows">A SELECT of the executor whose columns have the names of the table's columns, in any order.</param>
public sealed record WriteRequest(TableMetadata Metadata, string Rows);
