using Tarn.Operate.Jobs;
using Tarn.Security.Identity;
using Tarn.Security.Roles;

namespace Tarn.Server.Jobs;

/// <summary>Jobs as one principal sees them: one's own, or everybody's with the permission.</summary>
sealed class JobPages(IAuthorizer authorizer)
{
    /// <summary>Longer statements are cut in lists and pages.</summary>
    const int MostText = 10_000;

    /// <summary>The cause that tells an export from a statement of the page.</summary>
    public const string ExportCause = "ui export";

    public bool MaySee(Principal principal, Job job) => IsMine(principal, job) || MaySeeAll(principal);

    public bool MaySeeAll(Principal principal) =>
        authorizer.Decide(principal, Permission.ManageJobs, SecuredObject.Everything) is Decision.Allowed;

    public JobAnswer Of(Job job, Principal principal)
    {
        var isText = job.Kind == JobKind.Query;
        return new JobAnswer(
            job.Id.ToString(), KindName(job), StateName(job.State), job.Principal, job.Queued,
            !job.State.IsFinished() && MaySee(principal, job), IsMine(principal, job))
        {
            Name = isText ? null : job.Title,
            Text = isText ? Cut(job.Title) : null,
            Cause = job.Cause,
            StartedAt = job.Started,
            EndedAt = job.Ended,
            Rows = job.Started is null ? null : job.Progress.Rows,
            Bytes = job.Started is null ? null : job.Progress.Bytes,
            Progress = job.State == JobState.Running ? Progress(job) : null,
            Error = job.Error is { } error ? JobProblems.Of(job, error).ToBody() : null,
            Ms = Times(job),
            Parent = job.Parent?.ToString(),
        };
    }

    /// <summary>The kinds of jobs that a word of the API stands for; null for an unknown word.</summary>
    public static JobKind? KindOf(string name) => name switch
    {
        "query" or "statement" or "export" => JobKind.Query,
        "sync" => JobKind.Sync,
        "build" => JobKind.Dbt,
        "maintenance" => JobKind.Maintain,
        "generate" => JobKind.Generate,
        _ => null,
    };

    public static string KindName(Job job) => job is { Kind: JobKind.Query, Cause: ExportCause } ? "export" : KindName(job.Kind);

    public static string KindName(JobKind kind) => kind switch
    {
        JobKind.Query => "query",
        JobKind.Sync => "sync",
        JobKind.Dbt => "build",
        JobKind.Maintain => "maintenance",
        _ => "generate",
    };

    public static string StateName(JobState state) => state switch
    {
        JobState.Queued => "queued",
        JobState.Running => "running",
        JobState.Succeeded => "succeeded",
        JobState.Failed => "failed",
        JobState.Cancelled => "cancelled",
        _ => "lost",
    };

    public static JobState? StateOf(string name) =>
        Enum.GetValues<JobState>().Cast<JobState?>().FirstOrDefault(state => StateName(state!.Value) == name);

    static bool IsMine(Principal principal, Job job) => job.Principal == principal.Name;

    static JobProgressAnswer Progress(Job job) => new(
        job.Phases.IsEmpty ? "running" : job.Phases[^1].Name, job.Progress.Rows, job.Progress.Bytes, job.Progress.Fraction, job.Progress.TotalRows);

    static JobTimes? Times(Job job) => job.Started is not { } started ? null : new JobTimes(
        Ms(job.Queued, started), Phase(job, "planning"), Phase(job, "running"), job.Ended is { } ended ? Ms(job.Queued, ended) : null);

    static double? Phase(Job job, string name) =>
        job.Phases.FirstOrDefault(p => p.Name == name) is { Ended: { } ended } phase ? Ms(phase.Started, ended) : null;

    static double Ms(DateTimeOffset from, DateTimeOffset to) => (to - from).TotalMilliseconds;

    static string Cut(string text) => text.Length <= MostText ? text : string.Concat(text.AsSpan(0, MostText), "…");
}
