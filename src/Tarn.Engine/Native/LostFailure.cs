using System.Collections.Immutable;

namespace Tarn.Engine.Native;

/// <summary>Why a query failed whose rows were being fetched, when the executor says only that it was interrupted, which nobody did.</summary>
/// <remarks>
/// A thread of the executor's that fails keeps its error and then raises the flag that also stands for an interrupt (<c>Executor::PushError</c>). The thread that fetches looks at the flag before it looks
/// at the error (<c>SimpleBufferedData::ExecuteTaskInternal</c>), and the error is gone with the query. So the query runs once more as an aggregate over all its columns: that is computed before the first
/// row is handed out, where the executor tells the error that was first.
/// </remarks>
static class LostFailure
{
    const string Before = "SELECT max(hash(COLUMNS(*))) FROM (\n", After = "\n)";

    /// <summary>Whoever waits for an answer learns sooner that it failed than why.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>The error of the query; one that says that it was lost, when the query does not fail again, or not in time.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up meanwhile.</exception>
    public static EngineException Find(Connection connection, string query, ImmutableArray<object?> values, CancellationToken cancellationToken)
    {
        using var search = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        search.CancelAfter(Longest);
        try
        {
            using var again = connection.Prepare(Before + query + After);
            for (var i = 0; i < values.Length; i++) again.Bind(i + 1, values[i]);
            try
            {
                using var result = again.Execute(search.Token);
                return Unknown("it did not fail again when it was run once more to find out");
            }
            catch (EngineException e) when (e.Kind is not EngineErrorKind.Cancelled)
            {
                return e.Position?.Offset - Before.Length is >= 0 and var offset && offset <= query.Length
                    ? EngineException.At(e.Kind, e.Message, query, offset, e.InnerException)
                    : new EngineException(e.Kind, e.Message, null, e.InnerException);
            }
        }
        catch (EngineException)
        {
            return Unknown("the query cannot be run in another form to find out");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Unknown($"it did not fail again within {Longest.TotalSeconds:0} s when it was run once more to find out");
        }
    }

    static EngineException Unknown(string search) => new(
        EngineErrorKind.Internal, $"The query failed while its rows were read, and the executor did not keep the reason; {search}. Nothing was changed, but the rows so far are not all. Run it again.");
}
