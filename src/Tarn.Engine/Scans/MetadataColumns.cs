using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Scans;

/// <summary>Columns that every table has besides its own: where a row is, and where it comes from. Spec: "Reserved Field IDs".</summary>
public static class MetadataColumns
{
    /// <summary>The location of the row's data file.</summary>
    public const string File = "_file";

    /// <summary>The row's number in its file, from 0.</summary>
    public const string Position = "_pos";

    /// <summary>The partition of the file, as a struct of the fields of all specs.</summary>
    public const string Partition = "_partition";

    public const string SpecId = "_spec_id";

    /// <summary>The row's id (v3); null in older tables.</summary>
    public const string RowId = "_row_id";

    /// <summary>The sequence number of the commit that last changed the row (v3); null in older tables.</summary>
    public const string SequenceNumber = "_last_updated_sequence_number";

    /// <summary>Whether the row has been deleted. A query that names it reads the deleted rows of the table's files too, as in the reference.</summary>
    public const string Deleted = "_deleted";

    public static ImmutableArray<string> Names { get; } = [File, Position, Partition, SpecId, RowId, SequenceNumber, Deleted];

    /// <summary>The name as it is spelled here; null where it is none of them.</summary>
    public static string? Find(string name) => Names.FirstOrDefault(n => n.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether they are told by the file alone.</summary>
    internal static bool IsOfFile(string name) => name is File or Partition or SpecId;

    internal static string TypeSql(TableMetadata metadata, string name) => name switch
    {
        File => "VARCHAR",
        SpecId => "INTEGER",
        Deleted => "BOOLEAN",
        // There is no struct without fields.
        Partition => metadata.UnifiedPartitionType() is { Fields.IsEmpty: false } type ? ExecutorTypes.Sql(type) : "INTEGER",
        _ => "BIGINT",
    };

    /// <summary>A table of what the files of a scan tell, one row a file: <c>__index</c> and the columns of <see cref="IsOfFile"/> that are asked for.</summary>
    internal static string FilesTable(TableMetadata metadata, IEnumerable<(int Index, FileScanTask Task)> files, IReadOnlyList<string> names, string alias)
    {
        var type = metadata.UnifiedPartitionType();
        var rows = files.Select(f => $"({f.Index}::UBIGINT, {string.Join(", ", names.Select(n => Value(metadata, type, f.Task, n)))})");
        return $"(VALUES {string.Join(", ", rows)}) AS {alias}(__index, {string.Join(", ", names)})";
    }

    static string Value(TableMetadata metadata, StructType type, FileScanTask task, string name) => name switch
    {
        File => Identifiers.Literal(task.File.FilePath),
        SpecId => $"{task.File.SpecId}",
        _ when type.Fields.IsEmpty => "NULL::INTEGER",
        _ => StructLiteral(type, metadata.UnifiedPartition(type, task.File.SpecId, task.File.Partition)),
    };

    static string StructLiteral(StructType type, ImmutableArray<object?> values) =>
        $"{{{string.Join(", ", type.Fields.Select((f, i) => $"{Identifiers.Literal(f.Name)}: {ValueLiterals.Typed(f.Type, values[i])}"))}}}";
}
