using Tarn.Iceberg.Catalogs;

namespace Tarn.Cli.Verbs;

/// <summary>A table's name on the command line: <c>ns.table</c>, <c>tarn.ns.sub.table</c>.</summary>
static class TableName
{
    public static TableIdentifier Of(string text)
    {
        var parts = text.Split('.');
        if (parts.Length > 2 && parts[0] == "tarn") parts = parts[1..];
        return parts.Length > 1 && parts.All(p => p.Length > 0)
            ? new TableIdentifier(new Namespace([.. parts[..^1]]), parts[^1])
            : throw new UsageException($"\"{text}\" is no table's name; say its namespace too, as in gold.{text}.");
    }
}
