using System.CommandLine;
using Tarn.Cli.Composition;
using Tarn.Cli.Output;
using Tarn.Cli.Terminal;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Ingest;
using Tarn.Ingest.Connections;
using Tarn.Ingest.Runs;
using Tarn.Operate.Jobs;
using Connection = Tarn.Ingest.Connections.Connection;

namespace Tarn.Cli.Verbs;

/// <summary><c>tarn sync [CONNECTION[.STREAM] …]</c>: loads what is new. Exit code 1 when a stream failed; the others are loaded all the same.</summary>
static class SyncVerb
{
    static readonly Argument<string[]> Names = new("CONNECTION") { Description = "Connections, or streams as connection.stream (default: all).", Arity = ArgumentArity.ZeroOrMore };

    static readonly ResultSchema Schema = new(
        ("stream", TypeId.Varchar), ("table", TypeId.Varchar), ("state", TypeId.Varchar), ("files", TypeId.Integer), ("rows", TypeId.BigInt), ("quarantined", TypeId.BigInt),
        ("snapshot", TypeId.BigInt), ("error", TypeId.Varchar));

    public static Command Create() => Verb.Create("sync", "Load what is new in the sources.", RunAsync, Names);

    static async Task<int> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        await using var project = await context.OpenAsync(cancellationToken).ConfigureAwait(false);
        var selected = Select(Connection.LoadAll(project.Folder), context.Parsed.GetValue(Names) ?? []);
        var rows = new List<IReadOnlyList<object?>>();
        var failed = false;
        foreach (var (connection, stream) in selected)
            failed |= await RunAsync(project, connection, stream, context.Json, rows, cancellationToken).ConfigureAwait(false);
        if (context.Json) await RowOutput.PrintAsync(Schema, rows, json: true, cancellationToken).ConfigureAwait(false);
        return failed ? ExitCode.Failed : ExitCode.Success;
    }

    static async Task<bool> RunAsync(ProjectHost project, Connection connection, string? only, bool json, List<IReadOnlyList<object?>> rows, CancellationToken cancellationToken)
    {
        var title = only is null ? connection.Name : $"{connection.Name}.{only}";
        var failures = new List<Exception>();
        try
        {
            _ = await project.Jobs.RunAsync(new JobRequest(JobKind.Sync, ProjectHost.Principal, title, "cli"), async job =>
            {
                using var display = new ProgressDisplay($"sync {title}", project.Time);
                var outcomes = await new SyncRun(project.Lakehouse, ProjectHost.Principal, project.Time).RunAsync(
                    connection, only, job.Id.ToString(), new JobProgressRelay(job, display), (stream, outcome, error) =>
                    {
                        if (error is not null) failures.Add(error);
                        rows.Add(Row($"{connection.Name}.{stream.Name}", stream, outcome, error));
                        if (!json) display.Above(() => Print($"{connection.Name}.{stream.Name}", outcome, error));
                    }, job.CancellationToken).ConfigureAwait(false);
                job.Report(new JobProgress(outcomes.Sum(o => o.Rows), 0, 1, null));
                return failures.Count == 0 ? true : throw failures[0];
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (failures.Contains(e))
        {
            // The streams' own lines have said it.
        }

        return failures.Count > 0;
    }

    static void Print(string stream, StreamOutcome? outcome, Exception? error)
    {
        if (error is not null)
        {
            Console.Error.WriteLine($"{stream}: FAILED: {error.Message}");
            return;
        }

        Console.WriteLine(outcome!.State == StreamState.UpToDate
            ? $"{stream}: up to date"
            : $"{stream}: {outcome.Rows:N0} rows from {outcome.Files} files into {outcome.Table}{(outcome.Quarantined > 0 ? $", {outcome.Quarantined:N0} rows quarantined" : "")}");
    }

    static IReadOnlyList<object?> Row(string name, StreamOptions stream, StreamOutcome? outcome, Exception? error) =>
    [
        name, stream.Table, error is not null ? "failed" : outcome!.State == StreamState.UpToDate ? "up_to_date" : "loaded",
        outcome?.Files ?? 0, outcome?.Rows ?? 0, outcome?.Quarantined ?? 0, outcome?.SnapshotId, error?.Message,
    ];

    static IEnumerable<(Connection Connection, string? Stream)> Select(IReadOnlyList<Connection> connections, string[] names)
    {
        if (names.Length == 0) return connections.Select(c => (c, (string?)null));
        return names.Select(name =>
        {
            var dot = name.IndexOf('.');
            var (connection, stream) = dot < 0 ? (name, null) : (name[..dot], name[(dot + 1)..]);
            return connections.FirstOrDefault(c => c.Name == connection) is { } found
                ? (found, stream)
                : throw new IngestException(IngestErrorKind.UnknownConnection, $"There is no connection \"{connection}\" in sources/; there is {(connections.Count == 0 ? "none" : string.Join(", ", connections.Select(c => c.Name)))}.");
        }).ToList();
    }
}
