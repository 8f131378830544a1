using System.Collections.Immutable;
using Tarn.Engine.Results;
using Tarn.Iceberg.Metadata;

namespace Tarn.Cli.Output;

/// <summary>The column that says of a number of rows whether it is exact. Programs always get it, people only where a number is not.</summary>
static class RowBoundColumn
{
    public const string Name = "rows_are";

    public const string Exact = "exact";

    /// <summary>Null where there is no number.</summary>
    public static string? Of(RowTotal? total) => total?.Bound switch
    {
        RowBound.Exact => Exact,
        RowBound.AtLeast => "at least",
        RowBound.AtMost => "at most",
        _ => null,
    };

    /// <summary>Schema and rows without the column where all its values say nothing to a person.</summary>
    public static (ResultSchema Schema, IEnumerable<IReadOnlyList<object?>> Rows) Needed(ResultSchema schema, IReadOnlyCollection<IReadOnlyList<object?>> rows, bool json)
    {
        var at = schema.Columns.Select(c => c.Name).ToImmutableArray().IndexOf(Name);
        if (json || rows.Any(r => r[at] is string and not Exact)) return (schema, rows);
        return (new ResultSchema(schema.Columns.RemoveAt(at)), rows.Select(r => (IReadOnlyList<object?>)[.. r.Where((_, i) => i != at)]));
    }
}
