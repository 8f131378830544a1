using System.Collections;
using Tarn.Engine.Sessions;
using Tarn.Operate.Jobs;
using Tarn.Project;
using Tarn.Security.Identity;
using Tarn.Server.Problems;
using Tarn.Transform;
using Tarn.Transform.Warehouses;

namespace Tarn.Server.Builds;

/// <summary>Starts dbt's commands from a page, as jobs. One at a time: two builds of one project would write over each other's artifacts.</summary>
sealed class BuildJobs(ProjectFolder folder, Lakehouse lakehouse, JobRunner jobs, TimeProvider time)
{
    static readonly string[] Verbs = ["build", "run", "test", "seed"];

    int _running;

    /// <summary>Starts a command and returns its job while it runs.</summary>
    public async Task<JobId> StartAsync(string verb, string? select, Principal principal, string cause)
    {
        if (!Verbs.Contains(verb)) throw new ServerException(ProblemKind.InvalidRequest, $"\"{verb}\" is no command for this; there are {string.Join(", ", Verbs)}.");
        if (!File.Exists(folder.DbtProjectFile)) throw new ServerException(ProblemKind.NotFound, "This project folder has no dbt project (dbt_project.yml).");
        if (Interlocked.CompareExchange(ref _running, 1, 0) != 0) throw new ServerException(ProblemKind.Conflict, "A build is running already; nothing was started.");
        var claim = new Claim(this);
        try
        {
            var words = (select ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var title = words.Length == 0 ? $"dbt {verb}" : $"dbt {verb} --select {string.Join(' ', words)}";
            // The build outlives the request that asked for it.
            var request = new JobRequest(JobKind.Dbt, principal, title, cause) { Admission = _ => Task.FromResult<IDisposable>(claim) };
            var run = await jobs.StartAsync(request, job => RunAsync(verb, words, principal, job), CancellationToken.None);
            _ = run.Completion.ContinueWith(failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return run.Id;
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    /// <summary>That a build runs, until the job gives it back.</summary>
    sealed class Claim(BuildJobs of) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref of._running, 0);
    }

    async Task<bool> RunAsync(string verb, string[] select, Principal principal, JobContext job)
    {
        await using var session = lakehouse.OpenSession(principal);
        session.Job = job.Id.ToString();
        var command = new DbtCommand(folder.Root, () => new SessionWarehouse(session, null), _ => { }, time)
        {
            Schema = folder.Options.Sql.DefaultNamespace,
            EnvironmentVariables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal),
        };
        job.BeginPhase(verb);
        var outcome = await command.RunAsync(new DbtArguments { Verb = verb, Select = select }, job.CancellationToken);
        job.Report(new JobProgress(outcome.Results.Sum(r => r.RowsAffected ?? 0), 0, 1, null));
        if (outcome.IsCancelled) throw new OperationCanceledException(outcome.Failure!.Message, job.CancellationToken);
        return outcome.Failure is null ? true : throw outcome.Failure;
    }
}
