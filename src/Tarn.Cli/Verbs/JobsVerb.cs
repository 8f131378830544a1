using System.CommandLine;
using Tarn.Cli.Composition;
using Tarn.Cli.Output;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Operate.Jobs;

namespace Tarn.Cli.Verbs;

/// <summary><c>tarn jobs</c>, <c>tarn jobs cancel ID</c>: what ran and runs, in any process of the project.</summary>
static class JobsVerb
{
    static readonly Option<int> Limit = new("--limit") { Description = "At most so many jobs.", DefaultValueFactory = _ => 30 };
    static readonly Argument<string> Id = new("ID") { Description = "The job's id." };

    static readonly ResultSchema Schema = new(
        ("id", TypeId.Varchar), ("kind", TypeId.Varchar), ("state", TypeId.Varchar), ("started", TypeId.TimestampTz), ("seconds", TypeId.Double), ("rows", TypeId.BigInt),
        ("bytes", TypeId.BigInt), ("principal", TypeId.Varchar), ("cause", TypeId.Varchar), ("title", TypeId.Varchar), ("error", TypeId.Varchar));

    public static Command Create() =>
        Verb.Create("jobs", "List jobs.", ListAsync, Limit, Verb.Create("cancel", "Ask a job to stop.", CancelAsync, Id));

    static async Task<int> ListAsync(VerbContext context, CancellationToken cancellationToken)
    {
        await using var project = await context.OpenAsync(cancellationToken).ConfigureAwait(false);
        var rows = new List<IReadOnlyList<object?>>();
        await foreach (var job in project.JobStore.ListAsync(new JobFilter { Limit = context.Parsed.GetValue(Limit) }, cancellationToken).ConfigureAwait(false))
            rows.Add(Row(job, project.Time.GetUtcNow()));
        await RowOutput.PrintAsync(Schema, rows, context.Json, cancellationToken).ConfigureAwait(false);
        return ExitCode.Success;
    }

    static async Task<int> CancelAsync(VerbContext context, CancellationToken cancellationToken)
    {
        await using var project = await context.OpenAsync(cancellationToken).ConfigureAwait(false);
        var id = JobId.TryParse(context.Parsed.GetValue(Id), out var parsed) ? parsed : throw new UsageException($"\"{context.Parsed.GetValue(Id)}\" is no job id; `tarn jobs` lists them.");
        if (!await project.Jobs.CancelAsync(id, ProjectHost.Principal, cancellationToken).ConfigureAwait(false))
            throw new UsageException($"There is no running job {id}; `tarn jobs` lists them.");
        Console.Error.WriteLine($"Asked job {id} to stop.");
        return ExitCode.Success;
    }

    static IReadOnlyList<object?> Row(Job job, DateTimeOffset now) =>
    [
        job.Id.ToString(), job.Kind.ToString().ToLowerInvariant(), job.State.ToString().ToLowerInvariant(), job.Started,
        job.Started is { } started ? Math.Round(((job.Ended ?? now) - started).TotalSeconds, 3) : null,
        job.Progress.Rows, job.Progress.Bytes, job.Principal, job.Cause, job.Title.ReplaceLineEndings(" "), job.Error?.Message,
    ];
}
