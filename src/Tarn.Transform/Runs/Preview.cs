using Tarn.Transform.Jinja.Modules;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Warehouses;

namespace Tarn.Transform.Runs;

/// <summary>Rows of a query as <c>dbt show</c> prints them: a table in text, or JSON.</summary>
internal static class Preview
{
    private const int MostColumns = 6;
    private const int WidestCell = 20;
    private const int MostDigits = 3;

    public static IEnumerable<string> Lines(string? node, WarehouseRows rows, bool json)
    {
        if (json)
        {
            var all = new PyList(rows.Rows.Select(r => (object?)new PyDict(rows.Columns.Select((c, i) => KeyValuePair.Create(c.Name, Plain(c, r[i]))))));
            var content = node is null ? new PyDict(new Dictionary<string, object?> { ["show"] = all }) : new PyDict(new Dictionary<string, object?> { ["node"] = node, ["show"] = all });
            return PyJson.Dump(content, indent: "  ").Split('\n');
        }

        return Table(rows).Prepend(node is null ? "Previewing inline node:" : $"Previewing node '{node}':");
    }

    /// <summary>As agate prints tables: six columns, twenty characters each, numbers to the right.</summary>
    private static List<string> Table(WarehouseRows rows)
    {
        var columns = rows.Columns.Take(MostColumns).ToList();
        var isCut = rows.Columns.Count > MostColumns;
        var numbers = columns.ConvertAll(c => IsNumber(c.DataType));
        var cells = columns.Select((_, i) => Cells(rows.Rows.Select(r => r[i]).ToList(), numbers[i])).ToList();
        var heads = columns.ConvertAll(c => Cut(c.Name));
        if (isCut)
        {
            heads.Add("...");
            numbers.Add(false);
            cells.Add([.. rows.Rows.Select(_ => "...")]);
        }

        var widths = heads.Select((h, i) => cells[i].Select(c => c.Length).Append(h.Length).Max()).ToList();
        string Row(IEnumerable<string> values) => "| " + string.Join(" | ", values) + " |";
        var lines = new List<string> { Row(heads.Select((h, i) => h.PadRight(widths[i]))), Row(widths.Select(w => new string('-', w))) };
        lines.AddRange(Enumerable.Range(0, rows.Rows.Count).Select(r => Row(heads.Select((_, i) => numbers[i] ? cells[i][r].PadLeft(widths[i]) : cells[i][r].PadRight(widths[i])))));
        return lines;
    }

    private static List<string> Cells(List<object?> values, bool isNumber)
    {
        if (!isNumber)
        {
            return values.ConvertAll(v => Cut(v is null ? string.Empty : v is DateValue { HasTime: true } time ? time.IsoFormat(' ') : PyText.Str(v)));
        }

        var digits = values.Select(v => v is null ? 0 : Fraction(PyText.Str(v))).DefaultIfEmpty(0).Max();
        var format = $"#,##0{(digits == 0 ? string.Empty : "." + new string('0', Math.Min(digits, MostDigits)))}{(digits > MostDigits ? "\u2026" : string.Empty)}";
        return values.ConvertAll(v => v is null ? string.Empty
            : decimal.TryParse(PyText.Str(v), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number.ToString(format, System.Globalization.CultureInfo.InvariantCulture)
            : PyText.Str(v));
    }

    private static int Fraction(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? 0 : text[(point + 1)..].TrimEnd('0').Length;
    }

    private static string Cut(string text) => text.Length <= WidestCell ? text : text[..(WidestCell - 3)] + "...";

    private static bool IsNumber(string type) => type.EndsWith("INT", StringComparison.OrdinalIgnoreCase) || type.StartsWith("DECIMAL", StringComparison.OrdinalIgnoreCase)
        || type.ToUpperInvariant() is "INTEGER" or "BIGINT" or "SMALLINT" or "TINYINT" or "DOUBLE" or "FLOAT" or "REAL" or "HUGEINT" or "UINTEGER";

    private static object? Plain(WarehouseColumn column, object? value) => value switch
    {
        DateValue { HasTime: true } time => time.IsoFormat('T'),
        DateValue day => PyText.Str(day),
        double number when double.IsInteger(number) && Math.Abs(number) < long.MaxValue => (long)number,
        string text when column.DataType.StartsWith("DECIMAL", StringComparison.OrdinalIgnoreCase)
            && double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) => double.IsInteger(number) ? (long)number : number,
        _ => value,
    };
}
