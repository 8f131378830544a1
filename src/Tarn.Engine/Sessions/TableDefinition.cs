using System.Collections.Immutable;
using Tarn.Engine.Sql.Statements;
using Tarn.Iceberg;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Sessions;

/// <summary>Schema, partitioning and properties of a CREATE TABLE, checked against each other.</summary>
internal static class TableDefinition
{
    /// <summary>The columns with ids of their own.</summary>
    /// <param name="scope">The statement.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="formatVersion">Defaults need version 3.</param>
    public static Schema SchemaOf(StatementScope scope, ImmutableArray<ColumnDefinition> columns, string formatVersion)
    {
        var ids = new ColumnIds();
        // Top-level columns get the first ids, as in the reference implementation's fresh assignment.
        var fields = columns.Select(c => (Column: c, Id: ids.Next())).ToArray();
        return new Schema(0, new StructType([.. fields.Select(f =>
            new NestedField(f.Id, f.Column.Name, Renumber(f.Column.Type, ids), f.Column.Options.Required) { Doc = f.Column.Options.Comment, WriteDefault = DefaultOf(scope, f.Column, formatVersion) })]));
    }

    /// <summary>A new table's columns have a default for rows to come only: no row was written before them.</summary>
    static object? DefaultOf(StatementScope scope, ColumnDefinition column, string formatVersion)
    {
        if (column.Options.Default is not { Text: not null } literal) return null;
        if (formatVersion is "1" or "2")
            throw EngineException.At(EngineErrorKind.InvalidInput, $"DEFAULT needs format version 3, and the table would have {formatVersion}: add TBLPROPERTIES ('format-version' = '3').", scope.Sql.Text, literal.Offset);
        return column.Type.IsNested || column.Type.Kind is TypeKind.Unknown or TypeKind.Variant or TypeKind.Geometry or TypeKind.Geography
            ? throw EngineException.At(EngineErrorKind.NotSupported, $"A column of type {SqlTypeText.Of(column.Type)} has no default but null.", scope.Sql.Text, literal.Offset)
            : literal.ValueOf(column.Type, scope.Sql.Text);
    }

    /// <summary>The partition spec, with the reference implementation's field names: <c>id_bucket</c>, <c>at_day</c>.</summary>
    public static PartitionSpec SpecOf(StatementScope scope, ImmutableArray<PartitionTerm> terms, Schema schema)
    {
        var fields = ImmutableArray.CreateBuilder<PartitionField>(terms.Length);
        foreach (var term in terms)
        {
            var source = schema.FindField(term.Column, caseSensitive: false)
                ?? throw At(scope, term, EngineErrorKind.Binding, $"PARTITIONED BY names the column {term.Column}, which the table does not have.");
            var transform = TransformOf(scope, term);
            if (!transform.Accepts(source.Type))
                throw At(scope, term, EngineErrorKind.Binding, $"{term.Transform} does not take a column of type {SqlTypeText.Of(source.Type)}: {term.Column}.");
            var name = NameOf(term, schema.FindName(source.Id)!);
            if (fields.Any(f => f.Name == name)) throw At(scope, term, EngineErrorKind.Binding, $"PARTITIONED BY names {name} twice.");
            fields.Add(new PartitionField(source.Id, PartitionField.FirstFieldId + fields.Count, name, transform));
        }
        return new PartitionSpec(0, fields.ToImmutable());
    }

    /// <summary>The user's properties over the installation's defaults.</summary>
    public static ImmutableSortedDictionary<string, string> PropertiesOf(StatementScope scope, Statement.CreateTable create)
    {
        var defaults = scope.Lakehouse.Options.Tables;
        Evolution.PropertyAlteration.CheckFolders(scope, create.Properties, create.Name.End);
        var properties = create.Properties.ToBuilder();
        _ = properties.TryAdd("format-version", $"{defaults.FormatVersion}");
        if (!properties.ContainsKey("write.parquet.compression-codec"))
        {
            properties["write.parquet.compression-codec"] = defaults.Compression.ToString().ToLowerInvariant();
            if (defaults.Compression == Project.Settings.ParquetCompression.Zstd) _ = properties.TryAdd("write.parquet.compression-level", $"{defaults.CompressionLevel}");
        }
        // In the table's own properties, so that every engine changes its rows the same way.
        if (properties["format-version"] is not ("1" or "2"))
            foreach (var mode in (string[])["write.delete.mode", "write.update.mode", "write.merge.mode"]) _ = properties.TryAdd(mode, "merge-on-read");
        return properties.ToImmutable();
    }

    /// <summary>The folder that LOCATION names, which must be below one that is allowed; null where the catalog chooses.</summary>
    public static string? LocationOf(StatementScope scope, Statement.CreateTable create)
    {
        return create.Location is { } text
            ? Locations.Allowed(scope, text, create.LocationOffset, "LOCATION", "Without LOCATION the table gets a folder in the warehouse.")
            : null;
    }

    static IcebergType Renumber(IcebergType type, ColumnIds ids)
    {
        switch (type)
        {
            case ListType list:
                return new ListType(ids.Next(), Renumber(list.Element.Type, ids), list.Element.Required);
            case MapType map:
                var (keyId, valueId) = (ids.Next(), ids.Next());
                return new MapType(keyId, Renumber(map.Key.Type, ids), valueId, Renumber(map.Value.Type, ids), map.Value.Required);
            case StructType fields:
                var numbered = fields.Fields.Select(f => f with { Id = ids.Next() }).ToArray();
                return new StructType([.. numbered.Select(f => f with { Type = Renumber(f.Type, ids) })]);
            default:
                return type;
        }
    }

    public static Transform TransformOf(StatementScope scope, PartitionTerm term)
    {
        try
        {
            return Transform.Parse(term.Width is { } width ? $"{term.Transform}[{width}]" : term.Transform);
        }
        catch (IcebergException e)
        {
            throw At(scope, term, EngineErrorKind.InvalidInput, e.Message);
        }
    }

    static string NameOf(PartitionTerm term, string column) => term.Transform switch
    {
        "identity" => column,
        "truncate" => $"{column}_trunc",
        "void" => $"{column}_null",
        _ => $"{column}_{term.Transform}",
    };

    static EngineException At(StatementScope scope, PartitionTerm term, EngineErrorKind kind, string message) =>
        EngineException.At(kind, message, scope.Sql.Text, term.Offset);
}
