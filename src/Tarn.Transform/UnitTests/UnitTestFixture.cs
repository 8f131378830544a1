using Tarn.Transform.Graph;
using Tarn.Transform.Jinja.Modules;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Projects;
using Tarn.Transform.Runs;
using Tarn.Transform.Warehouses;

namespace Tarn.Transform.UnitTests;

/// <summary>Rows of a unit test: written in its entry, or in a file below the test folders' <c>fixtures</c>; as mappings, as CSV text or as a query.</summary>
/// <param name="Sql">The query; null where there are rows.</param>
/// <param name="Rows">Values by column, in the order in which they are written.</param>
internal sealed record UnitTestFixture(string? Sql, IReadOnlyList<PyDict> Rows)
{
    /// <exception cref="DbtException">There is no such file, or the rows are not of the form that is named.</exception>
    public static UnitTestFixture Read(DbtNode test, PyDict entry)
    {
        var format = entry.TryGetValue("format", out var given) && given is not null ? PyText.Str(given) : "dict";
        var rows = entry.TryGetValue("fixture", out var fixture) && fixture is not null
            ? File(test, PyText.Str(fixture), format == "sql" ? ".sql" : ".csv")
            : entry.TryGetValue("rows", out var own) ? own : null;
        return format switch
        {
            "sql" => new UnitTestFixture(PyText.Str(rows), []),
            "csv" => new UnitTestFixture(null, Csv(PyText.Str(rows))),
            "dict" => new UnitTestFixture(null, [.. (rows as PyList)?.Items.OfType<PyDict>() ?? []]),
            _ => throw new DbtException(DbtErrorKind.Compilation, $"Parsing Error\n  Unit test '{test.Name}' ({test.Path}) has rows of the format '{format}'; there are dict, csv and sql"),
        };
    }

    /// <summary>The rows as a query of casts to the types of some columns; columns that a row does not name are null.</summary>
    /// <param name="columns">All columns that the query gives.</param>
    /// <param name="owner">Whose columns they are, for messages.</param>
    public string Query(IReadOnlyList<WarehouseColumn> columns, string owner)
    {
        if (Sql is not null)
        {
            return Sql;
        }

        var known = columns.Select(c => c.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var name in Rows.SelectMany(r => r.Keys.Select(PyText.Str)).Where(n => !known.Contains(n)))
        {
            var accepted = new PyList(columns.Select(c => (object?)UnicodeCase.Lower(c.Name)));
            throw new DbtException(DbtErrorKind.Compilation, $"Invalid column name: '{UnicodeCase.Lower(name)}' in unit test fixture for {owner}.\nAccepted columns for {owner} are: {accepted.Repr()}");
        }

        string Select(PyDict? row) => "select " + string.Join(", ", columns.Select(c => $"cast({Literal(Value(row, c.Name))} as {c.DataType}) as \"{c.Name}\""));
        return Rows.Count == 0 ? Select(null) + "\nlimit 0" : string.Join("\nunion all\n", Rows.Select(Select));
    }

    private static object? Value(PyDict? row, string column) => row?.Pairs.FirstOrDefault(p => PyText.Str(p.Key).Equals(column, StringComparison.OrdinalIgnoreCase)).Value;

    private static string Literal(object? value) => value switch
    {
        null => "null",
        string or DateValue => $"'{PyText.Str(value).Replace("'", "''", StringComparison.Ordinal)}'",
        _ => PyText.Str(value),
    };

    private static string File(DbtNode test, string name, string extension)
    {
        var files = ProjectFiles.Below(test.Project, test.Project.TestPaths.Select(p => Path.Combine(p, "fixtures")), extension).Where(f => Path.GetFileNameWithoutExtension(f) == name).ToList();
        return files.Count == 1
            ? System.IO.File.ReadAllText(files[0])
            : throw new DbtException(DbtErrorKind.Compilation, $"Parsing Error\n  {(files.Count == 0 ? "Could not find" : "Found multiple")} fixture files named {name} for unit test '{test.Name}' ({test.Path})");
    }

    /// <summary>As dbt: an empty field is null.</summary>
    private static List<PyDict> Csv(string text)
    {
        var lines = CsvText.Parse(text, ',').ToList();
        return [.. lines.Skip(1).Select(line => new PyDict(lines[0].Select((name, i) =>
            KeyValuePair.Create(name ?? string.Empty, i < line.Count && !string.IsNullOrEmpty(line[i]) ? (object?)line[i] : null))))];
    }
}
