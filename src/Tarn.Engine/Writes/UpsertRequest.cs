using System.Collections.Immutable;
using Tarn.Iceberg.Catalogs;

namespace Tarn.Engine.Writes;

/// <summary>Rows to put into a table by their key: a row whose key is there replaces it, others are added.</summary>
/// <param name="Table">The table.</param>
/// <param name="KeyColumns">The columns that identify a row; null equals null.</param>
/// <param name="Rows">A SELECT of the executor whose columns have the names of the table's columns.</param>
public sealed record UpsertRequest(Table Table, ImmutableArray<string> KeyColumns, string Rows)
{
    /// <summary>An ORDER BY list over the columns of <see cref="Rows"/> that puts the row to keep first where a key comes more than once; null refuses such rows.</summary>
    public string? KeepFirstBy { get; init; }

    /// <summary>The caller's entries in the snapshot's summary.</summary>
    public ImmutableSortedDictionary<string, string> SummaryProperties { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
