using System.Runtime.CompilerServices;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Engine.Sql.Statements;

namespace Tarn.Engine.Sessions;

/// <summary>Runs a query and streams its rows.</summary>
internal static class QueryExecution
{
    public static async Task<StatementResult> RunAsync(StatementScope scope, TextSlice query, StatementKind kind)
    {
        var planned = await QueryPlanner.PlanAsync(scope, query).ConfigureAwait(false);
        var result = await StartAsync(scope, planned).ConfigureAwait(false);
        scope.IsStreaming = true;
        async ValueTask ReleaseAsync()
        {
            result.Dispose();
            await scope.DisposeAsync().ConfigureAwait(false);
        }
        StatementResult? answer = null;
        void Ended() => answer!.Profile = ProfileOf(scope, result);
        return answer = new StatementResult(kind, ResultSchema.Of(result), StreamAsync(scope, planned, result, Ended, ReleaseAsync), ReleaseAsync)
        {
            Tables = planned.Tables,
            Counts = planned.Counts,
            Waited = scope.Waited,
        };
    }

    /// <summary>Prepares, binds and starts a planned query on the statement's connection.</summary>
    public static async Task<QueryResult> StartAsync(StatementScope scope, PlannedQuery planned, string before = "")
    {
        await using var progress = ProgressReporter.Start(scope, "running");
        return await scope.Run(() => Mapped(scope, planned, before.Length, () =>
        {
            using var prepared = scope.Connection.Prepare(before + planned.Text.Text);
            Bind(prepared, scope.Parameters);
            return prepared.Execute(scope.Token);
        })).ConfigureAwait(false);
    }

    /// <summary>The columns that a planned query answers, without running it.</summary>
    public static Task<IReadOnlyList<TypeField>> ColumnsAsync(StatementScope scope, PlannedQuery planned) =>
        scope.Run(() => Mapped<IReadOnlyList<TypeField>>(scope, planned, 0, () =>
        {
            using var prepared = scope.Connection.Prepare(planned.Text.Text);
            Bind(prepared, scope.Parameters);
            return prepared.Columns;
        }));

    /// <summary>Does something with the executor and turns positions in the spliced text into the user's.</summary>
    public static T Mapped<T>(StatementScope scope, PlannedQuery planned, int offset, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (EngineException e) when (e.Position is { } position)
        {
            throw EngineException.At(e.Kind, e.Message, scope.Sql.Text, planned.Text.ToOriginal(Math.Max(0, position.Offset - offset)), e);
        }
    }

    public static void Bind(PreparedStatement prepared, StatementParameters parameters)
    {
        for (var i = 1; i <= prepared.ParameterCount; i++)
        {
            var name = prepared.ParameterName(i);
            if (!parameters.Values.TryGetValue(name, out var value))
                throw new EngineException(EngineErrorKind.InvalidInput, $"The parameter ${name} has no value.");
            prepared.Bind(i, value);
        }
    }

    static async IAsyncEnumerable<ResultBatch> StreamAsync(
        StatementScope scope, PlannedQuery planned, QueryResult result, Action ended, Func<ValueTask> release, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var schema = ResultSchema.Of(result);
        // One hop off the caller's thread; fetches after it block, while the executor's own threads work.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            using var linked = scope.CancelWith(cancellationToken);
            while (Fetch(scope, planned, result) is { } chunk)
            {
                using var batch = new ResultBatch(schema, chunk);
                yield return batch;
            }
            ended();
        }
        finally
        {
            await release().ConfigureAwait(false);
        }
    }

    /// <summary>The executor completes its profile when the result is closed.</summary>
    static ProfilingNode? ProfileOf(StatementScope scope, QueryResult result)
    {
        if (!scope.Session.Options.Profile) return null;
        result.Dispose();
        return scope.Connection.Profile();
    }

    static DataChunk? Fetch(StatementScope scope, PlannedQuery planned, QueryResult result)
    {
        try
        {
            return Mapped(scope, planned, 0, () => result.Fetch(scope.Token));
        }
        catch (OperationCanceledException e)
        {
            var translated = scope.Translate(e);
            if (ReferenceEquals(translated, e)) throw;
            throw translated;
        }
    }
}
