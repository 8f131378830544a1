using System.Globalization;
using Tarn.Engine.Native;
using Tarn.Engine.Scans;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Sorting;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Writes;

/// <summary>The COPY that writes the rows of a query as a table's data files.</summary>
static class CopyStatement
{
    public const string PartitionPrefix = "__partition_";

    const string Source = "__source";

    /// <summary>
    /// Every column is cast to the table's type, as the executor would write some of its own in ways that Iceberg has no type for (HUGEINT as DOUBLE, TINYINT, JSON, INTERVAL).
    /// </summary>
    /// <param name="metadata">The table; its current schema and default spec and order are written.</param>
    /// <param name="properties">Its properties.</param>
    /// <param name="rows">A SELECT whose columns have the names of the table's columns; those that are missing get their write default.</param>
    /// <param name="given">The columns that the SELECT has, by their names.</param>
    /// <param name="folder">An empty or missing local folder.</param>
    public static string For(TableMetadata metadata, WriteProperties properties, string rows, IReadOnlyDictionary<string, LogicalType> given, string folder)
    {
        var schema = metadata.Schema;
        var spec = metadata.Spec;
        var written = schema.Fields.Where(f => f.Type.Kind is not TypeKind.Unknown).ToList();
        written.AddRange(LineageColumns.Of(metadata, given));
        var columns = string.Join(", ", written.Select(f => $"{Value(f, given)} AS {Identifiers.Quote(f.Name)}"));
        var select = $"SELECT {columns} FROM (\n{rows}\n) AS {Source}";
        var partitions = PartitionColumns(spec, schema).ToList();
        if (partitions.Count > 0) select = $"SELECT *, {string.Join(", ", partitions)} FROM ({select})";
        var order = OrderBy(metadata.SortOrder, schema, spec);
        return $"COPY ({select}{order}) TO {Identifiers.Literal(folder)} ({Options(properties, written, spec)})";
    }

    static string Options(WriteProperties properties, IReadOnlyList<NestedField> fields, PartitionSpec spec)
    {
        var options = new List<string>
        {
            "FORMAT parquet",
            $"COMPRESSION {properties.Codec}",
            FieldIds(fields),
            $"FILENAME_PATTERN '{(MarkedColumns.AreIn(fields) ? MarkedColumns.FilePrefix : "data-")}{{uuidv7}}'",
            "RETURN_STATS",
        };
        if (properties.CodecLevel is { } level) options.Add($"COMPRESSION_LEVEL {level}");
        if (spec.Fields.IsEmpty)
            options.Add($"FILE_SIZE_BYTES {properties.TargetFileBytes.ToString(CultureInfo.InvariantCulture)}");
        else
            options.Add($"PARTITION_BY ({string.Join(", ", spec.Fields.Select((_, i) => PartitionPrefix + i))}), HIVE_FILE_PATTERN false");
        return string.Join(", ", options);
    }

    /// <summary>COPY's option that gives columns and all below them their ids.</summary>
    public static string FieldIds(IEnumerable<NestedField> fields) => $"FIELD_IDS {{{string.Join(", ", fields.Select(FieldIds))}}}";

    static string FieldIds(NestedField field) => field.Type switch
    {
        StructType s => Nested(field, MarkedColumns.StoredFields(s).Select(FieldIds)),
        ListType l => Nested(field, [FieldIds(l.Element with { Name = "element" })]),
        MapType m => Nested(field, [FieldIds(m.Key with { Name = "key" }), FieldIds(m.Value with { Name = "value" })]),
        _ => $"{Identifiers.Literal(field.Name)}: {field.Id}",
    };

    static string Nested(NestedField field, IEnumerable<string> children) =>
        $"{Identifiers.Literal(field.Name)}: {{__duckdb_field_id: {field.Id}, {string.Join(", ", children)}}}";

    static string Value(NestedField field, IReadOnlyDictionary<string, LogicalType> given)
    {
        Check(field);
        if (!given.TryGetValue(field.Name, out var from))
            return field.Required && field.WriteDefault is null
                ? throw new EngineException(EngineErrorKind.InvalidInput, $"The column '{field.Name}' is required and has no default, and the statement gives it no value. Nothing was written.")
                : MarkedColumns.Stored(field.Type, GivenValue.Default(field));
        var type = ExecutorTypes.Sql(field.Type);
        var value = RequiredValues.Checked(field, GivenValue.Cast(field, from, $"{Source}.{Identifiers.Quote(field.Name)}"), type);
        return field.Type is FixedType f
            ? $"CASE WHEN octet_length({value}) <> {f.Length} THEN error('a value of {field.Type} must have {f.Length} bytes')::BLOB ELSE {value} END"
            : MarkedColumns.Stored(field.Type, value);
    }

    static void Check(NestedField field)
    {
        if (field.Type.Kind is TypeKind.Geometry or TypeKind.Geography)
            throw new EngineException(EngineErrorKind.NotSupported, $"The column '{field.Name}' has type {field.Type}, which cannot be written yet. Nothing was written.");
        foreach (var child in field.Type.Children) Check(child);
    }

    static IEnumerable<string> PartitionColumns(PartitionSpec spec, Schema schema)
    {
        for (var i = 0; i < spec.Fields.Length; i++)
        {
            var field = spec.Fields[i];
            var source = schema.FindField(field.SourceId);
            if (source is null && field.Transform is not VoidTransform) throw Dropped(field);
            yield return $"{TransformSql.PartitionKey(field.Transform, source?.Type ?? IcebergType.Int, Identifiers.Quote(schema.PathOf(field.SourceId)))} AS {PartitionPrefix}{i}";
        }
    }

    /// <summary>Rows of a partition come together: the executor then has few files open at once. It writes partitions with several threads, which leaves each file sorted by parts only.</summary>
    static string OrderBy(SortOrder order, Schema schema, PartitionSpec spec)
    {
        if (order.IsUnsorted) return "";
        var keys = spec.Fields.Select((_, i) => PartitionPrefix + i).ToList();
        foreach (var key in order.Fields)
        {
            if (schema.FindField(key.SourceId) is not { } source) continue;
            var direction = key.Direction is SortDirection.Asc ? "ASC" : "DESC";
            var nulls = key.NullOrder is NullOrder.NullsFirst ? "NULLS FIRST" : "NULLS LAST";
            keys.Add($"{TransformSql.Expression(key.Transform, source.Type, Identifiers.Quote(schema.PathOf(source.Id)))} {direction} {nulls}");
        }
        return $" ORDER BY {string.Join(", ", keys)}";
    }

    static EngineException Dropped(PartitionField field) =>
        new(EngineErrorKind.Corrupt, $"The partition field '{field.Name}' has a source column that the table does not have. Nothing was written.");
}
