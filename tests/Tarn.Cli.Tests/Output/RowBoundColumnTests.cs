using Tarn.Cli.Output;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Iceberg.Metadata;

namespace Tarn.Cli.Tests.Output;

/// <summary>People see the column only where a number is not exact; programs always.</summary>
public sealed class RowBoundColumnTests
{
    static readonly ResultSchema Schema = new(("table", TypeId.Varchar), ("rows", TypeId.BigInt), (RowBoundColumn.Name, TypeId.Varchar), ("files", TypeId.BigInt));

    [Theory]
    [InlineData(RowBound.Exact, false, false)]
    [InlineData(RowBound.Exact, true, true)]
    [InlineData(RowBound.AtLeast, false, true)]
    [InlineData(RowBound.AtMost, false, true)]
    public void Stands_where_it_says_something(RowBound bound, bool json, bool stands)
    {
        IReadOnlyList<object?>[] rows = [["view", null, RowBoundColumn.Of(null), null], ["t", 7L, RowBoundColumn.Of(new RowTotal(7, bound)), 1L]];
        var (schema, shown) = RowBoundColumn.Needed(Schema, rows, json);
        Assert.Equal(stands ? ["table", "rows", "rows_are", "files"] : ["table", "rows", "files"], schema.Columns.Select(c => c.Name));
        object?[] last = stands ? ["t", 7L, RowBoundColumn.Of(new RowTotal(7, bound)), 1L] : ["t", 7L, 1L];
        Assert.Equal(last, shown.Last());
    }
}
