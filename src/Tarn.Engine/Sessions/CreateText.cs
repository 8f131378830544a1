using System.Text;
using Tarn.Engine.Native;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Views;

namespace Tarn.Engine.Sessions;

/// <summary>The statement that would make a table or view like one that exists.</summary>
internal static class CreateText
{
    public static string OfTable(Table table)
    {
        var text = new StringBuilder($"CREATE TABLE {Name(table.Identifier)} (\n");
        text.AppendJoin(",\n", table.Schema.Fields.Select(f =>
            $"  {Identifiers.Quote(f.Name)} {SqlTypeText.Of(f.Type)}{(f.Required ? " NOT NULL" : "")}{(f.Doc is null ? "" : $" COMMENT {Identifiers.Literal(f.Doc)}")}"));
        text.Append("\n)");
        if (!table.Spec.Fields.IsEmpty)
            text.Append($"\nPARTITIONED BY ({string.Join(", ", table.Spec.Fields.Select(f => Term(f, table.Schema)))})");
        var properties = table.Metadata.Properties.SetItem("format-version", $"{table.Metadata.FormatVersion}");
        text.Append($"\nTBLPROPERTIES ({string.Join(", ", properties.Select(p => $"{Identifiers.Literal(p.Key)} = {Identifiers.Literal(p.Value)}"))})");
        return text.ToString();
    }

    public static string OfView(View view) =>
        $"CREATE VIEW {Name(view.Identifier)} ({string.Join(", ", view.Metadata.Schema.Fields.Select(f => Identifiers.Quote(f.Name)))}) AS\n{ViewText.Of(view)}";

    static string Term(PartitionField field, Schema schema)
    {
        var column = Identifiers.Quote(schema.FindName(field.SourceId) ?? field.Name);
        var transform = field.Transform.ToString()!;
        var bracket = transform.IndexOf('[', StringComparison.Ordinal);
        if (transform == "identity") return column;
        return bracket < 0 ? $"{transform}({column})" : $"{transform[..bracket]}({transform[(bracket + 1)..^1]}, {column})";
    }

    static string Name(TableIdentifier identifier) => string.Join('.', identifier.Namespace.Levels.Add(identifier.Name).Select(Identifiers.Quote));
}
