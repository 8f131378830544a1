using System.Text;
using Tarn.Engine.Native;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Sorting;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;
using Tarn.Iceberg.Views;

namespace Tarn.Engine.Sessions;

/// <summary>The statement that would make a table or view like one that exists.</summary>
internal static class CreateText
{
    /// <summary>The CREATE TABLE, and the ALTER TABLEs for what that cannot say.</summary>
    public static IEnumerable<string> OfTable(Table table)
    {
        var text = new StringBuilder($"CREATE TABLE {Name(table.Identifier)} (\n");
        text.AppendJoin(",\n", table.Schema.Fields.Select(Column));
        text.Append("\n)");
        if (!table.Spec.Fields.IsEmpty)
            text.Append($"\nPARTITIONED BY ({string.Join(", ", table.Spec.Fields.Select(f => Term(f.Transform, f.SourceId, f.Name, table.Schema)))})");
        var properties = table.Metadata.Properties.SetItem("format-version", $"{table.Metadata.FormatVersion}");
        text.Append($"\nTBLPROPERTIES ({string.Join(", ", properties.Select(p => $"{Identifiers.Literal(p.Key)} = {Identifiers.Literal(p.Value)}"))})");
        yield return text.ToString();
        var identifiers = table.Schema.Fields.Where(f => table.Schema.IdentifierFieldIds.Contains(f.Id)).ToList();
        if (identifiers.Count > 0)
            yield return $"ALTER TABLE {Name(table.Identifier)} SET IDENTIFIER FIELDS {string.Join(", ", identifiers.Select(f => Identifiers.Quote(f.Name)))}";
        if (!table.SortOrder.IsUnsorted)
            yield return $"ALTER TABLE {Name(table.Identifier)} WRITE {(table.Metadata.Property(Evolution.PropertyAlteration.DistributionMode) == "range" ? "" : "LOCALLY ")}ORDERED BY {string.Join(", ", table.SortOrder.Fields.Select(f => Key(f, table.Schema)))}";
    }

    /// <summary>A column's default as SQL; null for none.</summary>
    public static string? Default(NestedField field)
    {
        if (field.WriteDefault is null || field.Type.IsNested) return null;
        var text = ValueText.Plain(field.Type, field.WriteDefault);
        var isNumber = field.Type.Kind is TypeKind.Int or TypeKind.Long or TypeKind.Decimal or TypeKind.Float or TypeKind.Double && char.IsAsciiDigit(text[^1]);
        return isNumber || field.Type.Kind is TypeKind.Boolean ? text : (field.Type.Kind is TypeKind.Binary or TypeKind.Fixed ? "X" : "") + Identifiers.Literal(text);
    }

    public static string OfView(View view)
    {
        var shown = ViewText.Shown(view);
        var origin = shown.Dialect is ViewText.Dialect or "duckdb" ? "" : $"-- in the SQL of {shown.Dialect?.ReplaceLineEndings(" ")}\n";
        return $"{origin}CREATE VIEW {Name(view.Identifier)} ({string.Join(", ", view.Metadata.Schema.Fields.Select(f => Identifiers.Quote(f.Name)))}) AS\n{shown.Sql}";
    }

    static string Column(NestedField field) =>
        $"  {Identifiers.Quote(field.Name)} {SqlTypeText.Of(field.Type)}{(field.Required ? " NOT NULL" : "")}"
        + $"{(Default(field) is { } value ? $" DEFAULT {value}" : "")}{(field.Doc is null ? "" : $" COMMENT {Identifiers.Literal(field.Doc)}")}";

    static string Key(SortField key, Schema schema) =>
        $"{Term(key.Transform, key.SourceId, "", schema)} {(key.Direction == SortDirection.Asc ? "ASC" : "DESC")} NULLS {(key.NullOrder == NullOrder.NullsFirst ? "FIRST" : "LAST")}";

    static string Term(Transform made, int sourceId, string name, Schema schema)
    {
        var column = schema.FindField(sourceId) is null ? Identifiers.Quote(name) : Identifiers.Quote(schema.PathOf(sourceId));
        var transform = made.ToString()!;
        var bracket = transform.IndexOf('[', StringComparison.Ordinal);
        if (transform == "identity") return column;
        return bracket < 0 ? $"{transform}({column})" : $"{transform[..bracket]}({transform[(bracket + 1)..^1]}, {column})";
    }

    static string Name(TableIdentifier identifier) => string.Join('.', identifier.Namespace.Levels.Add(identifier.Name).Select(Identifiers.Quote));
}
