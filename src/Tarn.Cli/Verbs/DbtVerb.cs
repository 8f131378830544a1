using System.CommandLine;
using Tarn.Cli.Composition;
using Tarn.Cli.Output;
using Tarn.Cli.Terminal;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Operate.Jobs;
using Tarn.Transform;
using Tarn.Transform.Runs;
using Tarn.Transform.Warehouses;

namespace Tarn.Cli.Verbs;

/// <summary><c>tarn dbt run|build|…</c>: dbt's commands on the project's models. Exit codes are dbt's: 1 when nodes failed, 2 when the project or the command line is wrong.</summary>
static class DbtVerb
{
    static readonly ResultSchema Schema = new(
        ("unique_id", TypeId.Varchar), ("status", TypeId.Varchar), ("message", TypeId.Varchar), ("failures", TypeId.BigInt), ("rows_affected", TypeId.BigInt), ("seconds", TypeId.Double));

    static readonly ResultSchema Listing = new(("resource", TypeId.Varchar));

    public static Command Create() => new("dbt", "Build and test the project's dbt models.")
    {
        Create("run", "Run the selected models.", DbtOptions.FullRefresh, DbtOptions.FailFast, DbtOptions.Empty, DbtOptions.EventTimeStart, DbtOptions.EventTimeEnd),
        Create("test", "Run the selected tests.", DbtOptions.FailFast, DbtOptions.StoreFailures, DbtOptions.Indirect),
        Create("build", "Run seeds, models, snapshots and tests in the order of the graph; a failing test holds back what is downstream.", DbtOptions.FullRefresh, DbtOptions.FailFast, DbtOptions.StoreFailures, DbtOptions.Indirect, DbtOptions.Empty, DbtOptions.EventTimeStart, DbtOptions.EventTimeEnd),
        Create("seed", "Load the CSV files of the seeds.", DbtOptions.FullRefresh),
        Create("snapshot", "Note what changed in the queries of the snapshots."),
        Create("compile", "Write the SQL of the selected models and tests to target/compiled.", DbtOptions.Inline, DbtOptions.Format),
        Create("show", "Show the first rows of a model's query, or of a query of your own, and build nothing.", DbtOptions.Inline, DbtOptions.InlineDirect, DbtOptions.Limit, DbtOptions.Format),
        Create("run-operation", "Call one macro.", DbtOptions.Macro, DbtOptions.MacroArguments),
        Create("ls", "List the selected resources.", DbtOptions.Output, DbtOptions.OutputKeys, DbtOptions.Indirect),
        Create("parse", "Read the project and write target/manifest.json."),
    };

    static Command Create(string name, string description, params Symbol[] more)
    {
        var command = Verb.Create(name, description, (context, token) => RunAsync(name, context, token), [.. DbtOptions.Common, .. more]);
        if (name == "ls") command.Aliases.Add("list");
        return command;
    }

    static async Task<int> RunAsync(string verb, VerbContext context, CancellationToken cancellationToken)
    {
        await using var project = await context.OpenAsync(cancellationToken).ConfigureAwait(false);
        var arguments = DbtOptions.Read(verb, context.Parsed);
        var text = string.Join(' ', context.Parsed.Tokens.SkipWhile(t => t.Value != "dbt").Select(t => t.Value));
        DbtOutcome? outcome = null;
        var listed = new List<IReadOnlyList<object?>>();
        try
        {
            _ = await project.Jobs.RunAsync(new JobRequest(JobKind.Dbt, ProjectHost.Principal, text, "cli"), async job =>
            {
                using var display = new ProgressDisplay(text, project.Time);
                outcome = await ExecuteAsync(project, arguments, context.Json, listed, display, job).ConfigureAwait(false);
                if (outcome.IsCancelled) throw new OperationCanceledException(outcome.Failure!.Message, job.CancellationToken);
                return outcome.Failure is null ? true : throw outcome.Failure;
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (DbtException e) when (e == outcome?.Failure)
        {
            // Its lines are on the console; with --json the rows say which node failed, and an error before any node ran is the report.
            if (context.Json && outcome.ExitCode == ExitCode.Usage) throw;
        }

        catch (OperationCanceledException) when (outcome is { IsCancelled: true })
        {
            // Its lines say what was skipped; the exit code is dbt's for an interrupt.
        }

        if (context.Json && verb == "ls") await RowOutput.PrintAsync(Listing, listed, json: true, cancellationToken).ConfigureAwait(false);
        else if (context.Json) await RowOutput.PrintAsync(Schema, outcome!.Results.Select(Row), json: true, cancellationToken).ConfigureAwait(false);
        return outcome!.ExitCode;
    }

    static async Task<DbtOutcome> ExecuteAsync(
        ProjectHost project, DbtArguments arguments, bool json, List<IReadOnlyList<object?>> listed, ProgressDisplay display, JobContext job)
    {
        await using var session = project.Lakehouse.OpenSession(ProjectHost.Principal);
        session.Job = job.Id.ToString();
        void Log(string line) => display.Above(() => (json ? Console.Error : Console.Out).WriteLine($"{project.Time.GetLocalNow():HH:mm:ss}  {line}"));
        var command = new DbtCommand(project.Folder.Root, () => new SessionWarehouse(session, new JobProgressRelay(job, display)), Log, project.Time)
        {
            Schema = project.Folder.Options.Sql.DefaultNamespace,
            EnvironmentVariables = Variables(),
            Answer = line =>
            {
                if (json) listed.Add([line]);
                else display.Above(() => Console.WriteLine(line));
            },
        };
        var outcome = await command.RunAsync(arguments, job.CancellationToken).ConfigureAwait(false);
        job.Report(new JobProgress(outcome.Results.Sum(r => r.RowsAffected ?? 0), 0, 1, null));
        return outcome;
    }

    static Dictionary<string, string> Variables() => Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
        .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal);

    static IReadOnlyList<object?> Row(NodeResult result) =>
        [result.Node.UniqueId, RunStatus.Text(result.Status), result.Message, result.Failures, result.RowsAffected, result.Elapsed.TotalSeconds];
}
