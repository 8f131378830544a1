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
using Tarn.Server.Syncs;
using Connection = Tarn.Ingest.Connections.Connection;

namespace Tarn.Cli.Verbs;

/// <summary><c>tarn sync [CONNECTION[.STREAM] …]</c>: loads what is new. Exit code 1 when a stream failed; the others are loaded all the same.</summary>
static class SyncVerb
{
    static readonly Argument<string[]> Names = new("CONNECTION") { Description = "Connections, or streams as connection.stream (default: all).", Arity = ArgumentArity.ZeroOrMore };

    static readonly ResultSchema Schema = new(
        ("stream", TypeId.Varchar), ("table", TypeId.Varchar), ("state", TypeId.Varchar), ("files", TypeId.Integer), ("rows", TypeId.BigInt), ("quarantined", TypeId.BigInt),
        ("snapshot", TypeId.BigInt), ("error", TypeId.Varchar));

    static readonly ResultSchema ResetSchema = new(
        ("stream", TypeId.Varchar), ("table", TypeId.Varchar), ("source_files", TypeId.Integer), ("source_bytes", TypeId.BigInt), ("snapshot", TypeId.BigInt));

    static readonly Argument<string> Stream = new("CONNECTION.STREAM") { Description = "The stream." };
    static readonly Option<bool> Yes = new("--yes") { Description = "Do it; without, only say what it would do." };

    public static Command Create()
    {
        var command = Verb.Create("sync", "Load what is new in the sources.", (context, cancellationToken) => RunAsync(context, replays: false, cancellationToken), Names);
        command.Subcommands.Add(Verb.Create(
            "replay", "Read the files again whose rows wait in quarantine, after a rule, a type or the table was mended.", (context, cancellationToken) => RunAsync(context, replays: true, cancellationToken), Names));
        command.Subcommands.Add(Verb.Create("reset", "Empty a stream's table, so that the next sync loads everything again.", ResetAsync, Stream, Yes));
        return command;
    }

    /// <summary>Names the effect first; the rows stay in the table's history.</summary>
    static async Task<int> ResetAsync(VerbContext context, CancellationToken cancellationToken)
    {
        await using var project = await context.OpenAsync(cancellationToken).ConfigureAwait(false);
        var (connection, name) = Select(Connection.LoadAll(project.Folder), [context.Parsed.GetValue(Stream)!]).Single();
        var stream = connection.Streams.FirstOrDefault(s => s.Name == name)
            ?? throw new IngestException(IngestErrorKind.UnknownConnection, $"The connection \"{connection.Name}\" has no stream \"{name}\"; it has {string.Join(", ", connection.Streams.Select(s => s.Name))}.");
        var status = await StreamStatus.LookAsync(project.Catalog, connection, stream, cancellationToken).ConfigureAwait(false);
        if (!context.Json) Console.WriteLine($"{connection.Name}.{name}: {stream.Table} is emptied; its rows stay in its history. The next sync loads {status.SourceFiles} files ({status.SourceBytes:N0} bytes) from the beginning.");
        var snapshot = !context.Parsed.GetValue(Yes) ? (long?)null : await project.Jobs.RunAsync(
            new JobRequest(JobKind.Sync, ProjectHost.Principal, $"{connection.Name}.{name}", "cli reset"),
            job => new StreamReset(project.Lakehouse, ProjectHost.Principal, project.Time).RunAsync(connection, stream, job.Id.ToString(), job.CancellationToken), cancellationToken).ConfigureAwait(false);
        if (snapshot is null) Console.Error.WriteLine("Nothing was done: add --yes to do it.");
        else if (!context.Json) Console.WriteLine($"Done in snapshot {snapshot}.");
        if (context.Json)
            await RowOutput.PrintAsync(ResetSchema, [[$"{connection.Name}.{name}", stream.Table, status.SourceFiles, status.SourceBytes, snapshot]], json: true, cancellationToken).ConfigureAwait(false);
        return ExitCode.Success;
    }

    static async Task<int> RunAsync(VerbContext context, bool replays, CancellationToken cancellationToken)
    {
        await using var project = await context.OpenAsync(cancellationToken).ConfigureAwait(false);
        var selected = Select(Connection.LoadAll(project.Folder), context.Parsed.GetValue(Names) ?? []);
        var rows = new List<IReadOnlyList<object?>>();
        var failed = false;
        foreach (var (connection, stream) in selected)
            failed |= await RunAsync(project, connection, stream, replays, context.Json, rows, cancellationToken).ConfigureAwait(false);
        if (context.Json) await RowOutput.PrintAsync(Schema, rows, json: true, cancellationToken).ConfigureAwait(false);
        return failed ? ExitCode.Failed : ExitCode.Success;
    }

    static async Task<bool> RunAsync(ProjectHost project, Connection connection, string? only, bool replays, bool json, List<IReadOnlyList<object?>> rows, CancellationToken cancellationToken)
    {
        var failures = new List<Exception>();
        using var display = new ProgressDisplay($"sync {(replays ? "replay " : "")}{(only is null ? connection.Name : $"{connection.Name}.{only}")}", project.Time);
        try
        {
            var run = await new SyncJobs(project.Lakehouse, project.Jobs, project.Time).StartAsync(
                connection, only, replays, ProjectHost.Principal, "cli", job => new JobProgressRelay(job, display), (stream, outcome, error) =>
                {
                    if (error is not null) failures.Add(error);
                    rows.Add(Row($"{connection.Name}.{stream.Name}", stream, outcome, error));
                    if (!json) display.Above(() => Print($"{connection.Name}.{stream.Name}", replays, outcome, error));
                }, cancellationToken).ConfigureAwait(false);
            _ = await run.Completion.ConfigureAwait(false);
        }
        catch (Exception e) when (failures.Contains(e))
        {
            // The streams' own lines have said it.
        }

        return failures.Count > 0;
    }

    static void Print(string stream, bool replays, StreamOutcome? outcome, Exception? error)
    {
        if (error is not null)
        {
            Console.Error.WriteLine($"{stream}: FAILED: {error.Message}");
            return;
        }

        Console.WriteLine(outcome!.State == StreamState.UpToDate
            ? $"{stream}: {(replays ? "no row waits in quarantine" : "up to date")}"
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
