using System.Collections.Immutable;
using Tarn.Engine.Native;

namespace Tarn.Engine.Results;

/// <summary>The columns of an answer, in order.</summary>
public sealed record ResultSchema(ImmutableArray<ResultColumn> Columns)
{
    public ResultSchema(params ReadOnlySpan<(string Name, TypeId Type)> columns)
        : this([.. columns.ToArray().Select(c => new ResultColumn(c.Name, LogicalType.Of(c.Type)))])
    {
    }

    public ImmutableArray<LogicalType> Types { get; } = [.. Columns.Select(c => c.Type)];

    public static ResultSchema Of(QueryResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new([.. result.Columns.Select(c => new ResultColumn(c.Name, c.Type))]);
    }
}
