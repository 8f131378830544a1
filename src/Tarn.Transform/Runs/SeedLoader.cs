using System.Globalization;
using System.Text;
using Tarn.Transform.Graph;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Warehouses;

namespace Tarn.Transform.Runs;

/// <summary>Loads a seed's CSV file: one statement that creates or replaces the table.</summary>
internal static class SeedLoader
{
    private const int MaxRows = 1_000_000;

    /// <summary>Without its rows where <c>--empty</c> asks for it. Types for columns that the file does not have are ignored and told to <paramref name="warn"/>.</summary>
    public static WarehouseRows Load(DbtNode node, IWarehouse warehouse, bool isEmpty, Action<string> warn, CancellationToken cancellationToken)
    {
        var delimiter = node.Config.TryGetValue("delimiter", out var given) && given is not null ? PyText.Str(given)[0] : ',';
        var rows = CsvText.Parse(File.ReadAllText(System.IO.Path.Combine(node.Project.Folder, node.Path)), delimiter).ToList();
        if (rows.Count == 0)
        {
            throw new DbtException(DbtErrorKind.Database, $"seed {node.Name} has no header: {node.Path}");
        }

        if (rows.Count > MaxRows)
        {
            throw new DbtException(DbtErrorKind.Database, $"seed {node.Name} has more than {MaxRows} rows; load a file of that size by a source instead");
        }

        WarnOfTypes(node, rows[0], warn);
        var types = Types(node, rows);
        rows = isEmpty ? rows[..1] : rows;
        var existing = warehouse.Relations(node.Schema, cancellationToken).FirstOrDefault(r => r.Name == node.Alias);
        if (existing is { IsView: true })
        {
            warehouse.Drop(existing, cancellationToken);
        }

        warehouse.Run(Statement(node, rows, types), fetch: false, cancellationToken);
        return new WarehouseRows([], [], rows.Count - 1);
    }

    private static string Statement(DbtNode node, List<IReadOnlyList<string?>> rows, string[] types)
    {
        var columns = rows[0].Select((name, i) => $"cast(c{i} as {types[i]}) as \"{name}\"");
        var sql = new StringBuilder($"create or replace table {node.RelationName} as select {string.Join(", ", columns)} from (values ");
        for (var r = 1; r < rows.Count; r++)
        {
            sql.Append(r == 1 ? "(" : ", (").AppendJoin(", ", Enumerable.Range(0, types.Length).Select(c => Literal(c < rows[r].Count ? rows[r][c] : null))).Append(')');
        }

        if (rows.Count == 1)
        {
            sql.Append('(').AppendJoin(", ", types.Select(_ => "null")).Append(')');
        }

        return sql.Append(") as seed(").AppendJoin(", ", types.Select((_, i) => $"c{i}")).Append(rows.Count == 1 ? ") where false" : ")").ToString();
    }

    private static void WarnOfTypes(DbtNode node, IReadOnlyList<string?> header, Action<string> warn)
    {
        var absent = (node.Config.TryGetValue("column_types", out var types) && types is PyDict dict ? dict.Keys.Select(PyText.Str) : []).Except(header, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).ToList();
        if (absent.Count > 0)
        {
            warn($"Column types specified for non-existent columns in seed '{node.Name}' (file: {node.Project.Folder}/./{node.Path}): {string.Join(", ", absent)}. These column type overrides will be ignored.");
        }
    }

    private static string Literal(string? value) => string.IsNullOrEmpty(value) ? "null" : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string[] Types(DbtNode node, List<IReadOnlyList<string?>> rows)
    {
        var given = node.Config.TryGetValue("column_types", out var types) && types is PyDict dict ? dict : new PyDict();
        return rows[0].Select((name, i) => given.TryGetValue(name, out var type) && type is not null
            ? PyText.Str(type)
            : Infer(rows.Skip(1).Select(r => i < r.Count ? r[i] : null).Where(v => !string.IsNullOrEmpty(v)).Select(v => v!).ToList())).ToArray();
    }

    private static string Infer(List<string> values)
    {
        if (values.Count == 0)
        {
            return "varchar";
        }

        if (values.TrueForAll(v => bool.TryParse(v, out _)))
        {
            return "boolean";
        }

        // dbt's integer, where its range holds them.
        if (values.TrueForAll(v => int.TryParse(v, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)))
        {
            return "integer";
        }

        if (values.TrueForAll(v => long.TryParse(v, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)))
        {
            return "bigint";
        }

        if (values.TrueForAll(v => double.TryParse(v, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
        {
            return "double";
        }

        if (values.TrueForAll(v => DateTime.TryParseExact(v, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)))
        {
            return "date";
        }

        string[] stamps = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFF", "yyyy-MM-ddTHH:mm:ss.FFFFFF"];
        return values.TrueForAll(v => DateTime.TryParseExact(v, stamps, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) ? "timestamp" : "varchar";
    }
}
