using System.Collections.Immutable;
using Tarn.Engine.Results;

namespace Tarn.Engine.Sessions;

/// <summary>What a statement answered. Rows stream: until they are read to the end or this is disposed, the statement holds its slot.</summary>
public sealed class StatementResult : IAsyncDisposable
{
    readonly Func<ValueTask>? _release;

    internal StatementResult(StatementKind kind, ResultSchema? schema, IAsyncEnumerable<ResultBatch> batches, Func<ValueTask>? release = null)
    {
        (Kind, Schema, Batches) = (kind, schema, batches);
        _release = release;
    }

    public StatementKind Kind { get; }

    /// <summary>The columns of the rows; null for a statement that gives none.</summary>
    public ResultSchema? Schema { get; }

    /// <summary>The rows, once. Each batch is readable until the next is asked for.</summary>
    public IAsyncEnumerable<ResultBatch> Batches { get; }

    /// <summary>Which state of which table was read.</summary>
    public ImmutableArray<ResolvedTable> Tables { get; internal init; } = [];

    public ScanCounts Counts { get; internal init; }

    /// <summary>How long the statement waited for its slot.</summary>
    public TimeSpan Waited { get; internal init; }

    /// <summary>Where the executor spent its time: known of a query once its rows were read to the end, null otherwise.</summary>
    public Native.ProfilingNode? Profile { get; internal set; }

    /// <summary>Rows written; null for a statement that writes none.</summary>
    public long? RowsAffected { get; internal init; }

    /// <summary>The rows by what happened to them; null for a statement that writes none.</summary>
    public RowCounts? Changes { get; internal init; }

    /// <summary>One line for a person: <c>Table gold.orders created.</c> Null for queries.</summary>
    public string? Message { get; internal init; }

    internal static StatementResult Done(StatementKind kind, string message, long? rows = null, PlannedQuery? planned = null) =>
        new(kind, null, Empty()) { Message = message, RowsAffected = rows, Tables = planned?.Tables ?? [], Counts = planned?.Counts ?? default };

    internal static StatementResult Inserted(StatementKind kind, string message, long rows, PlannedQuery planned) => Changed(kind, message, new RowCounts(rows, 0, 0), planned.Tables, planned.Counts);

    internal static StatementResult Changed(StatementKind kind, string message, RowCounts changes, IEnumerable<ResolvedTable> tables, ScanCounts counts) =>
        new(kind, null, Empty()) { Message = message, RowsAffected = changes.Total, Changes = changes, Tables = [.. tables], Counts = counts };

    internal static StatementResult Rows(StatementKind kind, ResultSchema schema, IEnumerable<IReadOnlyList<object?>> rows) =>
        new(kind, schema, Stream(ResultBatch.FromRows(schema, rows)));

    /// <summary>Ends the statement if it is still running, and gives its slot back.</summary>
    public ValueTask DisposeAsync() => _release?.Invoke() ?? ValueTask.CompletedTask;

    static async IAsyncEnumerable<ResultBatch> Empty()
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield break;
    }

    static async IAsyncEnumerable<ResultBatch> Stream(IEnumerable<ResultBatch> batches)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var batch in batches) yield return batch;
    }
}
